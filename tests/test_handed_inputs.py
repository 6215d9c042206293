"""The handed small inputs about text and formats, run as the command line runs them, against what a German reader expects of them.

They lie beside the development data and skip where those are absent. ``python tests/test_handed_inputs.py`` prints all expectations
with what came of them; here count those that a change of the loaders could break.
"""

import json
import logging
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from presseschau import Pipeline, Run
from presseschau.cli.targets import read_target

DATA = Path(os.environ.get("PRESSESCHAU_DATA") or Path(__file__).parents[2] / "shared" / "data")
CASES = DATA.parent / "cases"
OURS = re.compile(r"(16|17|18|23|24|25[a-z]?|29|30|31|32b?|33|34c?|35b?|37|47)-")
OTHERS = ("time ", "direct ", "indirect ")
Expected = dict[str, Any]


def cases() -> list[Path]:
    return sorted(path for path in (CASES / "expected").glob("*.json") if OURS.match(path.name))


def run_of(expected: Expected, directory: Path) -> Run:
    return Pipeline(read_target([str(CASES / "inputs" / expected["file"])]), output=directory / "run").run()


def said(run: Run, warnings: str) -> str:
    return warnings + " ".join(f"{letter.document} {letter.message} {letter.hint}" for letter in run.dead_letters)


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def expectations(expected: Expected, run: Run, warnings: str) -> Iterator[tuple[str, bool]]:
    """Yield each expectation of a case with whether it is met; those of one ``any_of`` or ``or`` as one."""
    wanted = dict(expected["expected"])
    alternative = wanted.pop("or", None)
    results = [result for key, value in wanted.items() for result in _judged(key, value, run, warnings)]
    if alternative is not None:
        words = re.findall(r"[\w.-]+\.(?:html|docx)|UTF-8 read as cp1252", alternative)
        read = {row["document"].partition("#")[0] for row in run.documents.rows()}
        met = all(met for _, met in results) or all(word in said(run, warnings) or word in read for word in words)
        yield f"{wanted} or {alternative}", met
    else:
        yield from results


def _judged(key: str, value: Any, run: Run, warnings: str) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 - JSON
    documents = list(run.documents.rows())
    text = fold(" ".join(document.text for document in run.dossier.documents()))
    quotes = list(run.quotes.rows())
    checks: dict[str, Callable[[], bool]] = {
        "documents": lambda: len(documents) == value,
        "document_date": lambda: [row["date"] for row in documents] == [value],
        "document_dates": lambda: sorted(row["date"] for row in documents) == sorted(value),
        "title": lambda: [row["title"] for row in documents] == [value],
        "titles": lambda: [row["title"] for row in documents] == value,
        "modified": lambda: any(
            claim.value.startswith(value) for d in run.dossier.documents() if (claim := d.claimed("modified"))
        ),
        "clean_has_no": lambda: chr(int(value.removeprefix("U+"), 16)) not in text,
        "text_contains": lambda: all(fold(words) in text for words in value),
        "dead_letter": lambda: bool(run.dead_letters) == value,
        "hint_names": lambda: value in said(run, warnings),
        "language": lambda: bool(documents) and all(row["language"] == value for row in documents),
        "any_of": lambda: any(_one_of(words, run, warnings) for words in value),
        "no_quote_of_type_indirect_for": lambda: not any(q["type"] == "indirect" and value in q["document"] for q in quotes),
    }
    if key == "times":
        # What is expected stands in either notation: "TMO" and "WI" are TIMEX3's, sets and intervals EDTF's.
        found = [(fold(row["words"]), one) for row in run.dates.rows() for one in (row["value"], row["edtf"])]
        for words, wanted in value.items():
            near = [one for said_, one in found if words in said_ or said_ in words]
            yield f"time {words} = {wanted} (found: {', '.join(map(str, near))})", any(one in near for one in wanted.split("|"))
    elif key in {"direct", "indirect"}:
        for one in value:
            met = any(
                fold(one["quote"]).strip("„“»«") in fold(q["quote"]) and one["speaker"] in {q["speaker_entity"], q["speaker"]}
                for q in quotes
            )
            yield f"{key} {one['quote']} by {one['speaker']}", met
    else:
        yield f"{key} = {value}", checks[key]()


def _one_of(words: str, run: Run, warnings: str) -> bool:
    if "dead letter" in words:
        return any(name in said(run, warnings) for name in (["Word"] if "Word" in words else ["RTF"]))
    if "date " in words:
        return [row["date"] for row in run.documents.rows()] == [words.rpartition(" ")[2]]
    return all(row["document"].endswith(tuple(str(number) for number in range(1000, 1006))) for row in run.documents.rows())


@pytest.mark.data
@pytest.mark.skipif(not CASES.is_dir(), reason=f"the handed inputs are not in {CASES}")
@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_a_handed_input_is_read_as_expected(path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    with caplog.at_level(logging.WARNING):
        run = run_of(expected, tmp_path)
    judged = [(what, met) for what, met in expectations(expected, run, caplog.text) if not what.startswith(OTHERS)]
    unmet = [what for what, met in judged if not met]
    assert not unmet


def main() -> None:
    """Print every expectation."""
    met_cases = 0
    for path in cases():
        expected = json.loads(path.read_text(encoding="utf-8"))
        records: list[str] = []
        handler = logging.Handler()
        handler.emit = lambda record, records=records: records.append(record.getMessage())  # type: ignore[method-assign,misc]
        logging.getLogger().addHandler(handler)
        with tempfile.TemporaryDirectory() as directory:
            run = run_of(expected, Path(directory))
            results = list(expectations(expected, run, " ".join(records)))
        logging.getLogger().removeHandler(handler)
        met_cases += all(met for _, met in results)
        sys.stdout.write(f"{path.stem}: {sum(met for _, met in results)} of {len(results)}\n")
        sys.stdout.writelines(f"    not met: {what}\n" for what, met in results if not met)
    sys.stdout.write(f"{met_cases} of {len(cases())} inputs\n")


if __name__ == "__main__":
    main()
