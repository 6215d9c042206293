"""The labels of fields, read from ``labels.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from attrs import frozen

_LABELLED = re.compile(r"([A-Za-zÄÖÜäöü][A-Za-zÄÖÜäöüß. -]{1,40}?)\s{0,3}:(?:\s{1,20}(.*))?$", re.DOTALL)


@frozen
class Labels:
    """Labels in lower case: those of claims, of parts of the text, and of what is left out; and names of languages."""

    claims: dict[str, str]
    text: frozenset[str]
    rest: frozenset[str]
    languages: dict[str, str]
    factiva: dict[str, str]

    def split(self, line: str) -> tuple[str, str] | None:
        """Return the label of a line, in lower case, and its value; None for a line without a known label."""
        found = _LABELLED.match(line)
        label = " ".join(found[1].lower().split()) if found else ""
        if not found or not (label in self.claims or label in self.text or label in self.rest):
            return None
        return label, (found[2] or "").strip()


@cache
def labels() -> Labels:
    """Return the labels that are shipped."""
    data = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    return Labels(
        claims={label: name for name, names in data["claims"].items() for label in names},
        text=frozenset(data["text"]["text"]),
        rest=frozenset(data["rest"]["rest"]),
        languages={word: code for code, words in data["languages"].items() for word in words},
        factiva={code: name for name, codes in data["factiva"].items() for code in codes},
    )
