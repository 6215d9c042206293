"""From what the words say to when it was: late, and without guessing."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from attrs import frozen

from presseschau.dates import forms
from presseschau.dates.edtf import Edtf
from presseschau.dates.expression import TimeExpression
from presseschau.dates.values import bounds, edtf_of

_Run = tuple[str] | tuple[str, str]
"""A stretch of reference days: its only day, or its ends."""
_SMALL_SET = 400
_SMALL_STRETCH = 62
"""Sets and stretches of fewer days are worked out day by day; larger ones at their ends."""
_MOST_STRETCHES = 100
"""A resolution that may lie in more stretches of days than that is left open."""
_LONGEST = 60
"""A derivation names a reference in so many characters, and says of a longer one only how many stretches of days it has."""


@frozen(kw_only=True)
class Resolution:
    """When a time expression is, given a reference.

    ``value`` is TIMEX3's, with X for what stays open. ``edtf`` is None for vague references and for durations and sets that the
    calendar does not bound. ``begin`` and ``end`` are the inclusive bounds, None where unknown. ``open`` says that something is
    not known for want of a reference.
    """

    value: str
    edtf: Edtf | None = None
    begin: date | None = None
    end: date | None = None
    derivation: str = ""
    open: bool = False


def resolve(expression: TimeExpression, document_date: Edtf | None = None, anchor: Resolution | None = None) -> Resolution:
    """Work out a time expression. A pure function.

    ``document_date`` may be None, a month, an interval or a set of days; ``anchor`` is the resolution of the expression that
    ``expression.anchor`` names.

    Raises:
        presseschau.dates.FormError: the form is not in the notation of :mod:`presseschau.dates.forms`.
    """
    value, results, edtf = _work_out(expression.form, document_date, anchor)
    begin, end = _span(results or (value,))
    reference = forms.needs(expression.form)
    if expression.type == "DURATION":
        begin, end = _duration_bounds(expression, document_date, anchor)
        if expression.begin and expression.begin == expression.end:
            # A point, as exact as its unit: "vor drei Jahren" is a year.
            edtf = _work_out(expression.begin, document_date, anchor)[2]
        else:
            edtf = Edtf.between(begin, end) if begin and end and begin <= end else None
    elif expression.type == "SET":
        begin = end = edtf = None
    elif begin and end and expression.mod in ("START", "MID", "END"):
        begin, end = _third(begin, end, expression.mod)
    if edtf is not None and expression.mod == "APPROX" and not edtf.qualifier and edtf.precision in ("day", "month", "year"):
        edtf = Edtf.parse(f"{edtf}~")
    still_open = bool(reference) and "X" in value
    derivation = _derivation(expression, value, reference, document_date, anchor, still_open=still_open)
    return Resolution(value=value, edtf=edtf, begin=begin, end=end, derivation=derivation, open=still_open)


def resolve_all(expressions: Iterable[TimeExpression], document_date: Edtf | None = None) -> dict[str, Resolution]:
    """Work out all expressions of one document, anchors before what hangs on them; by expression id.

    An anchor that is missing, or that leads in a circle, counts as unknown.
    """
    by_id = {expression.id: expression for expression in expressions}
    found: dict[str, Resolution] = {}
    for start in by_id:
        chain: list[str] = []
        on_chain: set[str] = set()
        at: str | None = start
        while at is not None and at in by_id and at not in found and at not in on_chain:
            chain.append(at)
            on_chain.add(at)
            at = by_id[at].anchor
        for identity in reversed(chain):
            expression = by_id[identity]
            found[identity] = resolve(expression, document_date, _lookup(found, expression.anchor))
    return {identity: found[identity] for identity in by_id}


def _lookup(found: Mapping[str, Resolution], identity: str | None) -> Resolution | None:
    return None if identity is None else found.get(identity)


def _work_out(form: str, document_date: Edtf | None, anchor: Resolution | None) -> tuple[str, tuple[str, ...], Edtf | None]:
    """Return the value of a form, the values it was made from, and its EDTF."""
    reference = forms.needs(form)
    return _evaluated(form, document_date if reference == "dct" else None, anchor if reference == "anchor" else None)


@lru_cache(maxsize=512)
def _evaluated(form: str, document_date: Edtf | None, anchor: Resolution | None) -> tuple[str, tuple[str, ...], Edtf | None]:
    """Work out a form given the reference that it needs; "today" and the like are said in every article."""
    reference = forms.needs(form)
    runs: tuple[_Run, ...] = ()
    if reference == "dct" and document_date is not None:
        runs = _document_days(document_date)
    elif reference == "anchor" and anchor is not None:
        runs = _anchor_days(anchor, form)
    exhaustive = all(len(run) == 1 for run in runs)
    value, results = forms.evaluate(form, dict.fromkeys(start for run in runs for start in run), exhaustive=exhaustive)
    if "X" not in value or len(results) < 2:  # noqa: PLR2004 - several values
        return value, results, edtf_of(value)
    hulls = [_span(forms.evaluate(form, run)[1]) for run in runs]
    known = [(first, last) for first, last in hulls if first is not None and last is not None]
    if len(known) < len(hulls):
        return value, results, edtf_of(value)
    if exhaustive and all(first == last for first, last in known):
        edtf = Edtf.one_of([first for first, _ in known])
    else:
        edtf = Edtf.between(*known[0]) if len(known) == 1 else Edtf.of_runs(known)
    # A set that nobody can read is as good as open: what all members share stands in the value.
    return value, results, edtf if len(edtf.runs()) <= _MOST_STRETCHES else edtf_of(value)


def _document_days(edtf: Edtf) -> tuple[_Run, ...]:
    if edtf.first is None or edtf.last is None:
        return ()
    few = edtf.precision == "set" or (edtf.last - edtf.first).days < _SMALL_STRETCH
    days = edtf.members(_SMALL_SET) if few else ()
    if days:
        return tuple((day.isoformat(),) for day in days)
    return tuple(_ends(first, last) for first, last in edtf.runs())


def _ends(first: date, last: date) -> _Run:
    return (first.isoformat(),) if first == last else (first.isoformat(), last.isoformat())


def _anchor_days(anchor: Resolution, form: str) -> tuple[_Run, ...]:
    value = anchor.value
    if value.startswith("BC") or _keeps_value(value, form.split(" ")[1:]):
        return ((value,),)
    if anchor.edtf is not None and anchor.edtf.precision == "set":
        return _document_days(anchor.edtf)
    if value[4:] == "-WI" and value[:4].isdigit():
        # Winter belongs to the year that it begins in: "im Jahr darauf" counts from that one.
        return ((f"{value[:4]}-12-01",),)
    covered = bounds(value) or ((anchor.begin, anchor.end) if anchor.begin and anchor.end else None)
    return () if covered is None else (_ends(*covered),)


def _keeps_value(value: str, steps: list[str]) -> bool:
    """Tell whether the steps work on the anchor's value as it stands rather than on its days."""
    if value.startswith(("P", "F")):
        return False
    if "X" in value:
        return all(step.startswith("T") for step in steps)
    return not steps or steps[0].startswith(("T", "P", "hour", "minute", "nth"))


