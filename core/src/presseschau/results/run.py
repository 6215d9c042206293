"""What a run gives back."""

import html
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from attrs import field, frozen

from presseschau.dates import TimeExpression
from presseschau.model.annotations import Annotation, Event, Quote, UnknownAnnotation, annotation_kinds
from presseschau.model.document import Document
from presseschau.model.groups import Group
from presseschau.model.results import DeadLetter
from presseschau.results import rows as tables
from presseschau.results.dossier import Dossier
from presseschau.results.projection import DOCUMENT_COLUMNS, GROUP_COLUMNS, columns
from presseschau.results.timeline import draw, moments

if TYPE_CHECKING:
    from matplotlib.axes import Axes

A = TypeVar("A", bound=Annotation)

EXIT_OK = 0
EXIT_QUARANTINED = 3


@frozen
class Run:
    """A finished run: its directory, what became of the documents, and its results to iterate over.

    ``counts`` says how many documents were ``done``, ``unchanged``, ``other-language`` and ``dead`` in this run, ``removed`` how many
    of the run before are gone, ``seconds`` how long each step took in this run, ``files`` what the reports have written.
    """

    directory: Path
    counts: Mapping[str, int]
    removed: int
    seconds: Mapping[str, float]
    files: tuple[Path, ...]
    _dossier: Dossier | None = field(default=None, init=False, repr=False, eq=False)

    @property
    def dossier(self) -> Dossier:
        """The run's results as link and report steps see them."""
        if self._dossier is None:
            object.__setattr__(self, "_dossier", Dossier.open(self.directory))
        assert self._dossier is not None  # noqa: S101 - set just above
        return self._dossier

    def _repr_html_(self) -> str:
        """Show in a notebook what a run has found, and what failed."""
        dossier = self.dossier
        words, cut = dossier.words()
        found = "".join(f"<tr><td>{html.escape(kind)}</td><td>{count}</td></tr>" for kind, count in dossier.kinds().items())
        failed = "".join(
            f"<li>{html.escape(letter.document)}: {html.escape(letter.message)}</li>" for letter in self.dead_letters
        )
        return (
            f"<p><b>{len(dossier)} documents</b>, {words} words, {cut} of them cut</p><table><tbody>{found}</tbody></table>"
            + (f"<p>Failed:</p><ul>{failed}</ul>" if failed else "")
        )

    @property
    def documents(self) -> "tables.Table[Document]":
        """The finished documents."""
        return tables.Table(self.dossier.documents, partial(tables.document_rows, self.dossier), DOCUMENT_COLUMNS)

    @property
    def quotes(self) -> "tables.Table[Quote]":
        """The quotes, by spans of the source text."""
        return self.annotations(Quote)

    @property
    def events(self) -> "tables.Table[Event]":
        """The events, by spans of the source text."""
        return self.annotations(Event)

    @property
    def dates(self) -> "tables.Table[tables.DatedExpression]":
        """The time expressions, each with what it means."""
        return tables.Table(
            partial(tables.dates, self.dossier),
            partial(tables.annotation_rows, self.dossier, TimeExpression),
            columns(TimeExpression),
        )

    @overload
    def annotations(self, kind: type[A]) -> "tables.Table[A]": ...
    @overload
    def annotations(self, kind: str) -> "tables.Table[Annotation]": ...
    def annotations(self, kind: type[Annotation] | str) -> "tables.Table[Any]":
        """The annotations of one kind: a class, or its name (``"acme:Money"``), which needs no plugin to be installed."""
        cls = kind if isinstance(kind, type) else annotation_kinds().get(kind, UnknownAnnotation)
        return tables.Table(
            partial(self.dossier.annotations, kind), partial(tables.annotation_rows, self.dossier, kind), columns(cls)
        )

    @property
    def groups(self) -> "tables.Table[Group]":
        """What link steps found to belong together; a row a member."""
        return tables.Table(self.dossier.groups, partial(tables.group_rows, self.dossier), GROUP_COLUMNS)

    @property
    def stories(self) -> "tables.Table[Group]":
        """The stories that a link step found: groups of documents; a row a document."""
        return tables.Table(
            partial(self.dossier.groups, "story"), partial(tables.group_rows, self.dossier, "story"), GROUP_COLUMNS
        )

    def timeline(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        only_main: bool = False,
        most: int = 200,
        axes: "Axes | None" = None,
    ) -> "Axes":
        """Draw the dated events on a line of time and return matplotlib's axes; of more than ``most`` the last ones.

        What is certain is filled, what is not (an open or approximate date, a low confidence, something merely possible) is hollow,
        what is planned a diamond, what is denied a cross.

        Raises:
            ImportError: matplotlib is not installed; ``pip install 'presseschau-core[timeline]'`` brings it.
        """
        return draw(moments(self.dossier, only_main=only_main, since=since, until=until)[-most:], axes)

    @property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """What failed, and why."""
        return tuple(self.dossier.dead_letters())

    @property
    def exit_code(self) -> int:
        """0, or 3 when documents were quarantined."""
        return EXIT_QUARANTINED if any(letter.policy == "quarantine" for letter in self.dead_letters) else EXIT_OK
