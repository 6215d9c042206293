"""An example for every kind of fault that readers of newspaper articles judged: what is said, and by whom."""

import pytest
from presseschau_quotes import Found, find_quotes

from presseschau.builtin.sentences import sentences


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " […] ".join(text[start:end] for start, end in spans)


# text, what is said, speaker
SAID = [
    ("Der Verein sei pleite, orakelte Kassenwart Rolf Muster, und daran ändere niemand etwas.",
     [("Der Verein sei pleite […] und daran ändere niemand etwas", "Kassenwart Rolf Muster")]),
    ("„Das ist ungenügend und hilft keinem“, meinen die beiden Mitglieder in einer Erklärung.",
     [("„Das ist ungenügend und hilft keinem“", "die beiden Mitglieder")]),
    ("Das Heer will nicht gehen. Das erklärte General Otto Muster.",
     [("Das Heer will nicht gehen. […] Das", "General Otto Muster")]),
    ("Wie es hieß, sieht der Rat die Planung gefährdet.", [("sieht der Rat die Planung gefährdet", "")]),
    ("Passend zu den Gefahren warnte die Moderatorin eines Senders: „Es kann glatt sein.“",
     [("„Es kann glatt sein.“", "die Moderatorin eines Senders")]),
    ("Sowohl das Ministerium als auch die Anstalt sagten, man werde bauen.",
     [("man werde bauen", "Sowohl das Ministerium als auch die Anstalt")]),
    ("2017 sagen Experten, man werde bauen.", [("man werde bauen", "Experten")]),
    ("Ein Leiter ließ gestern gegenüber der „Probe“ durchblicken, dass auch ein Werk entstehen solle.",
     [("dass auch ein Werk entstehen solle", "Ein Leiter")]),
    ("Manche Beobachter halten es für möglich, dass er geht.", [("dass er geht", "Manche Beobachter")]),
    ("Die Partei setzte dem entgegen, dass es kein Geld gebe.", [("dass es kein Geld gebe", "Die Partei")]),
    ("Der Senat freut sich. Anders sieht das der Mieterverein: „Sie wirkt nie, sie wirkte nie.“",
     [("„Sie wirkt nie, sie wirkte nie.“", "der Mieterverein")]),
    ("MUSTERSTADT (xyz/abc) - An drei Orten ist laut der Polizei mit Stau zu rechnen.",
     [("An drei Orten ist […] mit Stau zu rechnen", "der Polizei")]),
    ("Bad Muster - Ein Fehler ist nach Angaben der Ermittler die Ursache.",
     [("Ein Fehler ist […] die Ursache", "Angaben der Ermittler")]),
    ("Müller - der Chef der Bank - sagte, man sei müde.", [("man sei müde", "Müller")]),
    ("Nun ist ein Spiel in Arbeit. Denn Otto Muster habe damit abgeschlossen. Dies verkündete der Entwickler gestern.",
     [("Denn Otto Muster habe damit abgeschlossen.", "der Entwickler")]),
    ("Man sei bereit, sagte Tobias Steiner der Neuen Post.", [("Man sei bereit", "Tobias Steiner")]),
    ("Der Betriebsrat kritisierte den Abbau: Wir befürchten, dass man uns vergisst.",
     [("Wir befürchten, dass man uns vergisst", "Der Betriebsrat")]),
    ("Es handle sich um ein Abkommen, zitierte der Sender am Montag den Minister.",
     [("Es handle sich um ein Abkommen", "den Minister")]),
    ("Demnach ist laut der Agentur alles gut.", [("Demnach ist […] alles gut", "der Agentur")]),
    ("Das sei beschlossen worden, hieß es bei einer Pressekonferenz.", [("Das sei beschlossen worden", "")]),
    ("Der Preis könnte laut Eva Muster, Leiterin Einkauf bei der Sparte der Bank, nach dem Einbruch fallen.",
     [("Der Preis könnte […] Leiterin Einkauf bei der Sparte der Bank, nach dem Einbruch fallen", "Eva Muster")]),
    ("Heute können Fahrgäste der Bahn zufolge Busse nutzen.", [("Heute können Fahrgäste […] Busse nutzen", "der Bahn")]),
    ("Der Kauf werde aufgeschoben, teilte das im Ort bekannte Unternehmen mit.",
     [("Der Kauf werde aufgeschoben", "das im Ort bekannte Unternehmen")]),
    ("In einem Brief spricht die Neue Post von einer Gefahr.", [("In einem Brief spricht die Neue Post von einer Gefahr.", "die Neue Post")]),
    ("Fachleute gehen nach einem Bericht von einer Verzögerung aus.",
     [("Fachleute gehen […] von einer Verzögerung aus", "einem Bericht")]),
    ("Man sei froh, sagte Eva Muster, Chefin der Bank, der Neuen Presse.", [("Man sei froh", "Eva Muster, Chefin der Bank")]),
    ("Das sei gut, sagte eine Probe-Sprecherin der Deutschen Presse-Agentur.", [("Das sei gut", "eine Probe-Sprecherin")]),
    ("Zuerst hatte die Neue Post darüber berichtet.", [("Zuerst hatte die Neue Post darüber berichtet.", "die Neue Post")]),
    ("Nach Ermittlungen der Polizei war der Weg gesperrt.", [("war der Weg gesperrt", "Ermittlungen der Polizei")]),
    ("Einem Gutachten des Amtes zufolge war der Weg gesperrt.", [("war der Weg gesperrt", "Einem Gutachten des Amtes")]),
    ("Das könne helfen, meint die Agentur Muster & Söhne.", [("Das könne helfen", "die Agentur Muster & Söhne")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_is_said_and_by_whom(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words(text, one.spans), words(text, one.speaker)) for one in read(text)] == expected


NOTHING_SAID = [
    "Erstmals wird es wieder rote Zahlen geben, es bleibt aber dabei.",
    "Unser Leiter Otto Muster wird auf das Thema eingehen und wertvolle Informationen geben.",
    "Artikel per Mail empfehlen",
    "Bitte geben Sie einen Verweis an.",
    "Die beiden Stars haben eine Version aus Sicht eines Mädchens enthüllt.",
    "Die Rüge ist zu erheben, sobald das, von dem dies behauptet wird, im gerichtlichen Verfahren zur Erörterung kommt.",
    "Die am Mittwoch verkündete Spaltung der Firma ist ein Rückschlag für die Chefin.",
    "Wenn du dich absichern willst, überlege einen Besuch beim Arzt.",
    "Nach unserer Einschätzung könnte es bald zu einer Wende kommen.",
    "Tatsächlich zeigten die rund 40 Vorträge, dass diese Themen verknüpft sind.",
    "Es besteht eine Chance, dass einer die Formel entdeckt.",
    "Seit Mittwoch wissen wir, dass die Flotte marode ist.",
    "Wie bereits mehrfach berichtet, wurde das Verfahren eröffnet.",
    "Viel ist schon gesagt worden, und man könnte es kurz fassen.",
    "Nun müssen sich die Politiker fragen, wie weit der Sparkurs geht.",
    "Wir sehen den Falken, etwas Laserlicht und mehr.",
    "Wie das geht, hat sich die Ministerin vor Ort erläutern lassen.",
    "Die Häfen sollen betroffen sein.",
    "„Sicher im Kreis? Oder hat der Winter doch alles verändert?“ lautete das Thema des Abends.",
    "Der Streik betraf die Stücke «Die lustige Muster» am Freitag und «Wie im Himmel» am Samstag, die man absagte.",
]


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_where_nobody_says_anything_nothing_is_found(text: str) -> None:
    assert read(text) == []


def test_whom_a_sentence_is_about_speaks_next_only_as_a_guess() -> None:
    [found] = read("Die Flugbegleiter setzen ihren Streik fort. Sie seien bis zum Abend zum Ausstand aufgerufen.")
    assert found.rule == "free/introduced-before"
    assert found.confidence <= 0.6


def test_the_given_sources_are_who_spoke_before() -> None:
    text = "Die Muster AG teilte mit, man habe gewartet. Der Schaden war den Angaben zufolge gering."
    assert read(text)[-1].speaker_entity == "Die Muster AG"


def test_an_office_in_apposition_is_no_name() -> None:
    text = "Otto Muster, Customer Country Leader bei Probe, sagte, er stehe bereit."
    assert read(text)[-1].speaker_entity == "Otto Muster"


def test_a_firm_with_an_article_is_no_surname() -> None:
    text = "Neue Lufthansa ist da. Die Lufthansa sagte, man warte."
    assert read(text)[-1].speaker_entity is None


def test_a_credit_is_no_part_of_what_is_said() -> None:
    text = "Die Behörden rechnen mit weiteren Opfern, die Arbeiten dauerten an. © BILD, Otto Muster"
    [found] = read(text)
    assert words(text, found.spans) == "Die Behörden rechnen mit weiteren Opfern, die Arbeiten dauerten an."
