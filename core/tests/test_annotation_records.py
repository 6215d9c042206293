"""What extractors return, and what core makes of it: source spans, final ids, references, provenance."""

import json
import pickle
from typing import Any, ClassVar

import numpy as np
import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from presseschau import (
    Annotation,
    Cleaning,
    Document,
    DocumentError,
    Edit,
    Event,
    PluginError,
    Provenance,
    Quote,
    Span,
    UnknownAnnotation,
    annotation,
    annotation_kinds,
    reference_field,
    spans_field,
    text_of,
)
from presseschau.dates import DocumentDate, TimeExpression
from presseschau.model.annotations import finish, to_clean, to_source
from presseschau.model.serialize import from_json, held, to_json, unstructure

TEXT = "Er sagte: „Ich gehe“, und ging."
DOCUMENT = Document(id="d", source_text=TEXT)
CUT = DOCUMENT.with_cleaning(Cleaning(edits=[Edit(span=Span(3, 10), rule="r")]))
STAMP = Provenance(step="quotes", plugin="quotes", distribution="presseschau-quotes", version="1.0")

spans = st.tuples(st.integers(0, len(CUT.text) - 1), st.integers(1, 5)).map(
    lambda pair: Span(pair[0], min(pair[0] + pair[1], len(CUT.text)))
)
some = st.lists(spans, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def quotes(draw: st.DrawFn) -> list[Quote]:
    number = draw(st.integers(0, 5))
    names = st.none() | st.sampled_from([f"q{i}" for i in range(number)]) if number else st.none()
    return [
        Quote(
            spans=draw(some),
            type=draw(st.sampled_from(["Direct", "Indirect"])),
            speaker=draw(some | st.just(())),
            parent=draw(names),
            id=f"q{i}",
            rule="r",
            confidence=draw(st.floats(0, 1)),
        )
        for i in range(number)
    ]


@given(quotes())
def test_ids_are_unique_and_do_not_change(found: list[Quote]) -> None:
    once, again = list(finish(found, CUT, STAMP)), list(finish(found, CUT, STAMP))
    assert once == again
    assert len({record.id for record in once}) == len(found)


@given(quotes())
def test_references_lead_to_the_same_annotations_as_before(found: list[Quote]) -> None:
    finished: list[Any] = list(finish(found, CUT, STAMP))
    places = {record.id: place for place, record in enumerate(finished)}
    named = {record.id: place for place, record in enumerate(found)}
    for before, after in zip(found, finished, strict=True):
        assert (after.parent is None) == (before.parent is None)
        if before.parent is not None:
            assert places[after.parent] == named[before.parent]


@given(quotes())
def test_finished_annotations_stand_where_they_stood(found: list[Quote]) -> None:
    for before, after in zip(found, finish(found, CUT, STAMP), strict=True):
        assert isinstance(after, Quote)
        assert to_clean(after, CUT).spans == to_clean(to_source(before, CUT), CUT).spans
        assert after.provenance == STAMP
        assert (after.rule, after.confidence, after.type) == (before.rule, before.confidence, before.type)


@given(quotes())
def test_an_id_depends_on_document_kind_spans_step_and_ordinal_alone(found: list[Quote]) -> None:
    renamed = [evolve(record, id="", parent=None, rule="other", type="x", confidence=1.0) for record in found]
    ids = [record.id for record in finish([evolve(r, parent=None) for r in found], CUT, STAMP)]
    assert [record.id for record in finish(renamed, CUT, evolve(STAMP, version="2"))] == ids
    for other in (finish(renamed, CUT, evolve(STAMP, step="s")), finish(renamed, evolve(CUT, id="e"), STAMP)):
        assert not {record.id for record in other} & set(ids)


def test_one_annotation_more_does_not_change_the_ids_of_the_others() -> None:
    one, two = Quote(spans=[(0, 2)], type="Direct", rule="r"), Quote(spans=[(3, 5)], type="Direct", rule="r")
    assert next(finish([two], DOCUMENT, STAMP)).id == list(finish([one, two], DOCUMENT, STAMP))[1].id


def test_a_cut_in_an_annotation_leaves_two_source_spans() -> None:
    (quote,) = finish([Quote(spans=[(0, 13)], type="Direct", rule="r")], CUT, STAMP)
    assert quote.spans == (Span(0, 3), Span(10, 20))
    assert text_of(quote.spans, TEXT) == "Er  […] „Ich gehe“"


@pytest.mark.parametrize("span", [(0, 99), (-1, 2), (5, 5), (6, 5), (24, 25)])
@pytest.mark.parametrize("role", ["spans", "speaker"])
def test_spans_outside_the_clean_text_are_refused(span: tuple[int, int], role: str) -> None:
    given_spans = {"spans": [(0, 1)]} | {role: [span]}
    with pytest.raises(DocumentError, match="outside the clean text of 24") as caught:
        list(finish([Quote(type="Direct", rule="q/marks", **given_spans)], CUT, STAMP))
    assert caught.value.document == "d"
    assert role in caught.value.message
    assert "q/marks" in caught.value.message


def test_annotations_without_spans_and_ids_used_twice_are_refused() -> None:
    with pytest.raises(DocumentError, match="no spans"):
        list(finish([Event(spans=[], rule="r")], DOCUMENT, STAMP))
    with pytest.raises(DocumentError, match="two annotations have the id 'e'"):
        list(finish([Event(spans=[(0, 1)], id="e", rule="r"), Event(spans=[(1, 2)], id="e", rule="r")], DOCUMENT, STAMP))


def test_references_that_lead_nowhere_are_refused_and_those_to_earlier_annotations_kept() -> None:
    with pytest.raises(DocumentError, match="'nobody'") as caught:
        list(finish([Quote(spans=[(0, 1)], type="Direct", parent="nobody", rule="r")], DOCUMENT, STAMP))
    assert "parent" in caught.value.message
    with pytest.raises(DocumentError, match="'t2'"):
        list(finish([Event(spans=[(0, 1)], times=["t1", "t2"], rule="r")], DOCUMENT, STAMP, earlier=["t1"]))
    (event,) = finish([Event(spans=[(0, 1)], times=["t1"], rule="r")], DOCUMENT, STAMP, earlier=["t1"])
    assert isinstance(event, Event)
    assert event.times == ("t1",)


def test_offsets_from_numpy_become_plain_numbers() -> None:
    """Token offsets of spaCy's arrays are numpy integers, which neither JSON nor SQLite take."""
    two, five = np.array([2, 5], dtype="int64")
    quote = Quote(spans=[(two, five)], type="Direct", rule="r")
    assert all(type(end) is int for span in quote.spans for end in span)
    edit = Edit(span=(two, five), rule="r")  # type: ignore[arg-type]  # a bare pair does as well
    assert edit.span == Span(2, 5)
    assert all(type(end) is int for end in edit.span)
    with pytest.raises(TypeError):
        Quote(spans=[(1.5, 2)], type="Direct", rule="r")


@annotation
@frozen(kw_only=True)
class Hedge(Annotation):
    kind: ClassVar[str] = "records:Hedge"

    word: str
    scope: tuple[Span, ...] = spans_field()
    next: str | None = reference_field()
    weights: tuple[float, ...] = ()
    notes: dict[str, list[int]] | None = None


plain_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
hedges = st.builds(
    Hedge,
    spans=some,
    word=plain_text,
    scope=some | st.just(()),
    next=st.none() | plain_text,
    weights=st.lists(st.floats(allow_nan=False)).map(tuple),
    notes=st.none() | st.dictionaries(plain_text, st.lists(st.integers())),
    rule=plain_text,
    confidence=st.floats(0, 1),
    id=plain_text,
    provenance=st.none() | st.just(STAMP),
)
events = st.builds(Event, spans=some, times=st.lists(plain_text), rule=plain_text)
unknown = st.builds(
    UnknownAnnotation,
    spans=some,
    unknown_kind=st.just("gone:Kind"),
    unknown_version=st.integers(1, 9),
    data=st.dictionaries(plain_text, st.integers()),
    rule=plain_text,
    provenance=st.none() | st.just(STAMP),
).map(lambda record: evolve(record, data={**record.data, "spans": [list(span) for span in record.spans]}))


@given(hedges | quotes().filter(bool).map(lambda found: found[0]) | events | unknown)
def test_annotations_survive_json_and_pickle(record: Annotation) -> None:
    assert from_json(json.loads(json.dumps(to_json(record)))) == record
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own


@given(hedges | quotes().filter(bool).map(lambda found: found[0]) | events | unknown)
def test_what_is_stored_unread_is_what_json_gives_back(record: Annotation) -> None:
    own = held(record)
    assert (own is not None) == isinstance(record, Quote | Event)  # a Hedge has floats and a mapping
    assert own is None or json.loads(json.dumps(own)) == unstructure(record)


@pytest.mark.parametrize(
    "change", [{"status": "unheard-of"}, {"is_main": 1}, {"confidence": 2.0}, {"spans": ((0, 1),)}, {"times": ["t"]}]
)
def test_what_a_plugin_wrote_into_a_frozen_record_is_read_back_before_it_is_stored(change: dict[str, Any]) -> None:
    record = Event(spans=[(0, 1)], rule="r")
    assert held(record) is not None
    for name, value in change.items():
        object.__setattr__(record, name, value)
    assert held(record) is None


def test_every_kind_of_core_survives_json() -> None:
    times = TimeExpression(spans=[(0, 2)], rule="r", type="DATE", form="2021-05-20")
    date = DocumentDate(spans=[(0, 2)], rule="r", edtf="2021-05-20", origin="text", reasons=["a"])
    for record in (times, date, Event(spans=[(0, 1)], rule="r"), Quote(spans=[(0, 1)], rule="r", type="Direct")):
        assert from_json(json.loads(json.dumps(to_json(record)))) == record


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "gone:Kind"},
        {"schema_version": 2},
        {"data": {"spans": [[0, 2]]}},  # its class has changed, but nobody has raised its version
        {"data": {"spans": [[0, 2]], "word": {"a": 1}, "scope": 7}},
    ],
)
def test_records_whose_class_is_gone_or_has_changed_stay_readable(change: dict[str, Any]) -> None:
    data = to_json(Hedge(spans=[(0, 2)], word="wohl", rule="r", id="h", provenance=STAMP)) | change
    record = from_json(data)
    assert isinstance(record, UnknownAnnotation)
    assert (record.unknown_kind, record.unknown_version) == (data["kind"], data["schema_version"])
    assert record.spans == (Span(0, 2),)
    assert (record.id, record.provenance) == ("h", STAMP)
    assert to_json(record) == data


