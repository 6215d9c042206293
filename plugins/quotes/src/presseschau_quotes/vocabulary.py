"""Which words stand in a text."""

import re
from collections import defaultdict
from functools import cached_property

_RUN = re.compile(r"\w+")


class Words:
    """The words of a text. The text is read once, when the first word is asked for, and not again for each."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, word: str) -> bool:
        """Tell whether a word stands in the text as a whole one, between what is no letter and no digit; it may have hyphens."""
        first = _RUN.search(word)
        if first is None:
            return False
        starts = (at - first.start() for at in self._places.get(first.group(), ()) if at >= first.start())
        return any(self._text.startswith(word, at) and self._is_free(at - 1) and self._is_free(at + len(word)) for at in starts)

    def _is_free(self, at: int) -> bool:
        """Tell whether no letter and no digit stands at an offset."""
        return not (0 <= at < len(self._text) and _RUN.match(self._text[at]))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each run of letters and digits begins."""
        places: dict[str, list[int]] = defaultdict(list)
        for run in _RUN.finditer(self._text):
            places[run.group()].append(run.start())
        return places
