"""One small run with all that may befall an export: an emoji, combining marks, a formula, markup, a cut, a third party's kind."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from attrs import frozen

from presseschau import Annotation, Claim, Document, Dossier, Edit, Event, Group, Quote, Span, annotation, spans_field
from presseschau.dates import TimeExpression
from presseschau.testing.archive import archived

ADVERT = "Anzeige\n"
TEXT = (
    "=cmd|' /C calc'!A0\nAm 3. Mai 2021 sagte 👩‍🚒 Ada A\u0308rmel: „Das\nbleibt <b>so</b>, ja; nein. Otto Kurz zahlt 5 €.“ Geplant, ja.\n"
    "Otto Kurz: „A\u0308rmel irrt. Der Kurz wartet.“"
)


@annotation
@frozen(kw_only=True)
class Money(Annotation):
    """A third party's kind: nobody here has written anything for it."""

    kind: ClassVar[str] = "acme:Money"

    amount: float
    currency: str = "EUR"
    years: tuple[str, ...] = ()
    sure: bool = True
    payer: tuple[Span, ...] = spans_field()


def at(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words))


@pytest.fixture(scope="session")
def text() -> str:
    """The clean text of the document."""
    return TEXT


@pytest.fixture
def dossier() -> Iterator[Dossier]:
    """A run of one document with quotes, dates, events, sums of money and groups."""
    said = "„Das\nbleibt <b>so</b>, ja; nein. Otto Kurz zahlt 5 €.“"
    ada = {
        "speaker_entity": "Ada A\u0308rmel",
        "speaker_given": "Ada",
        "speaker_family": "A\u0308rmel",
        "speaker_role": "Ministerin",
    }
    found = (
        Quote(id="q", rule="r", type="Direct", spans=[at(said)], speaker=[at("Ada A\u0308rmel")], cue=[at("sagte")], **ada),
        Quote(
            id="p",
            rule="r",
            confidence=0.9,
            type="Direct",
            spans=[at("„A\u0308rmel irrt. Der Kurz wartet.“")],
            speaker=[at("Otto Kurz", "Otto Kurz:")],
            speaker_entity="Otto Kurz",
        ),
        TimeExpression(id="t", rule="r", type="DATE", form="2021-05-03", spans=[at("3. Mai 2021")]),
        TimeExpression(id="u", rule="r", type="DATE", form="2021", spans=[at("2021")]),
        Event(
            id="e",
            rule="r",
            spans=[at("Geplant, ja.")],
            trigger=[at("Geplant")],
            times=["t"],
            status="planned",
            headline="Ja, <b>geplant</b>; so",
            is_main=True,
        ),
        Event(id="f", rule="r", spans=[at("sagte")], times=["t"], status="denied"),
        Money(id="m", rule="r", spans=[at("5 €")], amount=5.0, years=("1999", "=2000"), payer=[at("Otto Kurz")]),
    )
    claims = [
        Claim(name="title", value="=1+1", origin="x", rule="r"),
        Claim(name="date", value="2021-05-04", origin="x", rule="r"),
        Claim(name="url", value="https://example.org/a?b=1&c=2", origin="x", rule="r"),
    ]
    document = Document(
        id="a/b:c.txt", source_text=ADVERT + TEXT, claims=claims, edits=[Edit(span=Span(0, len(ADVERT)), rule="advert")]
    )
    assert document.text == TEXT
    with archived([(document, found)]) as plain:
        ids = {one.kind + str(one.spans[0].start): one.id for one in plain.annotations()}
    quotes = [key for kind, key in ids.items() if kind.startswith("Quote")]
    groups = [
        Group(
            id="g1",
            type="speaker",
            label="Ada A\u0308rmel",
            members=quotes[:1],
            rule="r",
            data={"names": {"Ada A\u0308rmel": 1}},
        ),
        Group(id="g2", type="speaker", label="Otto Kurz", members=quotes[1:], rule="r"),
    ]
    with archived([(document, found)], groups) as made:
        yield made
