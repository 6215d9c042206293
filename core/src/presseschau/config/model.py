"""What a config says, once it has been read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen, validators

from presseschau.config.nodes import MappingNode
from presseschau.config.problems import Location, Problem
from presseschau.hookspecs import SECTIONS

STAGES = SECTIONS
"""The sections of a config that hold steps, in the order of the work."""

ErrorPolicy = Literal["quarantine", "skip", "fail"]
"""What becomes of a document that fails: a dead letter, one that is expected, or the end of the run."""


@frozen(kw_only=True)
class StepConfig:
    """One step: a plugin with options.

    ``stage`` is a section of the config, or ``detector`` or ``model`` for the two plugins of the language section. ``use`` is the
    plugin's name, ``distribution`` the one it must come from, where the config says so (``use: distribution:name``).
    ``on_error`` is None where the config's own policy holds. ``paths`` gives, for each file that has a share in the step, the
    step's path in it.
    """

    stage: str
    id: str
    use: str
    location: Location
    options: MappingNode
    distribution: str | None = None
    on_error: ErrorPolicy | None = None
    paths: Mapping[str, str] = field(factory=dict, eq=False, repr=False)

    @property
    def path(self) -> str:
        """The step's path in its config, such as ``extract[0]``."""
        return self.paths.get(self.location.file, self.stage)

    def problem(self, message: str, hint: str = "") -> Problem:
        """Make a problem of this step, for those who find it after the config has been read."""
        return Problem(self.location, f"{self.path}.use", message, hint)


@frozen(kw_only=True)
class LanguageConfig:
    """The language that a run expects (ISO 639-1; None: any), and the plugins that detect and analyse it.

    A document in another language is reported as such and goes no further (``on_other="report"``), or is processed all the same.
    """

    detector: StepConfig
    model: StepConfig
    expect: str | None = "de"
    on_other: Literal["report", "process"] = "report"


ExecutorName = Literal["auto", "serial", "processes", "dask"]


@frozen(kw_only=True)
class EngineConfig:
    """Where the work on documents is done; results are the same whatever stands here.

    Attributes:
        executor: serial works in this process, processes in others on this machine, dask on a cluster; auto is processes, unless the
            environment variable PRESSESCHAU_EXECUTOR names another.
        workers: How many processes work; by default one for each core, and fewer where there is little to do.
        time_limit: How many seconds one step may take for one document; not with serial.
        memory_limit: How many MiB one worker may use, by default a share of what the machine has; not with serial.
        address: Where dask's scheduler is, such as tcp://10.0.0.1:8786; by default a cluster on this machine is started.
    """

    executor: ExecutorName = "auto"
    workers: int | None = field(default=None, validator=validators.optional(validators.ge(1)))
    time_limit: float = field(default=300.0, validator=validators.gt(0))
    memory_limit: int | None = field(default=None, validator=validators.optional(validators.ge(100)))
    address: str | None = None


@frozen(kw_only=True)
class Config:
    """A whole config. ``path`` is its file, None where it was made otherwise; ``output`` the run directory, if it names one."""

    path: Path | None
    language: LanguageConfig
    engine: EngineConfig = EngineConfig()
    on_error: ErrorPolicy = "quarantine"
    output: Path | None = None
    batch_size: int = 32
    load: tuple[StepConfig, ...] = ()
    clean: tuple[StepConfig, ...] = ()
    extract: tuple[StepConfig, ...] = ()
    link: tuple[StepConfig, ...] = ()
    report: tuple[StepConfig, ...] = ()

    @property
    def steps(self) -> tuple[StepConfig, ...]:
        """All steps, in the order of the work."""
        return self.load + self.clean + self.extract + self.link + self.report

    def plain(self) -> dict[str, Any]:
        """Return the config as plain data, with no value of an environment variable and no absolute path in it."""
        language = {
            "expect": self.language.expect,
            "on_other": self.language.on_other,
            "detector": _plain_step(self.language.detector),
            "model": _plain_step(self.language.model),
        }
        stages = {stage: [_plain_step(step) for step in getattr(self, stage)] for stage in STAGES}
        return {"language": language, "on_error": self.on_error, "batch_size": self.batch_size} | stages


def _plain_step(step: StepConfig) -> dict[str, Any]:
    use = f"{step.distribution}:{step.use}" if step.distribution else step.use
    plain = {"id": step.id, "use": use, "with": step.options.plain(redact=True)}
    return plain | {"on_error": step.on_error} if step.on_error else plain
