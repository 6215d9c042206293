from hypothesis import given
from hypothesis import strategies as st
from presseschau_german_boilerplate import clean_text, features, read, repeats
from presseschau_german_boilerplate.engine import facts_of

ARTICLE = (
    "Der Rat hat am Montag lange über die neue Brücke beraten. Eine Entscheidung soll es nach Angaben der Vorsitzenden im Juni geben.",
    "Die Opposition verlangt ein Gutachten, das noch vor der Sommerpause vorliegen soll. Sie wirft der Stadt vor, die Kosten zu verschweigen.",
    "Gebaut werden soll vom Herbst an, wenn der Pegel wieder niedriger ist und die Fische das Flussbett verlassen haben.",
)
TEASER = "Warum der Fluss jedes Jahr über seine Ufer tritt und was das kostet."
DESCRIPTION = "Blick auf die Baustelle am westlichen Ufer"


def rules_of(*lines: str) -> list[str]:
    text = "\n".join(lines)
    facts = facts_of(text)
    return [one.rule for one in repeats.apply(text, facts, features.line_features(text, facts))[0]]


def test_a_sentence_that_stands_there_twice_is_furniture() -> None:
    assert rules_of(ARTICLE[0], TEASER, ARTICLE[1], TEASER) == ["", "repeat/sentence", "", "repeat/sentence"]


def test_a_text_saved_twice_over_keeps_its_sentences() -> None:
    assert rules_of(*ARTICLE, *ARTICLE) == [""] * 6


def test_short_lines_and_headings_may_be_repeated() -> None:
    loud = "Die neue Brücke über den Fluss wird nun doch noch teurer!"
    assert rules_of(loud, loud, *ARTICLE) == [""] * 5
    assert (
        rules_of(
            "Neue Brücke wird teurer als von der Stadt geplant", *ARTICLE, "Neue Brücke wird teurer als von der Stadt geplant"
        )
        == [""] * 5
    )


def test_a_description_that_its_caption_says_again_goes_with_it() -> None:
    assert rules_of(ARTICLE[0], DESCRIPTION, f"{DESCRIPTION} im Mai", ARTICLE[1]) == [
        "",
        "repeat/neighbour",
        "repeat/neighbour",
        "",
    ]


def test_a_sentence_taken_from_the_paragraph_beside_it_goes_alone() -> None:
    pulled = "Eine Entscheidung soll es nach Angaben der Vorsitzenden im Juni geben."
    assert rules_of(pulled, *ARTICLE) == ["repeat/neighbour", "", "", ""]


def test_a_subhead_may_say_words_of_its_paragraph() -> None:
    assert rules_of(ARTICLE[0], "Ein Gutachten noch vor der Sommerpause", f"Sie verlangt nun ein Gutachten. {ARTICLE[1]}") == [
        "",
        "",
        "",
    ]
    assert rules_of(ARTICLE[0], "die Kosten zu verschweigen", ARTICLE[1]) == ["", "", ""]
    assert rules_of(ARTICLE[0], "Sie wirft der Stadt vor", ARTICLE[1]) == ["", "", ""]


def test_what_repeats_a_caption_with_a_credit_is_a_caption() -> None:
    assert rules_of(DESCRIPTION, ARTICLE[0], f"{DESCRIPTION} Foto: Max Beispiel/dpa") == ["repeat/caption", "", "shape/caption"]


def test_a_line_that_says_itself_twice_is_a_caption() -> None:
    twice = "Eine Frau steht auf der Brücke und schaut. Eine Frau steht auf der Brücke und schaut."
    assert rules_of(ARTICLE[0], twice) == ["", "repeat/within"]


@given(
    st.permutations(
        [*ARTICLE, TEASER, TEASER, DESCRIPTION, f"{DESCRIPTION} im Mai", "• eins", "• zwei Punkte", "Mehr zum Thema"]
    )
)
def test_reading_again_changes_nothing_whatever_the_order(lines: list[str]) -> None:
    once = clean_text("\n".join(lines))
    assert clean_text(once) == once


def test_the_points_of_a_list_stand_or_fall_together() -> None:
    points = (
        "• Die Kosten steigen auf 40 Millionen Euro.",
        "• Baubeginn im Herbst",
        "• Die Opposition verlangt ein Gutachten, das noch im Juni vorliegt.",
    )
    kept = [one.keep for one in read("\n".join([ARTICLE[0], *points, ARTICLE[1], ARTICLE[2]])).judgements]
    assert len(set(kept[1:4])) == 1
