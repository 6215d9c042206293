"""What a step is, what it gave for a document, and what is kept of a failure."""

from attrs import field, frozen

from presseschau.model.annotations import Annotation
from presseschau.model.document import Cleaning, LanguageGuess
from presseschau.model.provenance import Provenance


@frozen(kw_only=True)
class StepRecord:
    """A step of a run and the parts of its fingerprint: digests of its options, of its code or model, and of what it uses of core."""

    id: str
    stage: str
    plugin: str
    distribution: str
    version: str
    options: str
    code: str
    core: str = ""
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
