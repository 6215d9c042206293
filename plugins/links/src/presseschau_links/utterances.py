"""The plugin `utterances`: the same words of one speaker on one occasion, whole, shortened, reported or translated."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import ClassVar

from attrs import field, frozen, validators

from presseschau import Dossier, Group, Quote, Span, hookimpl
from presseschau.dates import TimeExpression, resolve_all
from presseschau_links.articles import Archive, Article, apart
from presseschau_links.blocks import Blocks, key_of
from presseschau_links.clusters import Cluster, Link, clusters
from presseschau_links.components import annotation_of, document_of, grouped, item
from presseschau_links.persons import mention_of
from presseschau_links.terms import terms
from presseschau_links.wording import Wording, difference, likeness, part_of, wording_of

_BLOCK = 60
_KEYS = 6
_LEAST_CONFIDENCE = 0.5
_STRANGERS = 0.6
"""Likeness that is asked for where one of both speakers is not known, or where no story holds both articles."""
_SHARED = 2
_CLOSE = 1
"""Days that two statements of the occasion may differ by: "in der Nacht zum Donnerstag" is Wednesday for another paper."""
_WEEK = 7
_BEFORE = 2
"""Days before an article in which its quotes were said, where it does not say when."""
_SENTENCE_END = re.compile(r"[.!?…][“”«»\"']?\s")
_WITHIN = 0.5
_SHOWN = 6


@frozen
class Said:
    """A quote with what decides: where, by whom, in which story, on which day (an ordinal), in which words."""

    id: str
    document: str
    spans: tuple[Span, ...]
    text: str
    direct: bool
    wording: Wording
    day: int | None
    days: tuple[int, int] | None
    topic: frozenset[str]
    named: bool

    @property
    def occasion(self) -> tuple[int, int] | None:
        """The days on which it may have been said; None where neither the sentence nor the article tells."""
        if self.day is not None:
            return self.day - _CLOSE, self.day + _CLOSE
        return None if self.days is None else (self.days[0] - _BEFORE, self.days[1])


@frozen(eq=False, kw_only=True)
class Utterances:
    """Groups quotes that give one utterance; uses the speakers and stories of earlier link steps."""

    least: float = field(default=0.3, validator=[validators.gt(0.0), validators.le(1.0)])
    """How alike the versions of an utterance must be on average."""
    days: int = field(default=14, validator=validators.ge(0))
    """Days that may lie between two articles of one story."""

    wants: ClassVar[tuple[str, ...]] = ("annotation:Quote",)

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        """Yield the utterances that several quotes give, in order of their first quote's id."""
        archive = Archive(dossier)
        speakers = _numbers(dossier, "speaker")
        stories = _numbers(dossier, "story")
        said = lru_cache(maxsize=256)(lambda name: {one.id: one for one in _said(dossier, archive.get(name))})
        with Blocks(_BLOCK) as blocks:
            for name in archive:
                for quote, words in archive.recall("words", [name], partial(_leads, said, name)):
                    blocks.add(item(name, quote), _keys(name, words, stories.get(name), speakers.get(quote)))
            links = []
            for one, other in blocks.pairs():
                known = _known(one, other, stories, speakers)
                found = archive.recall(
                    "pair",
                    [document_of(one), document_of(other)],
                    partial(self._compare_items, one, other, said, stories, speakers),
                    annotation_of(one),
                    annotation_of(other),
                    *known,
                )
                if found is not None:
                    links.append(Link(one, other, *found))
        yield from grouped(
            archive, links, partial(self._groups, said, speakers), lambda items: _speakers_among(items, speakers)
        )

    def _groups(self, said: Callable[[str], dict[str, Said]], speakers: dict[str, int], links: list[Link]) -> Iterator[Group]:
        for cluster in clusters(
            links, least=self.least, forbidden=lambda one, other: self._forbidden(one, other, said, speakers)
        ):
            if len(set(map(document_of, cluster.members))) > 1:
                yield _group(cluster, {name: _find(said, name) for name in cluster.members})

    def _compare_items(
        self, one: str, other: str, said: Callable[[str], dict[str, Said]], stories: dict[str, int], speakers: dict[str, int]
    ) -> tuple[float, str] | None:
        return self._compare(_find(said, one), _find(said, other), stories, speakers)

    def _forbidden(self, one: str, other: str, said: Callable[[str], dict[str, Said]], speakers: dict[str, int]) -> bool:
        a, b = _find(said, one), _find(said, other)
        return _others(a, b, speakers) or _another_day(a, b) or bool(likeness(a.wording, b.wording).opposite)

    def _compare(self, one: Said, other: Said, stories: dict[str, int], speakers: dict[str, int]) -> tuple[float, str] | None:
        if one.document == other.document:
            return (1.0, "one is part of the other") if _inside(one, other) else None
        if _others(one, other, speakers) or _another_day(one, other):
            return None
        story = one.document in stories and stories[one.document] == stories.get(other.document)
        known = one.id in speakers and speakers[one.id] == speakers.get(other.id)
        if not (story and apart(one.days, other.days) <= self.days) and not (known and _on_one_occasion(one, other)):
            return None
        found = likeness(one.wording, other.wording, one.topic | other.topic)
        if found.opposite or not found.score:
            return None
        if not (known and story):
            words = found.score >= _STRANGERS and len(found.shared) >= _SHARED
            if not words and not (story and part_of(one.wording, other.wording)):
                return None
        who = "the same speaker" if known else "speakers that may be one"
        what = f"both say {', '.join(found.shared[:_SHOWN])}" if found.shared else "the same few words"
        return found.score, f"{who}{' in one story' if story else ''}; {what}"


