"""How documents and findings show themselves in a notebook: HTML in which a text is never markup, and that loads nothing."""

from collections.abc import Iterable

from presseschau.model.annotations import Annotation, Event, Quote
from presseschau.model.groups import Group
from presseschau.model.html import QUIET, beginning, table, text
from presseschau.model.provenance import Finding
from presseschau.results.projection import cell, project
from presseschau.results.view import DocumentView, Place, joined, kind_of

_CONTEXT = 120
"""Code points that are shown before and after the words of a finding."""
_MEMBERS = 20
_SAID_ABOVE = frozenset({"words", "quote", "speaker", "speaker_entity", "headline", "derivation"})


def document_html(view: DocumentView) -> str:
    """Show a document: what it is called, where it comes from, how it begins and what was found in it."""
    document = view.document
    kinds: dict[str, int] = {}
    for record in view.annotations:
        kinds[kind_of(record)] = kinds.get(kind_of(record), 0) + 1
    words, all_words = len(document.text.split()), len(document.source_text.split())
    facts = {
        "words": f"{words}, and {all_words - words} cut" if all_words > words else words,
        "language": document.language.language if document.language else None,
        "author": view.claimed("author"),
        "url": view.claimed("url"),
        "found": ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
    }
    return f"<p><b>{text(view.title)}</b><br>{_source(view, title=False)}</p>{table(facts)}{beginning(document.text)}"


def annotation_html(record: Annotation, view: DocumentView) -> str:
    """Show a finding: its words in their surroundings, who says them or when it was, and all else that is known of it."""
    values = project(record, view)
    head = ""
    if isinstance(record, Quote):
        head = f"<b>{text(view.speaker(record) or 'nobody named')}</b>: "
    elif isinstance(record, Event):
        meaning = view.when(record)
        when = f"{text(meaning.edtf)}: " if meaning and meaning.edtf else ""
        head = f"<b>{when}{text(record.headline or view.words(record))}</b><br>"
    else:
        head = f"<b>{text(kind_of(record))}</b><br>"
    facts = {
        name: cell(value.text if isinstance(value, Place) else value)
        for name, value in values.items()
        if name not in _SAID_ABOVE
    }
    facts |= {"confidence": f"{record.confidence:g}", "rule": record.rule}
    return f"<blockquote>{head}{_in_context(record, view)}<br>{_source(view)}</blockquote>{table(facts)}"


def group_html(group: Group, members: Iterable[tuple[DocumentView, Annotation | None]]) -> str:
    """Show a story, a speaker or another group: what it is called, and its members with their words."""
    rows = "".join(
        f"<li>{text(view.words(record), 300) + ' ' if record is not None else ''}{_source(view)}</li>"
        for view, record in members
    )
    more = f"<p>… and {len(group.members) - _MEMBERS} more</p>" if len(group.members) > _MEMBERS else ""
    facts = {"members": len(group.members), "confidence": f"{group.confidence:g}", "rule": group.rule}
    return f"<p><b>{text(group.label or group.id)}</b> ({text(group.type)})</p>{table(facts)}<ul>{rows}</ul>{more}"


def shown_members(group: Group) -> tuple[str, ...]:
    """Return the ids of the members that :func:`group_html` shows."""
    return group.members[:_MEMBERS]


def finding_html(finding: Finding) -> str:
    """Show a finding of which nothing more is known than what it holds itself."""
    return f"<pre>{text(finding)}</pre>"


def _in_context(record: Annotation, view: DocumentView) -> str:
    """Return the words of a finding, marked, with what stands around them; without it where they were cut."""
    body = view.document.text
    spans = joined(view.clean_spans(record))
    if not spans:
        return f"<mark>{text(view.words(record))}</mark>"
    made = [f"<span{QUIET}>{text(_before(body, spans[0].start))}</span>"]
    for place, (start, end) in enumerate(spans):
        between = body[spans[place - 1].end : start] if place else ""
        made.append(f"<span{QUIET}>{text(between, _CONTEXT)}</span><mark>{text(body[start:end])}</mark>")
    after = body[spans[-1].end : spans[-1].end + _CONTEXT]
    return "".join([*made, f"<span{QUIET}>{text(after)}{'…' if spans[-1].end + _CONTEXT < len(body) else ''}</span>"])


def _before(body: str, start: int) -> str:
    return f"{'…' if start > _CONTEXT else ''}{body[max(0, start - _CONTEXT) : start]}"


def _source(view: DocumentView, *, title: bool = True) -> str:
    said = [view.title if title else "", view.publisher, view.date, view.id]
    return f"<small{QUIET}>{text(' · '.join(one for one in said if one))}</small>"
