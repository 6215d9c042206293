"""The main job: the five seeds, from files to a page, as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from presseschau import Pipeline, Quote, Run, to_clean
from presseschau.dates import TimeExpression

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "configs" / "seeds.yaml"


def presseschau(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from presseschau.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Pipeline.from_config(SEEDS, output=tmp_path_factory.mktemp("seeds") / "run").run()


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir()) if path.suffix in REPORTS}


REPORTS = {".html", ".jsonl", ".csv", ".md"}


def test_all_seeds_come_through(run: Run) -> None:
    assert run.counts == {"done": 5}
    assert run.exit_code == 0
    assert {path.name for path in run.files} >= {"report.html", "results.jsonl", "quotes.csv", "report.md"}


def test_every_seed_has_quotes_with_speakers(run: Run) -> None:
    for document in run.documents:
        quotes = list(run.dossier.annotations(Quote, document=document.id))
        assert any(quote.type == "Direct" and quote.speaker for quote in quotes), document.id


def test_furniture_is_cut_and_the_article_is_kept(run: Run) -> None:
    texts = "\n".join(document.text for document in run.documents)
    for furniture in ("Bild: ", "Foto: ", "(sda/dpa)", "Zum Inhalt springen", "Mehr zum Thema", "Meistgelesene", "Netiquette"):
        assert furniture not in texts
    for article in (
        "Angespanntes Verhältnis",
        "Man will in Kontakt bleiben",
        "dreimal schneller erwärmt",
        "Sein Amtskollege Blinken",
    ):
        assert article in texts


def test_every_annotation_lies_in_the_clean_text_and_carries_its_provenance(run: Run) -> None:
    for document in run.documents:
        for record in run.dossier.annotations(document=document.id):
            assert to_clean(record, document).spans
            assert record.provenance is not None
            assert record.provenance.distribution.startswith("presseschau-")
            assert record.rule
            assert 0 <= record.confidence <= 1


def test_a_date_line_that_was_cut_still_dates_the_article(run: Run) -> None:
    rows = {row["document"][:3]: row for row in run.documents.rows()}
    assert rows["000"]["date"] == "2021-05"
    assert rows["001"]["date"] == "2021-05-20"
    for number in ("000", "001"):
        document = next(one for one in run.documents if one.id.startswith(number))
        claim = document.claimed("date")
        assert claim is not None
        assert claim.span is not None
        assert not document.to_clean(claim.span)


def test_dates_are_resolved_as_far_as_text_and_calendar_allow(run: Run) -> None:
    found = {(row["document"][:3], row["words"]): row for row in run.dates.rows()}
    assert found["001", "1971"]["value"] == "1971"
    # the article of 20 May 2021, a Thursday, says "an diesem Donnerstag"
    assert any(row["value"] == "2021-05-20" for (number, _), row in found.items() if number == "001")
    # no seed without a date gets a year that nobody wrote
    assert all(row["open"] or row["value"][:4] == "2014" for (number, _), row in found.items()
               if number == "003" and row["type"] == "DATE" and row["value"][:1].isdigit())  # fmt: skip


def test_a_second_run_changes_nothing_and_a_fresh_one_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    before = files(run.directory)
    again = Pipeline.from_config(SEEDS, output=run.directory).run()
    assert again.counts == {"unchanged": 5}
    assert files(run.directory) == before
    Pipeline.from_config(SEEDS, output=tmp_path / "elsewhere").run()
    assert files(tmp_path / "elsewhere") == before


def test_results_become_frames(run: Run) -> None:
    pytest.importorskip("pandas", reason="pandas is optional")
    quotes = run.quotes.to_frame()
    assert len(quotes) == sum(1 for _ in run.quotes)
    assert {"document", "quote", "speaker", "rule", "confidence"} <= set(quotes.columns)
    assert len(run.dates.to_frame()) == len(list(run.dossier.annotations(TimeExpression)))
    assert list(run.documents.to_frame()["document"]) == [document.id for document in run.documents]


def test_empty_frames_have_the_same_columns(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is optional")
    (tmp_path / "a.txt").write_text("Nothing in German, and not a word that anybody would take for it.", encoding="utf-8")
    (tmp_path / "empty.yaml").write_text("load: [{use: text-files, with: {paths: [a.txt]}}]\n", encoding="utf-8")
    empty = Pipeline.from_config(tmp_path / "empty.yaml", output=tmp_path / "run").run()
    for table in ("documents", "quotes", "dates"):
        assert list(getattr(empty, table).to_frame().columns) == list(getattr(run, table).to_frame().columns)


def test_the_command_line_ends_with_a_table_and_the_page_to_open(tmp_path: Path) -> None:
    done = presseschau("run", SEEDS, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "5 documents" in done.stdout
    assert "runs/seeds/report.html" in done.stdout
    assert (tmp_path / "runs" / "seeds" / "report.html").is_file()


def test_plain_files_run_with_the_shipped_config(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Die Ministerin sagte am Montag in Wien: „Wir haben uns geeinigt.“\n", encoding="utf-8")
    done = presseschau("run", "a.txt", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)


def test_explain_reads_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from presseschau.cli import main; main()", "explain", "-"]
    text = "Die Ministerin sagte am Montag in Wien: „Wir haben uns geeinigt.“"
    done = subprocess.run(command, cwd=tmp_path, input=text, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Wir haben uns geeinigt" in done.stdout


@pytest.mark.parametrize("config", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_config_is_valid_and_carries_the_editors_modeline(config: Path, tmp_path: Path) -> None:
    assert config.read_text("utf-8").startswith("# yaml-language-server: $schema=")
    done = presseschau("check", config, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
