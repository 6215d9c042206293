"""Linking a heap that grows and shrinks gives what linking it from zero gives, and looks again only at what is new."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import presseschau_links.articles
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_links.copies import Copies
from presseschau_links.document_dates import DocumentDates
from presseschau_links.happenings import Happenings
from presseschau_links.speakers import Speakers
from presseschau_links.stories import Stories
from presseschau_links.utterances import Utterances

from presseschau import Annotation, Claim, Cleaning, Document, Dossier, Event, Quote, Span
from presseschau.dates import TimeExpression
from presseschau.model.annotations import finish
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store
from presseschau.store.memo import Memo


def record(name: str, stage: str) -> StepRecord:
    return StepRecord(id=name, stage=stage, plugin=name, distribution="d", version="1", options="", code="", fingerprint="")


LOAD, EXTRACT = record("load", "load"), record("extract", "extract")
PLUGINS: list[tuple[StepRecord, Any]] = [
    (record(type(plugin).__name__, "link"), plugin)
    for plugin in (Copies(), Stories(), DocumentDates(), Speakers(), Utterances(), Happenings())
]


@frozen
class Paper:
    """An article of one of two stories: in whose words, how dated, with which quote."""

    story: int
    version: int
    day: int | None
    quote: str
    speaker: str

    @property
    def entry(self) -> tuple[Document, list[Annotation]]:
        place = ("Rohrbrunn", "Ostermoor")[self.story]
        thing = ("Gießereimuseum", "Klärschlammwerk")[self.story]
        guest = ("der Bürgermeister Konrad Imhof kam mit seinem Dackel", "Werkleiterin Olga Prell führte durch die Becken")[
            self.story
        ]
        end = ("kostete 3 Millionen Euro", "reinigt die Abwässer von zwölf Gemeinden")[self.story]
        lead = (
            f"In {place} hat am Dienstag das {thing} seine Tore geöffnet.",
            f"Seit Dienstag ist das {thing} von {place} offen, {guest}.",
        )[self.version % 2]
        text = f"{lead}\n\n„{self.quote}“, sagte {self.speaker}.\n\nDas {thing} {end}."

        def at(words: str) -> Span:
            return Span(text.index(words), text.index(words) + len(words))

        claims = [Claim(name="title", value=f"{thing} in {place} ist offen", origin="metadata", rule="given")]
        if self.day is not None:
            claims.append(Claim(name="date", value=f"2024-03-{self.day:02}", origin="metadata", rule="given"))
        annotations: list[Annotation] = [
            TimeExpression(id="t", spans=[at("Dienstag")], rule="given", type="DATE", form="dct <=Tue"),
            Quote(spans=[at(f"„{self.quote}“")], speaker=[at(self.speaker)], type="Direct", rule="given", confidence=0.9),
            Event(
                spans=[at(lead)],
                trigger=[at("offen" if self.version % 2 else "geöffnet")],
                times=("t",),
                rule="given",
                is_main=True,
            ),
        ]
        return Document(id="", source_text=text, claims=tuple(claims)), annotations


papers = st.builds(
    Paper,
    story=st.integers(0, 1),
    version=st.integers(0, 1),
    day=st.sampled_from([5, 6, 7, 28, None]),
    quote=st.sampled_from(
        ["Der Rost ist weg", "Der Rost ist nicht weg", "Wir haben den Rost wegbekommen, endlich", "Mir fehlen die Worte"]
    ),
    speaker=st.sampled_from(["Konrad Imhof", "Bürgermeister Imhof", "Konrad Imhoff", "der Bürgermeister", "Olga Prell"]),
)
heaps = st.dictionaries(st.sampled_from("abcdefgh"), papers, min_size=1, max_size=7)


def fill(store: Store, heap: dict[str, Paper], order: Sequence[str]) -> None:
    """Make a heap the documents of a run; what is there and the same is kept."""
    store.begin([LOAD, EXTRACT, *(step for step, _ in PLUGINS)])
    for number, name in enumerate(order):
        document, annotations = heap[name].entry
        mark = hashlib.sha256(repr(heap[name]).encode()).hexdigest()
        if store.ledger(name).get("load") == mark:
            store.keep(name, number)
            continue
        one = Document(id=name, source_text=document.source_text, claims=document.claims)
        results = (
            StepResult(step="load", fingerprint=mark, seconds=0.0, cleaning=Cleaning(claims=one.claims)),
            StepResult(
                step="extract", fingerprint=mark, seconds=0.0, annotations=tuple(finish(annotations, one, EXTRACT.provenance))
            ),
        )
        store.commit(Commit(id=name, load_step="load", status="done", document=one, results=results), number)
    store.finish()


def linked(store: Store) -> list[str]:
    for step, plugin in PLUGINS:
        with Memo(store, step) as memo:
            found = list(plugin.link(dossier=Dossier(store, memo)))
        store.put_links(step, found, "", 0.0)
    dates = [f"{one.document} {one.edtf} {one.reasons} {one.confidence}" for one in store.inferred_dates()]
    return [
        *(json.dumps([one.type, one.label, one.members, one.confidence, one.data], sort_keys=True) for one in store.groups()),
        *dates,
    ]


@settings(max_examples=10, deadline=None)
@given(st.lists(heaps, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_a_heap_that_changes_is_linked_as_from_zero(versions: list[dict[str, Paper]], chance: Any) -> None:  # noqa: ANN401
    with Store(Path(":memory:")) as growing:
        for heap in versions:
            order = sorted(heap)
            chance.shuffle(order)
            fill(growing, heap, order)
            found = linked(growing)
            with Store(Path(":memory:")) as fresh:
                fill(fresh, heap, sorted(heap))
                assert found == linked(fresh)


def test_only_what_a_new_document_touches_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: set[str] = set()
    real = presseschau_links.articles.article_of

    def noted(dossier: Dossier, document: Document, **options: Any) -> Any:  # noqa: ANN401
        looked_at.add(document.id)
        return real(dossier, document, **options)

    monkeypatch.setattr(presseschau_links.articles, "article_of", noted)
    heap = {
        "a": Paper(0, 0, 5, "Der Rost ist weg", "Konrad Imhof"),
        "b": Paper(0, 1, 6, "Der Rost ist endlich weg", "Bürgermeister Imhof"),
        "c": Paper(1, 0, 5, "Mir fehlen die Worte", "Olga Prell"),
        "d": Paper(1, 1, 6, "Mir fehlen die Worte", "Olga Prell"),
    }
    with Store(Path(":memory:")) as store:
        fill(store, heap, "abcd")
        before = linked(store)
        assert looked_at == set("abcd")
        looked_at.clear()
        fill(store, heap, "dcba")
        assert linked(store) == before
        assert not looked_at
        heap["e"] = Paper(1, 1, 7, "Mir fehlen die Worte", "Olga Prell")
        fill(store, heap, "abcde")
        assert len(linked(store)) >= len(before) > 0
        assert looked_at == set("cde")


def test_somebody_whom_only_his_office_names_has_a_name() -> None:
    """The article that tells who the mayor is lies apart from those that quote "der Bürgermeister": no name is left but what they call him."""

    def paper(day: int, speaker: str, version: int = 0) -> Paper:
        return Paper(story=0, version=version, day=day, quote="Der Rost ist weg", speaker=speaker)

    office = "der Bürgermeister"
    heap = {
        "a": paper(5, "Konrad Imhof"),
        "b": paper(5, "Konrad Imhof"),
        "c": paper(28, office),
        "d": paper(28, office),
        "e": paper(28, "Konrad Imhoff", 1),
    }
    with Store(Path(":memory:")) as store:
        fill(store, heap, sorted(heap))
        assert all(json.loads(one)[1] for one in linked(store) if one.startswith("["))
