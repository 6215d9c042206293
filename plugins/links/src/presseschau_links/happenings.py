"""The plugin `happenings`: one happening told by several sources, planned, reported, denied, with what the sources contradict each other in."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, ClassVar

from attrs import field, frozen, validators

from presseschau import Dossier, Event, Group, Span, hookimpl
from presseschau.dates import Edtf, TimeExpression, compatible, event_time, resolve_all
from presseschau_links.articles import Archive, Article, apart
from presseschau_links.blocks import Blocks, key_of
from presseschau_links.clusters import Cluster, Link, clusters
from presseschau_links.components import annotation_of, document_of, grouped, item
from presseschau_links.kinds import kind_of, listed, naming_words, phrase_kinds
from presseschau_links.numbers import conflicts, numbers_in
from presseschau_links.terms import fold, stem, terms, words
from presseschau_links.texts import sentence_at

_BLOCK = 80
_KEYS = 5
_SAME_WORD, _SAME_KIND, _ABOUT, _PARTICIPANTS, _MAIN = 0.4, 0.32, 0.15, 0.4, 0.2
_DAY, _COARSE, _CONFLICT, _VAGUE_CONFLICT = 0.25, 0.12, 0.5, 0.15
_WEEK = 7
_OVERLAP = 0.6
"""Of who and what, where no story holds both mentions."""


@frozen
class Told:
    """An event as one article tells it; ``days`` are its bounds as ordinals, None where nothing dates it."""

    id: str
    document: str
    words: str
    headline: str
    stems: frozenset[str]
    kinds: frozenset[str]
    about: frozenset[str]
    terms: dict[str, float]
    edtf: Edtf | None
    status: str
    noun: bool
    main: bool
    first: str | None
    numbers: tuple[tuple[str, str], ...]
    written: tuple[int, int] | None

    @property
    def days(self) -> tuple[int, int] | None:
        """The bounds of the date."""
        if self.edtf is None or self.edtf.first is None or self.edtf.last is None:
            return None
        return self.edtf.first.toordinal(), self.edtf.last.toordinal()


@frozen(eq=False, kw_only=True)
class Happenings:
    """Groups mentions of one happening; uses the stories and the inferred dates of earlier link steps."""

    least: float = field(default=0.2, validator=[validators.gt(0.0), validators.le(1.0)])
    """How alike the mentions must be on average."""

    wants: ClassVar[tuple[str, ...]] = ("annotation:Event", "annotation:TimeExpression")

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        """Yield the happenings that several articles tell of, in order of their first mention's id."""
        archive = Archive(dossier)
        stories = {member: number for number, story in enumerate(dossier.groups("story")) for member in story.members}
        told = lru_cache(maxsize=256)(lambda name: {one.id: one for one in _told(dossier, archive.get(name))})

        def find(name: str) -> Told:
            return told(document_of(name))[annotation_of(name)]

        with Blocks(_BLOCK) as blocks:
            for name in archive:
                for event, lead in archive.recall("leads", [name], partial(_leads, told, name)):
                    blocks.add(item(name, event), _keys(name, lead, stories.get(name)))
            links = []
            for one, other in blocks.pairs():
                story = stories.get(document_of(one), -1) == stories.get(document_of(other), -2)
                found = archive.recall(
                    "pair",
                    [document_of(one), document_of(other)],
                    partial(_compare_items, find, one, other, story=story),
                    annotation_of(one),
                    annotation_of(other),
                    story,
                )
                if found is not None:
                    links.append(Link(one, other, *found))
        yield from grouped(archive, links, partial(self._groups, find))

    def _groups(self, find: Callable[[str], Told], links: list[Link]) -> Iterator[Group]:
        for cluster in clusters(links, least=self.least, forbidden=lambda one, other: _forbidden(find(one), find(other))):
            mentions = {name: find(name) for name in cluster.members}
            if len({one.document for one in mentions.values()}) > 1:
                yield _group(cluster, mentions)


