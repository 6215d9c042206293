"""Runs made by hand: documents and annotations in a real store, for links, reports and round trips."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from presseschau.model.annotations import Annotation, Quote, finish
from presseschau.model.document import Cleaning, Document
from presseschau.model.groups import Group, InferredDate
from presseschau.model.results import StepRecord, StepResult
from presseschau.results.dossier import Dossier
from presseschau.store import Commit, Store
from presseschau.testing.generation.gold import Article

_PLUGIN = "conformance-kit"


def _step(name: str, stage: str) -> StepRecord:
    return StepRecord(
        id=name, stage=stage, plugin=_PLUGIN, distribution="presseschau-core", version="0", options="", code="", fingerprint=""
    )


STEPS = (_step("kit-load", "load"), _step("kit-clean", "clean"), _step("kit-extract", "extract"), _step("kit-link", "link"))
LOAD, CLEAN, EXTRACT, LINK = STEPS
Entry = tuple[Document, Sequence[Annotation]]


@contextmanager
def archived(
    entries: Iterable[Entry], links: Iterable[Group | InferredDate] = (), *, earlier: Collection[str] = ()
) -> Iterator[Dossier]:
    """Store documents with annotations of their clean text, and yield the dossier of that run.

    ``earlier`` are ids outside the entries that the annotations may refer to.
    """
    # The real store, but in memory: a hundred examples are a hundred databases.
    with Store(Path(":memory:")) as store:
        store.begin(STEPS)
        for number, (document, annotations) in enumerate(entries):
            store.commit(_commit(document, annotations, earlier), number)
        store.finish()
        store.put_links(LINK, links, "", 0.0)
        yield Dossier(store)


def _commit(document: Document, annotations: Sequence[Annotation], earlier: Collection[str]) -> Commit:
    cleaning = Cleaning(edits=document.edits, parts=document.parts)
    return Commit(
        id=document.id,
        load_step=LOAD.id,
        status="done",
        document=document,
        results=(
            StepResult(step=LOAD.id, fingerprint="", seconds=0.0, cleaning=Cleaning(claims=document.claims)),
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
