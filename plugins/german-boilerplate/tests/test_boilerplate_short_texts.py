"""Short texts, press releases and wire copy: losing text is worse than keeping furniture, and what newsrooms add goes all the same."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presseschau_german_boilerplate import clean_text, read
from presseschau_german_boilerplate.findings import claims_of
from presseschau_german_boilerplate.promotion import is_all_promotion, is_promotion, promotion_at_end
from presseschau_german_boilerplate.wire import date_of_group, is_wire

STATEMENTS = """Neuer Spielplatz am Teich

Der Bauausschuss will am Teich einen Spielplatz bauen. Er soll im nächsten Frühjahr fertig sein.

„Darauf warten wir seit Jahren.“ – Petra Lenz, Elternbeirat

„Für die Enten wird es laut.“
(Olaf Brehm, Anwohner)

Ähnlich Försterin Ida Rabe: „Bitte lasst das Schilf stehen.“

Am Freitag wird abgestimmt.
"""
POINTS = """Das ändert sich im Mai

Im Mai treten mehrere Regeln in Kraft, die fast alle Haushalte in der Stadt betreffen und die der Rat schon vor einem Jahr beschlossen hat.

• Die Müllabfuhr kommt nur noch alle zwei Wochen.
• Parken kostet am Markt einen Euro.
• Die Bücherei öffnet montags.

Der Bürgermeister will im Sommer alle Ortsteile besuchen.
"""
INTERVIEW = """„Ein Garten ist nie fertig“

Die Gärtnerin Lina Moos über Kompost, Geduld und Schnecken

Kreisblatt: Frau Moos, was machen Sie zuerst?

Moos: Ich warte. Die meisten fangen zu früh an.

Kreisblatt: Und dann?

Moos: Dann grabe ich um, aber nur ein wenig.

Kreisblatt: Was raten Sie Anfängern?

Moos: Kauft weniger.
"""
TABLOID = """Ziege steigt in den Bus

Oberfelden – Da staunte der Fahrer nicht schlecht!

Eine Ziege ist am Mittwoch an der Haltestelle eingestiegen.

Sie setzte sich nach hinten.

„Die hatte sogar eine Glocke um“, erzählt Fahrer Uli Kranz (51).

Verletzt wurde niemand.

Die Besitzerin holte sie ab.
"""
TEXTS = (STATEMENTS, POINTS, INTERVIEW, TABLOID)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_shows_no_sign_of_a_page_stays_whole(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("tail", ["Mehr zum Thema", "Teilen\nDrucken\nImpressum\nDatenschutz\nNach oben"])
def test_furniture_around_a_short_text_goes_alone(text: str, tail: str) -> None:
    clean = clean_text(f"{text}\n\n{tail}\n")
    kept = {line for line in clean.split("\n") if line.strip()}
    lost = [line for line in text.split("\n") if line.strip() and line not in kept]
    assert len(lost) <= 1, lost
    assert kept.isdisjoint(tail.split("\n"))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from([line for text in TEXTS for line in text.split("\n") if line]), min_size=1, max_size=12, unique=True
    )
)
def test_whatever_lines_a_text_without_furniture_has_they_stay(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    assert clean_text(text) == text


RELEASE = """PRESSEMITTEILUNG

Sperrfrist: 4. Mai 2023, 11.00 Uhr

Neue Orgel für die Dorfkirche

Die Gemeinde hat eine Orgel gekauft.

Pfarrerin Jana Wolf freut sich: „Endlich stimmt der Ton.“

