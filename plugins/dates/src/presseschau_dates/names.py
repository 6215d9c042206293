"""Names that look like times: Petra Herbst, Paul Freitag, the band „Letzte Nacht“.

A season, month or weekday is a surname behind a first name, or behind a role with or without one ("Minister Julius Montag", "Abgeordnete
Sonntag"); from there on it is one wherever no word introduces a time ("Freitag erklärte", but "am Freitag"). What a pair of quotation marks
holds, and nothing else, is a title. The first names and roles stand in ``names.toml``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from presseschau_dates.found import Found
from presseschau_dates.lexer import Tokens

_CLASSES = ("SEASON", "MONTH", "WEEKDAY")
_LINE_BREAK = "\n"


@frozen
class NameCues:
    """The words that tell a name."""

    first_names: frozenset[str]
    roles: frozenset[str]
    role_ends: tuple[str, ...]
    introduce: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


def name_cues(table: Mapping[str, Any]) -> NameCues:
    """Make them of the tables of ``names.toml``."""
    return NameCues(
        frozenset(table["first_names"]),
        frozenset(table["roles"]),
        tuple(table["role_ends"]),
        frozenset(table["introduce"]),
        frozenset(table["opening"]),
        frozenset(table["closing"]),
    )


def without_names(tokens: Tokens, found: Sequence[Found], cues: NameCues) -> list[Found]:
    """Return the times that are not names."""
    surnames: set[str] = set()
    named = set()
    for number, one in enumerate(found):
        if is_title(tokens, one, cues):
            named.add(number)
        elif may_be_surname(tokens, one) and behind_name(tokens, one.first, cues):
            named.add(number)
            surnames.add(_stem(tokens.words[one.first]))
    if surnames:
        for number, one in enumerate(found):
            if may_be_surname(tokens, one) and _stem(tokens.words[one.first]) in surnames:
                before = tokens.words[one.first - 1].lower() if one.first else ""
                if before not in cues.introduce:
                    named.add(number)
    return [one for number, one in enumerate(found) if number not in named] if named else list(found)


def _stem(word: str) -> str:
    return word.removesuffix("s")


def may_be_surname(tokens: Tokens, one: Found) -> bool:
    """Tell whether a time is nothing but a season, a month or a weekday."""
    return one.end - one.first == 1 and any(name in tokens.values[one.first] for name in _CLASSES)


def is_title(tokens: Tokens, one: Found, cues: NameCues) -> bool:
    """Tell whether quotation marks hold a time and nothing else."""
    return (
        one.first > 0
        and one.end < len(tokens.words)
        and tokens.words[one.first - 1] in cues.opening
        and tokens.words[one.end] in cues.closing
        and (tokens.words[one.first][:1].isupper() or tokens.words[one.first].isdecimal())
    )


def behind_name(tokens: Tokens, at: int, cues: NameCues) -> bool:
    """Tell whether a word stands behind a first name or a role."""
    if at == 0:
        return False
    before = tokens.words[at - 1]
    if not before[:1].isupper() or _LINE_BREAK in tokens.text[tokens.ends[at - 1] : tokens.starts[at]]:
        return False
    if before in cues.first_names:
        return True
    if _is_role(before, cues):
        return True
    # "Kuratorin Mechthild Sommer": a role, and a name that is on no list
    return at > 1 and _is_role(tokens.words[at - 2], cues) and not tokens.values[at - 1]


def _is_role(word: str, cues: NameCues) -> bool:
    return word in cues.roles or (word[:1].isupper() and word.lower().endswith(cues.role_ends))
