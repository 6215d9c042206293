"""Articles as the link steps see them: a document with its date and what is claimed of it."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from attrs import frozen

from presseschau import Document, Dossier
from presseschau.dates import DatedDocument, DocumentDate, Edtf, document_date
from presseschau_links.terms import terms

_CACHED, _VECTORS, _MARKS = 512, 2_048, 4_096
_DATELINE = re.compile(r"\A([A-ZÄÖÜ][\w-]{1,30}(?:[ /][A-ZÄÖÜ][\w-]{1,30}){0,2})(?: \([\w/ ]{2,12}\))?(?:\.| [–-]) ")
"""A place before the first sentence: "Bad Lindach. Mit …"."""
_LEAD_SHARE = 3
_LEAST_LEAD = 400
_TITLE_FACTOR, _LEAD_FACTOR = 2.2, 1.6


@frozen(eq=False)
class Article:
    """A document with its date; ``place`` and ``agency`` are empty where nothing is claimed."""

    document: Document
    dated: DatedDocument
    title: str
    place: str
    agency: str

    @property
    def id(self) -> str:
        """The id of the document."""
        return self.document.id

    @property
    def text(self) -> str:
        """The clean text."""
        return self.document.text

    @property
    def date(self) -> Edtf | None:
        """The date, None where nothing tells or where it is not bounded."""
        edtf = self.dated.edtf
        return edtf if edtf is not None and edtf.first is not None and edtf.last is not None else None

    @property
    def days(self) -> tuple[int, int] | None:
        """The first and the last day that the article may be of, as ordinals; None without a date."""
        date = self.date
        return (
            None if date is None or date.first is None or date.last is None else (date.first.toordinal(), date.last.toordinal())
        )

    @property
    def lead(self) -> str:
        """The beginning of the text, where the news are."""
        return self.text[: max(_LEAST_LEAD, len(self.text) // _LEAD_SHARE)]

    def vector(self) -> dict[str, float]:
        """Return the terms with their weights, raised where they stand in the title or the lead."""
        found: dict[str, float] = {}
        parts = ((self.text, 1.0), (self.lead, _LEAD_FACTOR), (self.place, _LEAD_FACTOR), (self.title, _TITLE_FACTOR))
        for part, factor in parts:
            for term, weight in terms(part):
                found[term] = max(found.get(term, 0.0), weight * factor)
        return found


def article_of(dossier: Dossier, document: Document, *, inferred: bool = True) -> Article:
    """Return the article of a document, with the dates that earlier link steps have ``inferred`` or without."""
    dates = dossier.annotations(DocumentDate, document=document.id)
    dated = document_date(document, dates, dossier.inferred_dates(document.id) if inferred else ())
    title, place, agency = (_claimed(document, name) for name in ("title", "place", "agency"))
    dateline = _DATELINE.match(document.text)
    return Article(document, dated, title, place or (dateline.group(1) if dateline else ""), agency)


def _claimed(document: Document, name: str) -> str:
    claim = document.claimed(name)
    return claim.value if claim else ""


class Archive:
    """The articles of a dossier, one at a time, or by id with the latest kept.

    Steps that stand before the one that infers dates must ask for none: a store holds those of the run before.
    """

    def __init__(self, dossier: Dossier, *, inferred: bool = True) -> None:
        self._dossier = dossier
        self._inferred = inferred
        self.get = lru_cache(maxsize=_CACHED)(self._get)
        self.vector = lru_cache(maxsize=_VECTORS)(self._vector)
        self.mark = lru_cache(maxsize=_MARKS)(self._mark)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the articles."""
        yield from self._dossier.ids()

    def recall(self, what: str, names: Iterable[str], make: Callable[[], object], *more: object) -> Any:  # noqa: ANN401 - JSON
        """Return what ``make`` makes of the articles of these ``names``, and of what ``more`` tells; from the run before where it can."""
        return self._dossier.recall((what, *map(self.mark, names), *more), make)

    def _mark(self, name: str) -> str:
        """Return a digest of all that an article is made of."""
        inferred = self._dossier.inferred_dates(name) if self._inferred else ()
        return "".join(
            (self._dossier.fingerprint(name), *(f" {one.edtf} {one.rule} {one.confidence} {one.reasons}" for one in inferred))
        )

    def _get(self, name: str) -> Article:
        return article_of(self._dossier, self._dossier.document(name), inferred=self._inferred)

    def _vector(self, name: str) -> dict[str, float]:
        return self.get(name).vector()


def apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    """Return how many days lie between two dates at least; 0 where one is not known."""
    if one is None or other is None:
        return 0
    return max(one[0] - other[1], other[0] - one[1], 0)