Pressekontakt:
Kirchengemeinde Oberfelden
Jana Wolf
Tel.: 03441 556677
presse@kirche.example
"""


def words(text: str) -> str:
    return " ".join(text.split())


def test_there_is_no_cliff_for_a_short_release() -> None:
    kept = "Neue Orgel für die Dorfkirche Die Gemeinde hat eine Orgel gekauft. Pfarrerin Jana Wolf freut sich: „Endlich stimmt der Ton.“"
    assert words(clean_text(RELEASE)) == kept


@pytest.mark.parametrize("heading", ["Pressekontakt", "Rückfragen an", "Kontakt für Journalisten:", "Medienkontakt: Jana Wolf"])
def test_a_block_of_contacts_ends_where_text_begins_again(heading: str) -> None:
    text = f"Die Orgel ist da.\n\n{heading}\nJana Wolf\nTelefon 03441 556677\n\nDie Gemeinde lädt am Sonntag um zehn Uhr alle Nachbarn zum ersten Konzert ein.\n"
    clean = clean_text(text)
    assert "Die Orgel ist da." in clean
    assert "Konzert" in clean
    assert "556677" not in clean
    assert "Jana Wolf" not in clean


def test_a_heading_of_contacts_above_a_title_takes_nothing_of_the_text() -> None:
    text = "Pressekontakt: Jana Wolf, Tel. 03441 556677\n\nNeue Orgel\n\nDie Gemeinde hat eine Orgel gekauft.\n"
    assert words(clean_text(text)) == "Neue Orgel Die Gemeinde hat eine Orgel gekauft."


WIRE = """bdt0417 3 vm 210  dpa 0655

Kirche/Musik/Sachsen-Anhalt/
(Zusammenfassung 1115 - Neu: Zitat Pfarrerin)
Dorfkirche hat eine neue Orgel =

Oberfelden (dpa) - Die Dorfkirche hat eine neue Orgel.

# dpa-Notizblock

## Orte
- [Kirche](Dorfstraße 1, Oberfelden)

* * * *
Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt

