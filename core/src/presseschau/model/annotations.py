"""Annotations: what extractors find, as stand-off records.

An extractor works on the clean text and gives spans of it. Core turns them into spans of the source text before they are
stored (:func:`to_source`), and back for the next extractor (:func:`to_clean`); the records are the same class in both, and their
spans say which text they count: :class:`~presseschau.model.spans.SourceSpan` or :class:`~presseschau.model.spans.CleanSpan`.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, SupportsIndex, TypeVar, get_args

import attrs
from attrs import field, frozen, validators

from presseschau.errors import DocumentError, PluginError
from presseschau.model.document import Document
from presseschau.model.provenance import Finding, Provenance, amend, called
from presseschau.model.spans import Span, as_span, merge

Spans = tuple[Span, ...]
_SPANS = "presseschau.model.spans"
_REFERENCE = "presseschau.reference"


def to_spans(values: Iterable[Iterable[SupportsIndex]]) -> Spans:
    """Return pairs of numbers as spans."""
    return values if type(values) is tuple and not values else tuple(map(as_span, values))


def to_strings(values: Iterable[str]) -> tuple[str, ...]:
    """Return strings as a tuple."""
    return tuple(values)


def spans_field(*, required: bool = False) -> Any:  # noqa: ANN401 - stands for the attribute's own type
    """Declare an attribute that holds a tuple of spans; core maps it between clean and source text."""
    if required:
        return field(converter=to_spans, metadata={_SPANS: True})
    return field(default=(), converter=to_spans, metadata={_SPANS: True})


def reference_field() -> Any:  # noqa: ANN401 - stands for the attribute's own type
    """Declare an attribute that holds the id of another annotation, or a tuple of ids.

    A plugin gives the annotations of one document any ids it likes (``"q1"``) and refers to them; core replaces both by
    the final ids. Ids of annotations that an earlier step made are final already.
    """
    return field(default=None, metadata={_REFERENCE: True})


@frozen(kw_only=True)
class Annotation(Finding):
    """The root of all annotation kinds. Subclass it, with ``@annotation`` above ``@frozen(kw_only=True)``, to make one.

    ``spans`` says where it stands: several where it is discontinuous. ``id`` is final once core has stored it: a hash of
    the document, then one of document, kind, source spans, step id and ordinal; so that those of a document stand together in an index, and
    the short first part alone need not tell documents apart.
    """

    kind: ClassVar[str] = "Annotation"
    schema_version: ClassVar[int] = 1

    # Written out, here and in Quote, since type checkers see converters and missing defaults only in attrs' own field().
    spans: Spans = field(converter=to_spans, metadata={_SPANS: True})
    id: str = ""


A = TypeVar("A", bound=Annotation)
_kinds: dict[str, type[Annotation]] = {}


def annotation(cls: type[A]) -> type[A]:
    """Class decorator, above ``@attrs.frozen(kw_only=True)``: register the ``kind`` and ``schema_version`` of a class.

    Raises:
        PluginError: another class has registered the same kind, it has no prefix, or an attribute is a plain ``Span``, which core would
            leave in the wrong coordinates.
    """
    if "__attrs_attrs__" not in vars(cls):
        raise PluginError(f"{cls.__name__} is not an attrs class", hint="write @annotation above @attrs.frozen(kw_only=True)")
    for attribute in attrs.fields(cls):
        if _names_span(attribute.type) and not attribute.metadata.get(_SPANS):
            raise PluginError(
                f"{cls.__name__}.{attribute.name} is a span that core would not map between the clean and the source text",
                hint=f"declare `{attribute.name}: tuple[Span, ...] = spans_field()`",
            )
    known = _kinds.get(cls.kind)
    if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise PluginError(
            f"annotation kind {cls.kind!r} is already registered by {known.__module__}.{known.__qualname__}",
            hint="give one of them another kind; a vendor prefix such as 'acme:Hedge' avoids clashes",
        )
    _check_kind(cls)
    _kinds[cls.kind] = cls
    return cls


def _check_kind(cls: type[Annotation]) -> None:
    """Refuse a foreign kind without a prefix: two plugins would soon have the same, or core would come to have it."""
    ours = cls.__module__.partition(".")[0] == "presseschau"
    if not ours and ":" not in cls.kind:
        raise PluginError(
            f"the kind {cls.kind!r} of {cls.__name__} has no prefix",
            hint=f"kinds of plugins begin with the plugin's or its vendor's name: kind = 'acme:{cls.kind}'",
        )


def _names_span(kind: object) -> bool:
    """Tell whether a type is, or has in it, a ``Span``; also where it is written as a string."""
    return kind is Span or (isinstance(kind, str) and "Span" in kind) or any(map(_names_span, get_args(kind)))


def annotation_kinds() -> Mapping[str, type[Annotation]]:
    """Return the registered annotation classes by kind."""
    return MappingProxyType(_kinds)


@frozen(kw_only=True)
class UnknownAnnotation(Annotation):
    """A stored annotation whose class is not installed or has another schema version; ``data`` is its JSON."""

    unknown_kind: str
    unknown_version: int
    data: Mapping[str, Any]


@annotation
@frozen(kw_only=True)
class Quote(Annotation):
    """A quotation: somebody's words or thoughts, direct or reported.

    ``type`` follows the scheme of Redewiedergabe (Brunner et al. 2020) as used by Petersen-Frey & Biemann (2024): ``Direct``,
    ``Indirect``, ``FreeIndirect``, ``IndirectFreeIndirect`` or ``Reported``. The span of a direct quote includes its marks.
    Roles are tuples of spans, empty where the text names none: the ``speaker`` mention ("er"), the ``cue`` ("sagte"), the
    ``addressee`` and the ``frame`` (the whole framing clause). ``speaker_entity`` is who that is ("Antony Blinken"), where known.
    Where the text names a person, ``speaker_given`` and ``speaker_family`` are first name and surname; ``speaker_role`` is the office
    ("Außenminister") and ``speaker_affiliation`` what it is held in ("SPD").
    ``parent`` is the id of the quote that this one is nested in.
    """

    kind: ClassVar[str] = "Quote"

    type: str
    speaker: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    cue: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    addressee: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    frame: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    speaker_entity: str | None = None
    speaker_given: str | None = None
    speaker_family: str | None = None
    speaker_role: str | None = None
    speaker_affiliation: str | None = None
    parent: str | None = reference_field()


STATUSES = ("happened", "ongoing", "planned", "denied", "possible")


@annotation
@frozen(kw_only=True)
class Event(Annotation):
    """A mention of a happening: what a timeline of the story would list.

    The spans are the stretch that tells it, usually a clause. The ``trigger`` names the happening: a lexical verb with its
    separated prefix or light-verb noun ("fand … statt", "kam … ums Leben"), or an event noun ("Treffen").

    ``times`` are the ids of the :class:`~presseschau.dates.TimeExpression` that date it by its own words, ``implied_times`` those of
    a neighbour that tells the same scene; a date is worked out late, by :func:`presseschau.dates.event_time`. ``who`` does it,
    ``whom`` is it done to or with, ``place`` is where. ``status`` is one of ``STATUSES``: "denied" did not happen, "possible" is
    demanded, feared or conditional. ``reported_by`` is the id of the :class:`Quote` that it is told in, ``source`` the words that name
    whose claim it is. ``headline`` is made of words of the text only. ``same_as`` is the id of the first mention of the same
    happening in the document, None at that mention itself.
    """

    kind: ClassVar[str] = "Event"
    schema_version: ClassVar[int] = 2

    trigger: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    times: tuple[str, ...] = field(default=(), converter=to_strings, metadata={_REFERENCE: True})
    implied_times: tuple[str, ...] = field(default=(), converter=to_strings, metadata={_REFERENCE: True})
    who: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    whom: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    place: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    status: str = field(default="happened", validator=validators.in_(STATUSES))
    reported_by: str | None = reference_field()
    source: Spans = field(default=(), converter=to_spans, metadata={_SPANS: True})
    headline: str = ""
    is_main: bool = False
    same_as: str | None = reference_field()


def span_fields(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the names of the attributes that hold spans, ``spans`` among them."""
    found: tuple[str, ...] = _marked_of(cls, _SPANS)
    return found


