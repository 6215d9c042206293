"""Documents and what the clean stage says about them: edits, parts and claims."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from attrs import converters, evolve, field, fields, frozen

from presseschau.errors import DocumentError
from presseschau.model import html
from presseschau.model.alignment import Alignment, align, by_precedence
from presseschau.model.normal import is_normal_form
from presseschau.model.provenance import Finding
from presseschau.model.spans import Span, as_span


@frozen(kw_only=True)
class Edit(Finding):
    """A span of the source text that a rule cut, or replaced by white space or a normal form of itself."""

    span: Span = field(converter=as_span)
    replacement: str = ""
    kind: ClassVar[str] = "Edit"


@frozen(kw_only=True)
class Part(Finding):
    """A labelled span of the source text (title, caption, date line …), kept in the clean text or cut from it.

    The labels of our own cleaners: title, kicker, lead, subhead, paragraph, list, caption, credit, dateline, date-line, byline, agency,
    signature, navigation, related, newsletter, comments, share, furniture. A plugin may use others; reports show them as they are.
    ``locator`` finds it in the page that the source text was extracted from, where there is one.
    """

    label: str
    span: Span = field(converter=as_span)
    kept: bool
    locator: str = ""
    kind: ClassVar[str] = "Part"


@frozen(kw_only=True)
class Claim(Finding):
    """Something said about a document, and where it was said.

    ``name`` is one of ``title``, ``publisher``, ``author``, ``agency``, ``date``, ``modified``, ``language``, ``place``,
    ``url`` or a plugin's own word. A ``date`` is EDTF (ISO 8601-2) and only as exact as its origin: ``2021-05``, never a
    guessed day. ``origin`` says where it was read (``sidecar``, ``json-ld``, ``date-line`` …), ``span`` where in the source text.
    """

    name: str
    value: str
    origin: str
    span: Span | None = field(default=None, converter=converters.optional(as_span))
    kind: ClassVar[str] = "Claim"


def _edits(values: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(values)


def _parts(values: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(values)


def _claims(values: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Cleaning:
    """What a cleaner returns: edits, parts and claims, all by spans of the source text."""

    edits: tuple[Edit, ...] = field(default=(), converter=_edits)
    parts: tuple[Part, ...] = field(default=(), converter=_parts)
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)


@frozen(kw_only=True)
class Origin:
    """Where a source text came from.

    ``location`` is a path or URL relative to the loader's root, ``digest`` the SHA-256 of the bytes (of the page, where there
    is one), ``encoding`` the one they were decoded with and ``encoding_guessed`` whether nobody had declared it. ``page`` holds the
    bytes behind ``digest`` where the loader was asked to keep them; the store files them by digest, and
    :meth:`presseschau.Dossier.page` gives them back.
    """

    location: str
    digest: str = ""
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    encoding_guessed: bool = False
    addresses: tuple[str, ...] = ()
    page: bytes | None = field(default=None, repr=False, eq=False)

    def plain(self) -> dict[str, Any]:
        """Return the origin as JSON-able data, without its page, which stays in the store."""
        return {name: getattr(self, name) for name in _PLAIN}


_PLAIN = tuple(attribute.name for attribute in fields(Origin) if attribute.name != "page")


@frozen
class LanguageGuess:
    """A language as an ISO 639-1 code, ``"unknown"`` where the text is too short to tell, and a confidence in ``0..1``."""

    language: str
    confidence: float = 1.0


@frozen(kw_only=True)
class Document:
    """One text with everything the load and clean stages know of it. Never rewritten: see :attr:`text`.

    ``id`` is unique in a run. All spans held here count code points of ``source_text``.
    """

    id: str
    source_text: str = field(repr=False)
    origin: Origin = field(default=Origin(location=""))
    claims: tuple[Claim, ...] = field(default=(), converter=_claims)
    edits: tuple[Edit, ...] = field(default=(), converter=_edits, repr=False)
    parts: tuple[Part, ...] = field(default=(), converter=_parts, repr=False)
    language: LanguageGuess | None = None

    def _repr_html_(self) -> str:
        """Show the document in a notebook: what is claimed of it, and how its clean text begins."""
        claims = {name: claim.value for name in dict.fromkeys(one.name for one in self.claims) if (claim := self.claimed(name))}
        facts = {"id": self.id, **claims, "language": self.language.language if self.language else None}
        return html.table(facts) + html.beginning(self.text)

    @cached_property
    def _cleaned(self) -> tuple[str, Alignment]:
        return align(self.source_text, self.edits)

    @property
    def text(self) -> str:
        """The clean text: the source text after all edits."""
        return self._cleaned[0]

    @property
    def alignment(self) -> Alignment:
        """The alignment between :attr:`source_text` and :attr:`text`."""
        return self._cleaned[1]

    def to_source(self, span: Span) -> tuple[Span, ...]:
        """Return the spans of the source text behind a span of the clean text, in order."""
        return self.alignment.to_source(span)

    def to_clean(self, span: Span) -> tuple[Span, ...]:
        """Return what is left of a span of the source text, as spans of the clean text; ``()`` if it was cut."""
        return self.alignment.to_clean(span)

    def cut(self, span: Span, rule: str, *, confidence: float = 1.0) -> tuple[Edit, ...]:
        """Return the edits that cut a span of the *clean* text; for cleaners that work on :attr:`text`."""
        return tuple(Edit(span=found, rule=rule, confidence=confidence) for found in self.to_source(span))

    def claimed(self, name: str) -> Claim | None:
        """Return the most confident claim of that name, the earliest of equals; None when there is none."""
        return max((c for c in self.claims if c.name == name), key=lambda c: c.confidence, default=None)

    def with_cleaning(self, cleaning: Cleaning) -> "Document":
        """Return the document with a cleaner's findings added.

        Raises:
            DocumentError: a span lies outside the source text or is empty, a replacement is neither white space nor a normal
                form of what it replaces, an edit overlaps a replaced stretch in part, or a replacement brings back what was cut.
        """
        self._check(cleaning)
        return evolve(
            self,
            edits=self.edits + cleaning.edits,
            parts=self.parts + cleaning.parts,
            claims=self.claims + cleaning.claims,
        )

    def _check(self, cleaning: Cleaning) -> None:
        findings: list[Edit | Part | Claim] = [*cleaning.edits, *cleaning.parts, *cleaning.claims]
        for finding in findings:
            span = finding.span
            if span is not None and not 0 <= span[0] < span[1] <= len(self.source_text):
                message = f"{finding.kind} of rule {finding.rule!r} has the span {tuple(span)}"
                raise DocumentError(
                    f"{message}, which is empty or outside the source text of {len(self.source_text)} code points",
                    document=self.id,
                    hint="edits, parts and claims count code points of document.source_text, end exclusive",
                )
        for edit in cleaning.edits:
            original = self.source_text[edit.span.start : edit.span.end]
            if edit.replacement.strip() and not is_normal_form(edit.replacement, original):
                raise DocumentError(
                    f"rule {edit.rule!r} would replace {original[:40]!r} by {edit.replacement[:40]!r}",
                    document=self.id,
                    hint="a replacement may only be white space or a normal form of the same text; report the rest as parts or claims",
                )
        _refuse_conflicts((*self.edits, *cleaning.edits), self.source_text, self.id)


def _refuse_conflicts(edits: Iterable[Edit], source_text: str, document: str) -> None:
    """Refuse edits that overlap a replaced stretch without covering it, and replacements that bring back what was cut."""
    ruling: Edit | None = None
    for edit in by_precedence(edits):
        if ruling is None or edit.span.start >= ruling.span.end:
            ruling = edit
        elif edit.span.end > ruling.span.end:
            if ruling.replacement or edit.replacement:
                raise DocumentError(
                    f"the edits of rules {ruling.rule!r} and {edit.rule!r} overlap in part and one of them replaces text",
                    document=document,
                    hint="map spans of document.text with document.to_source, which never splits a replaced stretch",
                )
            ruling = edit
        elif ruling.replacement.strip() and not edit.replacement.strip():
            gone = source_text[edit.span.start : edit.span.end]
            if not is_normal_form("", gone):
                raise DocumentError(
                    f"the replacement of rule {ruling.rule!r} would bring back {gone[:40]!r}, which rule {edit.rule!r} cuts",
                    document=document,
                    hint="replace only spans that document.to_source gives for document.text, and cut whole replaced stretches",
                )
