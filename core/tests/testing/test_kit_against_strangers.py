"""Mistakes that somebody made who had read the documentation alone, each with the check that must see it; and unusual plugins that are right."""

# ruff: noqa: ANN001, ANN201, ARG002 - wrong on purpose, and hooks take what they are given

import functools
import hashlib
import io
import json
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve, field, frozen

from presseschau import Annotation, Cleaning, Document, Edit, Group, Origin, Quote, Source, Span, annotation, hookimpl, text_of
from presseschau.testing import Status, check_plugin

plugin = frozen(eq=False, kw_only=True)
HEDGE = re.compile(r"(?<!\w)(?:offenbar|angeblich)(?![\w\u0300-\u036f\u200d])")
LOOSE = re.compile(r"\b(?:offenbar|angeblich)\b", re.IGNORECASE)


@annotation
@frozen(kw_only=True)
class Hedge(Annotation):
    kind: ClassVar[str] = "stranger:Hedge"
    value: str = ""


def found(text: str, pattern: re.Pattern[str] = HEDGE) -> Iterable[Hedge]:
    return [Hedge(spans=[match.span()], rule="word/list", value=match[0]) for match in pattern.finditer(text)]


class Extractor:
    provides: ClassVar[tuple[str, ...]] = ("annotation:stranger:Hedge",)
    markers: ClassVar[tuple[str, ...]] = ("offenbar", "angeblich")


# What a document gives hangs on others, on the surroundings, or is lost.

_forms: dict[str, str] = {}


@plugin
class RemembersTheFirstForm(Extractor):
    @hookimpl
    def extract(self, document):
        for match in LOOSE.finditer(document.text):
            yield Hedge(spans=[match.span()], rule="w", value=_forms.setdefault(match[0].casefold(), match[0]))


@plugin
class LooksForAFileWhereItStands(Extractor):
    @hookimpl
    def extract(self, document):
        words = Path("stranger-words.txt")
        return found(document.text, re.compile(words.read_text("utf-8")) if words.exists() else HEDGE)


@plugin
class ReadsTheEnvironmentWhenMade(Extractor):
    _value: str = field(init=False, factory=lambda: os.environ.get("STRANGER", ""))

    @hookimpl
    def extract(self, document):
        return [evolve(one, value=self._value) for one in found(document.text)]


@plugin
class LeavesOutSentencesThatFail(Extractor):
    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)

    @hookimpl
    def extract(self, document, analysis):
        for sentence in analysis.sents:
            try:
                spans = [match.span() for match in HEDGE.finditer(sentence.text)]
            except Exception:  # noqa: BLE001, S112 - the mistake
                continue
            for start, end in spans:
                yield Hedge(spans=[(sentence.start_char + start, sentence.start_char + end)], rule="w")


@plugin
class LeavesAThread(Extractor):
    @hookimpl
    def extract(self, document):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        return found(document.text)


@plugin
class LeavesATemporaryFile(Extractor):
    @hookimpl
    def extract(self, document):
        number, _ = tempfile.mkstemp()
        os.close(number)
        return found(document.text)


@plugin
class CutsALetterFromItsMark:
    markers: ClassVar[tuple[str, ...]] = ("Anzeige",)

    @hookimpl
    def clean(self, document):
        edits: list[Edit] = []
        for match in re.finditer("Anzeige[a-z]", document.text):
            edits += document.cut(Span(*match.span()), "w")
        return Cleaning(edits=edits)


# Loaders.


def read(path: Path) -> Document:
    return Document(id=path.name, source_text=path.read_bytes().decode("utf-8"), origin=Origin(location=path.name))


def source(path: Path, fingerprint: str = "") -> Source:
    return Source(path.name, fingerprint or hashlib.sha256(path.read_bytes()).hexdigest(), partial(read, path))


@plugin
class Loader:
    directory: Path
    """Where the files are."""

    def files(self) -> list[Path]:
        return sorted(self.directory.iterdir())


