"""Problems of a config, each with its place, and the hints that go with them."""

import difflib
from collections.abc import Iterable

from attrs import define, field, frozen

from presseschau.errors import ConfigError


@frozen
class Location:
    """A place in a file: line and column count from 1, columns in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@frozen
class Problem:
    """One thing that is wrong with a config.

    ``path`` leads through the config (``extract[0].with.min_confidence``, empty for the whole), ``message`` says what is wrong,
    ``hint`` what to do about it.
    """

    location: Location | None
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        parts = [str(part) for part in (self.location, self.path) if part]
        text = ": ".join([*parts, self.message])
        return one_line(f"{text} ({self.hint})" if self.hint else text)


@define
class Problems:
    """Collects problems while a config is read, so that all are reported at once."""

    found: list[Problem] = field(factory=list)

    def add(self, location: Location | None, path: str, message: str, hint: str = "") -> None:
        """Note one problem."""
        self.found.append(Problem(location, path, message, hint))

    def raise_if_any(self, what: str) -> None:
        """Raise them all.

        Raises:
            ConfigError: there is at least one.
        """
        if self.found:
            raise config_error(what, self.found)


def config_error(what: str, problems: Iterable[Problem]) -> ConfigError:
    """Make the error for some problems, in the order of the files' lines."""
    ordered = sorted(dict.fromkeys(problems), key=_order)
    count = "1 problem" if len(ordered) == 1 else f"{len(ordered)} problems"
    return ConfigError(one_line(f"{what}: {count}"), problems=ordered)


def _order(problem: Problem) -> tuple[bool, str, int, int]:
    place = problem.location
    return (False, "", 0, 0) if place is None else (True, place.file, place.line, place.column)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of the known words, or all of them when none is near and they are few."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word[:100], names, n=1, cutoff=0.6) or difflib.get_close_matches(
        word[:100].lower().replace("_", "-"), [name.lower() for name in names], n=1, cutoff=0.75
    )
    if near:
        name = near[0] if near[0] in names else next(one for one in names if one.lower() == near[0])
        return f"did you mean {name!r}?"
    if not names:
        return ""
    few = 12
    listed = ", ".join(names[:few])
    return f"known: {listed}, …" if len(names) > few else f"known: {listed}"


def path_string(parts: Iterable[str | int]) -> str:
    """Join keys and indices to a path: ``("extract", 0, "with")`` gives ``extract[0].with``."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path


def one_line(text: str) -> str:
    """Return the text on one line, with everything that could disturb a terminal or a line count escaped."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def shorten(value: object, *, limit: int = 60) -> str:
    """Return a value as one would write it in a config, cut to a readable length."""
    written = {None: "null", True: "true", False: "false"}
    text = written[value] if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
