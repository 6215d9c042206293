"""The review to read: nothing in it is markup but ours."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports import Markdown
from presseschau_reports.markdown import escaped

from presseschau import Dossier


def test_it_says_who_said_what_and_when(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = Markdown(title="Der *Park*").report(dossier, tmp_path)
    text = path.read_text("utf-8")
    assert text.startswith("# Der \\*Park\\*\n\n3 sources, 4 quotes by 2 named speakers, 3 dated passages.\n")
    assert "### Ada Ärmel (Bürgermeisterin)\n\n- „Der Park bleibt" in text
    assert "**24 May, year unknown**" in text
    assert "1. **Streit um den Park** — Tagesbote, May 2021 (sidecar), 3 quotes." in text
    assert "- english.txt: en" in text
    assert "- torn.txt, step load: …/torn.txt: broken" in text
    assert "<script" not in text.replace("\\<script", "")


def test_limits_are_said(dossier: Dossier, tmp_path: Path) -> None:
    (path,) = Markdown(max_quotes=1, max_moments=1, max_sources=1).report(dossier, tmp_path)
    text = path.read_text("utf-8")
    assert "*3 more quotes: see the other reports.*" in text
    assert "*1 later: see the other reports.*" in text
    assert "*2 more sources: see the other reports.*" in text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# kein Titel", "\\# kein Titel"),
        ("- keine Liste", "\\- keine Liste"),
        ("12. keine Liste", "12\\. keine Liste"),
        ("*a* _b_ `c` [d](e) <f>", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\>"),
        ("zwei\nZeilen", "zwei Zeilen"),
        ("a\x1bb", "a␛b"),
    ],
)
def test_markup_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown


@given(st.text())
def test_escaped_text_is_one_line_without_bare_markup(text: str) -> None:
    result = escaped(text)
    assert len(result.splitlines()) <= 1
    assert not result.startswith(("#", "-", "+", "="))
    for before, here in zip(" " + result, result, strict=False):
        assert here not in "`*_[]<>|" or before == "\\"
