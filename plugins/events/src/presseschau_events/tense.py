"""The tense of the clause that a time stands in, without a parse: from word forms, endings and participles nearby."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from presseschau import Span
from presseschau_events.lexer import Tokens

_PRETERITE = re.compile(r"[a-zäöüß]{2,30}(?:te|ten)")
_PARTICIPLE = re.compile(
    r"(?:[a-zäöüß]{0,12}ge[a-zäöüß]{2,20}(?:t|en)|[a-zäöüß]{0,6}(?:be|ver|er|ent|emp|zer|über|unter|miss)[a-zäöüß]{2,20}(?:t|en)|[a-zäöüß]{2,20}iert)"
)
_REACH = 40
"""A clause ends at most so many tokens away."""


class TenseFinder:
    """Tells the tense at a token; lazily, since most times do not need it."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Span], cues: Mapping[str, Any]) -> None:
        self._tokens = tokens
        tense = cues["tense"]
        self._past = frozenset(tense["past"])
        self._perfect = frozenset(tense["perfect"])
        self._future = frozenset(tense["future"])
        self._present = frozenset(tense["present"])
        self._not_past = frozenset(tense["not_past"])
        self._infinitives = tuple(tense["infinitives"])
        self._clause = frozenset(tense["clause"])
        self._starts = [sentence.start for sentence in sentences]
        self._ends = [sentence.end for sentence in sentences]

    def at(self, first: int, end: int) -> tuple[str, str]:
        """Return ``past``, ``future``, ``present`` or ``""`` for the clause around the tokens, and the words that tell."""
        low, high = self._sentence(first, end)
        start, stop = self._clause_around(first, end, low, high)
        found = self._tense(start, stop, first, end)
        if found[0]:
            return found
        return self._tense(low, high, first, end)

    def surely_past(self, first: int, end: int) -> bool:
        """Tell whether the clause itself is in the past tense and nothing in its sentence points ahead."""
        low, high = self._sentence(first, end)
        if any(word in self._future for word in self._tokens.words[low:high]):
            return False
        start, stop = self._clause_around(first, end, low, high)
        return self._tense(start, stop, first, end)[0] == "past"

    def _clause_around(self, first: int, end: int, low: int, high: int) -> tuple[int, int]:
        start = first
        while start > low and self._tokens.words[start - 1] not in self._clause:
            start -= 1
        stop = end
        while stop < high and self._tokens.words[stop] not in self._clause:
            stop += 1
        return start, stop

    def _sentence(self, first: int, end: int) -> tuple[int, int]:
        tokens = self._tokens
        low, high = max(0, first - _REACH), min(len(tokens.starts), end + _REACH)
        if self._starts:
            number = max(bisect_right(self._starts, tokens.starts[first]) - 1, 0)
            sentence_start, sentence_end = self._starts[number], self._ends[number]
            while low < first and tokens.starts[low] < sentence_start:
                low += 1
            while high > end and tokens.ends[high - 1] > sentence_end:
                high -= 1
        return low, high

    def _tense(self, start: int, stop: int, first: int, end: int) -> tuple[str, str]:
        words = self._tokens.words
        best: dict[str, tuple[int, str]] = {}
        participle = ""
        for at in range(start, stop):
            if first <= at < end:
                continue
            word = words[at] if at > start else words[at].lower()
            distance = first - at if at < first else at - end
            kind = self._kind(word, words[at + 1] if at + 1 < len(words) else "")
            if kind == "present" and word != words[at]:
                kind = ""  # "Treffen am Freitag" begins with a noun
            if kind and (kind not in best or distance < best[kind][0]):
                best[kind] = (distance, word)
            if not participle and _PARTICIPLE.fullmatch(word):
                participle = word
        if "past" in best and not ("future" in best and best["past"][1].endswith("ten") and best["past"][1] not in self._past):
            # With a modal in the clause, a form in -ten is an infinitive ("wird zurücktreten").
            return "past", best["past"][1]
        if "perfect" in best and participle and "future" not in best:
            return "past", f"{best['perfect'][1]} … {participle}"
        if "future" in best:
            return "future", best["future"][1]
        for kind in ("present", "perfect"):
            if kind in best:
                return "present", best[kind][1]
        return "", ""

    def _kind(self, word: str, following: str) -> str:
        if word in self._past:
            return "past"
        if word in self._future:
            return "future"
        if word in self._perfect:
            return "perfect"
        if word in self._present:
            return "present"
        if (
            len(word) > 4  # noqa: PLR2004 - shorter ones are rarely verbs
            and _PRETERITE.fullmatch(word)
            and word not in self._not_past
            and not word.endswith(self._infinitives)
            and not word.startswith("ge")
            and not following[:1].isupper()
        ):
            return "past"
        return ""
