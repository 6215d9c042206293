"""Names as a reader would print them: nominative, without article; first name, family name, office and affiliation apart.

Only words of the text are printed: a genitive loses its -s only where the bare form stands in the text too.
"""

import re
from collections.abc import Callable

from attrs import frozen

from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import BODY, PAPER, PERSON, common_noun, kind_of_noun
from presseschau_quotes.words import words

_PARTICLES = words("name_particles") - {"und", "das", "den", "der"} | {"der"}
_TITLES = words("titles")
_NOBLE = words("noble")
_OBLIQUE = frozenset(["dem", "der", "des", "den", "einem", "einer", "eines"])
_ARTICLES = words("det_n") | words("det_o")
_OWNER = re.compile(r"\A(?:von|vom|des|der|eines|einer|dieser|dieses)\Z")
_FROM = re.compile(r"\A(?:von|vom|beim|bei)\Z")
_BRACKETED = re.compile(r"\(([^()]{2,40})\)")
_MARKED = re.compile(r"\A[„“\"»«‚›‹](\w[^„“”\"»«‚‘’›‹]{1,60}\w)[“”\"»«‘’›‹]")
_SHORTEST = 2
_SHORTEST_TAIL = 5
_DOCUMENTS = words("documents")


@frozen
class Person:
    """Who somebody is, as far as the text says it; what it does not say is None."""

    given: str | None = None
    family: str | None = None
    role: str | None = None
    affiliation: str | None = None


def described(mention: str, name: str | None, office: str = "") -> Person:
    """Return the parts of a speaker: ``mention`` are the words of the text, ``name`` the full name, ``office`` what stands before it."""
    given, family = _split(name) if name is not None else (None, None)
    rest = mention.replace(name, " ") if name is not None else mention
    if name is not None:
        own = set(name.split())
        rest = " ".join(word for word in rest.split() if word.strip(",") not in own)  # "Hauptmann" is a surname, too
    role, affiliation = _office(rest, office)
    if name is not None and name in mention and affiliation is None:
        affiliation = _belongs(rest)
    if name is None and role is not None:
        family = _surname(rest, role)
    bracketed = _BRACKETED.search(mention)
    if (
        bracketed is not None
        and affiliation is None
        and not bracketed.group(1)[0].isdigit()
        and bracketed.group(1)[0].isupper()
    ):
        affiliation = bracketed.group(1)
    return Person(given, family, role, affiliation)


def _surname(mention: str, role: str) -> str | None:
    """Return the one word behind an office that is a name: "Kanzler Muster", "die Ministerin von der Muster"."""
    before, _, behind = mention.partition(role)
    found = behind.split()
    leading = [word for word in found[:-1] if word.lower() in _PARTICLES]
    if not found or len(leading) != len(found) - 1 or not found[-1][:1].isupper() or "," in behind or "(" in behind:
        return None
    if (
        common_noun(found[-1])
        or found[0].lower() in {"der", "des", "von", "vom"}
        or before.strip().lower() not in _ARTICLES | {""}
    ):
        return None
    return " ".join(found)


def _belongs(rest: str) -> str | None:
    """Return what somebody without an office is of: ", Elternbeirat", "vom Mieterverein", "von der Musterbank"."""
    found = rest.replace(",", " ").replace("(", " ").split()
    at = next((k for k, word in enumerate(found) if _FROM.match(word)), -1)
    owner = [word for word in found[at + 1 :] if word.lower() not in _ARTICLES] if at >= 0 else found
    name = _until_lower(owner)
    return " ".join(name) if name and (at >= 0 or kind_of_noun(name[0]) in {BODY, PAPER}) else None


def _split(name: str) -> tuple[str | None, str | None]:
    """Split a full name into first names and surname, particles to the surname: "Ursula", "von der Muster"."""
    parts = name.split()
    if len(parts) < _SHORTEST:
        return None, None
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in _PARTICLES | _NOBLE:
        at -= 1
    return " ".join(parts[:at]), " ".join(parts[at:])


def _office(rest: str, office: str) -> tuple[str | None, str | None]:
    """Return office and affiliation in the words around a name: "Chef der Bank" is "Chef", "Bank"."""
    found = rest.replace(",", " ").split()
    at = next((k for k, word in enumerate(found) if word[:1].isupper() and _names_office(word)), -1)
    if at < 0:
        role = office if office and _names_office(office) else None
        return role, _compound_affiliation(role) if role else None
    role = found[at]
    if role.endswith("en") and lx.is_role(role[:-2]):
        role = role[:-2]
    elif role.endswith("s") and lx.is_role(role[:-1]) and (at == 0 or found[at - 1].lower() in {"des", "eines"}):
        role = role[:-1]
    affiliation = _compound_affiliation(role)
    if affiliation is None and at + 2 < len(found) + 1 and at + 1 < len(found) and _OWNER.match(found[at + 1]):
        owner = _until_lower([word for word in found[at + 2 :] if word.lower() not in _ARTICLES])
        if owner and found[at + 1] in {"des", "eines"}:
            owner[0] = bare(owner[0], lambda _: False) or owner[0]
        affiliation = " ".join(owner) or None
    if (
        affiliation is None
        and at
        and found[at - 1][:1].isupper()
        and found[at - 1].isupper()
        and len(found[at - 1]) >= _SHORTEST
    ):
        affiliation = found[at - 1]
    return role, affiliation


