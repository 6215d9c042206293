"""The accurate component around a network that says what the test wants: any text comes out whole and well formed."""

import io
import json
import lzma
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore
from spacy.tokens import Doc

pytest.importorskip("sentencepiece", reason="the extra 'accurate' is not installed")

from presseschau_german.encoder import PARTS, GermanEncoder, _begun
from presseschau_german.names import TAGS
from presseschau_german.plugins import directory

NLP = spacy.blank("de")
WEIGHTS = directory("presseschau_de_accurate")


class _Random:  # a Scorer
    """Scores drawn by the number of words: the same for the same text."""

    def __call__(
        self, ids: NDArray[np.int64], present: NDArray[np.bool_], word: NDArray[np.int64], count: int
    ) -> Mapping[str, NDArray]:
        del present, word
        rng = np.random.default_rng(count)
        batch = len(ids)
        numbers = {name: rng.integers(0, 2, (batch, count)) for name in ("upos", "xpos", "lemma", "m_Mood", "m_VerbForm")}
        vectors = {"label_word": rng.normal(size=(batch, count, 3)), "label_head": rng.normal(size=(batch, count + 1, 3))}
        scores = {
            "sent": rng.normal(size=(batch, count)) - 1,
            "ner": rng.normal(size=(batch, count, len(TAGS))),
            "arc": rng.normal(size=(batch, count, count + 1)),
        }
        return numbers | vectors | scores


def _encoder(parts: tuple[str, ...] = PARTS) -> GermanEncoder:
    trees = EditTrees(strings := StringStore())
    rules = [str(trees.add("Hunde", "Hund")), str(trees.add("ging", "gehen"))]
    labels = {"upos": ["NOUN", "VERB"], "xpos": ["NN", "VVFIN"], "lemma": rules, "dep": ["ROOT", "nsubj", "obj"], "ner": list(TAGS), "m_Mood": ["", "Ind"], "m_VerbForm": ["", "Fin"], "sent": ["inside", "start"]}  # fmt: skip
    relation = io.BytesIO()
    np.save(relation, np.random.default_rng(0).normal(size=(3, 4, 4)))
    encoder = GermanEncoder(NLP.vocab, parts)
    files = {
        "labels.json": json.dumps({"labels": labels, "strings": list(strings)}).encode(),
        "lemmas.bin": trees.to_bytes(),
        "relation.npy": relation.getvalue(),
        "lexicon.xz": lzma.compress(b"n\tHunde\tHund"),
        "pieces.model": (WEIGHTS / "encoder" / "pieces.model").read_bytes() if WEIGHTS else b"",
        "model.onnx": b"",
    }
    encoder.load(files, _Random())
    return encoder


needs_weights = pytest.mark.skipif(
    WEIGHTS is None, reason="presseschau-de-accurate is not installed: its vocabulary splits the words"
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(["Hunde", "ging", ".", "\n\n", "\n", " ", "Ä", "»", "1."]), max_size=60).map(" ".join),
)


@needs_weights
@given(TEXTS)
def test_any_text_comes_out_whole_with_trees_and_names(text: str) -> None:
    doc = _encoder()(NLP.make_doc(text))
    assert doc.text == text
    for sentence in doc.sents:
        assert sum(token.head == token for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)
    assert not any(token.ent_type_ for token in doc if token.is_space)
    assert all(name.text.strip() for name in doc.ents)
    assert all(token.lemma_ for token in doc if not token.is_space)


@needs_weights
@given(st.lists(TEXTS, max_size=6))
def test_a_batch_gives_what_each_text_gives_alone(texts: list[str]) -> None:
    encoder = _encoder()

    def told(doc: Doc) -> list[tuple[str, ...]]:
        return [(token.text, token.tag_, token.ent_type_) for token in doc]

    together = list(encoder.pipe(map(NLP.make_doc, texts)))
    assert [len(doc) for doc in together] == [len(NLP.make_doc(text)) for text in texts]
    assert [doc.text for doc in together] == texts
    assert all(doc.has_annotation("DEP") for doc in together if len(doc))
    assert told(encoder(NLP.make_doc("Hunde ging ."))) == told(encoder(NLP.make_doc("Hunde ging .")))


@needs_weights
@pytest.mark.parametrize("part", PARTS)
def test_only_what_is_wanted_is_set(part: str) -> None:
    doc = _encoder((part,))(NLP.make_doc("Hunde ging . Hunde ging ."))
    annotated = {"tags": "TAG", "morphology": "MORPH", "lemmas": "LEMMA", "parse": "DEP", "names": "ENT_IOB"}
    for other, attribute in annotated.items():
        assert doc.has_annotation(attribute) == (other == part)


@needs_weights
def test_it_comes_back_from_disk(tmp_path: Path) -> None:
    assert WEIGHTS
    pytest.importorskip("onnxruntime", reason="the extra 'accurate' is not installed")
    encoder = GermanEncoder(NLP.vocab).from_disk(WEIGHTS / "encoder")
    encoder.to_disk(tmp_path)
    again = GermanEncoder(NLP.vocab).from_disk(tmp_path)
    text = "Die Kanzlerin sagte am Montag in Berlin, sie komme später."
    assert again(NLP.make_doc(text)).to_json() == encoder(NLP.make_doc(text)).to_json()


def test_a_name_begins_anew_behind_white_space() -> None:
    assert _begun(np.array([1, 1, 2, 3, 1, 2, 1, 1], np.uint64)).tolist() == [3, 1, 2, 3, 1, 2, 3, 1]


def test_spacy_finds_the_factories_where_the_extra_is_not_installed() -> None:
    """SpaCy imports the modules of all factories; one that needs an extra would end every run without it."""
    code = """
import sys
sys.modules.update(dict.fromkeys(["sentencepiece", "onnxruntime"]))
import spacy
spacy.blank("de").add_pipe("sentencizer")
import presseschau_german.encoder, presseschau_german.lexical
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