@plugin
class LoadsTheOldestFirst(Loader):
    @hookimpl
    def load(self):
        return map(source, sorted(self.files(), key=lambda path: path.stat().st_mtime))


@plugin
class LoadsNoTwins(Loader):
    @hookimpl
    def load(self):
        return {one.fingerprint: one for one in map(source, self.files())}.values()


@plugin
class LoadsNoControlCharacters(Loader):
    @hookimpl
    def load(self):
        return [source(path) for path in self.files() if b"\x00" not in path.read_bytes()]


@plugin
class LoadsTheFirstHundred(Loader):
    @hookimpl
    def load(self):
        return map(source, self.files()[:100])


@plugin
class FingerprintsSmallLetters(Loader):
    @hookimpl
    def load(self):
        return [source(path, hashlib.sha256(path.read_bytes().lower()).hexdigest()) for path in self.files()]


@plugin
class FingerprintsTheBeginning(Loader):
    @hookimpl
    def load(self):
        return [source(path, hashlib.sha256(path.read_bytes()[:64]).hexdigest()) for path in self.files()]


def read_stream(stream: io.BytesIO, name: str) -> Document:
    return Document(id=name, source_text=stream.read().decode("utf-8"), origin=Origin(location=name))


@plugin
class ReadsAStreamOnce(Loader):
    @hookimpl
    def load(self):
        return [
            evolve(source(path), read=partial(read_stream, io.BytesIO(path.read_bytes()), path.name)) for path in self.files()
        ]


# Linkers.


class Linker:
    requires: ClassVar[tuple[str, ...]] = ("annotation:Quote",)


def by_speaker(dossier, key: Callable[[str], str] = str) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for quote in dossier.annotations(Quote):
        if quote.speaker_entity:
            members.setdefault(key(quote.speaker_entity), []).append(quote.id)
    return members


def groups(members: dict[str, list[str]], order: Iterable[str], label: Callable[[str], str] = str) -> Iterable[Group]:
    return [Group(type="stranger:speaker", label=label(name), members=members[name], rule="r") for name in order]


@plugin
class ComparesWithTheFirstOnly(Linker):
    @hookimpl
    def link(self, dossier):
        made: list[tuple[set[str], list[str]]] = []
        for quote in dossier.annotations(Quote):
            words = set((quote.speaker_entity or "").split())
            joined = next((ids for first, ids in made if first & words), None)
            if joined is None:
                made.append((words, [quote.id]))
            else:
                joined.append(quote.id)
        return [Group(type="stranger:speaker", label="", members=ids, rule="r") for _, ids in made]


@plugin
class PairsNeighbours:
    @hookimpl
    def link(self, dossier):
        names = [*dossier.ids()]
        pairs = zip(names[::2], names[1::2], strict=False)
        return [Group(type="stranger:pair", label="", members=pair, rule="r") for pair in pairs]


@plugin
class NamesAGroupByItsFirst(Linker):
    @hookimpl
    def link(self, dossier):
        members = by_speaker(dossier, lambda name: name.split()[-1])
        where = {quote.id: document for document, quote in dossier.located(Quote)}
        return groups(members, sorted(members), lambda name: where[members[name][0]])


@plugin
class NumbersByHash(Linker):
    @hookimpl
    def link(self, dossier):
        members = by_speaker(dossier)
        return groups(members, sorted(members), lambda name: str(hash(name)))


@plugin
class GroupsInTheOrderOfASet(Linker):
    @hookimpl
    def link(self, dossier):
        members = by_speaker(dossier)
        return groups(members, set(members))


@plugin
class RecallsByIdAlone:
    @hookimpl
    def link(self, dossier):
        members: dict[str, list[str]] = {}
        for name in dossier.ids():
            beginning = dossier.recall([name], lambda name=name: dossier.document(name).text[:9])
            members.setdefault(beginning, []).append(name)
        return groups(members, sorted(members))


