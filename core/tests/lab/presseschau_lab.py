"""Plugins that the tests of core install on the fly: small, and as good or bad as a test asks."""

import hashlib
import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from attrs import field, frozen

from presseschau import (
    Annotation,
    Claim,
    Cleaning,
    Document,
    Dossier,
    Edit,
    Group,
    InferredDate,
    LanguageGuess,
    Part,
    Source,
    Span,
    annotation,
    hookimpl,
    reference_field,
    spans_field,
)

CALLS: list[tuple[str, str]] = []
"""What was called, and with which document, in this process."""


@annotation
@frozen(kw_only=True)
class Mark(Annotation):
    kind: ClassVar[str] = "lab:Mark"

    word: str = ""
    around: tuple[Span, ...] = spans_field()
    before: str | None = reference_field()
    data: Any = None


def read_file(path: Path, name: str) -> Document:
    CALLS.append(("read", name))
    return Document(id=name, source_text=path.read_text("utf-8"))


@frozen(eq=False, kw_only=True)
class Files:
    """Reads the text files of a directory."""

    directory: Path

    @hookimpl
    def load(self) -> Iterator[Source]:
        for path in sorted(self.directory.glob("*.txt")):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield Source(path.name, digest, partial(read_file, path, path.name))


@frozen(eq=False, kw_only=True)
class Texts:
    """Gives the documents that stand in the config, id -> text."""

    texts: dict[str, str] = field(factory=dict)
    date: str = ""

    @hookimpl
    def load(self) -> Iterator[Document]:
        claims = [Claim(name="date", value=self.date, origin="config", rule="lab/config")] if self.date else []
        for name, text in self.texts.items():
            yield Document(id=name, source_text=text, claims=claims)


@frozen(eq=False, kw_only=True)
class Many:
    """Makes documents one at a time."""

    number: int

    @hookimpl
    def load(self) -> Iterator[Source]:
        for number in range(self.number):
            yield Source(f"{number:05}", "1", partial(self._read, number))

    def _read(self, number: int) -> Document:
        text = f"Der Rat tagte am {number % 28 + 1}. Mai. " * 40
        return Document(id=f"{number:05}", source_text=f"Bild: Archiv {number}\n{text}")


def fail(error: BaseException) -> Any:  # noqa: ANN401 - never returns
    raise error


def document(name: str = "second", text: str = "x", **of_claim: Any) -> Document:  # noqa: ANN401 - wrong values
    claims = [Claim(**{"name": "title", "value": "x", "origin": "x", "rule": "x"} | of_claim)] if of_claim else []
    return Document(id=name, source_text=text, claims=claims)


LOADED: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "text": lambda: "Zweitens.",
    "raises": lambda: fail(RuntimeError("the archive is torn")),
    "unreadable": lambda: Source("second", "1", partial(fail, UnicodeError("no encoding fits"))),
    "id of no type": lambda: Source(5, "1", partial(document, "5")),  # type: ignore[arg-type]
    "other id": lambda: Source("second", "1", partial(document, "another")),
    "not a document": lambda: Source("second", "1", partial(str, "x")),
    "no id": lambda: document(""),
    "nul in id": lambda: document("a\0b"),
    "surrogate in id": lambda: document("bad\udcffname.txt"),
    "surrogate in text": lambda: document(text="Er sagte \ud83d nichts."),
    "surrogate in claim": lambda: document(value="\udfff"),
    "surrogate in origin": lambda: document(origin="\udfff"),
    "claim out of range": lambda: document(span=Span(0, 99)),
    "duplicate": lambda: document("first", "Noch einmal."),
}


@frozen(eq=False, kw_only=True)
class BadLoader:
    """Loads two documents, and something wrong between them."""

    wrong: str

    @hookimpl
    def load(self) -> Iterator[Any]:
        yield Document(id="first", source_text="Erstens.")
        yield LOADED[self.wrong]()
        yield Document(id="last", source_text="Zuletzt.")


@frozen(eq=False, kw_only=True)
class CutLines:
    """Cuts lines that begin with a marker; keeps them as a part, and claims a date line's date."""

    marker: str
    label: str = "furniture"
    claims: str = ""

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        CALLS.append((f"cut {self.marker}", document.id))
        edits: list[Edit] = []
        parts: list[Part] = []
        claims: list[Claim] = []
        for match in re.finditer(rf"^{re.escape(self.marker)}(.*)\n?", document.text, re.MULTILINE):
            if match.group():
                edits += document.cut(Span(*match.span()), "lab/line")
                (place, *_) = document.to_source(Span(*match.span()))
                parts.append(Part(label=self.label, span=place, kept=False, rule="lab/line"))
                if self.claims:
                    value = match.group(1).strip()
                    claims.append(Claim(name=self.claims, value=value, origin=self.label, span=place, rule="lab/line"))
        return Cleaning(edits=edits, parts=parts, claims=claims)


