"""TEI P5: a document with quotations, dates, events and all other findings marked in place, and what is known of them stand-off."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import define, field, frozen

from presseschau import DocumentView, Dossier, Event, Quote, Span, hookimpl
from presseschau.dates import Resolution, TimeExpression
from presseschau.results.projection import cell
from presseschau_exports.marks import Mark, marks
from presseschau_exports.markup import Inline, attributes, element, written, xml_name
from presseschau_exports.paths import a_file_a_document, check_output_path

_MONTH = r"\d{4}(?:-(?:0[1-9]|1[0-2])"  # EDTF writes seasons and quarters as months from 21
_WHEN = re.compile(rf"{_MONTH}(?:-\d\d(?:T\d\d:\d\d:\d\d)?)?)?")
_INTERVAL = re.compile(rf"({_MONTH}(?:-\d\d)?)?)/({_MONTH}(?:-\d\d)?)?)")
_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")


@frozen(eq=False, kw_only=True)
class Tei:
    """Write TEI P5, a file a document: quotations, dates, events and all other findings in place, with speakers and events listed."""

    directory: str = field(
        default="tei",
        validator=check_output_path,
        metadata={"help": "where the files go, relative to the run directory"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write a file a document; memory holds one."""
        return a_file_a_document(dossier, directory / self.directory, ".xml", tei)


@define
class _Cast:
    """The speakers of a document by name, each with the first quotation of theirs."""

    known: dict[str, tuple[str, Quote]] = field(factory=dict)

    def reference(self, quote: Quote) -> str:
        """Return a pointer to who speaks; nothing where no name is known."""
        name = quote.speaker_entity
        if not name:
            return ""
        return f"#{self.known.setdefault(name, (f'p{len(self.known) + 1}', quote))[0]}"


def tei(view: DocumentView) -> Iterator[str]:
    """Yield a document as TEI; the text of its ``body`` is the clean text, but for characters that XML forbids."""
    found = list(marks(view))
    cast = _Cast()
    made = written(view.document.text, [one for mark in found for one in _elements(mark, view, cast)])
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
    yield from _header(view, found)
    yield f"<text{attributes({'xml:id': 'text', 'xml:lang': _language(view)})}><body>"
    paragraphs = False
    for number, (line, content) in enumerate(made.lines):
        if number:
            yield "\n"
        if view.document.text[line.start : line.end].strip():
            paragraphs = True
            yield f"<p>{content}</p>"
        else:
            yield content
    yield f"{'' if paragraphs else '<p/>'}</body></text>\n"
    yield from _stand_off(view, found, cast, made.fragments)
    yield "</TEI>\n"


def _elements(mark: Mark, view: DocumentView, cast: _Cast) -> Iterator[Inline]:
    """Yield the elements of a mark, and within them those of its roles."""
    name, values = _kind(mark, view, cast)

    def open_tag(number: int, count: int) -> str:
        tied = {"xml:id": _piece(mark, number), **values}
        if number:
            tied["prev"] = f"#{_piece(mark, number - 1)}"
        if number + 1 < count:
            tied["next"] = f"#{_piece(mark, number + 1)}"
        return f"<{name}{attributes(tied)}>"

    for span in mark.spans:
        yield Inline(span=span, name=name, key=mark.id, open_tag=open_tag)
    for role, spans in mark.roles.items():
        played = {"type": _word(role), "corresp": f"#{_piece(mark, 0)}"}
        if role == "speaker" and isinstance(mark.record, Quote):
            played["ref"] = cast.reference(mark.record)
        tag = f"<rs{attributes(played)}>"
        for span in spans:
            yield Inline(span=span, name="rs", key="", open_tag=lambda _number, _count, tag=tag: tag)  # type: ignore[misc]


def _kind(mark: Mark, view: DocumentView, cast: _Cast) -> tuple[str, dict[str, str]]:
    """Return the element of a mark by its kind, and the attributes of all its fragments."""
    record = mark.record
    if isinstance(record, Quote):
        direct = str(record.type == "Direct").lower()
        return "said", {"direct": direct, "who": cast.reference(record), "rend": _word(record.type)}
    if isinstance(record, TimeExpression):
        return "date", {"type": record.type, **datable(view.meaning(record))}
    if isinstance(record, Event):
        return "rs", {"type": "event", "ref": f"#e{mark.id}"}
    return "seg", {"type": _word(mark.kind)}


def _piece(mark: Mark, number: int) -> str:
    return f"a{mark.id}.{number + 1}" if number else f"a{mark.id}"


def datable(found: Resolution | None) -> dict[str, str]:
    """Return what a time means as TEI's W3C attributes: ``when`` where it is one date, else the bounds that are known."""
    if found is None:
        return {}
    said = str(found.edtf) if found.edtf else ""
    if _WHEN.fullmatch(said):
        return {"when": said}
    if match := _INTERVAL.fullmatch(said):
        return {"from": match[1], "to": match[2]}
    bounds = {"notBefore": found.begin, "notAfter": found.end}
    return {name: day.isoformat() for name, day in bounds.items() if day is not None}


