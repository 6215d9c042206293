"""Checks of loaders. They need ``prepare=``: how to write documents as files that the loader reads."""

import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve
from hypothesis import strategies as st

from presseschau.errors import PresseschauError
from presseschau.model.document import Document
from presseschau.model.normal import fold
from presseschau.model.source import Source
from presseschau.testing.bench import Bench
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.oddities import ODD_TEXTS
from presseschau.testing.generation.strategies import articles, document_of
from presseschau.testing.outcome import CheckFailedError, NotApplicableError
from presseschau.testing.probes.listing import backwards_listing
from presseschau.testing.registry import check
from presseschau.testing.wholes import load_all, loader_of, some_articles

_WORDS = re.compile(r"\w+")
MANY = 1_200
"""So many documents show a limit that nobody declared."""


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
            if not first:
                raise CheckFailedError(f"it loads none of the {len(documents)} documents that were written")
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


@check("load")
def loads_in_one_order(bench: Bench) -> None:
    """The documents come in the same order however the file system lists its directories, and whichever file was written last: sort by name."""
    documents = _documents(bench)
    with loader_of(bench, documents) as (loader, directory):
        files = sorted(path for path in directory.rglob("*") if path.is_file())
        _date(files)
        first = [(name, fingerprint) for name, fingerprint, _ in load_all(bench, loader)]
        with backwards_listing():
            second = [(name, fingerprint) for name, fingerprint, _ in load_all(bench, loader)]
        _date(files[::-1])
        third = [(name, fingerprint) for name, fingerprint, _ in load_all(bench, loader)]
    for what, found in (("a directory that is listed backwards gives", second), ("files with other times give", third)):
        if first != found:
            raise CheckFailedError(f"{what} another order or other documents:\n{first}\n{found}")


def _date(files: list[Path]) -> None:
    """Give files one time after the other."""
    for number, path in enumerate(files):
        os.utime(path, (number, number))


@check("load")
def fingerprints_see_changes(bench: Bench) -> None:
    """A letter that changes in a file changes the fingerprint of its document, also where size and time of the file stay; no other's.

    Loaders that yield documents instead of sources have no fingerprints to look at.
    """
    documents = _documents(bench)
    changed = documents[len(documents) // 2]
    before = _fingerprints(bench, documents)
    if not before:
        raise NotApplicableError("it yields documents, not sources: they have no fingerprints")
    for what, text in _changes(changed.source_text):
        after = _fingerprints(bench, [evolve(one, source_text=text) if one is changed else one for one in documents])
        same = {name: read for name, (_, read) in before.items()} == {name: read for name, (_, read) in after.items()}
        different = [name for name, (fingerprint, _) in before.items() if fingerprint != after.get(name, ("", None))[0]]
        if not different and not same:
            raise CheckFailedError(f"{what} in a file, and no fingerprint: the next run would leave its results as they are")
        if len(different) > 1:
            raise CheckFailedError(f"{what} in one document, and the fingerprints of {len(different)}: {', '.join(different)}")


def _fingerprints(bench: Bench, documents: list[Document]) -> dict[str, tuple[str, object]]:
    """Return the fingerprints of sources, and what they read, by id; all files have the same time."""
    with loader_of(bench, documents) as (loader, directory):
        for path in directory.rglob("*"):
            os.utime(path, (0, 0))
        items = [item for item in bench.call("load", loader) if isinstance(item, Source)]
        return {item.id: (item.fingerprint, canonical(item.read().source_text)) for item in items}


def _changes(text: str) -> Iterator[tuple[str, str]]:
    """Yield texts in which one letter is another: in the middle, at the beginning and end, and a small one for a capital."""
    letters = [place for place, letter in enumerate(text) if letter.isascii() and letter.isalpha()]
    if not letters:
        raise NotApplicableError("the example has no letter to change")
    for place in (letters[len(letters) // 2], letters[0], letters[-1]):
        letter = "y" if text[place] not in "yY" else "x"
        yield "a letter has changed", text[:place] + letter + text[place + 1 :]
        yield "the case of a letter has changed", text[:place] + text[place].swapcase() + text[place + 1 :]


def _demand_travelling(bench: Bench, loader: object) -> None:
    for item in bench.call("load", loader):
        if not isinstance(item, Source):
            continue
        first = canonical(item.read())
        if canonical(item.read()) != first:
            raise CheckFailedError(f"the source {item.id!r} reads something else a second time")
        if canonical(pickle.loads(pickle.dumps(item)).read()) != first:  # noqa: S301
            raise CheckFailedError(f"the source {item.id!r} reads something else after pickling")


@check("load")
def loads_what_is_there(bench: Bench) -> None:
    """Every document that was written is loaded once, with all of its words and no others; also one of many, and one of two that say the same."""

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
    many = [document_of("Der Rat tagte am Montag in Köln.", f"{number:05}.txt") for number in range(MANY)]
    with loader_of(bench, many) as (loader, _):
        count = sum(1 for _ in bench.call("load", loader))
    if count != MANY:
        raise CheckFailedError(
            f"{count} of {MANY:,} documents that say the same were loaded: is there a limit, or are duplicates dropped?"
        )


@check("load")
def loads_odd_unicode(bench: Bench) -> None:
    """Odd but legal text is loaded, or refused with an error of presseschau for that document alone; it is not left out in silence."""

    def demand(text: str) -> None:
        with loader_of(bench, [document_of(text, "one.txt")]) as (loader, _):
            items = [*bench.call("load", loader)]
            if _WORDS.search(text) and not items:
                raise CheckFailedError(f"{text[:80]!r} is left out in silence: yield a source whose read() raises")
            for item in items:
                try:
                    document = item.read() if isinstance(item, Source) else item
                except PresseschauError:
                    continue
                document.source_text.encode()  # a lone surrogate would raise

    bench.for_all(st.sampled_from(list(ODD_TEXTS.values())), demand, share=0.6)
