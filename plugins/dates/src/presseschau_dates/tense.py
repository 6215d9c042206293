"""The tense of the clause that a time stands in, without a parse: from word forms, endings and participles nearby."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from presseschau import Span
from presseschau_dates.lexer import Tokens

_REACH = 40
"""A clause ends at most so many tokens away."""
_LONGEST_QUOTATION = 400
"""Marks further apart, in tokens, do not belong together."""
_SETS = (
    "perfect", "future", "present", "not_past", "no_verb", "clause", "marks", "subordinators", "verb_last", "perfect_infinitives",
)  # fmt: skip
_TO_THE_TIME = 2
"""A time opens its clause if at most so many words stand before it: "Ab kommendem Montag fahren …"."""
_ARTICLE_AND_PREPOSITION = 2
_TO_THE_PARTICIPLE = 5
"""Behind a time its participle follows within so many words: "der am Montag in Rom verstorbene Maler"."""
_NOUN_AND_PREPOSITION = 4
"""Between an adjective such as "geplant" and the time of its noun stand at most so many words: "den geplanten Gipfel der Staaten im"."""


@frozen(eq=False)
class TenseCues:
    """The word forms that tell the tense of a clause, from ``reference.toml``."""

    past: frozenset[str]
    perfect: frozenset[str]
    future: frozenset[str]
    present: frozenset[str]
    singular: re.Pattern[str]
    plural: re.Pattern[str]
    determiners: frozenset[str]
    participle_before_noun: re.Pattern[str]
    present_participle: re.Pattern[str]
    no_verb: frozenset[str]
    verb_last: frozenset[str]
    not_past: frozenset[str]
    infinitives: tuple[str, ...]
    preterite: re.Pattern[str]
    participle: re.Pattern[str]
    like_infinitive: str
    participle_prefix: str
    clause: frozenset[str]
    prospective: frozenset[str]
    prospective_pairs: frozenset[tuple[str, str]]
    planned: frozenset[str]
    awaiting: frozenset[tuple[str, str]]
    marks: frozenset[str]
    subordinators: frozenset[str]
    infinitive_mark: str
    infinitive: re.Pattern[str]
    infinitive_inside: re.Pattern[str]
    perfect_infinitives: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "TenseCues":
        """Make them of the table ``[tense]``."""
        sets = {name: frozenset(table[name]) for name in _SETS}
        endings = table["prospective_endings"]
        awaiting = ((word, preposition) for preposition, words in table["awaiting"].items() for word in words)
        return cls(
            **sets,
            past=frozenset(
                prefix + stem + ending
                for stem in table["strong"]
                for ending in table["strong_endings"]
                for prefix in ("", *table["prefixes"])
            ),
            singular=re.compile(table["singular"]),
            plural=re.compile(table["plural"]),
            determiners=frozenset(table["determiners"]),
            participle_before_noun=re.compile(table["participle_before_noun"]),
            present_participle=re.compile(table["present_participle"]),
            prospective=frozenset(
                [*table["prospective_words"], *(stem + ending for stem in table["prospective_stems"] for ending in endings)]
            ),
            prospective_pairs=frozenset(pair.partition(" ")[::2] for pair in table["prospective_pairs"]),
            planned=frozenset(stem + ending for stem in table["planned"] for ending in table["planned_endings"]),
            awaiting=frozenset(awaiting),
            infinitive_mark=table["infinitive_mark"],
            infinitive=re.compile(table["infinitive"]),
            infinitive_inside=re.compile(table["infinitive_inside"]),
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
        self._known: dict[tuple[int, int], tuple[str, str]] = {}

    def sentence_of(self, at: int) -> int:
        """Return the number of the sentence that a token is in."""
        return self.sentence_at(self._tokens.starts[at]) if at < len(self._tokens.starts) else len(self._starts)

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence that a character is in."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def paragraph_of(self, at: int) -> int:
        """Return the number of the paragraph that a token is in."""
        return bisect_right(self._breaks, at)

    def same_clause(self, first: int, end: int) -> bool:
        """Tell whether no mark parts the tokens ``first <= i < end``, nor a sentence."""
        words = self._tokens.words[first:end]
        return not any(word in self._words.clause or "\n" in word for word in words) and self.sentence_of(
            max(first - 1, 0)
        ) == self.sentence_of(end)

    @cached_property
    def _breaks(self) -> list[int]:
        return [at for at, word in enumerate(self._tokens.words) if "\n" in word]

    def at(self, first: int, end: int) -> tuple[str, str]:
        """Return ``past``, ``future``, ``present`` or ``""`` for the clause around the tokens, and the words that tell.

        The words of a quotation say nothing of a time outside it, nor those around it of one within, unless nothing else tells.
        """
        known = self._known.get((first, end))
        if known is None:
            known = self._known[first, end] = self._at(first, end)
        return known

    def _at(self, first: int, end: int) -> tuple[str, str]:
        low, high = self._sentence(first, end)
        attributive = self._attributive(first, end, low, high)
        if attributive[0]:
            return attributive
        start, stop = self._clause_around(first, end, low, high)
        ahead = self._ahead(start, stop, first, low, high)
        if ahead:
            return "future", ahead
        found = self._tense(start, stop, first, end)
        if found[0] == "present" and found[1] in self._words.perfect:
            # "ist am Freitag ein Flugzeug vom Typ „Seneca“ gegen einen Mast geprallt": the bracket closes behind the quotation.
            while stop < high and self._tokens.words[stop] in self._words.marks:
                stop = self._clause_around(stop, stop + 1, low, high)[1]
            found = self._tense(start, stop, first, end)
        if found[0]:
            return found
        found = self._tense(low, high, first, end, same_side=True)
        return self._tense(low, high, first, end) if not found[0] and self._quoted[first] else found

    def _attributive(self, first: int, end: int, low: int, high: int) -> tuple[str, str]:
        """Return the tense of a participle before its noun that a time belongs to: "der am Montag zurückgetretene Chef", "die am Freitag
        beginnende Messe" (Duden-Grammatik 2016, § 1233).
        """
        words, cues = self._tokens.words, self._words
        if first - _ARTICLE_AND_PREPOSITION < low or words[first - _ARTICLE_AND_PREPOSITION].lower() not in cues.determiners:
            return "", ""
        for at in range(end, min(end + _TO_THE_PARTICIPLE, high - 1)):
            if words[at] in cues.clause:
                break
            if words[at + 1][:1].isupper() and cues.participle_before_noun.fullmatch(words[at]):
                return "past", words[at]
            if words[at + 1][:1].isupper() and cues.present_participle.fullmatch(words[at]):
                return "present", words[at]
        return "", ""

    def _ahead(self, start: int, stop: int, first: int, low: int, high: int) -> str:
        """Return the word by which what the clause tells is to come: "kündigte an, im Mai zu gehen", "der geplante Gipfel im Mai"."""
        words, cues = self._tokens.words, self._words
        for at in range(first - 1, max(start, first - 1 - _NOUN_AND_PREPOSITION) - 1, -1):
            if words[at].lower() in cues.planned and any(word[:1].isupper() for word in words[at + 1 : first]):
                return words[at]
        awaited = {words[at].lower(): at for at in range(start, first)}
        for word, at in awaited.items():
            for later in range(at + 1, first):
                if (word, words[later].lower()) in cues.awaiting:
                    return f"{words[at]} … {words[later]}"
        if start == low or words[start - 1] != "," or not self._is_complement(start, stop):
            return ""
        # "Er versprach, im Mai zu gehen", and with its predicate behind: "Im Mai, versprach er, werde …"
        return self._predicate(range(start - 2, low - 1, -1), first) or self._predicate(range(stop, high), first)

    def _predicate(self, places: range, first: int) -> str:
        """Return a word whose complement is to come, on the same side of the quotation marks as a time."""
        words, cues, quoted = self._tokens.words, self._words, self._quoted
        particle, last = "", -1
        for at in places:
            if quoted[at] != quoted[first]:
                continue
            word = words[at].lower()
            if word in cues.prospective:
                return words[at]
            if places.step < 0 and (word, particle) in cues.prospective_pairs:
                return f"{words[at]} … {words[last]}"
            if places.step < 0 and words[at + 1] in cues.clause:
                particle, last = word, at
        return ""

    def _is_complement(self, start: int, stop: int) -> bool:
        """Tell whether a clause is a zu-infinitive, but no perfect one, or begins with "dass" and is not in the past."""
        words, cues = self._tokens.words, self._words
        if words[start].lower() in cues.subordinators:
            return not any(words[at] in cues.past for at in range(start, stop))
        for at in range(start, stop):
            following = words[at + 1] if at + 1 < stop else ""
            if words[at] == cues.infinitive_mark and cues.infinitive.fullmatch(following):
                return following not in cues.perfect_infinitives
            if cues.infinitive_inside.fullmatch(words[at]):
                return True
        return False

    @cached_property
    def _quoted(self) -> bytearray:
        """Which tokens stand in a quotation, by the marks: one before a word opens, the next one behind a word closes."""
        tokens, marks = self._tokens, self._words.marks
        quoted = bytearray(len(tokens.words))
        open_at: list[int] = []
        for at, word in enumerate(tokens.words):
            if "\n" in word:
                open_at.clear()
            elif word in marks:
                glued = at + 1 < len(tokens.words) and tokens.starts[at + 1] == tokens.ends[at]
                loose = at == 0 or tokens.starts[at] > tokens.ends[at - 1] or not tokens.words[at - 1][-1:].isalnum()
                if glued and loose and (not open_at or tokens.words[at + 1][:1].isalpha()):
                    open_at.append(at)
                elif open_at:
                    opened = open_at.pop()
                    if not open_at and at - opened <= _LONGEST_QUOTATION:
                        quoted[opened : at + 1] = b"\x01" * (at + 1 - opened)
        return quoted

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

    def _tense(self, start: int, stop: int, first: int, end: int, *, same_side: bool = False) -> tuple[str, str]:
        best = self._cues(start, stop, first, end, same_side=same_side)
        if "past" in best and not (
            "future" in best and best["past"].endswith(self._words.like_infinitive) and best["past"] not in self._words.past
        ):
            # With a modal in the clause, a form like an infinitive is one ("wird zurücktreten").
            return "past", best["past"]
        if "perfect" in best and "participle" in best and "future" not in best:
            return "past", f"{best['perfect']} … {best['participle']}"
        if "future" in best:
            return "future", best["future"]
        for kind in ("present", "perfect", "finite"):
            if kind in best:
                return "present", best[kind]
        return "", ""

    def _cues(self, start: int, stop: int, first: int, end: int, *, same_side: bool) -> dict[str, str]:
        """Return the nearest word of each kind around a time; ``same_side``: in the same quotation, or as little in one."""
        words = self._tokens.words
        quoted = self._quoted if same_side else b""
        best: dict[str, tuple[int, str]] = {}
        for at in range(start, stop):
            if first <= at < end or (quoted and quoted[at] != quoted[first]):
                continue
            word = words[at] if at > start else words[at].lower()
            distance = first - at if at < first else at - end
            kind = self._kind(word, words[at + 1] if at + 1 < len(words) else "")
            if (
                kind
                and word != words[at]
                and (kind == "present" or word not in self._words.past | self._words.future | self._words.perfect)
            ):
                kind = ""  # "Treffen am Freitag", "Karten gibt es" begin with a noun
            if kind and (kind not in best or distance < best[kind][0]):
                best[kind] = (distance, word)
            participle = self._words.participle.fullmatch(word) is not None
            if participle and "participle" not in best:
                best["participle"] = (0, word)
            if not kind and "finite" not in best and self._is_finite(at, word, participle, (start, stop), (first, end)):
                best["finite"] = (distance, word)
        return {kind: word for kind, (_, word) in best.items()}

    def _is_finite(self, at: int, word: str, participle: bool, clause: tuple[int, int], time: tuple[int, int]) -> bool:  # noqa: FBT001
        """Tell whether a word is a present form of a verb, by its ending and its place (Duden-Grammatik 2016, § 1338 ff.: verb second, verb last).

        A plural, and what may be a participle, is one only beside the time, or at the end of a subordinate clause.
        """
        words, cues = self._tokens.words, self._words
        if word in cues.no_verb or word != words[at]:
            return False
        (start, stop), (first, end) = clause, time
        opens = at == end and first - start <= _TO_THE_TIME
        last = (
            at == stop - 1 and words[start].lower() in cues.verb_last and (at == start or words[at - 1] != cues.infinitive_mark)
        )
        before = at == first - 2 and at > start
        placed = opens or last or before
        if cues.singular.fullmatch(word):
            # A participle ends its clause, so that what goes on is finite: "Das Spiel beginnt um acht".
            return placed or not participle or start < at < stop - 1
        return placed and cues.plural.fullmatch(word) is not None

    def _kind(self, word: str, following: str) -> str:
        if word in self._words.past and word not in self._words.not_past:
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
