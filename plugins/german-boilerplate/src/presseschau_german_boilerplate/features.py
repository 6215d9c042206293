"""Features of lines: shape, punctuation, function words, repetition within the document. Never wording.

Three groups: what a line is by itself (:func:`line_features`, computed once), how it stands to the other lines that are left
(:func:`relation_features`) and what stands around it (:func:`context_features`). The model knows no absolute position: a line's
number, counted from either end of the text, is not a feature, for it would only say how the text was cut out of its page.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from presseschau_german_boilerplate.rules import Facts
from presseschau_german_boilerplate.words import ANAPHORIC, CASES, CLASSES, COMMON, content_words, counts_of, sum_of_classes

Array = npt.NDArray[np.float32]
Words = frozenset[str]

_FUNCTION_SHARE = 0.15  # prose has more function words than this
_START = 24  # code points that two lines share when one says they begin alike
HEAD = 250  # code points of a line that are looked at closely
PROSE_WORDS = 14
_LONG_WORDS = 30
_PROSE = np.log1p(PROSE_WORDS)
_FIGURES = 0.04  # share of digits
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d")
_YEAR_DATE = re.compile(r"\b\d{1,2}\. ?(?:\d{1,2}\.|[A-ZJ][a-zä]{2,8}\.?) ?\d{4}\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
BULLETS = frozenset("•·▪►▸▶◆■□☆○●–*+-|→◦‣✓—➤➔❯")
SPACED_BULLETS = frozenset("»›")  # bullets with a space behind them, quotation marks without
_MARKS = "•·▪►▸▶◆■□☆○●–*+-|>→◦‣✓# \t"
_OPENING = frozenset("„“»«\"'‚‘›‹")
_CLOSING = frozenset("“”«»\"'‘’›‹")
_SENTENCE_END = frozenset(".!?…")
_PICTURE = frozenset({"caption", "credit"})

LINE_NAMES = (
    "words", "chars", "word_length", "functions", "finite", "subordinating", "address", "english", "reporting", "furniture",
    "caption_words", "function_share", "furniture_share", "lower_share", "digit_share", "ends_sentence", "ends_quote", "ends_colon",
    "ends_comma", "ends_question", "ends_letter", "starts_lower", "starts_quote", "anaphoric", "starts_function", "bullet", "commas",
    "stops", "quotes", "dashes", "capitals", "clock", "year_date", "early_colon", "opener", "summary", "ruled", "heading", "picture",
    "comments", "related",
)  # fmt: skip
RELATION_NAMES = (
    "indent", "repeats", "repeated_start", "known_share", "known", "shared_before",
)  # fmt: skip
BASE_NAMES = (*LINE_NAMES, *RELATION_NAMES)


@frozen(eq=False)
class Sheet:
    """The lines of a text: their bodies, content words, indentations and features of their own."""

    bodies: tuple[str, ...]
    content: tuple[Words, ...]
    long: tuple[bool, ...]
    indents: Array
    table: Array

    def cut(self, facts: Mapping[int, Facts]) -> "Sheet":
        """Return the sheet where some lines are cut by other rules."""
        table = self.table.copy()
        for row, one in facts.items():
            table[row, _RULED] = True
            table[row, _PICTURED] = one.label in _PICTURE
        return evolve(self, table=table)

    def select(self, rows: Sequence[int]) -> "Sheet":
        """Return the sheet of some of the lines."""
        return Sheet(
            tuple(self.bodies[row] for row in rows),
            tuple(self.content[row] for row in rows),
            tuple(self.long[row] for row in rows),
            self.indents[rows],
            self.table[rows],
        )


_SET_IN, _WIDEST_SET_IN = 2, 8
"""Paragraphs that show how first lines are set in, and the most characters of that."""


def is_point(body: str) -> bool:
    """Tell whether a line begins with a bullet."""
    return body[0] in BULLETS or (body[0] in SPACED_BULLETS and body[1:2].isspace())


def line_features(text: str, facts: Sequence[Facts]) -> Sheet:
    """Describe each line by itself. Linear in the text's length."""
    bodies = tuple(text[one.start : one.end] for one in facts)
    rows, sums, content, long = [], [], [], []
    for one, body in zip(facts, bodies, strict=True):
        words = _WORD.findall(body[:HEAD])
        rows.append(_row(body, words, one))
        sums.append(sum_of_classes(words))
        content.append(content_words(words))
        long.append(len(words) >= PROSE_WORDS)
    table = np.fromiter(chain.from_iterable(rows), dtype=np.float32, count=len(rows) * len(LINE_NAMES))
    table = table.reshape(len(rows), len(LINE_NAMES))
    counts = counts_of(sums)
    words_looked_at = np.maximum([row[_LOOKED_AT] for row in rows], 1)
    table[:, _COUNTED] = counts[:, _COUNTED_CLASSES]
    for column, number in _SHARES:
        table[:, column] = counts[:, number] / words_looked_at
    table[:, _LOWER] = (table[:, _LOWER] - counts[:, -2]) / words_looked_at
    table[:, 0:2] = np.log1p(table[:, 0:2])
    indents = np.array([min(one.line.start - one.line.outer_start, 60) for one in facts], dtype=np.float32)
    return Sheet(bodies, tuple(content), tuple(long), _without_paragraphs(text, facts, indents), table)