@frozen(eq=False, kw_only=True)
class Words:
    """Marks the words that match a pattern, each referring to the one before it."""

    pattern: str = r"\w+"
    provides: ClassVar[tuple[str, ...]] = ("annotation:lab:Mark",)

    @hookimpl
    def extract(self, document: Document) -> Iterator[Mark]:
        CALLS.append((f"words {self.pattern}", document.id))
        for number, match in enumerate(re.finditer(self.pattern, document.text)):
            yield Mark(
                spans=[match.span()],
                id=str(number),
                before=str(number - 1) if number else None,
                word=match.group(),
                rule="lab/word",
            )


@frozen(eq=False, kw_only=True)
class Sentences:
    """Marks the sentences of the shared analysis."""

    requires: ClassVar[tuple[str, ...]] = ("analysis:sentences",)
    provides: ClassVar[tuple[str, ...]] = ("annotation:lab:Mark",)

    @hookimpl
    def extract(self, document: Document, analysis: Any) -> Iterator[Mark]:  # noqa: ANN401 - a spaCy Doc
        CALLS.append(("sentences", document.id))
        for sentence in analysis.sents:
            text = sentence.text.strip()
            if text:
                yield Mark(spans=[(sentence.start_char, sentence.start_char + len(text))], word=text, rule="lab/sentence")


@frozen(eq=False, kw_only=True)
class TakesAnalysis:
    """Asks for the shared analysis, and for nothing in it."""

    @hookimpl
    def extract(self, analysis: Any) -> list[Mark]:  # noqa: ANN401 - a spaCy Doc
        return [Mark(spans=[(0, len(analysis[0]))], rule="lab/token")]


@frozen(eq=False, kw_only=True)
class Recurses:
    """Calls itself some hundred times, as many a parser does."""

    @hookimpl
    def extract(self) -> tuple[Mark, ...]:
        return self._deeper(500)

    def _deeper(self, left: int) -> tuple[Mark, ...]:
        return self._deeper(left - 1) if left else ()


@frozen(eq=False, kw_only=True)
class Followers:
    """Marks what earlier extractors have marked, again, with a reference to it."""

    requires: ClassVar[tuple[str, ...]] = ("annotation:lab:Mark",)

    @hookimpl
    def extract(self, annotations: tuple[Annotation, ...], document: Document) -> Iterator[Mark]:
        for record in annotations:
            assert all(0 <= span.start < span.end <= len(document.text) for span in record.spans)
            yield Mark(spans=record.spans, before=record.id, rule="lab/follower")


def fail_late() -> Iterator[Mark]:
    yield Mark(spans=[(0, 1)], rule="x")
    raise ValueError("too late")


def claim(**changes: Any) -> Cleaning:  # noqa: ANN401 - wrong values
    return Cleaning(claims=[Claim(**{"name": "title", "value": "x", "origin": "x", "rule": "x"} | changes)])


def cut(start: int, end: int, replacement: str = "") -> Cleaning:
    return Cleaning(edits=[Edit(span=Span(start, end), replacement=replacement, rule="x")])


def mark(*span: int, **attributes: Any) -> list[Mark]:  # noqa: ANN401 - wrong values
    return [Mark(spans=[span or (0, 1)], rule="x", **attributes)]


