"""How a document went through the steps, in colour, or as plain data."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rich.text import Text

from presseschau.cli.console import out
from presseschau.cli.visible import on_one_line, visible
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.model.annotations import Annotation
from presseschau.model.document import Document, Edit
from presseschau.model.spans import Span, merge
from presseschau.results.canonical import annotation_record
from presseschau.results.projection import cell, project
from presseschau.results.view import DocumentView, Place

if TYPE_CHECKING:
    from rich.console import Console

    from presseschau.pipeline import Trace

_SHOWN = frozenset({"type", "value", "edtf", "begin", "end", "open"})
_CUT = "red strike"
_KINDS = {"Quote": "green", "TimeExpression": "cyan", "Event": "magenta"}


def view_of(traces: Sequence["Trace"]) -> DocumentView:
    """Return the document of traces with all that they found, as results show it."""
    found = [record for trace in traces for record in trace.result.annotations]
    return DocumentView(document=traces[-1].after, annotations=found)


def data(trace: "Trace", view: DocumentView) -> dict[str, Any]:
    """Return a trace as plain data; annotations are the canonical records of ``results.jsonl``, with their kind."""
    record = trace.step.record
    result = trace.result
    source = trace.after.source_text
    cleaning = result.cleaning
    return {
        "stage": record.stage,
        "step": record.id,
        "plugin": record.plugin,
        "distribution": record.distribution,
        "version": record.version,
        "seconds": round(result.seconds, 6),
        "language": result.language and {"language": result.language.language, "confidence": result.language.confidence},
        "edits": [
            {
                "span": list(edit.span),
                "text": source[slice(*edit.span)],
                "replacement": edit.replacement,
                "rule": edit.rule,
                "confidence": edit.confidence,
            }
            for edit in (cleaning.edits if cleaning else ())
        ],
        "parts": [
            {"label": part.label, "span": list(part.span), "text": source[slice(*part.span)], "kept": part.kept, "rule": part.rule}
            for part in (cleaning.parts if cleaning else ())
        ],
        "claims": [
            {"name": claim.name, "value": claim.value, "origin": claim.origin, "rule": claim.rule, "confidence": claim.confidence}
            for claim in (cleaning.claims if cleaning else ())
        ],
        "annotations": [
            {"record": name, "kind": record.kind, **content}
            for record in result.annotations for name, content in (annotation_record(record, view),)
        ],
    }  # fmt: skip


def show(traces: Iterable["Trace"]) -> None:
    """Print each step of a document: what it cut, labelled, claimed and found, and by which rule."""
    console = out()
    traces = list(traces)
    for trace in traces:
        record = trace.step.record
        title = Text.assemble(
            (record.stage, "dim"),
            " ",
            (visible(record.plugin if record.id == record.stage else record.id), "bold"),
            (f"  {record.distribution} {record.version}", "dim"),
        )
        console.print()
        console.print(Text.assemble(("── ", "dim"), title), soft_wrap=True)
        match record.stage:
            case "load":
                _show_loaded(console, trace)
            case "clean":
                _show_cleaned(console, trace)
            case "language":
                _show_language(console, trace)
            case _:
                _show_found(console, trace, view_of(traces))


def _show_loaded(console: "Console", trace: "Trace") -> None:
    document = trace.after
    origin = document.origin
    guessed = " (guessed)" if origin.encoding_guessed else ""
    words = len(document.source_text.split())
    console.print(Text(f"{on_one_line(document.id)}: {words} words, {origin.media_type}, {origin.encoding}{guessed}"))
    _show_claims(console, trace)


def _show_language(console: "Console", trace: "Trace") -> None:
    guess = trace.result.language
    if guess:
        console.print(Text(f"{guess.language}, confidence {guess.confidence:.2f}"))


def _show_cleaned(console: "Console", trace: "Trace") -> None:
    cleaning = trace.result.cleaning
    edits = cleaning.edits if cleaning else ()
    before, after = len(trace.before.text.split()), len(trace.after.text.split())
    console.print(Text(f"{before - after} of {before} words cut, {len(edits)} cuts"))
    console.print()
    for line in _marked(trace.after, edits, colour=console.color_system is not None):
        console.print(line, soft_wrap=True)
    if cleaning and cleaning.parts:
        console.print()
        for part in cleaning.parts:
            room = max(30, min(80, console.width - 40))
            excerpt = visible(_excerpt(trace.after.source_text[slice(*part.span)], limit=room))
            state = "kept" if part.kept else "cut"
            console.print(
                Text.assemble((f"{part.label:<11}", "blue"), excerpt, (f"  {state} by {part.rule}", "dim")), soft_wrap=True
            )
    _show_claims(console, trace)


def _show_claims(console: "Console", trace: "Trace") -> None:
    claims = trace.result.cleaning.claims if trace.result.cleaning else ()
    if claims:
        console.print()
    for claim in claims:
        note = f"  from {claim.origin}, by {claim.rule}, confidence {claim.confidence:.2f}"
        console.print(Text.assemble((f"{claim.name:<11}", "yellow"), visible(claim.value), (note, "dim")), soft_wrap=True)


def _marked(document: Document, edits: tuple[Edit, ...], *, colour: bool) -> Iterator[Text]:
    """Yield the source text, line by line; what this step cut is struck through, with the rule behind it.

    Without colour it stands in ``[-…-]``. What other steps had cut before is left out.
    """
    source = document.source_text
    gone = merge(edit.span for edit in document.edits if edit not in edits and not edit.replacement)
    own = sorted(edits, key=lambda edit: edit.span)
    borders = sorted({0, len(source), *(border for span in (*gone, *(edit.span for edit in own)) for border in span)})
    text = Text()
    for start, end in pairwise(borders):
        span = Span(start, end)
        if any(other.covers(span) for other in gone):
            continue
        rules = [edit.rule for edit in own if edit.span.end == end]
        cut = any(edit.span.covers(span) for edit in own)
        words = source[start:end]
        tail = words[len(words.rstrip()) :] if cut else ""
        shown = visible(words.removesuffix(tail))
        text.append(f"[-{shown}-]" if cut and not colour and shown.strip() else shown, style=_CUT if cut else "")
        for rule in dict.fromkeys(rules):
            text.append(f" ‹{rule}›", style="dim yellow")
        text.append(tail)
    yield from (line for line in text.split("\n", allow_blank=True) if line.plain.strip())


def _show_found(console: "Console", trace: "Trace", view: DocumentView) -> None:
    found = trace.result.annotations
    if not found:
        console.print(Text("nothing found"))
    for record in found:
        values = project(record, view)
        console.print(_line(record, view, values.get("value") or values.get("edtf") or ""), soft_wrap=True)
        for name, text in _details(record, values):
            console.print(Text.assemble((f"    {name}  ", "dim"), visible(text)), soft_wrap=True)


def _line(record: Annotation, view: DocumentView, meaning: str) -> Text:
    kind = getattr(record, "type", None) or record.kind
    return Text.assemble(
        (f"{kind:<9} ", _KINDS.get(record.kind, "blue")),
        visible(_excerpt(view.words(record), limit=300)),
        (f" = {meaning}" if meaning else "", "bold"),
        (f"  by {record.rule}, confidence {record.confidence:.2f}", "dim"),
    )


def _details(record: Annotation, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Place) and value.text and name not in {"words", "quote"}:
            yield name, value.text
    if isinstance(record, TimeExpression):
        told = record.words if record.words not in (values["words"].text or "") else ""
        facts = (record.form, record.mod, record.quant, record.freq, record.reference, told)
        yield "says", ", ".join(fact for fact in facts if fact)
    elif isinstance(record, DocumentDate):
        for reason in record.reasons:
            yield "since", reason
        for contradiction in record.contradictions:
            yield "but", contradiction
    else:
        for name, value in values.items():
            if name not in _SHOWN and value and not isinstance(value, Place):
                yield name, str(cell(value))


def _excerpt(text: str, *, limit: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
