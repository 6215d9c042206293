"""Work on whole runs: what loaders, linkers and reporters do, on articles whose truth is known."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from presseschau.model.annotations import Quote
from presseschau.model.document import Document
from presseschau.model.source import Source
from presseschau.model.spans import Span
from presseschau.results.dossier import Dossier
from presseschau.testing.archive import Entry, archived, gold_annotations
from presseschau.testing.bench import Bench, hold
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.gold import Article
from presseschau.testing.generation.strategies import articles
from presseschau.testing.outcome import CheckFailedError, NotApplicableError


def some_articles(bench: Bench, count: int = 6) -> list[Article]:
    """Return articles with gold, each with an id of its own."""
    return list(_drawn(bench.seed, count))


@lru_cache(maxsize=8)
def _drawn(seed: int, count: int) -> tuple[Article, ...]:
    """Draw articles, once for all checks of all plugins that ask for the same: nobody changes what is in them."""
    found: list[Article] = []
    hold(articles(), found.append, seed=seed, max_examples=max(5, 4 * count))
    longest = sorted(found, key=lambda article: -len(article.document.source_text))[:count]
    return tuple(
        attrs.evolve(article, document=attrs.evolve(article.document, id=f"article-{number}.txt"))
        for number, article in enumerate(longest)
    )


def entries(bench: Bench, count: int = 6) -> list[Entry]:
    """Return cleaned documents with what the plugins upstream find in them; without any upstream, the gold quotes.

    One of the articles carries no claim. :func:`relatives` follow.
    """
    made: list[Entry] = []
    for number, article in enumerate(some_articles(bench, count)):
        document = article.cleaned()
        if number == 1:
            document = attrs.evolve(document, claims=())
        made.append((document, bench.annotations_before(document) if bench.upstream else gold_annotations(article)))
    return [*made, *relatives(bench)]


_SENTENCES = (
    "Der Rat hat am Montag über die neue Brücke beraten.",
    "Die Kosten sind seit dem Frühjahr um ein Drittel gestiegen.",
    "Eine Entscheidung soll nach der Sommerpause fallen.",
    "Die Anwohner fürchten mehr Lärm und längere Wege.",
    "Der Verkehr wird bis dahin über die alte Furt geleitet.",
    "Ein Gutachten empfiehlt den Abriss der Pfeiler.",
    "Das Land gibt zwei Millionen Euro dazu.",
    "Im Herbst wird noch einmal gewählt.",
)
_CHAIN = ("Anna Berger", "Anna Muster", "Max Muster")


def relatives(bench: Bench) -> list[Entry]:
    """Return three short documents of which the second is like the first and like the third, but these two are not alike.

    Their speakers are like that, too. Who compares with the first of a group only makes other groups in another order.
    """
    made: list[Entry] = []
    for number, name in enumerate(_CHAIN):
        words = "„Wir warten nicht länger“"
        lead = " ".join(_SENTENCES[2 * number : 2 * number + 4])
        text = f"{lead}\n\n{words}, sagte {name}.\n"
        document = Document(id=f"relative-{number}.txt", source_text=text)
        start = text.index(words)
        said = text.index(name)
        quote = Quote(
            spans=[Span(start, start + len(words))], rule="gold", type="Direct",
            speaker=[Span(said, said + len(name))], speaker_entity=name,
        )  # fmt: skip
        made.append((document, bench.annotations_before(document) if bench.upstream else (quote,)))
    return made


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


def whole_results(bench: Bench, dossier: Dossier) -> tuple[Any, dict[str, bytes]]:
    """Return the groups and the files that a plugin makes of a run."""
    links = canonical(tuple(bench.call("link", dossier=dossier))) if "link" in bench.hooks else None
    files: dict[str, bytes] = {}
    if "report" in bench.hooks:
        with tempfile.TemporaryDirectory(prefix="presseschau-kit-") as name:
            for path in bench.call("report", dossier=dossier, directory=Path(name), analyse=bench.analyses):
                files[Path(path).resolve().relative_to(Path(name).resolve()).as_posix()] = Path(path).read_bytes()
    return links, files


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
