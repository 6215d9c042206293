"""What feeds the language models: readers of corpora, spellings, lemma rules. The training itself is tried by hand; see models/README.md."""

import lzma
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).resolve().parents[1] / "models"))

from training import augment, lemma_rules, names, texts, treebanks

CONLLU = """# text = Sie kam zum Haus.
1\tSie\tsie\tPRON\tPPER\tCase=Nom|Number=Sing|Person=3\t2\tnsubj\t_\t_
2\tkam\tkommen\tVERB\tVVFIN\tMood=Ind|VerbForm=Fin\t0\troot\t_\t_
3-4\tzum\t_\t_\t_\t_\t_\t_\t_\t_
3\tzu\tzu\tADP\tAPPR\t_\t5\tcase\t_\t_
4\tdem\tder\tDET\tART\tCase=Dat|Gender=Neut|Number=Sing|Definite=Def\t5\tdet\t_\t_
5\tHaus\tHaus\tNOUN\tNN\tCase=Dat|Gender=Neut|Number=Sing\t2\tobl\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t$.\t_\t2\tpunct\t_\t_

"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "x.conllu.xz"
    path.write_bytes(lzma.compress(CONLLU.encode()))
    return path


def test_a_contraction_is_one_word_where_its_preposition_stands(bank: Path) -> None:
    ((sie, kam, zum, haus, stop),) = treebanks.read(bank, "gsd")
    assert (zum.form, zum.xpos, zum.upos, zum.lemma, zum.relation) == ("zum", "APPRART", "ADP", "zu", "case")
    assert zum.features == {"Case": "Dat", "Gender": "Neut", "Number": "Sing"}
    assert (sie.head, kam.head, zum.head, haus.head, stop.head) == (1, -1, 3, 1, 1)
    assert (haus.spaced, stop.spaced) == (False, True)


def test_what_a_treebank_does_not_tell_is_not_known(bank: Path) -> None:
    ((_, kam, *_),) = treebanks.read(bank, "hdt")
    assert kam.upos is None
    assert kam.lemma is None
    assert kam.features is None
    assert kam.xpos == "VVFIN"
    ((_, kam, zum, *_),) = treebanks.read(bank, "pud")
    assert kam.xpos is None
    assert zum.xpos == "APPRART"
    assert "NumType" in kam.unknown


@given(
    st.lists(st.sampled_from(["Bürgerinnen", "dass", "Straße", "„", "“", "über", "Haus", ".", ""]), max_size=12),
    st.integers(0, 10**6),
)
def test_another_spelling_has_as_many_words(forms: list[str], seed: int) -> None:
    assert len(augment.varied(forms, random.Random(seed))) == len(forms)


def test_spellings_vary() -> None:
    forms = ["Die", "Bürgerinnen", "sagten", ",", "dass", "die", "Straße", "„", "schön", "“", "sei"]
    found = {tuple(augment.varied(forms, random.Random(seed))) for seed in range(400)}
    said = {word for version in found for word in version}
    assert {"Straße", "STRASSE", "Strasse", "daß", "Bürger*innen", "Buergerinnen", "»"} <= said
    assert tuple(forms) in found


def test_spaces_of_a_tokenised_sentence() -> None:
    forms = ["Er", "sagte", ":", "„", "Nein", "“", "(", "leise", ")", "."]
    spaces = texts.unspaced(forms)
    written = "".join(form + (" " if space else "") for form, space in zip(forms, spaces, strict=True)).strip()
    assert written == "Er sagte: „Nein“ (leise)."


def test_a_name_begins_with_b_whatever_the_corpus_writes() -> None:
    lines = ["1\tAngela\tI-PER\n", "2\tMerkel\tI-PER\n", "3\tBerlin\tI-LOC\n", "4\tOrtsteil\tB-LOCpart\n", "\n"]
    (found,) = names.columns(lines, 1, 2, {"PER": "PER", "LOC": "LOC"})
    assert found.tags == ("B-PER", "I-PER", "B-LOC", "O")


def test_endings_that_agree_with_a_shorter_one_are_not_kept() -> None:
    words = [(f"{stem}ungen", f"{stem}ung", "NOUN", 1) for stem in ("Plan", "Zeit", "Hoff", "Ford")]
    lines = lemma_rules.learned(words)
    assert "r\tNOUN ungen\t2|" not in lines
    assert any(line.startswith("r\tNOUN") and line.endswith("\t2|") for line in lines)
    assert len([line for line in lines if line.startswith("r")]) == 1


def test_words_of_closed_classes_are_kept_whole() -> None:
    assert "w\tDET einem\tein" in lemma_rules.learned([("einem", "ein", "DET", 5)])


def test_spacy_reads_the_vectors_that_were_fitted() -> None:
    pytest.importorskip("torch", reason="pip install -r models/requirements.txt: the vectors are fitted with torch")
    vectors = pytest.importorskip("training.vectors", reason="pip install -r models/requirements.txt")
    words = {"Schneider": -9.0, "Schneiders": -12.0, "Dresden": -10.0}
    wanted = np.eye(3, 4, dtype=np.float32)
    table = vectors.fit(words, wanted, rows=500, epochs=300)
    found = table.get_batch([table.strings.add(word) for word in words])
    assert np.allclose(found, wanted, atol=0.05)
    unseen = table.get_batch([table.strings.add("Schneidern")])[0]
    assert unseen[:2].sum() > abs(unseen[2])


def test_an_outlier_leaves_the_rest_as_it_is_outside_attention(tmp_path: Path) -> None:
    onnx = pytest.importorskip(
        "onnx", reason="pip install -r models/requirements.txt: the file for onnxruntime is made with onnx"
    )
    onnxruntime = pytest.importorskip("onnxruntime", reason="pip install onnxruntime")
    export = pytest.importorskip("training.export", reason="pip install -r models/requirements.txt")
    weight = np.random.default_rng(0).normal(size=(64, 8)).astype(np.float32)
    helper = onnx.helper
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"], "product")],
        "one",
        [value("x", 1, ["n", 64])],
        [value("y", 1, ["n", 8])],
        [onnx.numpy_helper.from_array(weight, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.save(model, str(tmp_path / "exact.onnx"))
    export.quantise(tmp_path / "exact.onnx", tmp_path / "rounded.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "rounded.onnx", providers=["CPUExecutionProvider"])
    outlier, small = np.zeros((1, 64), np.float32), np.zeros((1, 64), np.float32)
    outlier[0, 0], small[0, 40] = (
        1000,
        1,
    )  # beside such a number, 1 is nothing where all activations of a word are rounded together
    both, one, other = (session.run(None, {"x": x})[0] for x in (outlier + small, outlier, small))
    assert np.allclose(both - one, other, atol=1e-3)
    assert np.allclose(other, small @ weight, atol=np.abs(weight).max() / 100)
