"""spaCy's DocBin: the analysed texts with all findings as span groups, to train on or to work with in spaCy."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import field, frozen, validators

from presseschau import DocumentView, Dossier, Span, hookimpl
from presseschau.hookspecs import Analyse
from presseschau_exports.analyses import LAYERS, analysed
from presseschau_exports.marks import Mark, marks
from presseschau_exports.paths import check_output_path, in_parts

if TYPE_CHECKING:
    from spacy.tokens import Doc

USER_DATA = "presseschau"


@frozen(eq=False, kw_only=True)
class SpacyDocBin:
    """Write spaCy's DocBin: analysed texts with a span group for each kind of finding and each of its parts, to train on or work with."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    wants: ClassVar[tuple[str, ...]] = LAYERS

    directory: str = field(
        default="docbin",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory; spaCy's training takes the whole directory"},
    )
    per_file: int = field(
        default=200, validator=validators.ge(1), metadata={"help": "documents a file; spaCy reads a file at once into memory"}
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path, analyse: Analyse) -> Iterable[Path]:
        """Analyse the texts again and write them; memory holds the documents of one file."""
        from spacy.tokens import DocBin  # noqa: PLC0415 - takes two seconds

        folder = directory / self.directory
        folder.mkdir(parents=True, exist_ok=True)
        for number, part in enumerate(in_parts(analysed(dossier.views(), analyse), self.per_file), start=1):
            made = DocBin(store_user_data=True)
            for view, doc in part:
                made.add(with_findings(doc, view))
            path = folder / f"{number:04}.spacy"
            path.write_bytes(made.to_bytes())
            yield path


def with_findings(doc: "Doc", view: DocumentView) -> "Doc":
    """Put the findings of a document into its analysis: whole tokens in ``doc.spans``, the exact places in ``doc.user_data["presseschau"]``."""
    found = list(marks(view))
    groups: dict[str, list[Any]] = {}
    for mark in found:
        for name, spans in ((mark.kind, mark.spans), *((f"{mark.kind}.{role}", some) for role, some in mark.roles.items())):
            groups.setdefault(name, []).extend(_tokens(doc, view.document.text, spans, mark))
    for name, some in sorted(groups.items()):
        doc.spans[name] = some
    doc.user_data.clear()  # what components of the pipeline have left need not be storable
    doc.user_data[USER_DATA] = {
        "document": view.id,
        "title": view.title,
        "publisher": view.publisher,
        "date": view.date,
        "annotations": [_plain(mark) for mark in found],
    }
    return doc


def _tokens(doc: "Doc", text: str, spans: Iterable[Span], mark: Mark) -> Iterable[Any]:
    """Yield the tokens that have a letter in a span; white space at its ends would lead spaCy to tokens beside it, or to none."""
    for start, end in spans:
        words = text[start:end]
        if words.strip():
            begin = start + len(words) - len(words.lstrip())
            yield doc.char_span(begin, begin + len(words.strip()), label=_label(mark), alignment_mode="expand", span_id=mark.id)


def _label(mark: Mark) -> str:
    """Return the type of a finding where its kind has types (``Direct``, ``DATE``), else its kind."""
    kind = mark.facts.get("type")
    return kind if isinstance(kind, str) else mark.kind


def _plain(mark: Mark) -> dict[str, Any]:
    return {
        "id": mark.id,
        "kind": mark.kind,
        "spans": [list(span) for span in mark.spans],
        "roles": {role: [list(span) for span in spans] for role, spans in mark.roles.items()},
        "facts": dict(mark.facts),
        "rule": mark.record.rule,
        "confidence": mark.record.confidence,
    }
