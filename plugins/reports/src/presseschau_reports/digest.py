"""What a run says across its documents: who said what, and what happened when. Gathered in one pass, for readers."""

from collections.abc import Generator, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from attrs import define, evolve, field, frozen

from presseschau import Dossier, Event, Quote
from presseschau.dates import Edtf, TimeExpression
from presseschau.results.view import DocumentView
from presseschau_reports.wording import in_words, is_wide, value_in_words, with_mod

MAX_WORDS = 600
"""Code points of a quote or sentence that a list shows; the source has the rest."""
_CONTEXT = 90
TYPES = {
    "Direct": "direct",
    "Indirect": "indirect",
    "FreeIndirect": "free indirect",
    "IndirectFreeIndirect": "indirect or free indirect",
    "Reported": "reported",
}
NOT_NAMED = "Speaker not named"
NOT_RESOLVED = "Named only by a pronoun"


@frozen(kw_only=True)
class SourceRef:
    """A document as lists refer to it; ``date`` is in words, ``edtf`` as it is known, ``first`` its first possible day."""

    number: int
    id: str
    title: str
    publisher: str
    date: str
    edtf: Edtf | None = None
    first: str = ""


@frozen(kw_only=True)
class Said:
    """A quote in the list of who said what; ``within`` are the words of quotes by the same speaker that are nested in it."""

    id: str
    type: str
    words: str
    within: tuple[str, ...]
    mention: str
    cue: str
    nested: bool
    source: SourceRef
    confidence: float = 1.0
    role: str = ""


@frozen(kw_only=True)
class Speaker:
    """Somebody, how many quotes there are of them, and those that are listed: not what is nested in another one of theirs.

    ``named`` is False for pronouns and nobody.
    """

    name: str
    named: bool
    count: int
    said: tuple[Said, ...]


@frozen(kw_only=True)
class Moment:
    """Something dated: ``when`` in words, the sentence or its surroundings, and the words in it that say when.

    Where the date stays open, or could be months apart, ``begin`` and ``end`` are None, and ``when`` says what is known.
    """

    annotation: str
    when: str
    edtf: str
    begin: date | None
    end: date | None
    words: str
    what: str
    derivation: str
    source: SourceRef
    is_event: bool = False
    is_main: bool = False
    headline: str = ""
    status: str = "happened"
    precision: str = "day"
    confidence: float = 1.0
    date: Edtf | None = None
    mod: str = ""


@frozen(kw_only=True)
class Digest:
    """All lists, each no longer than the limits, with the whole counts beside them."""

    documents: int = 0
    quotes: int = 0
    quotes_left_out: int = 0
    speakers: tuple[Speaker, ...] = ()
    named: int = 0
    moments: tuple[Moment, ...] = ()
    moments_in_all: int = 0
    open_moments: tuple[Moment, ...] = ()
    open_in_all: int = 0
    sources: tuple[SourceRef, ...] = field(default=(), repr=False)


def digest(dossier: Dossier, *, max_quotes: int, max_moments: int, max_sources: int) -> Generator[None, None, Digest]:
    """Gather the lists of a run, a document at a time.

    Speakers are joined by the groups of type ``speaker`` where a link step made some, else by entity, else by the words of the
    mention. Those with most quotes come first; pronouns and quotes without a speaker last.
    """
    people = People(speaker_groups(dossier), Limit(max_quotes))
    closed: list[Moment] = []
    still_open: list[Moment] = []
    sources: list[SourceRef] = []
    counted = 0
    for view in dossier.views():
        counted += 1
        source = source_ref(view)
        if len(sources) < max_sources:
            sources.append(source)
        people.add(view, source)
        for moment in moments(view, source):
            (closed if moment.begin else still_open).append(moment)
        yield
    closed.sort(key=lambda moment: (moment.begin or date.min, moment.end or date.max, moment.source.number))
    speakers = people.speakers()
    return Digest(
        documents=counted,
        quotes=people.count,
        quotes_left_out=people.left_out,
        speakers=speakers,
        named=sum(speaker.named for speaker in speakers),
        moments=tuple(closed[:max_moments]),
        moments_in_all=len(closed),
        open_moments=tuple(still_open[:max_moments]),
        open_in_all=len(still_open),
        sources=tuple(sources),
    )


def source_ref(view: DocumentView) -> SourceRef:
    """Return what a list says of the document it refers to."""
    return SourceRef(
        number=view.number,
        id=view.id,
        title=shortened(view.title, 160),
        publisher=view.publisher,
        date=_source_date(view),
        edtf=view.dated.edtf,
        first=view.dated.edtf.first.isoformat() if view.dated.edtf and view.dated.edtf.first else "",
    )


def _source_date(view: DocumentView) -> str:
    edtf = view.dated.edtf
    if edtf is None:
        return ""
    return "date open" if edtf.precision in {"set", "open", "interval"} and is_wide(edtf) else in_words(edtf)


def moments(view: DocumentView, source: SourceRef) -> Iterator[Moment]:
    """Yield what is dated in a document: events by their time expressions, then time expressions of no event.

    What says only how often, or "now" and the like, is left out; what stays open has no ``begin``.
    """
    times = {time.id: time for time in view.times}
    of_events: set[str] = set()
    for event in view.events:
        of_events.update(event.times)
        found = view.when(event)
        keys = [key for key in (*event.times, *event.implied_times) if view.resolutions.get(key) == found]
        if found is None or not keys:
            continue
        moment = _moment(times[keys[0]], view, source, view.words(event))
        if moment is not None:
            yield evolve(
                moment,
                annotation=event.id,
                is_event=True,
                is_main=event.is_main,
                headline=shortened(event.headline, 120),
                status=event.status,
                confidence=min(event.confidence, moment.confidence),
            )
    for time in times.values():
        if time.id not in of_events:
            moment = _moment(time, view, source, surroundings(time, view))
            if moment is not None:
                yield moment


