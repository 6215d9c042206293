"""What a config finds in the gold texts, as marks by spans of the source text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import evolve

from presseschau import Annotation, Claim, Document, Event, Pipeline, Quote
from presseschau.config import load_config
from presseschau.dates import TimeExpression, document_date, event_time, resolve_all
from presseschau_evaluate.gold import GoldDocument, Mark


def predict(config: Path, gold: Sequence[GoldDocument]) -> Iterator[GoldDocument]:
    """Clean and extract the gold texts in memory, by the config's own steps; labels are never looked at.

    Raises:
        ConfigError: the config cannot be used.
        StepError: a step failed.
    """
    whole = load_config(config)
    pipeline = Pipeline(evolve(whole, load=(), link=(), report=()))
    documents = (_document(one, number) for number, one in enumerate(gold))
    for one, processed in zip(gold, pipeline.process(documents), strict=True):
        marks = tuple(_marks(processed.document, processed.annotations))
        yield evolve(one, marks=marks, clean=processed.document.text)


def _document(gold: GoldDocument, number: int) -> Document:
    claims = (Claim(name="date", value=gold.date, origin="metadata", rule="gold"),) if gold.date else ()
    return Document(id=f"{number}:{gold.id}", source_text=gold.text, claims=claims)


def _marks(document: Document, annotations: Sequence[Annotation]) -> Iterator[Mark]:
    times = [one for one in annotations if isinstance(one, TimeExpression)]
    resolutions = resolve_all(times, document_date(document, annotations).edtf)
    for one in annotations:
        mark = Mark(kind="", spans=one.spans, confidence=one.confidence, rule=one.rule)
        if isinstance(one, Quote):
            yield evolve(mark, kind="quote", type=one.type, speaker=one.speaker, speaker_name=one.speaker_entity or "")
        elif isinstance(one, TimeExpression):
            yield evolve(mark, kind="date", type=one.type, value=resolutions[one.id].value)
        elif isinstance(one, Event):
            when = event_time(one, resolutions)
            value = str(when.edtf) if when is not None and when.edtf is not None else ""
            yield evolve(mark, kind="event", spans=one.trigger or one.spans, type=one.status, value=value)
