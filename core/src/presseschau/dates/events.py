"""When an event was: late, from the resolutions of the time expressions that date it."""

from collections.abc import Mapping

from attrs import evolve

from presseschau.dates.edtf import Edtf
from presseschau.dates.resolve import Resolution
from presseschau.model.annotations import Event


def event_time(event: Event, resolutions: Mapping[str, Resolution]) -> Resolution | None:
    """Return what dates an event: its own time expressions, else those of the scene it belongs to; None if nothing does.

    ``resolutions`` are those of its document, by the ids of the expressions (:func:`presseschau.dates.resolve_all`). Of several
    expressions the most exact one counts, and one with a clock time before one without.
    """
    for keys in (event.times, event.implied_times):
        known = [dated for key in keys if (found := resolutions.get(key)) is not None and (dated := _dated(found)) is not None]
        if known:
            return min(known, key=_width)
    return None


def _dated(found: Resolution) -> Resolution | None:
    """Return a resolution with a date; of a duration with one bound ("vor drei Jahren") that bound, as exact as the duration's unit."""
    if found.edtf is not None or not found.value.startswith("P") or (found.begin is None) == (found.end is None):
        return found if found.edtf is not None else None
    day = found.begin or found.end
    length = {"Y": 4, "M": 7}.get(found.value[-1], 10) if not found.value.startswith("PT") else 10
    return evolve(found, edtf=Edtf.parse(str(day)[:length]))


def _width(found: Resolution) -> tuple[float, bool]:
    edtf = found.edtf
    days = float("inf") if edtf is None or edtf.first is None or edtf.last is None else (edtf.last - edtf.first).days
    return days, "T" not in found.value
