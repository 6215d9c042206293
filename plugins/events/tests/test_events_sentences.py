"""Sentences are whoever's: wherever a splitter cuts, clauses come out, and no text ends a run."""

from collections.abc import Sequence

import spacy
from hypothesis import given
from hypothesis import strategies as st
from presseschau_dates.plugin import Dates
from presseschau_events.plugin import Events

from presseschau import Document

NLP = spacy.blank("de")
WORDS = st.sampled_from(
    ["der", "Präsident", "trat", "am", "Montag", "zurück", ",", "und", "weil", "er", "ist", "(", ")", "–", ":", "„", "“", ".", "wurde", "sagte", "dass", "mögen", "gehen"]
)  # fmt: skip


def events(text: str, starts: Sequence[bool]) -> list[object]:
    doc = NLP(text)
    for token, start in zip(doc, starts, strict=True):
        token.is_sent_start = start or token.i == 0
    document = Document(id="x", source_text=text)
    times = tuple(Dates().extract(document, doc))
    return list(Events().extract(document, doc, times))


@given(st.lists(WORDS, min_size=1, max_size=60), st.data())
def test_any_cut_into_sentences_gives_events_or_none(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    size = len(NLP(text))
    for event in events(text, data.draw(st.lists(st.booleans(), min_size=size, max_size=size))):
        assert event is not None


def test_a_clause_that_shares_the_verb_of_one_in_brackets_ends_nothing() -> None:
    text = (
        "Doch abgesehen davon , dass die Länder ( und Inseln ) das Papier ablehnen , ist seit Montag klar , dass die Mühen der Staaten , und "
        "mögen sie noch so weit gehen , nicht ausreichen werden , um einen Krieg zu verhindern ."
    )
    events(text, [False] * len(NLP(text)))
