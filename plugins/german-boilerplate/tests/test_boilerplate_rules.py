import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_german_boilerplate import shapes
from presseschau_german_boilerplate.engine import facts_of
from presseschau_german_boilerplate.phrases import PhraseBook, normal_form, phrase_book


def ruling(line: str) -> tuple[str, str]:
    (facts,) = facts_of(line)
    return facts.rule, line[facts.start : facts.end]


def without_ruled(text: str) -> str:
    kept, at = [], 0
    for facts in facts_of(text):
        line = facts.line
        cuts = [(line.outer_start, line.outer_end)] if facts.rule else [(line.start, facts.start), (facts.end, line.end)]
        for start, end in cuts:
            kept.append(text[at:start])
            at = end
    return "".join([*kept, text[at:]])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("1. Zum Inhalt springen", "phrase/skip-link"),
        ("  3. Zu weiteren Angeboten des Senders springen", "phrase/skip-link"),
        ("Den nächsten Abschnitt Mehr Videos überspringen", "phrase/skip-link"),
        ("Mehr zum Thema", "phrase/related"),
        ("  • Meistgelesene Artikel »", "phrase/related"),
        ("LESEN SIE AUCH: Warum der Fluss über die Ufer trat", "phrase/related"),
        ("Das könnte Sie auch interessieren:", "phrase/related"),
        ("Schliessen", "phrase/navigation"),
        ("Schließen", "phrase/navigation"),
        ("Fehler auf zeitung.example entdeckt?", "phrase/comments"),
        ("20. Mai 2021", "shape/date-line"),
        ("Stand: 03.05.2024, 16:24 Uhr • Lesezeit: 5 Minuten", "shape/date-line"),
        ("ab/cde (rtr, dpa, afp)", "shape/signature"),
        ("(kle)", "shape/signature"),
        ("dpa/afp", "shape/signature"),
        ("Foto: Erika Muster/dpa", "shape/credit"),
        ("© Max Beispiel", "shape/credit"),
        ("APA/AFP/Erika Muster", "shape/credit"),
        ("Die Ministerin bei der Ankunft in Genf. Bild: keystone", "shape/caption"),
        ("Zwei Männer tragen eine Leiter Foto: Erika Muster/ap", "shape/caption"),
        ("Die Brücke von Westen gesehen. Erika Muster/Getty Images", "shape/caption"),
        ("Legende: Die Brücke wird seit Montag saniert.", "phrase/caption"),
        ("Von Erika Muster und Max Beispiel, Berlin", "shape/byline"),
        ("Ein Kommentar von Erika Muster", "shape/byline"),
        ("Von Erika Muster und Max Beispiel, wdr", "shape/byline"),
        ("Von Erika Muster, NDR Kiel", "shape/byline"),
        ("━━━━━━━━━━", "shape/no-words"),
        ("bruecke_2021.jpg", "shape/media"),
        ("Wie lange hält die Brücke? 03.05.2024 | 3:18 min", "shape/media"),
        ("Die Brücke von Westen gesehenBild: Max Beispiel/dpa", "shape/caption"),
        ("Die Brücke wird seit Montag saniert.Bild vergrößern", "shape/media"),
        ("Der Rat hat den Bau der Brücke beschlossen. mehr", "shape/teaser"),
        ("Mit Material der Nachrichtenagenturen dpa und AFP", "phrase/broadcast"),
    ],
)
def test_furniture_is_cut_whatever_stands_around_it(line: str, rule: str) -> None:
    assert ruling(line)[0] == rule


@pytest.mark.parametrize(
    "line",
    [
        "Mehr in die Schulen investieren",
        "Diskussion um das Tempolimit",
        "Von der Leyen reist nach Kiew",
        "Von Bremen bis Passau regnet es",
        "Man will in Kontakt bleiben",
        "Dienstag, 27. August 2024",
        "Im Jahr 2021 kamen 300 Menschen.",
        "„Das ist ein guter Tag“, sagte er.",
        "Zum Abschied gab es Blumen.",
        "Themenwechsel in Brüssel",
        "Das Bündnis aus SPD/Grünen und FDP hat in Mainz gewonnen",
        "Erstes Bild: So sieht die neue Brücke aus",
        "Harter Ton",
        "Kritik von der Opposition",
        "Ein Bericht von der Front",
        "Der Film dauert 90 min",
        "Von dieser Partei will er gar nichts mehr",
        "So geht es nicht weiter",
        "In Brüssel gibt es nun kein „Normal“ mehr",
    ],
)
def test_content_is_left_to_the_model(line: str) -> None:
    assert ruling(line) == ("", line)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        (
            "Berlin (dpa) - Der Bundestag hat beschlossen, was er beschliessen wollte.",
            "Der Bundestag hat beschlossen, was er beschliessen wollte.",
        ),
        ("REYKJAVIK taz | Die Minister trafen sich am Rande.", "Die Minister trafen sich am Rande."),
        ("München (dpa/lby) – Es hat geschneit.", "Es hat geschneit."),
        ("(sda) Es hat geschneit.", "Es hat geschneit."),
        ("Mehr wurde am Abend nicht bekannt. (sda/dpa)", "Mehr wurde am Abend nicht bekannt."),
        ("Mehr wurde nicht bekannt. (sda) (dpa)", "Mehr wurde nicht bekannt."),
        (" date 2021-05 Treffen der Minister in der Hauptstadt", "Treffen der Minister in der Hauptstadt"),
        ("Wien (APA) - Graz (APA) - Es hat geschneit.", "Es hat geschneit."),
    ],
)
def test_pieces_inside_a_line_are_cut(line: str, body: str) -> None:
    assert ruling(line) == ("", body)