def _told(dossier: Dossier, article: Article) -> Iterator[Told]:
    events = [one for one in dossier.annotations(Event, document=article.id) if one.trigger]
    if not events:
        return
    source = article.document.source_text
    resolutions = resolve_all(dossier.annotations(TimeExpression, document=article.id), article.dated.edtf)
    for one in events:
        trigger = _text(one.trigger, source)
        start, end = sentence_at(source, one.trigger[0].start)
        time = event_time(one, resolutions)
        beside = dict(terms(_text((*one.who, *one.whom, *one.place), source)))
        naming = naming_words(trigger)
        named = {stem(fold(word)) for word in naming}
        kinds = frozenset((*filter(None, map(kind_of, naming)), *phrase_kinds(trigger)))
        if not named and not kinds:
            kinds = phrase_kinds(source[start:end])
        yield Told(
            one.id,
            article.id,
            trigger,
            one.headline or trigger,
            frozenset(named),
            kinds,
            frozenset(
                filter(None, (kind_of(word) for word in words(_text((*one.who, *one.whom), source)) if word[0].isupper()))
            ),
            {found: weight for found, weight in beside.items() if found not in named} or _rest(source[start:end], named),
            time.edtf if time is not None else None,
            one.status,
            len(words(trigger)) == 1 and trigger[0].isupper(),
            one.is_main,
            one.same_as,
            tuple(numbers_in(source[start:end])),
            article.days,
        )


def _rest(sentence: str, named: set[str]) -> dict[str, float]:
    """Return the terms of an event's sentence, at half their weight, where the event has no participants of its own."""
    return {found: weight / 2 for found, weight in terms(sentence) if found not in named}


def _text(spans: tuple[Span, ...], source: str) -> str:
    return " ".join(" ".join(source[span.start : span.end] for span in spans).split())


def _leads(told: Callable[[str], dict[str, Told]], document: str) -> list[tuple[str, list[Any]]]:
    return [*map(_lead, told(document).values())]


def _lead(one: Told) -> tuple[str, list[Any]]:
    """Return the id of a mention, and what leads from it to others: its first mention, names, weightiest terms, day, whether it is a main one."""
    weighty = sorted(one.terms, key=lambda found: (-one.terms[found], found))[:_KEYS]
    day = one.days[0] if one.days is not None and one.days[0] == one.days[1] else None
    return one.id, [one.first or one.id, [*sorted(one.stems), *sorted(one.kinds | one.about)], weighty, day, one.main]


def _keys(document: str, lead: list[Any], story: int | None) -> Iterator[int]:
    first, names, weighty, day, main = lead
    yield key_of("document", document, first)
    for name in names:
        if story is not None:
            yield key_of("story", story, name)
        if day is not None:
            for found in weighty:
                yield key_of("day", day, name, found)
    if story is not None:
        if main:
            yield key_of("main", story)
        for found in weighty:
            yield key_of("part", story, found)


def _compare_items(find: Callable[[str], Told], one: str, other: str, *, story: bool) -> tuple[float, str] | None:
    return _compare(find(one), find(other), story=story)


def _compare(one: Told, other: Told, *, story: bool) -> tuple[float, str] | None:
    """Return how alike two mentions are, and why; None where they are not one happening."""
    if one.document == other.document:
        return (1.0, "the article tells it twice") if one.id == other.first or other.id == one.first else None
    if _forbidden(one, other):
        return None
    shared = sorted(one.terms.keys() & other.terms.keys(), key=lambda found: (-one.terms[found], found))
    smaller = min(sum(one.terms.values()), sum(other.terms.values()))
    overlap = sum(min(one.terms[found], other.terms[found]) for found in shared) / smaller if smaller else 0.0
    word, kind = one.stems & other.stems, one.kinds & other.kinds
    about = (one.kinds | one.about) & (other.kinds | other.about)
    day, said = _dates(one, other)
    score = (_SAME_WORD if word else _SAME_KIND if kind else _ABOUT if about else 0.0) + _PARTICIPANTS * overlap + day
    if one.main and other.main and story and day >= 0:
        score += _MAIN
    first = one.main and other.main and story
    supported = bool(shared) or day > 0 or first
    alone = bool(kind & listed("once")) or (bool(word) and one.noun and other.noun)
    if not (word or kind or about or first) or not (supported or alone):
        return None
    if not story and not (len(shared) > 1 and overlap >= _OVERLAP and day >= _DAY):
        return None
    if score <= 0.0:
        return None
    what = (
        f"both {', '.join(sorted(word))}"
        if word
        else f"both of the kind {', '.join(sorted(kind))}"
        if kind
        else "what both articles begin with"
    )
    return min(score, 1.0), "; ".join(filter(None, (what, f"with {', '.join(shared[:3])}" if shared else "", said)))


