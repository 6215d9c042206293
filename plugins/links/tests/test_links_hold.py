"""What must hold of links whatever the heap: order, repetition and unrelated documents change nothing; vetoes count more than likeness."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_links.affiliations import behind_name, in_office
from presseschau_links.clusters import Link, clusters
from presseschau_links.copies import Copies
from presseschau_links.document_dates import DocumentDates
from presseschau_links.kinds import kind_of, naming_words, phrase_kinds
from presseschau_links.names import Name, codes, same_person
from presseschau_links.numbers import numbers_in
from presseschau_links.persons import mention_of
from presseschau_links.speakers import Speakers
from presseschau_links.stories import Stories
from presseschau_links.utterances import Utterances
from presseschau_links.wording import difference, likeness, wording_of

from presseschau import Claim, Document, Dossier, Group, InferredDate, Quote, Span
from presseschau.model.groups import Group as AnyGroup
from presseschau.testing.archive import archived

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
DOCS = [json.loads(line) for line in (CORPUS / "docs.jsonl").read_text("utf-8").splitlines()]
GOLD = json.loads((CORPUS / "gold.json").read_text("utf-8"))


def document(row: dict[str, Any]) -> Document:
    given_claims = [(name, row[name]) for name in ("title", "publisher", "date") if row[name]]
    claims = tuple(Claim(name=name, value=value, origin="metadata", rule="given") for name, value in given_claims)
    return Document(id=row["id"], source_text=row["text"], claims=claims)


@contextmanager
def run(documents: Sequence[tuple[Document, Sequence[Any]]], links: Sequence[Group | InferredDate] = ()) -> Iterator[Dossier]:
    with archived(documents, links) as dossier:
        yield dossier


def stories_of(rows: Sequence[dict[str, Any]]) -> set[frozenset[str]]:
    with run([(document(row), ()) for row in rows]) as dossier:
        return {frozenset(group.members) for group in Stories().link(dossier=dossier)}


def copies_of(rows: Sequence[dict[str, Any]]) -> set[frozenset[str]]:
    with run([(document(row), ()) for row in rows]) as dossier:
        return {frozenset(group.members) for group in Copies().link(dossier=dossier)}


# Without time expressions nothing dates the first of the two fires, so it is left out.
DATED = [row for row in DOCS if row["date"] and row["id"] != "h11"]


@settings(max_examples=8, deadline=None)
@given(st.permutations(DATED))
def test_the_order_of_documents_changes_nothing(rows: list[dict[str, Any]]) -> None:
    assert stories_of(rows) == stories_of(DATED)
    assert copies_of(rows) == copies_of(DATED)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(range(len(GOLD["stories"]))), st.integers(0, 2**16))
def test_unrelated_documents_change_no_story(number: int, seed: int) -> None:
    story = set(GOLD["stories"][number])
    own = [row for row in DATED if row["id"] in story]
    others = [row for row in DATED if row["id"] not in story]
    some = [row for place, row in enumerate(others) if (seed >> (place % 16)) & 1]
    alone = stories_of(own)
    assert {group for group in stories_of(own + some) if group & story} == alone


def test_the_corpus_falls_into_its_stories_and_copies() -> None:
    dated = {row["id"] for row in DATED}
    expected = {frozenset(set(story) & dated) for story in GOLD["stories"] if len(set(story) & dated) > 1}
    assert stories_of(DATED) == expected
    assert copies_of(DATED) == {frozenset(group) for group in GOLD["copies"]}


def test_every_member_says_why() -> None:
    with run([(document(row), ()) for row in DATED]) as dossier:
        for group in [*Stories().link(dossier=dossier), *Copies().link(dossier=dossier)]:
            assert set(group.data["members"]) == set(group.members)
            assert all(reason["why"] and reason["with"] in group.members for reason in group.data["members"].values())


links = st.lists(
    st.builds(Link, st.sampled_from("abcd"), st.sampled_from("efgh"), st.floats(0.1, 1.0), st.just("why")),
    max_size=12,
    unique_by=lambda link: (link.one, link.other),
)


@given(links, st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_order_of_links(found: list[Link], chance: Any) -> None:  # noqa: ANN401
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert [one.members for one in clusters(found, least=0.3)] == [one.members for one in clusters(shuffled, least=0.3)]


@given(links, st.tuples(st.sampled_from("abcd"), st.sampled_from("efgh")))
def test_a_veto_keeps_two_items_apart(found: list[Link], apart: tuple[str, str]) -> None:
    for cluster in clusters(found, least=0.1, forbidden=lambda one, other: (one, other) == apart, single=True):
        assert not set(apart) <= set(cluster.members)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Oleh Schtschurenko", "Oleg Shchurenko", True),
        ("Dschamila Kasymowa", "Dzhamila Kasymova", True),
        ("Beate Kohlhaas", "Beate Kolhaas", True),
        ("Beate Kohlhaas", "Beate Kohlhaas-Reuter", True),
        ("Beate Kohlhaas", "Bernd Kohlhaas", False),
        ("Anna Sommer", "Anne Sommer", False),
        ("Ines Falk", "Ines Funk", False),
    ],
)
def test_names_in_other_spellings(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a case of a test
    a, b = (Name(*name.split(" ", 1)) for name in (one, other))
    known = mention_of(one).name, mention_of(other).name
    assert None not in known
    from presseschau_links.persons import differ  # noqa: PLC0415 - beside its use

    assert (bool(same_person(a, b)) and not differ(a.given, b.given)) is same


@given(st.text("abcdefghijklmnopqrstuvwxyzäöüß-", min_size=1, max_size=30))
def test_capitals_do_not_change_a_name(name: str) -> None:
    assert codes(name) == codes(name.title())


@pytest.mark.parametrize(
    ("text", "kind", "surname"),
    [
        ("die Präsidentin des Kreissportbunds, Dr. Ute Lorenz", "name", "Lorenz"),
        ("Bauamtsleiter Brandt (54)", "name", "Brandt"),
        ("der Minister", "role", None),
        ("die 34-Jährige", "role", None),
        ("nach Angaben der Feuerwehr", "body", None),
        ("sie", "pronoun", None),
    ],
)
def test_what_a_mention_says(text: str, kind: str, surname: str | None) -> None:
    mention = mention_of(text.removeprefix("nach "))
    assert (mention.kind, mention.name.surname if mention.name else None) == (kind, surname)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Das Freibad wird geschlossen", "Das Freibad wird nicht geschlossen"),
        ("Wir haben einen Vertrag unterschrieben", "Man habe keinen Vertrag unterschrieben"),
        ("Niemand hat die Akten gelesen", "Alle haben die Akten gelesen"),
        ("Laut geredet, aber nicht gehandelt", "Nicht laut geredet, aber gehandelt"),
    ],
)
def test_the_opposite_is_seen(one: str, other: str) -> None:
    assert likeness(wording_of(one), wording_of(other)).opposite


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("„Ich habe die Akten nicht gelesen“", "er habe die Akten nicht gelesen"),
        ("Wir unterschreiben keinen Vertrag", "Den Vertrag unterschreibe man nicht"),
        ("Das ist nicht nur teuer, sondern gefährlich", "teuer und gefährlich sei das"),
    ],
)
def test_another_form_is_not_the_opposite(one: str, other: str) -> None:
    found = likeness(wording_of(one), wording_of(other))
    assert found.score > 0.5
    assert not found.opposite


@given(st.text("ab „“,.", max_size=40), st.text("ab „“,.", max_size=40))
def test_a_difference_leads_from_one_version_to_the_other(one: str, other: str) -> None:
    steps = difference(one, other)
    assert " ".join(words for sign, words in steps if sign in "=-") == " ".join(one.split())
    assert " ".join(words for sign, words in steps if sign in "=+") == " ".join(other.split())


def test_numbers_with_what_they_count() -> None:
    found = list(
        numbers_in("Am 3. Mai kamen 1 200 Gäste und drei Busse; es dauerte 20 Minuten und kostete 2,5 Millionen Euro.")
    )
    assert found == [("1200", "Gäste"), ("2,5 Millionen", "Euro"), ("3", "Busse")]


@pytest.mark.parametrize(
    ("trigger", "sentence", "kinds"),
    [
        ("nahm fest", "", {"arrest"}),
        ("nahm teil", "", {"test"}),
        ("nahm an", "", set()),
        ("trat zurück", "", {"resign"}),
        ("trat auf", "", set()),
        ("in Kraft treten", "", {"begin"}),
        ("geht los", "", {"begin"}),
        ("ging auf", "Der Schuppen ging in Flammen auf.", {"fire"}),
        ("kam", "Beim Sturz kam eine Wanderin ums Leben.", {"die"}),
        ("kam", "Beim Fest kam ein Chor dazu.", set()),
        ("Großbrand", "", {"fire"}),
    ],
)
def test_the_kind_of_a_happening_with_its_particle_or_phrase(trigger: str, sentence: str, kinds: set[str]) -> None:
    naming = naming_words(trigger)
    found = {*filter(None, map(kind_of, naming)), *phrase_kinds(trigger)}
    assert (found or (set() if naming else set(phrase_kinds(sentence)))) == kinds


def test_a_verb_and_its_particle_are_one_word() -> None:
    assert naming_words("nahm fest") == ["festnahm"]
    assert naming_words("findet statt") == ["stattfindet"]
    assert naming_words("in Kraft getreten") == ["Kraft", "getreten"]


@pytest.mark.parametrize(
    ("role", "affiliations"),
    [
        ("Sprecher des Umweltministeriums", ["Umweltministeriums"]),
        ("Vorsitzende der Kreistagsfraktion", ["Kreistagsfraktion"]),
        ("FDP-Chefin", ["FDP"]),
        ("Estlands Premierministerin", ["Estland"]),
        ("Handball-Trainer", []),
        ("Chefin der Studie", []),
        ("Sprecher des Ministers", []),
        ("Bürgermeister", []),
    ],
)
def test_the_affiliation_in_an_office(role: str, affiliations: list[str]) -> None:
    assert [*in_office(role)] == affiliations


@pytest.mark.parametrize(
    ("text", "found"), [("Petra Ahorn (SPD) sagt", "SPD"), ("Petra Ahorn (54) sagt", ""), ("Petra Ahorn (links)", "")]
)
def test_the_affiliation_behind_a_name(text: str, found: str) -> None:
    assert behind_name(text, len("Petra Ahorn")) == found


def test_a_speaker_has_offices_and_affiliations_with_dates() -> None:
    beginning = STORY + "„Der Hof ist ein Gewinn“, sagte "
    entries = [
        quoted(
            "a",
            beginning + "CDU-Landrätin Petra Wiesner.",
            "„Der Hof ist ein Gewinn“",
            "CDU-Landrätin Petra Wiesner",
            "2023-03-01",
        ),
        quoted("b", beginning + "Petra Wiesner (CDU).", "„Der Hof ist ein Gewinn“", "Petra Wiesner", "2023-03-02"),
    ]
    speakers, _ = side_by_side(entries)
    [person] = [group for group in speakers if group.label == "Petra Wiesner"]
    assert person.data["affiliations"] == [{"affiliation": "CDU", "first": "2023-03-01", "last": "2023-03-02"}]
    assert person.data["roles"] == [{"role": "CDU-Landrätin", "first": "2023-03-01", "last": "2023-03-01"}]


def quoted(name: str, text: str, words: str, speaker: str, day: str) -> tuple[Document, list[Quote]]:
    def span(part: str) -> Span:
        return Span(text.index(part), text.index(part) + len(part))

    claims = (
        Claim(name="title", value="Der Sonnenhof in Wittlau wird Museum", origin="metadata", rule="given"),
        Claim(name="date", value=day, origin="metadata", rule="given"),
    )
    quote = Quote(spans=[span(words)], speaker=[span(speaker)], type="Direct", rule="given", confidence=0.95)
    return Document(id=name, source_text=text, claims=claims), [quote]


def side_by_side(entries: list[tuple[Document, list[Quote]]]) -> tuple[list[AnyGroup], list[AnyGroup]]:
    with run(entries) as dossier:
        stories = list(Stories().link(dossier=dossier))
    with run(entries, stories) as dossier:
        speakers = list(Speakers().link(dossier=dossier))
    with run(entries, [*stories, *(evolve(group, id="") for group in speakers)]) as dossier:
        return speakers, list(Utterances().link(dossier=dossier))


STORY = "Wittlau. Der Sonnenhof in Wittlau wird ein Museum, das beschloss der Gemeinderat. "


def test_the_opposite_of_another_speaker_stays_apart() -> None:
    entries = [
        quoted(
            "a",
            STORY + "„Der Hof ist ein Gewinn“, sagte Landrätin Petra Wiesner.",
            "„Der Hof ist ein Gewinn“",
            "Landrätin Petra Wiesner",
            "2023-03-01",
        ),
        quoted(
            "b",
            STORY + "„Der Hof ist ein Gewinn“, meinte die Landrätin.",
            "„Der Hof ist ein Gewinn“",
            "die Landrätin",
            "2023-03-02",
        ),
        quoted(
            "c",
            STORY + "„Der Hof ist kein Gewinn“, sagte Kurt Wiesner.",
            "„Der Hof ist kein Gewinn“",
            "Kurt Wiesner",
            "2023-03-02",
        ),
    ]
    speakers, utterances = side_by_side(entries)
    assert [len(group.members) for group in speakers if group.label == "Petra Wiesner"] == [2]
    assert [len(group.members) for group in utterances] == [2]
    assert utterances[0].data["versions"][0]["words"] == "„Der Hof ist ein Gewinn“"


def test_an_undated_article_is_dated_by_its_story_only_where_its_words_tell() -> None:
    with run([(document(row), ()) for row in DOCS]) as dossier:
        stories = list(Stories().link(dossier=dossier))
    with run([(document(row), ()) for row in DOCS], stories) as dossier:
        inferred = {one.document: one.edtf for one in DocumentDates().link(dossier=dossier)}
    # Without time expressions nothing but the story's days is left, as a set.
    assert all(edtf.startswith("[") for edtf in inferred.values())
    assert "h26" not in inferred
