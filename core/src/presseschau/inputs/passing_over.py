"""Files that a loader does not read: named, so that nothing is passed over in silence."""

from collections import Counter
from pathlib import PurePosixPath

from attrs import define, field

from presseschau.inputs.loaders import declared
from presseschau.inputs.opening import bare_name

_FEW = 5
_PARTS_OF_PAGES = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".map",
        ".json",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".avif",
        ".ico",
        ".bmp",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".mp3",
        ".mp4",
        ".webm",
        ".ogg",
        ".m4a",
        ".mov",
        ".avi",
        ".wav",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".cfg",
        ".log",
        ".lock",
        ".py",
        ".sh",
        ".bat",
        ".md5",
        ".sha256",
    ]
)
"""Images, styles, scripts, and what else lies about between texts: nobody expects a loader of news to read them."""


_ABOUT_A_FOLDER = frozenset(
    {"readme", "license", "licence", "copying", "changelog", "makefile", "dockerfile", "manifest", "authors", "notice"}
)


@define
class PassedOver:
    """Collects the names of files that lie in a directory and are not read by ``loader``."""

    loader: str
    left_to: tuple[str, ...] = ()
    _names: list[str] = field(factory=list, init=False)
    _suffixes: Counter[str] = field(factory=Counter, init=False)

    def note(self, name: str) -> None:
        """Note a file, unless nobody would expect it to be read or another loader of the run is to read it."""
        bare = PurePosixPath(bare_name(name))
        suffix = bare.suffix
        if (
            suffix in _PARTS_OF_PAGES
            or (not suffix and (bare.name.startswith(".") or bare.name in _ABOUT_A_FOLDER))
            or any(suffix in declared()[other].suffixes for other in self.left_to if other in declared())
        ):
            return
        self._suffixes[suffix] += 1
        if len(self._names) < _FEW:
            self._names.append(name)

    @property
    def warning(self) -> str:
        """A sentence that names what was passed over, ``""`` where nothing was."""
        count = self._suffixes.total()
        if not count:
            return ""
        names = ", ".join(self._names) + (f" and {count - len(self._names)} more" if count > len(self._names) else "")
        readers = {
            name: [suffix for suffix in sorted(self._suffixes) if suffix in takes.suffixes]
            for name, takes in declared().items()
            if name != self.loader
        }
        hints = [f"`use: {name}` reads {', '.join(suffixes)}" for name, suffixes in readers.items() if suffixes]
        known = {suffix for suffixes in readers.values() for suffix in suffixes}
        unread = [suffix for suffix in sorted(self._suffixes) if suffix not in known]
        unread = [suffix or "names without a suffix" for suffix in unread]
        hints += [f"no installed loader reads {', '.join(unread)}"] if unread else []
        return f"{self.loader} passed over {count} file{'s' if count > 1 else ''}: {names} ({'; '.join(hints)})"
