"""Affiliations: the party, body or place that stands beside a person's name or in an office.

German news write them behind the name in brackets ("Petra Muster (SPD)"), behind the office ("Sprecher des Amtes"), as the first part of
it ("CDU-Chef"), or as a genitive before it ("Kasachstans Außenminister"). Anything else is left out.
"""

import re
from collections.abc import Iterator

from presseschau_links.persons import is_body, sex_of_role

_BRACKET = re.compile(r"\s\(([A-ZÄÖÜ][\wÄÖÜäöüß./ -]{1,24})\)")
_BEHIND = re.compile(
    r"(?<!\w)(?P<office>[\w-]{3,40}) (?:des|der|vom|von der|beim|bei der) (?P<body>[\w-]{2,40}(?: [\w-]{2,40}){0,4})"
)
_COMPOUND = re.compile(r"(?<!\w)(?P<body>[\w]{2,12})-(?P<office>[\w]{3,40})(?!\w)")
_GENITIVE = re.compile(r"(?<!\w)(?P<body>[A-ZÄÖÜ][a-zäöüß]{3,30})s (?P<office>[A-ZÄÖÜ][\w-]{3,40})(?!\w)")
_ACRONYM = re.compile(r"[A-ZÄÖÜ]{2}|[A-ZÄÖÜ][a-zäöüß]?[A-ZÄÖÜ]")


def in_office(role: str) -> Iterator[str]:
    """Yield the affiliations in the words of an office, as written."""
    for match in _BEHIND.finditer(role):
        body = _body(match["body"])
        if sex_of_role(match["office"]) and body:
            yield body
    for match in _COMPOUND.finditer(role):
        if _ACRONYM.search(match["body"]) and sex_of_role(match["office"]):
            yield match["body"]
    for match in _GENITIVE.finditer(role):
        if sex_of_role(match["office"]) and not sex_of_role(match["body"]) and not is_body(match["body"]):
            yield match["body"]


def behind_name(text: str, end: int) -> str:
    """Return what stands in brackets behind a name that ends at ``end``: a party or body by its short form; empty for an age or anything else."""
    found = _BRACKET.match(text, end)
    return found[1].strip() if found and _ACRONYM.search(found[1]) else ""


def _body(words: str) -> str:
    """Return the words up to the last one that names a body; empty where none does, or a person comes before it."""
    tokens = words.split()
    last = 0
    for number, token in enumerate(tokens, 1):
        if token[0].isupper() and sex_of_role(token):
            break
        if is_body(token) or _ACRONYM.search(token):
            last = number
    return " ".join(tokens[:last])
