"""Runs made by hand: documents and annotations in a real store, for links, reports and round trips."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from presseschau.model.annotations import Annotation, Quote, finish
from presseschau.model.document import Cleaning, Document
from presseschau.model.groups import Group, InferredDate
from presseschau.model.results import DeadLetter, StepRecord, StepResult
from presseschau.results.dossier import Dossier
from presseschau.store import Commit, Store
from presseschau.testing.canonical import canonical
from presseschau.testing.generation.gold import Article

_PLUGIN = "conformance-kit"


def _step(name: str, stage: str) -> StepRecord:
    return StepRecord(
        id=name, stage=stage, plugin=_PLUGIN, distribution="presseschau-core", version="0", options="", code="", fingerprint=""
    )


STEPS = (_step("kit-load", "load"), _step("kit-clean", "clean"), _step("kit-extract", "extract"), _step("kit-link", "link"))
LOAD, CLEAN, EXTRACT, LINK = STEPS
BEHIND = 1_000_000
"""The place of the first document that is not finished: behind all that are."""
Entry = tuple[Document, Sequence[Annotation]]


class Notes:
    """What ``recall`` has noted, kept from one archive to the next: stands for the memo of the store."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, ...], object] = {}

    def recall(self, of: Iterable[object], make: Callable[[], object]) -> object:
        """Return what was made of the same, as JSON gives it back."""
        key = tuple(map(str, of))
        if key not in self.made:
            self.made[key] = json.loads(json.dumps(make()))
        return self.made[key]


@contextmanager
def archived(
    entries: Iterable[Entry],
    links: Iterable[Group | InferredDate] = (),
    *,
    earlier: Collection[str] = (),
    failed: Iterable[Document] = (),
    foreign: Iterable[Document] = (),
    memo: Notes | None = None,
) -> Iterator[Dossier]:
    """Store documents with annotations of their clean text, and yield the dossier of that run.

    ``earlier`` are ids outside the entries that the annotations may refer to, ``failed`` documents that are dead letters, and
    ``foreign`` ones that the language gate has held back. ``memo`` is what ``recall`` of the dossier asks.
    """
    # The real store, but in memory: a hundred examples are a hundred databases.
    with Store(Path(":memory:")) as store:
        store.begin(STEPS)
        for number, (document, annotations) in enumerate(entries):
            store.commit(_commit(document, annotations, earlier), number)
        for number, commit in enumerate([*map(_dead, failed), *map(_foreign, foreign)], BEHIND):
            store.commit(commit, number)
        store.finish()
        store.put_links(LINK, links, "", 0.0)
        yield Dossier(store, memo)  # type: ignore[arg-type]  # Notes stand for a Memo


def _dead(document: Document) -> Commit:
    letter = DeadLetter(
        document=document.id, step=EXTRACT.id, plugin=_PLUGIN, error="ValueError", message="it was made to fail"
    )
    return Commit(id=document.id, load_step=LOAD.id, status="dead", document=document, dead_letter=letter)


def _foreign(document: Document) -> Commit:
    return Commit(id=document.id, load_step=LOAD.id, status="other-language", document=document)


def _commit(document: Document, annotations: Sequence[Annotation], earlier: Collection[str]) -> Commit:
    cleaning = Cleaning(edits=document.edits, parts=document.parts)
    digest = hashlib.sha256(repr(canonical((document, tuple(annotations)))).encode("utf-8", "surrogatepass")).hexdigest()
    return Commit(
        id=document.id,
        load_step=LOAD.id,
        status="done",
        document=document,
        results=(
            StepResult(step=LOAD.id, fingerprint=digest, seconds=0.0, cleaning=Cleaning(claims=document.claims)),
            StepResult(step=CLEAN.id, fingerprint="", seconds=0.0, cleaning=cleaning),
            StepResult(
                step=EXTRACT.id,
                fingerprint="",
                seconds=0.0,
                annotations=tuple(finish(annotations, document, EXTRACT.provenance, earlier)),
            ),
        ),
    )


def gold_annotations(article: Article) -> tuple[Annotation, ...]:
    """Return an article's gold quotes as annotations of the text of ``article.cleaned()``."""
    document = article.cleaned()
    found = []
    for number, quote in enumerate(article.quotes):
        found.append(
            Quote(
                id=f"gold-{number}",
                spans=document.to_clean(quote.span),
                rule="gold",
                type=quote.type,
                speaker=document.to_clean(quote.speaker) if quote.speaker else (),
                cue=document.to_clean(quote.cue) if quote.cue else (),
                speaker_entity=quote.entity or None,
            )
        )
    return tuple(found)
