"""The dossier: what the link and report stages see of a run."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, overload

from presseschau.errors import StoreError
from presseschau.model.annotations import Annotation, annotation_kinds
from presseschau.model.document import Document
from presseschau.model.groups import Group, InferredDate
from presseschau.model.provenance import Finding, housed
from presseschau.model.results import DeadLetter, StepRecord
from presseschau.results import showing
from presseschau.results.view import DocumentView
from presseschau.store import StoreReader
from presseschau.store.database import dump, parse
from presseschau.store.directory import STORE
from presseschau.store.memo import Memo
from presseschau.store.reader import START, Stored

A = TypeVar("A", bound=Annotation)


_ROOM = 800_000
"""Some 300 newspaper articles, as many as the page shows of a run, and with what is found in them some 40 MB."""
_Reading = tuple[tuple[int, int], tuple[DocumentView, ...]]
"""Where reading goes on, and the views that have been read together."""


class KeptViews:
    """What report steps read while nobody writes: the views of the first documents of a run, and those that were read last.

    ``room`` is in code points of source text.
    """

    def __init__(self, room: int = _ROOM) -> None:
        self.views: dict[str, DocumentView] = {}
        self._room = room
        self._kept: dict[tuple[int, int], _Reading] = {}
        self._last: tuple[tuple[int, int], _Reading] | None = None

    def following(self, at: tuple[int, int]) -> _Reading | None:
        """Return what was read from a place on, if it is still here."""
        if self._last is not None and self._last[0] == at:
            return self._last[1]
        return self._kept.get(at)

    def keep(self, at: tuple[int, int], reading: _Reading) -> None:
        """Keep what was read from a place on until something else is read; for good as long as there is room."""
        self._last = (at, reading)
        self._room -= sum(len(view.document.source_text) for view in reading[1])
        if self._room >= 0:
            self._kept[at] = reading
            self.views |= {view.id: view for view in reading[1]}


class Dossier:
    """A read-only view of a run: documents, annotations, groups, dates, dead letters; streamed from the store.

    Documents come in the order in which they were loaded, annotations in the order of documents, steps and finding. Annotations
    count code points of the *source* text (their spans are :class:`~presseschau.model.spans.SourceSpan`); a
    :meth:`view` of their document gives their words, and their spans of the clean text. A dossier belongs to one thread.
    """

    def __init__(self, store: StoreReader, memo: Memo | None = None, kept: "KeptViews | None" = None) -> None:
        self._store = store
        self._memo = memo
        self._kept = kept

    @classmethod
    def open(cls, directory: Path) -> "Dossier":
        """Open the dossier of a run directory, without its config or plugins.

        Raises:
            StoreError: there is no run store, or it cannot be read.
        """
        return cls(StoreReader.open(directory / STORE))

    def documents(self) -> Iterator[Document]:
        """Yield the finished documents."""
        yield from self._documents("done")

    def ids(self) -> Iterator[str]:
        """Yield the ids of the finished documents."""
        yield from self._store.ids("done")

    def fingerprint(self, document: str) -> str:
        """Return a digest of a document, its id and what the steps before link have found in it: equal where nothing of it has changed."""
        return self._store.fingerprint(document)

    def recall(self, of: Iterable[object], make: Callable[[], object]) -> Any:  # noqa: ANN401 - whatever the JSON holds
        """Return what ``make`` returns: JSON data, made anew or noted by the run before where it was made ``of`` the same.

        For link steps, so that a new document does not cost the work of all others: ``of`` are strings and numbers that tell all that
        ``make`` depends on, such as what is made and the :meth:`fingerprint` of a document. Each step, in each version and with each set
        of options, has notes of its own; what a run does not ask for is forgotten.

        Raises:
            TypeError: JSON has no word for something that ``make`` returned.
            ValueError: likewise.
        """
        return parse(dump(make())) if self._memo is None else self._memo.recall(of, make)

    def in_other_languages(self) -> Iterator[Document]:
        """Yield the documents that the language gate has held back; ``document.language`` says which language it saw."""
        yield from self._documents("other-language")

    def document(self, document: str) -> Document:
        """Return one document by its id.

        Raises:
            KeyError: the run has no such document.
        """
        found = self._store.document(document)
        if found is None:
            raise KeyError(document)
        return found

    def page(self, document: Document) -> bytes | None:
        """Return the page that a document was read from, where its loader was asked to keep it (``keep_html``)."""
        return self._store.page(document.origin.digest)

    def __len__(self) -> int:
        """Return the number of finished documents."""
        return self._store.count("done")

    @overload
    def annotations(self, kind: type[A], *, document: str | None = None) -> Iterator[A]: ...
    @overload
    def annotations(self, kind: str | None = None, *, document: str | None = None) -> Iterator[Annotation]: ...
    def annotations(self, kind: type[Annotation] | str | None = None, *, document: str | None = None) -> Iterator[Annotation]:
        """Yield annotations, of one kind (a class or its name) or all, of one document or all finished ones.

        Given a class, only readable records of it and of its subclasses; given a name, also records of a plugin that is not installed, as
        :class:`~presseschau.UnknownAnnotation`.
        """
        for _, record in self.located(kind, document=document):
            yield record

    @overload
    def located(self, kind: type[A], *, document: str | None = None) -> Iterator[tuple[str, A]]: ...
    @overload
    def located(self, kind: str | None = None, *, document: str | None = None) -> Iterator[tuple[str, Annotation]]: ...
    def located(
        self, kind: type[Annotation] | str | None = None, *, document: str | None = None
    ) -> Iterator[tuple[str, Annotation]]:
        """Yield ``(id of the document, annotation)``, else as :meth:`annotations` does; memory does not grow with the run."""
        name = kind if isinstance(kind, str) or kind is None else _only_kind(kind)
        for where, record in self._store.located(document=document, kind=name):
            if not isinstance(kind, type) or isinstance(record, kind):
                yield where, housed(record, self)

    @overload
    def batches(self, kind: type[A], size: int = 1000) -> Iterator[tuple[tuple[str, A], ...]]: ...
    @overload
    def batches(self, kind: str | None = None, size: int = 1000) -> Iterator[tuple[tuple[str, Annotation], ...]]: ...
    def batches(
        self, kind: type[Annotation] | str | None = None, size: int = 1000
    ) -> Iterator[tuple[tuple[str, Annotation], ...]]:
        """Yield what :meth:`located` yields in tuples of up to ``size``, for linkers that block and compare by batch."""
        found = self.located(kind)
        while batch := tuple(islice(found, size)):
            yield batch

    def annotation(self, annotation: str) -> Annotation:
        """Return one annotation by its id.

        Raises:
            KeyError: the run has no such annotation.
        """
        found = self._store.annotation(annotation)
        if found is None:
            raise KeyError(annotation)
        return housed(found, self)

    def view(self, document: str) -> DocumentView:
        """Return one document with its annotations, dates and words, by its id.

        Raises:
            KeyError: the run has no such document.
        """
        kept = self._kept.views.get(document) if self._kept is not None else None
        return kept or self._view(self.document(document), self._store.place_of(document))

    def views(self) -> Iterator[DocumentView]:
        """Yield the finished documents as views, one at a time; ``number`` counts them from 1."""
        at, number = START, 0
        while True:
            at, views = self._following(at, number)
            if not views:
                return
            yield from views
            number += len(views)

    def _following(self, at: tuple[int, int], number: int) -> _Reading:
        reading = self._kept.following(at) if self._kept is not None else None
        if reading is None:
            together = self._store.together(at)
            views = tuple(self._bound(one, place) for place, one in enumerate(together, start=number + 1))
            reading = (together[-1].at if together else at, views)
            if self._kept is not None:
                self._kept.keep(at, reading)
        return reading

    def _bound(self, one: Stored, number: int) -> DocumentView:
        annotations = tuple([housed(record, self) for record in one.annotations])
        return DocumentView(document=one.document, annotations=annotations, inferred=one.inferred, number=number)

    def _view(self, document: Document, number: int) -> DocumentView:
        return DocumentView(
            document=document,
            annotations=self.annotations(document=document.id),
            inferred=self.inferred_dates(document.id),
            number=number,
        )

    def document_of(self, annotation: str) -> str | None:
        """Return the id of the document that the annotation with this id is in."""
        return self._store.document_of(annotation)

    def groups(self, type: str | None = None) -> Iterator[Group]:  # noqa: A002 - the attribute's name
        """Yield the groups that link steps made, of one type or all."""
        for group in self._store.groups(type):
            yield housed(group, self)

    def groups_of(self, member: str, type: str | None = None) -> Iterator[Group]:  # noqa: A002 - the attribute's name
        """Yield the groups that an annotation (or a document) belongs to, by its id; of one type or all."""
        for group in self._store.groups_of(member, type):
            yield housed(group, self)

    def shown(self, finding: Finding) -> str:
        """Return an annotation or group of this run as HTML for a notebook, with the words it is about."""
        try:
            if isinstance(finding, Annotation) and (where := self.document_of(finding.id)) is not None:
                return showing.annotation_html(finding, self.view(where))
            if isinstance(finding, Group):
                return showing.group_html(finding, list(self._members(finding)))
        except (StoreError, sqlite3.Error, KeyError):  # the run has gone on, or is closed
            pass
        return showing.finding_html(finding)

    def _members(self, group: Group) -> Iterator[tuple[DocumentView, Annotation | None]]:
        for member in showing.shown_members(group):
            where = self.document_of(member)
            yield self.view(where or member), None if where is None else self.annotation(member)

    def inferred_dates(self, document: str | None = None) -> Iterator[InferredDate]:
        """Yield the dates that link steps inferred, for one document or all."""
        yield from self._store.inferred_dates(document)

    def dead_letters(self) -> Iterator[DeadLetter]:
        """Yield what failed, and why."""
        yield from self._store.dead_letters()

    def steps(self) -> tuple[StepRecord, ...]:
        """Return the steps of the run, in order."""
        return self._store.steps()

    def kinds(self) -> dict[str, int]:
        """Return annotation kind -> how many there are."""
        return self._store.kinds()

    def words(self) -> tuple[int, int]:
        """Return how many words the documents had, and how many of them were cut."""
        return self._store.words()

    @property
    def complete(self) -> bool:
        """Whether the run saw all its documents; False after an interruption."""
        return self._store.complete

    def _documents(self, status: str) -> Iterator[Document]:
        for document in self._store.ids(status):
            yield self.document(document)


def _only_kind(cls: type[Annotation]) -> str | None:
    """Return the kind of a class; None where its subclasses have kinds of their own, or it has none."""
    kinds = [kind for kind, known in annotation_kinds().items() if issubclass(known, cls)]
    return kinds[0] if len(kinds) == 1 else None