def _numbers(dossier: Dossier, kind: str) -> dict[str, int]:
    return {member: number for number, group in enumerate(dossier.groups(kind)) for member in group.members}


def _find(said: Callable[[str], dict[str, Said]], name: str) -> Said:
    return said(document_of(name))[annotation_of(name)]


def _known(one: str, other: str, stories: dict[str, int], speakers: dict[str, int]) -> tuple[object, ...]:
    """Return what the groups of earlier steps say of two quotes: whether they are in one story, and of one speaker."""
    story = stories.get(document_of(one))
    return (story is not None and story == stories.get(document_of(other)), *_speakers_among([one, other], speakers))


def _speakers_among(items: list[str], speakers: dict[str, int]) -> Iterator[object]:
    """Yield for each quote which of the speakers of these quotes has said it, numbered as they come; whether there are speakers at all."""
    numbers: dict[int, int] = {}
    yield bool(speakers)
    for name in items:
        speaker = speakers.get(annotation_of(name))
        yield "" if speaker is None else numbers.setdefault(speaker, len(numbers))


def _others(one: Said, other: Said, speakers: dict[str, int]) -> bool:
    """Tell whether the speakers are two; one who is named, but in no group, has no other quote."""
    if not speakers:
        return False
    a, b = speakers.get(one.id), speakers.get(other.id)
    if a is not None and b is not None:
        return a != b
    return (one.named or a is not None) and (other.named or b is not None)


def _on_one_occasion(one: Said, other: Said) -> bool:
    return one.occasion is not None and other.occasion is not None and apart(one.occasion, other.occasion) == 0


def _another_day(one: Said, other: Said) -> bool:
    """Tell whether both sentences name a day, and another one; a week between them may be a weekday read differently."""
    if one.day is None or other.day is None:
        return False
    return abs(one.day - other.day) > _CLOSE and abs(one.day - other.day) != _WEEK


def _inside(one: Said, other: Said) -> bool:
    """Tell whether most of one quote is the other, as with a direct part of a reported one."""
    a, b = (Span(said.spans[0].start, said.spans[-1].end) for said in (one, other))
    both = min(a.end, b.end) - max(a.start, b.start)
    return both >= _WITHIN * max(a.end - a.start, b.end - b.start)


