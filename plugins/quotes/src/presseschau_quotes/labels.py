"""Who the label of a turn stands for: "Antwort" for whom a question addresses, "VK" for Vera Kessler."""

from collections import defaultdict
from functools import cached_property

from presseschau_quotes.interviews import addressee
from presseschau_quotes.names import Names

_MOST_INITIALS = 3


class Labels:
    """The labels of a text; what has to be looked for in the whole of it is looked for once."""

    def __init__(self, text: str, named: Names) -> None:
        self._text = text
        self._named = named

    def bearer(self, label: str) -> str:
        """Return who a label stands for, or the label itself where the text does not say."""
        if label.lower() in {"antwort", "a"}:
            return self._addressee or label
        if label.isupper() and len(label) <= _MOST_INITIALS:
            names = self._by_initials.get(label, set())
            return next(iter(names)) if len(names) == 1 else label
        return label.title() if label.isupper() and self._named.knows(label.title()) else label

    @cached_property
    def _addressee(self) -> str:
        asked = addressee(self._text)
        return self._text[slice(*asked)] if asked is not None else ""

    @cached_property
    def _by_initials(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for one in self._named.within(0, len(self._text)):
            found[_initials(one.text)].add(one.text)
        return found


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split() if part[:1].isupper())
