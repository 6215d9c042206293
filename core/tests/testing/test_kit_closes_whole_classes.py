"""Classes of mistakes that a kit misses when it looks at single examples: each wrong plugin here is caught by the check that names it."""

# ruff: noqa: ANN401, ARG002 - wrong on purpose, and hooks take what they are given

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest

from presseschau import Annotation, Document, Dossier, Group, Origin, Source, annotation, hookimpl
from presseschau.testing import Status, assert_linear, check_plugin

WORD = re.compile(r"\boffenbar\b")
OPENED: list[Any] = []


@annotation
@attrs.frozen(kw_only=True)
class Doubt(Annotation):
    """A word of doubt."""

    kind: ClassVar[str] = "classes:Doubt"
    note: str = ""


def doubts(text: str) -> list[Doubt]:
    return [Doubt(spans=[match.span()], rule="word") for match in WORD.finditer(text)]


class Doubting:
    """What all of these look for and give."""

    markers: ClassVar[tuple[str, ...]] = ("offenbar",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:classes:Doubt",)


def plugin(cls: type) -> type:
    return attrs.frozen(cls, eq=False, kw_only=True)


@plugin
class Right(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        return doubts(document.text)


@plugin
class DropsDuplicates(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        seen: dict[str, Doubt] = {}
        for one in doubts(document.text):
            context = document.text[max(0, one.spans[0].start - 8) : one.spans[0].end + 8]
            seen.setdefault(context, one)
        return list(seen.values())


@plugin
class StopsAtAThousand(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        return doubts(document.text)[:1000]


@plugin
class NeedsNoLastLine(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        lines = re.findall(r"[^\n]*\n", document.text)
        return doubts("".join(lines))


@plugin
class AsksTheEnvironment(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        return doubts(document.text) if os.environ.get("DOUBT", "yes") else []


@plugin
class AsksWhereItIs(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        return doubts(document.text) if Path.cwd().name != "quiet" else []


@plugin
class LeavesFilesOpen(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        OPENED.append(Path(__file__).open(encoding="utf-8"))  # noqa: SIM115 - the bug
        return doubts(document.text)


@plugin
class ForgetsToClose(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        Path(__file__).open(encoding="utf-8").readline()  # noqa: SIM115 - the bug
        return doubts(document.text)


@plugin
class SwallowsHalfway(Doubting):
    @hookimpl
    def extract(self, document: Document, analysis: Any) -> list[Doubt]:
        found = []
        try:
            for token in analysis:
                _ = len(analysis)
                if token.text == "offenbar":
                    found.append(Doubt(spans=[(token.idx, token.idx + 8)], rule="word"))
        except Exception:  # noqa: BLE001, S110 - the bug
            pass
        return found


@plugin
class BacktracksWhenItFails(Doubting):
    @hookimpl
    def extract(self, document: Document) -> list[Doubt]:
        if "aaaa" in document.text:
            re.search(r"a+a+$", document.text)
        return doubts(document.text)


WRONG_EXTRACTORS = [
    (DropsDuplicates, "finds-every-repetition"),
    (StopsAtAThousand, "finds-every-repetition"),
    (NeedsNoLastLine, "independent-of-a-final-newline"),
    (AsksTheEnvironment, "reads-no-environment"),
    (AsksWhereItIs, "reads-no-environment"),
    (LeavesFilesOpen, "leaves-nothing-open"),
    (ForgetsToClose, "leaves-nothing-open"),
    (SwallowsHalfway, "lets-errors-out"),
    (BacktracksWhenItFails, "linear-time"),
]


@pytest.mark.parametrize(("cls", "check"), WRONG_EXTRACTORS, ids=[cls.__name__ for cls, _ in WRONG_EXTRACTORS])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_extractor_of_the_class_is_caught(cls: type, check: str) -> None:
    (outcome,) = check_plugin(cls, only=[check])
    while OPENED:
        OPENED.pop().close()
    assert outcome.status is Status.FAILED, outcome


@pytest.mark.parametrize("check", sorted({check for _, check in WRONG_EXTRACTORS}))
def test_a_right_extractor_passes(check: str) -> None:
    (outcome,) = check_plugin(Right, only=[check])
    assert outcome.status is Status.PASSED, outcome


def test_linearity_is_judged_with_whole_units() -> None:
    with pytest.raises(AssertionError, match=r"times as long|not finished"):
        assert_linear(lambda text: re.search(r"(?:ab)+(?:ab)+c", text), "ab")


# Loaders


@attrs.frozen(eq=False, kw_only=True)
class Files:
    """Reads the text files of a directory; what may be wrong with that is in the flags."""

    directory: Path
    ordered: bool = True
    digest: bool = True

    def _paths(self) -> Sequence[Path]:
        found = [self.directory / name for name in os.listdir(self.directory)]  # noqa: PTH208 - as many do
        return sorted(found) if self.ordered else found

    def _source(self, path: Path) -> Source:
        stat = path.stat()
        text = path.read_text("utf-8")
        fingerprint = text if self.digest else f"{stat.st_size} {stat.st_mtime}"
        return Source(id=path.name, fingerprint=fingerprint, read=Reading(path.name, text))

    @hookimpl
    def load(self) -> Iterator[Source]:
        """Yield a source for each file."""
        for path in self._paths():
            yield self._source(path)


@attrs.frozen
class Reading:
    name: str
    text: str

    def __call__(self) -> Document:
        return Document(id=self.name, source_text=self.text, origin=Origin(location=self.name))


def prepared(**options: bool) -> Any:
    def prepare(directory: Path, documents: Sequence[Document]) -> Files:
        for document in documents:
            (directory / document.id).write_bytes(document.source_text.encode("utf-8"))
        return Files(directory=directory, **options)

    return prepare


@pytest.mark.parametrize(
    ("options", "check"), [({"ordered": False}, "loads-in-one-order"), ({"digest": False}, "fingerprints-see-changes")]
)
def test_a_loader_of_the_class_is_caught(options: dict[str, bool], check: str) -> None:
    (right,) = check_plugin(Files, only=[check], prepare=prepared())
    assert right.status is Status.PASSED, right
    (wrong,) = check_plugin(Files, only=[check], prepare=prepared(**options))
    assert wrong.status is Status.FAILED, wrong


@attrs.frozen(eq=False, kw_only=True)
class LoadsNothing:
    @hookimpl
    def load(self) -> list[Source]:
        return []


def test_a_loader_that_loads_nothing_is_caught() -> None:
    (outcome,) = check_plugin(LoadsNothing, only=["loads-the-same-again"], prepare=lambda *_: LoadsNothing())
    assert outcome.status is Status.FAILED


# Linkers and reports


@attrs.frozen(eq=False, kw_only=True)
class LinksNothing:
    @hookimpl
    def link(self, dossier: Dossier) -> list[Group]:
        return []


def test_a_linker_that_links_nothing_is_said_not_to_be_exercised() -> None:
    (outcome,) = check_plugin(LinksNothing, only=["links-the-same-again"])
    assert outcome.status is Status.SKIPPED
    assert "not exercised" in outcome.message


@attrs.frozen(eq=False, kw_only=True)
class Lines:
    """Writes a line for each quotation."""

    wrong: str = ""

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the file."""
        lines = []
        for number, document in enumerate(dossier.documents()):
            if self.wrong == "first" and number:
                break
            for one in dossier.annotations(document=document.id):
                spans = one.spans if self.wrong == "coordinates" else document.to_clean(one.spans[0])
                words = "".join(document.text[start:end] for start, end in spans)
                lines.append(json.dumps([document.id, words] if self.wrong != "constant" else [], ensure_ascii=False))
        path = directory / "lines.txt"
        path.write_text("" if self.wrong == "constant" else "\n".join(lines), encoding="utf-8")
        return [path]


@pytest.mark.parametrize(
    ("wrong", "check", "status"),
    [
        ("", "reports-every-document", Status.PASSED),
        ("first", "reports-every-document", Status.FAILED),
        ("constant", "reports-every-document", Status.SKIPPED),
        ("", "reports-the-right-words", Status.PASSED),
        ("coordinates", "reports-the-right-words", Status.FAILED),
    ],
)
def test_a_report_of_the_class_is_caught(wrong: str, check: str, status: Status) -> None:
    (outcome,) = check_plugin(Lines(wrong=wrong), only=[check])
    assert outcome.status is status, outcome
