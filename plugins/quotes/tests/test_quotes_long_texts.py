"""What is looked for in the whole of a text is looked for once: a long text costs what as many short ones do."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_quotes.engine import find_quotes
from presseschau_quotes.vocabulary import Words


@given(st.text("aB1ß-_'. \u0308", max_size=30), st.text("aB1ß-_'.", min_size=1, max_size=4))
def test_a_word_stands_in_a_text_where_a_search_finds_it(text: str, word: str) -> None:
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    assert Words(text)(word) == (found and re.search(r"\w", word) is not None)


def _interview(number: int) -> str:
    return f"Frage: Herr Kessler, was sagen Sie zu Punkt {number}?\n\nAntwort: Das ist ein guter Plan, den wir tragen.\n\n"


def _initials(number: int) -> str:
    return f"Anna Meier und Bernd Schulz trafen sich zum {number}. Mal.\n\nAM: Was sagen Sie?\n\nBS: Das ist gut.\n\n"


def _sources(number: int) -> str:
    return f"Laut Angaben des Werks Ort{number} fehlt Geld. Nach Angaben des Amts{number}s fehlt es seit Jahren.\n\n"


def _answers(number: int) -> str:
    return f"Was sagen Sie zu Punkt {number}?\n\nKessler: Das ist ein guter Plan, den wir tragen.\n\n"


def _nested(number: int) -> str:
    return f"„Er rief: ‚Weg da, sofort!‘, und dann war er fort“, sagte Anna Meier zum {number}. Mal.\n\n"


@pytest.mark.timing
@pytest.mark.parametrize("paragraph", [_interview, _initials, _sources, _answers, _nested])
def test_eight_times_the_text_costs_about_eight_times_as_much(paragraph: Callable[[int], str]) -> None:
    def seconds(number: int) -> float:
        text = "".join(paragraph(index) for index in range(number))
        sentences = [match.span() for match in re.finditer(r"[^.?\n]+[.?]?", text)]
        began = time.process_time()
        assert find_quotes(text, sentences)
        return time.process_time() - began

    seconds(50)
    # The best of three: a full garbage collection of all that other tests have left costs more than the text.
    assert min(seconds(800) for _ in range(3)) < 16 * min(seconds(100) for _ in range(3))
