"""Paths to files: what the option ``paths`` of a loader stands for, in an order that does not change."""

import errno
import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from attrs import field, frozen

from presseschau.errors import ConfigError
from presseschau.inputs.patterns import Glob, has_magic
from presseschau.store.directory import is_run

_ALL_BELOW = Glob(("**",))
_SPECIAL = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@frozen(kw_only=True)
class Entry:
    """Something that a path stands for, usually a regular file.

    ``name`` is the path relative to the root, with slashes, and can be a document's id. ``siblings`` are the names in the same
    directory, ``wanted`` tells whether the file was named, matched by a glob, or lies in a directory and has a name that the
    loader wants. ``problem`` says why it is nothing that can be read: ``"the directory cannot be read"``, ``"it is a pipe"`` …
    """

    path: Path
    name: str
    wanted: bool = True
    named: bool = True
    problem: str = ""
    siblings: Collection[str] = field(default=(), repr=False, eq=False)


def everything(_name: str) -> bool:
    """Want every file of a directory."""
    return True


@frozen(kw_only=True)
class Place:
    """One entry of ``paths``: a file, a directory or a glob, whose names before the first wildcard are the ``base``."""

    given: Path
    base: Path
    glob: Glob | None = None
    is_directory: bool = False
    wants: Callable[[str], bool] = field(default=everything, repr=False)
    problem: str = ""

    @classmethod
    def of(cls, given: Path, wants: Callable[[str], bool] = everything) -> "Place":
        """Tell which of the three a path is; a name with brackets that exists is just that file.

        ``wants`` tells by its name whether a file of a directory is wanted; what is named or matched by a glob always is.
        """
        path = absolute(given)
        if not os.path.lexists(path) and any(map(has_magic, path.parts)):
            first = next(number for number, part in enumerate(path.parts) if has_magic(part))
            return cls(given=given, base=Path(*path.parts[:first]), glob=Glob(path.parts[first:]), wants=wants)
        if path.is_dir():
            return cls(given=given, base=path, glob=_ALL_BELOW, is_directory=True, wants=wants)
        problem = "" if os.path.lexists(path) else f"{given} does not exist{_did_you_mean(path)}"
        return cls(given=given, base=path, wants=wants, problem=problem)

    @property
    def directory(self) -> Path:
        """The fixed directory that everything found here lies in."""
        return self.base if self.glob else self.base.parent

    def takes(self, path: Path) -> bool:
        """Tell whether :meth:`entries` yields this path as wanted, without looking at the disk."""
        if self.glob is None:
            return path == self.base
        if not path.is_relative_to(self.base) or not self.glob.matches(path.relative_to(self.base).parts):
            return False
        return not self.is_directory or self.wants(path.name)

    def entries(self, root: Path) -> Iterator[Entry]:
        """Yield what is there, depth first, by name; no more than one directory per level is held in memory.

        Names that begin with a dot are left out, links to directories are not followed by ``**``, and the directories of runs are
        passed over. Nothing is opened: pipes, devices, links in a circle and directories that cannot be read are entries with
        a problem.
        """
        if self.problem:
            return
        if self.glob is None:
            yield Entry(
                path=self.base, name=relative_name(self.base, root), problem=_problem_of(self.base), siblings=_Beside(self.base)
            )
        else:
            yield from self._walk(self.glob, self.base, self.glob.start, root)

    def _walk(self, glob: Glob, directory: Path, state: frozenset[int], root: Path) -> Iterator[Entry]:
        try:
            with os.scandir(directory) as scan:
                names, kinds = _listed(scan)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            yield Entry(path=directory, name=relative_name(directory, root), problem="the directory cannot be read")
            return
        for name in names:
            path, kind = directory / name, kinds.get(name, "")
            after = glob.step(state, name)
            if kind in {"directory", "link"}:
                # Links are not followed blindly, and the reports of a run are not texts to read.
                after = glob.without_descent(after) if kind == "link" or is_run(path) else after
                if glob.may_continue(after):
                    yield from self._walk(glob, path, after, root)
            elif glob.accepts(after):
                wanted = not self.is_directory or self.wants(name)
                yield Entry(
                    path=path,
                    name=relative_name(path, root),
                    wanted=wanted,
                    named=not self.is_directory,
                    problem=kind,
                    siblings=names,
                )


