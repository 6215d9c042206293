"""What a run gives back."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from attrs import field, frozen

from presseschau.model.annotations import Quote
from presseschau.model.document import Document
from presseschau.model.results import DeadLetter
from presseschau.results import rows as tables
from presseschau.results.dossier import Dossier

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

    @property
    def documents(self) -> "tables.Table[Document]":
        """The finished documents."""
        return tables.Table(self.dossier.documents, partial(tables.document_rows, self.dossier), tables.DOCUMENT_COLUMNS)

    @property
    def quotes(self) -> "tables.Table[Quote]":
        """The quotes, by spans of the source text."""
        return tables.Table(
            partial(self.dossier.annotations, Quote), partial(tables.quote_rows, self.dossier), tables.QUOTE_COLUMNS
        )

    @property
    def dates(self) -> "tables.Table[tables.DatedExpression]":
        """The time expressions, each with what it means."""
        return tables.Table(partial(tables.dates, self.dossier), partial(tables.date_rows, self.dossier), tables.DATE_COLUMNS)

    @property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """What failed, and why."""
        return tuple(self.dossier.dead_letters())

    @property
    def exit_code(self) -> int:
        """0, or 3 when documents were quarantined."""
        return EXIT_QUARANTINED if any(letter.policy == "quarantine" for letter in self.dead_letters) else EXIT_OK
