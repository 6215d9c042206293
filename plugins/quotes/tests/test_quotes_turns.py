"""Interviews, transcripts, quotations inside quotations, and texts that lost their marks."""

import pytest
from presseschau_quotes import Found, find_quotes

from presseschau.builtin.sentences import sentences


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def said(text: str, rule: str) -> list[tuple[str, str]]:
    """Return what findings of a rule say, and who says it."""
    return [
        (" ".join(text[a:b] for a, b in one.spans), " ".join(text[a:b] for a, b in one.speaker))
        for one in read(text)
        if one.rule.startswith(rule)
    ]


INTERVIEW = """Die Försterin Eva Lenz über Wald und Wild

Bote: Frau Lenz, wie geht es dem Wald?

Lenz: Besser als vor zehn Jahren. Es hat geregnet.

Bote: Der Minister sagte, die Lage sei ernst.

Lenz: Das sehe ich anders."""


def test_each_turn_of_an_interview_is_speech_of_its_label() -> None:
    assert said(INTERVIEW, "turn/label") == [
        ("Frau Lenz, wie geht es dem Wald?", "Bote"),
        ("Besser als vor zehn Jahren. Es hat geregnet.", "Lenz"),
        ("Der Minister sagte, die Lage sei ernst.", "Bote"),
        ("Das sehe ich anders.", "Lenz"),
    ]
    assert {one.speaker_entity for one in read(INTERVIEW) if one.rule == "turn/label"} == {None, "Eva Lenz"}
    inner = next(one for one in read(INTERVIEW) if one.type == "Indirect")
    assert inner.parent is not None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Frage: Was tun Sie jetzt?\nAntwort: Wir warten.", ["Frage", "Antwort"]),
        (
            "[00:00:04] Moderator: Guten Tag.\n[00:00:09] Eva Lenz: Guten Tag.\n[00:00:12] Moderator: Wie war der Weg?",
            ["Moderator", "Eva Lenz", "Moderator"],
        ),
        ("EL: Das war ein langer Weg.\nOT: Wie lang?\nEL: Drei Tage.", ["EL", "OT", "EL"]),
        (
            "- Wirt [00:12]: Hallo.\n- Eva Lenz [00:15]: Guten Tag.\n- Wirt [00:20]: Setzen Sie sich.",
            ["Wirt", "Eva Lenz", "Wirt"],
        ),
        ("**Bote:** Wie lang?\n\n**Lenz:** Drei Tage.\n\n**Bote:** Und dann?", ["Bote", "Lenz", "Bote"]),
        ("Bote:\nWie lang?\nLenz:\nDrei Tage.\nBote:\nUnd dann?", ["Bote", "Lenz", "Bote"]),
        ("WIRTIN\nGuten Tag.\nLENZ\nGuten Tag.\nWIRTIN\nWie war der Weg?\nLENZ\nLang.", ["WIRTIN", "LENZ", "WIRTIN", "LENZ"]),
        (
            "Herr Lenz, wie lang?\nLenz: Drei Tage.\nUnd dann?\nLenz: Nichts.\nUnd jetzt?\nLenz: Schlafen.",
            ["Lenz", "Lenz", "Lenz"],
        ),
    ],
)
def test_labels_of_turns_are_names_initials_or_question_and_answer(text: str, labels: list[str]) -> None:
    assert [who for _, who in said(text, "turn/label")] == labels


@pytest.mark.parametrize(
    "text",
    [
        "Termin: 12. Mai\nOrt: Rathaus\nEintritt: frei\nTelefon: 0123",
        "Otto Test: Der neue Film\nEr dreht.\nSchlagworte: Film, Kino\nSchlagworte: Film  Kino",
        "Der Wald brennt.\n\nAchtung: Die Straße ist gesperrt.\n\nEs regnet bald.\n\nDas Fest fällt aus.",
    ],
)
def test_lists_are_no_conversations(text: str) -> None:
    assert said(text, "turn/label") == []


LABELLED = [
    ("Die Wirtin Eva Lenz erzählt.\nFrage: Frau Lenz, wie lang?\nAntwort: Drei Tage.", {None, "Eva Lenz"}),
    ("Die Wirtin Eva Lenz erzählt.\nEL: Drei Tage.\nBote: Und dann?\nEL: Nichts.", {None, "Eva Lenz"}),
    ("Bei mir ist Eva Lenz.\nWIRT\nHallo.\nLENZ\nGuten Tag.\nWIRT\nUnd?\nLENZ\nGut.", {None, "Eva Lenz"}),
]


