"""A run made by hand, with one of everything, so that reports can be tested without any other plugin."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs
import pytest
from attrs import frozen

from presseschau import (
    Annotation,
    Claim,
    Cleaning,
    Document,
    Edit,
    Event,
    Group,
    InferredDate,
    LanguageGuess,
    Origin,
    Part,
    Provenance,
    Quote,
    Span,
    annotation,
)
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.model.results import DeadLetter, StepRecord, StepResult
from presseschau.results.dossier import Dossier
from presseschau.store import Commit, Store


@annotation
@frozen(kw_only=True)
class Hedge(Annotation):
    """A third party's kind."""

    kind = "test:Hedge"
    strength: str = "weak"


STEPS = ("load", "clean", "find")


def step(name: str) -> StepRecord:
    return StepRecord(
        id=name, stage={"load": "load", "clean": "clean"}.get(name, "extract"), plugin=name, distribution=f"dist-{name}",
        version="1.2.3", options="{}", code="", fingerprint="",
    )  # fmt: skip


@frozen(kw_only=True)
class Made:
    """A document with its cleaning and its annotations by spans of the source text."""

    document: Document
    cleaning: Cleaning = Cleaning()
    annotations: Sequence[Annotation] = ()
    status: str = "done"


def spans(text: str, *words: str) -> tuple[Span, ...]:
    """Return where words stand, one after the other."""
    found, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        found.append(Span(start, at))
    return tuple(found)


def build(
    path: Path, made: Sequence[Made], *, links: Sequence[Group | InferredDate] = (), letters: Sequence[DeadLetter] = ()
) -> Dossier:
    store = Store(path)
    records = [step(name) for name in (*STEPS, "link")]
    store.begin(records)
    for number, one in enumerate(made):
        results = [
            StepResult(step="load", fingerprint="", seconds=0.1, cleaning=Cleaning(claims=one.document.claims)),
            StepResult(step="clean", fingerprint="", seconds=0.1, cleaning=one.cleaning),
            StepResult(step="find", fingerprint="", seconds=0.1, annotations=tuple(one.annotations)),
        ]
        document = one.document.with_cleaning(one.cleaning)
        work = Commit(id=document.id, load_step="load", status=one.status, document=document, results=tuple(results))
        store.commit(work, number)
    for letter in letters:
        store.bury(letter)
    store.put_links(records[-1], links, "", 0.1)
    store.finish()
    store.close()
    return Dossier(Store(path))


EVIL = "<script>alert('x')</script> & \"&lt;\" </style> </p> {{ 7*7 }} \x1b[31m \u202eabc"

TEXT = (
    "Mehr zum Thema\n"
    "Streit um den Park\n"
    "Am Montag, 24. Mai, sagte Bürgermeisterin Ada Ärmel: „Der Park bleibt, wie er ist. Er sprach von ‚Unsinn‘.“ "
    "Sie sei offenbar sicher.\n"
    "Im Mai 2021 begann der Bau. Seit drei Wochen wird protestiert.\n"
    "(dpa) Bild: Keystone"
)


