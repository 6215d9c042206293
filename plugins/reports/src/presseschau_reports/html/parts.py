"""The parts that the page and the served pages are made of: quotes, speakers, dated passages, links to sources.

There may be thousands of them, so that they are written as they are, not by templates; those put them into pages.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from attrs import field, frozen
from markupsafe import Markup

from presseschau_reports.digest import NOT_NAMED, NOT_RESOLVED, Moment, Said, SourceRef
from presseschau_reports.html.strings import Strings
from presseschau_reports.outputs import escaped
from presseschau_reports.stories import Person, Pieces, Utterance, Version
from presseschau_reports.wording import in_words, value_in_words, with_mod

_UNSAFE_IN_ID = re.compile(r"[^0-9A-Za-z_-]")
_MARKS = {"+": '<ins class="own">{}</ins>', "-": '<del class="lacks">{}</del>', "=": "{}"}


def anchor(annotation: str) -> str:
    """Return the id that an annotation has in the page."""
    return f"a-{_UNSAFE_IN_ID.sub('_', annotation)}"


class Links(Protocol):
    """Where the parts link to; ``""`` is nowhere."""

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


@frozen(eq=False)
class Parts:
    """Writes parts in a language of the interface, with links to where ``at`` says."""

    language: str
    at: Links
    strings: Strings = field(init=False)
    _known: dict[str, str] = field(factory=dict, init=False)
    _sources: dict[str, tuple[str, str]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "strings", Strings(self.language))

    def t(self, key: str) -> str:
        """Return a string of the interface as markup."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = escaped(self.strings(key))
        return known

    def bar(self, value: float) -> Markup:
        """Return a confidence as a bar."""
        title = escaped(self.strings("confidence_of", a=f"{value:.2f}"))
        return Markup(f'<i class="bar s{round(value * 4)}" role="img" title="{title}"></i>')  # noqa: S704 - escaped

    def source_date(self, source: SourceRef) -> str:
        """Return the date of a source in words."""
        if source.edtf is None or not source.date:
            return self.strings("undated")
        return in_words(source.edtf, self.language) if source.date != "date open" else self.strings("open_dates").lower()

    def when(self, moment: Moment) -> str:
        """Return the date of a passage in words."""
        if moment.date:
            return with_mod(in_words(moment.date, self.language), moment.mod, self.language)
        return moment.when if self.language == "en" else value_in_words(moment.edtf, self.language)

    def person_name(self, name: str) -> str:
        """Return a name, or why there is none."""
        key = {NOT_NAMED: "not_named", NOT_RESOLVED: "not_resolved"}.get(name)
        return self.strings(key) if key else name

    def source_link(self, source: SourceRef, annotation: str = "") -> Markup:
        """Return the title of a source, linked to it or to a finding in its text, with its paper and date."""
        known = self._sources.get(source.id)
        if known is None:
            paper = f' <span class="paper">{escaped(source.publisher)}</span>' if source.publisher else ""
            date = f' <span class="dim">{escaped(self.source_date(source))}</span>'
            known = self._sources[source.id] = (f'<bdi lang="de">{escaped(source.title)}</bdi></cite>', paper + date)
        title, rest = known
        to = self.at.source(source, annotation)
        link = f'<a class="ref" href="{escaped(to)}"><cite>{title}</a>' if to else f'<cite class="ref">{title}'
        return Markup(link + rest)  # noqa: S704 - escaped

    def up(self, name: str) -> str:
        """Return a link from an anchor in a text to the overview, where that lists it."""
        to = self.at.overview(name)
        up = self.t("in_overview") if to else ""
        return f' <a href="{escaped(to)}" aria-label="{up}" title="{up}">↑</a>' if to else ""

    def passage(self, moment: Moment) -> Markup:
        """Return a dated passage."""
        source = moment.source
        day = f' data-day="{moment.begin.isoformat()}"' if moment.begin else ""
        headline = f'<strong lang="de">{escaped(moment.headline)}</strong> ' if moment.headline else ""
        dim = ' class="dim"' if moment.headline else ""
        status = f'<span class="kind status">{self.t(moment.status)}</span> ' if moment.status != "happened" else ""
        why = f' title="{escaped(moment.derivation)}"' if moment.derivation else ""
        return Markup(  # noqa: S704 - escaped
            f'<li id="m-{anchor(moment.annotation)}" class="item {escaped(moment.status)}" data-source="{escaped(source.publisher or source.title)}" '
            f'data-c="{moment.confidence:.2f}"{day}>{headline}{status}<span lang="de"{dim}>{_highlighted(moment)}</span>\n'
            f'<p class="by"{why}>{self.source_link(source, moment.annotation)} {self._tail(moment.confidence, self.at.moment(moment.annotation))}'
            "</p></li>\n"
        )

    def date_row(self, when: str, together: Sequence[Moment]) -> Markup:  # noqa: ARG002 - what they were put together by
        """Return what happened on a date."""
        passages = "".join(map(self.passage, together))
        return Markup(  # noqa: S704 - escaped
            f'<div class="row">\n<h3 class="when" title="{escaped(together[0].edtf)}">{escaped(self.when(together[0]))}</h3>\n'
            f'<ul class="moments">\n{passages}</ul>\n</div>\n'
        )

    def speaker_row(self, person: Person, name: str, level: str) -> Markup:
        """Return a person, in an element with this id and a heading of this level, with all they say."""
        initials = f'<span class="initials" aria-hidden="true">{escaped(person.initials)}</span>' if person.initials else ""
        to, shown = self.at.speaker(person), escaped(self.person_name(person.name))
        shown = f'<a href="{escaped(to)}">{shown}</a>' if to else shown
        role = f'<p class="role" lang="de">{escaped(person.role)}</p>' if person.role else ""
        said = "".join(map(self._utterance, person.utterances))
        return Markup(  # noqa: S704 - escaped
            f'<div class="row speaker-row{"" if person.named else " unnamed"}" data-speaker="{escaped(person.name)}">\n'
            f'<div class="who">{initials}<div><{level} id="{name}"><bdi{LANG if person.named else ""}>{shown}</bdi> '
            f'<span class="number">{person.count}</span> <a class="deep" href="#{name}" aria-label="{self.t("link_here")}">¶</a></{level}>'
            f'{role}</div></div>\n<ul class="said">\n{said}</ul>\n</div>\n'
        )

    def _utterance(self, utterance: Utterance) -> str:
        versions = utterance.versions
        if len(versions) == 1:
            return f'<li class="item" {self._item(versions[0], first=False)}</li>\n'
        count = escaped(self.strings("versions", n=len(versions)))
        columns = "".join(
            f'<div class="item version" {self._item(version, first=not place)}</div>\n'
            for place, version in enumerate(versions)
        )
        return f'<li class="versions"><p class="by">{count}</p>\n<div class="columns">\n{columns}</div></li>\n'

    def _item(self, version: Version, *, first: bool) -> str:
        said = version.said
        source = said.source
        kind = "direct" if said.type == "direct" or said.within else "indirect"
        day = f' data-day="{escaped(source.first)}"' if source.first else ""
        words = _compared(version.pieces) if version.pieces else _with_marks(said.words, said.within)
        fullest = f'<p class="by"><span class="kind">{self.t("fullest")}</span></p>' if first else ""
        return (
            f'id="q-{anchor(said.id)}" data-type="{kind}" data-source="{escaped(source.publisher or source.title)}" '
            f'data-c="{said.confidence:.2f}"{day}>\n'
            f'<blockquote lang="de" class="{"direct" if said.type == "direct" else "indirect"}">{words}</blockquote>\n{fullest}{self._byline(said)}\n'
        )

    def _byline(self, said: Said) -> str:
        mention = f'<bdi lang="de" class="mention">{escaped(said.mention)}</bdi> ' if said.mention else ""
        cue = f'<span lang="de" class="cue">{escaped(said.cue)}</span> ' if said.cue else ""
        kind = ""
        if said.type != "direct" or said.nested:
            within = f", {self.t('within')}" if said.nested else ""
            kind = f'<span class="kind">{self.t(f"type_{said.type}")}{within}</span> '
        link = self.source_link(said.source, said.id)
        return f'<p class="by">{mention}{cue}{kind}{link} {self._tail(said.confidence, self.at.quote(said.id))}</p>'

    def _tail(self, confidence: float, to: str) -> str:
        here = f'<a class="deep" href="{escaped(to)}" aria-label="{self.t("link_here")}">¶</a>'
        return f'<span class="tail">{self.bar(confidence)} {here}</span>'


LANG = ' lang="de"'


def _highlighted(moment: Moment) -> str:
    """Return a passage with its words that say when marked."""
    before, found, after = moment.what.partition(moment.words)
    return f'{escaped(before)}<span class="t">{escaped(found)}</span>{escaped(after)}' if found else escaped(moment.what)


def _with_marks(text: str, within: Iterable[str]) -> str:
    """Return a quote with those marked that are nested in it."""
    pieces, at = [], 0
    for words in within:
        start = text.find(words, at)
        if words and start >= 0:
            pieces.append(f'{escaped(text[at:start])}<mark class="q">{escaped(words)}</mark>')
            at = start + len(words)
    return "".join([*pieces, escaped(text[at:])])


def _compared(pieces: Pieces) -> str:
    """Return a version of an utterance with what only it has, and what it lacks, marked."""
    return " ".join(_MARKS[kind].format(escaped(words)) for kind, words in pieces)
