"""Which installed loader takes which file: declared by the loaders themselves, found without importing their plugins.

A distribution declares it in the entry-point group ``presseschau.files.v1``, under the name of its plugin, as a :class:`Takes`::

    [project.entry-points."presseschau.files.v1"]
    web-pages = "presseschau_web_pages.takes:TAKES"

The module should be light: it is imported whenever somebody names files on the command line.
"""

import logging
from collections.abc import Callable, Collection
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from attrs import field, frozen

from presseschau.errors import DocumentError
from presseschau.inputs.kinds import HEAD
from presseschau.inputs.opening import bare_name, explained, opened, read_limited

GROUP = "presseschau.files.v1"
DEFAULT = "text-files"
"""The loader of files that no other takes: any file may be a text, and this one says what is wrong with those that are not."""
_log = logging.getLogger(__name__)
SURE = 0.5
"""How sure a loader must be of a file to take it from another that was given it."""
BY_SUFFIX = 0.3
"""How sure a loader is of a file that it knows by its suffix alone."""


@frozen(kw_only=True)
class Sample:
    """What may be looked at to recognise a file: its name, its first unpacked bytes, and where it lies, if it is a file."""

    name: str
    head: bytes = field(default=b"", repr=False)
    path: Path | None = None


def _surely(_sample: Sample) -> float:
    return 0.0


@frozen(kw_only=True)
class Takes:
    """What a loader takes.

    ``suffixes`` are those of its files, in lower case, without that of a packing. ``recognises`` looks at a file and says how
    sure it is that the loader should have it, from 0 to 1, whatever its suffix; what it raises counts as 0, and it opens nothing else.
    ``reads_pipes`` tells that its option ``paths`` may be ``-``. Every loader declared here has an option ``paths``.
    """

    suffixes: tuple[str, ...]
    recognises: Callable[[Sample], float] = _surely
    reads_pipes: bool = False

    def sureness(self, sample: Sample) -> float:
        """Return how sure the loader is of a file, by content or by suffix."""
        by_suffix = BY_SUFFIX if bare_name(sample.name).endswith(self.suffixes) else 0.0
        return max(by_suffix, self.looked(sample))

    def looked(self, sample: Sample) -> float:
        """Return how sure the loader is of a file by its content; 0 where looking fails: whoever reads the file will say why."""
        try:
            return self.recognises(sample)
        except Exception as error:  # noqa: BLE001 - one odd file must not end a run before it begins
            _log.debug("%s cannot be recognised: %s: %s", sample.name, type(error).__name__, error)
            return 0.0


@cache
def declared() -> dict[str, Takes]:
    """Return what the installed loaders take, by the names of their plugins; one that cannot be imported is left out."""
    found: dict[str, Takes] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            takes = point.load()
        except Exception as error:  # noqa: BLE001 - one broken package must not break the others
            _log.warning("what the loader %r takes cannot be read: %s: %s", point.name, type(error).__name__, error)
            continue
        if isinstance(takes, Takes):
            found[point.name] = takes
    return found


def loader_of(sample: Sample, among: Collection[str] | None = None) -> str:
    """Return the name of the loader that is surest of a file, ``""`` where none takes it. ``among`` leaves the others out."""
    offers = {name: takes.sureness(sample) for name, takes in declared().items() if among is None or name in among}
    best = max(offers, key=lambda name: offers[name], default="")
    return best if best and offers[best] > 0 else ""


def better_loader(sample: Sample, own: str) -> str:
    """Return the name of a loader that recognises a file by its content, for sure and more so than ``own`` does, else ``""``."""
    mine = declared()[own].sureness(sample) if own in declared() else BY_SUFFIX
    offers = {name: takes.looked(sample) for name, takes in declared().items() if name != own}
    best = max(offers, key=lambda name: offers[name], default="")
    return best if best and offers[best] > mine and offers[best] >= SURE else ""


def sample_of(path: Path, name: str = "") -> Sample:
    """Return a sample of a file; one that cannot be read has a name and no bytes."""
    try:
        with explained(""), opened(path) as stream:
            head = read_limited(stream, HEAD)[:HEAD]
    except DocumentError:
        head = b""
    return Sample(name=name or path.name, head=head, path=path)
