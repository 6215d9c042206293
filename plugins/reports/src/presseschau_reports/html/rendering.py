"""What the page and the served pages share: one environment of templates that escapes, the assets, the links, the policy."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Protocol

import jinja2
from attrs import frozen
from markupsafe import Markup

from presseschau_reports.digest import NOT_NAMED, NOT_RESOLVED, Moment, SourceRef
from presseschau_reports.html.sources import anchor
from presseschau_reports.html.strings import Strings
from presseschau_reports.outputs import printable, without_folders
from presseschau_reports.stories import Person, Pieces
from presseschau_reports.wording import in_words, value_in_words, with_mod


class Links(Protocol):
    """Where the templates link to; ``""`` is nowhere."""

    def source(self, source: SourceRef, annotation: str) -> str:
        """Return the address of a source, or of an annotation in its text."""

    def quote(self, annotation: str) -> str:
        """Return the address of a quote."""

    def moment(self, annotation: str) -> str:
        """Return the address of a dated passage."""

    def story(self, story: str) -> str:
        """Return the address of a story."""

    def speaker(self, person: Person) -> str:
        """Return the address of all that somebody says."""

    def overview(self, anchor: str) -> str:
        """Return the address, in an overview, of what has this anchor in a text."""


@frozen(kw_only=True)
class PageLinks:
    """Links within one page, which shows the text of the first ``shown`` sources; ``listed`` is anchor in the text -> in the overview."""

    shown: int
    listed: Mapping[str, str]

    def source(self, source: SourceRef, annotation: str) -> str:
        """Return the anchor of a source, or of an annotation in its text."""
        if source.number > self.shown:
            return ""
        return f"#{anchor(annotation)}" if annotation else f"#s{source.number}"

    def quote(self, annotation: str) -> str:
        """Return the anchor of a quote."""
        return f"#q-{anchor(annotation)}"

    def moment(self, annotation: str) -> str:
        """Return the anchor of a dated passage."""
        return f"#m-{anchor(annotation)}"

    def story(self, story: str) -> str:
        """Return the anchor of a story."""
        return f"#{story}"

    def speaker(self, person: Person) -> str:  # noqa: ARG002 - a page has no list by speaker
        """Return nowhere."""
        return ""

    def overview(self, anchor: str) -> str:
        """Return the anchor in the overview of what has this one in the text."""
        return f"#{self.listed[anchor]}" if anchor in self.listed else ""


def highlighted(moment: Moment) -> Markup:
    """Return a passage with its words that say when marked."""
    before, found, after = printable(moment.what).partition(printable(moment.words))
    if not found:
        return Markup("{}").format(printable(moment.what))
    return Markup('{}<span class="t">{}</span>{}').format(before, found, after)


def with_marks(text: str, within: Iterable[str]) -> Markup:
    """Return a quote with those marked that are nested in it."""
    text, places, at = printable(text), [], 0
    for words in map(printable, within):
        start = text.find(words, at)
        if words and start >= 0:
            at = start + len(words)
            places.append((start, at))
    pieces, at = [], 0
    for start, end in places:
        pieces.append(Markup('{}<mark class="q">{}</mark>').format(text[at:start], text[start:end]))
        at = end
    return Markup("").join([*pieces, Markup("{}").format(text[at:])])


def compared(pieces: Pieces) -> Markup:
    """Return a version of an utterance with what only it has, and what it lacks, marked."""
    marks = {"+": '<ins class="own">{}</ins>', "-": '<del class="lacks">{}</del>', "=": "{}"}
    return Markup(" ").join(Markup(marks[kind]).format(printable(words)) for kind, words in pieces)  # noqa: S704 - our own marks


@cache
def environment(language: str) -> jinja2.Environment:
    """Return the templates in one language of the interface."""
    # One autoescaping environment for all templates: what is no Markup is escaped.
    made = jinja2.Environment(
        autoescape=True,
        loader=jinja2.PackageLoader("presseschau_reports.html", "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    strings = Strings(language)
    made.globals["t"] = strings

    def source_date(source: SourceRef) -> str:
        """Return the date of a source in words."""
        if source.edtf is None or not source.date:
            return strings("undated")
        return in_words(source.edtf, language) if source.date != "date open" else strings("open_dates").lower()

    def when(moment: Moment) -> str:
        """Return the date of a passage in words."""
        return with_mod(in_words(moment.date, language), moment.mod, language) if moment.date else _open(moment, language)

    def person_name(person: Person) -> str:
        """Return the name of a person, or why there is none."""
        return {NOT_NAMED: strings("not_named"), NOT_RESOLVED: strings("not_resolved")}.get(person.name, person.name)

    made.filters |= {
        "compared": compared,
        "source_date": source_date,
        "when": when,
        "person_name": person_name,
        "highlighted": highlighted,
        "with_marks": with_marks,
        "anchor": anchor,
        "without_folders": without_folders,
    }
    return made


def _open(moment: Moment, language: str) -> str:
    return moment.when if language == "en" else value_in_words(moment.edtf, language)


def asset(*names: str) -> Markup:
    """Return files of the templates one after the other: our own markup, style or script."""
    folder = files("presseschau_reports.html") / "templates"
    return Markup("".join((folder / name).read_text("utf-8") for name in names))  # noqa: S704 - our own files


def digest_of(content: str) -> str:
    """Return the SHA-256 of a style or script as content security policies name it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def policy(style: str, script: str) -> str:
    """Return the page's content security policy: nothing from anywhere, and of style and script only our own."""
    return (
        f"default-src 'none'; img-src data:; style-src {digest_of(style)}; script-src {digest_of(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
