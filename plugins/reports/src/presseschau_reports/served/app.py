"""The served pages: each is made from the index, and from the few documents that it shows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from attrs import evolve, field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from presseschau import Dossier, Group
from presseschau_reports.digest import Moment, Said, shortened, surroundings
from presseschau_reports.html.parts import Parts, anchor
from presseschau_reports.html.rendering import asset, digest_of, environment
from presseschau_reports.html.sources import article
from presseschau_reports.html.timeline import timeline
from presseschau_reports.served.folding import KEY, key_of
from presseschau_reports.served.guard import Guard
from presseschau_reports.served.links import ServedLinks
from presseschau_reports.served.run import ServedRun
from presseschau_reports.served.search import Hits, Query, Search, SpeakerRow
from presseschau_reports.stories import Person, Utterance, Version, difference, initials, one_story

_MOST_SOURCES = 60
"""Sources of a story that its page shows."""
_MOST_VERSIONS = 40
_LISTED = 200
_MOST_FACTS = 12
_FACT = 300

Values = dict[str, Any]


@frozen(kw_only=True)
class _Pages:
    """Makes the pages of a run; every method is called in a thread of its own and opens what it reads."""

    run: ServedRun
    root: str
    title: str
    language: str
    style: str = field(repr=False)
    script: str = field(repr=False)

    def overview(self, request: Request) -> Response:
        """Stories, those who speak most, and what was not processed."""
        query = Query.of(dict(request.query_params))
        with self.run.search() as search, self.run.dossier() as dossier:
            letters, foreign = (
                list(islice(dossier.dead_letters(), _LISTED)),
                list(islice(dossier.in_other_languages(), _LISTED)),
            )
            values: Values = {
                "stories": search.stories(query), "people": search.speakers(Query()), "letters": letters, "foreign": foreign,
                "failed": len(letters),
            }  # fmt: skip
            return self._answer(search, "overview", "", "", query=query, **values)

    def speakers(self, request: Request) -> Response:
        """All speakers."""
        query = Query.of(dict(request.query_params))
        with self.run.search() as search:
            return self._answer(
                search, "speakers", "speakers", self._t("speakers_title"), query=query, hits=search.speakers(query)
            )

    def speaker(self, request: Request) -> Response:
        """All that one speaker says, and what is known of them."""
        query = evolve(Query.of(dict(request.query_params)), speaker=_key(request))
        with self.run.search() as search:
            row = search.speaker(_key(request))
            if row is None:
                return self._missing(search)
            hits = search.quotes(query)
            with self.run.dossier() as dossier:
                told = list(_facts(dossier, [said.id for _, said in hits.entries[:1]]))
            name = Parts(self.language, ServedLinks(root=self.root)).person_name(row.name)
            people = [self._person(row, [said for _, said in hits.entries])] if hits.entries else []
            return self._answer(
                search,
                "speaker",
                "speakers",
                name,
                query=query,
                hits=hits,
                people=people,
                facts=told,
                foreign_heading=row.named,
            )

    def quotes(self, request: Request) -> Response:
        """Quotes that fit, under whoever says them."""
        query = evolve(Query.of(dict(request.query_params)), story=request.path_params.get("key", ""))
        with self.run.search() as search:
            hits = search.quotes(query)
            rows = groupby(hits.entries, key=lambda entry: entry[0])
            people = [self._person(row, [said for _, said in together]) for row, together in rows]
            return self._answer(
                search,
                "quotes",
                "quotes",
                self._t("quotes_title"),
                query=query,
                hits=hits,
                people=people,
                sources=search.sources(),
            )

    def quote(self, request: Request) -> Response:
        """One quote with its surroundings, its other versions, and why it belongs to whom."""
        with self.run.search() as search:
            found = search.quote(_key(request))
            if found is None:
                return self._missing(search)
            row, said = found
            with self.run.dossier() as dossier:
                view = dossier.view(said.source.id)
                record = next((one for one in view.quotes if one.id == said.id), None)
                belongs = list(dossier.groups_of(said.id))
            context = shortened(surroundings(record, view), 2000) if record else ""
            context = "" if context == said.words else context
            told = [(group, _why(group, said.id)) for group in belongs]
            versions = self._versions(search, row, said, belongs)
            heading = shortened(said.words, 90)
            return self._answer(
                search, "quote", "quotes", heading, query=Query(), person=self._person(row, [said]), belongs=told, context=context,
                versions=versions, foreign_heading=True,
            )  # fmt: skip

    def dates(self, request: Request) -> Response:
        """Dated passages that fit, in the order of time."""
        query = Query.of(dict(request.query_params))
        with self.run.search() as search:
            hits = search.moments(query)
            dated = _by_date(hits.entries)
            return self._answer(
                search, "dates", "dates", self._t("when"), query=query, hits=hits, dated=dated, sources=search.sources()
            )

    def date(self, request: Request) -> Response:
        """One dated passage."""
        with self.run.search() as search:
            moment = search.moment(_key(request))
            if moment is None:
                return self._missing(search)
            heading = shortened(moment.headline or moment.what, 90)
            return self._answer(search, "date", "dates", heading, query=Query(), dated=_by_date([moment]), foreign_heading=True)

    def documents(self, request: Request) -> Response:
        """Documents that fit."""
        query = Query.of(dict(request.query_params))
        with self.run.search() as search:
            hits = search.documents(query)
            heading = self._t("sources_title")
            return self._answer(search, "documents", "documents", heading, query=query, hits=hits, sources=search.sources())

    def document(self, request: Request) -> Response:
        """One document with everything marked in its text."""
        with self.run.search() as search:
            row = search.document(_key(request))
            if row is None:
                return self._missing(search)
            with self.run.dossier() as dossier:
                view = dossier.view(row.id)
            at = ServedLinks(root=self.root)
            listed = {anchor(quote.id): at.quote(quote.id) for quote in view.quotes if search.quote(key_of(quote.id))}
            dated = (*view.times, *view.events)
            listed |= {anchor(one.id): at.moment(one.id) for one in dated if search.moment(key_of(one.id))}
            parts = Parts(self.language, evolve(at, listed=listed))
            return self._answer(
                search, "document", "documents", shortened(view.title, 200), query=Query(), article=article(view, parts),
                stories=search.stories_of(row.key), kinds={kind_name(one): 1 for one in view.others}, foreign_heading=True,
            )  # fmt: skip

    def story(self, request: Request) -> Response:
        """One story: its timeline, who said what, versions side by side, and what happened when."""
        with self.run.search() as search:
            row = search.story(_key(request))
            if row is None:
                return self._missing(search)
            members = search.members(row.key, _MOST_SOURCES)
            with self.run.dossier() as dossier:
                groups = (
                    (group for group in dossier.groups_of(members[0], "story") if group.id == row.id) if members else iter(())
                )
                group = next(groups, None)
                if group is None:
                    return self._missing(search)
                story, closed, still_open = one_story(dossier, group, members)
            story = evolve(story, id=f"story-{row.key}")
            return self._answer(
                search, "story", "", story.headline, query=Query(), story=story, row=row, lines={story.id: timeline(story.points)},
                dated=_by_date(closed), still_open=_by_date(still_open), foreign_heading=True,
            )  # fmt: skip

    def missing(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - starlette's
        """Answer that there is no such page."""
        with self.run.search() as search:
            return self._missing(search)

    def _versions(self, search: Search, row: SpeakerRow, said: Said, belongs: Sequence[Group]) -> Person | None:
        members = [member for group in belongs if group.type == "utterance" for member in group.members if member != said.id]
        found = [one for member in members[:_MOST_VERSIONS] if (one := search.quote(key_of(member)))]
        if not found:
            return None
        others = (Version(said=one, pieces=difference(said.words, one.words)) for _, one in found)
        person = self._person(row, [])
        return evolve(person, utterances=(Utterance(id="versions", versions=(Version(said=said), *others)),))

    def _person(self, row: SpeakerRow, said: Sequence[Said]) -> Person:
        roles = [one.role for one in said if one.role]
        return Person(
            name=row.name,
            named=row.named,
            initials=initials(row.name) if row.named else "",
            role=roles[0] if roles else "",
            count=row.quotes,
            utterances=tuple(Utterance(id=one.id, versions=(Version(said=one),)) for one in said),
        )

    def _missing(self, search: Search) -> Response:
        return self._answer(search, "missing", "", self._t("not_here"), status=404, query=Query())

    def _t(self, key: str) -> str:
        text: str = environment(self.language).globals["t"](key)  # type: ignore[operator]
        return text

    def _answer(self, search: Search, kind: str, here: str, heading: str, *, status: int = 200, **values: object) -> Response:
        at = ServedLinks(root=self.root)
        own = kind in {"speakers", "dates", "documents"}
        hits = values.get("hits")
        query = values["query"]
        given: Values = {
            "at": at, "parts": Parts(self.language, at), "kind": kind, "here": here, "heading": heading, "title": self.title, "language": self.language, "counts": search.counts(),
            "action": at.to(here if own else "quotes"), "path": at.to(here), "style": self.style, "script": self.script,
            "foreign_heading": False, "failed": 0, "kinds": {}, "facts": (), "sources": (),
        }  # fmt: skip
        if kind == "speaker" and isinstance(query, Query):
            given["path"] = at.to("speakers", query.speaker)
        if kind == "quotes" and isinstance(query, Query) and query.story:
            given["path"] = given["action"] = f"{at.to('stories', query.story)}/quotes"
        if isinstance(hits, Hits) and hits.page > hits.pages:
            status = 404
        page = environment(self.language).get_template("served.html.j2").render(given | values)
        return HTMLResponse(page, status)


def served(run: ServedRun, *, hosts: Iterable[str], token: str, title: str = "Presseschau", language: str = "en") -> ASGIApp:
    """Return the application: the run's pages below ``/TOKEN/``, for requests to one of ``hosts`` (``127.0.0.1:8765``)."""
    style, script = asset("style.css"), asset("marks.js", "live.js")
    pages = _Pages(run=run, root=f"/{token}/", title=title, language=language, style=style, script=script)
    routes = [
        Route("/", pages.overview),
        *_routes("speakers", pages.speakers, pages.speaker),
        *_routes("quotes", pages.quotes, pages.quote),
        *_routes("dates", pages.dates, pages.date),
        *_routes("documents", pages.documents, pages.document),
        Route("/stories/{key}", pages.story),
        Route("/stories/{key}/quotes", pages.quotes),
    ]
    inner = Starlette(routes=[Mount(f"/{token}", routes=routes)], exception_handlers={404: pages.missing})
    inner.router.redirect_slashes = False
    policy = (
        f"default-src 'none'; img-src data:; style-src {digest_of(style)}; script-src {digest_of(script)}; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return Guard(inner, frozenset(host.lower() for host in hosts), token, policy)


def kind_name(record: object) -> str:
    """Return what a foreign finding is called."""
    return str(getattr(record, "unknown_kind", "") or getattr(record, "kind", ""))


def _routes(name: str, many: Callable[[Request], Response], one: Callable[[Request], Response]) -> Iterator[Route]:
    yield Route(f"/{name}/", many)
    yield Route(f"/{name}/{{key}}", one)


def _key(request: Request) -> str:
    """Return the key in an address; what is not a key stands for nothing."""
    key: str = request.path_params["key"]
    return key if KEY.fullmatch(key) else ""


def _by_date(found: Iterable[Moment]) -> list[tuple[str, list[Moment]]]:
    return [(when, list(together)) for when, together in groupby(found, key=lambda moment: moment.when)]


def _why(group: Group, member: str) -> str:
    """Return why something is a member of a group, where the linker says so."""
    members = group.data.get("members")
    why = members.get(member) if isinstance(members, dict) else None
    return shortened(str(why.get("why", "")), _FACT) if isinstance(why, dict) else ""


def _facts(dossier: Dossier, quotes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what link steps gathered on a speaker: whatever their groups hold, but for what lists the members."""
    for quote in quotes:
        for group in islice(dossier.groups_of(quote, "speaker"), 1):
            told = (
                (name, _plain(value))
                for name, value in sorted(group.data.items())
                if name not in {"members", "named", "documents"}
            )
            yield from islice(((name.replace("_", " "), value) for name, value in told if value), _MOST_FACTS)


def _plain(value: object, above: str = "") -> str:
    """Return a value of any shape as a line of words: of ``roles``, the ``role`` first, all else behind it in brackets."""
    if isinstance(value, dict):
        if all(isinstance(one, int) for one in value.values()):
            return shortened(", ".join(f"{name} ({one})" for name, one in value.items()), _FACT)
        told = {name: said for name, one in value.items() if (said := _plain(one, name))}
        first = told.pop(next((name for name in told if above.startswith(name)), ""), "")
        rest = ", ".join(f"{name.replace('_', ' ')} {said}" for name, said in told.items())
        return shortened(f"{first} ({rest})" if first and rest else first or rest, _FACT)
    if isinstance(value, list | tuple):
        return shortened("; ".join(filter(None, (_plain(one, above) for one in value))), _FACT)
    return "" if value is None else shortened(str(value), _FACT)