def _without_paragraphs(text: str, facts: Sequence[Facts], indents: Array) -> Array:
    """Return the indentations without that of paragraphs whose first lines are set in by one width, as in letters and wire copy."""
    width = Counter(indents[indents > 0].tolist()).most_common(1)
    if not width or width[0][1] < _SET_IN or width[0][0] > _WIDEST_SET_IN:
        return indents
    first = indents == width[0][0]
    follows = np.array([text.count("\n", one.end, other.start) == 1 for one, other in pairwise(facts)], dtype=bool)
    runs_on = follows & np.array([text[one.end - 1] not in '.!?…:“"»' for one in facts[:-1]], dtype=bool)
    goes_on = first[:-1] & runs_on & (indents[1:] == 0)
    within = first[1:] & runs_on
    return indents if within.any() or not goes_on.any() else np.where(first, np.float32(0), indents)


_COUNTED_NAMES = ("common", "finite", "subordinating", "address", "reporting", "furniture", "caption")
_COUNTED = [LINE_NAMES.index({"common": "functions", "caption": "caption_words"}.get(name, name)) for name in _COUNTED_NAMES]
_COUNTED_CLASSES = [CLASSES.index(name) for name in _COUNTED_NAMES]
_SHARES = (
    (LINE_NAMES.index("english"), CLASSES.index("english")),
    (LINE_NAMES.index("function_share"), CLASSES.index("common")),
    (LINE_NAMES.index("furniture_share"), CLASSES.index("furniture")),
    (LINE_NAMES.index("capitals"), len(CLASSES) + CASES.index("upper")),
)
_RULED = LINE_NAMES.index("ruled")
_PICTURED = LINE_NAMES.index("picture")
_LOWER = LINE_NAMES.index("lower_share")
_LOOKED_AT = LINE_NAMES.index("english")  # until the classes are counted, the number of words stands there


def _row(body: str, words: list[str], one: Facts) -> tuple[float, ...]:
    """Return the features of one line; what counts word classes is left open, to be filled for all lines at once."""
    head = body[:HEAD]
    number = len(words)
    closely = number or 1
    last, first = body[-1], body[0]
    inner_last = body[-2] if last in _CLOSING and len(body) > 1 else last
    bullet = is_point(body)
    initial = (body.lstrip(_MARKS) if bullet or first in "#>" else body)[:1]
    opening = words[0].lower() if words else ""
    phrase = one.phrase
    name = "" if phrase is None else phrase.name
    ruled = bool(one.rule)
    heading = ruled and phrase is not None and phrase.heading
    has_digit = not "".join(words).isalpha() and _DIGITS.search(head) is not None
    count = head.count
    return (
        min(body.count(" ") + 1, 400), min(len(body), 3000), len(head) / closely, 0, 0, 0, 0, number, 0, 0,
        0, 0, 0, number, len(_DIGITS.findall(head)) / len(head) if has_digit else 0, inner_last in _SENTENCE_END, last in _CLOSING,
        last == ":", last == ",", inner_last == "?", last.isalpha(), initial.islower(), initial in _OPENING, opening in ANAPHORIC,
        opening in COMMON, bullet, count(","), count(". ") + count("? ") + count("! "),
        count("„") + count("“") + count("”") + count("«") + count("»") + count('"'), count(" – ") + count(" - "), 0,
        has_digit and _CLOCK.search(head, 0, 120) is not None, has_digit and _YEAR_DATE.search(head) is not None,
        head.find(":", 0, 40) > 0, name == "opener", name == "summary", ruled, heading, one.label in _PICTURE,
        heading and name == "comments", heading and name == "related",
    )  # fmt: skip


