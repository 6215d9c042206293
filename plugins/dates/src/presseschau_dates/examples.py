"""The examples in the rule files: what must be found in them, and the check that it is.

``"Er kam am [3. Mai 2004]. => 2004-05-03"``: brackets stand around what must be found, after ``=>`` the TIMEX3 values in order, separated by
semicolons; braces stand around what must be found too, whatever its value; nothing else may be found. ``| dct=2010-01-01`` at the end gives the document's date, ``| dct=`` none; without it the document
is of Wednesday, 2020-06-17.
"""

import re
from typing import NamedTuple

from presseschau import Span
from presseschau.dates import Edtf, resolve_all
from presseschau_dates.engine import tag
from presseschau_dates.language import Language

DEFAULT_DATE = "2020-06-17"
_MARKED = re.compile(r"([\[{])([^\]}]{1,200})[\]}]")
_MARKS = str.maketrans("", "", "[]{}")


class Example(NamedTuple):
    """An example: a text, the spans that must be found in it with their values, and the document's date ("" for none)."""

    text: str
    expected: tuple[tuple[str, str | None], ...]
    document_date: str


def parse(example: str) -> Example:
    """Read an example.

    Raises:
        ValueError: it has no ``=>``, or not as many values as brackets.
    """
    marked, arrow, rest = example.partition("=>")
    if not arrow:
        raise ValueError(f"the example {example!r} has no '=>'")
    answers, _, option = rest.partition("|")
    date = option.strip().removeprefix("dct=") if option else DEFAULT_DATE
    found = _MARKED.findall(marked)
    values = [value.strip() for value in answers.split(";") if value.strip()]
    brackets = sum(1 for kind, _ in found if kind == "[")
    if brackets != len(values):
        raise ValueError(f"the example {example!r} has {brackets} brackets and {len(values)} values")
    answer = iter(values)
    expected = tuple((words, next(answer) if kind == "[" else None) for kind, words in found)
    return Example(marked.translate(_MARKS).rstrip(), expected, date)


def check(example: str, language: Language) -> tuple[str, frozenset[str]]:
    """Return what is wrong with an example ("" if nothing), and the names of the rules that fired."""
    wanted = parse(example)
    expressions = tag(wanted.text, [Span(0, len(wanted.text))], language)
    resolutions = resolve_all(expressions, Edtf.parse(wanted.document_date) if wanted.document_date else None)
    found = tuple((one.words, resolutions[one.id].value) for one in expressions)
    fired = frozenset(one.rule for one in expressions)
    right = len(found) == len(wanted.expected) and all(
        words == expected and answer in (value, None)
        for (words, value), (expected, answer) in zip(found, wanted.expected, strict=True)
    )
    return ("" if right else f"{example!r} gave {found}"), fired
