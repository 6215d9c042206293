"""Checks of loaders. They need ``prepare=``: how to write documents as files that the loader reads."""

import pickle
import re

from hypothesis import strategies as st

from presseschau.errors import PresseschauError
from presseschau.model.document import Document
from presseschau.model.normal import fold
from presseschau.model.source import Source
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.oddities import ODD_TEXTS
from presseschau.testing.generation.strategies import articles, document_of
from presseschau.testing.outcome import CheckFailedError
from presseschau.testing.registry import check
from presseschau.testing.wholes import load_all, loader_of, some_articles

_WORDS = re.compile(r"\w+")


def _documents(bench: Bench) -> list[Document]:
    return [article.document for article in some_articles(bench, 5)]


@check("load")
def loads_the_same_again(bench: Bench) -> None:
    """A second time, and from files in another directory, the same documents come with the same ids, in the same order.

    Ids and locations are relative to the loader's root, so no path of a machine is among them. A source's fingerprint stays,
    a source can be read twice and can be pickled; ids are unique.
    """
    documents = _documents(bench)
    results = []
    for _ in range(2):
        with loader_of(bench, documents) as (loader, directory):
            first, second = load_all(bench, loader), load_all(bench, loader)
            if canonical(first) != canonical(second):
                raise CheckFailedError(f"loading a second time gives something else:\n{first}\n{second}")
            ids = [name for name, _, _ in first]
            if len({*ids}) < len(ids):
                raise CheckFailedError(f"ids are not unique: {ids}")
            for name, _, document in first:
                if name != document.id:
                    raise CheckFailedError(f"the source {name!r} reads a document with the id {document.id!r}")
                for what in (document.id, document.origin.location):
                    if str(directory) in what or directory.name in what:
                        raise CheckFailedError(f"{what!r} is not relative to the loader's root")
            _demand_travelling(bench, loader)
            results.append(first)
    if canonical(results[0]) != canonical(results[1]):
        raise CheckFailedError(f"the same files in another directory give something else:\n{results[0]}\n{results[1]}")


def _demand_travelling(bench: Bench, loader: object) -> None:
    for item in bench.call("load", loader):
        if isinstance(item, Source) and canonical(pickle.loads(pickle.dumps(item)).read()) != canonical(item.read()):  # noqa: S301
            raise CheckFailedError(f"the source {item.id!r} reads something else after pickling")


@check("load")
def loads_what_is_there(bench: Bench) -> None:
    """Every document that was written is loaded once, with all of its words and no others."""

    def demand(text: str) -> None:
        with loader_of(bench, [document_of(text, "one.txt")]) as (loader, _):
            loaded = load_all(bench, loader)
        if len(loaded) != 1:
            raise CheckFailedError(f"{len(loaded)} documents were loaded instead of one")
        document = loaded[0][2]
        said = " ".join([document.source_text, *(claim.value for claim in document.claims)])
        missing = {*_WORDS.findall(fold(text))} - {*_WORDS.findall(fold(said))}
        if missing:
            raise CheckFailedError(f"the words {', '.join(sorted(missing))} were lost")
        invented = {*_WORDS.findall(fold(document.source_text))} - {*_WORDS.findall(fold(text))}
        if invented:
            raise CheckFailedError(f"the words {', '.join(sorted(invented))} stand in the document, but not in the file")

    bench.for_all(articles().map(lambda article: article.document.source_text), demand, share=0.4)


@check("load")
def loads_odd_unicode(bench: Bench) -> None:
    """Odd but legal text is loaded, or refused with an error of presseschau for that document alone."""

    def demand(text: str) -> None:
        with loader_of(bench, [document_of(text, "one.txt")]) as (loader, _):
            for item in bench.call("load", loader):
                try:
                    document = item.read() if isinstance(item, Source) else item
                except PresseschauError:
                    continue
                document.source_text.encode()  # a lone surrogate would raise

    bench.for_all(st.sampled_from(list(ODD_TEXTS.values())), demand, share=0.6)
