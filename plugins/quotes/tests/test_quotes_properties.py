"""What holds of any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_quotes import TYPES, Found, find_quotes

from presseschau.builtin.sentences import sentences
from presseschau.testing import assert_linear

PIECES = [
    *[
        "Der",
        "Die",
        "das",
        "Minister",
        "Merkel",
        "sagte",
        ",",
        ".",
        ":",
        ";",
        "„",
        "“",
        "”",
        '"',
        "»",
        "«",
        "‚",
        "‘",
        "'",
        "dass",
    ],
    *[
        "ob",
        "laut",
        "nach",
        "Angaben",
        "zufolge",
        "wie",
        "so",
        "(",
        ")",
        "–",
        "sei",
        "habe",
        "werde",
        "zu",
        "gehen",
        "soll",
        "und",
    ],
    *[
        "erklärte",
        "mit",
        "teilte",
        "an",
        "kritisierte",
        "fordern",
        "gefordert",
        "hatte",
        "wurde",
        "wonach",
        "Das",
        "12",
        "heißt",
    ],
    *[
        "es",
        "zitiert",
        "verlauten",
        "\n\n",
        "\n",
        "?",
        "!",
        "…",
        "😀",
        "\u00ad",
        "\u2028",
        "\u0301",
        "\ufeff",
        "\x00",
        "é",
        "Ü",
    ],
]
MARKS = [("„", "“"), ("»", "«"), ("«", "»"), ('"', '"'), ("“", "”"), ("„", '"')]
SPEAKERS = ["die Ministerin", "Otto Test", "ein Sprecher der Bahn", "Bundesrätin Anna Muster"]
SAID = ["Wir haben die Arbeit gestern beendet", "Das Geld reicht nicht für alle Schulen", "Niemand weiss genau, was noch kommt"]
VERBS = ["sagte", "erklärte", "betonte", "meinte", "berichtete"]


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def check(text: str, found: list[Found]) -> None:
    for index, one in enumerate(found):
        assert one.type in TYPES
        assert 0 <= one.confidence <= 1
        assert one.spans
        assert one.parent is None or 0 <= one.parent < index
        for spans in (one.spans, one.speaker, one.cue, one.addressee, one.frame):
            for start, end in spans:
                assert 0 <= start < end <= len(text)
            assert list(spans) == sorted(spans)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
@settings(max_examples=150)
def test_spans_lie_in_texts_of_markers(text: str) -> None:
    found = read(text)
    check(text, found)
    assert found == read(text)


@given(st.text(max_size=200), st.integers(1, 40))
def test_spans_lie_in_any_text_whatever_the_sentences(text: str, width: int) -> None:
    cut = [(start, min(start + width, len(text))) for start in range(0, len(text), width)]
    check(text, find_quotes(text, cut))


@given(
    st.sampled_from(MARKS), st.sampled_from(SPEAKERS), st.sampled_from(SAID), st.sampled_from(VERBS), st.sampled_from([0, 1, 2])
)
def test_direct_speech_comes_back_in_every_style(
    marks: tuple[str, str], speaker: str, said: str, verb: str, order: int
) -> None:
    quoted = f"{marks[0]}{said}{marks[1]}"
    head = speaker[0].upper() + speaker[1:]
    text = [f"{quoted}, {verb} {speaker}.", f"{head} {verb}: {quoted}", f"Am Montag {verb} {speaker}: {quoted}"][order]
    [found] = read(text)
    assert found.type == "Direct"
    assert [text[a:b] for a, b in found.spans] == [quoted]
    assert [text[a:b].lower() for a, b in found.speaker] == [speaker.lower()]
    assert [text[a:b] for a, b in found.cue] == [verb]


REPORTS = ["dass die Arbeit gestern beendet worden sei", "die Arbeit sei gestern beendet worden"]


@given(st.sampled_from(SPEAKERS), st.sampled_from(VERBS), st.sampled_from(REPORTS))
def test_indirect_speech_comes_back(speaker: str, verb: str, said: str) -> None:
    text = f"{speaker[0].upper()}{speaker[1:]} {verb}, {said}. Danach regnete es."
    [found] = read(text)
    assert found.type == "Indirect"
    assert [text[a:b] for a, b in found.spans] == [said]
    assert [text[a:b].lower() for a, b in found.speaker] == [speaker.lower()]


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit",
    [
        "„",
        '"a" ',
        "X sagte, ",
        "laut X ",
        "so X, ",
        "dass er, ",
        "(",
        "„a“, sagte X, ",
        "Er sei. ",
        "X zufolge ",
        "Anna Muster ",
    ],
)
def test_the_engine_takes_linear_time(unit: str) -> None:
    def prepare(text: str) -> tuple[str, list[tuple[int, ...]]]:
        return text, [tuple(span) for span in sentences(text)]

    assert_linear(lambda given: find_quotes(*given), unit, prepare=prepare)


def test_nothing_is_found_in_nothing() -> None:
    assert find_quotes("", []) == []
    assert find_quotes("„“", [(0, 2)]) == []
