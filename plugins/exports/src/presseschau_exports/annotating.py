"""Formats of annotation tools: W3C Web Annotation (JSON-LD) and brat stand-off. Offsets count code points of the clean text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from presseschau import Annotation, DocumentView, Dossier, Span, hookimpl
from presseschau.results.projection import Place, cell, project
from presseschau.results.view import kind_of
from presseschau_exports.paths import check_output_path, stem

_CONTEXT = 32
_SHOWN = frozenset({"type", "value", "edtf", "status", "speaker_entity", "headline", "open"})


@frozen(eq=False, kw_only=True)
class WebAnnotation:
    """Write all findings as a W3C Web Annotation collection (JSON-LD), each with a position and a quotation to find it by."""

    path: str = field(
        default="annotations.jsonld",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write one collection, an annotation a line."""
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write('{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [')
            before = "\n"
            for view in dossier.views():
                for record in view.of(Annotation):
                    if found := web_annotation(record, view):
                        stream.write(before + json.dumps(found, ensure_ascii=False, sort_keys=True, default=str))
                        before = ",\n"
            stream.write("\n]}\n")
        return [target]


def web_annotation(record: Annotation, view: DocumentView) -> dict[str, Any] | None:
    """Return an annotation of the W3C model; None for what was cut from the clean text."""
    spans = view.clean_spans(record)
    if not spans:
        return None
    text = view.document.text
    address = view.claimed("url")
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "classifying", "value": kind_of(record)}]
    for name, value in project(record, view).items():
        if isinstance(value, Place) and name not in {"words", "quote"} and value.text:
            bodies.append({"type": "TextualBody", "purpose": "describing", "value": f"{name}: {value.text}"})
        elif name in _SHOWN and value is not None and not isinstance(value, Place):
            bodies.append({"type": "TextualBody", "purpose": "describing", "value": f"{name}: {cell(value)}"})
    return {
        "id": f"urn:presseschau:{record.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": [
            {
                "source": address
                if address.startswith(("http://", "https://"))
                else f"urn:presseschau:document:{stem(view.id)}",
                "selector": [
                    {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[span.start : span.end],
                        "prefix": text[max(0, span.start - _CONTEXT) : span.start],
                        "suffix": text[span.end : span.end + _CONTEXT],
                    },
                ],
            }
            for span in spans
        ],
    }


@frozen(eq=False, kw_only=True)
class Brat:
    """Write brat stand-off: the clean text of each document, and its findings with their roles as entities and relations."""

    directory: str = field(
        default="brat",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write two files a document."""
        folder = directory / self.directory
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for view in dossier.views():
            name = folder / stem(view.id)
            for suffix, content in ((".txt", view.document.text), (".ann", "".join(brat_lines(view)))):
                path = name.with_name(name.name + suffix)
                path.write_text(content, encoding="utf-8", newline="\n")
                paths.append(path)
        return paths


def brat_lines(view: DocumentView) -> Iterator[str]:
    """Yield the lines of an ``.ann`` file: ``T`` for spans, ``R`` from a finding to its roles, ``A`` and ``#`` for what else is known."""
    entities = relations = notes = 0
    for record in view.of(Annotation):
        values = project(record, view)
        pieces = list(_pieces(view.clean_spans(record), view.document.text))
        if not pieces:
            continue
        entities += 1
        main = entities
        yield _entity(main, _word(kind_of(record)), pieces, view.document.text)
        for name, value in values.items():
            if isinstance(value, Place) and name not in {"words", "quote"}:
                role = list(_pieces(value.clean, view.document.text))
                if role:
                    entities, relations = entities + 1, relations + 1
                    yield _entity(entities, _word(name.capitalize()), role, view.document.text)
                    yield f"R{relations}\t{_word(name)} Arg1:T{main} Arg2:T{entities}\n"
        told = [f"{name}={cell(value)}" for name, value in values.items() if name in _SHOWN and value not in (None, "")]
        if told:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{main}\t{' '.join('; '.join(told).split())}\n"


def _entity(number: int, label: str, pieces: Sequence[Span], text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{number}\t{label} {places}\t{words}\n"


def _pieces(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Yield spans without line breaks and without white space at their ends: brat knows no others."""
    for start, end in spans:
        at = start
        for line in text[start:end].splitlines(keepends=True):
            words = line.strip()
            if words:
                begin = at + len(line) - len(line.lstrip())
                yield Span(begin, begin + len(words))
            at += len(line)


def _word(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
