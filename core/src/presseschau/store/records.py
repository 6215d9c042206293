"""The records that go into the store and come out of it, beside documents and annotations."""

from attrs import field, frozen

from presseschau.annotations import Annotation
from presseschau.document import Cleaning, Document, LanguageGuess
from presseschau.provenance import Provenance


@frozen(kw_only=True)
class StepRecord:
    """A step of a run and the parts of its fingerprint: digests of its options and of its code or model."""

    id: str
    stage: str
    plugin: str
    distribution: str
    version: str
    options: str
    code: str
    fingerprint: str

    @property
    def provenance(self) -> Provenance:
        """The provenance of what the step makes."""
        return Provenance(step=self.id, plugin=self.plugin, distribution=self.distribution, version=self.version)


@frozen(kw_only=True)
class StepResult:
    """What one step gave for one document, and how long it took (wall clock)."""

    step: str
    fingerprint: str
    seconds: float
    cleaning: Cleaning | None = None
    annotations: tuple[Annotation, ...] = ()
    language: LanguageGuess | None = None


@frozen(kw_only=True)
class DeadLetter:
    """A document that failed: where, in which version, why, and what to do. ``policy`` is ``quarantine``, ``skip`` or ``fail``."""

    document: str
    step: str
    plugin: str = ""
    version: str = ""
    policy: str = "quarantine"
    error: str
    message: str
    hint: str = ""
    traceback: str = field(default="", repr=False)


@frozen(kw_only=True)
class Work:
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