@frozen
class _Beside(Collection[str]):
    """The names beside a file, looked up one by one: of a heap of a million files only a few are asked for."""

    path: Path

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.path.with_name(name).exists()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.name for path in self.path.parent.iterdir()))

    def __len__(self) -> int:
        return sum(1 for _ in self.path.parent.iterdir())


@frozen
class _Names(Collection[str]):
    """The names in a directory, sorted, as bytes: a heap may have a million of them, and keys of a dictionary take thrice the memory."""

    encoded: list[bytes]

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        wanted = os.fsencode(name)
        at = bisect_left(self.encoded, wanted)
        return at < len(self.encoded) and self.encoded[at] == wanted

    def __iter__(self) -> Iterator[str]:
        return map(os.fsdecode, self.encoded)

    def __len__(self) -> int:
        return len(self.encoded)


def _listed(scan: Iterable["os.DirEntry[str]"]) -> tuple[_Names, dict[str, str]]:
    """Return the names in a directory, and of those that are no regular files, what they are."""
    names, kinds = [], {}
    for entry in scan:
        names.append(os.fsencode(entry.name))
        kind = _kind_of(entry)
        if kind:
            kinds[entry.name] = kind
    names.sort()
    return _Names(names), kinds


def _kind_of(entry: "os.DirEntry[str]") -> str:
    """Return ``"directory"``, ``"link"`` to one, ``""`` for a regular file, or what is wrong."""
    try:
        if entry.is_dir():
            return "link" if entry.is_symlink() else "directory"
        return "" if entry.is_file() else _problem_of(Path(entry.path))
    except OSError as error:
        return _failure(error)


def _problem_of(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _failure(error)
    return next((f"it is {what}, not a file" for test, what in _SPECIAL if test(mode)), "")


def _failure(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "it is a link that leads in a circle"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "it is a link that leads nowhere"
    return f"it cannot be looked at ({error.strerror})"


def _did_you_mean(path: Path) -> str:
    """Return the name in the same directory that is nearest to a missing one, as a question."""
    try:
        names = [beside.name for beside in path.parent.iterdir()]
    except OSError:
        return f" (nor does {path.parent.name or 'the directory'}/)" if not path.parent.exists() else ""
    close = get_close_matches(path.name, names, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def root_of(places: Collection[Place], root: Path | None) -> Path:
    """Return the directory that ids are relative to: the one given, else the deepest that holds all places.

    Raises:
        ConfigError: a place lies outside the given root.
    """
    if root is None:
        return Path(os.path.commonpath([place.directory for place in places])) if places else Path.cwd()
    fixed = absolute(root)
    for place in places:
        if not place.directory.is_relative_to(fixed):
            raise ConfigError(
                f"the path {place.given} lies outside the root {root}",
                hint="leave `root` out, or set it to a directory that holds all paths",
            )
    return fixed


def entries_of(places: Sequence[Place], root: Path) -> Iterator[Entry]:
    """Yield what is at the places, one after the other; what two of them name comes once, with the first."""
    for number, place in enumerate(places):
        for entry in place.entries(root):
            if not any(earlier.takes(entry.path) for earlier in places[:number]):
                yield entry


def refuse_useless(places: Iterable[Place], root: Path, what: str) -> None:
    """Refuse places that give nothing, all at once and before the first document is read.

    ``what`` names what was looked for in directories: ``file that ends in .txt, .md``.

    Raises:
        ConfigError: a path does not exist or gives nothing.
    """
    problems, nothing = [], []
    for place in places:
        if place.problem:
            problems.append(place.problem)
        elif not any(entry.wanted or entry.problem for entry in place.entries(root)):
            nothing.append(
                f"the directory {place.given} holds no {what}" if place.is_directory else f"nothing matches {place.given}"
            )
    if problems or nothing:
        raise ConfigError(
            "; ".join(problems + nothing),
            hint="paths are relative to the config file; `**/*.txt` looks in directories below",
        )


def relative_name(path: Path, root: Path) -> str:
    r"""Return a path relative to the root, with slashes; bytes that are not UTF-8 are shown as escapes (``\\xe4``).

    A path outside of the root is its last name alone.
    """
    relative = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def absolute(path: Path) -> Path:
    """Make a path absolute; ``..`` is resolved as the system does, behind links, and other links stay as written."""
    path = Path.cwd() / path
    ups = [number for number, part in enumerate(path.parts) if part == ".."]
    if not ups:
        return path
    return Path(*path.parts[: ups[-1] + 1]).resolve().joinpath(*path.parts[ups[-1] + 1 :])
