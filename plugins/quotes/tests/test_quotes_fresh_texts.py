"""An example for every construction that fresh texts showed to fail."""

import unicodedata

import pytest
from presseschau_quotes import Found, find_quotes
from presseschau_quotes.lexicon import readings

from presseschau.builtin.sentences import sentences


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " […] ".join(text[start:end] for start, end in spans)


# text, speaker, entity of the last quotation
SPEAKERS = [
    ("Die 37-jährige Eva Muster sagte: „Das reicht uns.“", "Die 37-jährige Eva Muster", "Eva Muster"),
    ("Ein 52-Jähriger sagte, er warte noch.", "Ein 52-Jähriger", None),
    ("Die 30 Jahre alte Pilotin sagte, sie warte noch.", "Die 30 Jahre alte Pilotin", None),
    ("Omar bin Muster sagte: „Wir warten.“", "Omar bin Muster", "Omar bin Muster"),
    ("Omar bin Muster kam an. Bin Muster sagte, er warte.", "Bin Muster", "Omar bin Muster"),
    ("Omar al-Muster kam an. Muster sagte, er warte.", "Muster", "Omar al-Muster"),
    ("Man warte, sagte Alexander Van der Muster am Montag.", "Alexander Van der Muster", "Alexander Van der Muster"),
    ("Jan van der Muster kam an. Van der Muster sagte, er warte.", "Van der Muster", "Jan van der Muster"),
    ("Eva von der Probe kam an. Man warte, sagte von der Probe.", "von der Probe", "Eva von der Probe"),
    ("Karl-Viktor zu Muster kam an. Muster sagte, er warte.", "Muster", "Karl-Viktor zu Muster"),
    ("Man warte, sagte Muster zu Journalisten.", "Muster", None),
    ("Ich denke, ich bin Kassenwart, sagte Eva Muster.", "Eva Muster", "Eva Muster"),
    ("Die Anwältin der Klägerin, Eva Muster, sagte, sie warte.", "Die Anwältin der Klägerin, Eva Muster", "Eva Muster"),
    ("Der Leiter des Amtes, Chef von hundert Leuten, sagte, er warte.", "Der Leiter des Amtes, Chef von hundert Leuten", None),
    ("Mein Kollege Otto Muster sagte, er warte.", "Mein Kollege Otto Muster", "Otto Muster"),
    (unicodedata.normalize("NFD", "Jörg Müßig kam an. Müßig sagte, er warte."), "Müßig", "Jörg Müßig"),
    ("„Wir warten noch immer“, sagte Muster am Mittwoch im ARD-«Abendgast».", "Muster", None),
    ("Im ZDF-„Abendgast“ sagte Muster: „Nein.“", "Muster", None),
    ("„Wir warten noch immer“, sagte der „Abendgast“-Moderator Otto Muster.", "der „Abendgast“-Moderator Otto Muster",
     "Otto Muster"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "entity"), SPEAKERS)
def test_speakers_are_read_whole(text: str, speaker: str, entity: str | None) -> None:
    *others, found = read(text)
    assert others == []
    assert unicodedata.normalize("NFC", words(text, found.speaker)) == speaker
    assert found.speaker_entity == entity


def test_swiss_spelling_is_no_other_word() -> None:
    table = readings()
    assert [form for form in table if "ß" in form and form.replace("ß", "ss") not in table] == []
    text = "Otto Test sagte, alles sei gut. Die Miete sei gestiegen, hiess es."
    last = read(text)[-1]
    assert (last.rule, words(text, last.spans), last.speaker) == ("parenthesis/verb", "Die Miete sei gestiegen", ())


