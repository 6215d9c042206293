"""Lemmas and moods by form."""

import lzma

import pytest
import spacy
from presseschau_german.lexicon import Lexicon, first_person, first_persons

LINES = (
    "n\tEntwürfe\tEntwurf", "n\tHäuser\tHaus", "v\tging\tgehen", "a\tbesser\tgut", "s\tgäbe\t", "e\tkomme\t", "i\tkommt\t",
    "w\tDET einem\tein", "r\tNOUN ungen\t2|", "r\tADJ en\t2|",
)  # fmt: skip
LEXICON = Lexicon.of(lzma.compress("\n".join(LINES).encode()))


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [
        ("Entwürfe", "NOUN", "Entwurf"),
        ("Vertragsentwürfe", "NOUN", "Vertragsentwurf"),
        ("Hoch-Häuser", "NOUN", "Hoch-Haus"),
        ("ging", "VERB", "gehen"),
        ("Ging", "VERB", "gehen"),
        ("besser", "ADJ", "gut"),
        ("Entwürfe", "VERB", None),
        ("Baum", "NOUN", None),
        ("", "NOUN", None),
    ],
)
def test_lemmas(form: str, upos: str, lemma: str | None) -> None:
    assert LEXICON.lemma(form, upos) == lemma


@pytest.mark.parametrize(
    ("form", "upos", "lemma"),
    [("Einem", "DET", "ein"), ("Planungen", "NOUN", "Planung"), ("Schönen", "ADJ", "schön"), ("Xy", "PROPN", "Xy")],
)
def test_words_that_no_entry_has(form: str, upos: str, lemma: str) -> None:
    assert LEXICON.guess(form, upos) == lemma


@pytest.mark.parametrize(
    ("form", "first_person", "mood"),
    [
        ("gäbe", False, "Sub"),
        ("Gäbe", True, "Sub"),
        ("komme", False, "Sub"),
        ("komme", True, None),
        ("kommt", False, "Ind"),
        ("sollte", False, None),
    ],
)
def test_moods(form: str, first_person: bool, mood: str | None) -> None:  # noqa: FBT001 - a case
    assert LEXICON.mood(form, first_person=first_person) == mood


@pytest.mark.parametrize(
    ("text", "verb", "may_be"),
    [
        ("Habe gut gegessen.", "Habe", True),
        ("Es war schön. Habe gut gegessen.", "Habe", True),
        ("Er sagte, er habe gut gegessen.", "habe", False),
        ("Ich sagte, ich habe gut gegessen.", "habe", True),
        ("\n Komme morgen.", "Komme", True),
    ],
)
def test_who_may_be_the_subject(text: str, verb: str, may_be: bool) -> None:  # noqa: FBT001 - a case
    doc = spacy.blank("de")(text)
    at = next(token.i for token in doc if token.text == verb)
    assert first_person(doc, at, first_persons(doc)) == may_be
