"""Text read as if it were whole: broken words, invisible characters, wrapped lines; all written for the tests."""

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presseschau_normal_form import NormalForm

from presseschau import Document, Edit, Span
from presseschau.testing import assert_linear

PROSE = (
    "Der Kreistag hat am Donnerstag beschlossen, das alte Lagerhaus an der Bahn zu kaufen und bis zum Herbst umzubauen. Landrätin Ute Brandis "
    "sprach von einer Entscheidung, auf die der ganze Kreis seit Jahren gewartet habe. Gegen den Plan stimmten nur die Vertreter der Freien Liste."
)


def cleaned(text: str, **options: bool) -> str:
    document = Document(id="a", source_text=text)
    return document.with_cleaning(NormalForm(**options).clean(document)).text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("am Diens-\ntag kam", "am Dienstag kam"),
        ("der Bürger-\nmeis-\nter sprach", "der Bürgermeister sprach"),
        ("die CDU-\nFraktion war", "die CDU-Fraktion war"),
        ("Frau Meier-\nSchulz ging", "Frau Meier-Schulz ging"),
        ("eine 30-\njährige Frau", "eine 30-jährige Frau"),
        ("die Vor-\nund Nachteile", "die Vor- und Nachteile"),
        ("die Ein- oder Aus-\nfahrt", "die Ein- oder Ausfahrt"),
        ("Montag-\nbis Freitagabend", "Montag- bis Freitagabend"),
        ("eine Kür-\nbissuppe", "eine Kürbissuppe"),
        ("der Kür-\nbis war", "der Kürbis war"),
        ("ein schwarz-\nrotes Bündnis", "ein schwarz-rotes Bündnis"),
        ("ein deutsch-\nfranzösischer Vertrag", "ein deutsch-französischer Vertrag"),
        ("per E-\nmail", "per E-mail"),
        ("DER RAT HAT GESTERN BE-\nSCHLOSSEN", "DER RAT HAT GESTERN BESCHLOSSEN"),
        ("Der Rat der SP-\nFDP", "Der Rat der SP-FDP"),
        ("Ener¬\ngie", "Energie"),
        ("Ener\u00ad\ngie", "Energie"),
        ("Ener-  \n   gie", "Energie"),
        ("»sag-\nte« er", "»sagte« er"),
        ("am Diens=\ntag kam", "am Dienstag kam"),
        ("am Diens–\ntag kam", "am Dienstag kam"),
        ("am Diens-\n\ntag kam", "am Dienstag kam"),
        ("der Rat –\nwie immer –\ntagte", "der Rat –\nwie immer –\ntagte"),
        ("x =\ny", "x =\ny"),
        ("der Kreis-\n\nDer Rat", "der Kreis-\n\nDer Rat"),
        ("am Diens- tag im Kreis- haus", "am Dienstag im Kreishaus"),
        ("die Vor- und Nach- teile der Ein- und Aus- fahrt", "die Vor- und Nachteile der Ein- und Ausfahrt"),
        ("er kam- sagt man", "er kam- sagt man"),
        ("ein Web-basiertes Netz, das Web-\nbasierte", "ein Web-basiertes Netz, das Webbasierte"),
        ("die web-basierte Wahl war eine web-\nbasierte", "die web-basierte Wahl war eine web-basierte"),
    ],
)
def test_words_broken_at_line_ends_are_whole(broken: str, whole: str) -> None:
    assert cleaned(broken) == whole


def test_the_ligatures_of_a_scan_are_letters() -> None:
    assert cleaned("Der O\ufb03zier \ufb02og am fün\ufb06en Tag") == "Der Offizier flog am fünsten Tag"
    assert cleaned("\ufb01nanziell", ligatures=False) == "\ufb01nanziell"


def test_a_name_that_a_ragged_line_parts_from_its_title_is_whole() -> None:
    text = (
        "Der Kreistag hat am Donnerstag beschlossen, das alte Lagerhaus an der Bahn\nzu kaufen. Landrätin Ute\nBrandis sprach von einer "
        "Entscheidung, auf die der ganze Kreis seit Jahren\ngewartet habe.\n"
    )
    assert "Landrätin Ute Brandis sprach" in cleaned(text)


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("Mo\u00adntag und Vor\u00adges\u00adtern", "Montag und Vorgestern"),
        ("sagte\u200b Kolb", "sagte Kolb"),
        ("\ufeffEnde", "Ende"),
        ("Wort \u200b Wort", "Wort  Wort"),
        ("„Nein\u2060“, sagte\u200d er", "„Nein“, sagte er"),
    ],
)
def test_invisible_characters_are_not_there(hidden: str, shown: str) -> None:
    assert cleaned(hidden) == shown


def test_emojis_and_other_scripts_keep_their_joiners() -> None:
    for text in ["👩\u200d👩\u200d👧 lachen", "می\u200cخواهم"]:
        assert cleaned(text) == text


@pytest.mark.parametrize("width", range(38, 100, 7))
def test_wrapped_prose_is_whole(width: int) -> None:
    assert cleaned(textwrap.fill(PROSE, width, break_on_hyphens=False)) == PROSE


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        (
            "Das Bad bleibt zu. Das teilte Bürgermeisterin Ilse\nKorn mit.",
            "Das Bad bleibt zu. Das teilte Bürgermeisterin Ilse Korn mit.",
        ),
        ("Nach Angaben der Stadt ist das\nBad zu.", "Nach Angaben der Stadt ist das Bad zu."),
        ("Der Rat, der seit Montag tagt,\nBerät weiter.", "Der Rat, der seit Montag tagt, Berät weiter."),
    ],
)
def test_a_line_that_cannot_end_there_goes_on(wrapped: str, whole: str) -> None:
    assert cleaned(wrapped) == whole