## dpa-Kontakte
- Autorin: Mara Ost, +49 345 112233, <ost@agentur.example>
dpa mo yy n1 xk
081115 Jul 21
"""


@pytest.mark.parametrize(
    "line", ["Achtung Redaktionen: Frei ab 12 Uhr!", "Achtung, Redaktionen!", "Gesperrt bis Samstag, 12 Uhr"]
)
def test_calls_to_newsrooms_go(line: str) -> None:
    assert words(clean_text(f"{line}\n\nNeue Orgel\n\nDie Orgel ist da.\n")) == "Neue Orgel Die Orgel ist da."


def test_head_and_foot_of_wire_copy_go_and_date_it() -> None:
    clean = clean_text(WIRE)
    assert words(clean) == "Dorfkirche hat eine neue Orgel Die Dorfkirche hat eine neue Orgel."
    claims = {claim.name: claim.value for claim in claims_of(read(WIRE))}
    assert claims["date"] == "2021-07-08"
    assert claims["place"] == "Oberfelden"
    assert claims["agency"] == "dpa"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("051530 Jun 19", "2019-06-05"),
        ("dpa kk yyzz n1 bw 281204 Mär 22", "2022-03-28"),
        ("(APA) ab/cd 010001 Dez 2020", "2020-12-01"),
    ],
)
def test_a_date_time_group_is_a_date(line: str, value: str) -> None:
    found = date_of_group(line)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("line", ["APA0417    2021-07-08/11:15", "AXC0099 2021-07-08/06:30"])
def test_a_number_with_its_time_is_a_date(line: str) -> None:
    found = date_of_group(line)
    assert found is not None
    assert (found.value, line[found.start : found.end]) == ("2021-07-08", "2021-07-08")


@pytest.mark.parametrize(
    "line",
    [
        "APA0417 2021-13-08/11:15",
        "451530 Jun 19",
        "052530 Jun 19",
        "Im Werk arbeiten 051530 Jun 19",
        "051530 Juni",
        "30 Jun 19",
    ],
)
def test_what_no_clock_or_calendar_has_is_no_date_time_group(line: str) -> None:
    assert date_of_group(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "APA0231 5 II 0187 CI",
        "Wetter/Verkehr/",
        "(Wiederholung)",
        "- Ende -",
        "(Schluss) ab/cd",
        "***ENDE***",
        "Kirche/Musik/Sachsen-Anhalt",
        "= Zusammenfassung =",
        "KNA-21-0708-0042",
        "epd-Landesdienst Ost",
        "epd ost mo nk",
        "/mo/AB/nk",
        "(mo/nk/23894yx7de)",
        "ISIN  DE0001234567",
        "(Reporterin: Mara Ost, redigiert von Nina Kern. Bei Rückfragen wenden Sie sich bitte an die Redaktion unter 0345 112233.)",
    ],
)
def test_marks_of_agencies_are_known(line: str) -> None:
    assert is_wire(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ende gut, alles gut",
        "Und/oder",
        "Neu: Parken am Markt",
        "Zusammenfassung",
        "Das Ende der Orgel",
        "SPD/FDP",
        "Strom/Gas/Wasser: alles teurer",
        "(Bericht folgt)",
        "dpa meldet neue Zahlen",
        "KNA-Chef geht",
        "(Orgel/Chor)",
    ],
)
def test_words_of_a_text_are_no_marks(line: str) -> None:
    assert not is_wire(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sie wollen nichts mehr verpassen? Dann abonnieren Sie jetzt unseren Newsletter.",
        "Laden Sie sich hier unsere App herunter, und Sie sind immer informiert.",
        "Folgen Sie uns auf Facebook und Instagram, um auf dem Laufenden zu bleiben.",
        "Noch mehr aus dem Landkreis gibt es jeden Morgen im Newsletter: Melden Sie sich jetzt an.",
        "Mit einem Abo lesen Sie alle Artikel, im ersten Monat gratis: jetzt testen!",
        "Alle wichtigen Nachrichten des Tages bekommst du in unserem WhatsApp-Kanal.",
        "„Guten Morgen Harz“: Unser Newsletter informiert Sie werktags über das Wichtigste vom Tag.",
        "Dieser Text stammt aus unserem Magazin für Gärten. Darin geht es jede Woche um Beete und was wir daraus machen.",
    ],
)
def test_promotion_in_full_sentences_goes(line: str) -> None:
    assert is_all_promotion(line)
    text = f"Die Dorfkirche hat eine neue Orgel.\n\n{line}\n\nAm Sonntag wird sie geweiht.\n"
    assert words(clean_text(text)) == "Die Dorfkirche hat eine neue Orgel. Am Sonntag wird sie geweiht."


@pytest.mark.parametrize(
    "line",
    [
        "Der Verlag stellt seinen Newsletter ein, weil ihn kaum noch jemand abonnieren will.",
        "Die App der Bahn zeigt jetzt auch Busse an, wie die Betreiber mitteilten.",
        "„Abonnieren Sie unseren Newsletter“, sagte Müller und lachte.",
        "Die Partei hat auf Facebook und Instagram mehr Leser als alle anderen zusammen.",
        "Wer auf Telegram solche Gruppen findet, soll sie melden, rät die Polizei.",
        "Sie folgen einander auf Instagram, haben sich aber nie getroffen.",
        "Im Abo kostet die Karte 49 Euro, ein Verkauf am Schalter ist nicht geplant.",
        "„Guten Morgen Harz“ heißt der Newsletter, den die Stadt seit Montag verschickt.",
        "Dieser Text stammt aus dem 12. Jahrhundert und lag lange in einer Truhe.",
        "Dieser Artikel.",
    ],
)
def test_reports_about_newsletters_and_apps_stay(line: str) -> None:
    assert not is_promotion(line)
    text = f"Die Dorfkirche hat eine neue Orgel.\n\n{line}\n"
    assert clean_text(text) == text


def test_promotion_behind_a_paragraph_is_cut_from_it() -> None:
    line = "Die Orgel kostet 90 000 Euro, ein Drittel kam aus Spenden. Mit unserer App bleiben Sie immer auf dem Laufenden."
    assert promotion_at_end(line) == line.index("Mit unserer")
    assert clean_text(line).strip() == "Die Orgel kostet 90 000 Euro, ein Drittel kam aus Spenden."


LONG = (
    "Der Rat von Oberfelden hat nach langer Sitzung beschlossen, die alte Mühle am Bach zu kaufen und zu einem Haus für Vereine umzubauen.",
    "Die Mühle steht seit zwanzig Jahren leer, das Dach ist undicht, und im Winter ist ein Teil der Mauer zur Straße hin eingestürzt.",
    "Bürgermeisterin Ida Rabe sprach von einer Gelegenheit, die so schnell nicht wiederkomme, und dankte allen, die gespendet haben.",
    "Mit den Arbeiten will die Gemeinde im Frühjahr beginnen, fertig werden soll das Haus nach den bisherigen Plänen in drei Jahren.",
)
MENU = "Startseite\nPolitik\nSport\nAnmelden\nSuche öffnen"
FOOT = "Mehr zum Thema\nZiege steigt in den Bus\nNeue Orgel für die Dorfkirche\nImpressum\nDatenschutz"


@pytest.mark.parametrize(
    "items",
    [
        ["Kaufpreis: 300.000 Euro", "Umbau: 2 Millionen Euro", "Fertig: 2025"],
        ["Ja: 14 Stimmen", "Nein: 3 Stimmen"],
        ["„Endlich.“ – Petra Lenz, Turnverein", "„Das wird laut.“ – Olaf Brehm, Anwohner"],
        ["1. Früh kommen", "2. Zu Fuß gehen", "3. Schirm mitnehmen"],
        ["1888: Die Mühle öffnet.", "1999: Das Rad steht still."],
    ],
)
def test_the_items_of_an_enumeration_between_paragraphs_stay_together(items: list[str]) -> None:
    body = [*LONG[:2], *items, *LONG[2:]]
    clean = clean_text("\n".join([MENU, "Mühle wird zum Haus der Vereine", *body, FOOT])).split("\n")
    assert [line for line in body if line not in clean] == []
    assert not set(clean) & {"Startseite", "Ziege steigt in den Bus", "Impressum"}


def thread(button: str, heading: str, entries: int) -> str:
    opinions = (
        "Das hätte man schon vor zehn Jahren machen müssen, damals war die Mühle noch zu retten und das Geld in der Kasse da.",
        "Ich wohne nebenan und frage mich, wer den Lärm ertragen soll, wenn dort jedes Wochenende gefeiert wird wie früher.",
    )
    lines = [heading]
    for number in range(entries):
        lines += [f"leser{number}", opinions[number % 2].replace("ich", f"ich, Nummer {number},"), button]
    return "\n".join(lines)


@pytest.mark.parametrize("button", ["Antworten", "Kommentar melden", "* antworten", "[Antworten]"])
@pytest.mark.parametrize("heading", ["Kommentare", "## Leser*innenkommentare"])
def test_a_thread_of_comments_goes_as_a_whole(button: str, heading: str) -> None:
    text = "\n".join([MENU, "Mühle wird zum Haus der Vereine", *LONG, thread(button, heading, 4), FOOT])
    clean = clean_text(text)
    assert [line for line in LONG if line not in clean] == []
    assert "nebenan" not in clean
    assert "retten" not in clean


def test_an_article_between_two_buttons_is_no_thread() -> None:
    text = "\n".join(["Kommentieren", "Mühle wird zum Haus der Vereine", *LONG, "Kommentieren", "Impressum"])
    assert [line for line in LONG if line not in clean_text(text)] == []


def test_what_a_press_database_prints_around_an_article_goes() -> None:
    article = "Die Dorfkirche hat eine neue Orgel.\n\nSie klingt gut."
    text = f"Section: LOKALES; S. 11\nLength: 87 words\nByline: Von Mara Ost\n\nBody\n\n{article}\n\nLoad-Date: July 9, 2021\n\nEnd of Document\n"
    assert words(clean_text(text)) == words(article)


WIRED = """APA0417 5 CI 0198 II                              Do, 4.Juni 2020