def _said(dossier: Dossier, article: Article) -> Iterator[Said]:
    source = article.document.source_text
    quotes = [one for one in dossier.annotations(Quote, document=article.id) if one.confidence >= _LEAST_CONFIDENCE]
    if not quotes:
        return
    times = list(dossier.annotations(TimeExpression, document=article.id))
    resolutions = resolve_all(times, article.dated.edtf)
    days: list[tuple[Span, int]] = []
    for one in times:
        edtf = resolutions[one.id].edtf
        if edtf is not None and edtf.first is not None and edtf.first == edtf.last:
            days.append((one.spans[0], edtf.first.toordinal()))
    topic = _topic(article, quotes)
    for quote in quotes:
        text = " ".join(source[span.start : span.end] for span in quote.spans)
        day = _occasion(quote, days, source)
        yield Said(
            quote.id,
            article.id,
            quote.spans,
            text,
            quote.type == "Direct",
            wording_of(text),
            day,
            article.days,
            topic,
            _is_named(quote, source),
        )


def _is_named(quote: Quote, source: str) -> bool:
    mention = mention_of(" ".join(source[span.start : span.end] for span in quote.speaker), quote.speaker_entity)
    return mention.name is not None and bool(mention.name.given)


def _topic(article: Article, quotes: list[Quote]) -> frozenset[str]:
    """Return the terms of the article outside of its quotes."""
    source = article.document.source_text
    spans = sorted(span for quote in quotes for span in quote.spans)
    parts, end = [article.title], 0
    for span in spans:
        parts.append(source[end : max(span.start, end)])
        end = max(end, span.end)
    return frozenset(stem for part in (*parts, source[end:]) for stem, _ in terms(part))


def _occasion(quote: Quote, days: list[tuple[Span, int]], source: str) -> int | None:
    """Return the day that the quote's sentence names outside of the quote, or the sentence before it; None where neither does."""
    spans = sorted((*quote.spans, *quote.speaker, *quote.cue))
    start = _sentence_start(source, spans[0].start)
    close = _SENTENCE_END.search(source, max(spans[-1].end - 2, 0))
    end = close.end() if close else len(source)
    for floor, ceiling in ((start, end), (_sentence_start(source, max(start - 2, 0)), start)):
        inside = [
            day
            for span, day in days
            if floor <= span.start < ceiling and not any(words.start <= span.start < words.end for words in quote.spans)
        ]
        if inside:
            return inside[-1]
    return None


def _sentence_start(source: str, at: int) -> int:
    """Return where the sentence at an offset begins, not before its paragraph."""
    paragraph = source.rfind("\n", 0, at) + 1
    found = paragraph
    for match in _SENTENCE_END.finditer(source, paragraph, at):
        found = match.end()
    return found


def _leads(said: Callable[[str], dict[str, Said]], document: str) -> list[tuple[str, list[str]]]:
    """Return the ids of a document's quotes with their weightiest terms."""

    def weightiest(terms: dict[str, float]) -> list[str]:
        return sorted(terms, key=lambda stem: (-terms[stem], stem))[:_KEYS]

    return [(one.id, weightiest(one.wording.terms)) for one in said(document).values()]


def _keys(document: str, terms: list[str], story: int | None, speaker: int | None) -> Iterator[int]:
    yield key_of("document", document)
    if story is not None and speaker is not None:
        yield key_of("both", story, speaker)
    for stem in terms:
        if story is not None:
            yield key_of("story", story, stem)
        if speaker is not None:
            yield key_of("speaker", speaker, stem)


def _group(cluster: Cluster, said: dict[str, Said]) -> Group:
    ordered = sorted(said.values(), key=lambda one: (one.days or (10**7, 0), one.document, one.spans))
    fullest = max(ordered, key=lambda one: (one.direct, one.wording.weight, one.id))
    reasons = cluster.reasons()
    return Group(
        type="utterance",
        label=fullest.text,
        members=[one.id for one in ordered],
        rule="utterances/terms",
        confidence=round(min(1.0, 0.4 + 0.6 * cluster.confidence), 3),
        data={
            "fullest": fullest.id,
            "versions": [
                {
                    "member": one.id,
                    "document": one.document,
                    "direct": one.direct,
                    "words": one.text,
                    "difference": difference(fullest.text, one.text),
                }
                for one in ordered
            ],
            "members": {said[name].id: {"with": said[why["with"]].id, "why": why["why"]} for name, why in reasons.items()},
        },
    )