@plugin
class LinksWhatWasHeldBack:
    @hookimpl
    def link(self, dossier):
        names = [*dossier.ids(), *(document.id for document in dossier.in_other_languages())]
        return [Group(type="stranger:one", label=name, members=[name], rule="r") for name in sorted(names)]


@plugin
class LinksWhatFailed:
    @hookimpl
    def link(self, dossier):
        names = [*dossier.ids(), *(letter.document for letter in dossier.dead_letters())]
        return [Group(type="stranger:one", label=name, members=[name], rule="r") for name in sorted(names)]


# Reports.


@plugin
class LeavesOutUndated:
    @hookimpl
    def report(self, dossier, directory):
        path = directory / "dated.txt"
        views = [view for view in dossier.views() if view.document.claimed("date")]
        path.write_text("\n".join(view.words(one) for view in views for one in view.annotations), "utf-8")
        return [path]


@plugin
class GivesOffsetsOfTheOtherText:
    @hookimpl
    def report(self, dossier, directory):
        path = directory / "offsets.json"
        rows = [
            {
                "text": document.text,
                "spans": [[*span] for one in dossier.annotations(document=document.id) for span in one.spans],
            }
            for document in dossier.documents()
        ]
        path.write_text(json.dumps(rows), "utf-8")
        return [path]


@plugin
class TakesWordsFromTheOtherText:
    @hookimpl
    def report(self, dossier, directory):
        path = directory / "words.txt"
        with path.open("w", encoding="utf-8") as file:
            for document in dossier.documents():
                for one in dossier.annotations(document=document.id):
                    file.write(text_of(one.spans, document.text) + "\n")
        return [path]


@plugin
class LinesInTheOrderOfASet:
    @hookimpl
    def report(self, dossier, directory):
        path = directory / "words.txt"
        path.write_text("\n".join({view.words(one) for view in dossier.views() for one in view.annotations}), "utf-8")
        return [path]


def writer(cls: Callable[..., object]) -> Callable[[Path, Sequence[Document]], object]:
    def prepare(directory: Path, documents: Sequence[Document]) -> object:
        for document in documents:
            (directory / document.id).write_bytes(document.source_text.encode())
        return cls(directory=directory)

    return prepare


WRONG: dict[Any, str] = {
    RemembersTheFirstForm: "independent-of-order",
    LooksForAFileWhereItStands: "reads-no-environment",
    ReadsTheEnvironmentWhenMade: "reads-no-environment",
    LeavesOutSentencesThatFail: "lets-errors-out",
    LeavesAThread: "leaves-nothing-open",
    LeavesATemporaryFile: "leaves-nothing-open",
    CutsALetterFromItsMark: "whole-characters",
    LoadsTheOldestFirst: "loads-in-one-order",
    LoadsNoTwins: "loads-what-is-there",
    LoadsTheFirstHundred: "loads-what-is-there",
    LoadsNoControlCharacters: "loads-odd-unicode",
    FingerprintsSmallLetters: "fingerprints-see-changes",
    FingerprintsTheBeginning: "fingerprints-see-changes",
    ReadsAStreamOnce: "loads-the-same-again",
    ComparesWithTheFirstOnly: "links-whatever-the-order",
    PairsNeighbours: "links-whatever-the-order",
    NamesAGroupByItsFirst: "links-whatever-the-order",
    NumbersByHash: "same-in-other-processes",
    GroupsInTheOrderOfASet: "same-in-other-processes",
    RecallsByIdAlone: "recalls-by-content",
    LinksWhatWasHeldBack: "takes-an-empty-run",
    LinksWhatFailed: "takes-an-empty-run",
    LeavesOutUndated: "reports-every-document",
    GivesOffsetsOfTheOtherText: "reports-the-right-words",
    TakesWordsFromTheOtherText: "reports-the-right-words",
    LinesInTheOrderOfASet: "same-in-other-processes",
}