Kärnten/Verkehr/Villach

Neue Seilbahn in Villach freigegeben

   Villach (APA) - Die neue Seilbahn in Villach ist am Donnerstag
freigegeben worden. "Das ist ein guter Tag", sagte Betriebsleiterin Ida
Rabe.

   Die Kosten stiegen auf 30 Mio. Euro.

(Schluss) hel/ral

041405 Jun 20
"""


def test_no_sentence_of_wire_copy_is_cut_in_half() -> None:
    kept = clean_text(WIRED)
    assert "Die neue Seilbahn in Villach ist am Donnerstag" in kept
    assert "Die Kosten stiegen auf 30 Mio. Euro." in kept
    assert "APA0417" not in kept
    assert "Schluss" not in kept


@given(
    st.lists(
        st.sampled_from(["Der Rat tagt am Abend im alten Saal", "und berät über das Bad, das", "seit Jahren zu ist"]),
        min_size=2,
        max_size=9,
    )
)
@settings(max_examples=30)
def test_lines_that_a_sentence_runs_over_stand_or_fall_together(lines: list[str]) -> None:
    reading = read("\n".join([*lines, "und am Ende geht er heim."]))
    assert len({one.keep for one in reading.judgements[-2:]}) == 1


@pytest.mark.parametrize("hours", ["Montag bis Freitag 8 bis 12 Uhr", "Donnerstag 14 bis 18 Uhr", "Sonntag, 10-17 Uhr"])
def test_opening_hours_are_no_date_line(hours: str) -> None:
    assert hours in clean_text(f"Das Museum zeigt im Sommer Bilder aus dem Tal.\n\n{hours}\n\nDer Eintritt ist frei.")


@pytest.mark.parametrize(
    "told",
    [
        "Der Newsletter der Stadt hatte zuletzt 4.000 Abonnenten, wie die Verwaltung mitteilte.",
        "Newsletter der Behörde sind zuletzt häufig missbraucht worden, sagte ein Sprecher am Montag.",
    ],
)
def test_a_report_on_a_newsletter_is_no_offer(told: str) -> None:
    assert told in clean_text(f"Rat spricht über Werbung\n\nDer Rat hat am Dienstag über Werbung der Stadt beraten.\n\n{told}")


@pytest.mark.parametrize(
    "offer",
    [
        "Hören Sie auch unseren Podcast „Talblick“, überall, wo es Podcasts gibt.",
        "Dieser Beitrag ist zuerst bei TALBLICK PLUS erschienen – das Angebot für alle Neugierigen. Jetzt 30 Tage gratis testen.",
    ],
)
def test_podcasts_and_offers_of_more_are_promotion(offer: str) -> None:
    assert is_all_promotion(offer)


@pytest.mark.parametrize(
    "foot",
    [
        "Es gilt das gesprochene Wort.",
        "V.i.S.d.P.: Ida Rabe, Talstraße 1, 09999 Talheim",
        "Mit freundlichen Grüßen\nIda Rabe\nPressesprecherin\nTalstraße 1\n09999 Talheim\nTel. 09999 270-0",
        "Bei Rückfragen wenden Sie sich bitte an:\nIda Rabe\nPressesprecherin\nTel. (09999) 270-100\npresse@tal.example",
        "Hier finden Sie alle News aus dem Tal auf einen Blick.",
        "epd lbm/hb",
        "KNA-Redaktion: (0228) 26000-0",
        "(KNA - qlkmt-89-00123)",
    ],
)
def test_feet_of_releases_and_agencies_go(foot: str) -> None:
    text = "Tal bekommt Seilbahn\n\nDer Rat hat am Dienstag den Bau beschlossen. Er kostet 30 Millionen Euro.\n\n"
    assert clean_text(text + foot).strip() == text.strip()


@pytest.mark.parametrize("width", [40, 52, 66, 72, 80, 96])
def test_a_line_of_a_wrapped_paragraph_is_no_title(width: int) -> None:
    told = (
        "Der Rat von Talheim hat am Dienstag, den 4. Juni, den Bau einer Seilbahn beschlossen. „Wir wollen nicht länger warten“, sagte "
        "Bürgermeisterin Ida Rabe in der Sitzung. Nach Angaben von Kämmerer Olaf Brehm trägt der Kreis die Hälfte der Kosten."
    )
    reading = read(textwrap.fill(told, width))
    assert not [claim for claim in claims_of(reading) if claim.name == "title"]
