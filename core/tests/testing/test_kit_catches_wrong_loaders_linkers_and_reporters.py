"""Loaders, linkers and reporters with one bug each, and right ones."""

# ruff: noqa: ANN401 - wrong on purpose, and hooks take what they are given

import datetime as dt
import hashlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest

from presseschau import Document, Group, Origin, Quote, Source, hookimpl
from presseschau.results.dossier import Dossier
from presseschau.testing import Status, check_plugin

WRONG: list[tuple[type, str]] = []
RIGHT: list[type] = []


def wrong(check: str) -> Any:
    def decorate(cls: type) -> type:
        made = attrs.frozen(cls, eq=False, kw_only=True)
        WRONG.append((made, check))
        return made

    return decorate


def right(cls: type) -> type:
    made = attrs.frozen(cls, eq=False, kw_only=True)
    RIGHT.append(made)
    return made


def folder() -> Any:
    return attrs.field(metadata={"help": "where the files are"})


def read(path: Path, name: str) -> Document:
    # No translation of line ends: what is in the file is what is loaded.
    return Document(id=name, source_text=path.read_bytes().decode(), origin=Origin(location=name))


def source(path: Path, name: str) -> Source:
    return Source(name, hashlib.sha256(path.read_bytes()).hexdigest(), partial(read, path, name))


def prepare(kind: type) -> Callable[[Path, Sequence[Document]], object] | None:
    if not hasattr(kind, "load"):
        return None

    def write(directory: Path, documents: Sequence[Document]) -> object:
        for document in documents:
            (directory / document.id).write_bytes(document.source_text.encode())
        return kind(path=directory)

    return write


# --- loaders ----------------------------------------------------------------------------------------------------------------


@right
class LoadsSources:
    """Yields sources, in the order of names."""

    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        return (source(path, path.name) for path in sorted(self.path.iterdir()))


@right
class LoadsDocuments:
    """Yields documents that are at hand."""

    path: Path = folder()

    @hookimpl
    def load(self) -> list[Document]:
        return [read(path, path.name) for path in sorted(self.path.iterdir())]


@wrong("loads-the-same-again")
class AbsoluteIds:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        return (source(path, str(path)) for path in sorted(self.path.iterdir()))


@wrong("loads-the-same-again")
class AbsoluteLocation:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Document]:
        for path in sorted(self.path.iterdir()):
            yield attrs.evolve(read(path, path.name), origin=Origin(location=str(path)))


@wrong("loads-the-same-again")
class FingerprintOfTheMoment:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        for path in sorted(self.path.iterdir()):
            yield Source(path.name, str(path.stat().st_mtime_ns), partial(read, path, path.name))


@wrong("loads-the-same-again")
class AnyOrder:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        paths = list(self.path.iterdir())
        random.shuffle(paths)
        return (source(path, path.name) for path in paths)


@wrong("loads-the-same-again")
class OneIdForAll:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        return (source(path, "document") for path in sorted(self.path.iterdir()))


@wrong("loads-the-same-again")
class SourceThatDoesNotTravel:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        for path in sorted(self.path.iterdir()):
            yield Source(path.name, "1", lambda path=path: read(path, path.name))  # type: ignore[misc]


@wrong("loads-what-is-there")
class LosesTheFirstLine:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Document]:
        for path in sorted(self.path.iterdir()):
            document = read(path, path.name)
            yield attrs.evolve(document, source_text=document.source_text.partition("\n")[2])


@wrong("loads-what-is-there")
class AddsAHeading:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Document]:
        for path in sorted(self.path.iterdir()):
            document = read(path, path.name)
            yield attrs.evolve(document, source_text="Dokument\n" + document.source_text)


@wrong("loads-what-is-there")
class WrongEncoding:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Document]:
        for path in sorted(self.path.iterdir()):
            yield Document(id=path.name, source_text=path.read_bytes().decode("latin-1"), origin=Origin(location=path.name))


@wrong("loads-odd-unicode")
class NoEmptyFiles:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Document]:
        for path in sorted(self.path.iterdir()):
            document = read(path, path.name)
            document.source_text.splitlines()[0]
            yield document


@wrong("reads-no-clock")
class DatesByFile:
    path: Path = folder()

    @hookimpl
    def load(self) -> Iterator[Source]:
        for path in sorted(self.path.iterdir()):
            if time.localtime(path.stat().st_mtime).tm_year:
                yield source(path, path.name)


# --- linkers ----------------------------------------------------------------------------------------------------------------