def _span(values: tuple[str, ...]) -> tuple[date | None, date | None]:
    spans = [bounds(value) for value in values]
    known = [span for span in spans if span]
    if not known or len(known) < len(spans):
        return None, None
    return min(first for first, _ in known), max(last for _, last in known)


def _duration_bounds(
    expression: TimeExpression, document_date: Edtf | None, anchor: Resolution | None
) -> tuple[date | None, date | None]:
    begin = end = None
    if expression.begin:
        value, results, _ = _work_out(expression.begin, document_date, anchor)
        begin = _span(results or (value,))[0]
    if expression.end:
        value, results, _ = _work_out(expression.end, document_date, anchor)
        end = _span(results or (value,))[1]
    return begin, end


def _third(begin: date, end: date, mod: str) -> tuple[date, date]:
    """Narrow a stretch to its first, middle or last third; a day stays a day."""
    third = (end - begin) / 3
    if mod == "START":
        return begin, begin + third
    if mod == "END":
        return end - third, end
    return begin + third, end - third


def _derivation(
    expression: TimeExpression,
    value: str,
    reference: str,
    document_date: Edtf | None,
    anchor: Resolution | None,
    *,
    still_open: bool,
) -> str:
    words = f"“{expression.words}”, " if expression.words else ""
    known = f" {_short(document_date)}" if reference == "dct" and document_date is not None else ""
    if reference == "anchor" and anchor is not None:
        known = f" {anchor.value}"
    if not reference:
        return f"{words}rule {expression.rule}: {value}" + (f" ({expression.reference})" if expression.reference else "")
    named = {"dct": "the document date", "anchor": "the time named before"}[reference]
    against = f"from {named}{known}" if known else f"{named} is not known"
    why = f" ({expression.reference})" if expression.reference else ""
    left = "; the rest stays open" if still_open else ""
    return f"{words}rule {expression.rule}: {expression.form}, {against}{why}: {value}{left}"


def _short(edtf: Edtf) -> str:
    """Return a date as it stands, or of a long set its ends and the number of its stretches."""
    text = str(edtf)
    return (
        text
        if len(text) <= _LONGEST
        else f"in one of {len(edtf.runs())} stretches of days between {edtf.first} and {edtf.last}"
    )
