"""An example of our own for every rule, and the traps."""

import pytest
from presseschau_quotes import Found, find_quotes
from presseschau_quotes.words import data_lines

from presseschau.builtin.sentences import sentences


def read(text: str) -> list[Found]:
    return find_quotes(text, [tuple(span) for span in sentences(text)])


def words(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return " […] ".join(text[start:end] for start, end in spans)


# text, rule, type, what is said, speaker, cue
EXAMPLES = [
    ("„Der Haushalt steht auf festen Füssen“, sagte Finanzministerin Anna Muster.", "direct/verb", "Direct",
     "„Der Haushalt steht auf festen Füssen“", "Finanzministerin Anna Muster", "sagte"),
    ("«Wir bauen die Strecke bis im Herbst aus», so Gemeinderätin Ursi Beispiel.", "direct/so", "Direct",
     "«Wir bauen die Strecke bis im Herbst aus»", "Gemeinderätin Ursi Beispiel", "so"),
    ('"Das Wasser steigt noch immer", heißt es in dem Bericht.', "direct/verb", "Direct",
     '"Das Wasser steigt noch immer"', "dem Bericht", "heißt"),
    ("Landeshauptmann Max Probe sagte im Jänner: »Heuer wird nichts mehr gebaut.«", "direct/colon-cue", "Direct",
     "»Heuer wird nichts mehr gebaut.«", "Landeshauptmann Max Probe", "sagte"),
    ("Bürgermeister Otto Test: „Wir warten seit zehn Jahren.“", "direct/colon", "Direct",
     "„Wir warten seit zehn Jahren.“", "Bürgermeister Otto Test", ""),
    ("Die Oppositionsführerin nannte den Plan eine „teure Spielerei“.", "direct/clause-few", "Direct",
     "„teure Spielerei“", "Die Oppositionsführerin", "nannte"),
    ("Der Anwalt kritisierte das Urteil als „weder klug noch gerecht“.", "direct/clause-some", "Direct",
     "„weder klug noch gerecht“", "Der Anwalt", "kritisierte"),
    ("Der Verband beklagte, „dass die Löhne seit Jahren nicht mehr steigen“.", "direct/comma-cue", "Direct",
     "„dass die Löhne seit Jahren nicht mehr steigen“", "Der Verband", "beklagte"),
    ("Der Verband beklagte „die seit vielen Jahren kaum gestiegenen Löhne“.", "direct/clause-long", "Direct",
     "„die seit vielen Jahren kaum gestiegenen Löhne“", "Der Verband", "beklagte"),
    ("Wie Otto Test, Chef der Bank, in Bern mitteilte, sinkt der Kurs.", "parenthesis/wie", "Indirect",
     "sinkt der Kurs", "Otto Test, Chef der Bank", "mitteilte"),
    ("Die Lage ist ernst. „Wir tun, was wir können“, sagte sie. „Mehr geht nicht im Moment.“", "direct/continued", "Direct",
     "„Mehr geht nicht im Moment.“", "sie", "sagte"),
    ("Die Ministerin sagte, dass die Brücke im Mai gesperrt werde.", "dass/verb", "Indirect",
     "dass die Brücke im Mai gesperrt werde", "Die Ministerin", "sagte"),
    ("Am Abend wurde bekanntgegeben, dass die Brücke gesperrt bleibt.", "dass/passive", "Indirect",
     "dass die Brücke gesperrt bleibt", "", "wurde bekanntgegeben"),
    ("Die Auswertung zeigte, dass die Zahlen nicht stimmten.", "dass/weak", "Indirect",
     "dass die Zahlen nicht stimmten", "Die Auswertung", "zeigte"),
    ("Die Behauptung der Firma, dass die Anlage sicher sei, ist umstritten.", "dass/noun", "Indirect",
     "dass die Anlage sicher sei", "Die Behauptung der Firma", "Behauptung"),
    ("Der Trainer zeigte sich überzeugt, dass seine Mannschaft gewinnt.", "dass/adjective", "Indirect",
     "dass seine Mannschaft gewinnt", "Der Trainer", "zeigte […] überzeugt"),
    ("Die Sprecherin erklärte, der Zug sei pünktlich abgefahren.", "subjunctive/verb", "Indirect",
     "der Zug sei pünktlich abgefahren", "Die Sprecherin", "erklärte"),
    ("Er erhob den Vorwurf, die Bank habe ihre Kunden getäuscht.", "subjunctive/noun", "Indirect",
     "die Bank habe ihre Kunden getäuscht", "Er", "erhob […] Vorwurf"),
    ("Die Gewerkschaft forderte, die Löhne um vier Prozent zu erhöhen.", "infinitive/verb", "Indirect",
     "die Löhne um vier Prozent zu erhöhen", "Die Gewerkschaft", "forderte"),
    ("Die Stadt wurde aufgefordert, den Park zu öffnen.", "infinitive/passive", "Indirect",
     "den Park zu öffnen", "", "wurde aufgefordert"),
    ("Die Abgeordnete fragte, ob das Geld noch reiche.", "question/verb", "Indirect",
     "ob das Geld noch reiche", "Die Abgeordnete", "fragte"),
    ("Die Strasse sei seit Montag offen, sagte der Polizeisprecher.", "parenthesis/verb", "Indirect",
     "Die Strasse sei seit Montag offen", "der Polizeisprecher", "sagte"),
    ("Die Straße, so die Polizei, ist seit Montag wieder offen.", "parenthesis/so", "Indirect",
     "Die Straße […] ist seit Montag wieder offen", "die Polizei", "so"),
    ("Wie die Feuerwehr mitteilte, ist der Brand gelöscht.", "parenthesis/wie", "Indirect",
     "ist der Brand gelöscht", "die Feuerwehr", "mitteilte"),
    ("Laut Bundesamt sinken die Preise weiter.", "source/laut", "Indirect",
     "sinken die Preise weiter", "Bundesamt", "Laut"),
    ("Der Fahrer war nach Angaben der Polizei betrunken.", "source/nach", "Indirect",
     "Der Fahrer war […] betrunken", "Angaben der Polizei", "nach"),
    ("Meiner Meinung nach ist das zu teuer.", "source/nach", "Indirect",
     "ist das zu teuer", "Meiner Meinung", "nach"),
    ("Einem Zeugen zufolge kam der Wagen von rechts.", "source/zufolge", "Indirect",
     "kam der Wagen von rechts", "Einem Zeugen", "zufolge"),
    ("Es gibt einen Bericht der Kommission, wonach die Brücke längst baufällig war.", "source/wonach", "Indirect",
     "die Brücke längst baufällig war", "einen Bericht der Kommission", "wonach"),
    ("Das Geld ist weg. Das teilte der Verein am Dienstag mit.", "anaphor/das", "Indirect",
     "Das Geld ist weg. […] Das", "der Verein", "teilte […] mit"),
    ("Die Angeklagte soll den Schmuck verkauft haben.", "free/soll-perfect", "FreeIndirect",
     "Die Angeklagte soll den Schmuck verkauft haben.", "", ""),
    ("Der Kanzler kritisierte die Pläne der Opposition scharf.", "reported/verb", "Reported",
     "Der Kanzler kritisierte die Pläne der Opposition scharf.", "Der Kanzler", ""),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e[1]}-{i}" for i, e in enumerate(EXAMPLES)])
def test_each_rule_reads_its_example(example: tuple[str, str, str, str, str, str]) -> None:
    text, rule, kind, said, speaker, cue = example
    found = next(f for f in read(text) if f.rule == rule)
    assert found.type == kind
    assert words(text, found.spans) == said
    assert words(text, found.speaker) == speaker
    assert words(text, found.cue) == cue


def test_every_rule_of_the_code_has_a_confidence() -> None:
    known = {line.split()[0] for line in data_lines("rules.tsv")}
    assert {example[1] for example in EXAMPLES} <= known


def test_sentences_in_the_subjunctive_go_on_as_one_quotation() -> None:
    text = "Die Ministerin sagte, die Kasse sei leer. Man müsse daher sparen. Das werde auch die Schulen treffen. Der Saal war voll."
    indirect, chain = read(text)
    assert indirect.rule == "subjunctive/verb"
    assert (chain.type, words(text, chain.spans)) == (
        "IndirectFreeIndirect",
        "Man müsse daher sparen. Das werde auch die Schulen treffen.",
    )
    assert words(text, chain.speaker) == "Die Ministerin"


def test_a_quotation_inside_reported_speech_is_nested_in_it() -> None:
    text = "Die Forscherin sagte, die Messung sei „über jeden Zweifel erhaben“ gewesen."
    outer, inner = read(text)
    assert inner.parent == 0
    assert inner.type == "Direct"
    assert inner.speaker == outer.speaker
    assert inner.cue == outer.cue


def test_a_quotation_broken_by_its_frame_is_one() -> None:
    text = "„Wir haben lange gewartet“, sagte die Wirtin, „und nun ist es endlich so weit.“"
    [found] = read(text)
    assert words(text, found.spans) == "„Wir haben lange gewartet“ […] „und nun ist es endlich so weit.“"
    assert words(text, found.speaker) == "die Wirtin"


def test_paragraphs_of_one_quotation_are_its_spans() -> None:
    text = "Der Autor schreibt: „Der erste Absatz ist lang.\n\n„Der zweite ist kürzer.“"
    [found] = read(text)
    assert len(found.spans) == 2
    assert words(text, found.speaker) == "Der Autor"


@pytest.mark.parametrize(
    "text",
    [
        "Der Film „Die langen Tage“ läuft ab Donnerstag.",
        "Sie liest den „Beobachter“ und die „Tagespost“.",
        "Das sogenannte „Reizklima“ tut ihr gut.",
        "Die Firma nennt man kurz „PAX“.",
        "Er kaufte im „Alten Haus“ ein Buch mit dem Titel „Wie man richtig wandert und dabei reich wird“.",
        "Das Spiel beginnt um drei Uhr, und danach gehen alle nach Hause.",
    ],
)
def test_titles_names_and_scare_quotes_are_no_quotations(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Anna Muster kam um neun. Der Saal war voll. Muster sagte, sie sei zufrieden.", "Anna Muster"),
        ("Kanzlerin Anna Muster kam. Später sagte die Kanzlerin, sie sei zufrieden.", "Anna Muster"),
        ("Die Zürcher Stadtpräsidentin Anna Muster sagte, sie sei zufrieden.", "Anna Muster"),
        ("Anna Muster und Ernst Muster kamen. Muster sagte, die Lage sei gut.", None),
    ],
)
def test_a_speaker_is_named_in_full_where_the_text_leaves_no_doubt(text: str, entity: str | None) -> None:
    assert read(text)[-1].speaker_entity == entity