def relation_features(sheet: Sheet) -> Array:
    """Return a row per line, columns as in :data:`BASE_NAMES`: its own features and how it stands to the other lines."""
    bodies, content, long = sheet.bodies, sheet.content, sheet.long
    seen = Counter(bodies)
    starts = Counter([body[:_START] for body in seen if len(body) > _START])
    vocabulary = Counter(chain.from_iterable(compress(content, long)))
    elsewhere = vocabulary.keys()
    shared_words = {word for word, number in vocabulary.items() if number > 1}
    rows = []
    before: Words = frozenset()
    for body, words, is_long in zip(bodies, content, long, strict=True):
        known = len(words & (shared_words if is_long else elsewhere)) if words else 0
        shared = len(words & before) / min(len(words), len(before)) if words and before else 0.0
        start = starts.get(body[:_START], 0)
        rows.append((min(seen[body], 9), min(start, 9), known / len(words) if words else 0.0, min(known, 30), shared))
        before = words
    table = np.empty((len(rows), len(BASE_NAMES)), dtype=np.float32)
    table[:, : len(LINE_NAMES)] = sheet.table
    long_lines = sheet.table[:, 0] >= _PROSE
    table[:, len(LINE_NAMES)] = sheet.indents - _median(sheet.indents[long_lines].tolist())
    table[:, len(LINE_NAMES) + 1 :] = np.array(rows, dtype=np.float32).reshape(len(rows), len(RELATION_NAMES) - 1)
    return table


