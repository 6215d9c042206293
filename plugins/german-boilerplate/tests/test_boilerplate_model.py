import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_german_boilerplate import features, model
from presseschau_german_boilerplate.engine import facts_of
from presseschau_german_boilerplate.words import CASES, CLASSES, classes, counts_of, sum_of_classes


def test_the_model_file_holds_no_words_but_the_names_of_its_features() -> None:
    saved = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
    assert set(saved) == {"format", "names", "bias", "features", "borders", "leaves", "covers"}
    assert not {"position", "line_number"} & set(saved["names"])


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    saved = json.loads(model.MODEL_FILE.read_text(encoding="utf-8"))
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**saved, "names": saved["names"][1:]}), encoding="utf-8")
    with pytest.raises(ValueError, match="train it again"):
        model.load(path)


@given(st.lists(st.sampled_from(["der", "und", "newsletter", "haus", "sagte", "links", "wir", "the"]), max_size=40))
def test_word_classes_are_counted_in_one_pass(words: list[str]) -> None:
    words = [*words, *map(str.title, words), *map(str.upper, words)]
    (counts,) = counts_of([sum_of_classes(words)])
    assert tuple(counts[: len(CLASSES)]) == tuple(sum(word.lower() in classes()[name] for word in words) for name in CLASSES)
    cases = (sum(not word.islower() for word in words), sum(map(str.isupper, words)))
    assert dict(zip(CASES, counts[len(CLASSES) :], strict=True)) == dict(zip(CASES, cases, strict=True))


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_density_is_the_share_of_prose_near_a_line(prose: list[bool]) -> None:
    line = "Der Rat hat gestern in der Stadt über die Brücke beraten und dann für den Bau gestimmt."
    text = "\n".join(line if one else "Brücke" for one in prose)
    sheet = features.line_features(text, facts_of(text))
    columns = dict(zip(model.NAMES, model.table_of(sheet).T, strict=True))
    expected = [sum(prose[max(0, at - 4) : at + 5]) / 9 for at in range(len(prose))]
    assert np.allclose(columns["density_4"], expected, atol=1e-6)