def _until_lower(found: list[str]) -> list[str]:
    for k, word in enumerate(found):
        if not (word[:1].isupper() or word[:1].isdigit()) and word not in {"für", "und"}:
            return found[:k]
    return found


def _names_office(word: str) -> bool:
    return word.lower().rstrip(".") not in _TITLES and (lx.is_role(word) or kind_of_noun(word) == PERSON)


def _compound_affiliation(role: str) -> str | None:
    """Return what stands before the hyphen of "SPD-Chef"."""
    head, hyphen, _ = role.rpartition("-")
    return head if hyphen and head[:1].isupper() else None


def printed(mention: str, knows: Callable[[str], bool], *, oblique: bool) -> str | None:
    """Return the source behind an oblique mention, "Angaben der Polizei" or "dem Büro": in the nominative, without article.

    ``knows`` tells whether a word stands in the text, ``oblique`` whether the construction asks for a dative, so that "der" is feminine. None where the mention prints well as it is, or its nominative is not known.
    """
    found = mention.partition(",")[0].split()
    if not found or len(found) > _MOST:
        return None
    start = next((k for k, word in enumerate(found) if word[:1].isupper() and word.lower() not in _ARTICLES), -1)
    if start < 0:
        return None
    if ("n" in lx.noun_classes(found[start]) and kind_of_noun(found[start]) != PERSON) or _is_document(found[start]):
        return _owner(found[start + 1 :], knows)
    if found[0].lower() in _OBLIQUE and (oblique or found[0].lower() not in {"der", "einer"}) and start:
        return _nominative(found, knows)
    return None


_MOST = 12


def _is_document(noun: str) -> bool:
    """Tell whether a noun names something written, through which its author speaks: "dem Text", "einer Erklärung"."""
    lowered = noun.lower().rpartition("-")[2]
    return lowered in _DOCUMENTS or any(lowered.endswith(document) for document in _DOCUMENTS if len(document) > _SHORTEST_TAIL)


def bare(noun: str, knows: Callable[[str], bool]) -> str | None:
    """Return the nominative of a genitive in -s or -es, "Vorstands": known where the text has it, or where it is a noun that can speak."""
    forms = [form for form in (noun[:-2], noun[:-1]) if noun.endswith("s") and len(form) >= _SHORTEST]
    return next((form for form in forms if knows(form)), None) or next((form for form in forms if _is_voice(form)), None)


def _is_voice(noun: str) -> bool:
    """Tell whether a noun in the nominative can speak; the lists hold some genitives, too, which are none."""
    return bool(kind_of_noun(noun)) and not noun.endswith("s")


def _owner(rest: list[str], knows: Callable[[str], bool]) -> str | None:
    """Return whose words they are: "der Polizei", "von Otto Test", "Moskaus"."""
    if not rest:
        return None
    if rest[0] == "von":
        rest = rest[1:]
        return _nominative(rest, knows) if rest and rest[0].lower() in _ARTICLES else _names(rest)
    if _OWNER.match(rest[0]):
        return _nominative(rest, knows)
    if rest[0][:1].isupper() and rest[0].endswith("s") and len(rest) == 1 and knows(rest[0][:-1]):
        return rest[0][:-1]
    return None


def _names(rest: list[str]) -> str | None:
    name = _until_lower(rest)
    common = any(word.endswith("n") and kind_of_noun(word) for word in name[:1])
    return " ".join(name) if name and not common else None


def _nominative(found: list[str], knows: Callable[[str], bool]) -> str | None:
    """Return a noun phrase without its article where its noun has one form in all cases or the bare form is known."""
    article, rest = found[0].lower(), found[1:]
    marked = _MARKED.match(" ".join(rest))
    if marked is not None:
        return marked.group(1)
    if not rest or not rest[0][:1].isupper():
        return None  # an adjective would have to change
    noun = rest[0]
    if article in {"des", "eines", "vom"} and article != "vom":
        nominative = bare(noun, knows)
        if nominative is None:
            return None
        rest = [nominative, *rest[1:]]
    elif (article in {"dem", "einem", "den", "vom"} and noun.endswith("n") and kind_of_noun(noun) != BODY) or article in {
        "einer",
        "eines",
        "einem",
    }:
        return None
    return " ".join(rest)
