"""A run as a review: story by story who said what and what happened when, gathered in one pass. What no link step joined stays together."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from attrs import evolve, field, frozen

from presseschau import DocumentView, Dossier, Group
from presseschau_reports.digest import Limit, Moment, People, Said, SourceRef, Speaker, moments, source_ref, speaker_groups

_MOST_WORDS = 400
"""Words of a version that are compared with another one."""
_ENOUGH = 8
"""So many main events make a timeline of their own; of fewer it takes all events."""
_MOST_TOLD = 2000
"""Quotes of a story that is shown alone."""
Pieces = tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class Version:
    """One source's version of an utterance; ``pieces`` are (``=``, words both have), (``+``, its own), (``-``, what it lacks)."""

    said: Said
    pieces: Pieces = ()


@frozen(kw_only=True)
class Utterance:
    """What somebody said once: by one source, or in several versions, the fullest first."""

    id: str
    versions: tuple[Version, ...]


@frozen(kw_only=True)
class Person:
    """A speaker in a story with all they say there."""

    name: str
    named: bool
    initials: str
    role: str
    count: int
    utterances: tuple[Utterance, ...]


@frozen(kw_only=True)
class Point:
    """A dated happening in a story, as told by one source or several."""

    moment: Moment
    sources: tuple[SourceRef, ...]


@frozen(kw_only=True)
class Story:
    """Articles on one thing. ``joined`` is False for what no link step put into a story."""

    id: str
    headline: str
    joined: bool
    confidence: float = 1.0
    reasons: Mapping[str, str] = field(factory=dict)
    sources: tuple[SourceRef, ...] = ()
    copies: tuple[tuple[SourceRef, ...], ...] = ()
    people: tuple[Person, ...] = ()
    quotes: int = 0
    points: tuple[Point, ...] = ()


@frozen(kw_only=True)
class Review:
    """All stories, those with most sources first, and the lists across them, none longer than the limits."""

    stories: tuple[Story, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    documents: int = 0
    quotes: int = 0
    quotes_left_out: int = 0
    named: int = 0
    moments: tuple[Moment, ...] = ()
    moments_in_all: int = 0
    open_moments: tuple[Moment, ...] = ()
    open_in_all: int = 0


class _Gathering:
    """What belongs to one story, while it is gathered."""

    def __init__(self, group: Group | None, speakers: Mapping[str, str], limit: Limit) -> None:
        self.group = group
        self.people = People(speakers, limit)
        self.sources: list[SourceRef] = []
        self.moments: list[Moment] = []


def review(dossier: Dossier, *, max_quotes: int, max_moments: int, max_sources: int) -> Generator[None, None, Review]:
    """Gather the stories of a run, a document at a time.

    A document is in the first group of type ``story`` that names it; the others form a last story without a headline. Speakers
    are joined by groups of type ``speaker``, quotes by ``utterance``, events by ``event`` or ``happening``, sources by ``copies``.
    """
    groups: dict[str, list[Group]] = {}
    for group in dossier.groups():
        groups.setdefault(group.type, []).append(group)
    story_of: dict[str, Group] = {}
    for group in groups.get("story", ()):
        for member in group.members:
            story_of.setdefault(member, group)
    limit = Limit(max_quotes)
    speakers = speaker_groups(dossier)
    gathered: dict[str, _Gathering] = {}
    sources: list[SourceRef] = []
    closed: list[Moment] = []
    still_open: list[Moment] = []
    documents = 0
    for view in dossier.views():
        documents += 1
        source = source_ref(view)
        if len(sources) < max_sources:
            sources.append(source)
        story = story_of.get(view.id)
        key = story.id if story else ""
        if key not in gathered:
            gathered[key] = _Gathering(story, speakers, limit)
        _gather(gathered[key], view, source, closed, still_open)
        yield
    closed.sort(key=_by_time)
    shown = frozenset(moment.annotation for moment in closed[:max_moments])
    utterances = _members(groups.get("utterance", ()))
    happenings = _members([*groups.get("event", ()), *groups.get("happening", ())])
    roles = _roles(groups.get("speaker", ()))
    copies = groups.get("copies", [])
    stories = [_story(one, utterances, happenings, roles, copies, shown) for one in gathered.values()]
    stories.sort(key=lambda story: (not story.joined, -len(story.sources), -story.quotes))
    names = {speaker.name for one in gathered.values() for speaker in one.people.speakers() if speaker.named}
    return Review(
        stories=tuple(evolve(story, id=f"story-{number}") for number, story in enumerate(stories, start=1)),
        sources=tuple(sources),
        documents=documents,
        quotes=sum(one.people.count for one in gathered.values()),
        quotes_left_out=sum(one.people.left_out for one in gathered.values()),
        named=len(names),
        moments=tuple(closed[:max_moments]),
        moments_in_all=len(closed),
        open_moments=tuple(still_open[:max_moments]),
        open_in_all=len(still_open),
    )


def one_story(dossier: Dossier, group: Group, members: Iterable[str]) -> tuple[Story, tuple[Moment, ...], tuple[Moment, ...]]:
    """Gather one story from some of its documents; return it, what is dated in it, and what stays open.

    Only what belongs to these documents is read, so that it takes as long in a run of any size.
    """
    labels: dict[str, str] = {}
    belonging: dict[str, dict[str, Group]] = {}
    one = _Gathering(group, labels, Limit(_MOST_TOLD))
    closed: list[Moment] = []
    still_open: list[Moment] = []
    for member in members:
        view = dossier.view(member)
        for finding in (view.id, *(record.id for record in (*view.quotes, *view.events))):
            for each in dossier.groups_of(finding):
                belonging.setdefault(each.type, {})[each.id] = each
                if each.type == "speaker":
                    labels[finding] = each.label
        _gather(one, view, source_ref(view), closed, still_open)
    closed.sort(key=_by_time)
    found = {name: list(together.values()) for name, together in belonging.items()}
    story = _story(
        one,
        _members(found.get("utterance", ())),
        _members([*found.get("event", ()), *found.get("happening", ())]),
        _roles(found.get("speaker", ())),
        found.get("copies", []),
        frozenset(moment.annotation for moment in closed),
    )
    return story, tuple(closed), tuple(still_open)


def _gather(one: _Gathering, view: DocumentView, source: SourceRef, closed: list[Moment], still_open: list[Moment]) -> None:
    one.sources.append(source)
    one.people.add(view, source)
    for moment in moments(view, source):
        if moment.begin:
            one.moments.append(moment)
            closed.append(moment)
        else:
            still_open.append(moment)


def _story(
    one: _Gathering,
    utterances: Mapping[str, str],
    happenings: Mapping[str, str],
    roles: Mapping[str, str],
    copies: list[Group],
    shown: frozenset[str],
) -> Story:
    group = one.group
    by_id = {source.id: source for source in one.sources}
    together = [tuple(by_id[member] for member in each.members if member in by_id) for each in copies]
    speakers = one.people.speakers()
    return Story(
        id="",
        headline=group.label if group else "",
        joined=group is not None,
        confidence=group.confidence if group else 1.0,
        reasons=_reasons(group) if group else {},
        sources=tuple(sorted(one.sources, key=lambda source: (source.first or "9", source.number))),
        copies=tuple(each for each in together if len(each) > 1),
        people=tuple(_person(speaker, utterances, roles) for speaker in speakers if speaker.said),
        quotes=one.people.count,
        points=tuple(_points(one.moments, happenings, shown)),
    )


def _person(speaker: Speaker, utterances: Mapping[str, str], roles: Mapping[str, str]) -> Person:
    by_utterance: dict[str, list[Said]] = {}
    for said in speaker.said:
        by_utterance.setdefault(utterances.get(said.id, said.id), []).append(said)
    told = Counter(said.role for said in speaker.said if said.role)
    role = told.most_common(1)[0][0] if told else next((roles[said.id] for said in speaker.said if said.id in roles), "")
    return Person(
        name=speaker.name,
        named=speaker.named,
        initials=initials(speaker.name) if speaker.named else "",
        role=role,
        count=speaker.count,
        utterances=tuple(Utterance(id=key, versions=_versions(together)) for key, together in by_utterance.items()),
    )


def _versions(together: list[Said]) -> tuple[Version, ...]:
    if len(together) == 1:
        return (Version(said=together[0]),)
    first, *others = sorted(together, key=lambda said: (said.type != "direct", -len(said.words)))
    return (Version(said=first), *(Version(said=other, pieces=difference(first.words, other.words)) for other in others))


def difference(one: str, other: str) -> Pieces:
    """Return how the second version differs from the first, in runs of words; punctuation and case do not count."""
    a, b = one.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS]
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, list(map(_bare, a)), list(map(_bare, b)), autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            found.append(("=", " ".join(b[b1:b2])))
            continue
        if a2 > a1:
            found.append(("-", " ".join(a[a1:a2])))
        if b2 > b1:
            found.append(("+", " ".join(b[b1:b2])))
    rest = other.split()[_MOST_WORDS:]
    return (*found, ("=", " ".join(rest))) if rest else tuple(found)


