"""One component for every extractor: the plugin's ``extract`` on a ``Doc``, its records kept as plain data in ``Doc.user_data``.

Plain data, since spaCy packs user data with msgpack when it sends documents between processes or writes them.
"""

import inspect
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from spacy.tokens import Doc, SpanGroup

from presseschau import Annotation, Claim, Document, Event, Provenance, Quote
from presseschau.builtin.blank import mark_sentences
from presseschau.dates import Edtf, TimeExpression, document_date, resolve_all
from presseschau.model.annotations import finish
from presseschau.model.serialize import from_json, to_json

_KEY = "presseschau"
_DISTRIBUTION = "presseschau-spacy-components"


class Component:
    """Runs one extractor on a ``Doc``; annotations of ``kind`` become its span group.

    Raises:
        TypeError: ``options`` has a name that the plugin does not know.
        ValueError: an option has a value that the plugin refuses.
    """

    def __init__(self, name: str, plugin: type, kind: type[Annotation], options: Mapping[str, Any]) -> None:
        self.name = name
        self._kind = kind
        self._plugin = plugin(**options)
        self._arguments = frozenset(inspect.signature(self._plugin.extract).parameters)
        self._provenance = Provenance(
            step=name, plugin=plugin.__name__.lower(), distribution=_DISTRIBUTION, version=version(_DISTRIBUTION)
        )

    def __call__(self, doc: Doc) -> Doc:
        """Add what the plugin finds to the records of a ``Doc``, and to its span group of the component's name."""
        document = _document(doc)
        earlier = records(doc)
        given = {"document": document, "analysis": _with_sentences(doc), "annotations": earlier}
        found = self._plugin.extract(**{key: value for key, value in given.items() if key in self._arguments})
        finished = tuple(finish(found, document, self._provenance, [one.id for one in earlier]))
        doc.user_data[_KEY] = [*doc.user_data.get(_KEY, []), *map(to_json, finished)]
        doc.spans[self.name] = _group(doc, self.name, [one for one in finished if isinstance(one, self._kind)])
        return doc


def records(doc: Doc) -> tuple[Annotation, ...]:
    """Return all that the components have found in a ``Doc`` so far, by code points of its text."""
    return tuple(from_json(data) for data in doc.user_data.get(_KEY, []))


def date_values(doc: Doc) -> dict[str, str]:
    """Return the TIMEX3 value of each time expression by its id, relative to the document's date where that is known."""
    found = records(doc)
    times = [one for one in found if isinstance(one, TimeExpression)]
    date = document_date(_document(doc), found)
    return {key: resolution.value for key, resolution in resolve_all(times, date.edtf).items()}


def _document(doc: Doc) -> Document:
    date = doc._.document_date
    if date:
        Edtf.parse(date)
    claims = (Claim(name="date", value=date, origin="metadata", rule="given"),) if date else ()
    return Document(id="doc", source_text=doc.text, claims=claims)


def _with_sentences(doc: Doc) -> Doc:
    """Return the ``Doc``, or a copy with Presseschau's own sentences where the pipeline marks none."""
    return doc if doc.has_annotation("SENT_START") else mark_sentences(doc.copy())


def _group(doc: Doc, name: str, found: Sequence[Annotation]) -> SpanGroup:
    spans = [
        doc.char_span(span.start, span.end, label=getattr(one, "type", "") or one.kind, alignment_mode="expand")
        for one in found
        for span in one.spans
    ]
    return SpanGroup(doc, name=name, spans=[span for span in spans if span is not None])


def _of(kind: type[Annotation]) -> Any:  # noqa: ANN401 - spaCy's getters are untyped
    return lambda doc: tuple(one for one in records(doc) if isinstance(one, kind))


Doc.set_extension("document_date", default="", force=True)
Doc.set_extension("quotes", getter=_of(Quote), force=True)
Doc.set_extension("dates", getter=_of(TimeExpression), force=True)
Doc.set_extension("events", getter=_of(Event), force=True)
Doc.set_extension("date_values", getter=date_values, force=True)
