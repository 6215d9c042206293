"""Windows hold every word once, in order, and end where a line ends."""

import spacy
from hypothesis import given
from hypothesis import strategies as st
from presseschau_german.windows import LONGEST, windows

NLP = spacy.blank("de")
TEXTS = st.lists(
    st.sampled_from(["Der", "Hund", "bellt", ".", "\n", "\n\n", " ", "  ", "»", "Haus,", "\u00a0", "🙂"]), max_size=400
).map(" ".join)


@given(TEXTS)
def test_every_word_is_in_one_window_and_none_is_white_space(text: str) -> None:
    doc = NLP.make_doc(text)
    found = [at for window in windows(doc) for at in window.tokens]
    assert found == [token.i for token in doc if not token.is_space]


@given(TEXTS)
def test_windows_are_short_and_cross_no_line_break(text: str) -> None:
    doc = NLP.make_doc(text)
    for window in windows(doc):
        assert 0 < len(window.tokens) <= LONGEST
        assert list(window.forms) == [doc[at].text for at in window.tokens]
        between = doc[window.tokens[0] : window.tokens[-1] + 1]
        assert not any(token.is_space and "\n" in token.text for token in between)


def test_a_sentence_that_is_set_to_go_on_behind_a_line_break_stays_in_one_window() -> None:
    doc = NLP.make_doc("Der Hund\nbellt laut .\nDas Haus steht .")
    for token in doc:
        token.is_sent_start = False if token.text == "bellt" else None
    assert [" ".join(window.forms) for window in windows(doc)] == ["Der Hund bellt laut .", "Das Haus steht ."]
    assert [list(window.starts) for window in windows(doc)] == [[0, 0, -1, 0, 0], [0, 0, 0, 0]]


def test_a_long_text_is_cut_before_a_sentence_that_is_set() -> None:
    doc = NLP.make_doc("Der Hund bellt laut " * 60)
    for token in doc:
        token.is_sent_start = True if token.i % 50 == 0 else None
    assert all(window.tokens[0] % 50 == 0 for window in windows(doc))


def test_a_long_text_is_cut_after_a_sentence() -> None:
    doc = NLP.make_doc("Der Hund bellt laut . " * 60)
    assert all(window.forms[-1] == "." for window in windows(doc))