def surroundings(record: TimeExpression | Event | Quote, view: DocumentView) -> str:
    """Return a line of clean text around an annotation."""
    clean = view.clean_spans(record.spans)
    if not clean:
        return view.words(record.spans)
    text = view.document.text
    before = text[max(0, clean[0].start - _CONTEXT) : clean[0].start].rpartition("\n")
    after = text[clean[-1].end : clean[-1].end + _CONTEXT].partition("\n")
    left, right = before[2], after[0]
    if not before[1] and clean[0].start > _CONTEXT:
        left = f"… {left.partition(' ')[2]}"
    if not after[1] and clean[-1].end + _CONTEXT < len(text):
        right = f"{right.rpartition(' ')[0]} …"
    return f"{left}{text[clean[0].start : clean[-1].end]}{right}".strip()


def shortened(text: str, limit: int = MAX_WORDS) -> str:
    """Return a text on one line, cut after a word where it is too long."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def _moment(time: TimeExpression, view: DocumentView, source: SourceRef, what: str) -> Moment | None:
    resolution = view.resolutions[time.id]
    if time.type == "SET" or (resolution.begin is None and not resolution.open and resolution.edtf is None):
        return None
    edtf = resolution.edtf
    is_open = resolution.begin is None or (resolution.open and (edtf is None or is_wide(edtf)))
    when = value_in_words(resolution.value) if is_open or edtf is None else with_mod(in_words(edtf), time.mod)
    return Moment(
        annotation=time.id,
        when=when,
        edtf=str(edtf) if edtf else resolution.value,
        begin=None if is_open else resolution.begin,
        end=None if is_open else resolution.end,
        words=view.words(time.spans),
        what=shortened(what),
        derivation=resolution.derivation,
        source=source,
        precision=edtf.precision + edtf.qualifier if edtf else "open",
        confidence=time.confidence,
        date=None if is_open else edtf,
        mod=time.mod,
    )


def speaker_groups(dossier: Dossier) -> Mapping[str, str]:
    """Return quote -> the name that a link step has given its speaker."""
    return {member: group.label for group in dossier.groups("speaker") for member in group.members}


@define
class Limit:
    """How many more quotes may be kept; shared by those who keep them."""

    left: int


class People:
    """Collects quotes by speaker; keeps no more of them than the limit."""

    def __init__(self, groups: Mapping[str, str], limit: Limit) -> None:
        self._groups = groups
        self._limit = limit
        self._said: dict[tuple[bool, str], list[Said]] = {}
        self._counts: dict[tuple[bool, str], int] = {}
        self.left_out = 0
        self.count = 0

    def add(self, view: DocumentView, source: SourceRef) -> None:
        """Add the quotes of a document."""
        quotes = view.quotes
        keys = {quote.id: self._key(quote, view) for quote in quotes}
        within: dict[str, list[str]] = {}
        for quote in quotes:
            self.count += 1
            self._counts[keys[quote.id]] = self._counts.get(keys[quote.id], 0) + 1
            if quote.parent in keys and keys[quote.id] in {keys[quote.parent], (False, NOT_NAMED)}:
                within.setdefault(quote.parent, []).append(shortened(view.words(quote.spans)))
        for quote in quotes:
            parent = quote.parent
            if parent not in keys or keys[quote.id] not in {keys[parent], (False, NOT_NAMED)}:
                self._keep(quote, view, source, keys[quote.id], tuple(within.get(quote.id, ())))

    def _key(self, quote: Quote, view: DocumentView) -> tuple[bool, str]:
        """Return whether somebody is named, and the name to list the quote under."""
        name = self._groups.get(quote.id) or quote.speaker_entity or shortened(view.words(quote.speaker), 160)
        if name and name.lower() not in pronouns():
            return (True, name)
        return (False, NOT_RESOLVED if name else NOT_NAMED)

    def _keep(
        self, quote: Quote, view: DocumentView, source: SourceRef, key: tuple[bool, str], within: tuple[str, ...]
    ) -> None:
        kept = self._said.setdefault(key, [])
        if self._limit.left <= 0:
            self.left_out += 1 + len(within)
            return
        self._limit.left -= 1
        mention = shortened(view.words(quote.speaker), 160)
        kept.append(
            Said(
                id=quote.id,
                type=TYPES.get(quote.type, quote.type),
                words=shortened(view.words(quote.spans)),
                within=within,
                mention="" if mention == key[1] else mention,
                cue=shortened(view.words(quote.cue), 80),
                nested=quote.parent is not None,
                source=source,
                confidence=quote.confidence,
                role=", ".join(part for part in (quote.speaker_role, quote.speaker_affiliation) if part),
            )
        )

    def speakers(self) -> tuple[Speaker, ...]:
        """Return the speakers so far: those with a name first, then by how much they say."""
        keys = sorted(self._counts, key=lambda key: (not key[0], -self._counts[key], key[1].casefold(), key[1]))
        return tuple(Speaker(name=key[1], named=key[0], count=self._counts[key], said=tuple(self._said[key])) for key in keys)


@cache
def pronouns() -> frozenset[str]:
    """Return the words that name nobody outside their text."""
    lines = (files("presseschau_reports") / "data" / "pronouns.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
