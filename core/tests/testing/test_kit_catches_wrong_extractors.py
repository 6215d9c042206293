"""Extractors with one bug each: the kit catches every one, by the check that names it; and right but unusual ones, which pass."""

# ruff: noqa: ANN401, ARG002 - wrong on purpose, and hooks take what they are given

import contextlib
import datetime as dt
import decimal
import locale
import random
import re
import socket
import time
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, ClassVar

import attrs
import pytest

from presseschau import Annotation, Document, Event, Quote, Span, annotation, hookimpl, reference_field, spans_field
from presseschau.testing import Status, check_plugin

HEDGES = ("offenbar", "soll", "mutmaßlich")
WORD = re.compile(r"\b(?:offenbar|soll|mutmaßlich)\b")
GIVES = ("annotation:kit:Hedge",)
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


@annotation
@attrs.frozen(kw_only=True)
class Hedge(Annotation):
    """A word that leaves open whether it is so."""

    kind: ClassVar[str] = "kit:Hedge"
    head: tuple[Span, ...] = spans_field()
    beside: str | None = reference_field()


class Hedging:
    """What all of these share: what they look for and give."""

    provides: ClassVar[tuple[str, ...]] = GIVES
    markers: ClassVar[tuple[str, ...]] = HEDGES


def hedge(start: int, end: int, **more: Any) -> Hedge:
    return Hedge(spans=[(start, end)], rule="hedge/word", **more)


def hedges(text: str) -> Iterator[Hedge]:
    return (hedge(*found.span()) for found in WORD.finditer(text))


# --- wrong: offsets ---------------------------------------------------------------------------------------------------------


