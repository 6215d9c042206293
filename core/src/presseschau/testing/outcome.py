"""What the kit says: the outcome of each check, and the report of all."""

import enum
from collections.abc import Iterator

from attrs import frozen


class CheckFailedError(AssertionError):
    """A plugin breaks what a check demands; the message says on which input, and how."""


class NotApplicableError(Exception):
    """A check cannot say anything of this plugin; the message says why. It ends up in the report, never in silence."""


class Status(enum.Enum):
    """How a check came out."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"
    EXPECTED = "failed as expected"
    UNEXPECTED = "PASSED, though expected to fail"

    @property
    def good(self) -> bool:
        """Whether a plugin conforms with this outcome."""
        return self in {Status.PASSED, Status.SKIPPED, Status.EXPECTED}


@frozen
class Outcome:
    """One check's status, what it has to say (a failure's example, a skip's reason), and how often it called the plugin."""

    check: str
    status: Status
    message: str = ""
    calls: int = 0


@frozen
class Report:
    """The outcomes of all checks of one plugin, in the order in which they ran. Prints as a list."""

    plugin: str
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Whether the plugin conforms."""
        return all(outcome.status.good for outcome in self.outcomes)

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __getitem__(self, check: str) -> Outcome:
        for outcome in self.outcomes:
            if outcome.check == check:
                return outcome
        raise KeyError(check)

    def of(self, status: Status) -> tuple[Outcome, ...]:
        """Return the outcomes with that status."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)

    def raise_for_failures(self) -> None:
        """Raise if the plugin does not conform.

        Raises:
            CheckFailedError: with the whole report as its message.
        """
        if not self.ok:
            raise CheckFailedError(str(self))

    def __str__(self) -> str:
        width = max((len(outcome.check) for outcome in self.outcomes), default=0)
        lines = [f"{self.plugin}: {'conforms' if self.ok else 'DOES NOT CONFORM'}"]
        for outcome in self.outcomes:
            ran = f"({outcome.calls} calls)" if outcome.status is Status.PASSED else ""
            lines.append(f"  {outcome.check:{width}}  {outcome.status.value} {ran}".rstrip())
            lines += [f"      {line}" for line in outcome.message.splitlines()]
        counts = ", ".join(f"{len(self.of(status))} {status.value}" for status in Status if self.of(status))
        return "\n".join([*lines, f"  {counts}"])
