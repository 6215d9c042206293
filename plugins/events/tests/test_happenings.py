"""What the engine finds in sentences of our own."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_events.engine import events_of

from presseschau import Event, Span
from presseschau.dates import TimeExpression
from presseschau.testing.analysis import analyse

SENTENCES = frozenset({"analysis:sentences"})


def found(text: str, times: dict[str, str] | None = None) -> list[Event]:
    """Return the events of a text, with times given as words and forms."""
    expressions = [
        TimeExpression(id=words, spans=[(text.index(words), text.index(words) + len(words))], rule="r", type="DATE", form=form)
        for words, form in (times or {}).items()
    ]
    return events_of(analyse(text, SENTENCES), expressions)


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    """Return the words at spans."""
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Die Polizei nahm drei Männer fest.", ["nahm", "fest"], {"who": ["Die Polizei"], "whom": ["drei Männer"]}),
        (
            "Drei Männer wurden von der Polizei festgenommen.",
            ["festgenommen"],
            {"who": ["der Polizei"], "whom": ["Drei Männer"]},
        ),
        ("In Köln wurde ein Fahrer schwer verletzt.", ["verletzt"], {"who": [], "whom": ["ein Fahrer"], "place": ["Köln"]}),
        ("Zwei Bergsteiger kamen ums Leben.", ["kamen", "ums Leben"], {"who": [], "whom": ["Zwei Bergsteiger"]}),
        ("Die Ministerin protestierte gegen den Beschluss.", ["protestierte"], {"whom": ["den Beschluss"]}),
        ("Die Brücke, die das Hochwasser beschädigte, wurde gesperrt.", ["gesperrt"], {"whom": ["Die Brücke"]}),
        (
            "Der Konzern entließ seinen Chef und verkaufte die Werft.",
            ["verkaufte"],
            {"who": ["Der Konzern"], "whom": ["die Werft"]},
        ),
        ("Der Rat hat dem Antrag nicht zugestimmt.", ["zugestimmt"], {"status": "denied", "whom": ["dem Antrag"]}),
        ("Die Brücke soll abgerissen werden.", ["abgerissen"], {"status": "planned"}),
        ("Der Minister könnte zurücktreten.", ["zurücktreten"], {"status": "possible"}),
    ],
)
def test_who_did_what_to_whom(text: str, trigger: list[str], expected: dict[str, Any]) -> None:
    (event,) = [one for one in found(text) if " ".join(words(text, one.trigger)) == " ".join(trigger)]
    for name, value in expected.items():
        mine = getattr(event, name)
        assert (mine if name == "status" else words(text, mine)) == value, name


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister ist 54 Jahre alt.",
        "Die Stadt liegt am Rhein.",
        "„Das ist gut“, sagte der Trainer.",
        "Sie glaubt, dass er recht hat.",
    ],
)
def test_states_and_mere_speech_later_in_a_text_are_no_happenings(text: str) -> None:
    start = "Der Bürgermeister trat zurück. "
    assert [one for one in found(start + text) if one.trigger[0].start >= len(start)] == []


def test_a_mention_of_the_same_happening_takes_its_date() -> None:
    text = "Am Montag stürzte ein Hubschrauber ab. Der Absturz ereignete sich bei Bonn."
    events = found(text, {"Am Montag": "2020-06-15"})
    first = next(one for one in events if one.trigger[0] == Span(text.index("stürzte"), text.index("stürzte") + 7))
    later = next(one for one in events if words(text, one.trigger) == ["ereignete"])
    assert first.same_as is None
    assert (later.same_as, later.times, later.implied_times) == (first.id, (), first.times)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Am Montag brannte eine Scheune.", "Am Freitag gab es noch einen Brand."),
        ("In Bonn gab es einen Unfall.", "Ein weiterer Unfall geschah in Ulm."),
        ("Die Kommunalwahl gewann die Opposition.", "Die Parlamentswahl gewann die Regierung."),
    ],
)
def test_other_times_new_articles_and_other_compounds_are_other_happenings(first: str, second: str) -> None:
    text = f"{first} {second}"
    times = {"Am Montag": "2020-06-15", "Am Freitag": "2020-06-19"} if "Montag" in text else {}
    assert {one.same_as for one in found(text, times) if one.trigger[0].start > len(first)} <= {None}


def test_the_lead_has_the_main_event() -> None:
    text = "Der Präsident ist am Montag zurückgetreten. Im Mai war sein Bruder verhaftet worden. Der Bruder sitzt im Gefängnis."
    assert [words(text, one.trigger) for one in found(text) if one.is_main] == [["zurückgetreten"]]


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Gestern eröffnete die Königin in Hamburg ein Museum.", "die Königin eröffnete in Hamburg ein Museum"),
        ("Es war ein Tag, an dem die Bahn eine Strecke stilllegte.", "die Bahn stilllegte eine Strecke"),
        ("Der Vertrag wurde in Rom nicht unterzeichnet.", "Der Vertrag in Rom nicht unterzeichnet"),
    ],
)
def test_a_headline_tells_who_what_and_where(text: str, headline: str) -> None:
    assert headline in {one.headline for one in found(text)}


PIECES = st.sampled_from(
    [
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "am",
        "Montag",
        "in",
        "Berlin",
        "Köln",
        "wurde",
        "wurden",
        "hat",
        "sind",
        "trat",
        "traf",
        "getroffen",
        "zurück",
        "festgenommen",
        "verletzt",
        "nicht",
        "und",
        "oder",
        "dass",
        "weil",
        ",",
        ",",
        ",",
        ".",
        ".",
        ":",
        "„",
        "“",
        "(",
        ")",
        "Treffen",
        "Unfall",
        "Wahl",
        "Polizei",
        "Minister",
        "Ministerin",
        "sich",
        "soll",
        "werden",
        "zu",
        "nach",
        "vor",
        "mit",
        "von",
        "gegen",
        "2004",
        "drei",
        "kam",
        "ums",
        "Leben",
        "um",
        "sagte",
        "mitteilte",
        "Demonstration",
        "Absturz",
        "abgestürzt",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_whatever_the_text_events_are_made_of_it(text: str) -> None:
    times = [
        TimeExpression(id=f"t{start}", spans=[(start, start + 6)], rule="r", type="DATE", form="2020-06-15")
        for start in range(len(text))
        if text.startswith("Montag", start)
    ]
    events = events_of(analyse(text, SENTENCES), times)
    tokens = {token.text for token in analyse(text, SENTENCES)}
    known = {one.id for one in times}
    for number, event in enumerate(events):
        assert event.trigger
        assert set(event.headline.split()) <= tokens
        assert event.headline
        assert set(event.times) | set(event.implied_times) <= known
        assert not (event.times and event.implied_times)
        assert event.same_as is None or event.same_as in {one.id for one in events[:number] if one.same_as is None}
        assert 0 < event.confidence <= 1
