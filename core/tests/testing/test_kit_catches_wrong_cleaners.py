"""Cleaners with one bug each: the kit catches every one, by the check that names it; and right but unusual ones, which pass."""

# ruff: noqa: ANN401 - wrong on purpose, and hooks take what they are given

import functools
import random
import re
import unicodedata
from typing import Any, ClassVar

import attrs
import pytest

from presseschau import Claim, Cleaning, Document, Edit, Part, Provenance, Span, hookimpl
from presseschau.testing import Status, check_plugin

AD = re.compile(r"^Anzeige$\n?", re.MULTILINE)
MARKERS = ("Anzeige", "Foto: dpa")
WRONG: list[tuple[type, str]] = []
UNUSUAL: list[type] = []


def wrong(check: str) -> Any:
    """Make a wrong plugin of a class, and note which check must catch it."""

    def decorate(cls: type) -> type:
        made = attrs.frozen(cls, eq=False, kw_only=True)
        WRONG.append((made, check))
        return made

    return decorate


def unusual(cls: type) -> type:
    made = attrs.frozen(cls, eq=False, kw_only=True)
    UNUSUAL.append(made)
    return made


def ads(document: Document) -> tuple[Edit, ...]:
    return tuple(e for found in AD.finditer(document.text) for e in document.cut(Span(*found.span()), "ad/line"))


def lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text, split at line feeds only, with their offsets."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


# --- wrong: offsets ---------------------------------------------------------------------------------------------------------


@wrong("spans-in-range")
class OffByOne:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = AD.finditer(document.source_text)
        return Cleaning(edits=[Edit(span=Span(m.start() + 1, m.end() + 1), rule="ad/line") for m in found])


@wrong("spans-in-range")
class EmptySpans:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        parts = [
            Part(span=Span(at, at + len(line)), rule="p", label="paragraph", kept=True)
            for at, line in lines(document.source_text)
        ]
        return Cleaning(parts=parts)


@wrong("counts-code-points")
class NormalisesFirst:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        text = unicodedata.normalize("NFC", document.text)
        return Cleaning(edits=[e for m in AD.finditer(text) for e in document.cut(Span(*m.span()), "ad/line")])


@wrong("counts-code-points")
class StripsAndForgetsTheOffset:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        text = document.text.strip()
        return Cleaning(edits=[e for m in AD.finditer(text) for e in document.cut(Span(*m.span()), "ad/line")])


@wrong("counts-code-points")
class SplitsLinesAndCountsOneEach:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        at, edits = 0, []
        for line in document.text.splitlines():  # "\r\n" is two code points
            if line == "Anzeige":
                edits += document.cut(Span(at, at + len(line)), "ad/line")
            at += len(line) + 1
        return Cleaning(edits=edits)


@wrong("counts-code-points")
class ExpandsTabs:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = AD.finditer(document.text.expandtabs())
        return Cleaning(edits=[e for m in found for e in document.cut(Span(*m.span()), "ad/line")])


@wrong("counts-code-points")
class CountsBytes:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer(rb"^Anzeige$", document.text.encode(), re.MULTILINE)
        return Cleaning(edits=[e for m in found for e in document.cut(Span(*m.span()), "ad/line")])


@wrong("aligned-to-source")
class GivesCleanCoordinates:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[Edit(span=Span(*m.span()), rule="ad/line") for m in AD.finditer(document.text)])


# --- wrong: contents --------------------------------------------------------------------------------------------------------


@wrong("nothing-invented")
class Rewrites:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer("Anzeige", document.source_text)
        return Cleaning(edits=[Edit(span=Span(*m.span()), rule="ad", replacement="Werbung") for m in found])


@wrong("nothing-invented")
class GuessesTheDay:
    markers: ClassVar = ("Mai 2021",)

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer(r"(?<!\. )Mai (\d{4})", document.source_text)
        return Cleaning(
            claims=[
                Claim(name="date", value=f"{m[1]}-05-01", origin="date-line", span=Span(*m.span()), rule="date") for m in found
            ]
        )


@wrong("nothing-invented")
class KnowsTheAuthor:
    markers: ClassVar = ("Von Anna",)

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer("Von Anna", document.source_text)
        return Cleaning(
            claims=[Claim(name="author", value="Anna Berger", origin="byline", span=Span(*m.span()), rule="by") for m in found]
        )


