"""The plugin: writes the page as a stream, source by source."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path

from attrs import field, frozen, validators
from markupsafe import Markup

from presseschau import Dossier, hookimpl, in_turns
from presseschau_reports.digest import Moment
from presseschau_reports.html.parts import Parts, anchor
from presseschau_reports.html.rendering import PageLinks, asset, environment, policy
from presseschau_reports.html.sources import article
from presseschau_reports.html.strings import LANGUAGES
from presseschau_reports.html.timeline import timeline
from presseschau_reports.outputs import check_output_path, written
from presseschau_reports.stories import Review, review

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
    @in_turns
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path | None]:
        """Write the page."""
        limits = {"max_quotes": self.max_quotes, "max_moments": self.max_moments, "max_sources": self.max_sources}
        found = yield from review(dossier, **limits)
        style, script = asset("style.css"), asset("marks.js", "filter.js")
        at = PageLinks(shown=len(found.sources), listed=_listed(found))
        parts = Parts(self.language, at)
        stories = [story for story in found.stories if story.people or story.points or story.joined]
        stream = (
            environment(self.language)
            .get_template("page.html.j2")
            .stream(
                title=self.title,
                language=self.language,
                review=found,
                stories=stories,
                joined=sum(story.joined for story in stories),
                lines={story.id: timeline(story.points) for story in stories},
                at=at,
                parts=parts,
                years=list(by_year(found.moments)),
                open_dates=[(when, list(together)) for when, together in groupby(found.open_moments, key=_when)],
                articles=_articles(dossier, len(found.sources), parts),
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
                policy=policy(style, script),
            )
        )
        target = directory / self.path
        with written(target) as out:
            for chunk in stream:
                out.write(chunk)
        yield target


def _articles(dossier: Dossier, shown: int, parts: Parts) -> Iterator[Markup]:
    for view in dossier.views():
        if view.number > shown:
            return
        yield article(view, parts)


def by_year(moments: Sequence[Moment]) -> Iterator[tuple[int, list[tuple[str, str, list[Moment]]]]]:
    """Yield years, in each the dates in words with their EDTF, under each date what happened."""
    for year, in_year in groupby(moments, key=lambda moment: moment.begin.year if moment.begin else 0):
        dates = groupby(in_year, key=lambda moment: (moment.when, moment.edtf))
        yield year, [(when, edtf, list(together)) for (when, edtf), together in dates]


def _when(moment: Moment) -> str:
    return moment.when


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
