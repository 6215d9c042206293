"""Interviews whose questions bold type alone told from answers: a question addresses somebody, "Frau Muster, warum …?", who answers on the next lines.

Plain text has lost the type. What remains is the order, a line that asks and lines that do not, and whom the questions address.
"""

import re
from collections.abc import Sequence

from presseschau_quotes.turns import Turn, is_question

_NAME = r"[A-ZÄÖÜ][\w’'-]{1,30}(?: (?:(?:von|van|de|der|zu) ){0,2}[A-ZÄÖÜ][\w’'-]{1,30}){0,2}"
_ADDRESSED = re.compile(rf"(?:\A|[,.!?–] )(?P<who>(?:Frau|Herr) (?:(?:Prof|Dr)\. ?){{0,2}}{_NAME})(?=[,?!])")
_POLITE = re.compile(r"\b(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b")
_CLOSING = re.compile(
    r"\A(?:Das (?:Gespräch|Interview) führten?|Die Fragen stellten?|Interview:|Aufgezeichnet von|Mit \S+ sprach)"
)
_FEWEST = 2
_LONGEST_QUESTION = 600

Line = tuple[int, int]


def interview(text: str) -> list[Turn]:
    """Return questions and answers of an interview without labels; none where nobody is addressed by name."""
    if "?" not in text or ("Frau " not in text and "Herr " not in text):
        return []
    lines = _lines(text)
    asks = [is_question(text[a:b]) and b - a <= _LONGEST_QUESTION and text[a] not in '„“»«"' for a, b in lines]
    first, who = _addressed(text, lines, asks)
    if who is None:
        return []
    questions = [at for at in range(first, len(lines)) if asks[at]]
    answered = [at for at in questions if at + 1 < len(lines) and not asks[at + 1]]
    polite = sum(1 for at in questions if _POLITE.search(text, *lines[at]))
    if len(answered) < _FEWEST or polite * 2 < len(questions):
        return []
    return list(_turns(text, lines, questions, who))


def addressee(text: str) -> tuple[int, int] | None:
    """Return whom a question of the text addresses by name, "Frau Muster", in offsets."""
    lines = _lines(text)
    return _addressed(text, lines, [is_question(text[a:b]) for a, b in lines])[1]


def _lines(text: str) -> list[Line]:
    """Return the lines that are not blank, without blanks and marks of bold type at their edges."""
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        inner = line.strip("*_ \t\u00a0")
        if inner:
            start = match.start() + line.index(inner)
            found.append((start, start + len(inner)))
    return found


def _addressed(text: str, lines: Sequence[Line], asks: Sequence[bool]) -> tuple[int, Line | None]:
    for at, (start, end) in enumerate(lines):
        if asks[at]:
            label, colon, _ = text[start:end].partition(": ")
            skipped = len(label) + 2 if colon and len(label) <= _LONGEST_LABEL else 0
            found = _ADDRESSED.search(text[start + skipped : end])
            if found is not None:
                a, b = found.span("who")
                return at, (start + skipped + a, start + skipped + b)
    return 0, None


_LONGEST_LABEL = 40


def _turns(text: str, lines: Sequence[Line], questions: Sequence[int], who: Line) -> list[Turn]:
    found = []
    for number, at in enumerate(questions):
        found.append(Turn(None, *lines[at], "turn/question"))
        stop = questions[number + 1] if number + 1 < len(questions) else len(lines)
        answer: list[Line] = []
        for line in lines[at + 1 : stop]:
            if _CLOSING.match(text[slice(*line)]) or (
                stop == len(lines) and answer and "\n\n" in text[answer[-1][1] : line[0]]
            ):
                break
            answer.append(line)
        if answer:
            found.append(Turn(who, answer[0][0], answer[-1][1], "turn/answer"))
    return found
