"""Who speaks, as a reader would print it: names apart, office, affiliation, and sources in the nominative."""

import pytest
from presseschau_quotes import Found, find_quotes

from presseschau.builtin.sentences import sentences


def last(text: str) -> Found:
    return find_quotes(text, [tuple(span) for span in sentences(text)])[-1]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Das Haus ist alt, sagte SPD-Chef Otto Test.", ("Otto", "Test", "SPD-Chef", "SPD")),
        ("Der Kurs sinkt, sagte Eva Lenz, Chefin der Bank.", ("Eva", "Lenz", "Chefin", "Bank")),
        ("Das Haus sei alt, sagte die Stadträtin Eva Maria Lenz (Grüne).", ("Eva Maria", "Lenz", "Stadträtin", "Grüne")),
        ("Ministerin Eva von der Lenz kam. Es sei kalt, sagte Lenz.", ("Eva", "von der Lenz", "Ministerin", None)),
        ("Das Haus sei alt, sagte ein Sprecher der Bahn.", (None, None, "Sprecher", "Bahn")),
        ("Das Haus sei alt, sagte sie.", (None, None, None, None)),
        ("Das Haus sei alt, sagte die Läuferin Eva Lenz.", ("Eva", "Lenz", "Läuferin", None)),
        ("Das Haus sei alt, sagte Landrat Otto Test.", ("Otto", "Test", "Landrat", None)),
        (
            "Das Haus sei alt, sagte Minister Otto Hauptmann. Es sei kalt, sagte Hauptmann.",
            ("Otto", "Hauptmann", "Minister", None),
        ),
        (
            "Das Haus sei alt, sagte Dr. med. Karl-Otto Graf von Test, Chefarzt.",
            ("Karl-Otto", "Graf von Test", "Chefarzt", None),
        ),
        ("Das Haus sei alt, sagte der Chef des Bauernverbands, Otto Test.", ("Otto", "Test", "Chef", "Bauernverband")),
        ("Das Haus sei alt, sagte Eva Lenz vom Mieterverein.", ("Eva", "Lenz", None, "Mieterverein")),
        ("Das Haus sei alt, sagte Kanzler Test.", (None, "Test", "Kanzler", None)),
        (
            "Das Haus sei alt, sagte eine Sprecherin der Bühnen GmbH Neustadt.",
            (None, None, "Sprecherin", "Bühnen GmbH Neustadt"),
        ),
    ],
)
def test_first_name_surname_office_and_affiliation_are_apart(text: str, parts: tuple[str | None, ...]) -> None:
    person = last(text).person
    assert (person.given, person.family, person.role, person.affiliation) == parts


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Nach Angaben der Polizei war der Weg gesperrt.", "Polizei"),
        ("Nach Darstellung Ulms ist alles bezahlt. Ulm hatte lange gewartet.", "Ulm"),
        ("Nach Darstellung Ulms ist alles bezahlt.", None),
        ("Nach Angaben von Eva Lenz war der Weg gesperrt.", "Eva Lenz"),
        ("Einer Erklärung der Bank zufolge sinken die Preise.", "Bank"),
        ("Laut einer Erklärung sinken die Preise.", None),
        ("Laut dem Ministerium sinken die Preise.", "Ministerium"),
        ("Die Preise sinken, sagte der Minister.", None),
        ("In einer Erklärung des Vorstands heißt es, man bedauere das.", "Vorstand"),
        ("Einem Bericht der „Morgenwelt“ zufolge sinken die Preise.", "Morgenwelt"),
        ("Dem Text zufolge sinken die Preise.", None),
        ("Nach Angaben des Sprechers der Stadt Ulm, Otto Test, sinken die Preise.", "Otto Test"),
        ("Nach Angaben von Otto Test und Eva Lenz sinken die Preise.", "Otto Test und Eva Lenz"),
    ],
)
def test_a_source_is_printed_in_the_nominative_where_the_text_shows_it(text: str, entity: str | None) -> None:
    one = next(f for f in find_quotes(text, [tuple(span) for span in sentences(text)]))
    assert one.speaker_entity == entity


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Finanzministerin Eva Lenz kam. Die Ministerin sagte, es sei kalt.", "Eva Lenz"),
        ("Finanzministerin Eva Lenz kam. Eine Ministerin sagte, es sei kalt.", None),
        ("Minister Otto Test sagte, es sei kalt. Eva Lenz nickte. Er sei müde, sagte er.", "Otto Test"),
        ("Minister Otto Test sagte, es sei kalt. Karl Lenz nickte. Er sei müde, sagte er.", None),
        ("Minister Otto Test sagte, es sei kalt. Sie sei müde, sagte sie.", None),
        ("Trainer Otto Test sagte, es sei kalt. Der 51-Jährige sagte, man warte.", "Otto Test"),
        ("Die Chefs Otto Test und Eva Lenz sagten, es sei kalt.", None),
    ],
)
def test_who_an_office_or_a_pronoun_stands_for(text: str, entity: str | None) -> None:
    assert last(text).speaker_entity == entity