def initials(name: str) -> str:
    """Return up to two initials of a name."""
    words = [word for word in name.split() if word[:1].isupper()] or name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words))[:2].upper()


def _points(found: list[Moment], happenings: Mapping[str, str], shown: frozenset[str]) -> Iterator[Point]:
    """Yield what a timeline shows: events where there are any (the main ones where there are enough), else all that is dated."""
    found = [moment for moment in found if moment.annotation in shown]
    events = [moment for moment in found if moment.is_event] or found
    main = [moment for moment in events if moment.is_main]
    chosen = main if len(main) >= _ENOUGH and len({moment.begin for moment in main}) > 1 else events
    together: dict[object, list[Moment]] = {}
    for moment in sorted(chosen, key=_by_time):
        alike = (moment.begin, moment.end, moment.status, (moment.headline or moment.what).casefold())
        together.setdefault(happenings.get(moment.annotation, alike), []).append(moment)
    for group in together.values():
        yield Point(moment=group[0], sources=tuple({moment.source.id: moment.source for moment in group}.values()))


def _by_time(moment: Moment) -> tuple[Any, Any, int]:
    return (moment.begin, moment.end or moment.begin, moment.source.number)


def _members(groups: Any) -> dict[str, str]:  # noqa: ANN401 - groups
    return {member: group.id for group in groups for member in group.members}


def _roles(groups: Iterable[Group]) -> dict[str, str]:
    """Return member -> the offices and affiliations that a link step gathered for a speaker, two of each at most."""
    found: dict[str, str] = {}
    for group in groups:
        told = [*_gathered(group, "roles", "role"), *_gathered(group, "affiliations", "affiliation")]
        if told:
            found |= dict.fromkeys(group.members, "; ".join(dict.fromkeys(told)))
    return found


def _gathered(group: Group, many: str, one: str) -> list[str]:
    """Return the first two strings called ``one`` in the list ``many`` of a group's data, of whichever linker."""
    listed = group.data.get(many)
    entries = listed if isinstance(listed, list) else []
    return [entry[one] for entry in entries if isinstance(entry, dict) and isinstance(entry.get(one), str)][:2]


def _reasons(group: Group) -> dict[str, str]:
    members = group.data.get("members")
    if not isinstance(members, dict):
        return {}
    return {name: str(why.get("why", "")) for name, why in members.items() if isinstance(why, dict)}


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum()) or word
