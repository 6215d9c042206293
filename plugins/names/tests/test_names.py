"""Names under one name each within a document."""

from typing import ClassVar

import pytest
import spacy
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from presseschau_names import Name, Names
from presseschau_names.canonical import Mention, canonical
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as Words

from presseschau import Document, hookimpl
from presseschau.analysis import LinearTokenizer, add_sentences
from presseschau.testing import conformance_tests

ENTRIES = [
    {"label": "PER", "pattern": pattern}
    for pattern in ("Angela Merkel", "Merkel", "Merkels", "Otto Test", "Ada Test", "Test", "Lawrow", "Hans'")
] + [
    {"label": "ORG", "pattern": "Grüne Partei Deutschlands"},
    {"label": "ORG", "pattern": "GPD"},
    {"label": "LOC", "pattern": "Berlin"},
    {"label": "LOC", "pattern": "Berlins"},
    {"label": "MISC", "pattern": "Abendblatt"},
]


@frozen(eq=False)
class Listed:
    """A language model that knows a list of names."""

    provides: ClassVar[tuple[str, ...]] = ("analysis:tokens", "analysis:sentences", "analysis:names")

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> Language:
        nlp = spacy.blank("de")
        nlp.tokenizer = LinearTokenizer(nlp.tokenizer)
        if "analysis:sentences" in needs:
            add_sentences(nlp)
        if "analysis:names" in needs:
            nlp.add_pipe("entity_ruler").add_patterns(ENTRIES)
        return nlp


NLP = Listed().spacy_pipeline(frozenset({"analysis:names"}))


def names(text: str) -> list[tuple[str, str, str]]:
    found = list(Names().extract(NLP(text)))
    assert all(isinstance(one, Name) for one in found)
    return [(text[one.spans[0].start : one.spans[0].end], one.label, one.name) for one in found]  # type: ignore[attr-defined]


def test_a_surname_is_the_person_named_in_full() -> None:
    assert names("Angela Merkel kam. Merkel ging. Merkels Hund blieb.") == [
        ("Angela Merkel", "person", "Angela Merkel"),
        ("Merkel", "person", "Angela Merkel"),
        ("Merkels", "person", "Angela Merkel"),
    ]


def test_two_people_of_one_surname_stay_apart() -> None:
    assert [name for *_, name in names("Otto Test kam. Ada Test ging. Test blieb.")] == ["Otto Test", "Ada Test", "Test"]


def test_an_abbreviation_is_what_stands_before_its_brackets() -> None:
    assert [name for *_, name in names("Die Grüne Partei Deutschlands (GPD) tagt. Die GPD wählt.")] == [
        "Grüne Partei Deutschlands"
    ] * 3


def test_a_genitive_loses_its_ending_where_the_bare_form_stands_too() -> None:
    assert [name for *_, name in names("Berlins Straßen. Berlin wächst.")] == ["Berlin", "Berlin"]
    assert [name for *_, name in names("Berlins Straßen.")] == ["Berlins"]
    assert [name for *_, name in names("Hans' Haus.")] == ["Hans"]


def test_the_commonest_class_of_a_form_holds_for_all_of_it() -> None:
    mentions = [Mention("Lawrow", "PER"), Mention("Lawrow", "ORG"), Mention("Lawrow", "PER")]
    assert [(one.label, one.rules) for one in canonical(mentions)] == [
        ("PER", ("form",)),
        ("PER", ("vote",)),
        ("PER", ("form",)),
    ]


def test_a_person_is_never_what_his_party_is_short_for() -> None:
    mentions = [
        Mention("Stephan Probe", "PER", bracketed="SPD"),
        Mention("SPD", "ORG"),
        Mention("Christoph Schulze", "PER", bracketed="CSU"),
        Mention("CSU", "ORG"),
    ]
    assert [one.name for one in canonical(mentions)] == ["Stephan Probe", "SPD", "Christoph Schulze", "CSU"]
    assert [
        one.name for one in canonical([Mention("Bundesnachrichtendienst", "ORG", bracketed="BND"), Mention("BND", "ORG")])
    ] == ["Bundesnachrichtendienst"] * 2
    assert canonical([Mention("Stiftung Warentest Berlin", "ORG", bracketed="SPD"), Mention("SPD", "ORG")])[1].name == "SPD"


def test_titles_are_no_part_of_a_name() -> None:
    mentions = [
        Mention("Dr. Angela Merkel", "PER"),
        Mention("Angela Merkel", "PER"),
        Mention("Merkel", "PER"),
        Mention("Frau Merkel", "PER"),
    ]
    assert {one.name for one in canonical(mentions)} == {"Angela Merkel"}


