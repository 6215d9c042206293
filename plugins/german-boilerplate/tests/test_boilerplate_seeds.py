"""The five seeds against labels made by reading them, before any rule was written."""

from pathlib import Path

import pytest
from presseschau_german_boilerplate import read

ROOT = Path(__file__).parents[3]
LABELS = Path(__file__).parent / "data" / "seed_labels.tsv"


def rows() -> list[tuple[str, int, bool, str, str]]:
    found = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            seed, number, decision, label, inline = (*line.split("\t"), "")[:5]
            found.append((seed, int(number), decision == "keep", label, inline))
    return found


def disagreements() -> tuple[list[tuple[str, int]], list[str], int]:
    wrong, missing = [], []
    seeds = ROOT / "seeds"
    if not seeds.is_dir():
        pytest.skip("the seeds are not here")
    labelled = rows()
    for seed in sorted({row[0] for row in labelled}):
        text = (seeds / seed).read_text(encoding="utf-8")
        decided = {text.count("\n", 0, one.facts.line.start) + 1: one for one in read(text).judgements}
        for _, number, keep, _, inline in [row for row in labelled if row[0] == seed]:
            judgement = decided[number]
            if judgement.keep != keep:
                wrong.append((seed, number))
            cut = "".join(text[start:end] for start, end, _, _ in judgement.cuts())
            if inline and inline.partition("=")[2].strip() != cut.strip():
                missing.append(inline)
    return wrong, missing, len(labelled)


def test_every_line_of_the_seeds_is_labelled() -> None:
    if not (ROOT / "seeds").is_dir():
        pytest.skip("the seeds are not here")
    for seed in {row[0] for row in rows()}:
        lines = (ROOT / "seeds" / seed).read_text(encoding="utf-8").split("\n")
        assert [row[1] for row in rows() if row[0] == seed] == [at for at, line in enumerate(lines, 1) if line.strip()]


def test_the_seeds_are_read_as_a_reader_would() -> None:
    wrong, missing, lines = disagreements()
    assert not missing
    assert len(wrong) <= 0.03 * lines, wrong
