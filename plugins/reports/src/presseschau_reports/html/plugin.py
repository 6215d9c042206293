"""The plugin: writes the page as a stream, source by source."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path

import jinja2
from attrs import field, frozen, validators
from markupsafe import Markup

from presseschau import Dossier, hookimpl
from presseschau_reports.digest import NOT_NAMED, NOT_RESOLVED, Moment, SourceRef
from presseschau_reports.html.sources import SourceView, anchor, source_view
from presseschau_reports.html.strings import LANGUAGES, Strings
from presseschau_reports.html.timeline import timeline
from presseschau_reports.outputs import check_output_path, printable, without_folders, written
from presseschau_reports.stories import Person, Pieces, Review, review
from presseschau_reports.wording import in_words, value_in_words, with_mod

_SHOWN_GROUPS = frozenset({"story", "speaker", "utterance", "copies", "event", "happening"})
"""Groups that shape the page; all others are listed."""
_MAX_LISTED = 1000
"""Documents that failed, are in another language, or groups that the page lists."""


@frozen(eq=False, kw_only=True)
class Html:
    """Write one self-contained page: who said what, what happened when, and the sources with everything marked in their text.

    The page needs no network and no script (a small one adds filters); every text in it is escaped.
    """

    path: str = field(
        default="report.html",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    title: str = field(default="Presseschau", metadata={"help": "the title of the page"})
    language: str = field(
        default="en", validator=validators.in_(LANGUAGES), metadata={"help": "the language of the interface, `en` or `de`"}
    )
    max_sources: int = field(
        default=300,
        validator=validators.ge(0),
        metadata={"help": "how many sources it shows with their text, in the order of loading"},
    )
    max_quotes: int = field(
        default=2000, validator=validators.ge(0), metadata={"help": "how many quotes it lists under who said what"}
    )
    max_moments: int = field(default=2000, validator=validators.ge(0), metadata={"help": "how many dated passages it lists"})

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the page."""
        found = review(dossier, max_quotes=self.max_quotes, max_moments=self.max_moments, max_sources=self.max_sources)
        style, script = _asset("style.css"), _asset("script.js")
        stories = [story for story in found.stories if story.people or story.points or story.joined]
        stream = (
            _environment(self.language)
            .get_template("page.html.j2")
            .stream(
                title=self.title,
                language=self.language,
                review=found,
                stories=stories,
                joined=sum(story.joined for story in stories),
                lines={story.id: timeline(story.points) for story in stories},
                listed=_listed(found),
                years=list(by_year(found.moments)),
                open_dates=[(when, list(together)) for when, together in groupby(found.open_moments, key=_when)],
                sources=self._sources(dossier, len(found.sources)),
                groups=list(islice((group for group in dossier.groups() if group.type not in _SHOWN_GROUPS), _MAX_LISTED)),
                by_id={source.id: source for source in found.sources},
                foreign=list(islice(dossier.in_other_languages(), _MAX_LISTED)),
                letters=list(islice(dossier.dead_letters(), _MAX_LISTED)),
                kinds=dossier.kinds(),
                words=dossier.words(),
                steps=dossier.steps(),
                complete=dossier.complete,
                shown=len(found.sources),
                style=style,
                script=script,
                policy=_policy(style, script),
            )
        )
        target = directory / self.path
        with written(target) as out:
            for chunk in stream:
                out.write(chunk)
        return [target]

    def _sources(self, dossier: Dossier, shown: int) -> Iterator[SourceView]:
        for view in dossier.views():
            if view.number > shown:
                return
            yield source_view(view, self.language)


def by_year(moments: Sequence[Moment]) -> Iterator[tuple[int, list[tuple[str, str, list[Moment]]]]]:
    """Yield years, in each the dates in words with their EDTF, under each date what happened."""
    for year, in_year in groupby(moments, key=lambda moment: moment.begin.year if moment.begin else 0):
        dates = groupby(in_year, key=lambda moment: (moment.when, moment.edtf))
        yield year, [(when, edtf, list(together)) for (when, edtf), together in dates]


def _when(moment: Moment) -> str:
    return moment.when


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


def _listed(found: Review) -> dict[str, str]:
    """Return anchor in the text -> anchor in the overview."""
    quotes = (
        version.said.id
        for story in found.stories
        for person in story.people
        for utterance in person.utterances
        for version in utterance.versions
    )
    listed = {anchor(key): f"q-{anchor(key)}" for key in quotes}
    for moment in (*found.moments, *found.open_moments):
        listed[anchor(moment.annotation)] = f"m-{anchor(moment.annotation)}"
    return listed


@cache
def _environment(language: str) -> jinja2.Environment:
    # One autoescaping environment for all templates: what is no Markup is escaped.
    environment = jinja2.Environment(
        autoescape=True,
        loader=jinja2.PackageLoader("presseschau_reports.html", "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    strings = Strings(language)
    environment.globals["t"] = strings

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

    environment.filters |= {
        "compared": compared,
        "source_date": source_date,
        "when": when,
        "person_name": person_name,
        "highlighted": highlighted,
        "with_marks": with_marks,
        "anchor": anchor,
        "without_folders": without_folders,
    }
    return environment


def _open(moment: Moment, language: str) -> str:
    return moment.when if language == "en" else value_in_words(moment.edtf, language)


def _asset(name: str) -> Markup:
    return Markup((files("presseschau_reports.html") / "templates" / name).read_text("utf-8"))  # noqa: S704 - our own file


def _policy(style: str, script: str) -> str:
    """Return the page's content security policy: nothing from anywhere, and of style and script only our own."""

    def digest_of(content: str) -> str:
        return base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")

    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest_of(style)}'; script-src 'sha256-{digest_of(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