@pytest.mark.parametrize(("text", "entities"), LABELLED)
def test_a_label_stands_for_whom_the_text_names(text: str, entities: set[str | None]) -> None:
    assert {one.speaker_entity for one in read(text) if one.rule == "turn/label"} == entities


UNLABELLED = """Die Försterin Eva Lenz über Wald und Wild

{0}Frau Lenz, wie geht es dem Wald?{0}

Besser als vor zehn Jahren.
Es hat geregnet.

{0}Und was wünschen Sie sich?{0}

Regen. Viel Regen.

Das Gespräch führte Otto Test."""


@pytest.mark.parametrize("mark", ["", "**", "_"])
def test_who_is_addressed_by_name_gives_the_answers(mark: str) -> None:
    text = UNLABELLED.format(mark)
    assert said(text, "turn/answer") == [
        ("Besser als vor zehn Jahren.\nEs hat geregnet.", "Frau Lenz"),
        ("Regen. Viel Regen.", "Frau Lenz"),
    ]
    assert said(text, "turn/question") == [("Frau Lenz, wie geht es dem Wald?", ""), ("Und was wünschen Sie sich?", "")]
    assert {one.speaker_entity for one in read(text) if one.rule == "turn/answer"} == {"Eva Lenz"}


@pytest.mark.parametrize(
    "text",
    [
        "Was kostet das?\nDas kostet nichts.\nWer darf kommen?\nAlle dürfen kommen.",
        "Frau Lenz, warum nur?, fragte er sich. Wer weiß das schon?\nNiemand weiß es.",
    ],
)
def test_questions_that_address_nobody_make_no_interview(text: str) -> None:
    assert said(text, "turn/") == []


def test_a_quotation_inside_a_quotation_has_its_own_frame() -> None:
    text = "»Er hat mir gesagt: ›Das geht dich nichts an‹, und dann war er fort«, erzählte die Wirtin Eva Lenz."
    outer, inner = read(text)
    assert (text[slice(*outer.speaker[0])], text[slice(*inner.speaker[0])]) == ("die Wirtin Eva Lenz", "Er")
    assert text[slice(*inner.spans[0])] == "›Das geht dich nichts an‹"
    assert inner.parent == 0


def test_an_apostrophe_before_the_closing_mark_closes_nothing() -> None:
    text = "„Ich stand dabei, sie rief: ‚Gib endlich Ruh’!‘“, sagte Otto Test."
    assert text[slice(*read(text)[1].spans[0])] == "‚Gib endlich Ruh’!‘"


def test_the_first_person_beside_a_frame_is_direct_speech_where_marks_were_lost() -> None:
    text = (
        "Die Wirte klagen. Wir haben kaum noch Gäste. Uns fehlt der Schnee, sagte Wirtin Eva Lenz. Wir warten auf den Winter."
    )
    assert said(text, "direct/unmarked") == [
        ("Wir haben kaum noch Gäste.", "Wirtin Eva Lenz"),
        ("Uns fehlt der Schnee", "Wirtin Eva Lenz"),
        ("Wir warten auf den Winter.", "Wirtin Eva Lenz"),
    ]
    assert said(text + " „Das wird hier oben langsam knapp“, sagte sie.", "direct/unmarked") == []


def test_the_number_of_a_line_is_no_part_of_what_is_said() -> None:
    text = "17\t„Wir haben lange gewartet“, sagte Otto Test.\n18\tDas Haus sei verkauft, teilte die Bank mit."
    assert [text[one.start : one.end] for one in read(text)] == ["„Wir haben lange gewartet“", "Das Haus sei verkauft"]


def test_a_sentence_begins_behind_marks_without_a_blank_and_behind_a_heading() -> None:
    text = "Die Wirtin sagte: „Das Haus ist voll.“Die Gäste, die kamen, gingen wieder."
    assert [text[one.start : one.end] for one in read(text)] == ["„Das Haus ist voll.“"]
    text = "Der Kai koste viel, sagte Otto Test. Teurer als in Ulm Der Hafen sei aber schöner."
    assert [text[one.start : one.end] for one in read(text)] == ["Der Kai koste viel", "Der Hafen sei aber schöner."]
