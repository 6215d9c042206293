"""What stands around a text for newsrooms only: blocks of contacts below "Pressekontakt", notes that are not for publication.

The headings stand in ``data/wire.toml``.
"""

import re
from collections.abc import Sequence
from functools import cache

from attrs import evolve

from presseschau_german_boilerplate.rules import Facts
from presseschau_german_boilerplate.wire import data

_LONGEST = 120
_LONG_SENTENCE = 10  # words from which on a line that ends in a full stop is text again
_MOST_CONTACTS = 12  # lines
_CONTACT = re.compile(r"(?:\+\d{2}|\b0\d{2,5})[ \d()/\-–.]{4,20}|\S{1,60}@\S{1,60}|(?:https?://|www\.)\S{3,100}")
_BULLET = "-–•*# \t"


@cache
def _first_words() -> frozenset[str]:
    lines = (*data()["contacts"]["headings"], *data()["notes"]["headings"], *data()["notes"]["secret"])
    return frozenset(one.split()[0] for one in lines)


def _begins_like_a_heading(body: str) -> bool:
    words = body.lstrip(_BULLET).split(None, 1)
    return bool(words) and words[0].rstrip(":." + _BULLET).casefold() in _first_words()


def _heading(body: str, headings: Sequence[str]) -> bool:
    """Tell whether a line is one of some headings, or begins with one and a colon."""
    normal = " ".join(body.strip(_BULLET).casefold().split())
    before, colon, _ = normal.partition(":")
    return normal.rstrip(":.") in headings or (bool(colon) and before in headings)


def apply(text: str, facts: Sequence[Facts]) -> list[Facts]:
    """Cut what stands around a text for newsrooms only: blocks of contacts, and notes that are not for publication.

    A block of contacts goes from its heading to its last number or address, notes go on to the next sentence of some length. What
    would be a whole text is none of both.
    """
    bodies = [text[one.start : one.end] for one in facts]
    inside = False
    cut: dict[int, str] = {}
    for at, body in enumerate(bodies):
        may_head = len(body) <= _LONGEST and _begins_like_a_heading(body)
        if not may_head and not inside:
            continue
        if at and may_head and _opens_notes(body):
            inside = True
        elif inside and _is_text(body):
            inside = False
        if inside:
            cut[at] = "wire/notes"
        elif may_head and _heading(body, data()["contacts"]["headings"]):
            cut.update(dict.fromkeys(range(at, _last_contact(bodies, at) + 1), "wire/contact"))
    if not cut:
        return list(facts)
    found = [evolve(one, rule=cut[at], label="press") if at in cut and not one.rule else one for at, one in enumerate(facts)]
    return found if any(not one.rule for one in found) else list(facts)


def _opens_notes(body: str) -> bool:
    notes = data()["notes"]
    return _heading(body, notes["headings"]) or body.strip(_BULLET).casefold().startswith(tuple(notes["secret"]))


def _last_contact(bodies: Sequence[str], heading: int) -> int:
    """Return the number of the last line with a number or an address below a heading; the heading's own if there is none."""
    last = heading
    for at in range(heading + 1, min(heading + 1 + _MOST_CONTACTS, len(bodies))):
        if _is_text(bodies[at]):
            break
        if _CONTACT.search(bodies[at]):
            last = at
    return last


def _is_text(body: str) -> bool:
    """Tell whether a line below such a heading is a sentence of running text again."""
    words = body.count(" ") + 1
    return words >= _LONG_SENTENCE and body.rstrip('“"»«”)').endswith((".", "!", "?")) and _CONTACT.search(body) is None