def test_the_addressee_is_whom_one_tells() -> None:
    text = "Der Minister sagte der „Tagespost“, die Lage sei ernst."
    assert words(text, read(text)[0].addressee) == "der „Tagespost“"
    text = "Die Partei forderte die Regierung auf, das Gesetz zu ändern."
    assert words(text, read(text)[0].addressee) == "die Regierung"


def test_an_apposition_belongs_to_the_speaker_and_a_relative_clause_does_not() -> None:
    text = "Otto Test, Chef der Bank, der gestern ankam, sagte, der Kurs werde fallen."
    assert words(text, read(text)[0].speaker) == "Otto Test, Chef der Bank"


def test_a_participle_behind_an_apposition_is_read() -> None:
    text = "Gestern hat der Leiter des Amtes, Otto Test, erklärt, dass nichts fehlt."
    [found] = read(text)
    assert words(text, found.speaker) == "der Leiter des Amtes, Otto Test"
    assert words(text, found.cue) == "hat […] erklärt"


SAID_ALREADY = [
    "Die Förster zählten lange Rehe. Dabei wurde erstmals nachgewiesen, dass die Tiere nachts wandern.",
    "Der Turm ist hoch und schlank, wie ihn die Pläne zeigen.",
    "So erklärt es sich, dass beide Orte gleich heissen.",
    "Der Wirt trägt dafür Sorge, dass niemand friert.",
    "Das Schiff fährt nach Plan, und alles lief nach Wunsch.",
    "Die Polizei meldete drei Verletzte, die Feuerwehr war bald im Einsatz.",
    "Der Minister versprach Hilfe, das Geld kam nie an.",
]


