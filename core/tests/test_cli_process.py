"""The command line as a process of its own: start-up, signals, pipes, encodings."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

LAB = Path(__file__).parent / "lab"
PROGRAM = (sys.executable, "-m", "presseschau")

Spawn = Callable[..., "subprocess.Popen[bytes]"]

CONFIG = """\
language: {detector: fixed}
load: [{use: texts, with: {texts: {"ä.txt": "Anzeige: Kaufen!\\nDie Ministerin sagte: „Ja.“"}}}]
clean: [{use: cut-lines, with: {marker: Anzeige}}]
extract: [{use: words, with: {pattern: '„[^“]*“'}}]
report: [lines]
"""


@pytest.fixture
def spawn(lab_site: Path, tmp_path: Path) -> Spawn:
    """Start the program in an empty directory that holds a config."""
    (tmp_path / "c.yaml").write_text(CONFIG, "utf-8")

    def start(*args: str, env: Mapping[str, str] | None = None, **extra: object) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(map(str, [lab_site, LAB]))
        plain = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "FORCE_COLOR", "NO_COLOR"}}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | extra
        # A shell starts jobs in the background with Ctrl-C ignored, and its children inherit that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
                [*PROGRAM, *args], cwd=tmp_path, env=plain | {"PYTHONPATH": path} | dict(env or {}), **streams
            )
        finally:
            signal.signal(signal.SIGINT, before)

    return start


def finish(process: "subprocess.Popen[bytes]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, (out or b"").decode(), err.decode()


def cpu_seconds(command: Sequence[str]) -> float:
    """Return the least user and system time of five runs."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(times)


@pytest.mark.timing
def test_help_answers_at_once() -> None:
    bare = cpu_seconds([sys.executable, "-c", "pass"])
    # On a machine on which Python itself needs more than 15 ms, 0.2 s is out of reach.
    assert cpu_seconds([*PROGRAM, "--help"]) < 0.2 * max(1.0, bare / 0.015)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from presseschau.cli import root\n"
        "root.main(['--help'], standalone_mode=False)\n"
        "heavy = {'yaml', 'cattrs', 'rich', 'spacy', 'numpy', 'sqlite3', 'langdetect', 'hypothesis'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or None)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("executor", ["serial", "processes"])
@pytest.mark.parametrize(("sent", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")])
def test_a_signal_keeps_what_is_done(spawn: Spawn, tmp_path: Path, sent: int, code: int, word: str, executor: str) -> None:
    many = CONFIG.replace(
        '{use: texts, with: {texts: {"ä.txt": "Anzeige: Kaufen!\\nDie Ministerin sagte: „Ja.“"}}}',
        "{use: many, with: {number: 1500}}",
    )
    (tmp_path / "many.yaml").write_text(many + "batch_size: 1\n", "utf-8")
    process = spawn("run", "many.yaml", "--executor", executor)
    store = tmp_path / "runs" / "many" / "run.sqlite"

    def kept() -> int:
        try:
            with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
                found: int = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        except sqlite3.Error:
            return 0
        connection.close()
        return found

    deadline = time.monotonic() + 60
    while kept() < 5 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(sent)
    ended, out, err = finish(process)
    assert (ended, out) == (code, "")
    assert f"are kept in runs/many; the same command goes on\n{word}\n" in err
    assert "Traceback" not in err
    before = kept()
    assert 5 <= before < 1500
    ended, out, _ = finish(spawn("run", "many.yaml", "--json"))
    assert ended == 0
    data = json.loads(out)
    assert data["documents"]["in_run"] == 1500
    assert data["documents"]["unchanged"] >= before - 1


def test_a_closed_pipe_ends_the_program_quietly(spawn: Spawn) -> None:
    for args in (["schema"], ["explain", "c.yaml"], ["plugins"], ["run", "c.yaml"], ["--help"]):
        process = spawn(*args)
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        code, _, err = finish(process)
        assert (code, err) == (141, ""), args


def test_no_colour_where_no_terminal_is(spawn: Spawn) -> None:
    for args in (["run", "c.yaml"], ["explain", "c.yaml"], ["plan", "c.yaml"], ["plugins", "words"], ["--help"]):
        code, out, err = finish(spawn(*args))
        assert code == 0
        assert "\x1b" not in out + err


def test_a_terminal_that_knows_only_ascii_gets_escapes(spawn: Spawn) -> None:
    code, out, err = finish(spawn("explain", "c.yaml", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}))
    assert (code, err) == (0, "")
    assert "\\u201eJa.\\u201c" in out
    code, out, _ = finish(spawn("explain", "c.yaml", "--json", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}))
    assert json.loads(out)[-1]["annotations"][0]["text"] == "„Ja.“"


def test_a_file_name_that_is_not_utf_8_is_shown(spawn: Spawn) -> None:
    code, out, err = finish(spawn("run", os.fsdecode(b"b\xff.txt")))
    assert (code, out) == (2, "")
    assert "there is no file or directory 'b\\udcff.txt'" in err


def test_documents_come_through_standard_output_as_json_only(spawn: Spawn) -> None:
    code, out, err = finish(spawn("run", "c.yaml", "--json"))
    assert (code, err) == (0, "")
    assert json.loads(out)["documents"]["done"] == 1


def test_closed_streams_are_no_reason_to_fail(spawn: Spawn) -> None:
    def close() -> None:
        for number in (0, 1, 2):
            os.close(number)

    process = spawn("run", "c.yaml", stdout=None, stderr=None, preexec_fn=close)
    assert process.wait(timeout=60) == 0


def test_a_full_disk_is_an_error_with_a_hint(spawn: Spawn) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        code, _, err = finish(spawn("plugins", stdout=full))
    assert (code, err.splitlines()[0]) == (1, "error: No space left on device")
