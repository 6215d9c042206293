"""Text with marks: well-formed, complete, and only ever the text."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_reports.html.marking import Mark, mark, marked_lines
from presseschau_reports.outputs import printable

from presseschau.testing import assert_linear


class Reader(HTMLParser):
    """Checks that elements are nested and closed; collects text and, for each character, the classes around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.text: list[tuple[str, frozenset[str]]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.open.append((tag, values["class"] or ""))
        if "id" in values:
            self.ids.append(values["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += [(character, frozenset(name for _, name in self.open)) for character in data]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


texts = st.text(st.sampled_from('ab <>&"\n\x1b„ä'), max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] < pair[1])
    spans = draw(st.lists(bounds, max_size=6)) if text else []
    return text, [
        mark(start, end, f"c{n}", id=f"i{n}", title="<&\">'", element=["span", "mark", "del"][n % 3], rank=n)
        for n, (start, end) in enumerate(spans)
    ]


@given(marked())
def test_every_character_has_exactly_its_marks(example: tuple[str, list[Mark]]) -> None:
    text, marks = example
    found = list(marked_lines(text, marks[1:], marks[:1]))
    kept = [(start, line) for start, line in positions(text) if line.strip()]
    assert len(found) == len(kept)
    for (start, line), result in zip(kept, found, strict=True):
        expected = [
            (character, frozenset(f"c{mark.rank}" for mark in marks if mark.start <= start + n < mark.end))
            for n, character in enumerate(printable(line))
        ]
        assert read(result.html).text == expected


@given(marked())
def test_ids_are_used_once(example: tuple[str, list[Mark]]) -> None:
    text, marks = example
    ids = read("".join(line.html for line in marked_lines(text, marks, ()))).ids
    assert len(ids) == len(set(ids))


@given(marked())
def test_a_line_is_cut_when_nothing_of_it_is_left(example: tuple[str, list[Mark]]) -> None:
    text, cuts = example
    kept = [(start, line) for start, line in positions(text) if line.strip()]
    for (start, line), result in zip(kept, marked_lines(text, (), cuts), strict=True):
        left = [
            character
            for n, character in enumerate(line, start)
            if character.strip() and not any(cut.start <= n < cut.end for cut in cuts)
        ]
        assert result.cut == (not left)


def positions(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]


@pytest.mark.timing
def test_many_marks_on_one_long_line_take_linear_time() -> None:
    def prepare(text: str) -> tuple[str, list[Mark]]:
        return text, [mark(at, at + 5, "a") for at in range(0, len(text) - 5, 10)]

    assert_linear(lambda given: list(marked_lines(*given, ())), "a", prepare=prepare)
