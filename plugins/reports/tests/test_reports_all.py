"""What holds for every report: the same bytes everywhere, no paths of this machine, files only where they belong."""

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from presseschau_reports import Csv, Html, Jsonl, Markdown, Text

from presseschau import Document, Dossier, LanguageGuess, Quote, Span
from presseschau.dates import TimeExpression

REPORTS = [Html(), Jsonl(), Csv(), Markdown(), Csv(bom=True, delimiter=";", prefix="tables/x-"), Jsonl(texts=False), Text()]


def write(report: Any, dossier: Dossier, directory: Path) -> dict[str, bytes]:  # noqa: ANN401 - any of the reports
    directory.mkdir(parents=True, exist_ok=True)
    paths = list(report.report(dossier, directory))
    files = {path.relative_to(directory).as_posix(): path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    assert set(paths) == {directory / name for name in files}
    return files


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_a_report_is_the_same_wherever_and_whenever_it_is_made(
    report: object, dossier: Dossier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write(report, dossier, tmp_path / "one")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("HOME", "/nowhere")
    assert write(report, dossier, tmp_path / "a" / "b" / "two") == before


@pytest.mark.usefixtures("dossier")
def test_reports_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from presseschau import Dossier; from presseschau.store import StoreReader\n"
        "from presseschau_reports import Csv, Html, Jsonl, Markdown\n"
        "dossier = Dossier(StoreReader.open(Path(sys.argv[1])))\n"
        "for report in (Html(), Jsonl(), Csv(), Markdown()): list(report.report(dossier, Path(sys.argv[2])))\n"
    )
    made = []
    for seed in ["1", "2"]:
        target = tmp_path / seed
        target.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, str(tmp_path / "run.sqlite"), str(target)], check=True, env=environment)
        made.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 10


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_no_absolute_path_gets_into_a_report(report: object, dossier: Dossier, tmp_path: Path) -> None:
    for content in write(report, dossier, tmp_path / "out").values():
        assert b"/home/" not in content
        assert b"secret" not in content
        assert str(tmp_path).encode() not in content


@pytest.mark.parametrize("cls", [Html, Jsonl, Markdown])
@pytest.mark.parametrize("path", ["/etc/x.html", "../x.html", "a/../../x.html", "", "a\\b.html", "."])
def test_a_report_stays_in_the_run_directory(cls: type, path: str) -> None:
    with pytest.raises(ValueError, match="below the run directory"):
        cls(path=path)


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_an_empty_run_has_reports_too(report: object, dossier_of: Callable[..., Dossier], tmp_path: Path) -> None:
    assert all(write(report, dossier_of(), tmp_path / "out").values())


def crowd(made: Callable[..., object], number: int) -> object:
    """Return a made document of some length with quotes and times."""
    line = f"Am 3. Mai 20{number % 90 + 10} sagte Frau Nr. {number}: „Das ist der Satz {number}.“\n"
    text = line * 20
    found = []
    for n in range(20):
        at = n * len(line)
        start = at + line.index("„")
        found.append(
            Quote(
                id=f"q{number}-{n}",
                rule="direct",
                type="Direct",
                spans=[Span(start, at + len(line) - 1)],
                speaker=[Span(at + line.index("Frau"), start - 2)],
            )
        )
        time = f"20{number % 90 + 10}-05-03"
        found.append(
            TimeExpression(
                id=f"t{number}-{n}", rule="date", type="DATE", form=time, spans=[Span(at + 3, at + line.index(" sagte"))]
            )
        )
    document = Document(id=f"{number:04}.txt", source_text=text, language=LanguageGuess("de"))
    return made(document=document, annotations=found)


@pytest.mark.memory
@pytest.mark.parametrize(
    "report",
    [
        Html(max_sources=20, max_quotes=100, max_moments=100),
        Jsonl(),
        Csv(),
        Markdown(max_sources=20, max_quotes=100, max_moments=100),
    ],
)
def test_thousands_of_quotes_are_written_in_little_memory(
    report: Any,  # noqa: ANN401 - any of the reports
    dossier_of: Callable[..., Dossier],
    made: Callable[..., object],
    tmp_path: Path,
) -> None:
    dossier = dossier_of(*(crowd(made, number) for number in range(50)))
    list(report.report(dossier, tmp_path))
    tracemalloc.start()
    list(report.report(dossier, tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
