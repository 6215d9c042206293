"""Formats of annotation tools: W3C Web Annotation (JSON-LD) and brat stand-off. Offsets count code points of the clean text."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from presseschau import DocumentView, Dossier, Span, hookimpl, text_of
from presseschau.results.projection import cell
from presseschau_exports.marks import Mark, marks
from presseschau_exports.paths import check_output_path, stem

_CONTEXT = 32
_UNBROKEN = re.compile("[^\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


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
                for mark in marks(view):
                    stream.write(before + json.dumps(web_annotation(mark, view), ensure_ascii=False, sort_keys=True))
                    before = ",\n"
            stream.write("\n]}\n")
        return [target]


def web_annotation(mark: Mark, view: DocumentView) -> dict[str, Any]:
    """Return an annotation of the W3C model, with a target for each of its stretches."""
    text = view.document.text
    address = view.claimed("url")
    source = address if address.startswith(("http://", "https://")) else f"urn:presseschau:document:{stem(view.id)}"
    told = [f"{role}: {text_of(spans, text)}" for role, spans in mark.roles.items()]
    told += [f"{name}: {cell(value)}" for name, value in mark.facts.items()]
    return {
        "id": f"urn:presseschau:{mark.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": mark.kind},
            *({"type": "TextualBody", "purpose": "describing", "value": one} for one in told),
        ],
        "target": [
            {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - _CONTEXT) : start],
                        "suffix": text[end : end + _CONTEXT],
                    },
                ],
            }
            for start, end in mark.spans
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
    """Yield the lines of an ``.ann`` file: ``T`` for spans, ``R`` from a finding to its roles, and ``#`` for what else is known."""
    text = view.document.text
    entities = relations = notes = 0
    for mark in marks(view):
        pieces = list(_pieces(mark.spans, text))
        if not pieces:
            continue
        entities += 1
        main = entities
        yield _entity(main, _word(mark.kind), pieces, text)
        for name, spans in mark.roles.items():
            if role := list(_pieces(spans, text)):
                entities, relations = entities + 1, relations + 1
                yield _entity(entities, _word(name.capitalize()), role, text)
                yield f"R{relations}\t{_word(name)} Arg1:T{main} Arg2:T{entities}\n"
        if told := [f"{name}={cell(value)}" for name, value in mark.facts.items()]:
            notes += 1
            yield f"#{notes}\tAnnotatorNotes T{main}\t{' '.join('; '.join(told).split())}\n"


def _entity(number: int, label: str, pieces: Sequence[Span], text: str) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{number}\t{label} {places}\t{words}\n"


def _pieces(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Yield spans without line breaks and tabs, and without white space at their ends: brat's lines and fields end there."""
    for start, end in spans:
        for piece in _UNBROKEN.finditer(text, start, end):
            if words := piece[0].strip():
                begin = piece.start() + len(piece[0]) - len(piece[0].lstrip())
                yield Span(begin, begin + len(words))


def _word(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)