def _dates(one: Told, other: Told) -> tuple[float, str]:
    if one.edtf is None or other.edtf is None or one.days is None or other.days is None:
        return 0.0, ""
    exact = one.days[0] == one.days[1] and other.days[0] == other.days[1]
    if compatible(one.edtf, other.edtf):
        return (_DAY, f"both on {one.edtf}") if exact else (_COARSE, f"{one.edtf} agrees with {other.edtf}")
    if exact and abs(one.days[0] - other.days[0]) == _WEEK:
        return 0.0, ""
    return (-_CONFLICT if exact else -_VAGUE_CONFLICT), f"but {one.edtf} is not {other.edtf}"


def _forbidden(one: Told, other: Told) -> bool:
    """Tell whether two mentions are of two happenings: both to the day, and on other days, a week apart or a whole year or more."""
    if one.days is None or other.days is None or one.document == other.document:
        return False
    exact = one.days[0] == one.days[1] and other.days[0] == other.days[1]
    between = apart(one.days, other.days)
    return (exact and between > 1 and between != _WEEK) or between > 366  # noqa: PLR2004 - a year


def _group(cluster: Cluster, mentions: dict[str, Told]) -> Group:
    ordered = sorted(mentions.values(), key=lambda one: (one.written or (10**7, 0), one.document, one.id))
    reasons = cluster.reasons()
    date = _agreed(ordered)
    label = max(ordered, key=lambda one: (one.status == "happened", len(one.headline), one.id)).headline
    return Group(
        type="event",
        label=label,
        members=[one.id for one in ordered],
        rule="happenings/kind",
        confidence=round(min(1.0, cluster.confidence), 3),
        data={
            "date": date,
            "versions": [
                {
                    "member": one.id,
                    "document": one.document,
                    "words": one.words,
                    "headline": one.headline,
                    "date": str(one.edtf) if one.edtf is not None else None,
                    "status": one.status,
                    "numbers": [f"{number} {what}" for number, what in one.numbers],
                }
                for one in ordered
            ],
            "history": _history(ordered),
            "contradictions": _contradictions(ordered),
            "members": {
                mentions[name].id: {"with": mentions[why["with"]].id, "why": why["why"]} for name, why in reasons.items()
            },
        },
    )


def _agreed(ordered: list[Told]) -> str | None:
    """Return the most exact date that most of the sources allow; the clock is left to the versions."""
    dated = [one for one in ordered if one.edtf is not None and one.days is not None]
    if not dated:
        return None
    votes: dict[str, int] = Counter()
    for one in dated:
        assert one.edtf is not None  # noqa: S101 - of those with one
        votes[str(one.edtf).partition("T")[0]] = sum(
            compatible(one.edtf, other.edtf) for other in dated if other.edtf is not None
        )
    width = {str(one.edtf).partition("T")[0]: one.days[1] - one.days[0] for one in dated if one.days is not None}
    return min(votes, key=lambda text: (-votes[text], width[text], text))


def _history(ordered: list[Told]) -> list[dict[str, Any]]:
    """Return how the status went on with the articles: planned, then happened."""
    steps: list[dict[str, Any]] = []
    for one in ordered:
        if not steps or steps[-1]["status"] != one.status:
            steps.append({"status": one.status, "member": one.id, "document": one.document})
    return steps


def _contradictions(ordered: list[Told]) -> list[dict[str, Any]]:
    """Return what the sources contradict each other in: dates that exclude each other, numbers of one thing, done and denied."""
    found: list[dict[str, Any]] = []
    dates: dict[str, list[str]] = defaultdict(list)
    for one in ordered:
        if one.edtf is not None:
            dates[str(one.edtf).partition("T")[0]].append(one.id)
    parsed = {text: Edtf.parse(text) for text in dates}
    if any(not compatible(a, b) for a in parsed.values() for b in parsed.values()):
        found.append({"of": "date", "values": dict(dates)})
    found.extend(
        {"of": what, "values": values} for what, values in conflicts([(one.id, one.document, one.numbers) for one in ordered])
    )
    status = {one.status for one in ordered}
    if "denied" in status and status & {"happened", "ongoing"}:
        found.append(
            {"of": "status", "values": {name: [one.id for one in ordered if one.status == name] for name in sorted(status)}}
        )
    return found