def reference_fields(cls: Any) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    """Return the names of the attributes that hold ids of other annotations."""
    found: tuple[str, ...] = _marked_of(cls, _REFERENCE)
    return found


def _marked(record: Annotation, mark: str) -> tuple[str, ...]:
    """Return the names of the attributes that carry a mark: ``_SPANS`` or ``_REFERENCE``."""
    cls: Any = type(record)
    return _marked_of(cls, mark)


@cache
def _marked_of(cls: Any, mark: str) -> tuple[str, ...]:  # noqa: ANN401 - mypy takes no class of attrs for hashable
    return tuple(attribute.name for attribute in attrs.fields(cls) if attribute.metadata.get(mark))


def _mapped(record: Annotation, mapping: Callable[[Span], Spans]) -> dict[str, Any]:
    """Return the span attributes of a record after a mapping."""
    changes: dict[str, Any] = {}
    for name in _marked(record, _SPANS):
        spans = getattr(record, name)
        if spans:
            changes[name] = (
                mapping(spans[0]) if len(spans) == 1 else merge([found for span in spans for found in mapping(span)])
            )
    return changes


def map_spans(record: A, mapping: Callable[[Span], Spans]) -> A:
    """Return the annotation with every span replaced by what ``mapping`` gives for it."""
    return amend(record, **_mapped(record, mapping))


