"""What a speaker mention says: a name, an office or description, a body, or a pronoun."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen

from presseschau_links.names import Name
from presseschau_links.terms import fold, term

_TOKEN = re.compile(r"[^\W\d_][\w’'&]*(?:-[\w’']+)*\.?")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_APPOSED = re.compile(r"^(?P<role>.{2,120}?), (?P<name>[A-ZÄÖÜ][\w.’'-]+(?: [\w.’'-]+){0,3})$")
_ACRONYM = re.compile(r"\(([A-ZÄÖÜ][A-ZÄÖÜa-z]{1,8}[A-ZÄÖÜ])\)")
_AGED = re.compile(r"\b\d{1,3}[- ]?[Jj]ährigen?r?\b")
_PARTICLES = frozenset(
    {
        "von",
        "van",
        "de",
        "der",
        "den",
        "zu",
        "al",
        "bin",
        "di",
        "da",
        "del",
        "la",
        "le",
        "dos",
        "du",
        "ter",
        "ten",
        "vom",
        "zum",
        "zur",
    }
)
_INITIAL = 2
_UTTERED = re.compile(
    r"\b(?:Äußerung|Äusserung|Aussage|Behauptung|Bemerkung|Erklärung|Ankündigung|Mitteilung)(?:en)? (?:von|vom|des|der) (?P<who>.{2,80})\Z"
)
"""What somebody says has its speaker behind it: "die Äußerung von Geschäftsführer Muster"."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("presseschau_links").joinpath("data/persons.toml").read_text("utf-8"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _data()[name].split())


@cache
def _endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    masculine = _words("masculine")
    return tuple(sorted(masculine)), tuple(sorted(_words("feminine") | {f"{word}in" for word in masculine}))


@lru_cache(maxsize=20_000)
def sex_of_role(word: str) -> str:
    """Return ``"m"`` or ``"f"`` for a noun that names a person by office or occupation; empty for any other word."""
    folded = fold(word).rstrip(".")
    last = folded.rpartition("-")[2]
    masculine, feminine = _endings()
    if last.endswith(feminine):
        return "f"
    if last.endswith(masculine) or (last.endswith("s") and last[:-1].endswith(masculine)):
        return "m"
    return ""


@lru_cache(maxsize=20_000)
def is_body(word: str) -> bool:
    """Tell whether a noun names a body by its last part: "Auswärtiges Amt", "Stadtratsfraktion", with the ending of a genitive."""
    folded = fold(word)
    endings = tuple(sorted(_words("bodies")))
    return word[:1].isupper() and any(folded.removesuffix(case).endswith(endings) for case in ("", "s", "es"))


@lru_cache(maxsize=20_000)
def sex_of_given(given: str) -> str:
    """Return ``"m"`` or ``"f"`` for a given name that is known, else empty."""
    first = fold(given.partition(" ")[0].partition("-")[0])
    return "m" if first in _words("names_masculine") else "f" if first in _words("names_feminine") else ""


def differ(one: str, other: str) -> bool:
    """Tell whether two given names are known as different ones."""
    a, b = fold(one.partition(" ")[0]), fold(other.partition(" ")[0])
    if a == b or not sex_of_given(a) or not sex_of_given(b):
        return False
    return not any({a, b} <= set(pair.split()) for pair in _data()["same_given"])


@lru_cache(maxsize=20_000)
def single_office(role: str) -> str:
    """Return the office in a role that one person holds at a time ("us-aussenminister"), empty where there is none.

    The word must say of what: "Minister" alone may be any, and "früherer" before it is another matter.
    """
    tokens = role.split()
    if not tokens or any(
        fold(token).startswith(("ex-", "früher", "ehemalig", "damalig", "künftig", "designiert")) for token in tokens
    ):
        return ""
    word = fold(tokens[-1])
    word = word.removesuffix("in")
    ending = next((office for office in sorted(_words("single_offices"), key=len, reverse=True) if word.endswith(office)), "")
    of_what = "-" in word or word.startswith("bund") or ending in {"kremlchef", "papst"}
    return word if ending and of_what else ""


@frozen
class Mention:
    """A speaker as one place names it.

    ``kind`` is ``name``, ``word`` (one word alone: a surname, or a body), ``role`` (an office or description without a name), ``body`` or
    ``pronoun``; ``role`` the words beside the name,
    ``sex`` ``"m"``, ``"f"`` or empty, ``stems`` the stems of the role's or body's words, ``acronym`` the short form in brackets.
    """

    text: str
    kind: str
    name: Name | None = None
    role: str = ""
    sex: str = ""
    stems: frozenset[str] = field(default=frozenset())
    acronym: str = ""
    definite: bool = True


