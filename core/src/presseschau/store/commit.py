"""A document as one run leaves it: the unit of a transaction."""

from attrs import frozen

from presseschau.model.document import Document
from presseschau.model.results import DeadLetter, StepResult


@frozen(kw_only=True)
class Commit:
    """A document as one run leaves it: to be committed in one transaction.

    ``status`` is ``done``, ``other-language`` or ``dead``. ``results`` are those of the steps that ran; ``kept`` names the
    steps whose stored results still hold; ``fresh`` says that nothing is stored of the document yet. ``document`` is None when
    it could not be loaded.
    """

    id: str
    load_step: str
    status: str
    document: Document | None
    results: tuple[StepResult, ...] = ()
    kept: frozenset[str] = frozenset()
    fresh: bool = False
    dead_letter: DeadLetter | None = None
