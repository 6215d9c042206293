"""Features of lines: shape, punctuation, function words, repetition within the document. Never wording.

Three groups: what a line is by itself (:func:`line_features`, computed once), how it stands to the other lines that are left
(:func:`relation_features`) and what stands around it (:func:`context_features`). The model knows no absolute position: a line's
number, counted from either end of the text, is no feature, for it would only say how the text was cut out of its page.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from presseschau_german_boilerplate.rules import Facts
from presseschau_german_boilerplate.words import ANAPHORIC, CASES, CLASSES, COMMON, counts_of, sum_of_classes

Array = npt.NDArray[np.float32]
Words = frozenset[str]

_CONTENT_LETTERS = 4
_FUNCTION_SHARE = 0.15  # prose has more function words than this
_START = 24  # code points that two lines share when one says they begin alike
_TWICE = 40
_SHORTEST_BEGINNING = 8
HEAD = 500  # code points of a line that are looked at closely
PROSE_WORDS = 14
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d")
_YEAR_DATE = re.compile(r"\b\d{1,2}\. ?(?:\d{1,2}\.|[A-ZJ][a-zä]{2,8}\.?) ?\d{4}\b")
_PLACE_STOP = re.compile(r"[A-ZÄÖÜ][\w\-]{2,20}(?:/[A-ZÄÖÜ][\w\-]{2,20})?\. [A-ZÄÖÜ„\"»]")
_SIDE_NOTE = re.compile(r"\((?:l|r|li|re|links|rechts|Mitte|M|v\. ?l|v\. ?r)[.,) ]")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_BULLETS = frozenset("•·▪►▸▶◆■□☆○●–*+-|→◦‣✓")
_MARKS = "•·▪►▸▶◆■□☆○●–*+-|>→◦‣✓# \t"
_OPENING = frozenset("„“»«\"'‚‘›‹")
_CLOSING = frozenset("“”«»\"'‘’›‹")
_SENTENCE_END = frozenset(".!?…")
_CUT_OFF = ("...", "…", "[...]", "[…]")
_PICTURE = frozenset({"caption", "credit"})
_META = frozenset({"date-line", "byline", "signature", "agency", "dateline"})

LINE_NAMES = (
    "words", "chars", "word_length", "functions", "finite", "subordinating", "address", "first_person", "english", "reporting",
    "furniture", "caption_words", "function_share", "furniture_share", "lower_share", "digit_share", "ends_sentence", "ends_quote",
    "ends_colon", "ends_comma", "ends_question", "ends_letter", "starts_lower", "starts_digit", "starts_quote", "starts_bracket",
    "anaphoric", "starts_function", "bullet", "hash", "commas", "stops", "colons", "bars", "quotes", "brackets", "dashes",
    "capitals", "clock", "web", "year_date", "place_stop", "early_colon", "cut_off", "side_note", "said_twice", "section", "gallery",
    "opener", "summary", "ruled", "heading", "picture", "meta", "comments", "related",
)  # fmt: skip
RELATION_NAMES = (
    "indent", "repeats", "repeated_start", "same_as_neighbour", "begins_neighbour", "known_share", "known", "shared_before",
    "shared_after",
)  # fmt: skip
BASE_NAMES = (*LINE_NAMES, *RELATION_NAMES)


@frozen(eq=False)
class Sheet:
    """The lines of a text: their bodies, content words, indentations and features of their own.

    A content word, in German, is one of four letters or more with a capital.
    """

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


def line_features(text: str, facts: Sequence[Facts]) -> Sheet:
    """Describe each line by itself. Linear in the text's length."""
    bodies = tuple(text[one.start : one.end] for one in facts)
    rows, sums, content, long = [], [], [], []
    for one, body in zip(facts, bodies, strict=True):
        words = _WORD.findall(body[:HEAD])
        rows.append(_row(body, words, one))
        sums.append(sum_of_classes(words))
        content.append(frozenset([word for word in words if len(word) >= _CONTENT_LETTERS and word[0].isupper()]))
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
    return Sheet(bodies, tuple(content), tuple(long), indents, table)


