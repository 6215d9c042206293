"""Turns of interviews and transcripts: lines that begin with who speaks, "Kessler: …", "Frage: …", "[00:00:21] Moderatorin: …".

A label counts only where the text is built of turns: several lines begin with one, and at least one label comes back or two take
turns, so that "Achtung: …" or a list of addresses is none.
"""

import re
from collections import Counter
from collections.abc import Sequence

from attrs import frozen

_LABEL = re.compile(
    r"^[ \t\u00a0]{0,8}(?:[\[(]?\d{1,2}(?::\d{2}){1,2}[\])]?[ \t\u00a0]{1,4}(?:[-–][ \t]{1,2})?)?"
    r"(?P<label>[A-ZÄÖÜ][\w.'’-]{0,30}(?:[ \u00a0](?:(?:von|van|de|der|zu|bin|al)[ \u00a0])?[A-ZÄÖÜ][\w.'’-]{0,30}){0,4})"
    r"(?:[ \u00a0]\([^()\n]{1,60}\))?[ \u00a0]?:(?=[ \t\u00a0]{1,3}\S)",
    re.MULTILINE,
)
_FEWEST = 3
"""Turns below which a text is not a conversation."""

_SHORTEST_PAIR = 2
_PAIRS = (frozenset(["frage", "antwort"]), frozenset(["f", "a"]), frozenset(["q", "a"]))
_NO_LABELS = frozenset(
    [
        "achtung",
        "info",
        "infos",
        "hinweis",
        "tipp",
        "telefon",
        "tel",
        "fax",
        "e-mail",
        "mail",
        "internet",
        "adresse",
        "termin",
        "termine",
        "ort",
        "datum",
        "zeit",
        "uhrzeit",
        "eintritt",
        "preis",
        "preise",
        "quelle",
        "foto",
        "fotos",
        "bild",
        "text",
        "video",
        "autor",
        "redaktion",
        "stand",
        "fazit",
        "anmeldung",
        "kontakt",
        "öffnungszeiten",
        "karten",
        "vorverkauf",
        "lesen",
        "mehr",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "tore",
        "zuschauer",
        "schiedsrichter",
        "aufstellung",
        "gelb",
        "rot",
    ]
)


@frozen
class Turn:
    """A turn, in offsets: who speaks (``label``), and what is said, ``start`` to ``end``."""

    label: tuple[int, int]
    start: int
    end: int


def turns(text: str) -> list[Turn]:
    """Return the turns of a conversation in print; none where the text is something else."""
    if text.count(":") < _SHORTEST_PAIR:
        return []
    found = [match for match in _LABEL.finditer(text) if match["label"].lower() not in _NO_LABELS]
    if not _is_conversation(text, found):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    result = []
    for match, end in zip(found, ends, strict=True):
        start = match.end()
        while start < end and text[start].isspace():
            start += 1
        stop = _end_of_speech(text, start, end, last=end == len(text))
        if stop > start:
            result.append(Turn(match.span("label"), start, stop))
    return result


def _is_conversation(text: str, found: Sequence[re.Match[str]]) -> bool:
    counts = Counter(match["label"].lower() for match in found)
    paired = any(pair <= set(counts) for pair in _PAIRS)
    if len(found) < (_SHORTEST_PAIR if paired else _FEWEST):
        return False
    back = sum(count for count in counts.values() if count > 1)
    lines = sum(1 for line in text.split("\n") if line.strip())
    return (paired or back >= _SHORTEST_PAIR) and len(counts) > 1 and len(found) * 4 >= lines


def _end_of_speech(text: str, start: int, end: int, *, last: bool) -> int:
    """Return where a turn ends: at the next label; the last one with its paragraph."""
    if last:
        blank = text.find("\n\n", start, end)
        end = blank if blank >= 0 else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def initials(name: str) -> str:
    """Return the initials of a name, "VK" for "Vera Kessler"."""
    return "".join(part[0] for part in name.split() if part[:1].isupper())
