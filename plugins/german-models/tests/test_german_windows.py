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


def test_a_long_text_is_cut_after_a_sentence() -> None:
    doc = NLP.make_doc("Der Hund bellt laut . " * 60)
    assert all(window.forms[-1] == "." for window in windows(doc))
