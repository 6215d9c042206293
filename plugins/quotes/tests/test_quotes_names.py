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
    ],
)
def test_a_source_is_printed_in_the_nominative_where_the_text_shows_it(text: str, entity: str | None) -> None:
    one = next(f for f in find_quotes(text, [tuple(span) for span in sentences(text)]))
    assert one.speaker_entity == entity