@pytest.mark.parametrize(
    ("line", "body", "value", "place", "agencies"),
    [
        ("Bonn, 14.03.2023 (dpa) - Es hat geschneit.", "Es hat geschneit.", "2023-03-14", "Bonn", ("dpa",)),
        ("Graz, 14. März 2023. Es hat geschneit.", "Es hat geschneit.", "2023-03-14", "Graz", ()),
        ("ULM, 16. Mai 2024 - Es hat geschneit.", "Es hat geschneit.", "2024-05-16", "ULM", ()),
        (
            "Frankfurt am Main, den 3. Jänner 2020: Es hat geschneit.",
            "Es hat geschneit.",
            "2020-01-03",
            "Frankfurt am Main",
            (),
        ),
    ],
)
def test_a_dateline_with_a_whole_date_is_cut_and_read(
    line: str, body: str, value: str, place: str, agencies: tuple[str, ...]
) -> None:
    assert ruling(line) == ("", body)
    found = shapes.find_dateline(line)
    assert found is not None
    assert found.date is not None
    assert (found.date.value, found.place, found.agencies) == (value, place, agencies)
    assert shapes.find_date(line[found.date.start : found.date.end]) is not None


def test_a_line_of_place_and_date_is_a_date_line() -> None:
    assert ruling("Ulm, Montag, 24. Mai 2021")[0] == "shape/date-line"


@pytest.mark.parametrize(
    "line",
    [
        "Genf, 12. Juni (sda) – Es hat geschneit.",  # a day without a year is for the dater to read
        "Am Montag, 24. Mai 2021. Es hat geschneit.",
        "Sie starb in Bonn, 12. Mai 2021. Es hat geschneit.",
        "Der Rat, 3. Mai 2021. Es hat geschneit.",
        "Montag, 24. Mai 2021",
        "Jena, 14. Oktober 1806",
        "Bonn, 31.02.2023 - Es hat geschneit.",
        "Bonn, 3. Mai 2021, war ein Tag mit Schnee.",
    ],
)
def test_a_date_behind_something_else_is_no_dateline(line: str) -> None:
    assert ruling(line) == ("", line)


def test_what_is_not_an_agency_stays_in_its_brackets() -> None:
    for line in (
        "Das sagte der Abgeordnete (SPD)",
        "Sie trat 2014 zurück (siehe oben).",
        "Bonn (Rhein-Sieg-Kreis) - Es hat geschneit.",
    ):
        assert ruling(line) == ("", line)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("20. Mai 2021", "2021-05-20"),
        ("Mai 2021", "2021-05"),
        ("3. Jänner 2020", "2020-01-03"),
        ("03.04.2024", "2024-04-03"),
        ("date 2021-05 ", "2021-05"),
        ("Stand: 2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_is_as_exact_as_the_text(line: str, value: str) -> None:
    found = shapes.find_date(line)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("line", ["31.02.2024", "12.13.2024", "30. Mai", "15.4.24", "Version 3.5.2024.1"])
def test_no_date_is_made_up(line: str) -> None:
    assert shapes.find_date(line) is None


def test_names_in_a_byline_have_spans() -> None:
    line = "Von Erika Muster (Text) und Max von Beispiel, Berlin"
    assert [(name, line[start:end]) for name, start, end in shapes.find_byline(line)] == [
        ("Erika Muster", "Erika Muster"),
        ("Max von Beispiel", "Max von Beispiel"),
    ]


def test_every_phrase_finds_its_class_and_none_is_shadowed_by_a_gap() -> None:
    book = phrase_book()
    assert book.find(normal_form("» Mehr zum Thema «")) is not None
    assert book.find("") is None
    own = PhraseBook.from_records([{"name": "a", "phrases": ["Mehr … hier", "… weiter", "Mehr"]}])
    assert own.find("mehr davon hier") is not None
    assert own.find("mehrere davon hier") is None
    assert own.find("mehr hier") is None
    assert own.find("so geht es weiter") is not None
    assert own.find("weiter") is None


MARKERS = [
    "(dpa)", "(sda/dpa)", " (", ")", "Berlin (dpa) - ", "WIEN taz | ", "Foto: ", "Bild: Erika Muster/dpa", "© ", "date 2021-05 ", "Mehr zum Thema",
    "1. ", "• ", "Zum Inhalt springen", "Von Erika Muster", " und ", "20. Mai 2021", ", 16:24 Uhr", "\n", "\r\n", " ", "\u00a0", "\u00ad", "\u200b", "…",
    "Es hat geschneit. ", "„", "“", "\u0301", "\x00", "\u202e", "Stand: ", "Legende: ", "ab/cde ",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKERS), max_size=14).map("".join))
def test_rules_are_idempotent(text: str) -> None:
    once = without_ruled(text)
    assert without_ruled(once) == once
