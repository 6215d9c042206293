"""One source as the page shows it: its text with marks, and a note on where each finding comes from."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from markupsafe import Markup

from presseschau import Annotation, Edit, Event, Finding, Provenance, Quote, Span
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.model.serialize import unstructure
from presseschau.results.view import DocumentView, kind_of
from presseschau_reports.digest import shortened
from presseschau_reports.html.marking import Mark, mark, marked_lines
from presseschau_reports.html.parts import Parts, anchor
from presseschau_reports.outputs import escaped
from presseschau_reports.wording import in_words

MAX_TEXT = 200_000
"""Code points of a text that the page shows."""
_WEB = re.compile(r"https?://[^\s]+\Z")
_NOTE_WORDS = 100
_ROLES = ("speaker", "cue", "addressee")
"""Roles of a quote that are marked, each in a class of its name."""


class _Said(NamedTuple):
    """What the page says of a finding, as markup: what it is, what it means (in the list below the text, and on hovering), where it comes from."""

    what: str
    meaning: str
    hover: str
    origin: str


def article(view: DocumentView, parts: Parts) -> Markup:
    """Return a document as markup."""
    return Markup("".join(_article(view, parts)))  # noqa: S704 - all of it is escaped


def _article(view: DocumentView, parts: Parts) -> Iterator[str]:
    t, document, number = parts.strings, view.document, view.number
    text = document.source_text[:MAX_TEXT]
    words = len(document.text.split())
    cut = len(document.source_text.split()) - words
    language = document.language.language if document.language else ""
    language = escaped(language if language not in {"", "unknown"} else "de")
    dated = view.dated
    found = {record.id: _said(record, view) for record in view.annotations}
    yield f'<article class="source" id="s{number}" aria-labelledby="h{number}">\n<div class="side">\n'
    if view.publisher:
        yield f'<p class="paper">{escaped(view.publisher)}</p>'
    date = in_words(dated.edtf, parts.language) if dated.edtf else t("undated")
    by = "\n".join((f"from: {dated.origin}", *dated.reasons)) if dated.edtf else ""
    yield f'<p class="date" title="{escaped(by)}">{escaped(date)}</p>\n'
    if dated.edtf and dated.edtf.precision in {"set", "open", "interval"}:
        yield f'<p class="dim edtf">{escaped(shortened(view.date, 40))}</p>'
    for contradiction in dated.contradictions:
        yield f'<p class="warning">{escaped(t("contradiction", a=contradiction))}</p>'
    less = f", {escaped(t('cut', n=cut))}" if cut > 0 else ""
    quotes = escaped(t("quotes", n=len(view.quotes)))
    yield f'<p class="dim">{escaped(t("words", n=words))}{less}<br>{quotes}</p>\n<p class="dim id">{escaped(view.id)}</p>\n</div>\n'
    title = escaped(shortened(view.title, 200))
    yield f'<div class="main">\n<h3 id="h{number}" lang="{language}"><bdi>{title}</bdi></h3>\n<div class="text" lang="{language}">\n'
    marks = [mark for mark in _marks(view, found) if mark.start < len(text)]
    cuts = [_cut(edit) for edit in document.edits if not edit.replacement]
    for line in marked_lines(text, marks, cuts):
        yield f'<p class="cut">{line.html}</p>\n' if line.cut else f"<p>{line.html}</p>\n"
    if len(document.source_text) > len(text):
        yield f'<p class="more" lang="{parts.language}">{escaped(t("left_out", n=len(document.source_text) - len(text)))}</p>'
    yield "</div>\n"
    for key, columns, rows in (
        ("said_of_source", ("claim", "value", "origin"), list(_claims(view, language))),
        ("found_in_source", ("what", "words_title", "meaning", "origin"), list(_notes(view, found, language, parts))),
        ("cut_from_source", ("what", "words_title", "origin"), list(_cuts(view, language))),
    ):
        if rows:
            head = "".join(f"<th>{escaped(t(column))}" for column in columns)
            yield f"<details><summary>{escaped(t(key, n=len(rows)))}</summary>\n<table><thead><tr>{head}</thead><tbody>\n"
            yield from rows
            yield "</tbody></table></details>\n"
    yield "</div>\n</article>\n"


def origin_of(finding: Finding) -> str:
    """Return where a finding comes from, in a line: rule, step, distribution and version, confidence."""
    return _origin(finding.rule, f"{finding.confidence:.2f}", finding.provenance)


def _origin(rule: str, confidence: str, stamp: Provenance | None) -> str:
    by = f"step {stamp.step} ({stamp.distribution} {stamp.version})" if stamp and stamp.distribution else ""
    by = by or (f"step {stamp.step}" if stamp else "")
    return " · ".join(part for part in (f"rule {rule}", by, f"confidence {confidence}") if part)


@lru_cache(maxsize=4096)
def _written_origin(rule: str, confidence: str, stamp: Provenance | None) -> str:
    return escaped(_origin(rule, confidence, stamp))


def _said(record: Annotation, view: DocumentView) -> _Said:
    origin = _written_origin(record.rule, f"{record.confidence:.2f}", record.provenance)
    if isinstance(record, Quote):
        what, meaning = escaped(f"{record.type} quote"), escaped("\n".join(_quote_meaning(record, view)))
        return _Said(what, meaning, "\n".join((what, meaning, origin) if meaning else (what, origin)), origin)
    if isinstance(record, TimeExpression):
        meaning = escaped(_time_meaning(record, view))
        return _Said(f"Time ({escaped(record.type.lower())})", meaning, f"{meaning}\n{origin}", origin)
    if isinstance(record, DocumentDate):
        meaning = escaped("\n".join((f"dates the document: {record.edtf}", *record.reasons, *record.contradictions)))
        return _Said("Date of the document", meaning, f"{meaning}\n{origin}", origin)
    if isinstance(record, Event):
        meaning, headline = escaped(_event_meaning(record, view)), escaped(record.headline)
        hover = "\n".join(part for part in (f"event, {record.status}", headline, meaning, origin) if part)
        return _Said("Event", meaning, hover, origin)
    kind = escaped(kind_of(record))
    return _Said(kind, escaped(shortened(_data(record), _NOTE_WORDS)), f"{kind}\n{origin}", origin)


def _marks(view: DocumentView, found: Mapping[str, _Said]) -> Iterator[Mark]:
    numbers = count()

    def each(record: Annotation, spans: Sequence[Span], classes: str, rank: int, element: str = "span") -> Iterator[Mark]:
        attributes = f' class="{classes}" title="{found[record.id].hover}"'
        for place, (start, end) in enumerate(spans):
            identity = "" if place else anchor(record.id)
            yield Mark(start, -end, rank, identity, next(numbers), end, element, attributes)

    for quote in view.quotes:
        yield from each(quote, quote.spans, "q direct" if quote.type == "Direct" else "q indirect", 2, "mark")
        for role, (start, end) in _roles(quote):
            yield Mark(start, -end, 4, "", next(numbers), end, "span", f' class="{role}" title="{role} of the quote"')
    for time in view.times:
        yield from each(time, time.spans, "t", 3)
    for record in view.annotations:
        if isinstance(record, DocumentDate):
            yield from each(record, record.spans, "d", 3)
    for event in view.events:
        yield from each(event, event.trigger or event.spans, f"e {event.status}", 1)
    for record in view.others:
        yield from each(record, record.spans, "x", 5)


def _roles(quote: Quote) -> Iterator[tuple[str, Span]]:
    for role in _ROLES:
        for span in getattr(quote, role):
            yield role, span


def _cut(edit: Edit) -> Mark:
    return mark(*edit.span, "cut", element="del", title=f"cut\n{origin_of(edit)}", note=edit.rule)


def _claims(view: DocumentView, language: str) -> Iterator[str]:
    for claim in view.document.claims:
        value = escaped(claim.value)
        if claim.name == "url" and _WEB.match(claim.value):
            value = f'<a href="{value}" rel="noopener noreferrer nofollow">{value}</a>'
        else:
            value = f"<bdi>{value}</bdi>"
        origin = escaped(f"{claim.origin}; {origin_of(claim)}")
        yield f'<tr><td>{escaped(claim.name)}<td lang="{language}">{value}<td>{origin}\n'


def _notes(view: DocumentView, found: Mapping[str, _Said], language: str, parts: Parts) -> Iterator[str]:
    for record in sorted(view.annotations, key=lambda record: (record.spans[:1], kind_of(record))):
        said, name = found[record.id], anchor(record.id)
        words = escaped(shortened(view.words(record.spans), _NOTE_WORDS))
        meaning = said.meaning.replace("\n", "; ")
        yield (
            f'<tr><td>{said.what}{parts.up(name)}<td lang="{language}"><a href="#{name}">{words}</a>'
            f"<td>{meaning}<td>{said.origin}\n"
        )


def _cuts(view: DocumentView, language: str) -> Iterator[str]:
    source = view.document.source_text
    labels = {tuple(part.span): part.label for part in view.document.parts if not part.kept}
    for edit in sorted(view.document.edits, key=lambda edit: edit.span):
        words = shortened(source[edit.span.start : edit.span.end], _NOTE_WORDS)
        if words and not edit.replacement:
            label = labels.get(tuple(edit.span), "") or "cut"
            yield f'<tr><td>{escaped(label)}<td lang="{language}">{escaped(words)}<td>{escaped(origin_of(edit))}\n'


def _quote_meaning(quote: Quote, view: DocumentView) -> Iterator[str]:
    for role in _ROLES:
        if spans := getattr(quote, role):
            yield f"{role}: {_brief(spans, view)}"
    if quote.speaker_entity:
        yield f"who that is: {quote.speaker_entity}"
    if quote.parent:
        yield "within another quote"


def _time_meaning(time: TimeExpression, view: DocumentView) -> str:
    resolution = view.meaning(time)
    when = in_words(resolution.edtf) if resolution.edtf else resolution.value
    said = [f"{when} ({resolution.value})" if resolution.value not in {"", when} else when]
    said += [resolution.derivation] if resolution.derivation else []
    said += ["stays open: a reference is missing"] if resolution.open else []
    return "\n".join(said)


def _event_meaning(event: Event, view: DocumentView) -> str:
    found = view.when(event)
    when = "" if found is None else in_words(found.edtf) if found.edtf else found.value
    roles = [f"{role}: {_brief(spans, view)}" for role in ("who", "whom", "place") if (spans := getattr(event, role))]
    status = [event.status] if event.status != "happened" else []
    return "\n".join(part for part in (when, *status, *roles) if part)


def _data(record: Annotation) -> str:
    data = {name: value for name, value in unstructure(record).items() if name != "spans"}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


def _brief(spans: tuple[Span, ...], view: DocumentView) -> str:
    return shortened(view.words(spans), _NOTE_WORDS)
