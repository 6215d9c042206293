"""Language detectors and pipelines with one bug each, and right ones."""

# ruff: noqa: ANN401, ARG002 - wrong on purpose, and hooks take what they are given

from typing import Any, ClassVar

import attrs
import pytest
import spacy

from presseschau import LanguageGuess, hookimpl
from presseschau.testing import Status, check_plugin


@attrs.frozen(eq=False, kw_only=True)
class NeedsLetters:
    """Fails on a text without any."""

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess:
        """Guess by the first letter."""
        return LanguageGuess("de" if next(letter for letter in text if letter.isalpha()) else "en")


@attrs.frozen(eq=False, kw_only=True)
class SaysDeutsch:
    """Gives a name instead of a code."""

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess:
        """Say German."""
        return LanguageGuess("Deutsch")


@attrs.frozen(eq=False, kw_only=True)
class AlwaysGerman:
    """Right."""

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess | None:
        """Say German where there is something to read."""
        return LanguageGuess("de", 0.5) if text.strip() else None


@attrs.frozen(eq=False, kw_only=True)
class PromisesSentences:
    """Gives tokens only."""

    provides: ClassVar[tuple[str, ...]] = ("analysis:tokens", "analysis:sentences")

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> Any:
        """Return a blank pipeline."""
        return spacy.blank("de")


@attrs.frozen(eq=False, kw_only=True)
class Provides(PromisesSentences):
    """Right."""

    @hookimpl
    def spacy_pipeline(self, needs: frozenset[str]) -> Any:
        """Return a pipeline that splits at full stops."""
        language = spacy.blank("de")
        language.add_pipe("sentencizer")
        return language


@pytest.mark.parametrize(
    ("plugin", "check"),
    [
        (NeedsLetters, "guesses-a-language"),
        (SaysDeutsch, "guesses-a-language"),
        (PromisesSentences, "analyses-what-it-provides"),
    ],
)
def test_catches_what_is_wrong(plugin: type, check: str) -> None:
    assert check_plugin(plugin, only=[check], max_examples=20)[check].status is Status.FAILED


@pytest.mark.parametrize("plugin", [AlwaysGerman, Provides])
def test_lets_right_ones_pass(plugin: type) -> None:
    report = check_plugin(plugin, max_examples=20)
    assert report.ok, report
