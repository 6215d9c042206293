"""The alignment of source and clean text, against an oracle that knows of every letter where it comes from."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from presseschau import Cleaning, Document, DocumentError, Edit, Span
from presseschau.model.alignment import align
from presseschau.model.spans import merge

# Soft hyphens, ligatures and runs of blanks have normal forms of another length, so that replacements shift what follows.
TEXTS = st.text(alphabet="ab ß\n\u00adﬁ…ä½", max_size=14)


@frozen
class Letter:
    """A letter of the clean text and the stretch of source that it stands for: its own place, or all that was replaced."""

    char: str
    source: Span


def spans_of(text: str) -> st.SearchStrategy[Span]:
    bounds = st.integers(0, len(text))
    return st.tuples(bounds, bounds).map(sorted).map(lambda pair: Span(*pair)).filter(lambda span: span.start < span.end)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> Edit:
    """Draw an edit that is right in itself; together with others it may be refused."""
    import unicodedata  # noqa: PLC0415

    span = draw(spans_of(text))
    covered = text[span.start : span.end]
    normal = [unicodedata.normalize("NFKC", covered), covered.replace("\u00ad", ""), covered]
    replacement = draw(st.sampled_from(["", "", "", " ", "\n\n", *normal]))
    return Edit(span=span, replacement=replacement, rule="drawn")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXTS.filter(bool))
    return text, draw(st.lists(edits_of(text), max_size=5))


def effective(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that no other covers; of equal spans the last one counts."""
    latest = {edit.span: edit for edit in edits}
    return [edit for edit in latest.values() if not any(other != edit.span and other.covers(edit.span) for other in latest)]


def torn(edits: Sequence[Edit]) -> bool:
    """Tell whether two edits overlap, neither covering the other, and one of them replaces text."""
    counted = effective(edits)
    return any(
        one.span.overlaps(other.span) and (one.replacement or other.replacement)
        for number, one in enumerate(counted)
        for other in counted[:number]
    )


def hides_a_cut(text: str, edits: Sequence[Edit]) -> bool:
    """Tell whether a replacement brings back letters that another edit has cut."""
    counted = effective(edits)
    return any(
        outer.replacement.strip()
        and outer is not inner
        and outer.span.covers(inner.span)
        and not inner.replacement.strip()
        and text[inner.span.start : inner.span.end].replace("\u00ad", "").strip()
        for outer in counted
        for inner in edits
    )


def letters(text: str, edits: Sequence[Edit]) -> list[Letter]:
    """Apply edits letter by letter."""
    counted = effective(edits)
    found = []
    for at, char in enumerate(text):
        here = [edit for edit in counted if edit.span.start <= at < edit.span.end]
        found += [Letter(new, edit.span) for edit in here if edit.span.start == at for new in edit.replacement]
        if not here:
            found.append(Letter(char, Span(at, at + 1)))
    return found


def cleaned(text: str, edits: Sequence[Edit]) -> Document | None:
    try:
        return Document(id="d", source_text=text).with_cleaning(Cleaning(edits=edits))
    except DocumentError:
        return None


