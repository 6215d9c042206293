import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_german_boilerplate import clean_text, explain_lines, read

from presseschau.testing import assert_linear

PAGE = """Zum Inhalt springen
Politik
Wirtschaft
Neue Brücke über den Fluss wird teurer als geplant
20. Mai 2021
Von Erika Muster
Die Stadt muss für die neue Brücke deutlich mehr bezahlen als gedacht. Der Rat will im Juni über einen Nachtrag entscheiden.
Blick auf die Baustelle am westlichen Ufer. Foto: Max Beispiel/dpa
Berlin (dpa) - Die neue Brücke kostet nach Angaben der Verwaltung nun rund 40 Millionen Euro. Das sagte die Baudezernentin am Montag im Ausschuss. Als Grund nannte sie die gestiegenen Preise für Stahl, die seit dem Winter um ein Drittel zugelegt hätten.
„Wir haben damit nicht gerechnet“, sagte die Dezernentin. Die Arbeiten sollen trotzdem wie geplant im Herbst beginnen, wenn die Fische das Flussbett verlassen haben und der Pegel wieder niedriger ist.
Kritik von der Opposition
Die Opposition im Rat warf der Verwaltung vor, die Kosten von Anfang an zu niedrig angesetzt zu haben. Sie verlangt nun ein unabhängiges Gutachten, das noch vor der Sommerpause vorliegen soll. (dpa)
Mehr zum Thema
Stau auf der Umgehung
Newsletter abonnieren
Impressum
Datenschutz
"""


def test_a_page_becomes_its_article() -> None:
    clean = clean_text(PAGE)
    assert clean.startswith("Neue Brücke über den Fluss wird teurer als geplant\n")
    assert "Kritik von der Opposition" in clean
    for gone in ("springen", "Foto:", "(dpa)", "Newsletter", "Impressum", "20. Mai 2021", "Von Erika"):
        assert gone not in clean


def test_labels_of_a_page() -> None:
    labels = {PAGE[one.facts.line.start :].split("\n", 1)[0][:20]: one.label for one in read(PAGE).judgements}
    assert labels["Neue Brücke über den"] == "title"
    assert labels["Die Stadt muss für d"] == "lead"
    assert labels["Kritik von der Oppos"] == "subhead"
    assert labels["Blick auf die Baustel"[:20]] == "caption"
    assert labels["Mehr zum Thema"] == "related"


def test_the_title_can_be_cut() -> None:
    assert not clean_text(PAGE, keep_title=False).startswith("Neue Brücke")


def test_a_higher_threshold_never_keeps_more_in_a_first_reading() -> None:
    kept = [sum(one.keep for one in read(PAGE, threshold=threshold).judgements) for threshold in (0.1, 0.5, 0.9)]
    assert kept == sorted(kept, reverse=True)


MARKED = (
    "(dpa)\x00(dpa) (",
    "Berlin (dpa) - ",
    "Es hat geschneit. (sda) (dpa)",
    "\u200b(dpa)\u200b",
    "date 2021-05 Text (dpa)\u00ad",
    "Foto: ",
)
PIECES = st.sampled_from([
    *PAGE.splitlines(), *MARKED, "", "   ", "• Punkt", "| a | b |", "#### Rubrik", "\ufeff", "\u2028", "Z\u0301a\u0308 👩‍👩‍👧", "\x00", "\u202eabc", "a" * 300, "„" * 50,
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("\n".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_cuts_are_in_range_and_nothing_is_invented(text: str) -> None:
    reading = read(text)
    at = 0
    for judgement in reading.judgements:
        assert 0.0 <= judgement.score <= 1.0
        for start, end, rule, confidence in judgement.cuts():
            assert at <= start < end <= len(text)
            assert rule
            assert 0.0 <= confidence <= 1.0
            at = end
    rest = iter(text)
    assert all(character in rest for character in reading.clean)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_changes_nothing_and_reading_again_says_the_same(text: str) -> None:
    first = read(text)
    assert read(text) == first
    again = read(first.clean)
    if first.passes < 5:
        assert again.clean == first.clean


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_explain_tells_what_read_decides(text: str) -> None:
    records = list(explain_lines(text))
    assert [record["keep"] for record in records] == [one.keep for one in read(text).judgements]
    assert all(text[record["start"] : record["end"]] == record["text"] for record in records)  # type: ignore[misc]


def test_explain_names_features_that_decided() -> None:
    records = [record for record in explain_lines(PAGE) if str(record["text"]).startswith("„Wir haben damit")]
    assert records[0]["reasons"]
    assert records[0]["line"] == PAGE[: PAGE.index("„Wir")].count("\n") + 1


def test_a_text_in_which_nothing_looks_like_an_article_is_not_emptied() -> None:
    assert clean_text("Hallo Welt") == "Hallo Welt"
    assert clean_text("") == ""
    assert clean_text(" \n\n") == " \n\n"


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit",
    [
        "a\n",
        "„“",
        "(dpa) ",
        "Berlin (dpa) - ",
        "Foto: a\n",
        "Bild: ",
        '"',
        "Mehr zum Thema\n",
        "date 2021-05 ",
        "1. ",
        " und Max",
        "\n\n \n",
        "A/",
        "20.5.2021 ",
        "© ",
    ],
    ids=repr,
)
def test_time_is_linear_in_hostile_text(unit: str) -> None:
    assert_linear(clean_text, unit)


SHORT_PAGE = """Startseite
Anmelden
Sport
Startseite > Politik > Stadt
Rat streitet über die Brücke
Die Bürgermeisterin hat den Bau der neuen Brücke verteidigt. „Wir brauchen sie dringend“, sagte Erika Muster am Montag im Rathaus.
Anzeige
Der Sprecher der Opposition forderte dagegen einen Aufschub: „So kann das nicht bleiben.“ Er verwies auf die hohen Preise für Stahl.
Mehr zum Thema
Stau auf der Umgehung
Neue Ampeln im Westen
Die Architektin Vera Beispiel hält den Plan für falsch. „Das wird zu teuer“, sagte sie der „Neuen Zeitung“. Im Mai wird beraten.
Impressum
"""


def test_a_sentence_with_a_quotation_and_its_verb_survives_behind_a_heading_of_furniture() -> None:
    clean = clean_text(SHORT_PAGE)
    for kept in ("Die Bürgermeisterin hat", "Der Sprecher der Opposition", "Die Architektin Vera"):
        assert kept in clean
    for gone in ("Anzeige", "Stau auf der Umgehung", "Neue Ampeln", "Anmelden"):
        assert gone not in clean


def test_a_heading_speaks_for_the_lines_below_it_only_up_to_the_next_kind() -> None:
    labels = {str(line["text"]): line["label"] for line in explain_lines(SHORT_PAGE)}
    assert labels["Startseite > Politik > Stadt"] == "navigation"
    assert labels["Stau auf der Umgehung"] == "related"
    assert labels["Neue Ampeln im Westen"] == "related"


def test_what_is_kept_is_a_plain_truth_value() -> None:
    assert {type(one.keep) for one in read(SHORT_PAGE).judgements} == {bool}
