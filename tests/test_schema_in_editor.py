"""The schema in a schema-aware editor: yaml-language-server completes, explains, and finds the errors that `check` finds."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATH = os.pathsep.join([str(ROOT / ".venv" / "npm" / "node_modules" / ".bin"), os.environ.get("PATH", "")])
SERVER = shutil.which("yaml-language-server", path=PATH)
pytestmark = pytest.mark.skipif(
    SERVER is None or shutil.which("node") is None, reason="needs yaml-language-server: make editor-tools"
)


class Editor:
    """A language client, as small as one can be: JSON-RPC over the server's stdin and stdout."""

    def __init__(self, directory: Path) -> None:
        assert SERVER is not None
        self._numbers = count(1)
        self._directory = directory
        self._process = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.ask("initialize", {"processId": None, "rootUri": directory.as_uri(), "capabilities": {}})
        self._send({"method": "initialized", "params": {}})
        settings = {"yaml": {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False}}}
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def open(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Open a config; return its address and the diagnostics that the server publishes for it."""
        uri = (self._directory / f"config-{next(self._numbers)}.yaml").as_uri()
        document = {
            "uri": uri,
            "languageId": "yaml",
            "version": 1,
            "text": f"# yaml-language-server: $schema=schema.json\n{text}",
        }
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return uri, message["params"]["diagnostics"]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:  # noqa: ANN401 - whatever the server answers
        """Ask something about a place in an open config; lines count from the one behind the modeline."""
        position = {"line": line + 1, "character": character}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": position})

    def ask(self, method: str, params: Any) -> Any:  # noqa: ANN401 - likewise
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                return message.get("result")

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "id" in message and message.get("method"):  # the server asks for settings or registers something
            answer = [None] * len(message["params"]["items"]) if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": answer})
        return message


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    directory = tmp_path_factory.mktemp("editor")
    shutil.copy(ROOT / "configs" / "schema.json", directory / "schema.json")
    made = Editor(directory)
    yield made
    made.close()


def test_the_shipped_configs_have_no_faults(editor: Editor) -> None:
    for path in sorted((ROOT / "configs").glob("*.yaml")):
        text = path.read_text("utf-8").split("\n", 1)[1]
        assert editor.open(text)[1] == [], path.name


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("load:\n  - use: text-files\n    with: {paths: [a], max_bites: 5}\n", 2),
        ("load:\n  - use: text-files\n    with: {paths: [a], max_bytes: viel}\n", 2),
        ("lod:\n  - text-files\n", 0),
        ("extract:\n  - {use: quotes, with: {min_confidence: 2}}\n", 1),
        ("on_error: ignore\n", 0),
    ],
)
def test_it_finds_what_check_finds(editor: Editor, text: str, line: int) -> None:
    _, diagnostics = editor.open(text)
    assert {one["range"]["start"]["line"] - 1 for one in diagnostics} == {line}


def test_it_completes_plugins_and_their_options(editor: Editor) -> None:
    uri, _ = editor.open("extract:\n  - use: \n")
    items = editor.at("completion", uri, 1, 9)["items"]
    assert {"quotes", "dates", "events"} <= {one["label"] for one in items}
    uri, _ = editor.open("extract:\n  - use: quotes\n    with:\n      \n")
    labels = {one["label"] for one in editor.at("completion", uri, 3, 6)["items"]}
    assert {"min_confidence", "types", "speakers"} <= labels


def test_it_explains_options(editor: Editor) -> None:
    uri, _ = editor.open("extract:\n  - use: quotes\n    with:\n      min_confidence: 0.5\n")
    hover = json.dumps(editor.at("hover", uri, 3, 8), ensure_ascii=False)
    assert "confidence" in hover.lower()