@given(edited())
def test_the_clean_text_is_what_the_edits_leave(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    document = cleaned(text, edits)
    if document is not None:
        assert document.text == "".join(letter.char for letter in letters(text, edits))


@given(edited())
def test_replaced_text_is_never_torn(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    refused = cleaned(text, edits) is None
    assert refused == (torn(edits) or hides_a_cut(text, edits))


@given(edited(), st.data())
def test_both_ways_agree_with_the_letters(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    document = cleaned(text, edits)
    if document is None or not document.text:
        return
    provenance = letters(text, edits)
    clean = data.draw(spans_of(document.text), label="clean span")
    assert document.to_source(clean) == merge(letter.source for letter in provenance[clean.start : clean.end])
    source = data.draw(spans_of(text), label="source span")
    assert document.to_clean(source) == merge(
        Span(at, at + 1) for at, letter in enumerate(provenance) if letter.source.overlaps(source)
    )


@given(edited(), st.data())
def test_clean_to_source_to_clean_snaps_to_whole_replaced_stretches(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    document = cleaned(text, edits)
    if document is None or not document.text:
        return
    span = data.draw(spans_of(document.text))
    replaced = [segment.clean for segment in document.alignment.segments if not segment.verbatim]
    back = merge(found for source in document.to_source(span) for found in document.to_clean(source))
    assert back == merge([span, *(stretch for stretch in replaced if stretch.overlaps(span))])
    if not any(stretch.overlaps(span) for stretch in replaced):
        assert back == (span,)
        assert "".join(text[s.start : s.end] for s in document.to_source(span)) == document.text[span.start : span.end]


@given(edited())
def test_no_letter_is_invented(case: tuple[str, list[Edit]]) -> None:
    """Whatever the edits, the clean text's letters are the source's, in their order, but for white space and normal forms."""
    from presseschau.model.normal import fold  # noqa: PLC0415

    text, edits = case
    document = cleaned(text, edits)
    if document is None:
        return
    source = iter(fold(text).replace(" ", ""))
    assert all(letter in source for letter in fold(document.text).replace(" ", ""))


@given(edited())
def test_segments_are_in_order_and_gapless_on_the_clean_side(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    document = cleaned(text, edits)
    if document is None:
        return
    segments = document.alignment.segments
    ends = [0, *(segment.clean.end for segment in segments)]
    assert [segment.clean.start for segment in segments] == ends[:-1]
    assert ends[-1] == len(document.text)
    assert all(one.source.end <= other.source.start for one, other in pairwise(segments))


@given(edited())
def test_the_order_of_cuts_does_not_matter(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    cuts = [edit for edit in edits if not edit.replacement]
    assert align(text, cuts) == align(text, cuts[::-1])


@given(edited(), st.data())
def test_cutting_clean_text_cuts_just_that(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    """What a cleaner sees in ``document.text`` and cuts there is what disappears; replaced stretches go as a whole."""
    text, edits = case
    document = cleaned(text, edits)
    if document is None or not document.text:
        return
    span = data.draw(spans_of(document.text))
    replaced = [one.clean for one in document.alignment.segments if not one.verbatim and one.clean.overlaps(span)]
    gone = merge([span, *replaced])
    left = "".join(char for at, char in enumerate(document.text) if not any(one.start <= at < one.end for one in gone))
    assert document.with_cleaning(Cleaning(edits=document.cut(span, "later"))).text == left


def edit(start: int, end: int, replacement: str = "") -> Edit:
    return Edit(span=Span(start, end), replacement=replacement, rule="r")


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "Der  Rat\u00ad tagt"),
        ([edit(0, 4)], " Rat\u00ad tagt"),
        ([edit(0, 4), edit(4, 5)], "Rat\u00ad tagt"),  # adjacent
        ([edit(0, 6), edit(3, 9)], " tagt"),  # overlapping
        ([edit(0, 9), edit(5, 8)], " tagt"),  # nested
        ([edit(3, 5, " ")], "Der Rat\u00ad tagt"),
        ([edit(0, 9, "Der Rat")], "Der Rat tagt"),
        ([edit(5, 9, "Rat"), edit(0, 9)], " tagt"),  # a replacement inside a later cut
        ([edit(0, 9), edit(5, 9, "Rat")], " tagt"),  # and inside an earlier one
        ([edit(5, 9, "Rat"), edit(5, 9)], "Der   tagt"),  # cut after it was replaced
        ([edit(3, 5, " "), edit(8, 9)], "Der Rat tagt"),
        ([edit(0, 14)], ""),
    ],
)
def test_examples(edits: list[Edit], expected: str) -> None:
    document = Document(id="d", source_text="Der  Rat\u00ad tagt").with_cleaning(Cleaning(edits=edits))
    assert document.text == expected


@pytest.mark.parametrize(
    "edits",
    [
        [edit(3, 5, " "), edit(4, 8)],
        [edit(0, 4), edit(3, 5, " ")],
        [edit(0, 9, "Der Rat"), edit(5, 14)],
        [edit(0, 4), edit(0, 4, "Der "), edit(2, 6)],  # the later of two equal spans counts, and is torn
        [edit(0, 5), edit(3, 9), edit(3, 9, "Rat")],
    ],
)
def test_torn_replacements_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(DocumentError) as caught:
        Document(id="d", source_text="Der  Rat\u00ad tagt").with_cleaning(Cleaning(edits=edits))
    assert caught.value.document == "d"
    assert "to_source" in caught.value.hint


def test_a_replacement_does_not_bring_back_what_was_cut() -> None:
    """A normal form of the *source* would: once words are cut they stay cut."""
    document = Document(id="d", source_text="Der alte Rat").with_cleaning(Cleaning(edits=[edit(4, 9)]))
    assert document.text == "Der Rat"
    with pytest.raises(DocumentError, match="bring back"):
        document.with_cleaning(Cleaning(edits=[edit(0, 12, "Der alte Rat")]))


def test_spans_beyond_the_text_map_to_what_there_is() -> None:
    _, alignment = align("abc", [])
    assert alignment.to_clean(Span(1, 99)) == (Span(1, 3),)
    assert alignment.to_source(Span(5, 9)) == ()
    assert alignment.to_source(Span(1, 1)) == ()