def mention_of(text: str, entity: str | None = None) -> Mention:
    """Return what a mention says; ``entity`` is the fuller name that an extractor found for it."""
    uttered = None if entity else _UTTERED.search(text)
    if uttered:
        text = uttered["who"]
    plain = " ".join(_BRACKETS.sub(" ", text).replace("\u00ad", "").split())
    acronym = _ACRONYM.search(text)
    tokens = _without_tail(_TOKEN.findall(plain))
    while tokens and fold(tokens[0]) in _words("around"):
        tokens.pop(0)
        while tokens and fold(tokens[0]) in {"von", "vom"}:
            tokens.pop(0)
    plain = " ".join(tokens) if tokens else plain
    if not entity and len(tokens) == 1 and fold(tokens[0]) in _words("pronouns"):
        low = fold(tokens[0])
        sex = "m" if low in _words("pronouns_masculine") else "f" if low in _words("pronouns_feminine") else ""
        return Mention(text, "pronoun", sex=sex)
    named = _named(text, entity, tokens)
    if named is not None:
        name, role = named
        if not name.given and not role:
            short = name.surname if len(name.surname) > _INITIAL and name.surname.isupper() else ""
            return Mention(text, "word", name, name.surname, "", stems_of(name.surname), short)
        return Mention(text, "name", name, role, _sex(role, name), stems_of(role), acronym.group(1) if acronym else "")
    sex = next((found for token in tokens if token[:1].isupper() and (found := sex_of_role(token))), "")
    if not sex and _AGED.search(text):
        low = fold(tokens[0]) if tokens else ""
        sex = "f" if low in {"die", "eine"} else "m" if low in {"der", "ein"} else ""
    definite = not (tokens and fold(tokens[0]) in {"ein", "eine", "einer", "einem", "einen"})
    if sex or _AGED.search(text) or _nationality(tokens):
        if not sex and tokens:
            sex = "m" if fold(tokens[0]) in {"der", "ein"} else "f"
        return Mention(text, "role", None, plain, sex, stems_of(plain), acronym.group(1) if acronym else "", definite)
    return Mention(text, "body", None, plain, "", stems_of(plain), acronym.group(1) if acronym else _capitals(tokens), definite)


