"""Our own plugins are the first customers of the conformance kit: every one conforms, and none is left out."""

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from presseschau import Document
from presseschau.steps import registry
from presseschau.testing import conformance_tests

TESTED: set[str] = set()
EXAMPLES = 15  # fewer than the kit's own default: each plugin's tests hold it against more


def conforms(name: str, **options: Any) -> Callable[..., None]:  # noqa: ANN401 - those of check_plugin
    """Return the tests of a bundled plugin."""
    TESTED.add(name)
    return conformance_tests(registry.find(name).load(), max_examples=EXAMPLES, **options)


def as_text_files(directory: Path, documents: Sequence[Document]) -> object:
    """Write documents as UTF-8 files, and return the loader that reads them."""
    for document in documents:
        (directory / document.id).with_suffix(".txt").write_bytes(document.source_text.encode())
    return registry.find("text-files").load()(paths=[directory])


def as_web_pages(directory: Path, documents: Sequence[Document]) -> object:
    """Write documents as the articles of small pages, and return the loader that reads them."""
    for document in documents:
        paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in document.source_text.split("\n"))
        page = f'<!doctype html><meta charset="utf-8"><title>Seite</title><body><article>{paragraphs}</article></body>'
        (directory / document.id).with_suffix(".html").write_bytes(page.encode())
    return registry.find("web-pages").load()(paths=[directory])


test_blank_conforms = conforms("blank")
test_csv_conforms = conforms("csv")
test_dates_conforms = conforms("dates")
test_events_conforms = conforms("events")
test_german_boilerplate_conforms = conforms("german-boilerplate")
test_html_conforms = conforms("html")
test_jsonl_conforms = conforms("jsonl")
test_langdetect_conforms = conforms("langdetect")
test_markdown_conforms = conforms("markdown")
test_quotes_conforms = conforms("quotes")
test_text_conforms = conforms("text")
test_text_files_conforms = conforms("text-files", prepare=as_text_files)
test_web_pages_conforms = conforms(
    "web-pages",
    prepare=as_web_pages,
    skip={"loads-what-is-there": "it judges which parts of a page are its article; one short line alone may be none"},
)


def test_no_bundled_plugin_is_left_out() -> None:
    root = Path(__file__).resolve().parents[1]
    ours = {"presseschau", *(f"presseschau-{path.parent.name}" for path in root.glob("plugins/*/pyproject.toml"))}
    assert {info.name for info in registry.installed() if info.distribution in ours} == TESTED
