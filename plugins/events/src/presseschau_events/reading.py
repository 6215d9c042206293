"""A document read: its clauses with their phrases, grammar, candidates and the times that date these."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import field, frozen

from presseschau import Quote
from presseschau.dates import TimeExpression
from presseschau_events.candidates import Candidate, candidates_of
from presseschau_events.clauses import Clause, clauses_of
from presseschau_events.grammar import Grammar, grammar_of
from presseschau_events.linking import Link, Time, link
from presseschau_events.phrases import Phrase, phrases_of
from presseschau_events.words import Words, words_of

if TYPE_CHECKING:
    import spacy.tokens

    from presseschau_events.subjects import Subject


@frozen
class Reading:
    """Clauses by number, and what is in each; ``links`` are the times by candidate; ``sentence_of`` by clause number,
    ``clauses_in`` by that of the sentence, ``quoted`` by token; ``timed`` are the tokens of times;
    ``subjects`` keeps those that were looked for, by clause.
    """

    words: Words
    title: frozenset[str]
    clauses: tuple[Clause, ...]
    sentence_of: tuple[int, ...]
    clauses_in: tuple[range, ...]
    clause_of: dict[int, Clause]
    phrases: tuple[tuple[Phrase, ...], ...]
    finites: dict[int, int]
    grammar: dict[int, Grammar]
    candidates: tuple[tuple[Candidate, ...], ...]
    times: tuple[Time, ...]
    timed: frozenset[int]
    forms: dict[str, TimeExpression]
    links: dict[Candidate, list[Link]]
    quoted: tuple[Quote | None, ...]
    paragraphs: tuple[int, ...]
    subjects: "dict[int, Subject | None]" = field(factory=dict, init=False, repr=False)

    def tokens(self, start: int, end: int) -> range:
        """Return the tokens that begin between two places of the text."""
        return _tokens(self.words, start, end)

    def times_of(self, one: Candidate) -> tuple[str, ...]:
        """Return the ids of the times that date a candidate."""
        return tuple(link.time for link in self.links.get(one, ()))

    def considered(self) -> list[Candidate]:
        """Return the candidates that may be chosen: an attributive participle only where a time dates it."""
        return [one for one in self.all_candidates if one.kind != "adjective" or one in self.links]

    @cached_property
    def all_candidates(self) -> list[Candidate]:
        """All candidates in the order of the text."""
        return sorted([one for found in self.candidates for one in found], key=attrgetter("head"))


def read(analysis: "spacy.tokens.Doc", times: Sequence[TimeExpression], quotes: Sequence[Quote], title: str) -> Reading:
    """Read a document; times and quotes are those of its clean text."""
    words = words_of(analysis)
    placed = _placed(words, times)
    covered = frozenset(token for time in placed for token in range(time.first, time.last + 1))
    clauses: list[Clause] = []
    sentence_of: list[int] = []
    clauses_in: list[range] = []
    for number, sentence in enumerate(words.sentences):
        first = len(clauses)
        clauses += clauses_of(words, sentence, len(clauses))
        sentence_of += [number] * (len(clauses) - first)
        clauses_in.append(range(first, len(clauses)))
    clause_of = {token: clause for clause in clauses for token in clause.tokens}
    phrases = tuple([tuple(phrases_of(words, clause, covered, _pronoun(words, clause))) for clause in clauses])
    finites = _finites(clauses)
    grammar = {clause.number: grammar_of(words, clause, finites.get(clause.number)) for clause in clauses}
    candidates = tuple(
        [
            tuple([one for one in candidates_of(words, clause, found) if one.head not in covered])
            for clause, found in zip(clauses, phrases, strict=True)
        ]
    )
    links = link(words, placed, clause_of, dict(enumerate(candidates)))
    return Reading(
        words=words,
        title=frozenset(word.lower() for word in (title or _heading(words)).split() if word[:1].isalnum()),
        clauses=tuple(clauses),
        sentence_of=tuple(sentence_of),
        clauses_in=tuple(clauses_in),
        clause_of=clause_of,
        phrases=phrases,
        finites=finites,
        grammar=grammar,
        candidates=candidates,
        times=placed,
        timed=covered,
        forms={time.id: time for time in times},
        links=links,
        quoted=_quoted(words, quotes),
        paragraphs=_paragraphs(words),
    )


def _heading(words: Words) -> str:
    """Return the first sentence where it is a line of its own without a full stop: a title that was not claimed."""
    if len(words.sentences) < 2:  # noqa: PLR2004 - a title and a text
        return ""
    first, second = words.sentences[:2]
    last = words.ends[first[-1]]
    is_line = "\n" in words.text[last : words.begins[second[0]]]
    return words.text[:last] if is_line and words.words[first[-1]] not in _STOPS else ""


_STOPS = frozenset({".", "!", "?", "…"})


def _pronoun(words: Words, clause: Clause) -> int | None:
    """Return the relative pronoun of a clause, however it was tagged."""
    if clause.kind != "rel":
        return None
    return next((token for token in clause.tokens[:2] if words.small[token] == clause.mark), None)


def _finites(clauses: Sequence[Clause]) -> dict[int, int]:
    """Return the finite verb by clause: its own, or that of the clause it is joined to by a conjunction."""
    found = {clause.number: clause.finite for clause in clauses if clause.finite is not None}
    for clause in clauses:
        if clause.finite is None and clause.shares in found:
            found[clause.number] = found[clause.shares]
    for clause in reversed(clauses):
        if (
            clause.shares is not None
            and clause.shares not in found
            and clause.number in found
            and clause.kind in {"sub", "rel"}
        ):
            found[clause.shares] = found[clause.number]
    return found


def _placed(words: Words, times: Sequence[TimeExpression]) -> tuple[Time, ...]:
    """Return the times that may date something, by token."""
    starts = {begin: token for token, begin in enumerate(words.begins)}
    made: list[Time] = []
    for time in sorted(times, key=lambda one: one.spans[0]):
        if time.type == "SET" or (time.type == "DURATION" and not (time.begin or time.end)):
            continue
        first = starts.get(time.spans[0].start)
        if first is None:
            continue
        last = first
        while last + 1 < len(words.begins) and words.begins[last + 1] < time.spans[-1].end:
            last += 1
        made.append(Time(time.id, first, last))
    return tuple(made)


def _quoted(words: Words, quotes: Sequence[Quote]) -> tuple[Quote | None, ...]:
    """Return for each token the innermost quote that it is in."""
    found: list[Quote | None] = [None] * len(words.words)
    for quote in sorted(quotes, key=lambda one: (one.spans[0].start, -one.spans[-1].end)):
        for span in quote.spans:
            for token in _tokens(words, span.start, span.end):
                found[token] = quote
    return tuple(found)


def _tokens(words: Words, start: int, end: int) -> range:
    return range(bisect_left(words.begins, start), bisect_left(words.begins, end))


def _paragraphs(words: Words) -> tuple[int, ...]:
    """Return the number of the paragraph of each sentence."""
    made: list[int] = []
    number = 0
    for place, sentence in enumerate(words.sentences):
        if place and "\n" in words.text[words.ends[words.sentences[place - 1][-1]] : words.begins[sentence[0]]]:
            number += 1
        made.append(number)
    return tuple(made)
