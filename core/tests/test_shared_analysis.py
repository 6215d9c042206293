"""The blank German pipeline: tokens and sentences of any text, in linear time, made once and only when somebody asks."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau import Document, Pipeline
from presseschau.builtin.blank import BlankGerman
from presseschau.builtin.sentences import sentences
from presseschau.builtin.tokenizer import MAX_STRETCH
from presseschau.engine.analyses import memory
from presseschau.engine.worker import Worker
from presseschau.testing import assert_linear

Make = Callable[..., Pipeline]
NEEDS = frozenset({"analysis:sentences"})
WORDS = [
    "Der",
    "Rat",
    "tagte",
    "z. B.",
    "am",
    "3.",
    "Mai",
    "„Nein“,",
    ".",
    "!",
    "“",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\u2028",
    "Dr.",
    "x" * 300,
    "„" * 260,
]
TEXTS = st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def nlp() -> Any:  # noqa: ANN401 - a spaCy Language
    return BlankGerman().spacy_pipeline(needs=NEEDS)


def test_tokens_and_sentences_of_any_text(nlp: Any) -> None:  # noqa: ANN401
    @settings(max_examples=60)
    @given(TEXTS)
    def check(text: str) -> None:
        doc = nlp(text)
        assert doc.text == text
        assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
        found = [sentence.text.strip() for sentence in doc.sents]
        assert [one for one in found if one] == [text[start:end] for start, end in sentences(text)]

    check()


def test_long_stretches_are_cut_up_and_short_ones_left_to_spacy(nlp: Any) -> None:  # noqa: ANN401
    import spacy  # noqa: PLC0415

    plain = spacy.blank("de")
    text = "Der Rat, z.B. Dr. Müller, sagte: „Nein!“ https://example.org/a?b=c#d  Und\n\nging."
    assert [token.text for token in nlp(text)] == [token.text for token in plain(text)]
    for space in (" ", "  ", "\n", ""):
        doc = nlp("Der Rat" + " " + "„" * MAX_STRETCH + "Nein“." + space + "Und z.B. ging.")
        assert [token.text for token in doc][:4] == ["Der", "Rat", "„", "„"]
        assert "z.B." in [token.text for token in doc]


def test_tokens_are_those_of_spacy(nlp: Any) -> None:  # noqa: ANN401
    import spacy  # noqa: PLC0415

    plain = spacy.blank("de")
    special = sorted(one for one in plain.tokenizer.rules if not one.isspace())
    letters = st.text(st.characters(categories=["L", "M"]), max_size=8)
    marks = st.sampled_from(
        [*"„“”»«‚‘'\"().,;:!?…-–—/&%€$§°²+*#@_0123456789", "'s", "’s", "...", "--", "km", "Uhr", "http://a.de/b?c=d"]
    )
    stretches = st.lists(letters | marks | st.sampled_from(special), max_size=5).map("".join)
    texts = st.lists(stretches | st.sampled_from(["\n\n", "\n", "\u2028", "\xa0", " "])).map(" ".join)

    @settings(max_examples=300)
    @given(texts)
    def check(text: str) -> None:
        once, twice = (
            [(token.text, token.norm_, token.whitespace_, token.shape_) for token in nlp.tokenizer(text)] for _ in range(2)
        )
        assert once == twice == [(token.text, token.norm_, token.whitespace_, token.shape_) for token in plain(text)]

    check()


def test_words_have_the_attributes_that_spacy_gives_them(nlp: Any) -> None:  # noqa: ANN401
    import spacy  # noqa: PLC0415

    own, quick = spacy.blank("de").vocab.lex_attr_getters, nlp.vocab.lex_attr_getters
    words = st.from_regex(r"[A-ZÄÖÜa-zäöüßéαБ]{1,12}|[\w.,:@/+€«-]{1,8}", fullmatch=True)

    @given(words | st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(["x" * 99, "Y" + "x" * 99]))
    def check(word: str) -> None:
        assert [quick[one](word) for one in own] == [getter(word) for getter in own.values()]

    check()


@pytest.mark.timing
@pytest.mark.parametrize("piece", ["„", "“ ", ".", "a.", "x", "1.", "Dr. ", "\n", " ", "Rat. ", "(", "…", "?!"])
def test_the_time_is_linear_in_the_length_of_the_text(piece: str, nlp: Any) -> None:  # noqa: ANN401
    assert_linear(nlp, piece)


TEXT = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt. Alle reden.", "b": "Nein."}}}


def test_the_pipeline_is_made_once_and_only_for_those_who_need_it(
    pipeline: Make, install: Callable[..., Path], lab: ModuleType
) -> None:
    source = """
        from attrs import frozen
        from presseschau import hookimpl
        MADE = []

        @frozen(eq=False, kw_only=True)
        class Counted:
            provides = ("analysis:tokens", "analysis:sentences")
            @hookimpl
            def spacy_pipeline(self, needs):
                from presseschau.builtin.blank import BlankGerman
                MADE.append(needs)
                return BlankGerman().spacy_pipeline(needs=needs)
    """
    install("acme-counted", {"counted": "acme_counted:Counted"}, modules={"acme_counted.py": source})
    import acme_counted  # noqa: PLC0415

    language = {"expect": None, "model": "counted"}
    pipeline(load=[TEXT], extract=[{"use": "words"}], language=language).run()
    assert acme_counted.MADE == []
    pipeline("second", load=[TEXT], extract=[{"use": "takes-analysis"}], language=language).run()
    (tokens,) = acme_counted.MADE
    assert tokens == {"analysis:tokens"}
    made = pipeline("third", load=[TEXT], extract=[{"use": "sentences"}], language=language, batch_size=1)
    made.run()
    list(made.process([Document(id="c", source_text="Noch einmal.")]))
    list(made.explain("a"))
    assert acme_counted.MADE[1:] == [frozenset({"analysis:tokens", "analysis:sentences"})]
    assert lab.CALLS[-1] == ("sentences", "a")


def test_an_analysis_of_another_text_is_refused(pipeline: Make) -> None:
    texts = {"use": "texts", "with": {"texts": {"a": "Der Rat tagt.", "b": "Die Straße ist lang."}}}
    run = pipeline(load=[texts], language={"model": "liar"}, extract=[{"use": "takes-analysis"}]).run()
    assert run.counts == {"done": 1, "dead": 1}
    (letter,) = run.dead_letters
    assert (letter.document, letter.step) == ("b", "analysis")
    assert "the analysis has 21 code points, the clean text 20" in letter.message


@pytest.mark.parametrize(("kept", "grows"), [(0, False), (1_000_000, True)])
def test_the_vocabulary_keeps_forms_up_to_a_bound(
    pipeline: Make, monkeypatch: pytest.MonkeyPatch, kept: int, *, grows: bool
) -> None:
    monkeypatch.setattr("presseschau.engine.analyses.KEPT_FORMS", kept)
    made = pipeline(load=[{"use": "many", "with": {"number": 1}}], extract=[{"use": "sentences"}])
    worker = Worker(made.config, made.steps)
    worker.prepare()
    vocabulary = worker._pipeline().vocab
    texts = [Document(id=str(number), source_text=f"Wort{number}er und Ding{number}e.") for number in range(40)]
    with memory(worker._pipeline()):
        assert len(worker.analyse([text.source_text for text in texts])) == len(texts)
    assert ("Wort7er" in vocabulary.strings) is grows


@pytest.mark.parametrize("word", ["Lehrer:innen", "Lehrer*innen", "Lehrer_innen", "LehrerInnen", "Ärzt:in", "Bürger:innenrat"])
@pytest.mark.parametrize("around", ["{}", "Die {} kamen.", "„{}“, ja", "({})", "{}: Ja"])
def test_words_with_gender_marks_stay_whole(word: str, around: str) -> None:
    words = [token.text for token in BlankGerman().spacy_pipeline(frozenset())(around.format(word))]
    assert word in words
    assert "innen" not in words


def test_other_colons_inside_words_part_them() -> None:
    assert [token.text for token in BlankGerman().spacy_pipeline(frozenset())("Merkel:in Ost:Inhalt")] == [
        "Merkel:in",
        "Ost",
        ":",
        "Inhalt",
    ]