@pytest.mark.parametrize("text", SAID_ALREADY)
def test_findings_comparisons_and_second_sentences_are_no_speech(text: str) -> None:
    assert [one for one in read(text) if one.type != "Reported"] == []


CONSTRUCTIONS = [
    ("Vor drei Monaten meldete Oberst Test, in der Kaserne fehle es an Betten.", "in der Kaserne fehle es an Betten", "Oberst Test"),
    ("Das Amt hat den Wirten untersagt, ihre Tische aufzustellen.", "ihre Tische aufzustellen", "Das Amt"),
    ("Der Verein warf die Frage auf, ob der Platz reicht.", "ob der Platz reicht", "Der Verein"),
    ("Der Plan, so fügte Försterin Eva Lenz hinzu, sei gut, koste aber viel.", "Der Plan […] sei gut, koste aber viel",
     "Försterin Eva Lenz"),
    ("Der Rat begrüßt den Vorschlag der Förster, den Weg zu sperren.", "den Weg zu sperren", "der Förster"),
    ("Die Helfer baten Gäste, ihnen Schuhe zu schicken, danach ordneten sie die Paare.", "ihnen Schuhe zu schicken", "Die Helfer"),
    ("Am Montag gab einer der Händler an, dass alles verkauft sei.", "dass alles verkauft sei", "einer der Händler"),
    ("Von Eva Lenz stammt der Satz, dass ein Wald länger lebe.", "dass ein Wald länger lebe", "Eva Lenz"),
    ("Lob kam spät, Kritik übte der Verein: Über den Wald sei keine Minute geredet worden.",
     "Über den Wald sei keine Minute geredet worden", "der Verein"),
    ("Test hält dagegen: Wer den Hof verkaufe, laufe Gefahr, alles zu verlieren.",
     "Wer den Hof verkaufe, laufe Gefahr, alles zu verlieren", "Test"),
    ("Dessen Sprecherin Eva Lenz betonte, dass der Vertrag noch laufe.", "dass der Vertrag noch laufe",
     "Dessen Sprecherin Eva Lenz"),
    ('Das sei "Unsinn", meinte Förster Otto Test und müsse weg.', 'Das sei "Unsinn" […] und müsse weg', "Förster Otto Test"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "speaker"), CONSTRUCTIONS)
