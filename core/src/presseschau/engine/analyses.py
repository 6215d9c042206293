"""The shared analysis, made: the pipeline of the config, texts in batches, and what comes back held against the texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from presseschau.engine import calling
from presseschau.errors import DocumentError
from presseschau.model.document import Document
from presseschau.steps.build import Step

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")

MAX_BATCH_CHARACTERS = 200_000
"""A batch for the shared analysis is closed when its texts have this many code points."""

KEPT_FORMS = 60_000
"""How many different tokens spaCy's vocabulary keeps from batch to batch: some 35 MB, and what a thousand or two articles hold."""


def make_pipeline(step: Step, needs: frozenset[str]) -> "Language":
    """Make the spaCy pipeline of a config.

    Raises:
        StepError: it cannot be made.
    """
    return calling.call(step, "", partial(_made, step, needs))


def _made(step: Step, needs: frozenset[str]) -> "Language":
    made: Language = step.call(needs=needs)
    if not callable(getattr(made, "pipe", None)):
        raise TypeError(f"spacy_pipeline() returned {type(made).__name__}, not a spaCy pipeline")
    return made


def analysed(nlp: "Language", texts: Sequence[str]) -> list["Doc"]:
    """Return the analysis of each text.

    Raises:
        DocumentError: the analysis is of another text, so that its offsets would lead astray.
        Exception: whatever the pipeline raises.
    """
    made: list[Doc] = list(nlp.pipe(texts, batch_size=len(texts)))
    for text, doc in zip(texts, made, strict=True):
        length = doc[-1].idx + len(doc[-1].text_with_ws) if len(doc) else 0
        if length != len(text):
            raise DocumentError(
                f"the analysis has {length} code points, the clean text {len(text)}",
                hint="a tokeniser must keep the text as it is; normal forms belong in Token.norm_",
            )
    return made


def batches(items: Iterable[T], most: int, size: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield items in lists of up to ``most``, closed when their sizes come to :data:`MAX_BATCH_CHARACTERS`."""
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += size(item)
        if len(batch) >= most or total >= MAX_BATCH_CHARACTERS:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def memory(nlp: "Language | None") -> AbstractContextManager[Any]:
    """Give back, after a batch, the strings that spaCy has kept of it, once it has kept many.

    The first :data:`KEPT_FORMS` stay, among them all that are common and what plugins made when they were first called: to make a word's
    entry costs more than to tokenise it.
    """
    zone = getattr(nlp, "memory_zone", None)
    return nullcontext() if nlp is None or zone is None or len(nlp.vocab) < KEPT_FORMS else zone()


def analysed_again(nlp: Callable[[], "Language"], documents: Iterable[Document], batch_size: int) -> Iterator["Doc"]:
    """Yield the analysis of each document's clean text, for reports; the pipeline is asked for when there is a document.

    Raises:
        DocumentError: a text cannot be analysed.
    """
    for batch in batches(documents, batch_size, lambda document: len(document.text)):
        pipeline = nlp()
        with memory(pipeline):
            try:
                made = analysed(pipeline, [document.text for document in batch])
            except Exception:  # noqa: BLE001 - a pipeline raises what it likes; one by one it says at which document
                made = [one for document in batch for one in _alone(pipeline, document)]
            yield from made


def _alone(nlp: "Language", document: Document) -> list["Doc"]:
    try:
        return analysed(nlp, [document.text])
    except Exception as error:
        message = error.message if isinstance(error, DocumentError) else f"{type(error).__name__}: {error}"
        hint = error.hint if isinstance(error, DocumentError) else "does language.model take this text?"
        raise DocumentError(f"{document.id} cannot be analysed again: {message}", hint=hint, document=document.id) from error