@annotation
@frozen(kw_only=True)
class Measure(Annotation):
    kind: ClassVar[str] = "tests:Measure"
    words: str
    length: int = field(init=False, default=0)
    marks: tuple[Span, ...] = spans_field()

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.words))


def test_an_initialiser_that_does_more_than_set_attributes_runs_when_a_record_is_read() -> None:
    record = Measure(words="lang", spans=[(0, 4)], rule="r", id="m", marks=[(1, 2)])
    again = from_json(to_json(record))
    assert again == record
    assert isinstance(again, Measure)
    assert again.length == 4


@pytest.mark.parametrize("change", [{"status": "maybe"}, {"headline": 1}, {"who": [1]}, {"times": [1]}])
def test_what_no_event_can_hold_is_not_read_as_one(change: dict[str, Any]) -> None:
    data = to_json(Event(spans=[(0, 4)], rule="r", id="e"))
    assert isinstance(from_json(data), Event)
    assert isinstance(from_json(data | {"data": data["data"] | change}), UnknownAnnotation)


def test_two_classes_cannot_share_a_kind() -> None:
    with pytest.raises(PluginError, match="already registered") as caught:

        @annotation
        @frozen(kw_only=True)
        class Other(Annotation):
            kind: ClassVar[str] = "Quote"

    assert "vendor prefix" in caught.value.hint
    assert annotation_kinds()["Quote"] is Quote


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_confidence_lies_between_0_and_1(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        Event(spans=[(0, 1)], rule="r", confidence=confidence)
