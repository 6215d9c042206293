"""A run's events on a line of time, drawn with matplotlib."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from presseschau.dates import Resolution
from presseschau.model.annotations import Event
from presseschau.results.dossier import Dossier

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKERS = {"planned": "D", "denied": "X"}
_CERTAIN = 0.6
_LONGEST = 60
_ROOM = 0.012
"""Room for a letter of a label, as a share of the line."""


@frozen
class Moment:
    """An event with a date: its ``label``, the first and last day that it may lie on, its status, and whether all this is certain."""

    label: str
    begin: date
    end: date
    status: str
    certain: bool


def moments(dossier: Dossier, *, only_main: bool, since: date | None = None, until: date | None = None) -> list[Moment]:
    """Return the dated events of a run in the order of time, one for each happening of a document; those that may lie within the bounds."""
    found = []
    for view in dossier.views():
        for event in view.events:
            meaning = view.when(event)
            if event.same_as is None and (event.is_main or not only_main) and meaning is not None and meaning.begin is not None:
                said = " ".join((event.headline or view.words(event)).split())
                found.append(_moment(event, meaning, said))
    found = [one for one in found if one.end >= (since or date.min) and one.begin <= (until or date.max)]
    return sorted(found, key=lambda one: (one.begin, one.end, one.label))


def _moment(event: Event, meaning: Resolution, said: str) -> Moment:
    begin = meaning.begin
    assert begin is not None  # noqa: S101 - the caller's choice
    end = meaning.end or begin
    short = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 2]} …"
    exact = end == begin and not (meaning.edtf and meaning.edtf.qualifier)
    return Moment(short, begin, end, event.status, exact and event.confidence >= _CERTAIN and event.status != "possible")


def draw(shown: list[Moment], axes: "Axes | None") -> "Axes":
    """Draw events that are in the order of time.

    Raises:
        ImportError: matplotlib is not installed.
    """
    try:
        from matplotlib import dates as days  # noqa: PLC0415 - optional
        from matplotlib import pyplot as plt  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ImportError("a timeline needs matplotlib: pip install 'presseschau-core[timeline]'") from error
    lanes = _lanes(shown)
    count = max(lanes, default=0) + 1
    if axes is None:
        _, axes = plt.subplots(figsize=(12, max(2.0, 0.32 * count + 1)), layout="constrained")
    number: Any = days.date2num  # type: ignore[no-untyped-call,unused-ignore]
    for one, lane in zip(shown, lanes, strict=True):
        start, end = number(one.begin), number(one.end)
        face = "C0" if one.certain else "w"
        if end > start:
            axes.plot([start, end], [lane, lane], color="C0", linewidth=4, alpha=1.0 if one.certain else 0.35)
        axes.plot([start], [lane], _MARKERS.get(one.status, "o"), markerfacecolor=face, markeredgecolor="C0", zorder=3)
        # A dollar sign in a headline is a dollar sign, not the beginning of a formula.
        axes.text(end, lane, f"  {one.label}", va="center", fontsize=8, parse_math=False, clip_on=True)
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_yticks([])
    locator = days.AutoDateLocator()  # type: ignore[no-untyped-call,unused-ignore]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(days.ConciseDateFormatter(locator))  # type: ignore[no-untyped-call,unused-ignore]
    if shown:
        first, last = shown[0].begin, max(one.end for one in shown)
        span = max((last - first).days, 7)
        axes.set_xlim(number(first) - span * 0.03, number(last) + span * (0.05 + _ROOM * 40))
    axes.set_title("filled: certain · hollow: uncertain · diamond: planned · cross: denied", fontsize=8, loc="left")
    return axes


def _lanes(shown: list[Moment]) -> list[int]:
    """Return a lane for each, so that no label runs into another."""
    if not shown:
        return []
    whole = max((max(one.end for one in shown) - shown[0].begin).days, 7) * 1.5
    free: list[date] = []
    lanes = []
    for one in shown:
        days = min(int(whole * _ROOM * len(one.label)) + 1, (date.max - one.end).days)
        lane = next((number for number, until in enumerate(free) if until < one.begin), len(free))
        free[lane : lane + 1] = [one.end + timedelta(days=days)]
        lanes.append(lane)
    return lanes
