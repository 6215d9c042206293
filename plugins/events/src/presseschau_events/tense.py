"""The tense of the clause that a time stands in, without a parse: from word forms, endings and participles nearby."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from presseschau import Span
from presseschau_events.lexer import Tokens

_REACH = 40
"""A clause ends at most so many tokens away."""


@frozen(eq=False)
class TenseCues:
    """The word forms that tell the tense of a clause, from ``reference.toml``."""

    past: frozenset[str]
    perfect: frozenset[str]
    future: frozenset[str]
    present: frozenset[str]
    not_past: frozenset[str]
    infinitives: tuple[str, ...]
    preterite: re.Pattern[str]
    participle: re.Pattern[str]
    like_infinitive: str
    participle_prefix: str
    clause: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "TenseCues":
        """Make them of the table ``[tense]``."""
        sets = {name: frozenset(table[name]) for name in ("past", "perfect", "future", "present", "not_past", "clause")}
        return cls(
            **sets,
            infinitives=tuple(table["infinitives"]),
            preterite=re.compile(table["preterite"]),
            participle=re.compile(table["participle"]),
            like_infinitive=table["like_infinitive"],
            participle_prefix=table["participle_prefix"],
        )


class TenseFinder:
    """Tells the tense at a token; lazily, since most times do not need it."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Span], cues: TenseCues) -> None:
        self._tokens = tokens
        self._words = cues
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
        if any(word in self._words.future for word in self._tokens.words[low:high]):
            return False
        start, stop = self._clause_around(first, end, low, high)
        return self._tense(start, stop, first, end)[0] == "past"

    def _clause_around(self, first: int, end: int, low: int, high: int) -> tuple[int, int]:
        start = first
        while start > low and self._tokens.words[start - 1] not in self._words.clause:
            start -= 1
        stop = end
        while stop < high and self._tokens.words[stop] not in self._words.clause:
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
        best = self._cues(start, stop, first, end)
        if "past" in best and not (
            "future" in best and best["past"].endswith(self._words.like_infinitive) and best["past"] not in self._words.past
        ):
            # With a modal in the clause, a form like an infinitive is one ("wird zurücktreten").
            return "past", best["past"]
        if "perfect" in best and "participle" in best and "future" not in best:
            return "past", f"{best['perfect']} … {best['participle']}"
        if "future" in best:
            return "future", best["future"]
        for kind in ("present", "perfect"):
            if kind in best:
                return "present", best[kind]
        return "", ""

    def _cues(self, start: int, stop: int, first: int, end: int) -> dict[str, str]:
        """Return the nearest word of each kind around a time."""
        words = self._tokens.words
        best: dict[str, tuple[int, str]] = {}
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
            if "participle" not in best and self._words.participle.fullmatch(word):
                best["participle"] = (0, word)
        return {kind: word for kind, (_, word) in best.items()}

    def _kind(self, word: str, following: str) -> str:
        if word in self._words.past:
            return "past"
        if word in self._words.future:
            return "future"
        if word in self._words.perfect:
            return "perfect"
        if word in self._words.present:
            return "present"
        if (
            len(word) > 4  # noqa: PLR2004 - shorter ones are rarely verbs
            and self._words.preterite.fullmatch(word)
            and word not in self._words.not_past
            and not word.endswith(self._words.infinitives)
            and not word.startswith(self._words.participle_prefix)
            and not following[:1].isupper()
        ):
            return "past"
        return ""
