"""Sentence boundaries of which the rules are certain come first; the models keep them and decide the rest."""

import itertools
from functools import cache

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from presseschau_german.boundaries import mark_certain
from presseschau_german.plugins import AccurateGerman, FastGerman, directory
from spacy.language import Language
from spacy.tokens import Doc

from presseschau.analysis import boundaries

NLP = spacy.blank("de")
PIECES = [
    "Der",
    "Rat",
    "tagte",
    "am",
    "3.",
    "Mai",
    ".",
    "?",
    "!",
    "„",
    "“",
    "–",
    ":",
    "\n",
    "\n\n",
    " ",
    "Dr.",
    "(dpa)",
    "der",
    "ging.Er",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=40)
MODELS = [
    pytest.param(plugin, marks=pytest.mark.skipif(directory(package) is None, reason=f"{package} is not installed"))
    for plugin, package in ((FastGerman, "presseschau_de"), (AccurateGerman, "presseschau_de_accurate"))
]


@cache
def _pipeline(plugin: type[FastGerman | AccurateGerman]) -> Language:
    if plugin is AccurateGerman:
        pytest.importorskip("onnxruntime", reason="the extra 'accurate' is not installed")
        pytest.importorskip("sentencepiece", reason="the extra 'accurate' is not installed")
    return plugin().spacy_pipeline(frozenset({"analysis:sentences"}))


def _split(plugin: type[FastGerman | AccurateGerman], text: str) -> list[str]:
    return [sentence.text.strip() for sentence in _pipeline(plugin)(text).sents]


@given(TEXTS)
def test_what_is_certain_is_set_and_the_rest_is_open(text: str) -> None:
    doc = mark_certain(NLP.make_doc(text))
    set_ = {token.idx: token.is_sent_start for token in doc if token.i and not token.is_space}
    for found in boundaries(text):
        if found.certain and found.offset in set_:
            assert set_[found.offset] is found.begins
    assert all(token.is_sent_start is False for token in doc[1:] if token.is_space)


@given(TEXTS)
def test_only_words_behind_white_space_or_a_stop_are_open(text: str) -> None:
    doc = mark_certain(NLP.make_doc(text))
    for before, token in itertools.pairwise(doc):
        if token.is_sent_start is not False:
            assert before.whitespace_ or before.is_space or before.text[-1] in ".!?…:"


@pytest.mark.parametrize("plugin", MODELS)
@given(text=TEXTS)
def test_the_models_begin_sentences_where_rules_are_certain(plugin: type[FastGerman | AccurateGerman], text: str) -> None:
    certain = mark_certain(NLP.make_doc(text))
    found: Doc = _pipeline(plugin)(text)
    starts = {sentence.start for sentence in found.sents}
    assert {token.i for token in certain if token.is_sent_start and certain[: token.i].text.strip()} <= starts


@pytest.mark.parametrize("plugin", MODELS)
@pytest.mark.parametrize(
    "sentences",
    [
        ["Bonn (dpa) -", "Der Rat hat am Montag getagt."],
        ["Die Frist ist um: Am 3. Mai wird in Bonn gewählt.", "Mehr weiß niemand."],
        ["Der Bürgermeister sagte am\nMontag, er werde bald gehen."],
        ["In Bonn wurde bis Mitternacht gestreikt.", "Adventssamstag in Köln."],
    ],
)
def test_typography_tells_what_a_treebank_does_not(plugin: type[FastGerman | AccurateGerman], sentences: list[str]) -> None:
    assert _split(plugin, " ".join(sentences)) == sentences