class Unsayable(Exception):  # noqa: N818 - a stranger's
    """Cannot even be shown."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class Beyond(BaseException):
    """Is not caught by those who catch every Exception, as trio's Cancelled and asyncio's CancelledError."""


def _forks(*, leaves: bool) -> None:
    """Start a copy of the process that outlives it, and holds all that it has open; or one that comes back and goes on."""
    if os.fork():
        if leaves:
            os._exit(3)
    elif leaves:
        time.sleep(60)
        os._exit(0)


def _logs(document: str) -> None:
    """Log a warning as most do, and one by a logger with a handler of its own, as spaCy has."""
    logging.getLogger("acme.plain").warning("plain warning on %s", document)
    logging.getLogger("acme.plain").warning("%d warnings do not fit", document)
    own = logging.getLogger("acme.own")
    if not own.handlers:
        own.addHandler(logging.StreamHandler())
    own.warning("own warning on %s", document)


ANYWHERE: dict[str, Callable[[Document], Any]] = {
    "raises": lambda _: fail(ValueError("a grief: „nie“")),
    "unsayable": lambda _: fail(Unsayable()),
    "beyond": lambda _: fail(Beyond("cancelled")),
    "says too much": lambda _: fail(ValueError("x" * 100_000)),
    "forks": lambda _: _forks(leaves=False),
    "forks and leaves": lambda _: _forks(leaves=True),
    "leaves a thread": lambda _: threading.Thread(target=time.sleep, args=(60,)).start(),
    "spoils": lambda _: sys.setrecursionlimit(300),
    "exits": lambda _: fail(SystemExit(7)),
    "kills": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "interrupts": lambda _: fail(KeyboardInterrupt()),
    "leaves": lambda _: os._exit(0),
    "segfaults": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "dawdles": lambda _: time.sleep(0.02),
    "hangs": lambda _: time.sleep(1000),
    "hangs in C": lambda _: re.match(r"(a|a)*b", "a" * 200),
    "eats": lambda _: [bytearray(1 << 26) for _ in range(1000)] and None,
    "prints": lambda _: print("not JSON", flush=True) or (os.write(1, b"nor this\n") and None),  # noqa: T201
    "logs": lambda document: _logs(document.id),
    "mutates": lambda document: setattr(document, "source_text", "anders"),
}
IN_CLEAN = ANYWHERE | {
    "wrong type": lambda _: [Edit(span=Span(0, 1), rule="x")],
    "invents": lambda _: cut(0, 1, "Unfug"),
    "out of range": lambda _: cut(0, 10**6),
    "surrogate": lambda _: claim(value="\ud800"),
    "no text": lambda _: claim(value=2021),
    "no label": lambda _: Cleaning(parts=[Part(label=None, span=Span(0, 1), kept=True, rule="x")]),  # type: ignore[arg-type]
    "wrong member": lambda _: Cleaning(edits=["cut this"]),  # type: ignore[list-item]
    "cuts all": lambda document: cut(0, len(document.source_text)),
}
IN_EXTRACT = ANYWHERE | {
    "raises late": lambda _: fail_late(),
    "wrong type": lambda _: ["not an annotation"],
    "not iterable": lambda _: 7,
    "false": lambda _: False,
    "out of range": lambda _: mark(0, 10**6),
    "dangling": lambda _: mark(before="nobody"),
    "surrogate": lambda _: mark(word="\ud800"),
    "no json": lambda _: mark(data={1, 2}),
    "not a number": lambda _: mark(data=float("nan")),
    "endless": lambda _: mark(data=2**70),
}


@frozen(eq=False, kw_only=True)
class Misbehaves:
    """Does, in whatever stage it stands, what a plugin must not; only in documents with ``where`` in them."""

    how: str = "raises"
    where: str = ""
    flag: str = ""
    """While a file exists there, the plugin behaves; a text, since what a path names would count as an option."""

    def _applies(self, document: Document) -> bool:
        CALLS.append(("misbehaves", document.id))
        return self.where in document.source_text and not (self.flag and Path(self.flag).exists())

    @hookimpl
    def clean(self, document: Document) -> Any:  # noqa: ANN401 - that is the point
        return IN_CLEAN[self.how](document) if self._applies(document) else None

    @hookimpl
    def extract(self, document: Document) -> Any:  # noqa: ANN401 - that is the point
        found = IN_EXTRACT[self.how](document) if self._applies(document) else ()
        return () if found is None else found

    @hookimpl
    def link(self) -> Any:  # noqa: ANN401 - that is the point
        match self.how:
            case "raises":
                raise ValueError("no link")
            case "wrong type":
                return ["not a group"]
            case "no json":
                return [Group(type="t", label="l", members=(), data={"a": {1}}, rule="x")]
            case "no date":
                return [InferredDate(document="a", edtf="neulich", rule="x")]
            case "no member":
                return [Group(type="t", label="l", members=("a", "nobody"), rule="x")]
            case "no document":
                return [InferredDate(document="nobody", edtf="2021", rule="x")]
        return None

    @hookimpl
    def detect_language(self) -> Any:  # noqa: ANN401 - that is the point
        if self.how == "raises":
            raise ValueError("speechless")
        return "de" if self.how == "wrong type" else None

    @hookimpl
    def spacy_pipeline(self) -> Any:  # noqa: ANN401 - that is the point
        if self.how == "raises":
            raise ValueError("no model")
        return 7


@frozen(eq=False, kw_only=True)
class Liar:
    """Analyses another text than it is given: one letter longer where there is an ß."""

    @hookimpl
    def spacy_pipeline(self) -> Any:  # noqa: ANN401 - a spaCy Language
        import spacy  # noqa: PLC0415

        nlp = spacy.blank("de")
        honest = nlp.tokenizer
        nlp.tokenizer = lambda text: honest(text.replace("ß", "ss"))
        return nlp


@frozen(eq=False, kw_only=True)
class Fixed:
    """Takes every text with a word in it for one language."""

    language: str = "fr"
    word: str = "bonjour"

    @hookimpl
    def detect_language(self, text: str) -> LanguageGuess:
        CALLS.append(("language", text[:10]))
        return LanguageGuess(self.language if self.word in text else "de", 0.9)


@frozen(eq=False, kw_only=True)
class SameWord:
    """Groups marks with the same word, and dates documents without a date."""

    date: str = ""

    @hookimpl
    def link(self, dossier: Dossier) -> Iterable[Group | InferredDate]:
        CALLS.append(("link", ""))
        words: dict[str, list[str]] = {}
        for mark in dossier.annotations(Mark):
            words.setdefault(mark.word, []).append(mark.id)
        for word, members in sorted(words.items()):
            why = {one: {"with": other, "why": f"both say {word}"} for one in members for other in members if one != other}
            yield Group(type="word", label=word, members=members, rule="lab/same", data={"members": why} if why else {})
        if self.date:
            for document in dossier.documents():
                yield InferredDate(document=document.id, edtf=self.date, reasons=["the config says so"], rule="lab/date")


@frozen(eq=False, kw_only=True)
class Lines:
    """Writes a line for each document and mark."""

    path: str = "lines.txt"
    how: str = ""

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> list[Path]:
        CALLS.append((f"report {self.path}", ""))
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8") as file:
            for document in dossier.documents():
                file.write(f"{document.id}: {document.text!r}\n")
                for mark in dossier.annotations(Mark, document=document.id):
                    file.write(f"  {mark.id} {mark.spans} {mark.word!r} {mark.before}\n")
            for group in dossier.groups():
                file.write(f"{group.label}: {', '.join(group.members)}\n")
            if self.how == "raises":
                raise ValueError("the disk is full, say")
        if self.how == "elsewhere":
            return [directory.parent / "elsewhere.txt"]
        if self.how == "unwritten":
            return [directory / "unwritten.txt"]
        return [target]


@frozen(eq=False, kw_only=True)
class Pages:
    """Writes a page for each document."""

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterator[Path]:
        for document in dossier.documents():
            page = directory / "pages" / f"{document.id}.txt"
            page.parent.mkdir(exist_ok=True)
            page.write_text(document.text, "utf-8")
            yield page


@frozen(kw_only=True)
class ByValue:
    """Compares by value, as attrs classes do unless told otherwise."""

    @hookimpl
    def clean(self) -> None: ...


@frozen(eq=False, kw_only=True)
class Misspelt:
    @hookimpl
    def extrct(self, document: Document) -> None: ...


@frozen(eq=False, kw_only=True)
class WrongArgument:
    @hookimpl
    def extract(self, dokument: Document) -> None: ...


@frozen(eq=False, kw_only=True)
class First:
    @hookimpl(tryfirst=True)
    def clean(self) -> None: ...


@frozen(eq=False, kw_only=True)
class Last:
    @hookimpl(trylast=True)
    def clean(self) -> None: ...


@frozen(eq=False, kw_only=True)
class Wrapper:
    @hookimpl(wrapper=True)
    def clean(self) -> Iterator[None]:
        return (yield)


@frozen(eq=False, kw_only=True)
class Nothing:
    def clean(self) -> None: ...


@frozen(eq=False, kw_only=True)
class BareString:
    requires: ClassVar[str] = "analysis:sentences"

    @hookimpl
    def extract(self) -> tuple[Mark, ...]:
        return ()


@frozen(eq=False, kw_only=True)
class NeedsParse:
    requires: ClassVar[tuple[str, ...]] = ("analysis:parse",)

    @hookimpl
    def extract(self) -> None: ...


def no_class() -> None: ...
