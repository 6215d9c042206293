"""Quotations without a frame: who is named behind them, introduced before them, or nobody."""

import pytest
from presseschau_quotes import Found, find_quotes

from presseschau.builtin.sentences import sentences


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def direct(text: str) -> list[tuple[str, str]]:
    """Return what is said directly, and who says it."""
    return [
        (" ".join(text[a:b] for a, b in one.spans), " ".join(text[a:b] for a, b in one.speaker))
        for one in read(text)
        if one.type == "Direct"
    ]


SAID = "„Wir fangen im Frühling noch einmal von vorne an.“"

BEHIND = [
    ("Das Haus ist alt. {} Das sagte Otto Test dem Boten.", "Otto Test"),
    ("Die Lage ist ernst. {} So formulierte es Stadträtin Eva Lenz am Montag.", "Stadträtin Eva Lenz"),
    ("Die Kurse fielen. {} So Bankchefin Eva Lenz am Montag.", "Bankchefin Eva Lenz"),
    ("Die Kurse fielen. {} Dies schrieb der Verband seinen Mitgliedern.", "der Verband"),
    ("Der Hof steht leer. {} – Eva Lenz, Sprecherin der Bauern", "Eva Lenz, Sprecherin der Bauern"),
    ("Der Hof steht leer. {} (Eva Lenz, Sprecherin der Bauern)", "Eva Lenz, Sprecherin der Bauern"),
    ("Der Hof steht leer.\n\n{}\nEva Lenz, Sprecherin der Bauern\n\nDer Kauf ist offen.", "Eva Lenz, Sprecherin der Bauern"),
]


@pytest.mark.parametrize(("text", "speaker"), BEHIND)
def test_who_is_named_behind_a_quotation_says_it_and_says_it_once(text: str, speaker: str) -> None:
    assert direct(text.format(SAID)) == [(SAID, speaker)]
    assert len(read(text.format(SAID))) == 1


BEFORE = [
    ("Dazu Försterin Eva Lenz: {}", "Försterin Eva Lenz"),
    ("Ganz anders Förster Otto Test: {}", "Förster Otto Test"),
    ("Förster Otto Test zuckte mit den Schultern. {}", "Förster Otto Test"),
    ("„Das Wasser steigt noch immer an“, sagte Otto Test. Nüchterner gab sich Eva Lenz. {}", "Eva Lenz"),
    ("Das Fazit der Trainerin: {}", "Das Fazit der Trainerin"),
]


@pytest.mark.parametrize(("text", "speaker"), BEFORE)
def test_who_is_introduced_before_a_quotation_says_it(text: str, speaker: str) -> None:
    assert direct(text.format(SAID))[-1] == (SAID, speaker)


@pytest.mark.parametrize(
    "before",
    [
        "Ein Lastwagen brannte auf der Autobahn.",
        "Die Lage ist verworren.",
        "Das Wetter hält bis Montag.",
        "Die Arbeiten dauern.",
    ],
)
def test_what_cannot_speak_says_nothing(before: str) -> None:
    [found] = read(f"{before} {SAID}")
    assert found.speaker == ()
    assert found.confidence < 0.9


INVERTED = [
    ("„Das ist ein Witz“, stichelte Gemeinderat Otto Test.", "Gemeinderat Otto Test"),
    ("„Das glaube ich nicht“, hielt Eva Lenz dagegen.", "Eva Lenz"),
    ("„Genau so ist es“, sprang ihm die Ministerin bei.", "die Ministerin"),
    ("„Wir schaffen das“, gab sich der Kämmerer gelassen.", "der Kämmerer"),
    ("„Kommen Sie vorbei“, lädt die Wirtin ein.", "die Wirtin"),
]


@pytest.mark.parametrize(("text", "speaker"), INVERTED)
def test_any_verb_frames_a_quotation_in_the_inversion(text: str, speaker: str) -> None:
    assert [who for _, who in direct(text)] == [speaker]


def test_any_verb_frames_the_subjunctive_in_the_inversion() -> None:
    text = "Der Platz sei viel zu klein, winkte der Kämmerer ab."
    [found] = read(text)
    assert (found.type, found.rule) == ("Indirect", "parenthesis/inversion")
    assert [text[a:b] for a, b in found.spans] == ["Der Platz sei viel zu klein"]
    assert [text[a:b] for a, b in found.speaker] == ["der Kämmerer"]


@pytest.mark.parametrize(
    "text", ["„Die langen Tage von Rom“ gehört der Stadt.", "„Die Ufer von Rom“, ein Film von Otto Test, läuft an."]
)
def test_titles_before_verbs_are_not_inversions(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Das Fest war voll. {} Mit diesen Worten eröffnete Wirtin Eva Lenz den Saal.", "Wirtin Eva Lenz"),
        ("Das Fest war voll. {} Diese Worte stammen von Wirt Otto Test.", "Wirt Otto Test"),
        ("{}\nTrainer Otto Test\n\nAm Samstag ist Markt.", "Trainer Otto Test"),
        ("Eva Lenz gab nie auf. Seitdem läuft der Streit mit dem Amt.\n\n{}\n\nIm Herbst ist Markt.", "Eva Lenz"),
    ],
)
def test_words_of_opening_and_lines_of_their_own_name_who_speaks(text: str, speaker: str) -> None:
    assert direct(text.format(SAID)) == [(SAID, speaker)]


def test_a_paragraph_in_the_first_person_is_speech_of_who_signs_it() -> None:
    text = "Ich komme seit Jahren hierher. Ohne den Wald fehlt mir etwas.\n\nOtto Test, Wanderer\n\nDer Weg wird gesperrt."
    assert direct(text) == [("Ich komme seit Jahren hierher. Ohne den Wald fehlt mir etwas.", "Otto Test, Wanderer")]


def test_demnach_points_back_to_who_was_quoted() -> None:
    text = "Forscherin Eva Lenz behauptet, der Turm sei nie bewohnt gewesen. Demnach haben die Mönche nur dort gebetet."
    assert [one.speaker_entity for one in read(text)] == ["Eva Lenz", "Eva Lenz"]


def test_what_looms_says_nothing() -> None:
    assert [one for one in read("Gestern drohten neue Staus, die Wege seien eng.") if one.speaker] == []


@pytest.mark.parametrize(
    "heading", ["Vierzig Schafe", "Neue Lehrer, alte Sorgen", "Rote Rosen, weiße Nelken", "Mehr zum Thema"]
)
def test_a_heading_behind_a_quotation_is_no_signature(heading: str) -> None:
    [found] = read(f"Das Haus ist alt.\n\n{SAID}\n\n{heading}\n\nIm Herbst beginnt die Schule.")
    assert found.speaker == ()


@pytest.mark.parametrize(
    ("before", "speaker"),
    [("Rote Rosen blühten im Park.", ""), ("Schwere Unwetter zogen auf.", ""), ("Ute Lenz nickte.", "Ute Lenz")],
)
def test_an_adjective_with_its_noun_is_no_name(before: str, speaker: str) -> None:
    assert direct(f"{before} {SAID}") == [(SAID, speaker)]
