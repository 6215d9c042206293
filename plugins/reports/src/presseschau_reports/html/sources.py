"""One source as the page shows it: its text with marks, and a note on where each finding comes from."""

import json
import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from presseschau import Annotation, Edit, Event, Finding, Quote, Span
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.model.serialize import unstructure
from presseschau.results.view import DocumentView, kind_of
from presseschau_reports.digest import shortened
from presseschau_reports.html.marking import Line, Mark, marked_lines
from presseschau_reports.html.strings import Strings
from presseschau_reports.wording import in_words

MAX_TEXT = 200_000
"""Code points of a text that the page shows."""
_WEB = re.compile(r"https?://[^\s]+\Z")
_NOTE_WORDS = 100
_UNSAFE_IN_ID = re.compile(r"[^0-9A-Za-z_-]")
_ROLES = {"speaker": "speaker", "cue": "cue", "addressee": "addressee"}


@frozen(kw_only=True)
class Note:
    """A finding in the list below a source: what it is, its words, what it means, and where it comes from."""

    anchor: str
    what: str
    words: str
    meaning: str
    origin: str


@frozen(kw_only=True)
class SourceView:
    """All that the page says of one source."""

    number: int
    id: str
    title: str
    publisher: str
    date: str
    open_edtf: str
    dated_by: str
    contradictions: tuple[str, ...]
    claims: tuple[tuple[str, str, str, str], ...]
    language: str
    words: int
    words_cut: int
    quotes: int
    lines: tuple[Line, ...]
    left_out: int
    notes: tuple[Note, ...]
    cuts: tuple[Note, ...]


def anchor(annotation: str) -> str:
    """Return the id that an annotation has in the page."""
    return f"a-{_UNSAFE_IN_ID.sub('_', annotation)}"


def source_view(view: DocumentView, interface: str = "en") -> SourceView:
    """Prepare a document for the page."""
    document = view.document
    text = document.source_text[:MAX_TEXT]
    words = len(document.text.split())
    marks = [mark for mark in _marks(view) if mark.start < len(text)]
    cuts = [_cut(edit) for edit in document.edits if not edit.replacement]
    language = document.language.language if document.language else ""
    dated = view.dated
    return SourceView(
        number=view.number,
        id=view.id,
        title=shortened(view.title, 200),
        publisher=view.publisher,
        date=in_words(dated.edtf, interface) if dated.edtf else Strings(interface)("undated"),
        open_edtf=shortened(view.date, 40) if dated.edtf and dated.edtf.precision in {"set", "open", "interval"} else "",
        dated_by="\n".join((f"from: {dated.origin}", *dated.reasons)) if dated.edtf else "",
        contradictions=dated.contradictions,
        claims=tuple((c.name, c.value, _web(c.name, c.value), f"{c.origin}; {origin_of(c)}") for c in document.claims),
        language=language if language not in {"", "unknown"} else "de",
        words=words,
        words_cut=len(document.source_text.split()) - words,
        quotes=len(view.quotes),
        lines=tuple(marked_lines(text, marks, cuts)),
        left_out=len(document.source_text) - len(text),
        notes=tuple(_notes(view)),
        cuts=tuple(_cut_notes(view)),
    )


def origin_of(finding: Finding) -> str:
    """Return where a finding comes from, in a line: rule, step, distribution and version, confidence."""
    stamp = finding.provenance
    by = f"step {stamp.step} ({stamp.distribution} {stamp.version})" if stamp and stamp.distribution else ""
    by = by or (f"step {stamp.step}" if stamp else "")
    return " · ".join(part for part in (f"rule {finding.rule}", by, f"confidence {finding.confidence:.2f}") if part)


def _marks(view: DocumentView) -> Iterator[Mark]:
    for quote in view.quotes:
        hover = f"{_quote_meaning(quote, view)}\n{origin_of(quote)}"
        kind = "direct" if quote.type == "Direct" else "indirect"
        yield from _each(quote, "mark", f"q {kind}", hover, 2)
        for role, classes in _ROLES.items():
            for span in getattr(quote, role):
                yield Mark(start=span.start, end=span.end, classes=classes, title=f"{role} of the quote", rank=4)
    for time in view.times:
        yield from _each(time, "span", "t", f"{_time_meaning(time, view)}\n{origin_of(time)}", 3)
    for record in view.annotations:
        if isinstance(record, DocumentDate):
            yield from _each(record, "span", "d", f"{_date_meaning(record)}\n{origin_of(record)}", 3)
    for event in view.events:
        hover = f"{_event_hover(event, view)}\n{origin_of(event)}"
        for number, span in enumerate(event.trigger or event.spans):
            identity = anchor(event.id) if number == 0 else ""
            yield Mark(start=span.start, end=span.end, classes=f"e {event.status}", id=identity, title=hover, rank=1)
    for record in view.others:
        yield from _each(record, "span", "x", f"{kind_of(record)}\n{origin_of(record)}", 5)


