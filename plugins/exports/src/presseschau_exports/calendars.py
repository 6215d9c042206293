"""Formats of calendars and timelines: iCalendar (RFC 5545) and TimelineJS."""

import html
import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from attrs import field, frozen

from presseschau import DocumentView, Dossier, Event, hookimpl
from presseschau.dates import Resolution
from presseschau_exports.paths import check_output_path

_STATUS = {"planned": "TENTATIVE", "possible": "TENTATIVE", "denied": "CANCELLED"}
_OCTETS = 75
_CONTROL = dict.fromkeys((*range(0x20), 0x7F, 0x85, 0x2028, 0x2029), " ")


@frozen(eq=False, kw_only=True)
class ICalendar:
    """Write dated events as a calendar: whole days, planned and possible ones tentative, denied ones cancelled."""

    path: str = field(
        default="events.ics",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    only_main: bool = field(default=False, metadata={"help": "write main events only"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write one event an entry."""
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="") as stream:
            for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Presseschau//EN", "CALSCALE:GREGORIAN"):
                stream.write(f"{line}\r\n")
            for view, event, found in _dated(dossier, only_main=self.only_main):
                for line in _entry(view, event, found):
                    stream.write(folded(line))
            stream.write("END:VCALENDAR\r\n")
        return [target]


def _entry(view: DocumentView, event: Event, found: Resolution) -> Iterator[str]:
    begin, end = found.begin, found.end or found.begin
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@presseschau"
    # No clock in a report: the entry is as old as its event.
    yield f"DTSTAMP:{begin:%Y%m%d}T000000Z" if begin and begin.year >= 1000 else "DTSTAMP:19700101T000000Z"  # noqa: PLR2004 - four digits
    yield f"DTSTART;VALUE=DATE:{_day(begin)}"
    if end and end < date.max:
        yield f"DTEND;VALUE=DATE:{_day(end + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(event.headline or view.words(event))}"
    yield f"DESCRIPTION:{escaped(f'{view.words(event)} ({view.title})')}"
    if event.place:
        yield f"LOCATION:{escaped(view.words(event.place))}"
    yield f"STATUS:{_STATUS.get(event.status, 'CONFIRMED')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a value of the type TEXT: on one line, with backslash, semicolon and comma escaped."""
    text = " ".join(text.translate(_CONTROL).split())
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """Return a content line in pieces of up to 75 octets, none of which breaks a character."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if size + octets > _OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"


@frozen(eq=False, kw_only=True)
class TimelineJs:
    """Write dated events as JSON for TimelineJS."""

    path: str = field(
        default="timeline.json",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    only_main: bool = field(default=True, metadata={"help": "write main events only"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write one slide an event."""
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write('{"events": [')
            before = "\n"
            for view, event, found in _dated(dossier, only_main=self.only_main):
                stream.write(before + json.dumps(_slide(view, event, found), ensure_ascii=False))
                before = ",\n"
            stream.write("\n]}\n")
        return [target]


def _slide(view: DocumentView, event: Event, found: Resolution) -> dict[str, Any]:
    # TimelineJS reads its texts as HTML.
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "start_date": _date(found.begin),
        "text": {
            "headline": html.escape(event.headline or view.words(event)),
            "text": html.escape(f"{view.words(event)} ({view.title})"),
        },
        "group": event.status,
    }
    if found.end and found.end != found.begin:
        slide["end_date"] = _date(found.end)
    return slide


def _date(day: date | None) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day} if day else {}


def _day(day: date | None) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}" if day else ""


def _dated(dossier: Dossier, *, only_main: bool) -> Iterator[tuple[DocumentView, Event, Resolution]]:
    for view in dossier.views():
        for event in view.events:
            found = view.when(event)
            if found is not None and found.begin is not None and (event.is_main or not only_main):
                yield view, event, found
