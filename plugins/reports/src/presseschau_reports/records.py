"""A run as plain records: the canonical form, schema ``presseschau/1``.

The records are described in ``docs/reference/outputs.md`` and, for programs, in ``docs/reference/presseschau-1.schema.json``.
"""

from collections.abc import Iterator
from typing import Any

from presseschau import Claim, Document, DocumentView, Dossier, Edit, Part
from presseschau.results.canonical import SCHEMA, annotation_json, encoded, provenance_json, quoted, spans_json
from presseschau.results.projection import provenance
from presseschau_reports.outputs import without_folders

Record = dict[str, Any]


def records(dossier: Dossier, *, texts: bool = True) -> Iterator[list[str]]:
    """Yield, as JSON and a list at a time, the run, then all on each document, then what spans documents, then what failed."""
    yield [_record("run", run_record(dossier))]
    for view in dossier.views():
        found = [annotation_json(annotation, view) for annotation in view.annotations]
        yield [document_json(view, texts=texts), *found]
    for record in _across(dossier):
        yield [record]


def _record(name: str, content: Record) -> str:
    return encoded({"schema": SCHEMA, "record": name, **content})


def run_record(dossier: Dossier) -> Record:
    """Return what there is to say of the whole run: its steps with their versions, and counts."""
    words, cut = dossier.words()
    return {
        "complete": dossier.complete,
        "documents": len(dossier),
        "words": words,
        "words_cut": cut,
        "annotations": dossier.kinds(),
        "steps": [
            {
                "step": step.id,
                "stage": step.stage,
                "plugin": step.plugin,
                "distribution": step.distribution,
                "version": step.version,
            }
            for step in dossier.steps()
        ],
    }


def document_json(view: DocumentView, *, texts: bool = True) -> str:
    """Return a document with all that load and clean said of it, as JSON, keys sorted."""
    document = view.document
    language = document.language
    date = {
        "edtf": view.date or None,
        "origin": view.dated.origin or None,
        "reasons": list(view.dated.reasons),
        "contradictions": list(view.dated.contradictions),
    }
    written = ""
    if texts:
        source = quoted(document.source_text)
        clean = source if document.text == document.source_text else quoted(document.text)
        written = f',"source_text":{source},"text":{clean}'
    return (
        f'{{"claims":[{",".join(map(_claim, document.claims))}],"date":{encoded(date)},'
        f'"edits":[{",".join(map(_edit, document.edits))}],"id":{quoted(document.id)},'
        f'"language":{encoded(language.language if language else None)},'
        f'"language_confidence":{encoded(language.confidence if language else None)},"origin":{encoded(document.origin.plain())},'
        f'"parts":[{",".join([_part(part, document) for part in document.parts])}],"record":"document","schema":{quoted(SCHEMA)}{written}}}'
    )


def _across(dossier: Dossier) -> Iterator[str]:
    for group in dossier.groups():
        names = ("id", "type", "label", "data")
        members = {"members": list(group.members), "provenance": provenance(group)}
        yield _record("group", {name: getattr(group, name) for name in names} | members)
    for inferred in dossier.inferred_dates():
        said = {"document": inferred.document, "edtf": inferred.edtf, "reasons": list(inferred.reasons)}
        yield _record("inferred-date", said | {"provenance": provenance(inferred)})
    for document in dossier.in_other_languages():
        language = document.language
        guess: Record = {"language": language.language, "confidence": language.confidence} if language else {}
        yield _record("other-language", {"document": document.id, "origin": document.origin.plain(), **guess})
    for letter in dossier.dead_letters():
        where = ("document", "step", "plugin", "version", "policy", "error")
        texts = {"message": without_folders(letter.message), "hint": without_folders(letter.hint)}
        yield _record("dead-letter", {name: getattr(letter, name) for name in where} | texts)


def _claim(claim: Claim) -> str:
    return encoded(
        {
            "name": claim.name,
            "value": claim.value,
            "origin": claim.origin,
            "span": list(claim.span) if claim.span else None,
            "provenance": provenance(claim),
        }
    )


def _part(part: Part, document: Document) -> str:
    return (
        f'{{"clean":{spans_json(document.to_clean(part.span))},"kept":{"true" if part.kept else "false"},"label":{quoted(part.label)},'
        f'"locator":{quoted(part.locator)},"provenance":{provenance_json(part)},"span":[{part.span.start},{part.span.end}]}}'
    )


def _edit(edit: Edit) -> str:
    return f'{{"provenance":{provenance_json(edit)},"replacement":{quoted(edit.replacement)},"span":[{edit.span.start},{edit.span.end}]}}'
