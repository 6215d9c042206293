"""Turns of interviews and transcripts: lines that begin with who speaks, "Kessler: …", "Frage: …", "[00:00:21] Moderatorin: …".

A label counts only where the text is built of turns: several lines begin with one, and one comes back behind another, so that "Achtung: …" or
a list of addresses is none. Labels of answers alone, with questions between them, count too, and labels in capitals on lines of their own.
"""

import re
from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from presseschau_quotes.words import words

_TIME = r"[\[(]?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?[\])]?"
_LABEL = re.compile(
    rf"^[ \t\u00a0]{{0,8}}(?:[-–•][ \t]{{1,2}})?(?:{_TIME}[ \t\u00a0]{{1,4}}(?:[-–][ \t]{{1,2}})?)?\*{{0,2}}"
    r"(?P<label>[A-ZÄÖÜ][\w.'’-]{0,30}(?:[ \u00a0](?:(?:von|van|de|der|zu|bin|al)[ \u00a0])?[A-ZÄÖÜ][\w.'’-]{0,30}){0,4})"
    rf"(?:[ \u00a0]\([^()\n]{{1,60}}\))?(?:[ \u00a0]{_TIME})?\*{{0,2}}[ \u00a0]?:\*{{0,2}}(?=[ \t\u00a0]{{1,3}}\S|[ \t]{{0,3}}\n[ \t]{{0,8}}\S)",
    re.MULTILINE,
)
_OWN_LINE = re.compile(
    r"^[ \t]{0,8}(?P<label>[A-ZÄÖÜ][A-ZÄÖÜ.’-]{1,30}(?: [A-ZÄÖÜ][A-ZÄÖÜ.’-]{1,30}){0,3})[ \t]{0,4}$(?=\n[ \t]{0,8}\S)",
    re.MULTILINE,
)
_FEWEST = 3
"""Turns below which a text is not a conversation."""

_SHORTEST_PAIR = 2
_SAME = 4
"""Turns at least where labels stand on lines of their own."""

_PAIRS = (frozenset(["frage", "antwort"]), frozenset(["f", "a"]), frozenset(["q", "a"]))
_NO_LABELS = words("no_labels")


@frozen
class Turn:
    """A turn, in offsets: who speaks (``label``; None where the text does not say), and what is said, ``start`` to ``end``.

    ``rule`` tells how it was found.
    """

    label: tuple[int, int] | None
    start: int
    end: int
    rule: str = "turn/label"


def turns(text: str) -> list[Turn]:
    """Return the turns of a conversation in print; none where the text is something else."""
    if text.count(":") >= _SHORTEST_PAIR:
        found = [match for match in _LABEL.finditer(text) if match["label"].lower() not in _NO_LABELS]
        if _is_conversation(text, found):
            return _between(text, found)
        if _are_answers(text, found):
            return _answers(text, found)
    own = [match for match in _OWN_LINE.finditer(text) if match["label"].lower() not in _NO_LABELS]
    return _between(text, own) if len(own) >= _SAME and _comes_back(own) else []


def _between(text: str, found: Sequence[re.Match[str]]) -> list[Turn]:
    ends = [match.start() for match in found[1:]] + [len(text)]
    result = []
    for match, end in zip(found, ends, strict=True):
        start = _first(text, match.end(), end)
        stop = _end_of_speech(text, start, end, last=end == len(text))
        if stop > start:
            result.append(Turn(match.span("label"), start, stop))
    return result


def _first(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] == "*"):
        start += 1
    return start


def _is_conversation(text: str, found: Sequence[re.Match[str]]) -> bool:
    counts = Counter(match["label"].lower() for match in found)
    paired = any(pair <= set(counts) for pair in _PAIRS)
    if len(found) < (_SHORTEST_PAIR if paired else _FEWEST):
        return False
    lines = sum(1 for line in text.split("\n") if line.strip())
    return (paired or _comes_back(found)) and len(found) * 4 >= lines


def _comes_back(found: Sequence[re.Match[str]]) -> bool:
    """Tell whether somebody speaks again after somebody else did."""
    labels = [match["label"].lower() for match in found]
    last = {label: at for at, label in enumerate(labels)}
    return any(last[one] > at + 1 and labels[at + 1] != one for at, one in enumerate(labels[:-2]))


def _are_answers(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Tell whether the only labels are one person's, with a question before each."""
    if len(found) < _FEWEST or len({match["label"].lower() for match in found}) > 1:
        return False
    return all(is_question(_line_before(text, match.start())[2]) for match in found)


def is_question(line: str) -> bool:
    """Tell whether a line ends as a question, marks of bold type aside."""
    return line.rstrip("*_ \t\u00a0").endswith("?")


def _line_before(text: str, at: int) -> tuple[int, int, str]:
    """Return the last line before an offset that is not blank: start, end, words."""
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    start = text.rfind("\n", 0, end) + 1
    return start, end, text[start:end]


def _answers(text: str, found: Sequence[re.Match[str]]) -> list[Turn]:
    result = []
    for number, match in enumerate(found):
        begin, stop, _ = _line_before(text, match.start())
        result.append(Turn(None, _first(text, begin, stop), begin + len(text[begin:stop].rstrip("*_ ")), "turn/question"))
        end = _line_before(text, found[number + 1].start())[0] if number + 1 < len(found) else len(text)
        start = _first(text, match.end(), end)
        stop = _end_of_speech(text, start, end, last=end == len(text))
        if stop > start:
            result.append(Turn(match.span("label"), start, stop))
    return result


def _end_of_speech(text: str, start: int, end: int, *, last: bool) -> int:
    """Return where a turn ends: at the next label; the last one with its paragraph."""
    if last:
        blank = text.find("\n\n", start, end)
        end = blank if blank >= 0 else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
