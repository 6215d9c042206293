"""TimeML 1.2.1: a document with its time expressions and events, and which event is at which time."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from presseschau import DocumentView, Dossier, Event, Span, hookimpl
from presseschau.dates import TimeExpression
from presseschau_exports.marks import Mark, marks
from presseschau_exports.markup import attributes, characters, element
from presseschau_exports.paths import a_file_a_document, check_output_path

_VALUE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?")
_MODALITIES = {"planned": "PLANNED", "possible": "POSSIBLE"}
_DCT = "t0"


@frozen(eq=False, kw_only=True)
class TimeMl:
    """Write TimeML, a file a document: time expressions (TIMEX3) and events in place, and the times of events (TLINK)."""

    directory: str = field(
        default="timeml",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write a file a document; memory holds one."""
        return a_file_a_document(dossier, directory / self.directory, ".tml", timeml)


def timeml(view: DocumentView) -> Iterator[str]:
    """Yield a document as TimeML; the text of ``TEXT`` is the clean text, but for characters that XML forbids.

    TimeML knows no elements within each other: of time expressions that overlap the first and longest is marked and the others stand
    empty behind it, and an event whose trigger is part of a time expression or of another trigger is left out. What is in pieces is
    marked at its first.
    """
    text = view.document.text
    found = list(marks(view))
    times = {mark.id: mark for mark in found if isinstance(mark.record, TimeExpression)}
    tids = {key: f"t{number}" for number, key in enumerate(times, start=1)}
    kept, empty = _apart(times.values())
    events = _events_between(found, [span for span, _ in kept])
    eids = {mark.id: f"e{number}" for number, (_, mark) in enumerate(events, start=1)}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'
    yield f"{element('DOCID', view.id)}\n"
    has_date = bool(_VALUE.fullmatch(view.date))
    if has_date:
        of_document = {"type": "DATE", "value": view.date, "temporalFunction": "false", "functionInDocument": "CREATION_TIME"}
        yield f"<DCT>{element('TIMEX3', view.date, tid=_DCT, **of_document)}</DCT>\n"
    yield f"{element('TITLE', view.title)}\n<TEXT>"
    at = 0
    for span, mark in sorted([*kept, *events], key=lambda one: one[0]):
        yield characters(text[at : span.start])
        words = text[span.start : span.end]
        if mark.id in tids:
            yield element("TIMEX3", words, **_timex(mark, view, tids, has_date=has_date))
            for other in empty.get(mark.id, ()):
                yield element("TIMEX3", **_timex(other, view, tids, has_date=has_date))
        else:
            yield element("EVENT", words, eid=eids[mark.id], class_="OCCURRENCE", comment=mark.id)
        at = span.end
    yield f"{characters(text[at:])}</TEXT>\n"
    yield from _instances(events, eids)
    yield from _links(events, eids, tids, view)
    yield "</TimeML>\n"


def _apart(times: Iterable[Mark]) -> tuple[list[tuple[Span, Mark]], dict[str, list[Mark]]]:
    """Return the first and longest of the times that overlap, and the others by the id of the one they overlap."""
    kept: list[tuple[Span, Mark]] = []
    empty: dict[str, list[Mark]] = {}
    for mark in sorted(times, key=lambda one: (one.spans[0].start, -one.spans[0].end, one.number)):
        if kept and mark.spans[0].start < kept[-1][0].end:
            empty.setdefault(kept[-1][1].id, []).append(mark)
        else:
            kept.append((mark.spans[0], mark))
    return kept, empty


def _events_between(found: Iterable[Mark], taken: list[Span]) -> list[tuple[Span, Mark]]:
    """Return the events whose triggers overlap neither a time nor another trigger, each with the first piece of its trigger."""
    events = []
    for mark in found:
        if isinstance(mark.record, Event):
            span = mark.roles.get("trigger", mark.spans)[0]
            after = bisect_left(taken, span.start, key=lambda one: one.end - 1)
            if after == len(taken) or taken[after].start >= span.end:
                events.append((span, mark))
    kept: list[tuple[Span, Mark]] = []
    for span, mark in sorted(events, key=lambda one: (one[0], one[1].number)):
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, mark))
    return kept


def _timex(mark: Mark, view: DocumentView, tids: Mapping[str, str], *, has_date: bool) -> dict[str, str]:
    """Return the attributes of a time expression."""
    record = mark.record
    assert isinstance(record, TimeExpression)  # noqa: S101 - the caller's choice
    reference = record.form.partition(" ")[0]
    anchor = {"dct": _DCT if has_date else "", "anchor": tids.get(record.anchor or "", "")}.get(reference, "")
    return {
        "tid": tids[mark.id],
        "type": record.type,
        "value": view.meaning(record).value,
        "mod": record.mod,
        "quant": record.quant,
        "freq": record.freq,
        "temporalFunction": str(reference in {"dct", "anchor"}).lower(),
        "anchorTimeID": anchor,
        "comment": mark.id,
    }


def _instances(events: Iterable[tuple[Span, Mark]], eids: Mapping[str, str]) -> Iterator[str]:
    """Yield the instance of each event; tense, aspect and part of speech are not known."""
    for _, mark in events:
        status = str(mark.facts.get("status", ""))
        values = {
            "eiid": f"ei{eids[mark.id][1:]}",
            "eventID": eids[mark.id],
            "tense": "NONE",
            "aspect": "NONE",
            "pos": "OTHER",
            "polarity": "NEG" if status == "denied" else "POS",
            "modality": _MODALITIES.get(status, ""),
        }
        yield f"<MAKEINSTANCE{attributes(values)}/>\n"


def _links(
    events: Iterable[tuple[Span, Mark]], eids: Mapping[str, str], tids: Mapping[str, str], view: DocumentView
) -> Iterator[str]:
    """Yield the time of each event, and which mentions are of the same event."""
    number = 0
    for _, mark in events:
        event = mark.record
        assert isinstance(event, Event)  # noqa: S101 - the caller's choice
        mine = {"eventInstanceID": f"ei{eids[mark.id][1:]}"}
        links = [
            mine | {"relatedToTime": tids[key], "relType": "IS_INCLUDED"}
            for key in (event.times or event.implied_times)
            if key in tids and view.resolutions[key].edtf is not None
        ]
        if event.same_as and event.same_as in eids:
            links.append(mine | {"relatedToEventInstance": f"ei{eids[event.same_as][1:]}", "relType": "IDENTITY"})
        for link in links:
            number += 1
            yield f"<TLINK{attributes({'lid': f'l{number}', **link})}/>\n"