def example() -> list[Made]:
    """Return documents that hold one of everything."""

    def at(*words: str) -> tuple[Span, ...]:
        return spans(TEXT, *words)

    document = Document(
        id="heap/park.txt",
        source_text=TEXT,
        origin=Origin(location="heap/park.txt", digest="0" * 64),
        language=LanguageGuess("de", 0.99),
        claims=[
            Claim(name="publisher", value="Tagesbote", origin="config", rule="config/publisher"),
            Claim(name="date", value="2021-05", origin="sidecar", rule="sidecar/date"),
            Claim(name="url", value="https://example.org/park?a=1&b=2", origin="sidecar", rule="sidecar/url"),
            Claim(name="url", value="javascript:alert(1)", origin="sidecar", rule="sidecar/url"),
        ],
    )
    cleaning = Cleaning(
        edits=[
            Edit(span=at("Mehr zum Thema\n")[0], rule="related/heading"),
            Edit(span=at("(dpa) Bild: Keystone")[0], rule="credit", confidence=0.8),
        ],
        parts=[
            Part(label="title", span=at("Streit um den Park")[0], kept=True, rule="title/first"),
            Part(label="credit", span=at("(dpa) Bild: Keystone")[0], kept=False, rule="credit"),
        ],
        claims=[Claim(name="agency", value="dpa", origin="credit", rule="credit", span=at("dpa")[0])],
    )
    annotations: list[Annotation] = [
        Quote(
            id="q1", rule="direct/colon", confidence=0.93, type="Direct", spans=at("„Der Park bleibt, wie er ist. Er sprach von ‚Unsinn‘.“"),
            speaker=at("Bürgermeisterin Ada Ärmel"), cue=at("sagte"), speaker_entity="Ada Ärmel",
        ),
        Quote(id="q2", rule="direct/nested", type="Direct", spans=at("‚Unsinn‘"), speaker=at("Er"), parent="q1"),
        Quote(id="q3", rule="indirect/subjunctive", type="Indirect", spans=at("Sie sei offenbar sicher."), speaker=at("Sie")),
        TimeExpression(id="t1", rule="weekday-day", type="DATE", form="XXXX-05-24", spans=at("Montag, 24. Mai")),
        TimeExpression(id="t2", rule="month-year", type="DATE", form="2021-05", spans=at("Mai 2021")),
        TimeExpression(id="t3", rule="duration", type="DURATION", form="P3W", spans=at("drei Wochen")),
        Event(id="e1", rule="sentence", spans=at("Im Mai 2021 begann der Bau."), times=["t2"]),
        DocumentDate(
            id="d1", rule="calendar", edtf="[2010-05-24,2021-05-24]", origin="calendar", spans=at("Montag, 24. Mai"),
            reasons=["24 May is a Monday in 2010 and 2021"], window="2010/2022",
        ),
        Hedge(id="h1", rule="hedge/adverb", spans=at("offenbar"), strength="strong"),
    ]  # fmt: skip
    stamped = [
        attrs.evolve(one, provenance=Provenance(step="find", plugin="find", distribution="dist-find", version="1.2.3"))
        for one in annotations
    ]
    evil = Document(
        id=f"evil/{EVIL}",
        source_text=f"{EVIL}\nAm 3. Mai 2020 sagte {EVIL}: „{EVIL}“",
        claims=[Claim(name=name, value=EVIL, origin=EVIL, rule=EVIL) for name in ("title", "publisher", "author", "x")],
        origin=Origin(location="evil"),
    )
    text = evil.source_text
    quoted = text.index("„")
    return [
        Made(document=document, cleaning=cleaning, annotations=stamped),
        Made(
            document=evil,
            cleaning=Cleaning(edits=[Edit(span=Span(0, len(EVIL)), rule=EVIL)]),
            annotations=[
                Quote(
                    id="v1",
                    rule=EVIL,
                    type=EVIL,
                    spans=[Span(quoted, len(text))],
                    speaker_entity=EVIL,
                    speaker=[Span(len(EVIL) + 5, quoted - 2)],
                ),
                TimeExpression(id="v2", rule=EVIL, type="DATE", form="2020-05-03", spans=spans(text, "3. Mai 2020")),
                Hedge(id="v3", rule=EVIL, spans=spans(text, "sagte"), strength=EVIL),
            ],
        ),
        Made(document=Document(id="bare.txt", source_text="Nur ein Satz.")),
        Made(
            document=Document(id="english.txt", source_text="Only one sentence.", language=LanguageGuess("en", 0.9)),
            status="other-language",
        ),
    ]


LINKS = (
    Group(type="speaker", label="Ada Ärmel (Bürgermeisterin)", members=("q1", "q3"), rule="same-name"),
    Group(type="story", label=f"Der Park {EVIL}", members=("heap/park.txt", "bare.txt"), rule="overlap"),
    InferredDate(document="bare.txt", edtf="2021-05", reasons=("same story",), rule="story"),
)
LETTERS = (
    DeadLetter(
        document="torn.txt", step="load", plugin="text-files", version="0.1.0", error="DocumentError",
        message=f"/home/somebody/secret/heap/torn.txt: broken {EVIL}", hint="see /var/log/x.log or https://example.org/a/b",
        traceback='File "/home/somebody/secret/x.py", line 1',
    ),
)  # fmt: skip


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    """A dossier with one of everything."""
    return build(tmp_path / "run.sqlite", example(), links=LINKS, letters=LETTERS)


@pytest.fixture
def dossier_of(tmp_path: Path) -> Callable[..., Dossier]:
    """Make a dossier of documents."""
    numbers = iter(range(1000))
    return lambda *made, **named: build(tmp_path / f"{next(numbers)}.sqlite", made, **named)


@pytest.fixture(scope="session")
def evil() -> str:
    return EVIL


@pytest.fixture(scope="session")
def made() -> type[Made]:
    """What documents for ``dossier_of`` are made of."""
    return Made


@pytest.fixture(scope="session")
def foreign() -> type[Hedge]:
    """An annotation class of a third party."""
    return Hedge
