"""A run as tables: one row a document, a quote, a date, an event, an annotation of any kind. Rows are plain dicts; frames need pandas."""

import html
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from presseschau.dates import Resolution, TimeExpression
from presseschau.model.annotations import Annotation
from presseschau.results import projection
from presseschau.results.dossier import Dossier

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R")
_SHOWN = 20
"""Rows that a notebook shows of a table."""
_LONGEST = 300
_NOT_SHOWN = frozenset(
    {*projection.PLACE, *projection.PROVENANCE, "id", "digest", "location", "encoding", "encoding_guessed"}
) - {"confidence"}


@frozen
class Table(Generic[R]):
    """Something to iterate over, again and again, that also makes a data frame."""

    _items: Callable[[], Iterator[R]]
    _rows: Callable[[], Iterator[dict[str, Any]]]
    _columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[R]:
        return self._items()

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield one plain dict a record, ready for a table; what is not known is None, days are dates."""
        return self._rows()

    def to_frame(self) -> "pd.DataFrame":
        """Return a pandas frame, one row a record; an empty one has its columns too.

        Raises:
            ImportError: pandas is not installed; ``pip install presseschau[pandas]`` brings it.
        """
        try:
            import pandas as pd  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ImportError("data frames need pandas: pip install 'presseschau[pandas]'") from error
        rows = list(self._rows())
        return pd.DataFrame(rows, columns=None if rows else list(self._columns))

    def _repr_html_(self) -> str:
        """Show the first rows in a notebook; what a text says is never markup."""
        rows = list(islice(self._rows(), _SHOWN + 1))
        names = [name for name in (rows[0] if rows else self._columns) if name not in _NOT_SHOWN]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{html.escape(_brief(row[name]))}</td>' for name in names)}</tr>" for row in rows[:_SHOWN]
        )
        more = "<p>… and more: <code>.to_frame()</code> has all.</p>" if len(rows) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _brief(value: object) -> str:
    text = str(projection.cell(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


@frozen
class DatedExpression:
    """A time expression together with what it means, given the date of its document."""

    document: str
    expression: TimeExpression
    resolution: Resolution


def dates(dossier: Dossier) -> Iterator[DatedExpression]:
    """Yield every time expression of the run, resolved."""
    for view in dossier.views():
        for expression in view.times:
            yield DatedExpression(view.id, expression, view.meaning(expression))


def document_rows(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """Yield a row a document: id, what is claimed of it, its date and its size."""
    for view in dossier.views():
        yield projection.document_row(view)


def annotation_rows(dossier: Dossier, kind: type[Annotation] | str) -> Iterator[dict[str, Any]]:
    """Yield a row an annotation of one kind, in the order of documents and of their texts."""
    for view in dossier.views():
        found = view.of(kind) if isinstance(kind, type) else view.of_kind(kind)
        for record in found:
            yield projection.row(record, view)


def group_rows(dossier: Dossier, type: str | None = None) -> Iterator[dict[str, Any]]:  # noqa: A002 - the attribute's name
    """Yield a row a member of a group, of one type or all."""
    for group in dossier.groups(type):
        yield from projection.group_rows(group, {member: dossier.document_of(member) for member in group.members})
