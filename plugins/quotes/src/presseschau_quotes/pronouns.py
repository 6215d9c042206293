"""Who "er", "sie" or "der 51-Jährige" is: the last who spoke and agrees in gender, where nobody else who agrees is named in between.

Gender is read off the forms of the text: feminine nouns for persons in -in and -frau, "Herr" and "Frau", and endings of first names that
leave little doubt (Kohlheim, *Das große Vornamenlexikon*, on -a and on Germanic second parts such as -bert, -fried, -gard, -hild).
"""

import re
from collections.abc import Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import PERSON, kind_of_noun, voice_words

FEMININE = "f"
MASCULINE = "m"

_AGED = re.compile(r"\A(?:der|die|dem|den)\s+\d{1,3}-?[Jj]ährigen?\Z", re.IGNORECASE)
_GENDERS = {"er": MASCULINE, "ihm": MASCULINE, "sie": FEMININE, "ihr": FEMININE}


def pronoun(mention: str) -> str | None:
    """Return the gender that a mention without a name asks for, "" where it leaves it open; None for other mentions."""
    lowered = mention.lower()
    if lowered in {"er", "sie"}:
        return _GENDERS[lowered]
    if _AGED.match(mention):
        return {"der": MASCULINE, "die": FEMININE}.get(lowered[:3], "")
    return None


def gender(words: Sequence[str], given: str) -> str:
    """Return the gender of a person: by the nouns around a name, ``words``, else by the first name; "" where neither shows it."""
    for word in words:
        lowered = word.lower()
        if lowered in {"frau", "dame"} or (lowered.endswith(("in", "frau")) and _is_person(word)):
            return FEMININE
        if lowered == "herr" or (
            _is_person(word) and not lowered.endswith(("in", "innen", "frau", "e", "en", "vize", "mitglied"))
        ):
            return MASCULINE
    lowered = given.lower().rpartition("-")[2].rpartition(" ")[2]
    if lowered.endswith(tuple(voice_words("feminine_names"))) and lowered not in voice_words("masculine_in_a"):
        return FEMININE
    return MASCULINE if lowered.endswith(tuple(voice_words("masculine_names"))) else ""


def _is_person(word: str) -> bool:
    return lx.is_role(word) or kind_of_noun(word) == PERSON
