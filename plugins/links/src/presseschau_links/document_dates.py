"""The plugin `document-dates`: the date of an article that states none, from its story and its own words.

The articles of one story tell of one event. Where an article without a date says "gestern Abend" of what the others date to a day,
its own day follows. What its words leave is checked against all that they say of the calendar; where several days are left, all of
them are given.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, ClassVar

from attrs import field, frozen, validators

from presseschau import Dossier, InferredDate, Quote, hookimpl
from presseschau.dates import Edtf, TimeExpression, resolve_all
from presseschau_links.articles import Archive, Article
from presseschau_links.recurrence import main_day
from presseschau_links.terms import terms
from presseschau_links.texts import sentence_at

_LEAST_SUPPORT = 3.0
"""Weight of the terms that two sentences must share to tell of one event: two nouns."""
_MARGIN = 0.99
"""How much more weight must speak for the best day than for the next one: as much as a "gestern" that is the day of the event."""
_MAIN = 2.0
"""Weight of "gestern" in the lead where it is the day of the story's event, and of a weekday beside it."""
_AS_GOOD = 0.8
_BESIDE = 6
_SHIFT = re.compile(r"dct day[+-]\d(?: .{0,12})?")
"""The forms of "heute", "gestern", "gestern Abend"."""
_SHOWN = 4


@frozen
class _Told:
    """A sentence with a time that is a day: its terms, the time's words, form and place, and the day that it is."""

    terms: dict[str, float]
    words: str
    form: str
    start: int
    end: int
    day: int


@frozen
class _Support:
    """What speaks for a day: the weight of it, what of that pins the day down ("gestern"), the reasons, whether the calendar allows it.

    A weekday only narrows it to a week.
    """

    weight: float
    pins: float
    reasons: tuple[str, ...]
    possible: bool


@frozen(eq=False, kw_only=True)
class DocumentDates:
    """Dates articles that state no date by the story that they belong to; uses the stories of an earlier link step."""

    before: int = field(default=3, validator=validators.ge(0))
    """Days before the story's first dated article that are looked at."""
    after: int = field(default=10, validator=validators.ge(0))
    """Days after the story's last dated article that are looked at."""

    wants: ClassVar[tuple[str, ...]] = ("annotation:TimeExpression",)

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[InferredDate]:
        """Yield a date for each article without one that its story and its words date, in order of ids."""
        archive = Archive(dossier, inferred=False)
        told = lru_cache(maxsize=64)(lambda name: tuple(_told(dossier, archive.get(name), archive.get(name).date)))
        found: dict[str, InferredDate] = {}
        for story in dossier.groups("story"):
            for data in archive.recall("story", story.members, partial(self._dates, dossier, archive, story.members, told)):
                found[data["document"]] = InferredDate(**data)
        for name in sorted(found):
            yield found[name]

    def _dates(
        self, dossier: Dossier, archive: Archive, story: Sequence[str], told: Callable[[str], tuple[_Told, ...]]
    ) -> list[dict[str, Any]]:
        articles = [archive.get(name) for name in story]
        dated = [article for article in articles if _exact(article)]
        found = []
        for article in articles:
            if dated and not _exact(article) and not article.dated.origin.startswith(_STATED):
                inferred = self._infer(dossier, article, dated, told)
                if inferred is not None:
                    names = ("document", "edtf", "reasons", "rule", "confidence")
                    found.append({name: getattr(inferred, name) for name in names})
        return found

    def _infer(
        self, dossier: Dossier, article: Article, dated: list[Article], told: Callable[[str], tuple[_Told, ...]]
    ) -> InferredDate | None:
        days = [day for one in dated if one.days for day in one.days]
        own = article.dated.edtf
        around = range(min(days) - self.before, max(days) + self.after + 1)
        candidates = [day for day in around if own is None or own.contains(date.fromordinal(day))]
        main = _main_day(dossier, dated)
        others = [line for one in dated for line in told(one.id)]
        lead = len(article.document.source_text) - len(article.text) + len(article.lead)
        support = {day: _support(day, tuple(_told(dossier, article, _day(day))), others, main, lead) for day in candidates}
        possible = [day for day in candidates if support[day].possible]
        if not possible:
            return None
        best = max(possible, key=lambda day: (support[day].pins > 0, support[day].weight, -day))
        found = support[best]
        rivals = [
            day
            for day in possible
            if day != best and support[day].weight + _MARGIN > found.weight and support[day].pins >= min(found.pins, _MARGIN)
        ]
        if found.weight >= _LEAST_SUPPORT and not rivals:
            return _date(article, Edtf.day(date.fromordinal(best)), found.reasons, "event", 0.8)
        since = [day for day in possible if main is None or day >= main]
        if not since or article.document.claimed("date") is not None:
            return None
        edtf = Edtf.one_of([date.fromordinal(day) for day in since])
        reasons = (*article.dated.reasons, f"its story is told from {_iso(min(days))} to {_iso(max(days))}")
        if main is not None:
            reasons = (*reasons, f"the event of the story was on {_iso(main)}")
        return _date(article, edtf, reasons, "story", 0.5)