def test_a_surname_in_s_is_no_genitive() -> None:
    mentions = [Mention("Hans Peters", "PER"), Mention("Peter Hans", "PER"), Mention("Peters", "PER"), Mention("Peter", "PER")]
    assert [one.name for one in canonical(mentions)] == ["Hans Peters", "Peter Hans", "Hans Peters", "Peter"]
    assert [
        one.name
        for one in canonical([Mention("Angela Merkels", "PER"), Mention("Angela Merkel", "PER"), Mention("Merkels", "PER")])
    ] == ["Angela Merkel"] * 3


FORMS = st.sampled_from(
    [
        "Angela Merkel",
        "Merkel",
        "Merkels",
        "A. Merkel",
        "von der Leyen",
        "Ursula von der Leyen",
        "SPD",
        "s",
        "s'",
        "Ä",
        "USA",
        "Hans’",
    ]
)
MENTIONS = st.lists(
    st.builds(
        Mention, FORMS, st.sampled_from(["PER", "LOC", "ORG", "MISC"]), st.booleans(), st.sampled_from(["", "SPD", "AM"])
    ),
    max_size=12,
)


@given(MENTIONS)
def test_one_form_has_one_name_and_one_class(mentions: list[Mention]) -> None:
    found = canonical(mentions)
    assert len(found) == len(mentions)
    by_form: dict[tuple[str, bool], set[tuple[str, str]]] = {}
    for mention, named in zip(mentions, found, strict=True):
        assert named.name
        by_form.setdefault((mention.form, mention.genitive), set()).add((named.name, named.label))
    assert all(len(several) == 1 for several in by_form.values())
    people = {named.name for named in found if named.label == "PER"}
    assert not any(named.name in people and "abbreviation" in named.rules for named in found if named.label != "PER")


@pytest.mark.parametrize("label", ["person", "place"])
def test_classes_can_be_chosen(label: str) -> None:
    text = "Merkel in Berlin."
    found = list(Names(labels=[label]).extract(NLP(text)))
    assert [one.label for one in found] == [label]  # type: ignore[attr-defined]


SENTENCES = (
    "Angela Merkel reist nach Berlin.",
    "Merkels Sprecher sprach im Abendblatt.",
    "Die Grüne Partei Deutschlands (GPD) tagt.",
    "Otto Test und Ada Test kamen.",
    "Es regnet.",
    "\n\n",
)
EXAMPLES = st.builds(
    lambda number, parts: Document(id=f"d{number}", source_text=" ".join(parts)),
    st.integers(0, 10**6),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8),
)
test_conforms = conformance_tests(Names, pipeline=Listed(), examples=EXAMPLES)


def test_a_surname_taken_for_a_place_is_the_person_named_in_full() -> None:
    found = canonical([Mention("Sergej Lawrow", "PER"), Mention("Lawrow", "LOC"), Mention("Lawrows", "LOC")])
    assert [(one.name, one.label) for one in found] == [("Sergej Lawrow", "PER")] * 3


@pytest.mark.parametrize("other", [Mention("Bach", "ORG"), Mention("Bach", "LOC", located=True), Mention("Bachheim", "LOC")])
def test_firms_and_places_that_bear_a_surname_stay(other: Mention) -> None:
    assert canonical([Mention("Otto Bach", "PER"), other])[1].label == other.label


@given(st.lists(st.sampled_from(["Ada Test", "Test", "Otto Bach", "Bach", "Bern"]), max_size=8), st.data())
def test_no_name_becomes_a_person_where_none_is_named_in_full(forms: list[str], data: st.DataObject) -> None:
    labels = [data.draw(st.sampled_from(["LOC", "ORG", "MISC"])) for _ in forms]
    assert all(
        one.label != "PER" for one in canonical([Mention(form, label) for form, label in zip(forms, labels, strict=True)])
    )


@pytest.mark.parametrize(
    ("word", "pos", "is_name"),
    [("Berliner", "ADJ", False), ("Besprechen", "VERB", False), ("Berlin", "PROPN", True), ("zeitung.example.de", "X", False)],
)
def test_words_that_name_nothing_are_left_out(word: str, pos: str, *, is_name: bool) -> None:
    doc = Doc(NLP.vocab, words=[word], pos=[pos])
    doc.ents = [Words(doc, 0, 1, label="LOC")]
    assert bool(list(Names().extract(doc))) == is_name