_COUNTED_NAMES = ("common", "finite", "subordinating", "address", "first_person", "reporting", "furniture", "caption")
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
    bullet = first in _BULLETS
    initial = (body.lstrip(_MARKS) if bullet or first in "#>" else body)[:1]
    opening = words[0].lower() if words else ""
    phrase = one.phrase
    name = "" if phrase is None else phrase.name
    ruled = bool(one.rule)
    heading = ruled and phrase is not None and phrase.heading
    has_digit = not "".join(words).isalpha() and _DIGITS.search(head) is not None
    count = head.count
    return (
        min(body.count(" ") + 1, 400), min(len(body), 3000), len(head) / closely, 0, 0, 0, 0,
        0, number, 0, 0, 0, 0, 0, number,
        len(_DIGITS.findall(head)) / len(head) if has_digit else 0, inner_last in _SENTENCE_END, last in _CLOSING, last == ":", last == ",",
        inner_last == "?", last.isalpha(), initial.islower(), initial.isdigit(), initial in _OPENING, initial in "([",
        opening in ANAPHORIC, opening in COMMON, bullet, first == "#", count(","), count(". ") + count("? ") + count("! "),
        count(":"), count("|") + count("/"), count("„") + count("“") + count("”") + count("«") + count("»") + count('"'),
        count("(") + count("["), count(" – ") + count(" - "), 0,
        has_digit and _CLOCK.search(head, 0, 120) is not None, "www." in head or "@" in head or "http" in head,
        has_digit and _YEAR_DATE.search(head) is not None, _PLACE_STOP.match(head) is not None, head.find(":", 0, 40) > 0,
        head.endswith(_CUT_OFF), "(" in head and _SIDE_NOTE.search(head) is not None, len(head) > _TWICE and head.find(head[:20], 20) > 0,
        name == "section", name == "gallery", name == "opener", name == "summary", ruled,
        heading, one.label in _PICTURE, one.label in _META, heading and name == "comments", heading and name == "related",
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
    shared_before, same_before, begins_before = 0.0, False, False
    last = len(bodies) - 1
    for at, body in enumerate(bodies):
        words = content[at]
        known = len(words & (shared_words if long[at] else elsewhere)) if words else 0
        same, begins, shared = False, False, 0.0
        if at < last:
            following, other = bodies[at + 1], content[at + 1]
            if words and other:
                shared = len(words & other) / min(len(words), len(other))
            if body[:9] == following[:9]:
                same, begins = body == following, _begins(body, following)
        rows.append((
            min(seen[body], 9), min(starts.get(body[:_START], 0), 9), same or same_before, begins or begins_before,
            known / len(words) if words else 0.0, min(known, 30), shared_before, shared,
        ))  # fmt: skip
        shared_before, same_before, begins_before = shared, same, begins
    table = np.empty((len(rows), len(BASE_NAMES)), dtype=np.float32)
    table[:, : len(LINE_NAMES)] = sheet.table
    long_lines = sheet.table[:, 0] >= np.log1p(PROSE_WORDS)
    table[:, len(LINE_NAMES)] = sheet.indents - _median(sheet.indents[long_lines].tolist())
    table[:, len(LINE_NAMES) + 1 :] = np.array(rows, dtype=np.float32).reshape(len(rows), len(RELATION_NAMES) - 1)
    return table


def _median(values: list[float]) -> float:
    """Return the median; 0 of nothing."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else 0.0


def _begins(one: str, other: str) -> bool:
    """Tell whether either of two different lines begins with the other."""
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return len(shorter) > _SHORTEST_BEGINNING and shorter != longer and longer.startswith(shorter)


_COLUMN = {name: number for number, name in enumerate(BASE_NAMES)}
_AROUND_NAMES = (
    "words", "function_share", "ends_sentence", "ruled", "bullet", "picture", "ends_colon", "meta", "heading", "lower_share",
    "known_share",
)  # fmt: skip
_AROUND = tuple(_COLUMN[name] for name in _AROUND_NAMES)
_OFFSETS = (-2, -1, 1, 2)
_LOGARITHMIC = [1, 2, 6, 9, 10]  # of what CONTEXT_NAMES has behind the neighbours
CONTEXT_NAMES = (
    *(f"{name}@{offset:+}" for offset in _OFFSETS for name in _AROUND_NAMES),
    "prose", "prose_before", "prose_after", "to_prose_before", "to_prose_after", "since_heading", "prose_since_heading",
    "density_4", "density_12", "words_4", "words_12", "picture_near", "ruled_near", "bullets_near", "indent_step_before",
    "indent_step_after", "page_prose_share", "page_prose_words", "since_comments", "since_related", "indent_share", "block_share",
    "block_distance",
)  # fmt: skip


def context_features(base: Array) -> Array:
    """Return a row per line with what stands around it, columns as in :data:`CONTEXT_NAMES`.

    Beyond either end of the text there are lines of no words: the end of a text is not told from a stretch of furniture.
    """
    count = len(base)
    around = shifted(base[:, _AROUND], _OFFSETS)
    words = np.expm1(base[:, 0])
    ruled = base[:, _COLUMN["ruled"]]
    sentence = (base[:, _COLUMN["ends_sentence"]] > 0) & (ruled == 0) & (base[:, _COLUMN["function_share"]] > _FUNCTION_SHARE)
    prose = ((words >= PROSE_WORDS) & sentence).astype(np.float32)
    mass = prose * words
    total = np.cumsum(mass)
    whole = float(total[-1]) if count else 0.0
    before = total - mass
    index = np.arange(count)
    last_heading = last_of(base[:, _COLUMN["heading"]], index)
    since = np.where(last_heading >= 0, total - total[np.maximum(last_heading, 0)], total)
    indent = base[:, _COLUMN["indent"]]
    step = indent[1:] - indent[:-1]
    sums = np.zeros((count + 1, 5))
    np.cumsum(
        np.stack([prose, mass, ruled, base[:, _COLUMN["bullet"]], base[:, _COLUMN["picture"]]], axis=1), axis=0, out=sums[1:]
    )
    near, wide, next_to = (
        sums[np.minimum(index + reach + 1, count)] - sums[np.maximum(index - reach, 0)] for reach in (4, 12, 2)
    )
    extra = np.zeros((count, len(CONTEXT_NAMES) - len(_OFFSETS) * len(_AROUND)), dtype=np.float32)
    extra[:, 0] = prose
    extra[:, 1] = np.minimum(before, 1_000)
    extra[:, 2] = np.minimum(whole - total, 1_000)
    extra[:, 3] = distance(prose > 0, index)
    extra[:, 4] = distance(prose[::-1] > 0, index)[::-1]
    extra[:, 5] = np.minimum(index - last_heading, 40)
    extra[:, 6] = since
    extra[:, 7] = near[:, 0].astype(np.float32) / 9
    extra[:, 8] = wide[:, 0].astype(np.float32) / 25
    extra[:, 9] = near[:, 1]
    extra[:, 10] = wide[:, 1]
    extra[:, _LOGARITHMIC] = np.log1p(extra[:, _LOGARITHMIC].clip(0))
    extra[:, 11] = next_to[:, 4]
    extra[:, 12:14] = near[:, 2:4]
    extra[1:, 14] = step
    extra[:-1, 15] = step
    extra[:, 16] = prose.mean() if count else 0.0
    extra[:, 17] = np.log1p(whole)
    extra[:, 18] = np.minimum(index - last_of(base[:, _COLUMN["comments"]], index), 100)
    extra[:, 19] = np.minimum(index - last_of(base[:, _COLUMN["related"]], index), 100)
    _, level = np.unique(np.round(indent), return_inverse=True)
    extra[:, 20] = (np.bincount(level, mass)[level] - mass) / max(whole, 1.0)
    block = np.cumsum(ruled, dtype=np.int64)
    in_block = np.bincount(block, mass)
    extra[:, 21] = in_block[block] / max(whole, 1.0)
    extra[:, 22] = (block - in_block.argmax()).clip(-10, 10)
    return np.concatenate([around, extra], axis=1)


def prose_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines are sentences of running text."""
    words, functions, ends = (table[:, _COLUMN[name]] for name in ("words", "function_share", "ends_sentence"))
    result: npt.NDArray[np.bool_] = (words >= np.log1p(PROSE_WORDS)) & (ends > 0) & (functions > _FUNCTION_SHARE)
    return result


def bullets_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines begin with a bullet."""
    result: npt.NDArray[np.bool_] = table[:, _COLUMN["bullet"]] > 0
    return result


def spoken_of(table: Array) -> npt.NDArray[np.bool_]:
    """Tell which lines are sentences of running text with a quotation and a verb of saying."""
    result: npt.NDArray[np.bool_] = prose_of(table) & (table[:, _COLUMN["quotes"]] > 1) & (table[:, _COLUMN["reporting"]] > 0)
    return result


def shifted(columns: Array, offsets: Sequence[int]) -> Array:
    """Return columns shifted by each offset side by side, zero beyond the ends."""
    count, width = columns.shape
    reach = max(map(abs, offsets))
    padded = np.zeros((count + 2 * reach, width), dtype=np.float32)
    padded[reach : reach + count] = columns
    return np.concatenate([padded[reach + offset : reach + offset + count] for offset in offsets], axis=1)


def last_of(flags: Array, index: npt.NDArray[np.int_]) -> npt.NDArray[np.int_]:
    """Return the number of the last flagged line up to each line; far below zero where there is none."""
    result: npt.NDArray[np.int_] = np.maximum.accumulate(np.where(flags > 0, index, -1_000))
    return result


def distance(flags: npt.NDArray[np.bool_], index: npt.NDArray[np.int_]) -> Array:
    """Return how many lines back the last flagged line is, the line itself aside; 20 at most."""
    last = np.maximum.accumulate(np.where(flags, index, -1_000))
    last = np.concatenate([[-1_000], last[:-1]])
    return np.minimum(index - last, 20).astype(np.float32)