def to_source(record: A, document: Document) -> A:
    """Turn an annotation of the clean text into one of the source text."""
    return map_spans(record, document.to_source)


def to_clean(record: A, document: Document) -> A:
    """Turn an annotation of the source text into one of the clean text; spans that were cut vanish."""
    return map_spans(record, document.to_clean)


def text_of(spans: Iterable[Span], text: str, *, gap: str = " […] ") -> str:
    """Return the words at the spans of a text, joined by ``gap``."""
    return gap.join(text[span[0] : span[1]] for span in spans)


def finish(
    records: Iterable[Annotation], document: Document, provenance: Provenance, earlier: Collection[str] = ()
) -> Iterator[Annotation]:
    """Check what an extractor returned; yield it by source spans, with final ids, references and provenance.

    ``earlier`` are the ids of the document's annotations so far, to which the new ones may refer.

    Raises:
        DocumentError: a span is empty or outside the clean text, an id is used twice, or a reference leads nowhere.
    """
    final: dict[str, str] = {}
    ordinals: dict[tuple[str, Spans], int] = {}
    checked: list[tuple[Annotation, dict[str, Any]]] = []
    prefix, length = _hash(document.id)[:8], len(document.text)
    for record in records:
        if record.kind not in _kinds:
            raise DocumentError(
                f"{type(record).__name__} is not registered as the kind {record.kind!r}, so that nobody could read it back",
                hint="write @presseschau.annotation above @attrs.frozen",
                document=document.id,
            )
        _check_spans(record, document, length)
        changes = _mapped(record, document.to_source)
        key = (record.kind, changes["spans"])
        ordinals[key] = ordinal = ordinals.get(key, -1) + 1
        changes["id"] = digest = prefix + _digest(document.id, *key, provenance.step, ordinal)
        if record.id in final:
            raise DocumentError(f"two annotations have the id {record.id!r}", document=document.id)
        if record.id:
            final[record.id] = digest
        checked.append((record, changes))
    for record, changes in checked:
        yield amend(record, **changes, **_references(record, final, earlier, document.id), provenance=provenance)


def _digest(document: str, kind: str, spans: Spans, step: str, ordinal: int) -> str:
    return _hash("\x1f".join([document, kind, ",".join(f"{start}-{end}" for start, end in spans), step, str(ordinal)]))[:12]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check_spans(record: Annotation, document: Document, length: int) -> None:
    if not record.spans:
        raise DocumentError(f"{called(record)} has no spans", document=document.id)
    for name in _marked(record, _SPANS):
        for start, end in getattr(record, name):
            if not 0 <= start < end <= length:
                raise DocumentError(
                    f"{name} of {called(record)} has the span {(start, end)}, "
                    f"which is empty or outside the clean text of {length} code points",
                    document=document.id,
                    hint="annotations count code points of document.text, end exclusive",
                )


def _references(record: Annotation, final: Mapping[str, str], earlier: Collection[str], document: str) -> dict[str, Any]:
    """Return the reference attributes of a record with the final ids."""
    changes: dict[str, Any] = {}
    for name in _marked(record, _REFERENCE):
        value = getattr(record, name)
        if not value:
            continue
        names = (value,) if isinstance(value, str) else value
        lost = [one for one in names if one not in final and one not in earlier]
        if lost:
            raise DocumentError(
                f"{name} of {called(record)} is {lost[0]!r}, which is the id of no annotation",
                document=document,
                hint="refer to ids of the annotations returned together, or of those in the argument `annotations`",
            )
        found = tuple(final.get(one, one) for one in names)
        changes[name] = found[0] if isinstance(value, str) else found
    return changes
