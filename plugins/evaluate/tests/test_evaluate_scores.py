"""Scores, and the command as a user runs it."""

import json
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from presseschau_evaluate import GoldDocument, Mark, score
from presseschau_evaluate.command import evaluate
from presseschau_evaluate.scoring import jaccard, match

from presseschau import Span

CONFIG = "language: {expect: de}\nclean: []\nextract: [quotes, dates]\n"
TEXT = "<b>„Wir gehen fort“, sagte Anna Muster am Donnerstag.\n\nDer Rat tagte am 3. Mai 2019. „Nein“, rief Olaf Beispiel.\n"

marks = st.lists(
    st.builds(
        lambda start, length, confidence: Mark(kind="quote", spans=[Span(start, start + length)], confidence=confidence),
        st.integers(0, 60),
        st.integers(1, 20),
        st.floats(0, 1),
    ),
    max_size=8,
)


def document(found: list[Mark]) -> GoldDocument:
    return GoldDocument(id="a", text="x" * 100, marks=tuple(found), kinds=frozenset({"quote"}))


@given(marks, marks)
def test_counts_add_up_and_sides_are_symmetric(gold: list[Mark], predicted: list[Mark]) -> None:
    (there,) = score([document(gold)], [document(predicted)])
    (back,) = score([document(predicted)], [document(gold)])
    assert there.overlap.gold == len(gold)
    assert there.overlap.predicted == len(predicted)
    assert there.exact.right <= there.overlap.right <= min(len(gold), len(predicted))
    assert there.overlap.right == back.overlap.right
    assert sum(number for _, number, _, _ in there.reliability) == len(predicted)
    recalls = [ratio.recall for _, ratio in there.curve]
    assert recalls == sorted(recalls, reverse=True)


@given(marks)
def test_gold_against_itself_is_perfect(gold: list[Mark]) -> None:
    (scores,) = score([document(gold)], [document(gold)])
    assert scores.overlap.right == len(gold)
    assert all(pair.gold is not None and pair.predicted is not None for pair in scores.pairs)


def test_the_larger_share_is_matched_first() -> None:
    gold = [Mark(kind="quote", spans=[(0, 10)]), Mark(kind="quote", spans=[(0, 12)])]
    pairs = match("a", gold, [Mark(kind="quote", spans=[(0, 12)])])
    assert [pair.gold.spans[0].end for pair in pairs if pair.gold and pair.predicted] == [12]
    assert jaccard([Span(0, 10)], [Span(5, 15)]) == 5 / 15


def test_the_command_measures_a_config(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CONFIG, encoding="utf-8")
    right, speaker = TEXT.index("„Wir"), TEXT.index("Anna")
    quotes = [
        {"spans": [[right, right + len("„Wir gehen fort“")]], "speaker": [[speaker, speaker + 11]], "type": "Direct"},
        {"spans": [[TEXT.index("Der Rat"), TEXT.index("Der Rat") + 7]]},
    ]
    row = {"id": "<script>", "text": TEXT, "date": "2021-05-21", "quotes": quotes, "clean": TEXT}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    page = tmp_path / "errors.html"
    arguments = [str(tmp_path / "c.yaml"), str(tmp_path / "gold.jsonl")]
    result = CliRunner().invoke(evaluate, [*arguments, "--json", "--html", str(page)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    assert data["clean"]["f1"] == 1
    assert list(data["kinds"]) == ["quote"]  # dates are found, but nobody labelled any
    quote = data["kinds"]["quote"]
    assert (quote["exact"]["right"], quote["exact"]["gold"]) == (1, 2)
    assert quote["speaker_right"] == {"right": 1, "said": 1}
    html = page.read_text("utf-8")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "missed" in html
    assert "spurious" in html
    assert "quote exact" in CliRunner().invoke(evaluate, arguments, catch_exceptions=False).output


def test_a_gold_file_that_says_nothing_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text('{"text": "x"}', encoding="utf-8")
    result = CliRunner().invoke(evaluate, [str(tmp_path / "c.yaml"), str(tmp_path / "gold.jsonl")])
    assert result.exit_code == 1
    assert "--label" in result.output
