"""Paths to files: what the option ``paths`` stands for, in an order that does not change."""

import os
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from attrs import field, frozen

from presseschau.store.directory import is_run
from presseschau_text_files.patterns import Glob, has_magic
from presseschau_text_files.sidecars import is_sidecar_name, sidecar_names

ALL_BELOW = Glob(("**",))


@frozen(kw_only=True)
class Found:
    """A file to load: ``name`` is its path relative to the root, ``sidecars`` the metadata files beside it.

    ``problem`` is set instead where there is something that cannot be loaded and must not vanish: a directory that cannot be
    read (``"directory"``), or metadata that may have lost their text (``"orphan"``).
    """

    path: Path
    name: str
    sidecars: tuple[Path, ...] = ()
    problem: str = ""


@frozen(kw_only=True)
class Place:
    """One entry of ``paths``: a file, a directory or a glob, whose names before the first wildcard are the ``base``."""

    given: Path
    base: Path
    glob: Glob | None = None
    filtered: bool = False
    suffixes: tuple[str, ...] = field(default=(), repr=False)
    problem: str = ""

    @classmethod
    def of(cls, given: Path, suffixes: tuple[str, ...]) -> "Place":
        """Tell which of the three a path is; a name with brackets that exists is just that file."""
        path = _plain(given)
        if not os.path.lexists(path) and any(map(has_magic, path.parts)):
            first = next(number for number, part in enumerate(path.parts) if has_magic(part))
            base = Path(*path.parts[:first])
            return cls(given=given, base=base, glob=Glob(path.parts[first:]), suffixes=suffixes)
        if path.is_dir():
            return cls(given=given, base=path, glob=ALL_BELOW, filtered=True, suffixes=suffixes)
        problem = "" if os.path.lexists(path) else f"{given} does not exist{_did_you_mean(path)}"
        return cls(given=given, base=path, suffixes=suffixes, problem=problem)

    @property
    def directory(self) -> Path:
        """The fixed directory that everything found here lies in."""
        return self.base if self.glob else self.base.parent

    def takes(self, path: Path) -> bool:
        """Tell whether :meth:`files` yields this path, without looking at the disk."""
        if self.glob is None:
            return path == self.base
        if not path.is_relative_to(self.base) or not self.glob.matches(path.relative_to(self.base).parts):
            return False
        return not self.filtered or self._has_suffix(path.name)

    def files(self, root: Path, *, sidecars: bool) -> Iterator[Found]:
        """Yield what is there, depth first, by name; no more than one directory per level is held in memory."""
        if self.problem:
            return
        if self.glob is None:
            beside = (
                {name for name in sidecar_names(self.base.name) if self.base.with_name(name).exists()} if sidecars else set()
            )
            yield self._found(self.base, root, beside)
        else:
            yield from self._walk(self.glob, self.base, self.glob.start, root, sidecars=sidecars)

    def _walk(self, glob: Glob, directory: Path, state: frozenset[int], root: Path, *, sidecars: bool) -> Iterator[Found]:
        try:
            with os.scandir(directory) as scan:
                names, links = set(), {}
                for entry in scan:
                    names.add(entry.name)
                    if entry.is_dir():
                        links[entry.name] = entry.is_symlink()
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError:
            yield Found(path=directory, name=relative_name(directory, root), problem="directory")
            return
        for name in sorted(names):
            path = directory / name
            after = glob.step(state, name)
            if name in links:
                # Links are not followed blindly, and the reports of a run are no texts to read.
                after = glob.without_descent(after) if links[name] or is_run(path) else after
                if glob.may_continue(after):
                    yield from self._walk(glob, path, after, root, sidecars=sidecars)
            elif glob.accepts(after):
                yield from self._judge(path, root, names, sidecars=sidecars)

    def _judge(self, path: Path, root: Path, siblings: Collection[str], *, sidecars: bool) -> Iterator[Found]:
        if sidecars and is_sidecar_name(path.name, siblings, self.suffixes):
            return
        if not self.filtered or self._has_suffix(path.name):
            yield self._found(path, root, siblings if sidecars else ())
        elif sidecars and path.suffix.lower() in {".yaml", ".yml", ".json"}:
            yield Found(path=path, name=relative_name(path, root), problem="orphan")

    def _found(self, path: Path, root: Path, siblings: Collection[str]) -> Found:
        beside = tuple(path.with_name(name) for name in sidecar_names(path.name) if name in siblings)
        return Found(path=path, name=relative_name(path, root), sidecars=beside)

    def _has_suffix(self, name: str) -> bool:
        return name.lower().removesuffix(".gz").endswith(self.suffixes)


def _did_you_mean(path: Path) -> str:
    """Return the name in the same directory that is nearest to a missing one, as a question."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f" (nor does {path.parent.name or 'the directory'}/)" if not path.parent.exists() else ""
    close = get_close_matches(path.name, names, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def common_root(places: Collection[Place]) -> Path:
    """Return the deepest directory that holds all places."""
    return Path(os.path.commonpath([place.directory for place in places]))


def relative_name(path: Path, root: Path) -> str:
    r"""Return a path relative to the root, with slashes; bytes that are no UTF-8 in it are shown as escapes (``\\xe4``)."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")


def absolute(path: Path) -> Path:
    """Make a path absolute and free of ``..``."""
    return _plain(path)


def _plain(path: Path) -> Path:
    """Make a path absolute; ``..`` is resolved as the system does, behind links, and other links stay as written."""
    path = Path.cwd() / path
    ups = [number for number, part in enumerate(path.parts) if part == ".."]
    if not ups:
        return path
    return Path(*path.parts[: ups[-1] + 1]).resolve().joinpath(*path.parts[ups[-1] + 1 :])
