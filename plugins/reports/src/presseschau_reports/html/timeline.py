"""The timeline of a story as SVG: certain and uncertain dates, what is planned and denied, several sources on one happening.

Positions are percentages, so that the drawing can be made wider without making its letters larger; it has no inline style.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import frozen

from presseschau_reports.stories import Point

_MOST = 120
"""Happenings that one timeline draws."""
_LANES = 12
_LANE = 26
_TOP = 36
_WIDTH = 1000
"""The width in pixels that labels are laid out for."""
_LETTER = 6.3
_HALF_YEAR = timedelta(days=183)
_LABEL = 40


@frozen(kw_only=True)
class Drawn:
    """A happening as drawn: ``x`` and ``width`` in percent, ``lane`` from the top; ``label`` may be empty for want of room."""

    anchor: str
    shape: str
    classes: str
    x: float
    width: float
    y: int
    label: str
    title: str
    sources: int


@frozen(kw_only=True)
class Tick:
    """A line of the axis."""

    x: float
    label: str


@frozen(kw_only=True)
class Timeline:
    """All that the drawing shows; ``earlier`` and ``later`` count what lies outside of it, ``crowded`` what it has no room for."""

    height: int
    ticks: tuple[Tick, ...]
    drawn: tuple[Drawn, ...]
    earlier: int = 0
    later: int = 0
    crowded: int = 0


def timeline(points: Sequence[Point]) -> Timeline | None:
    """Lay out happenings; None for fewer than two days."""
    inside, earlier, later = _window(points)
    if len({point.moment.begin for point in inside}) < 2:  # noqa: PLR2004 - a line needs two
        return None
    first = min(_begin(point) for point in inside)
    last = max(_end(point) for point in inside)
    margin = max(timedelta(days=1), (last - first) / 25)
    start, end = _minus(first, margin), _plus(last, margin * 4)
    days = max((end - start).days, 1)

    def at(day: date) -> float:
        return round(100 * (day - start).days / days, 3)

    drawn: list[Drawn] = []
    free = [-1.0] * _LANES
    crowded = max(len(inside) - _MOST, 0)
    for point in sorted(inside[:_MOST], key=_begin):
        moment = point.moment
        label = _label(point)
        x, width = at(_begin(point)), max(at(_end(point)) - at(_begin(point)), 0.0)
        lane = next((number for number, taken in enumerate(free) if taken < x), None)
        room = x + max(width, 1.2) + 100 * len(label) * _LETTER / _WIDTH + 1.5
        if lane is None:
            crowded += 1
            continue
        free[lane] = room
        drawn.append(
            Drawn(
                anchor=moment.annotation,
                shape=_shape(point, width),
                classes=f"{moment.status} {'sure' if _is_sure(point) else 'unsure'}",
                x=x,
                width=round(width, 3),
                y=_TOP + lane * _LANE,
                label=label,
                title=f"{moment.headline or moment.what}",
                sources=len(point.sources),
            )
        )
    lanes = 1 + max((one.y - _TOP) // _LANE for one in drawn)
    return Timeline(
        height=_TOP + lanes * _LANE + 8,
        ticks=tuple(_ticks(start, end, at)),
        drawn=tuple(drawn),
        earlier=earlier,
        later=later,
        crowded=crowded,
    )


def _window(points: Sequence[Point]) -> tuple[list[Point], int, int]:
    """Return what a readable axis can show: all, or where most of it is within half a year of its median, that."""
    dated = sorted((point for point in points if point.moment.begin), key=_begin)
    if not dated:
        return [], 0, 0
    middle = _begin(dated[len(dated) // 2])
    near = [
        point for point in dated if abs(_begin(point) - middle) <= _HALF_YEAR and _end(point) - _begin(point) <= 2 * _HALF_YEAR
    ]
    if len(near) < len(dated) * 0.5 or len({_begin(point) for point in near}) < 2:  # noqa: PLR2004 - a line needs two
        return dated, 0, 0
    left = [point for point in dated if point not in near]
    earlier = sum(_begin(point) <= middle for point in left)
    return near, earlier, len(left) - earlier


def _ticks(start: date, end: date, at: object) -> Iterator[Tick]:
    days = (end - start).days
    place = at if callable(at) else None
    assert place is not None  # noqa: S101 - our own closure
    if days > 365 * 3:
        step = max(1, round(days / 365 / 9))
        years = range(start.year + 1, end.year + 1)
        yield from (Tick(x=place(date(year, 1, 1)), label=str(year)) for year in years if year % step == 0)
        return
    if days > 70:  # noqa: PLR2004 - ten weeks
        months = [(year, month) for year in range(start.year, end.year + 1) for month in range(1, 13)]
        firsts = [day for year, month in months if start < (day := date(year, month, 1)) < end]
        step = max(1, round(len(firsts) / 9))
        yield from (Tick(x=place(day), label=f"{day.month}/{day.year}") for day in firsts[::step])
        return
    step = max(1, round(days / 9))
    day = start + timedelta(days=1)
    while day < end:
        yield Tick(x=place(day), label=f"{day.day}. {day.month}.")
        day += timedelta(days=step)


def _shape(point: Point, width: float) -> str:
    if point.moment.status in {"planned", "denied"}:
        return point.moment.status
    return "bar" if width > 1.5 else "dot"  # noqa: PLR2004 - percent


def _is_sure(point: Point) -> bool:
    moment = point.moment
    return moment.status != "possible" and moment.confidence >= 0.5 and moment.precision in {"day", "time", "month"}  # noqa: PLR2004


def _label(point: Point) -> str:
    text = point.moment.headline or point.moment.what
    return text if len(text) <= _LABEL else f"{text[:_LABEL].rpartition(' ')[0] or text[:_LABEL]} …"


def _begin(point: Point) -> date:
    return point.moment.begin or date.min


def _end(point: Point) -> date:
    return max(point.moment.end or _begin(point), _begin(point))


def _minus(day: date, by: timedelta) -> date:
    return day - by if day - date.min > by else date.min


def _plus(day: date, by: timedelta) -> date:
    return day + by if date.max - day > by else date.max