def _header(view: DocumentView, found: Sequence[Mark]) -> Iterator[str]:
    """Yield what is known of the document, and the steps that found what is marked."""
    author, publisher, place = view.claimed("author"), view.publisher, view.claimed("place")
    yield "<teiHeader>\n<fileDesc>\n"
    yield f"<titleStmt>{element('title', view.title)}{element('author', author) if author else ''}</titleStmt>\n"
    yield "<publicationStmt><p>Made by Presseschau from its clean text; the rights are those of the source.</p></publicationStmt>\n"
    yield f"<sourceDesc><bibl>{element('title', view.title)}"
    for name, value in (("author", author), ("publisher", publisher), ("pubPlace", place)):
        if value:
            yield element(name, value)
    if view.date:
        yield element("date", view.date, when=view.date if _WHEN.fullmatch(view.date) else "")
    address = view.claimed("url")
    yield element("idno", view.id, type="document")
    yield f"{element('idno', address, type='URL') if address else ''}</bibl></sourceDesc>\n</fileDesc>\n"
    steps = {stamp.step: stamp for mark in found if (stamp := mark.record.provenance)}
    if steps:
        yield "<encodingDesc><appInfo>\n"
        for step, stamp in sorted(steps.items()):
            version = stamp.version if _VERSION.fullmatch(stamp.version) else "0"
            named = {"xml:id": _step(step), "ident": xml_name(stamp.plugin or step), "version": version}
            yield f"<application{attributes(named)}>{element('label', f'{stamp.plugin} ({stamp.distribution} {stamp.version})')}</application>\n"
        yield "</appInfo></encodingDesc>\n"
    if language := _language(view):
        yield f"<profileDesc><langUsage>{element('language', language, ident=language)}</langUsage></profileDesc>\n"
    yield "</teiHeader>\n"


def _stand_off(view: DocumentView, found: Sequence[Mark], cast: _Cast, fragments: Mapping[str, int]) -> Iterator[str]:
    """Yield the persons who speak, the events, and each finding with all that is known of it."""
    if not found:
        return
    yield "<standOff>\n"
    if cast.known:
        yield "<listPerson>\n"
        for name, (key, quote) in cast.known.items():
            parts = "".join(
                element(tag, value or "")
                for tag, value in (("forename", quote.speaker_given), ("surname", quote.speaker_family))
                if value
            )
            called = f'<persName type="parts">{parts}</persName>' if parts else ""
            further = "".join(
                element(tag, value)
                for tag, value in (("occupation", quote.speaker_role), ("affiliation", quote.speaker_affiliation))
                if value
            )
            yield f"<person{attributes({'xml:id': key})}>{element('persName', name)}{called}{further}</person>\n"
        yield "</listPerson>\n"
    events = [(mark, mark.record) for mark in found if isinstance(mark.record, Event)]
    if events:
        yield "<listEvent>\n"
        for mark, event in events:
            values = {"xml:id": f"e{mark.id}", "type": event.status, "corresp": f"#{_piece(mark, 0)}"}
            told = event.headline or " ".join(view.words(event).split())
            yield f"<event{attributes(values | datable(view.when(event)))}>{element('label', told)}</event>\n"
        yield "</listEvent>\n"
    yield "<listAnnotation>\n"
    for mark in found:
        pieces = [f"#{_piece(mark, number)}" for number in range(fragments.get(mark.id, 0))]
        stamp = mark.record.provenance
        values = {
            "xml:id": f"n{mark.id}",
            "target": " ".join(pieces) or "#text",
            "motivation": "classifying",
            "cert": f"{mark.record.confidence:g}",
            "resp": f"#{_step(stamp.step)}" if stamp else "",
        }
        notes = [element("note", mark.kind, type="kind"), element("note", _places(mark.spans), type="offsets")]
        notes += [element("note", _places(spans), type=f"offsets.{_word(role)}") for role, spans in mark.roles.items()]
        notes += [element("note", str(cell(value)), type=_word(name)) for name, value in mark.facts.items()]
        yield f"<annotation{attributes(values)}>{''.join(notes)}</annotation>\n"
    yield "</listAnnotation>\n</standOff>\n"


def _places(spans: Iterable[Span]) -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)


def _language(view: DocumentView) -> str:
    guess = view.document.language
    return guess.language if guess and guess.language.isalpha() and guess.language != "unknown" else ""


def _step(step: str) -> str:
    return f"step-{xml_name(step)}"


def _word(text: str) -> str:
    """Return a word of TEI's ``teidata.enumerated``: without white space."""
    return "_".join(text.split()) or "_"
