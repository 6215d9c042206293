"""Exports stream: however many documents a run has, few of them are held at a time."""

import gc
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from presseschau_exports import (
    Brat,
    ConllU,
    GraphMl,
    ICalendar,
    LabelStudio,
    SpacyDocBin,
    Tei,
    TimelineJs,
    TimeMl,
    WebAnnotation,
)
from spacy.tokens import Doc

from presseschau import Document, DocumentView, Dossier
from presseschau.builtin.blank import BlankGerman

DOCUMENTS = 15
FEW = 4


class Counted:
    """A dossier with the same document again and again, which counts how many views of it are alive."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self.most = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the dossier's own
        return getattr(self._dossier, name)

    def views(self) -> Iterator[DocumentView]:
        alive: weakref.WeakSet[Any] = weakref.WeakSet()
        for _ in range(DOCUMENTS):
            (view,) = self._dossier.views()
            alive.add(_Held(view))
            yield view
            del view
            gc.collect()
            self.most = max(self.most, len(alive))


class _Held:
    """Lives as long as the view that holds it: views compare by value, these do not."""

    def __init__(self, view: DocumentView) -> None:
        object.__setattr__(view.document.origin, "addresses", (self,))


def analyse(documents: Iterable[Document]) -> Iterator[Doc]:
    nlp = BlankGerman().spacy_pipeline(needs=frozenset({"analysis:tokens", "analysis:sentences"}))
    for document in documents:
        yield nlp(document.text)


@pytest.mark.parametrize(
    "plugin", [WebAnnotation, Brat, LabelStudio, Tei, TimeMl, GraphMl, ICalendar, TimelineJs, ConllU, SpacyDocBin]
)
def test_few_documents_are_held_at_a_time(plugin: type, dossier: Dossier, tmp_path: Path) -> None:
    counted = Counted(dossier)
    gc.collect()
    gc.freeze()  # what is there already need not be looked through again and again
    more = {"analyse": analyse} if plugin in {ConllU, SpacyDocBin} else {}
    try:
        assert list(plugin().report(counted, tmp_path, **more))
    finally:
        gc.unfreeze()
    assert 0 < counted.most <= FEW