def _without_tail(tokens: list[str]) -> list[str]:
    """Drop what a preposition adds behind a noun: "die Fraktion für …", not the particle of a name."""
    for k, token in enumerate(tokens):
        behind_noun = k > 0 and tokens[k - 1][0].isupper() and not sex_of_given(tokens[k - 1])
        if behind_noun and fold(token) in _words("prepositions") and fold(tokens[k - 1]) not in _words("around"):
            return tokens[:k]
    return tokens


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a role or body that tell something, the common ones too."""
    found = (term(token.rstrip(".")) for token in _TOKEN.findall(text) if fold(token).rstrip(".") not in _words("articles"))
    return frozenset(one[0] for one in found if one is not None)


def _capitals(tokens: list[str]) -> str:
    return next((token for token in tokens if len(token) > 1 and token.isupper()), "")


def _nationality(tokens: list[str]) -> bool:
    """Tell whether a mention is "der Schweizer", "die Deutsche": article and one word for people from somewhere."""
    if len(tokens) != 2 or fold(tokens[0]) not in {"der", "die"}:  # noqa: PLR2004 - article and noun
        return False
    return fold(tokens[1]).endswith(
        (
            "schweizer",
            "schweizerin",
            "deutsche",
            "österreicher",
            "österreicherin",
            "franzose",
            "französin",
            "brite",
            "britin",
            "russe",
            "russin",
            "amerikaner",
            "amerikanerin",
            "italiener",
            "italienerin",
            "pole",
            "polin",
            "türke",
            "türkin",
            "däne",
            "dänin",
            "niederländer",
            "niederländerin",
            "spanier",
            "spanierin",
            "ungar",
            "ungarin",
        )
    )


def _sex(role: str, name: Name) -> str:
    return sex_of_given(name.given) or next((found for word in reversed(role.split()) if (found := sex_of_role(word))), "")


def _named(text: str, entity: str | None, tokens: list[str]) -> tuple[Name, str] | None:
    """Return the name in a mention and the words beside it; None where it names nobody."""
    if entity:
        name = name_of(_TOKEN.findall(_BRACKETS.sub(" ", entity)))
        if name is not None:
            beside = [token for token in tokens if token.rstrip(".") not in {*name.given.split(), *name.surname.split()}]
            extra = _TOKEN.findall(entity)
            beside = [
                *(token for token in extra if token not in {*name.given.split(), *name.surname.split(), *beside}),
                *beside,
            ]
            return name, _role_words(beside)
    apposed = _APPOSED.match(" ".join(_BRACKETS.sub(" ", text).split()))
    if apposed:
        name = name_of(_TOKEN.findall(apposed["name"]))
        if name is not None and (name.given or sex_of_role(apposed["role"].split()[-1])):
            return name, _role_words(_TOKEN.findall(apposed["role"]))
    before = " ".join(_BRACKETS.sub(" ", text).partition(",")[0].split())
    own = _without_tail(_TOKEN.findall(before))
    if own and fold(own[0]) in _words("around"):
        own = tokens
    name = name_of(own)
    if name is None:
        return None
    beside = [token for token in own if token.rstrip(".") not in {*name.given.split(), *name.surname.split()}]
    if not name.given and not any(sex_of_role(token) for token in beside) and (len(own) > 1 or not own[0][0].isupper()):
        return None
    return name, _role_words(beside)


def _role_words(tokens: list[str]) -> str:
    while tokens and fold(tokens[0]).rstrip(".") in _words("articles") | _words("around"):
        tokens = tokens[1:]
    return " ".join(token for token in tokens if fold(token).rstrip(".") not in _words("titles") | _words("pronouns_only"))


def name_of(tokens: list[str]) -> Name | None:
    """Return the name that the last words of a phrase are; None where they are none.

    A given name that is known begins the name; else two words behind an office are one, and one word behind an office is a surname.
    """
    start = next((k for k, token in enumerate(tokens) if token[0].isupper() and sex_of_given(token.rstrip("."))), None)
    if start is not None:
        name = _from_given(tokens[start:])
        if len(name) > 1:
            return Name(_given_part(name), _surname_part(name))
        if start + 1 == len(tokens) and start > 0 and sex_of_role(tokens[start - 1]):
            return Name("", tokens[start].rstrip("."))
    tail: list[str] = []
    for token in reversed(tokens):
        plain = token.rstrip(".")
        if (
            token[0].isupper()
            and not sex_of_role(plain)
            and fold(plain) not in _words("titles")
            and term(plain) is not None
            and fold(plain) not in _words("articles")
        ) or (tail and fold(token) in _PARTICLES):
            tail.insert(0, token)
        else:
            break
    while tail and not tail[0][0].isupper():
        tail.pop(0)
    office = len(tokens) > len(tail) and sex_of_role(tokens[len(tokens) - len(tail) - 1].rstrip("."))
    if len(tail) >= 2 and (office or (len(tail) == len(tokens) and _plausible(tail))):  # noqa: PLR2004 - given name and surname
        return Name(_given_part(tail), _surname_part(tail))
    if len(tail) == 1 and (office or len(tokens) == 1):
        return Name("", tail[0] if len(tail[0]) == _INITIAL and tail[0].endswith(".") else tail[0].rstrip("."))
    return None


def _from_given(tokens: list[str]) -> list[str]:
    """Return the words of the name that begins with a given name: more given names, particles, one surname."""
    name = [tokens[0]]
    for token in tokens[1:]:
        plain = token.rstrip(".")
        if token[0].isupper():
            name.append(token)
            if not sex_of_given(plain) and len(plain) > 1:
                break
        elif fold(token) in _PARTICLES:
            name.append(token)
        else:
            break
    while not name[-1][0].isupper():
        name.pop()
    return name


def _plausible(tail: list[str]) -> bool:
    """Tell whether words without an office before them can be a name: few, no abbreviation in capitals."""
    return len(tail) <= 3 and not any(len(word) > 1 and word.isupper() for word in tail)  # noqa: PLR2004


def _surname_part(name: list[str]) -> str:
    for k, token in enumerate(name[1:], 1):
        if fold(token) in _PARTICLES:
            return " ".join(name[k:])
    return name[-1]


def _given_part(name: list[str]) -> str:
    return " ".join(name)[: -len(_surname_part(name))].strip()
