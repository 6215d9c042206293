"""Sentences of German text, by rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presseschau.builtin.sentences import boundaries, sentence_starts, sentences
from presseschau.testing import assert_linear

PIECES = [
    "Der", "Rat", "tagte", "am", "3.", "Mai", "im", "20.", "Jahrhundert", "z. B.", "z.B.", "Dr.", "A.", "usw.", "„", "“", "«", "»",
    "Nein", "!", "?", "…", ".", ",", ")", "–", "\n", "\n\n", "\r\n", " ", "  ", "\t", "\u2028", "\u00a0", "II.", "1.000", "der", "ging", ":", "M.", "Co.", "KG",
    "Bonn (dpa) -", "Köln –", "(64.",
]  # fmt: skip
TEXTS = (
    st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
        lambda pieces: st.sampled_from([" ", ""]).map(lambda gap: gap.join(pieces))
    )
    | st.lists(st.sampled_from([*PIECES, " "]), max_size=25).map("".join)
    | st.text(max_size=40)
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(TEXTS)
def test_sentences_hold_all_that_is_not_white_space_in_order_and_without_overlap(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


@given(TEXTS)
def test_a_sentence_is_one_sentence(text: str) -> None:
    """Splitting again changes nothing: no decision looks beyond the sentence that it ends."""
    for sentence in split(text):
        assert split(sentence) == [sentence]


@given(TEXTS, TEXTS)
def test_paragraphs_are_split_each_by_itself(first: str, second: str) -> None:
    assert split(f"{first}\n\n{second}") == split(first) + split(second)


@given(TEXTS)
def test_starts_ascend_and_lie_behind_white_space(text: str) -> None:
    starts = list(sentence_starts(text))
    assert starts == sorted(set(starts))
    assert all(text[start - 1].isspace() for start in starts)


@given(TEXTS)
def test_boundaries_ascend_and_the_rules_decide_each(text: str) -> None:
    found = list(boundaries(text))
    offsets = [one.offset for one in found]
    assert offsets == sorted(set(offsets))
    assert all(0 < offset < len(text) for offset in offsets)
    assert list(sentence_starts(text)) == [one.offset for one in found if one.begins]


WHOLE = [
    # ordinals and dates
    "Am 3. Oktober wurde gefeiert.",
    "Der 1. FC Köln verlor mit 0:3.",
    "Das Spiel am 24. Mai 2021 fiel aus.",
    "Im 19. Jahrhundert war das anders.",
    "Er belegte den 2. Platz.",
    "Vom 3. bis 5. Mai ist geschlossen.",
    "In der 90. Minute fiel das Tor.",
    "Am 03. 04. 2024 endet die Frist.",
    "König Ludwig II. regierte damals.",
    "Papst Johannes XXIII. starb 1963.",
    # abbreviations
    "Das kostet z. B. 5 Euro.",
    "Das gilt z.B. Anfang Mai.",
    "Dr. Anna Muster und Prof. Dr. Hans Beispiel kamen.",
    "Rund 5 Mio. Franken fehlen.",
    "Laut Art. 5 Abs. 2 GG ist das erlaubt.",
    "Sie wohnt an der Bahnhofstr. 5 in Bern.",
    "Das sind ca. 20 Prozent.",
    "Nach d. h. Absprache, u. a. Mieten, stieg der Preis.",
    "Der Rat von St. Gallen tagt.",
    "Die Beispiel GmbH & Co. KG zahlt nicht.",
    "Das meint Anwalt Karl-H. Muster aus Bonn.",
    "Im 264. Duell der beiden fielen drei Tore.",
    "Es trafen Muster (61. Minute) und Beispiel (83. Elfmeter).",
    # a colon ends no sentence
    "Die Frist ist um: Am 3. Mai wird gewählt.",
    "Sie sagte: „Das geht so nicht“, und ging.",
    # no dateline
    "Er ist da – Der Verein freut sich nicht.",
    "Köln – fein, bunt, laut.",
    # initials
    "J. F. Kennedy war da.",
    "George W. Bush kam nach Mainz.",
    "Die Täterin Maria K. Gestand nicht.".replace("Gestand", "gestand"),
    # quotations
    "„Das ist gut!“, sagte er.",
    "«Wer kommt?», fragte sie.",
    "»Ach so …«, meinte der Mann.",
    "Er rief: „Halt!“ und lief davon.",
    # wrapped lines
    "Der Rat hat am Dienstag\nbeschlossen, dass gebaut wird.",
    "Die Sitzung begann am 3.\nMai in Bern.",
    "Gekommen war auch Dr.\nMüller aus Bern.",
    "Sie kamen aus der\nSchweiz und wollten bleiben.",
    "Der Preis steigt, sagen die\nBauern.",
    "Gefordert wird mehr Geld,\nWohnraum und Zeit.",
    "Das gilt z. B.\nnur heute.",
    "Das kostet 3.000.000 Franken.",
    "Die Seite example.org ist weg.",
    "Um 14.30 Uhr beginnt es.",
]

SEVERAL = [
    ("Das war am\n\n3. Haus am Platz.", ["Das war am", "3.", "Haus am Platz."]),  # the paragraph before says nothing
    ("Bundesrat lehnt ab\nDie Initiative kommt.", ["Bundesrat lehnt ab", "Die Initiative kommt."]),
    ("Schuld war Maria K.\nDie Polizei ermittelt.", ["Schuld war Maria K.", "Die Polizei ermittelt."]),
    ("Er kam am 3.\nDie Polizei ermittelt.", ["Er kam am 3.", "Die Polizei ermittelt."]),
    ("Das kam von,\n„Nein.“", ["Das kam von,", "„Nein.“"]),
    ("Das gilt.\nund sonst nichts", ["Das gilt.", "und sonst nichts"]),
    ("Der Rat tagt. Er berät.", ["Der Rat tagt.", "Er berät."]),
    ("Wer kommt? Niemand! Schade …  Na gut.", ["Wer kommt?", "Niemand!", "Schade …", "Na gut."]),
    ("Das war 2021. Danach kam nichts.", ["Das war 2021.", "Danach kam nichts."]),
    ("Es kamen 30. Zehn gingen.", ["Es kamen 30.", "Zehn gingen."]),
    ("„Das ist gut.“ Er ging.", ["„Das ist gut.“", "Er ging."]),
    ("«Das ist gut.» Er ging.", ["«Das ist gut.»", "Er ging."]),
    ("»Das ist gut.« Er ging.", ["»Das ist gut.«", "Er ging."]),
    ('"Das ist gut." Er ging.', ['"Das ist gut."', "Er ging."]),
    ("Er ging. „Das ist gut“, rief er.", ["Er ging.", "„Das ist gut“, rief er."]),
    ("Er ging. «Gut so.»", ["Er ging.", "«Gut so.»"]),
    ("Er kam (spät.) Sie ging.", ["Er kam (spät.)", "Sie ging."]),
    ("Er ging usw. Dann kam sie.", ["Er ging usw.", "Dann kam sie."]),
    ("Zeile ohne Punkt\nDer Rat tagt.", ["Zeile ohne Punkt", "Der Rat tagt."]),
    ("Der Rat tagt.\nEr berät.", ["Der Rat tagt.", "Er berät."]),
    ("Titel\n\nabsatz in klein.", ["Titel", "absatz in klein."]),
    ("Titel\r\n\r\nAbsatz.", ["Titel", "Absatz."]),
    ("Titel\u2029Absatz.", ["Titel", "Absatz."]),
    ("Wir kommen.\n– Der Rat", ["Wir kommen.", "– Der Rat"]),
    ("Er kam. – Sie ging.", ["Er kam.", "– Sie ging."]),
    ("Er kam.\u00a0Sie ging.", ["Er kam.", "Sie ging."]),
    ("  Der Rat.  \n\n  Er tagt.  ", ["Der Rat.", "Er tagt."]),
    ("Das sagte Otto M. Der Prozess geht weiter.", ["Das sagte Otto M.", "Der Prozess geht weiter."]),
    ("Bonn (dpa) - Der Rat tagt.", ["Bonn (dpa) -", "Der Rat tagt."]),
    ("Bonn (dpa/lnw) – 20 Menschen kamen.", ["Bonn (dpa/lnw) –", "20 Menschen kamen."]),
    ("Titel\nNeuss am Rhein, 3. Mai 2021 – Er tagt.", ["Titel", "Neuss am Rhein, 3. Mai 2021 –", "Er tagt."]),
    ("Bad Test, 03.05.2021 – Er tagt.", ["Bad Test, 03.05.2021 –", "Er tagt."]),
    ("Bad Test - Nach dem Streit ist Ruhe.", ["Bad Test -", "Nach dem Streit ist Ruhe."]),
    ("BAD TEST - Sandsäcke überall.", ["BAD TEST -", "Sandsäcke überall."]),
    ("", []),
    (" \n\t ", []),
    ("...", ["..."]),
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.timing
@pytest.mark.parametrize(
    "piece",
    [
        ".",
        ". ",
        "a. ",
        "1. ",
        "\n",
        " \n",
        "\n ",
        "?!",
        "…“ ",
        "x",
        "Dr. ",
        "A. ",
        ".“ ",
        "(",
        "z.B. ",
        "a.b.c.",
        "\r\n",
        "am 3. ",
        "Bonn ",
        "Bonn -",
        "Bonn – ",
        "(61. ",
        ": ",
    ],
)
def test_the_time_is_linear_in_the_length_of_the_text(piece: str) -> None:
    assert_linear(sentences, piece)


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("Der Rat tagt. Er berät.", True),
        ("Wer kommt? Niemand.", True),
        ("Er fragte: Wer kommt", True),
        ("Das kostet 5 Mio. Franken", True),
        ("Am 3. Mai", True),
        ("Der 3. Rat", False),  # of a row, or "kam als 3. Rat und Volk …"
        ("Das sah „Wer kommt?“ Muster", False),  # the name of a show, or a question
        ("Laut Ziff. Muster", False),
        ("Na ja ... Muster", False),
    ],
)
def test_some_boundaries_are_certain(text: str, *, certain: bool) -> None:
    assert [one.certain for one in boundaries(text)] == [certain]


def test_a_dash_that_ends_a_line_begins_no_sentence() -> None:
    assert split("Brot, Milch usw. –\n\nMehr dazu morgen.") == ["Brot, Milch usw. –", "Mehr dazu morgen."]
    assert split("Das war alles. – Nein, mehr.") == ["Das war alles.", "– Nein, mehr."]