def _median(values: list[float]) -> float:
    """Return the median; 0 of nothing."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else 0.0


_COLUMN = {name: number for number, name in enumerate(BASE_NAMES)}
_AROUND_NAMES = (
    "words", "function_share", "ends_sentence", "bullet", "picture", "ends_colon", "heading", "lower_share", "known_share",
)  # fmt: skip
_AROUND = [_COLUMN[name] for name in _AROUND_NAMES]
_USED = [_COLUMN[name] for name in ("ruled", "heading", "comments", "related", "picture", "indent")]
_ENDS, _FUNCTIONS = _COLUMN["ends_sentence"], _COLUMN["function_share"]
_OFFSETS = (-2, -1, 1, 2)
CONTEXT_NAMES = (
    *(f"{name}@{offset:+}" for offset in _OFFSETS for name in _AROUND_NAMES),
    "prose", "prose_before", "prose_after", "to_prose_before", "to_prose_after", "since_heading", "prose_since_heading",
    "density_4", "density_12", "words_4", "words_12", "picture_near", "ruled_near", "indent_step_before", "indent_step_after",
    "page_prose_share", "page_prose_words", "since_comments", "since_related", "indent_share", "block_share", "block_distance",
)  # fmt: skip


def context_features(base: Array) -> Array:
    """Return a row per line with what stands around it, columns as in :data:`CONTEXT_NAMES`.

    Beyond either end of the text there are lines of no words: the end of a text is not told from a stretch of furniture. A block is
    what stands between two lines that rules cut.
    """
    count = len(base)
    if not count:
        return np.empty((0, len(CONTEXT_NAMES)), dtype=np.float32)
    index = np.arange(count)
    ruled, heading, comments, related, picture, indent = base.T[_USED]
    words = np.expm1(base[:, 0])
    is_prose = (words >= PROSE_WORDS) & (base[:, _ENDS] > 0) & (ruled == 0) & (base[:, _FUNCTIONS] > _FUNCTION_SHARE)
    prose = is_prose.astype(np.float64)
    mass = prose * words
    total = np.add.accumulate(mass)
    whole = float(total[-1])
    share = 1 / max(whole, 1.0)
    last_heading = _last(heading, index)
    sums = np.zeros((4, count + 1))
    np.add.accumulate(np.stack((prose, mass, ruled, picture)), axis=1, out=sums[:, 1:])
    near, wide, next_to = (
        sums[:, np.minimum(index + reach + 1, count)] - sums[:, np.maximum(index - reach, 0)] for reach in (4, 12, 2)
    )
    step = indent[1:] - indent[:-1]
    # Indents are whole numbers less a median, which may be half of one: twice that is a number to count by.
    level = (2 * (indent - np.minimum.reduce(indent))).astype(np.int64)
    block = np.add.accumulate(ruled, dtype=np.int64)
    in_block = np.bincount(block, mass)
    logarithms = np.log1p(np.maximum(0, (
        np.minimum(total - mass, 1_000), np.minimum(whole - total, 1_000), total - np.where(last_heading < 0, 0, total[np.maximum(last_heading, 0)]),
        near[1], wide[1],
    )))  # fmt: skip
    columns = (
        prose, logarithms[0], logarithms[1], _since_prose(is_prose, index), _since_prose(is_prose[::-1], index)[::-1],
        np.minimum(index - last_heading, 40), logarithms[2], near[0] / 9, wide[0] / 25, logarithms[3], logarithms[4], next_to[3],
        near[2], np.concatenate(([0], step)), np.concatenate((step, [0])), sums[0, -1] / count, np.log1p(whole),
        np.minimum(index - _last(comments, index), 100), np.minimum(index - _last(related, index), 100),
        (np.bincount(level, mass)[level] - mass) * share, in_block[block] * share,
        np.minimum(np.maximum(block - in_block.argmax(), -10), 10),
    )  # fmt: skip
    table = np.zeros((len(CONTEXT_NAMES), count), dtype=np.float32)
    around = base.T[_AROUND]
    for number, offset in enumerate(_OFFSETS):
        rows = table[number * len(_AROUND) : (number + 1) * len(_AROUND)]
        if offset < 0:
            rows[:, -offset:] = around[:, :offset]
        else:
            rows[:, :-offset] = around[:, offset:]
    for row, column in zip(table[-len(columns) :], columns, strict=True):
        row[:] = column
    return table.T


def prose_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines are sentences of running text."""
    result: npt.NDArray[np.bool_] = (table[:, 0] >= _PROSE) & (table[:, _ENDS] > 0) & (table[:, _FUNCTIONS] > _FUNCTION_SHARE)
    return result


def words_of_prose(sheet: Sheet) -> float:
    """Return how many words stand in the sentences of running text that no rule cuts."""
    table = sheet.table
    return float(np.expm1(table[prose_of(table) & (table[:, _RULED] == 0), 0]).sum())


def bullets_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines begin with a bullet."""
    result: npt.NDArray[np.bool_] = table[:, _COLUMN["bullet"]] > 0
    return result


def items_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines are short and look like items of an enumeration: with a label and a colon, in quotation marks, or with figures."""
    marked = [
        table[:, _COLUMN[name]] > least for name, least in (("early_colon", 0), ("starts_quote", 0), ("digit_share", _FIGURES))
    ]
    result: npt.NDArray[np.bool_] = (table[:, 0] < _PROSE) & np.logical_or.reduce(marked)
    return result


def spoken_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines are sentences of running text with a quotation and a verb of saying, or so long that none is needed."""
    quoted = table[:, _COLUMN["quotes"]] > 1
    if not quoted.any():
        return quoted
    told = (table[:, _COLUMN["reporting"]] > 0) | (table[:, 0] >= np.log1p(_LONG_WORDS))
    result: npt.NDArray[np.bool_] = prose_of(table) & quoted & told
    return result


def _last(flags: npt.NDArray[Any], index: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """Return the number of the last flagged line up to each line; far below zero where there is none."""
    result: npt.NDArray[np.int_] = np.maximum.accumulate(np.where(flags, index, -1_000))
    return result


def _since_prose(flags: npt.NDArray[np.bool_], index: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """Return how many lines back the last line of prose is, the line itself aside; 20 at most."""
    last = _last(flags, index)
    return np.minimum(index - np.concatenate(([-1_000], last[:-1])), 20)
