from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from presseschau_german_boilerplate.lines import split_lines

ODD = st.text(
    alphabet=st.sampled_from("aZä \t\n\r\u2028\u2029\x0b\x0c\x85\ufeff\u200b\u00a0\u00ad\x00é\u0301\u202e😀."), max_size=80
)


@given(ODD)
def test_lines_lie_end_to_end_and_in_the_text(text: str) -> None:
    lines = split_lines(text)
    for line, following in pairwise(lines):
        assert line.outer_end == following.outer_start
    for line in lines:
        assert 0 <= line.outer_start <= line.start < line.end <= line.outer_end <= len(text)
        assert text[line.start : line.end].strip()
    if lines:
        assert lines[-1].outer_end == len(text)
        assert not text[: lines[0].outer_start].strip("\ufeff\u200b\u00ad\x00 \t\n\r\u2028\u2029\x0b\x0c\x85\u00a0")


def test_indentation_belongs_to_the_line_and_blank_lines_to_the_one_before() -> None:
    text = "  eins\n\n\tzwei  \r\ndrei"
    assert [(text[one.start : one.end], text[one.outer_start : one.outer_end]) for one in split_lines(text)] == [
        ("eins", "  eins\n\n"),
        ("zwei", "\tzwei  \r\n"),
        ("drei", "drei"),
    ]
