"""Pieces of HTML for notebooks, in which what a text says is never markup, and that load nothing."""

import html
from collections.abc import Iterator, Mapping

LONGEST = 2_000
"""Code points of a text that are shown."""
QUIET = ' style="opacity:.65"'


def text(value: object, longest: int = LONGEST) -> str:
    """Return a value as text in HTML, cut where it is long; its direction does not spread, whatever marks are in it."""
    said = str(value)
    said = said if len(said) <= longest else f"{said[:longest]} …"
    return f"<bdi>{html.escape(said)}</bdi>"


def table(facts: Mapping[str, object]) -> str:
    """Return a table of names and values, without those that say nothing."""
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{text(value)}</td></tr>"
        for name, value in facts.items()
        if value not in (None, "")
    )
    return f"<table><tbody>{rows}</tbody></table>"


def beginning(body: str) -> str:
    """Return the first lines of a text as paragraphs."""
    return "".join(f"<p>{line}</p>" for line in _lines(body))


def _lines(body: str) -> Iterator[str]:
    room = LONGEST
    for line in body.splitlines():
        if line.strip():
            yield text(line, room)
            room -= len(line)
        if room <= 0:
            return