def speakers(dossier: Dossier) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quote in dossier.annotations(Quote):
        if quote.speaker_entity:
            found.setdefault(quote.speaker_entity, []).append(quote.id)
    return found


@right
class SameSpeaker:
    """Groups quotes by the speaker's name."""

    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        for name, members in sorted(speakers(dossier).items()):
            yield Group(type="speaker", label=name, members=members, rule="name/equal")


@wrong("links-whatever-the-order")
class OnlyTheFirstDocument:
    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        first = next(iter(dossier.documents()), None)
        if first:
            members = [quote.id for quote in dossier.annotations(Quote, document=first.id)]
            yield Group(type="speaker", label="?", members=members, rule="first")


@wrong("links-the-same-again")
class AnyMembers:
    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        members = [quote.id for quote in dossier.annotations(Quote)]
        yield Group(type="speaker", label="?", members=random.sample(members, len(members)), rule="any")


@wrong("round-trips-store")
class UnknownMembers:
    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        for name, members in sorted(speakers(dossier).items()):
            yield Group(type="speaker", label=name, members=[*members, "nobody"], rule="name/equal")


@wrong("round-trips-json")
class SetsInData:
    @hookimpl
    def link(self, dossier: Dossier) -> Iterator[Group]:
        for name, members in sorted(speakers(dossier).items()):
            yield Group(type="speaker", label=name, members=members, rule="name/equal", data={"names": {name}})


@wrong("takes-an-empty-run")
class NeedsADocument:
    @hookimpl
    def link(self, dossier: Dossier) -> Iterable[Group]:
        longest = max(len(document.text) for document in dossier.documents())
        return [Group(type="speaker", label=str(longest), members=[], rule="longest")]


# --- reporters --------------------------------------------------------------------------------------------------------------


def listing(dossier: Dossier) -> str:
    return "".join(f"{document.id}\t{len(document.text)}\n" for document in dossier.documents())


@right
class Listing:
    """Writes a list of the documents into a subdirectory."""

    path: str = attrs.field(default="lists/documents.tsv", metadata={"help": "the file, relative to the run directory"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path]:
        path = directory / self.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(listing(dossier), encoding="utf-8", newline="\n")
        yield path


@wrong("reads-no-clock")
class Dated:
    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        path = directory / "list.txt"
        path.write_text(f"{dt.date.today()}\n{listing(dossier)}", encoding="utf-8")  # noqa: DTZ011
        return [path]


@wrong("reports-byte-for-byte")
class NamesTheDirectory:
    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        path = directory / "list.txt"
        path.write_text(f"{directory}\n{listing(dossier)}", encoding="utf-8")
        return [path]


@wrong("reports-byte-for-byte")
class Appends:
    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        path = directory / "list.txt"
        with path.open("a", encoding="utf-8") as file:
            file.write(listing(dossier))
        return [path]


@wrong("reports-byte-for-byte")
class WritesBeside:
    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        path = directory.parent / "list.txt"
        path.write_text(listing(dossier), encoding="utf-8")
        return [path]


@wrong("reports-byte-for-byte")
class KeepsItToItself:
    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        path = directory / "list.txt"
        path.write_text(listing(dossier), encoding="utf-8")
        (directory / "more.txt").write_text("more", encoding="utf-8")
        return [path]


def run(plugin: type, **options: Any) -> Any:
    return check_plugin(plugin, prepare=prepare(plugin), **options)


@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_the_default_seed(plugin: type, check: str) -> None:
    report = run(plugin, only=[check])
    assert report[check].status is Status.FAILED, report


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 10))
@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_other_seeds(plugin: type, check: str, seed: int) -> None:
    report = run(plugin, only=[check], seed=seed)
    assert report[check].status is Status.FAILED, report


# The short form leaves out what takes seconds; the long form is the whole kit.
SHORT = {"survives-large-input": "long form", "linear-time": "long form"}


@pytest.mark.parametrize("plugin", RIGHT, ids=[cls.__name__ for cls in RIGHT])
def test_lets_right_ones_pass(plugin: type) -> None:
    report = run(plugin, max_examples=8, skip=SHORT)
    assert report.ok, report


@pytest.mark.slow
@pytest.mark.parametrize("plugin", RIGHT, ids=[cls.__name__ for cls in RIGHT])
def test_lets_right_ones_pass_the_whole_kit(plugin: type) -> None:
    report = run(plugin)
    assert report.ok, report
