"""A document as one run leaves it: what is committed together."""

from attrs import evolve, field, frozen

from presseschau.model.document import Document
from presseschau.model.results import DeadLetter, StepResult
from presseschau.store.rows import Rows, rows_of


@frozen(kw_only=True)
class Commit:
    """A document as one run leaves it: all of it is stored, or nothing.

    ``status`` is ``done``, ``other-language`` or ``dead``. ``results`` are those of the steps that ran; ``kept`` names the
    steps whose stored results still hold; ``fresh`` says that nothing is stored of the document yet. ``document`` is None when
    it could not be loaded. :meth:`encoded` turns document and results into ``rows``.
    """

    id: str
    load_step: str
    status: str
    document: Document | None = None
    results: tuple[StepResult, ...] = ()
    kept: frozenset[str] = frozenset()
    fresh: bool = False
    dead_letter: DeadLetter | None = None
    rows: Rows | None = field(default=None, repr=False)

    def encoded(self) -> "Commit":
        """Return the commit with rows, ready to be inserted, in place of document and results.

        Raises:
            DocumentError: an annotation could be stored, but not read back.
            TypeError: JSON cannot represent something.
            ValueError: likewise.
        """
        if self.rows is not None:
            return self
        return evolve(self, rows=rows_of(self.id, self.document, self.results), document=None, results=())