@wrong("spans-in-range")
class EndsOneTooLate(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [hedge(m.start(), m.end() + 1) for m in WORD.finditer(document.text)]


@wrong("spans-in-range")
class BeginsOneTooEarly(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [hedge(m.start() - 1, m.end()) for m in WORD.finditer(document.text)]


@wrong("whole-words")
class EndsOneTooEarly(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [hedge(m.start(), m.end() - 1) for m in WORD.finditer(document.text)]


@wrong("whole-characters")
class KnowsOnlyComposedLetters(Hedging):
    provides: ClassVar[tuple[str, ...]] = ("annotation:Event",)

    @hookimpl
    def extract(self, document: Document) -> Iterable[Event]:
        return [Event(spans=[m.span()], rule="name") for m in re.finditer(r"[A-ZÄÖÜ][a-zäöüß]+", document.text)]


@wrong("counts-code-points")
class LowersFirst(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return list(hedges(document.text.lower()))


@wrong("counts-code-points")
class CasefoldsFirst(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [hedge(*m.span()) for m in re.finditer(r"\boffenbar\b", document.text.casefold())]


@wrong("counts-code-points")
class NormalisesCompatibly(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return list(hedges(unicodedata.normalize("NFKC", document.text)))


@wrong("counts-code-points")
class CountsUtf16(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [
            hedge(self.units(document.text, m.start()), self.units(document.text, m.end()))
            for m in WORD.finditer(document.text)
        ]

    def units(self, text: str, at: int) -> int:
        return len(text[:at].encode("utf-16-le")) // 2


@wrong("counts-code-points")
class RemovesSoftHyphens(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return list(hedges(document.text.replace("\u00ad", "")))


@wrong("counts-code-points")
class AddsUpTokens(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        at = 0
        for word in document.text.split():  # any run of white space counts as one
            if word in HEDGES:
                yield hedge(at, at + len(word))
            at += len(word) + 1


@wrong("aligned-to-source")
class GivesSourceCoordinates(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return list(hedges(document.source_text))


# --- wrong: contents --------------------------------------------------------------------------------------------------------


@wrong("nothing-invented")
class GuessesTheSpeaker(Hedging):
    provides: ClassVar[tuple[str, ...]] = ("annotation:Quote",)
    markers: ClassVar[tuple[str, ...]] = ("sagte",)

    @hookimpl
    def extract(self, document: Document) -> Iterable[Quote]:
        found = re.finditer("sagte", document.text)
        return [Quote(spans=[m.span()], rule="q", type="Direct", speaker_entity="Olaf Scholz") for m in found]


@wrong("references-resolve")
class RefersToNothing(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [attrs.evolve(one, beside="h0") for one in hedges(document.text)]


@wrong("references-resolve")
class GivesOneIdTwice(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [attrs.evolve(one, id="hedge") for one in hedges(document.text)]


@wrong("round-trips-json")
class ForgetsToRegister(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Annotation]:
        return [Unregistered(spans=one.spans, rule="hedge") for one in hedges(document.text)]


@attrs.frozen(kw_only=True)
class Unregistered(Annotation):
    kind: ClassVar[str] = "kit:Unregistered"


@annotation
@attrs.frozen(kw_only=True)
class Weighed(Annotation):
    """Holds a number that JSON cannot say."""

    kind: ClassVar[str] = "kit:Weighed"
    weight: Any = None


@wrong("round-trips-json")
class GivesADecimal(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Annotation]:
        return [Weighed(spans=one.spans, rule="hedge", weight=decimal.Decimal(1)) for one in hedges(document.text)]


@wrong("round-trips-json")
class GivesATuple(Hedging):
    """JSON gives back a list."""

    @hookimpl
    def extract(self, document: Document) -> Iterable[Annotation]:
        return [Weighed(spans=one.spans, rule="hedge", weight=(1, 2)) for one in hedges(document.text)]


@wrong("round-trips-store")
class LeavesASpanEmpty(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [attrs.evolve(one, head=[(one.spans[0].start, one.spans[0].start)]) for one in hedges(document.text)]


# --- wrong: impurity --------------------------------------------------------------------------------------------------------


@wrong("input-unchanged")
class WritesIntoTheAnalysis(Hedging):
    @hookimpl
    def extract(self, document: Document, analysis: Any) -> Iterable[Hedge]:
        for token in analysis:
            if token.text in HEDGES:
                token.lemma_ = "HEDGE"
        return list(hedges(document.text))


@wrong("independent-of-order")
class OncePerRun(Hedging):
    words: set[str] = attrs.field(factory=set, metadata={"help": "what was met"})

    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        for one in hedges(document.text):
            word = document.text[slice(*one.spans[0])]
            if word not in self.words:
                self.words.add(word)
                yield one


@wrong("independent-of-batch-size")
class SharesABuffer(Hedging):
    """Each result is right if it is taken before the next document comes."""

    buffer: list[Hedge] = attrs.field(factory=list, metadata={"help": "what was found last"})

    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        self.buffer[:] = hedges(document.text)
        return self.buffer


@wrong("deterministic")
class TakesASample(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        found = list(hedges(document.text))
        return random.sample(found, k=len(found))


@wrong("deterministic-across-processes")
class ReturnsASet(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return {attrs.evolve(one, rule=f"hedge/{document.text[slice(*one.spans[0])]}") for one in hedges(document.text)}


@wrong("deterministic-across-processes")
class NamesRulesByHash(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [attrs.evolve(one, rule=f"hedge/{hash(document.text) % 1000}") for one in hedges(document.text)]


@wrong("reads-no-clock")
class ConfidentInTheMorning(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        early = dt.datetime.now().hour < 12  # noqa: DTZ005
        return [attrs.evolve(one, confidence=1.0 if early else 0.9) for one in hedges(document.text)]


@wrong("reads-no-clock")
class AsksForToday(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        today = dt.date.today  # under another name
        return [attrs.evolve(one, rule=f"hedge/{today().year}") for one in hedges(document.text)]


@wrong("reads-no-clock")
class FormatsTheTime(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [attrs.evolve(one, rule=f"hedge/{time.strftime('%Y')}") for one in hedges(document.text)]


@wrong("reads-no-locale")
class SortsByLocale(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return sorted(hedges(document.text), key=lambda one: locale.strxfrm(document.text[slice(*one.spans[0])]))


@wrong("reads-no-network")
class AsksAServer(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        with contextlib.suppress(OSError):
            socket.create_connection(("localhost", 9), timeout=0.01).close()
        return list(hedges(document.text))


@wrong("lets-errors-out")
class FindsNothingOnError(Hedging):
    @hookimpl
    def extract(self, document: Document, analysis: Any) -> Iterable[Hedge]:
        found = []
        try:
            for token in analysis:
                if token.text in HEDGES:
                    found.append(hedge(token.idx, token.idx + len(token)))  # noqa: PERF401
        except Exception:  # noqa: BLE001, S110
            pass
        return found


# --- wrong: declarations, robustness, time ----------------------------------------------------------------------------------


@wrong("requires-are-true")
class ReadsSentencesUndeclared(Hedging):
    @hookimpl
    def extract(self, document: Document, analysis: Any) -> Iterable[Hedge]:
        return [one for sentence in analysis.sents if len(sentence) for one in hedges(document.text)][:1]


@wrong("requires-are-true")
class ReadsQuotesUndeclared(Hedging):
    @hookimpl
    def extract(self, document: Document, annotations: tuple[Annotation, ...]) -> Iterable[Hedge]:
        quoted = [span for one in annotations if isinstance(one, Quote) for span in one.spans]
        return [one for one in hedges(document.text) if not any(span.covers(one.spans[0]) for span in quoted)]


@wrong("requires-are-true")
class WantsWhatItNeeds(Hedging):
    wants: ClassVar[tuple[str, ...]] = ("analysis:sentences",)

    @hookimpl
    def extract(self, document: Document, analysis: Any) -> Iterable[Hedge]:
        return [one for sentence in analysis.sents if len(sentence) for one in hedges(document.text)][:1]


@wrong("requires-are-true")
class WantsOneThingAndUsesAnother(Hedging):
    wants: ClassVar[tuple[str, ...]] = ("analysis:sentences",)

    @hookimpl
    def extract(self, document: Document, annotations: tuple[Annotation, ...]) -> Iterable[Hedge]:
        quoted = [span for one in annotations if isinstance(one, Quote) for span in one.spans]
        return [one for one in hedges(document.text) if not any(span.covers(one.spans[0]) for span in quoted)]


@wrong("provides-are-true")
class GivesMoreThanItSays(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Annotation]:
        for one in hedges(document.text):
            yield one
            yield Event(spans=one.spans, rule="event")


@wrong("provides-are-true")
class PromisesMoreThanItGives(Hedging):
    provides: ClassVar[tuple[str, ...]] = (*GIVES, "annotation:Quote")

    @hookimpl
    def extract(self, document: Document) -> Iterable[Annotation]:
        return list(hedges(document.text))


@wrong("survives-odd-unicode")
class DividesByLength(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        share = sum(char.isalpha() for char in document.text) / len(document.text)
        return [attrs.evolve(one, confidence=share) for one in hedges(document.text)]


@wrong("linear-time")
class RereadsTheTextBefore(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Iterable[Hedge]:
        return [
            attrs.evolve(hedge(*m.span()), rule=f"nr/{document.text[: m.start()].count(m[0])}")
            for m in WORD.finditer(document.text)
        ]


@wrong("well-formed")
class GivesBareSpans(Hedging):
    @hookimpl
    def extract(self, document: Document) -> Any:
        return [m.span() for m in WORD.finditer(document.text)]


# --- right but unusual ------------------------------------------------------------------------------------------------------


@unusual
class Yields(Hedging):
    """A generator, which works only while its results are taken."""

    @hookimpl
    def extract(self, document: Document) -> Iterator[Hedge]:
        yield from hedges(document.text)


@unusual
class TakesOnlyTheAnalysis(Hedging):
    """Never looks at the document."""

    @hookimpl
    def extract(self, analysis: Any) -> list[Hedge]:
        return [hedge(token.idx, token.idx + len(token)) for token in analysis if token.text in HEDGES]


@unusual
class ReadsSentences(Hedging):
    """Requires sentences, and says so."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)

    @hookimpl
    def extract(self, analysis: Any) -> list[Hedge]:
        return [
            hedge(token.idx, token.idx + len(token))
            for sentence in analysis.sents
            for token in sentence
            if token.text in HEDGES
        ]


@unusual
class UsesSentencesWhereThereAreAny(Hedging):
    """Wants sentences, works without, and finds more with them."""

    wants: ClassVar[tuple[str, ...]] = ("analysis:sentences",)

    @hookimpl
    def extract(self, document: Document, analysis: Any) -> list[Hedge]:
        found = list(hedges(document.text))
        return found if analysis.has_annotation("SENT_START") else found[:1]


@unusual
class Discontinuous(Hedging):
    """One annotation over all hedges of a text, nested ones beside it, with ids and references."""

    @hookimpl
    def extract(self, document: Document) -> Iterator[Hedge]:
        found = [Span(*m.span()) for m in WORD.finditer(document.text)]
        if found:
            yield Hedge(spans=found, rule="hedge/all", id="all", confidence=0.0)
        for number, span in enumerate(found):
            yield hedge(*span, id=f"h{number}", head=[span], beside="all")


@unusual
class LoadsLate(Hedging):
    """Builds its pattern when it is first used."""

    words: tuple[str, ...] = attrs.field(default=HEDGES, metadata={"help": "what to look for"})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(r"\b(?:" + "|".join(map(re.escape, self.words)) + r")\b")

    @hookimpl
    def extract(self, document: Document) -> Iterator[Hedge]:
        return (hedge(*m.span()) for m in self.pattern.finditer(document.text))


@unusual
class RaisesForOneDocument(Hedging):
    """Catches what it expects, and no more."""

    @hookimpl
    def extract(self, document: Document) -> list[Hedge]:
        try:
            first = int(document.text[:1])
        except ValueError:
            first = 0
        return list(hedges(document.text))[first:]


@unusual
class UsesTimesAndCalendars(Hedging):
    """Computes with dates, measures its own time, and asks neither for now nor here."""

    @hookimpl
    def extract(self, document: Document) -> list[Hedge]:
        begin = time.perf_counter()
        weekday = time.strftime("%w", (2021, 5, 20, 0, 0, 0, 0, 0, 0)) + dt.date(2021, 5, 20).isoformat()
        return [attrs.evolve(one, rule=f"hedge/{weekday}") for one in hedges(document.text) if begin]


@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_the_default_seed(plugin: type, check: str) -> None:
    assert_caught(plugin, check, 0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 10))
@pytest.mark.parametrize(("plugin", "check"), WRONG, ids=[cls.__name__ for cls, _ in WRONG])
def test_catches_at_other_seeds(plugin: type, check: str, seed: int) -> None:
    assert_caught(plugin, check, seed)


def assert_caught(plugin: type, check: str, seed: int) -> None:
    report = check_plugin(plugin, only=[check], seed=seed)
    assert report[check].status is Status.FAILED, report


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