@wrong("idempotent")
class MakesItsMarkerAnew:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer("Foto: dpa", document.text)
        return Cleaning(edits=[e for m in found for e in document.cut(Span(*m.span()), "credit")])


@wrong("idempotent")
class EatsTheFirstLineEachTime:
    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        end = document.text.find("\n")
        return Cleaning(edits=document.cut(Span(0, end + 1), "first") if end > 0 else ())


@wrong("leaves-provenance-to-core")
class StampsItself:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        stamp = Provenance(step="somebody-else")
        return Cleaning(edits=[attrs.evolve(edit, provenance=stamp) for edit in ads(document)])


@wrong("leaves-provenance-to-core")
class NamesNoRule:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[attrs.evolve(edit, rule="") for edit in ads(document)])


@wrong("well-formed")
class ReturnsAList:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Any:
        return list(ads(document))


@wrong("finds-its-markers")
class FindsNothing:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[edit for edit in ads(document) if edit.rule == "ads/line"])


@wrong("round-trips-json")
class ClaimsADecimal:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        claims = [Claim(name="x", value=AD, origin="text", rule="x") for _ in ads(document)]  # type: ignore[arg-type]
        return Cleaning(claims=claims)


# --- wrong: impurity --------------------------------------------------------------------------------------------------------


@wrong("input-unchanged")
class ChangesTheDocument:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        claim = Claim(name="ads", value="1", origin="text", rule="ad")
        object.__setattr__(document, "claims", (*document.claims, claim))
        return Cleaning()


@wrong("independent-of-order")
class CountsDocuments:
    markers: ClassVar = MARKERS
    seen: ClassVar[set[str]] = set()

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        """Cut a line only where it is met for the first time, in whatever document."""
        edits = [edit for edit in ads(document) if document.text not in self.seen]
        self.seen.add(document.text)
        return Cleaning(edits=edits)


@wrong("independent-of-order")
class RemembersByName:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=_remembered(document.id, document))


_memory: dict[str, tuple[Edit, ...]] = {}


def _remembered(name: str, document: Document) -> tuple[Edit, ...]:
    found = re.finditer("Anzeige", document.source_text)
    return _memory.setdefault(name, tuple(Edit(span=Span(*m.span()), rule="ad") for m in found))


@wrong("deterministic")
class DrawsLots:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[edit for edit in ads(document) if random.random() < 0.5])


@wrong("deterministic-across-processes")
class OrdersByHash:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        claims = [
            Claim(name=name, value="1", origin="text", rule="ad")
            for name in {word for word in ("Foto", "Anzeige", "dpa", "Rat", "Wort") if word in document.text}
        ]
        return Cleaning(claims=claims)


@wrong("lets-errors-out")
class SwallowsEverything:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        try:
            return Cleaning(edits=ads(document))
        except Exception:  # noqa: BLE001
            return Cleaning()


# --- wrong: robustness and time ---------------------------------------------------------------------------------------------


@wrong("survives-odd-unicode")
class NeedsAFirstCharacter:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document) if document.source_text[0] != "\ufeff" else ())


@wrong("survives-odd-unicode")
class TakesEveryDigitForANumber:
    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        numbers = [int(char) for char in document.source_text if char.isdigit()]  # "²".isdigit() is true
        return Cleaning(claims=[Claim(name="sum", value=str(sum(numbers)), origin="text", rule="sum")])


@wrong("survives-large-input")
class Recurses:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document) if self.depth(document.text, 0) else ())

    def depth(self, text: str, at: int) -> int:
        return 1 + self.depth(text, at + 1) if "\n" not in text[at : at + 1000] and at < len(text) else 1


@wrong("linear-time")
class QuadraticPattern:
    markers: ClassVar = ("„", "“")

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.finditer(r"„[^“]*“ \(dpa\)", document.text)
        return Cleaning(edits=[e for m in found for e in document.cut(Span(*m.span()), "q")])


@wrong("linear-time")
class ExponentialPattern:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = re.search(r"^(?:\w+\s?)+:$", document.text)
        return Cleaning(edits=document.cut(Span(*found.span()), "list") if found else ())


@wrong("linear-time")
class LooksAtEveryPair:
    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = lines(document.text)
        doubled = [at for n, (at, line) in enumerate(found) if line and line in [other for _, other in found[:n]]]
        return Cleaning(parts=[Part(span=Span(at, at + 1), rule="d", label="list", kept=True) for at in doubled][:1])


# --- wrong: declarations ----------------------------------------------------------------------------------------------------


