"""The attributes of new words, worked out quicker: spaCy asks twenty functions for each, and some take long to say nothing about letters."""

from collections.abc import Callable, Mapping
from typing import Any

Getter = Callable[[str], Any]
"""Returns an attribute of a word, or whether it has a property."""


def quickened(getters: Mapping[int, Getter]) -> dict[int, Getter]:
    """Return getters that say the same as those of a ``Vocab``; those that are not spaCy's own stay as they are."""
    from spacy.lang import lex_attrs as own  # noqa: PLC0415 - takes two seconds

    never_letters: tuple[Getter, ...] = (
        own.like_url,
        own.like_num,
        own.like_email,
        own.is_punct,
        own.is_quote,
        own.is_left_punct,
    )
    quicker: dict[Getter, Getter] = {getter: _unless_letters(getter) for getter in never_letters}
    quicker |= {own.is_ascii: str.isascii, own.word_shape: _shaping(own.word_shape)}
    return {attribute: quicker.get(getter, getter) for attribute, getter in getters.items()}


def _unless_letters(getter: Getter) -> Getter:
    return lambda word: False if word.isalpha() else getter(word)


def _shaping(getter: Getter) -> Getter:
    """Have "Rathaus" and "ging" be ``Xxxxx`` and ``xxxx`` (runs of more than four count as four) without looking at each letter."""

    def shape(word: str) -> Any:  # noqa: ANN401 - as the getter's
        if word[1:].islower() and word.isalpha() and len(word) < 100:  # noqa: PLR2004 - spaCy's own limit
            return f"X{'xxxx'[: len(word) - 1]}" if word[0].isupper() else "xxxx"[: len(word)]
        return getter(word)

    return shape
