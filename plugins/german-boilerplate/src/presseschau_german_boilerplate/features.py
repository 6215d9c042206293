"""Features of lines: shape, punctuation, function words, repetition within the document. Never wording.

A row of :func:`base_features` describes a line by itself and by its repetition in the document; :func:`context_features` adds
its neighbours. The model knows no absolute position: a line's number, counted from either end of the text, is no feature, for
it would only say how the text was cut out of its page.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from presseschau_german_boilerplate.rules import Facts

Array = npt.NDArray[np.float32]

HEAD = 700  # code points of a line that are looked at closely
PROSE_WORDS = 14
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d")
_YEAR_DATE = re.compile(r"\b\d{1,2}\. ?(?:\d{1,2}\.|[A-ZJ][a-zä]{2,8}\.?) ?\d{4}\b")
_PLACE_STOP = re.compile(r"[A-ZÄÖÜ][\w\-]{2,20}(?:/[A-ZÄÖÜ][\w\-]{2,20})?\. [A-ZÄÖÜ„\"»]")
_SIDE_NOTE = re.compile(r"\((?:l|r|li|re|links|rechts|Mitte|M|v\. ?l|v\. ?r)[.,) ]")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_BULLETS = frozenset("•·▪►▸▶◆■□☆○●–*+-|>»›→◦‣✓")
_OPENING = frozenset("„“»«\"'‚‘›‹")
_CLOSING = frozenset("“”«»\"'‘’›‹")
_SENTENCE_END = frozenset(".!?…")

BASE_NAMES = (
    "words", "chars", "word_length", "function_share", "functions", "finite", "subordinating", "address", "first_person",
    "english", "lower_share", "digit_share", "ends_sentence", "ends_quote", "ends_colon", "ends_comma", "ends_question",
    "ends_letter", "starts_lower", "starts_digit", "starts_quote", "starts_bracket", "bullet", "hash", "commas", "stops",
    "colons", "bars", "quotes", "brackets", "dashes", "clock", "capitals", "web", "indent", "section", "gallery", "opener",
    "summary", "ruled", "heading", "picture", "meta", "repeats", "same_as_neighbour", "begins_neighbour", "known_share", "known",
    "repeated_start", "anaphoric", "starts_function", "reporting", "furniture", "furniture_share", "caption_words", "past", "present", "year_date",
    "place_stop", "early_colon", "cut_off", "side_note", "said_twice", "shared_before", "shared_after",
)  # fmt: skip
_PAST = ("te", "ten", "tet")
_PICTURE = frozenset({"caption", "credit"})
_META = frozenset({"date-line", "byline", "signature", "agency", "dateline"})


@cache
def _function_words() -> dict[str, frozenset[str]]:
    text = (resources.files(__package__) / "data" / "function-words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


Words = tuple[str, ...]


def base_features(text: str, facts: Sequence[Facts]) -> Array:
    """Return a row per line, columns as in :data:`BASE_NAMES`; linear in the text's length.

    A content word, in German, is one of four letters or more with a capital.
    """
    classes = _function_words()
    common, finite, subordinating = classes["common"], classes["finite"], classes["subordinating"]
    address, first_person, english = classes["address"], classes["first_person"], classes["english"]
    anaphoric, reporting, furniture, caption = (classes[name] for name in ("anaphoric", "reporting", "furniture", "caption"))
    bodies = [text[one.start : one.end] for one in facts]
    words_of = [_WORD.findall(body[:HEAD]) for body in bodies]
    seen = Counter(bodies)
    starts = Counter(body[:24] for body in set(bodies) if len(body) > 24)
    content_of = [tuple({word: None for word in words if len(word) > 3 and word[0].isupper()}) for words in words_of]
    vocabulary = _vocabulary(words_of, content_of)
    rows = []
    for number, one in enumerate(facts):
        body, words = bodies[number], words_of[number]
        head = body[:HEAD]
        count = body.count(" ") + 1
        closely = len(words) or 1
        lower = [word.lower() for word in words]
        odd = sum(map(furniture.__contains__, lower))
        functions = sum(map(common.__contains__, lower))
        last, first = body[-1], body[0]
        inner_last = body[-2] if last in _CLOSING and len(body) > 1 else last
        bullet = first in _BULLETS and not (len(body) > 1 and body[1].isalnum() and first in _OPENING)
        after = body.lstrip("•·▪►▸▶◆■□☆○●–*+-|>→◦‣✓# \t") if bullet or first == "#" else body
        initial = after[:1]
        content = content_of[number]
        own = len(words) >= PROSE_WORDS
        known = sum(1 for word in content if vocabulary.get(word, 0) > own)
        previous = bodies[number - 1] if number else ""
        following = bodies[number + 1] if number + 1 < len(bodies) else ""
        phrase = one.phrase.name if one.phrase is not None else ""
        rows.append((
            min(count, 400), min(len(body), 3000), sum(map(len, words)) / closely, functions / closely, functions,
            sum(map(finite.__contains__, lower)), sum(map(subordinating.__contains__, lower)), sum(map(address.__contains__, lower)),
            sum(map(first_person.__contains__, lower)), sum(map(english.__contains__, lower)) / closely,
            sum(map(str.islower, words)) / closely, len(_DIGITS.findall(head)) / len(head),
            inner_last in _SENTENCE_END, last in _CLOSING, last == ":", last == ",", inner_last == "?", last.isalpha(),
            initial.islower(), initial.isdigit(), initial in _OPENING, initial in "([", bullet, first == "#",
            head.count(","), head.count(". ") + head.count("? ") + head.count("! "), head.count(":"), head.count("|") + head.count("/"),
            sum(map(head.count, "„“”«»\"")), head.count("(") + head.count("["), head.count(" – ") + head.count(" - "),
            _CLOCK.search(head[:120]) is not None, sum(map(str.isupper, words)) / closely, "www." in head or "@" in head or "http" in head,
            min(one.line.start - one.line.outer_start, 60), phrase == "section", phrase == "gallery", phrase == "opener", phrase == "summary",
            bool(one.rule), bool(one.rule) and one.phrase is not None and one.phrase.heading, one.label in _PICTURE, one.label in _META,
            min(seen[body], 9), body in (previous, following), _begins(body, previous) or _begins(body, following),
            known / len(content) if content else 0.0, min(known, 30), min(starts.get(body[:24], 0), 9),
            bool(lower) and lower[0] in anaphoric, bool(lower) and lower[0] in common, sum(map(reporting.__contains__, lower)),
            odd, odd / closely, sum(map(caption.__contains__, lower)),
            sum(1 for word in words if word.endswith(_PAST)) / closely, sum(1 for word in words if word.endswith("t")) / closely,
            _YEAR_DATE.search(head) is not None, _PLACE_STOP.match(head) is not None, 0 < head.find(":", 0, 40) < 40,
            head.endswith(("...", "…", "[...]", "[…]")), _SIDE_NOTE.search(head) is not None,
            len(head) > 40 and head.find(head[:20], 20) > 0, _shared(content, content_of[number - 1] if number else ()),
            _shared(content, content_of[number + 1] if number + 1 < len(bodies) else ()),
        ))  # fmt: skip
    table = np.array(rows, dtype=np.float32).reshape(len(rows), len(BASE_NAMES))
    table[:, 0:2] = np.log1p(table[:, 0:2])
    _relative_indent(table)
    return table


def _shared(one: Words, other: Words) -> float:
    """Return which share of the content words of the shorter of two lines the other has too."""
    if not one or not other:
        return 0.0
    return len(set(one).intersection(other)) / min(len(one), len(other))


def _begins(one: str, other: str) -> bool:
    """Tell whether either of two different lines begins with the other."""
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return len(shorter) > 8 and shorter != longer and longer.startswith(shorter)


def _vocabulary(words_of: Sequence[Sequence[str]], content_of: Sequence[Words]) -> Counter[str]:
    """Count, over the long lines of a document, in how many each content word stands."""
    vocabulary: Counter[str] = Counter()
    for words, content in zip(words_of, content_of, strict=True):
        if len(words) >= PROSE_WORDS:
            vocabulary.update(content)
    return vocabulary


def _relative_indent(table: Array) -> None:
    """Make the indentation relative to that of the long lines."""
    column = BASE_NAMES.index("indent")
    long_lines = table[:, 0] >= np.log1p(PROSE_WORDS)
    usual = np.median(table[long_lines, column]) if long_lines.any() else 0.0
    table[:, column] -= usual


_AROUND = tuple(BASE_NAMES.index(name) for name in ("words", "function_share", "ends_sentence", "ruled", "bullet", "picture", "ends_colon", "meta", "heading", "lower_share", "known_share"))
_OFFSETS = (-2, -1, 1, 2)
_EXTRA = (
    "prose", "prose_before", "prose_after", "to_prose_before", "to_prose_after", "since_heading", "prose_since_heading",
    "density_4", "density_12", "words_4", "words_12", "picture_near", "ruled_near", "bullets_near", "indent_step_before", "indent_step_after", "page_prose_share",
    "page_prose_words", "prose_place",
)  # fmt: skip
CONTEXT_NAMES = (
    *(f"{BASE_NAMES[column]}@{offset:+}" for offset in _OFFSETS for column in _AROUND),
    *_EXTRA,
)


def context_features(base: Array) -> Array:
    """Return a row per line with what stands around it, columns as in :data:`CONTEXT_NAMES`.

    Beyond either end of the text there are lines of no words: the end of a text is not told from a stretch of furniture.
    """
    count = len(base)
    around = shifted(base[:, _AROUND], _OFFSETS)
    words = np.expm1(base[:, 0])
    column = {name: base[:, number] for number, name in enumerate(BASE_NAMES)}
    sentence = (column["ends_sentence"] > 0) & (column["ruled"] == 0) & (column["function_share"] > 0.15)
    prose = ((words >= PROSE_WORDS) & sentence).astype(np.float32)
    mass = prose * words
    before = np.cumsum(mass) - mass
    after = mass.sum() - before - mass
    index = np.arange(count)
    heading = column["heading"] > 0
    last_heading = np.maximum.accumulate(np.where(heading, index, -1_000))
    total = np.cumsum(mass)
    since = np.where(last_heading >= 0, total - total[np.maximum(last_heading, 0)], total)
    indent = column["indent"]
    extra = [
        prose,
        np.log1p(np.minimum(before, 1_000)),
        np.log1p(np.minimum(after, 1_000)),
        distance(prose > 0, index),
        distance(prose[::-1] > 0, index)[::-1],
        np.minimum(index - last_heading, 40),
        np.log1p(since),
        window(prose, 4) / 9,
        window(prose, 12) / 25,
        np.log1p(window(mass, 4)),
        np.log1p(window(mass, 12)),
        window(column["picture"], 2),
        window(column["ruled"], 4),
        window(column["bullet"], 4),
        np.diff(indent, prepend=indent[:1]),
        np.diff(indent, append=indent[-1:]),
        np.full(count, prose.mean() if count else 0.0),
        np.full(count, np.log1p(mass.sum())),
        before / max(float(mass.sum()), 1.0),
    ]
    return np.column_stack([around, *extra]).astype(np.float32)


def shifted(columns: Array, offsets: Sequence[int]) -> Array:
    """Return columns shifted by each offset side by side, zero beyond the ends."""
    count, width = columns.shape
    reach = max(map(abs, offsets))
    padded = np.zeros((count + 2 * reach, width), dtype=np.float32)
    padded[reach : reach + count] = columns
    return np.concatenate([padded[reach + offset : reach + offset + count] for offset in offsets], axis=1)


def window(values: npt.NDArray[np.floating], reach: int) -> npt.NDArray[np.floating]:
    """Return the sum of the values from ``reach`` lines before to ``reach`` lines after each line."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    high = np.minimum(index + reach + 1, len(values))
    low = np.maximum(index - reach, 0)
    return (total[high] - total[low]).astype(np.float32)


def distance(flags: npt.NDArray[np.bool_], index: npt.NDArray[np.int_]) -> npt.NDArray[np.floating]:
    """Return how many lines back the last flagged line is, the line itself aside; 20 at most."""
    last = np.maximum.accumulate(np.where(flags, index, -1_000))
    last = np.concatenate([[-1_000], last[:-1]])
    return np.minimum(index - last, 20).astype(np.float32)