@wrong("pickles")
class HoldsAFunction:
    markers: ClassVar = MARKERS
    pattern: Any = attrs.field(factory=lambda: lambda text: text, metadata={"help": "what to look for"})

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))


@wrong("config-round-trip")
class AddsToItsOptions:
    words: tuple[str, ...] = attrs.field(
        default=("Anzeige",), converter=lambda words: (*words, "Werbung"), metadata={"help": "lines to cut"}
    )

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))


@wrong("schema-round-trip")
class SaysNothingOfItsOption:
    strict: bool = True

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))


@wrong("is-a-plugin")
class MisspellsAHook:
    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))

    @hookimpl
    def exctract(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))


@wrong("is-a-plugin")
class WantsToBeFirst:
    @hookimpl(tryfirst=True)
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=ads(document))


# --- right but unusual ------------------------------------------------------------------------------------------------------


@unusual
class SaysNothing:
    """Returns None, whatever comes."""

    @hookimpl
    def clean(self) -> None:
        return None


@unusual
class CutsEverything:
    """Leaves an empty text."""

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        text = document.text
        return Cleaning(edits=document.cut(Span(0, len(text)), "all") if text else ())


@unusual
class ReadsTheSource:
    """Works on the source text, whatever was cut before, and gives the same edits again."""

    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[Edit(span=Span(*m.span()), rule="ad/line") for m in AD.finditer(document.source_text)])


@unusual
class Normalises:
    """Replaces stretches by a normal form of themselves."""

    markers: ClassVar = ("\u00a0", "Zei\u00adtung")

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        # Runs of either kind as wholes, since an edit may not cut a replaced stretch in part.
        spaces = [
            Edit(span=Span(*m.span()), rule="space", replacement=" ") for m in re.finditer("\u00a0", document.source_text)
        ]
        hyphens = [Edit(span=Span(*m.span()), rule="hyphen") for m in re.finditer("\u00ad", document.source_text)]
        return Cleaning(edits=spaces + hyphens)


@unusual
class Caches:
    """Remembers results by text: memory, but no state that shows."""

    markers: ClassVar = MARKERS

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        return Cleaning(edits=[e for span in _ad_spans(document.text) for e in document.cut(span, "ad/line")])


@functools.lru_cache(maxsize=64)
def _ad_spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in AD.finditer(text))


@attrs.frozen(kw_only=True)
class Words:
    """Words to look for."""

    lines: tuple[str, ...] = attrs.field(default=("Anzeige",), metadata={"help": "whole lines to cut"})


@unusual
class HasNestedOptions:
    """Options in an attrs class of their own, mappings, choices and None."""

    markers: ClassVar = MARKERS
    words: Words = attrs.field(factory=Words, metadata={"help": "what to look for"})
    weights: dict[str, float] = attrs.field(factory=lambda: {"Anzeige": 0.5}, metadata={"help": "how sure each word makes"})
    limit: int | None = attrs.field(default=None, metadata={"help": "the most lines to cut"})

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        found = [
            Edit(span=span, rule="ad/line", confidence=self.weights.get(line, 1.0))
            for at, line in lines(document.text)
            if line in self.words.lines
            for span in document.to_source(Span(at, at + len(line)))
        ]
        return Cleaning(edits=found[: self.limit])


@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_the_default_seed(plugin: type, check: str) -> None:
    assert_caught(plugin, check, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 10))
@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_other_seeds(plugin: type, check: str, seed: int) -> None:
    assert_caught(plugin, check, seed)


def assert_caught(plugin: type, check: str, seed: int) -> None:
    _memory.clear()
    report = check_plugin(plugin, only=[check], seed=seed)
    assert report[check].status is Status.FAILED, report
    assert not report.ok


# The short form leaves out what takes seconds; the long form is the whole kit.
SHORT = {"survives-large-input": "long form", "linear-time": "long form"}


@pytest.mark.parametrize("plugin", UNUSUAL, ids=[cls.__name__ for cls in UNUSUAL])
def test_lets_unusual_ones_pass(plugin: type) -> None:
    report = check_plugin(plugin, max_examples=8, skip=SHORT)
    assert report.ok, report


@pytest.mark.slow
@pytest.mark.parametrize("plugin", UNUSUAL, ids=[cls.__name__ for cls in UNUSUAL])
def test_lets_unusual_ones_pass_the_whole_kit(plugin: type) -> None:
    report = check_plugin(plugin)
    assert report.ok, report
