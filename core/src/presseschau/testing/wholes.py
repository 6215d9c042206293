"""Work on whole runs: what loaders, linkers and reporters do, on articles whose truth is known."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from presseschau.model.annotations import Annotation
from presseschau.model.document import Document
from presseschau.model.source import Source
from presseschau.results.dossier import Dossier
from presseschau.testing.archive import Entry, archived, gold_annotations
from presseschau.testing.bench import Bench
from presseschau.testing.generation.gold import Article
from presseschau.testing.generation.strategies import articles
from presseschau.testing.outcome import CheckFailedError, NotApplicableError


def some_articles(bench: Bench, count: int = 6) -> list[Article]:
    """Return articles with gold, each with an id of its own."""
    found: list[Article] = []
    bench.for_all(articles(), found.append, share=(count * 4) / bench.max_examples)
    longest = sorted(found, key=lambda article: -len(article.document.source_text))[:count]
    return [
        attrs.evolve(article, document=attrs.evolve(article.document, id=f"article-{number}.txt"))
        for number, article in enumerate(longest)
    ]


def entries(bench: Bench, count: int = 6) -> list[Entry]:
    """Return cleaned documents with what the plugins upstream find in them; without any upstream, the gold quotes."""
    return [
        (article.cleaned(), bench.annotations_before(article.cleaned()) if bench.upstream else _gold(article))
        for article in some_articles(bench, count)
    ]


def _gold(article: Article) -> Sequence[Annotation]:
    return gold_annotations(article)


@contextmanager
def dossier_of(bench: Bench, made: list[Entry] | None = None) -> Iterator[Dossier]:
    """Yield the dossier of a run over :func:`entries`."""
    with archived(entries(bench) if made is None else made) as dossier:
        yield dossier


@contextmanager
def loader_of(bench: Bench, documents: list[Document]) -> Iterator[tuple[Any, Path]]:
    """Write documents as a loader's input; yield the loader and the directory.

    Raises:
        NotApplicableError: only the quick part runs, and nobody has said how.
        CheckFailedError: nobody has said how to write its input.
    """
    if bench.prepare is None:
        if bench.quick:
            raise NotApplicableError("the quick part cannot write a loader's input files; its own tests can, with prepare=")
        raise CheckFailedError(
            "the kit cannot write this loader's input: give prepare=, a function that writes documents into a directory "
            "and returns the loader that reads them"
        )
    with tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
        directory = Path(name)
        yield bench.prepare(directory, documents), directory


def load_all(bench: Bench, loader: object) -> list[tuple[str, str, Document]]:
    """Return ``(id, fingerprint, document)`` of everything that a loader yields, each read."""
    loaded = []
    for item in bench.call("load", loader):
        if isinstance(item, Source):
            loaded.append((item.id, item.fingerprint, item.read()))
        elif isinstance(item, Document):
            loaded.append((item.id, "", item))
        else:
            raise CheckFailedError(f"load yielded a {type(item).__name__}, neither a Source nor a Document: {item!r}")
    return loaded


def whole_work(bench: Bench, hook: str, plugin: object = None) -> None:
    """Let a loader, linker or reporter do its work once; a loader is the one that ``prepare`` makes."""
    if hook == "load":
        with loader_of(bench, [article.document for article in some_articles(bench, 3)]) as (loader, _):
            load_all(bench, loader)
        return
    with dossier_of(bench) as dossier:
        if hook == "link":
            tuple(bench.call("link", plugin, dossier=dossier))
            return
        with tempfile.TemporaryDirectory(prefix="presseschau-kit-") as directory:
            tuple(bench.call("report", plugin, dossier=dossier, directory=Path(directory), analyse=bench.analyses))
