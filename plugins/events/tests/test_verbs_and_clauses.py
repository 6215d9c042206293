"""Verb forms, tags and clauses."""

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from presseschau_events.clauses import clauses_of
from presseschau_events.lexicon import event_noun
from presseschau_events.tagger import CLOSED, load
from presseschau_events.verbs import is_past, lemma, verbs
from presseschau_events.votes import NearRows, OwnRows, near_features, own_features, shape, small
from presseschau_events.words import words_of
from spacy.tokens import Doc
from spacy.vocab import Vocab

from presseschau.testing.analysis import analyse


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("zurückgetreten", "zurücktreten"), ("traf", "treffen"), ("angekündigt", "ankündigen"), ("protestierten", "protestieren"),
        ("einzustellen", "einstellen"), ("verhaftet", "verhaften"), ("überquerten", "überqueren"), ("öffnete", "öffnen"),
        ("forderte", "fordern"), ("sammelte", "sammeln"), ("übergeben", "übergeben"), ("begangen", "begehen"), ("verlangen", "verlangen"),
    ],
)  # fmt: skip
def test_the_infinitive_of_a_form(form: str, infinitive: str) -> None:
    assert lemma(form) == infinitive


@given(st.sampled_from(sorted(verbs().strong)), st.sampled_from(sorted(verbs().prefixes)))
def test_a_strong_form_with_a_prefix_belongs_to_the_verb_with_that_prefix(form: str, prefix: str) -> None:
    known = verbs()
    whole = prefix + form
    longer = any(whole.startswith(other) and len(other) > len(prefix) for other in known.prefixes)
    assume(not longer and whole not in known.strong and whole not in known.t_stems and len(form) > 2)
    assert lemma(whole) == prefix + known.strong[form]


@pytest.mark.parametrize(
    ("form", "past"), [("trat", True), ("meldete", True), ("arbeiten", False), ("tritt", False), ("abtrat", True)]
)
def test_the_preterite(form: str, past: bool) -> None:  # noqa: FBT001 - an expectation
    assert is_past(form) is past


@pytest.mark.parametrize(
    ("noun", "told"),
    [
        ("parlamentswahl", "list:wahl"),
        ("abschaltung", "ending:ung"),
        ("haltung", ""),
        ("regierung", ""),
        ("demonstrierende", ""),
    ],
)
def test_which_nouns_name_happenings(noun: str, told: str) -> None:
    assert event_noun(noun) == told


def test_a_form_that_was_not_learnt_has_an_open_tag() -> None:
    assert load().tag(["Qwertzinski", "kam", "."], [True, False, False])[0] not in CLOSED


def test_the_tags_of_an_analysis_change_nothing() -> None:
    """The model of happenings was trained on those of the plugin's own tagger."""
    starts = [True, False, False, False, False]
    bare = Doc(Vocab(), words=["Biden", "kam", "mit", "ihr", "."], sent_starts=starts)
    tagged = Doc(Vocab(), words=["Biden", "kam", "mit", "ihr", "."], sent_starts=starts, tags=["VVFIN"] * 5)
    assert words_of(tagged).tags == words_of(bare).tags


def told(text: str) -> list[tuple[str, str]]:
    """Return kind and words of the clauses of a sentence."""
    words = words_of(analyse(text, frozenset({"analysis:sentences"})))
    return [
        (clause.kind, " ".join(words.words[token] for token in clause.tokens))
        for sentence in words.sentences
        for clause in clauses_of(words, sentence)
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Der Mann, der gestern kam, wurde verhaftet.",
            [("main", "Der Mann wurde verhaftet"), ("rel", "der gestern kam")],
        ),
        (
            "Die Polizei teilte mit, dass zwei Menschen starben und drei verletzt wurden.",
            [("main", "Die Polizei teilte mit"), ("sub", "dass zwei Menschen starben"), ("sub", "drei verletzt wurden")],
        ),
        (
            "Am Montag hatten Anna Berg und Karl Tal den Vertrag unterzeichnet.",
            [("main", "Am Montag hatten Anna Berg und Karl Tal den Vertrag unterzeichnet")],
        ),
        ("Er fordert, den Reaktor abzuschalten.", [("main", "Er fordert"), ("inf", "den Reaktor abzuschalten")]),
        ("Während der Sitzung brach ein Feuer aus.", [("main", "Während der Sitzung brach ein Feuer aus")]),
    ],
)
def test_the_clauses_of_a_sentence(text: str, clauses: list[tuple[str, str]]) -> None:
    assert told(text) == clauses


WORDS = [
    "der",
    "Mann",
    "kam",
    ",",
    "dass",
    "er",
    "und",
    "sie",
    "wurde",
    "verhaftet",
    "(",
    ")",
    ":",
    "weil",
    "die",
    "Frau",
    "zu",
    "gehen",
    "um",
    ".",
    "in",
    "dem",
    "Haus",
    "ist",
    "tot",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=50).map(" ".join))
def test_no_token_is_in_two_clauses(text: str) -> None:
    words = words_of(analyse(text, frozenset({"analysis:sentences"})))
    for sentence in words.sentences:
        clauses = clauses_of(words, sentence)
        tokens = [token for clause in clauses for token in clause.tokens]
        assert len(tokens) == len(set(tokens))
        assert set(tokens) <= set(sentence)
        assert all(list(clause.tokens) == sorted(clause.tokens) for clause in clauses)
        assert [clause.number for clause in clauses] == list(range(len(clauses)))


def test_votes_do_not_depend_on_what_was_seen_before() -> None:
    shipped = load()
    fresh = evolve(shipped)
    words = [
        "Der",
        "Rat",
        "hat",
        "am",
        "Montag",
        "in",
        "Bad-Muster",
        ",",
        "12",
        "Uhr",
        ",",
        "den",
        "Beginn",
        "beschlossen",
        ".",
    ]
    assert fresh.tag(words[5:], [0]) == shipped.tag(words[5:], [0])
    assert fresh.tag(words, [0, 7]) == shipped.tag(words, [0, 7])


NAMED = [{name: row for row, name in enumerate(names)} for names in (load().own_names, load().near_names)]
LOOKING_UP = OwnRows(load().own_names, missing=-1), NearRows(load().near_names, missing=-1)


@given(st.lists(st.sampled_from(WORDS) | st.text("aegnuzßöİ-'1X", min_size=1) | st.text(min_size=1), min_size=1, max_size=5))
def test_the_rows_of_features_are_those_of_their_names(words: list[str]) -> None:
    forms = [small(word) for word in words]
    for first in (False, True):
        shapes = [shape(word, first=first) for word in words]
        for word, own in zip(words, LOOKING_UP[0].of(forms, shapes).tolist(), strict=True):
            names = [name for name in own_features(word, first=first) if name in NAMED[0]]
            assert [row for row in own if row >= 0] == [NAMED[0][name] for name in names]
        for word, form, one in zip(words, forms, shapes, strict=True):
            names = [name for name in near_features(word, first=first) if name in NAMED[1]]
            assert [row for row in LOOKING_UP[1].of(form, one) if row >= 0] == [NAMED[1][name] for name in names]
