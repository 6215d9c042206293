"""The exception tree.

Every error says what happened, why, and what to do next; the parts that a program wants are attributes.
"""

from collections.abc import Sequence


class PresseschauError(Exception):
    """The root of all errors that presseschau raises on purpose.

    ``message`` says what happened and why, ``hint`` what to do next. The others are empty where they do not apply.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        step: str = "",
        plugin: str = "",
        version: str = "",
        document: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.step = step
        self.plugin = plugin
        self.version = version
        self.document = document

    def __str__(self) -> str:
        where = [
            f"{name} {value}"
            for name, value in (("document", self.document), ("step", self.step), ("plugin", self.plugin))
            if value
        ]
        lines = [f"{', '.join(where)}: {self.message}" if where else self.message]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


class ConfigError(PresseschauError):
    """A config cannot be used; ``problems`` holds all that is wrong with it, each with its place."""

    def __init__(self, message: str, *, problems: Sequence[object] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.problems)])


class PluginError(PresseschauError):
    """A plugin cannot be found, imported or used."""


class StepError(PresseschauError):
    """A step raised while it worked on a document; the cause is chained.

    ``cause`` is the name of the cause's type and ``traceback`` how it came about, as strings: a chained exception does not survive
    the way from another process, these do.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        step: str = "",
        plugin: str = "",
        version: str = "",
        document: str = "",
        cause: str = "",
        traceback: str = "",
    ) -> None:
        super().__init__(message, hint=hint, step=step, plugin=plugin, version=version, document=document)
        self.cause = cause
        self.traceback = traceback


class DocumentError(PresseschauError):
    """A text, edit, part or annotation breaks a rule of the data model."""


class StoreError(PresseschauError):
    """The run store cannot be opened, read or written."""


class OutputError(PresseschauError):
    """The place for the output exists and is not ours, or cannot be written."""