def test_constructions_of_newspapers_are_read(text: str, said: str, speaker: str) -> None:
    found = next(one for one in read(text) if one.type == "Indirect")
    assert (words(text, found.spans), words(text, found.speaker)) == (said, speaker)


def test_a_quotation_goes_on_into_paragraphs_without_marks() -> None:
    text = (
        "Eva Lenz hütet Schafe.\n\n»Das sieht hier keiner. Wir stehen um vier auf.\n\nAber wir bleiben.«\n\nIm Mai ist Markt."
    )
    [found] = read(text)
    assert words(text, found.spans) == "»Das sieht hier keiner. Wir stehen um vier auf.\n\nAber wir bleiben.«"
    assert words(text, found.speaker) == "Eva Lenz"


def test_each_sentence_of_free_indirect_speech_is_one_where_that_is_asked() -> None:
    text = "Die Ministerin sagte, die Kasse sei leer. Man müsse sparen. Das werde schwer."
    spans = [tuple(span) for span in sentences(text)]
    assert [one.type for one in find_quotes(text, spans)] == ["Indirect", "IndirectFreeIndirect"]
    assert [one.type for one in find_quotes(text, spans, join=False)] == ["Indirect", *["IndirectFreeIndirect"] * 2]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("Der von Kritikern als „maßlos“ gescholtene Plan ist als von der Stadt als „klug“ bezeichneter Schritt bekannt.",
         "„klug“", "der Stadt"),
        ("Sie warnte, sollte der Rhein „plötzlich“ steigen, „dann räumen wir sofort“.", "„dann räumen wir sofort“", "Sie"),
        ("„Das haben wir alle so gewollt“, sagte Test: „Und nun ist es da.“", "„Und nun ist es da.“", "Test"),
        ("„Rache ist auf Dauer keine Lösung“, sagt die für ihre harten Filme berühmte Regisseurin.",
         "„Rache ist auf Dauer keine Lösung“", "die für ihre harten Filme berühmte Regisseurin"),
    ],
)  # fmt: skip
def test_frames_of_direct_speech_are_read_wherever_they_stand(text: str, said: str, speaker: str) -> None:
    found = next(one for one in read(text) if one.type == "Direct" and words(text, one.spans) == said)
    assert words(text, found.speaker) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Die Ministerin wertete den Abend als Erfolg für ihre Partei.",
        "Von der Opposition wurde der Besuch als unpassend gerügt.",
        "Die Veranstalter schätzten die Zahl der Gäste auf zweitausend.",
        "Der Präsident sah in dem Gesetz einen Rückschritt für das Land.",
    ],
)
def test_judgements_and_measures_report_speech(text: str) -> None:
    assert [one.type for one in read(text)] == ["Reported"]


@pytest.mark.parametrize("text", ["Die Ministerin lobte die Helfer.", "Das Haus wurde auf zwei Millionen geschätzt."])
def test_acts_without_words_report_none(text: str) -> None:
    assert read(text) == []