def _date(article: Article, edtf: Edtf, reasons: tuple[str, ...], rule: str, confidence: float) -> InferredDate:
    return InferredDate(
        document=article.id, edtf=str(edtf), reasons=reasons, rule=f"document-dates/{rule}", confidence=confidence
    )


def _day(ordinal: int) -> Edtf:
    return Edtf.day(date.fromordinal(ordinal))


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _main_day(dossier: Dossier, dated: list[Article]) -> int | None:
    """Return the day that most articles of the story begin with; None where no day leads."""
    votes = Counter(day for day in (main_day(dossier, article) for article in dated) if day is not None)
    ranked = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


_STATED = ("config", "sidecar")


def _exact(article: Article) -> bool:
    return article.days is not None and article.days[0] == article.days[1]


def _told(dossier: Dossier, article: Article, assumed: Edtf | None) -> Iterator[_Told]:
    """Yield the sentences with a day, given the article's date or an assumed one; what others say has a day of its own."""
    source = article.document.source_text
    times = [one for one in dossier.annotations(TimeExpression, document=article.id) if one.type in {"DATE", "TIME"}]
    resolutions = resolve_all(times, assumed)
    said = [span for one in dossier.annotations(Quote, document=article.id) if one.type == "Direct" for span in one.spans]
    for one in times:
        if any(span.start <= one.spans[0].start < span.end for span in said):
            continue
        edtf = resolutions[one.id].edtf
        if edtf is None or edtf.first is None or edtf.first != edtf.last:
            continue
        start, end = sentence_at(source, one.spans[0].start)
        weights: dict[str, float] = {}
        for stem, weight in terms(source[start : one.spans[0].start] + " " + source[one.spans[-1].end : end]):
            weights[stem] = max(weights.get(stem, 0.0), weight)
        words = " ".join(source[span.start : span.end] for span in one.spans)
        yield _Told(weights, words, one.form, one.spans[0].start, one.spans[-1].end, edtf.first.toordinal())


def _support(day: int, lines: tuple[_Told, ...], others: list[_Told], main: int | None, lead: int) -> _Support:
    """Return how well the days that an article's times have for an assumed date fit those of its story.

    Only times that depend on the article's date speak for it ("gestern", "am Mittwoch"). A sentence speaks for the date where the
    sentence of the story that is most like it has the same day, and against it where that one has another. Who writes "gestern" and "heute"
    does not write "am Dienstag" of today.
    """
    total, pins, reasons = 0.0, 0.0, []
    plain = any(_SHIFT.fullmatch(line.form) for line in lines)
    for number, line in enumerate(lines):
        if "dct" not in line.form or (plain and line.day == day and not _SHIFT.fullmatch(line.form)):
            continue
        if number + 1 < len(lines) and _apposed(line, lines[number + 1]) and lines[number + 1].day != line.day:
            return _Support(0.0, 0.0, (), possible=False)
        same = max(((_shared(line, other)) for other in others if other.day == line.day), default=(0.0, ()))
        any_day = max((_shared(line, other) for other in others), default=(0.0, ()))
        shown = f"{line.words!r} is {_iso(line.day)}"
        if same[0] and same[0] >= any_day[0] * _AS_GOOD:
            total += same[0]
            pins += same[0] if _SHIFT.fullmatch(line.form) else 0.0
            reasons.append(f"{shown}, the day on which its story tells of {', '.join(same[1][:_SHOWN])}")
        elif any_day[0] >= _LEAST_SUPPORT:
            total -= any_day[0] / 2
        if line.day == main and _SHIFT.fullmatch(line.form):
            total += _MAIN if line.start < lead else _MAIN / 2
            pins += _MAIN / 2
            reasons.append(f"{shown}, the day of the event that its story begins with")
        if number + 1 < len(lines) and _apposed(line, lines[number + 1]):
            total += _MAIN
            reasons.append(f"{shown}, which is also {lines[number + 1].words!r}")
    return _Support(total, pins, tuple(dict.fromkeys(reasons)), possible=True)


def _shared(line: _Told, other: _Told) -> tuple[float, tuple[str, ...]]:
    both = sorted(line.terms.keys() & other.terms.keys(), key=lambda stem: (-line.terms[stem], stem))
    return math.fsum(line.terms[stem] for stem in both), tuple(both)


def _apposed(one: _Told, other: _Told) -> bool:
    """Tell whether a weekday or date stands right behind "gestern" and must be the same day: "gestern, am Montag"."""
    return bool(_SHIFT.fullmatch(one.form)) and 0 <= other.start - one.end <= _BESIDE and not _SHIFT.fullmatch(other.form)