def options(cls: Any) -> dict[str, Any]:  # noqa: ANN401 - a plugin
    return {"upstream": [], **({"prepare": writer(cls)} if issubclass(cls, Loader) else {})}


@pytest.mark.parametrize(("cls", "check"), [pytest.param(cls, check, id=cls.__name__) for cls, check in WRONG.items()])
def test_the_mistake_is_seen_by_its_check(cls, check: str) -> None:
    (outcome,) = check_plugin(cls, only=[check], **options(cls))
    assert outcome.status is Status.FAILED, outcome


# Unusual, and right.


@plugin
class UsesAMatcher(Extractor):
    requires: ClassVar[tuple[str, ...]] = ("analysis:tokens",)

    @hookimpl
    def extract(self, document, analysis):
        from spacy.matcher import PhraseMatcher  # noqa: PLC0415 - takes two seconds
        from spacy.tokens import Doc  # noqa: PLC0415 - likewise

        matcher = PhraseMatcher(analysis.vocab)
        matcher.add("hedge", [Doc(analysis.vocab, words=[word]) for word in self.markers])
        for span in sorted(matcher(analysis, as_spans=True), key=lambda one: one.start):
            if HEDGE.match(document.text, span.start_char):
                yield Hedge(spans=[(span.start_char, span.end_char)], rule="m")


@functools.cache
def loaded() -> re.Pattern[str]:
    with Path(__file__).open(encoding="utf-8") as file:
        file.readline()
    return HEDGE


@plugin
class LoadsItsListOnceAndCachesByText(Extractor):
    @hookimpl
    def extract(self, document):
        return self.cached(document.text)

    @staticmethod
    @functools.lru_cache(maxsize=50)
    def cached(text: str) -> Iterable[Hedge]:
        return found(text, loaded())


@plugin
class CatchesWhatItExpects(Extractor):
    @hookimpl
    def extract(self, document):
        for one in found(document.text):
            try:
                yield evolve(one, value=str(int(one.value)))
            except ValueError:
                yield one


@plugin
class LinksByTheDayThatIsClaimed:
    @hookimpl
    def link(self, dossier):
        days: dict[str, list[str]] = {}
        for document in dossier.documents():
            claim = document.claimed("date")
            days.setdefault(claim.value if claim else "", []).append(document.id)
        return groups(days, sorted(days))


@plugin
class RecallsByFingerprint:
    @hookimpl
    def link(self, dossier):
        members: dict[str, list[str]] = {}
        for name in dossier.ids():
            beginning = dossier.recall([dossier.fingerprint(name)], lambda name=name: dossier.document(name).text[:9])
            members.setdefault(beginning, []).append(name)
        return groups(members, sorted(members))


@plugin
class LoadsFromASubclass(Loader):
    @hookimpl
    def load(self):
        yield from map(source, self.files())


RIGHT = {
    UsesAMatcher: ["lets-errors-out", "deterministic", "requires-are-true", "whole-characters", "input-unchanged"],
    LoadsItsListOnceAndCachesByText: ["lets-errors-out", "independent-of-order", "reads-no-environment", "leaves-nothing-open"],
    CatchesWhatItExpects: ["lets-errors-out", "finds-every-repetition"],
    LinksByTheDayThatIsClaimed: ["links-whatever-the-order", "same-in-other-processes", "takes-an-empty-run"],
    RecallsByFingerprint: ["recalls-by-content", "links-whatever-the-order"],
    LoadsFromASubclass: ["loads-in-one-order", "fingerprints-see-changes", "loads-what-is-there", "loads-the-same-again"],
}


@pytest.mark.parametrize("cls", [pytest.param(cls, id=cls.__name__) for cls in RIGHT])
def test_what_is_unusual_but_right_passes(cls) -> None:
    report = check_plugin(cls, only=RIGHT[cls], **options(cls))
    assert not [one for one in report if one.status is not Status.PASSED], report
