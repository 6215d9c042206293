import pytest
from acme_hedges import Hedges

from presseschau import text_of
from presseschau.builtin.blank import BlankGerman
from presseschau.testing import conformance_tests

test_conforms = conformance_tests(Hedges)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Fahrer war offenbar zu schnell.", ["offenbar"]),
        ("Der mutmassliche Täter soll Geld genommen haben.", ["mutmassliche", "soll"]),
        ("Man soll nicht stehlen.", []),
        ("Er soll kommen. Sie haben Zeit.", []),
    ],
)
def test_finds_hedges(text: str, found: list[str]) -> None:
    nlp = BlankGerman().spacy_pipeline(needs=frozenset({"analysis:sentences"}))
    assert [text_of(hedge.spans, text) for hedge in Hedges().extract(nlp(text))] == found