@pytest.mark.parametrize(
    "text",
    [
        "Gemeinde kauft alte Ziegelei\nDer Rat stimmte zu.",
        "Der Rat tagte gestern Abend lange.\nDas Bad bleibt zu.",
        "Mehl\nZucker\nSalz",
        "Start\nPolitik\nSport\nKultur",
        "* der erste Punkt der Liste\n* der zweite Punkt der Liste",
        "Wer kommt zum Fest?\n– Alle aus dem ganzen Dorf",
        "Erster Absatz ist zu Ende.\n\nzweiter beginnt klein",
        "Berlin (dpa) -\nDer Rat tagt.",
    ],
)
def test_other_line_ends_stay(text: str) -> None:
    assert cleaned(text) == text


def test_each_option_turns_one_thing_off() -> None:
    text = "Der Bürger-\nmeister und die Rätin\nsag\u00adten, dass der Weg nun ganz und gar frei sei, und\ndankten."
    assert "Bürger-\nmeister" in cleaned(text, hyphens=False)
    assert "\u00ad" in cleaned(text, invisible=False)
    assert "frei sei, und\ndankten" in cleaned(text, lines=False)


def test_spans_are_kept_for_both_texts() -> None:
    text = "Am Diens-\ntag sagte Mi\u00adchael Ohl, es sei zu."
    document = Document(id="a", source_text=text)
    document = document.with_cleaning(NormalForm().clean(document))
    at = document.text.index("Dienstag")
    [span] = document.to_source(Span(at, at + 8))
    assert text[span[0] : span[1]] == "Diens-\ntag"
    assert document.source_text == text


def test_what_another_cleaner_cut_within_is_left_alone() -> None:
    text = "Der Bürger-\n[Anzeige]\nmeister sprach."
    document = Document(id="a", source_text=text)
    cut = Edit(span=(text.index("["), text.index("]") + 2), rule="other")
    before = NormalForm().clean(document.with_cleaning(type(NormalForm().clean(document))(edits=(cut,))))
    assert all(edit.rule != "normal/broken-word" for edit in before.edits)


@given(st.text(st.sampled_from("aBü-\u00ad\u200b \n.,\u00ac„“1"), max_size=80))
def test_any_text_keeps_its_letters(text: str) -> None:
    document = Document(id="a", source_text=text)
    clean = document.with_cleaning(NormalForm().clean(document))
    letters = re.compile(r"\w")
    assert letters.findall(clean.text) == letters.findall(text)


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit", ["Diens-\ntag ", "a-\n", "a\u00ad", "wort\u200b", "der\n", "Haupt-\nund ", "a,\n", "-\n", "a.b"]
)
def test_time_grows_with_length(unit: str) -> None:
    assert_linear(lambda text: NormalForm().clean(Document(id="a", source_text=text)), unit)


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("B&uuml;rger &bdquo;Ja&ldquo; &ndash; &#252;ber &#x201E;Nein&#x201C;", "Bürger „Ja“ – über „Nein“"),
        ("B&amp;uuml;rger &amp;bdquo;Ja&amp;ldquo;", "Bürger „Ja“"),
        ("12.&nbsp;M&auml;rz, Don&shy;ners&shy;tag", "12. März, Donnerstag"),
        ("Meier &amp; Sohn", "Meier & Sohn"),
        ("R&D; &unbekannt; & so", "R&D; &unbekannt; & so"),
        ("\uff02Ja\uff02\uff0c sagte er", '"Ja", sagte er'),
    ],
)
def test_references_and_wide_signs_are_their_characters(told: str, read: str) -> None:
    assert cleaned(told) == read


@given(st.text(st.sampled_from("äöüßÄÖÜ„“–éa "), min_size=1, max_size=30))
def test_text_is_the_same_with_and_without_references(text: str) -> None:
    told = "".join(f"&#{ord(sign)};" if not sign.isascii() else sign for sign in text)
    assert cleaned(told) == text


@pytest.mark.parametrize("width", [50, 66, 78])
@pytest.mark.parametrize("mark", ["> ", ">", ">> "])
def test_what_an_e_mail_quotes_is_read_as_whole_paragraphs(width: int, mark: str) -> None:
    quoted = "\n".join(f"{mark}{line}" for line in textwrap.wrap(PROSE, width))
    assert cleaned(f"Sie schrieben:\n\n{quoted}\n\nDas stimmt.") == f"Sie schrieben:\n\n{PROSE}\n\nDas stimmt."
    assert cleaned(quoted, quote_marks=False).count(">") == quoted.count(">")


def test_a_single_sign_is_no_mark_of_quoting() -> None:
    assert cleaned("> Der Rat tagt.\nDie Wahl ist am 3. Mai.") == "> Der Rat tagt.\nDie Wahl ist am 3. Mai."


@pytest.mark.parametrize("width", [45, 60, 72])
def test_paragraphs_whose_lines_are_set_apart_are_whole(width: int) -> None:
    paragraphs = ["\n\n".join(textwrap.wrap(PROSE, width))] * 2
    assert cleaned("\n\n\n\n".join(paragraphs)).split("\n\n\n\n") == [PROSE, PROSE]


@given(
    st.lists(
        st.sampled_from(["Der Rat tagt am Abend.", "Er berät über das Bad.", "Gegen Mitternacht ist Schluss."]),
        min_size=6,
        max_size=12,
    )
)
def test_short_paragraphs_stay_apart(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert cleaned(text) == text