# text, what each direct quotation holds, by whom, to whom
DIRECT = [
    ("„Wer das denkt“, rief Otto Muster, „irrt!“, und verliess den Saal.", ["„Wer das denkt“ […] „irrt!“"], "Otto Muster", ""),
    ("„Wer das denkt“, rief Otto Muster, „irrt“, und er verliess den Saal.", ["„Wer das denkt“ […] „irrt“"], "Otto Muster", ""),
    ("„Wir bauen weiter“, sagte Otto Muster. „Nur später.“ Dann ging er.", ["„Wir bauen weiter“", "„Nur später.“"],
     "Otto Muster", ""),
    ("Der Saal war leer. „Nur später.“ Dann ging er.", [], "", ""),
    ("Eva Muster nannte das „Unfug“.", ["„Unfug“"], "Eva Muster", ""),
    ("Das meldete das „Abendblatt“ am Montag vorab.", [], "", ""),
    ("Mit den Worten „Ich komme wieder“ verliess Otto Muster den Saal.", ["„Ich komme wieder“"], "Otto Muster", ""),
    (",,Nein``, sagte Eva Muster.", [",,Nein``"], "Eva Muster", ""),
    ("''Nein, nicht heute'', sagte Eva Muster.", ["''Nein, nicht heute''"], "Eva Muster", ""),
    ("``Nein, nicht heute'', sagte Eva Muster.", ["``Nein, nicht heute''"], "Eva Muster", ""),
    ("Muster warf der Behörde «grobe Schlamperei» vor.", ["«grobe Schlamperei»"], "Muster", "der Behörde"),
    ("Muster warf Probe „Verrat“ vor.", ["„Verrat“"], "Muster", "Probe"),
    ("Muster warf den Linken „Verrat an der Sache“ vor.", ["„Verrat an der Sache“"], "Muster", "den Linken"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "speaker", "addressee"), DIRECT)
def test_direct_speech_is_read_whole(text: str, said: list[str], speaker: str, addressee: str) -> None:
    found = read(text)
    assert [words(text, one.spans) for one in found] == said
    assert {one.type for one in found} <= {"Direct"}
    assert {words(text, one.speaker) for one in found} <= {speaker}
    assert {words(text, one.addressee) for one in found} <= {addressee}


@pytest.mark.parametrize("paper", ["der „Neuen Woche“", "der Wochenzeitung „Die neue Woche“", "dem Sender „Antenne“"])
def test_a_name_in_marks_stays_in_the_addressee(paper: str) -> None:
    text = f"Der Minister sagte {paper}, die Lage sei ernst."
    [found] = read(text)
    assert words(text, found.addressee) == paper


def test_a_sentence_before_an_opening_mark_is_not_said() -> None:
    text = "Otto Muster hat gestern gekündigt. „Ich habe mich geirrt“, sagte Probe."
    [found] = find_quotes(text, [(0, text.index("„") + 1), (text.index("„") + 1, len(text))])
    assert words(text, found.spans) == "„Ich habe mich geirrt“"
    text = "Otto Muster sprach am Abend vor der sog. „Grossen Kammer“ im Ort."
    assert read(text) == []


def test_the_names_before_turns_of_an_interview_are_no_verbs() -> None:
    assert read("• FRAGE: Und wenn nicht?") == []


def test_a_name_in_marks_that_speaks_is_no_quotation() -> None:
    text = "Der Pilot hatte laut „abendblatt.example“ kritisiert, dass er nicht starten dürfe."
    assert {one.type for one in read(text)} == {"Indirect"}
    assert "„abendblatt.example“" in {words(text, one.speaker) for one in read(text)}


def test_a_clause_behind_the_frame_goes_on_with_what_is_said() -> None:
    text = "Man dürfe nicht übersehen, mahnte Otto Muster, dass das Dach undicht sei."
    [found] = read(text)
    assert words(text, found.spans) == "Man dürfe nicht übersehen […] dass das Dach undicht sei"


@pytest.mark.parametrize("text", [text for text, *_ in [*SPEAKERS, *DIRECT]])
def test_nobody_speaks_within_direct_speech(text: str) -> None:
    found = read(text)
    spoken = [span for one in found if one.type == "Direct" for span in one.spans]
    for one in found:
        for start, end in (*one.speaker, *one.addressee):
            assert not any(a <= start and end <= b for a, b in spoken)