def _each(record: Annotation, element: str, classes: str, title: str, rank: int) -> Iterator[Mark]:
    for number, span in enumerate(record.spans):
        identity = anchor(record.id) if number == 0 else ""
        yield Mark(start=span.start, end=span.end, element=element, classes=classes, id=identity, title=title, rank=rank)


def _cut(edit: Edit) -> Mark:
    title = f"cut\n{origin_of(edit)}"
    return Mark(start=edit.span.start, end=edit.span.end, element="del", classes="cut", title=title, note=edit.rule)


def _notes(view: DocumentView) -> Iterator[Note]:
    for record in sorted(view.annotations, key=lambda record: (record.spans[:1], kind_of(record))):
        if isinstance(record, Quote):
            what, meaning = f"{record.type} quote", _quote_meaning(record, view).partition("\n")[2]
        elif isinstance(record, TimeExpression):
            what, meaning = f"Time ({record.type.lower()})", _time_meaning(record, view)
        elif isinstance(record, DocumentDate):
            what, meaning = "Date of the document", _date_meaning(record)
        elif isinstance(record, Event):
            what, meaning = "Event", _event_meaning(record, view)
        else:
            what, meaning = kind_of(record), shortened(_data(record), _NOTE_WORDS)
        yield Note(
            anchor=anchor(record.id),
            what=what,
            words=shortened(view.words(record.spans), _NOTE_WORDS),
            meaning=meaning.replace("\n", "; "),
            origin=origin_of(record),
        )


def _cut_notes(view: DocumentView) -> Iterator[Note]:
    source = view.document.source_text
    labels = {tuple(part.span): part.label for part in view.document.parts if not part.kept}
    for edit in sorted(view.document.edits, key=lambda edit: edit.span):
        words = shortened(source[edit.span.start : edit.span.end], _NOTE_WORDS)
        if words and not edit.replacement:
            label = labels.get(tuple(edit.span), "")
            yield Note(anchor="", what=label or "cut", words=words, meaning="", origin=origin_of(edit))


def _quote_meaning(quote: Quote, view: DocumentView) -> str:
    said = [f"{quote.type} quote"]
    said += [
        f"{role}: {_brief(getattr(quote, role), view)}" for role in ("speaker", "cue", "addressee") if getattr(quote, role)
    ]
    if quote.speaker_entity:
        said.append(f"who that is: {quote.speaker_entity}")
    if quote.parent:
        said.append("within another quote")
    return "\n".join(said)


def _time_meaning(time: TimeExpression, view: DocumentView) -> str:
    resolution = view.resolutions[time.id]
    when = in_words(resolution.edtf) if resolution.edtf else resolution.value
    said = [f"{when} ({resolution.value})" if resolution.value not in {"", when} else when]
    said += [resolution.derivation] if resolution.derivation else []
    said += ["stays open: a reference is missing"] if resolution.open else []
    return "\n".join(said)


def _date_meaning(record: DocumentDate) -> str:
    return "\n".join((f"dates the document: {record.edtf}", *record.reasons, *record.contradictions))


def _event_hover(event: Event, view: DocumentView) -> str:
    return "\n".join(part for part in (f"event, {event.status}", event.headline, _event_meaning(event, view)) if part)


def _event_meaning(event: Event, view: DocumentView) -> str:
    found = view.when(event)
    when = "" if found is None else in_words(found.edtf) if found.edtf else found.value
    roles = [f"{role}: {_brief(getattr(event, role), view)}" for role in ("who", "whom", "place") if getattr(event, role)]
    status = [event.status] if event.status != "happened" else []
    return "\n".join(part for part in (when, *status, *roles) if part)


def _data(record: Annotation) -> str:
    data = {name: value for name, value in unstructure(record).items() if name != "spans"}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


def _brief(spans: Sequence[Span], view: DocumentView) -> str:
    return shortened(view.words(spans), _NOTE_WORDS)


def _web(name: str, value: str) -> str:
    """Return the address of a claimed URL if it is one of the web."""
    return value if name == "url" and _WEB.match(value) else ""
