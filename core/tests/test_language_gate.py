"""Documents in another language are reported as such and go no further; short texts pass as the expected one."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presseschau import LanguageGuess, Pipeline
from presseschau.builtin import langdetect
from presseschau.builtin.langdetect import LangdetectGate, is_surely_german

Make = Callable[..., Pipeline]
GERMAN = (
    "Der Gemeinderat hat am Dienstag beschlossen, dass die alte Brücke über den Fluss bis zum Herbst erneuert werden soll. "
    "Die Kosten trägt der Kanton."
)
FRENCH = (
    "Le conseil municipal a décidé mardi que le vieux pont sur la rivière devait être rénové d'ici l'automne. "
    "Les coûts sont à la charge du canton."
)
SAMPLES = {
    "de": GERMAN,
    "fr": FRENCH,
    "en": "The council decided on Tuesday that the old bridge across the river is to be renewed by autumn. The canton pays for it.",
    "it": "Il consiglio comunale ha deciso martedì che il vecchio ponte sul fiume sarà rinnovato entro l'autunno. Paga il cantone.",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_common_languages_are_told_apart(language: str, text: str) -> None:
    guess = LangdetectGate().detect_language(text)
    assert guess.language == language
    assert guess.confidence > 0.9


@pytest.mark.parametrize("text", ["", " \n", "Der Rat tagt.", "1234567890 " * 20, "— „“ … " * 20, "\0" * 100, "漢"])
def test_texts_with_few_letters_are_unknown(text: str) -> None:
    assert LangdetectGate().detect_language(text) == LanguageGuess("unknown", 0.0)


@settings(max_examples=15)
@given(st.text(max_size=200) | st.lists(st.sampled_from([*GERMAN.split(), *FRENCH.split()]), max_size=60).map(" ".join))
def test_the_same_text_has_the_same_language_every_time(text: str) -> None:
    first, second = LangdetectGate().detect_language(text), LangdetectGate().detect_language(text)
    assert first == second
    assert 0 <= first.confidence <= 1


def test_only_letters_and_only_the_beginning_count() -> None:
    noisy = GERMAN.replace(" ", " 12,3 % | ")
    assert LangdetectGate().detect_language(noisy).language == "de"
    long = GERMAN * 5 + FRENCH * 500
    assert LangdetectGate().detect_language(long) == LangdetectGate().detect_language(GERMAN * 5)
    assert LangdetectGate(characters=100_000).detect_language(long).language == "fr"
    assert LangdetectGate(min_letters=5).detect_language("Der Rat tagt.").language != "unknown"


TEXTS = {"use": "texts", "with": {"texts": {"deutsch": GERMAN, "français": FRENCH, "kurz": "Rat tagt."}}}


def run_of(pipeline: Make, **sections: Any) -> Any:  # noqa: ANN401 - a Run
    return pipeline(**({"load": [TEXTS], "extract": [{"use": "words"}], "language": {"expect": "de"}} | sections)).run()


def test_a_document_in_another_language_is_reported_and_not_processed(pipeline: Make, lab: ModuleType) -> None:
    run = run_of(pipeline)
    assert run.counts == {"done": 2, "other-language": 1}
    assert [document.id for document in run.documents] == ["deutsch", "kurz"]
    (other,) = run.dossier.in_other_languages()
    assert (other.id, other.language.language, other.text) == ("français", "fr", FRENCH)
    assert {document for _, document in lab.CALLS} == {"deutsch", "kurz"}
    assert [document.language.language for document in run.documents] == ["de", "unknown"]
    assert run.exit_code == 0
    assert len(run.dossier) == 2
    lab.CALLS.clear()
    assert run_of(pipeline).counts == {"unchanged": 3}
    assert lab.CALLS == []


def test_the_gate_sees_the_clean_text(pipeline: Make) -> None:
    page = "\n".join([*[f"Menu: {word}" for word in FRENCH.split()], GERMAN])
    texts = {"use": "texts", "with": {"texts": {"page": page}}}
    cleaner = {"use": "cut-lines", "with": {"marker": "Menu:"}}
    assert run_of(pipeline, load=[texts], clean=[cleaner]).counts == {"done": 1}


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ({"expect": "fr"}, {"other-language": 1, "done": 1, "unchanged": 1}),
        ({"expect": None}, {"unchanged": 2, "done": 1}),
        ({"expect": "de", "on_other": "process"}, {"unchanged": 2, "done": 1}),
    ],
)
def test_another_expectation_moves_documents_through_the_gate(
    language: dict[str, Any], counts: dict[str, int], pipeline: Make
) -> None:
    """Each document stands where a run from nothing would put it, whatever was expected before."""
    run_of(pipeline)
    moved = run_of(pipeline, language=language)
    fresh = run_of(pipeline, language=language, output="fresh")
    assert sorted(one.id for one in moved.dossier.documents()) == sorted(one.id for one in fresh.dossier.documents())
    assert {one.id for one in moved.dossier.in_other_languages()} == {one.id for one in fresh.dossier.in_other_languages()}
    assert list(moved.dossier.annotations()) == list(fresh.dossier.annotations())
    assert sum(moved.counts.values()) == sum(counts.values())


def test_another_detector_replaces_the_gate(pipeline: Make) -> None:
    run = run_of(pipeline, language={"expect": "de", "detector": {"use": "fixed", "with": {"word": "Rat", "language": "gsw"}}})
    assert run.counts == {"done": 2, "other-language": 1}
    (other,) = run.dossier.in_other_languages()
    assert other.language == LanguageGuess("gsw", 0.9)


ENGLISH_WORDS = "We are very happy about the success of our songs in this beautiful country and we thank all of our friends"


@pytest.mark.parametrize(("opening", "closing"), ["„“", "»«", "“”", '""', "„”", "«»"])
def test_quotations_in_another_language_do_not_count(opening: str, closing: str) -> None:
    text = f"{opening}{ENGLISH_WORDS}{closing}, sagte die Sängerin der Zeitung. Das Lied steht seit drei Wochen auf dem ersten Platz."
    assert LangdetectGate().detect_language(text).language == "de"
    french = f"{opening}{GERMAN}{closing}, a dit la chanteuse au journal. La chanson est depuis trois semaines en tête du classement."
    assert LangdetectGate().detect_language(french).language == "fr"


def test_titles_in_another_language_do_not_count() -> None:
    titles = "I Want to Hold Your Hand and Other Songs of Love\nThe Greatest Band of All Time Is Back Again\n\n"
    assert LangdetectGate().detect_language(titles + GERMAN).language == "de"
    assert LangdetectGate().detect_language(titles).language == "en"


def test_a_text_that_is_nothing_but_a_quotation_is_asked_all_the_same() -> None:
    assert LangdetectGate().detect_language(f"„{ENGLISH_WORDS}.“").language == "en"
    assert LangdetectGate().detect_language(f"„{GERMAN}“").language == "de"


RUNNING = (
    "Der Gemeinderat hat nach langer Beratung entschieden, dass die Brücke erneuert werden soll, und zwar noch in diesem Jahr. "
    "Die Kosten sind höher als erwartet, weil auch das Ufer befestigt wird. Ob sich der Bund daran beteiligt, ist nicht sicher. "
    "Eine Sprecherin sagte, man habe mit dem Ministerium gesprochen und warte nun auf eine Antwort.\n"
)


@pytest.fixture
def never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let langdetect fail when it is asked."""

    def fail(letters: str, seed: int) -> LanguageGuess:
        raise AssertionError((letters, seed))

    monkeypatch.setattr(langdetect, "_detect", fail)


@pytest.mark.usefixtures("never_asked")
def test_langdetect_is_not_asked_where_function_words_leave_no_doubt() -> None:
    assert LangdetectGate().detect_language(RUNNING) == LanguageGuess("de", 1.0)


def test_langdetect_would_have_said_the_same() -> None:
    assert LangdetectGate(always_ask=True).detect_language(RUNNING) == LangdetectGate().detect_language(RUNNING)


@pytest.mark.usefixtures("never_asked")
@pytest.mark.parametrize("foreign", [text for language, text in SAMPLES.items() if language != "de"])
@pytest.mark.parametrize("at", [0, 20, 40])
def test_a_foreign_sentence_in_a_german_text_leaves_doubt(foreign: str, at: int) -> None:
    words = RUNNING.split()
    assert not is_surely_german(" ".join([*words[:at], *foreign.replace("'", " ").split(), *words[at:]])[:500])


@pytest.mark.parametrize("text", ["", "und", "und " * 100, RUNNING[:150], "Haus Brücke Kosten Bund Ufer Jahr " * 10])
def test_short_texts_lists_and_repetition_leave_doubt(text: str) -> None:
    assert not is_surely_german(text.strip())


AROUND = {
    "a short report on a song": "River of Stones: Musical am See\n\n„Is this the end of the river? Is this all that there was?“, sang der Chor. "
    "Danach tobte der Saal.",
    "verses between its paragraphs": "Vor sechzig Jahren erschien das erste Lied der beiden Brüder aus dem Tal.\n\n"
    "River, river, take me home, take me where the willows grow, never more alone to roam.\n\n"
    "So begann der Weg eines Duos, das bis heute gehört wird.\n\n"
    "Read this article in English: the story of two brothers from the valley and of the songs that they wrote by the river.",
    "verses": "Das Lied der Woche\n\nThe river runs below the hill,\nit never stops, it never will.\nThe mill is old, the miller gone,\n"
    "but day and night the wheel turns on.\n\nDiese Zeilen kennt im Dorf jedes Kind, geschrieben hat sie ein Müller.",
    "quotations alone": "Ida Rabe: „We have been waiting for this day for a very long time.“ – „The forest is open again, and everybody is welcome.“ "
    "So klang es gestern aus dem Wald.",
    "single quotation marks": "'We have been waiting for this day, and we don't want to wait any longer', sagte Rabe. 'The forest is open again', so die Försterin.",
    "names": "River Raiders: Dark Waters – Season Two Launch Trailer\n\nDas Update bringt neue Orte wie Old Harbour und Stone Bridge. "
    "Im Season Pass gibt es neue Boote.",
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND.keys())
def test_a_german_article_is_german_whatever_it_quotes(text: str) -> None:
    assert LangdetectGate().detect_language(text).language == "de"


@pytest.mark.parametrize("language", ["fr", "en", "it"])
def test_an_article_with_german_quotations_is_not_german(language: str) -> None:
    text = f"„{GERMAN}“ {SAMPLES[language]} 'Der Gemeinderat hat beschlossen', „{GERMAN}“."
    assert LangdetectGate().detect_language(text).language == language
