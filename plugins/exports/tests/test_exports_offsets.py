"""Whatever a text holds, every place in every export cuts out the words of the finding, in the unit that its readers count."""

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from presseschau_exports.annotating import brat_lines, web_annotation
from presseschau_exports.conllu import conllu as lines_of_conllu
from presseschau_exports.docbin import with_findings
from presseschau_exports.labelstudio import task
from presseschau_exports.marks import Mark, label, marks
from presseschau_exports.tei import tei
from presseschau_exports.timeml import timeml
from spacy.language import Language
from spacy.tokens import DocBin

from presseschau import (
    Annotation,
    Claim,
    Document,
    DocumentView,
    Edit,
    Event,
    Provenance,
    Quote,
    Span,
    annotation,
    spans_field,
)
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import TimeExpression
from presseschau.model.annotations import finish

XML = "{http://www.w3.org/XML/1998/namespace}id"
TEI = "{http://www.tei-c.org/ns/1.0}"
LETTERS = st.sampled_from(
    [
        "a",
        "Ä",
        "a\u0308",
        "👩‍🚒",
        "𝒵",
        "é",
        " ",
        " ",
        "\n",
        "\r\n",
        "\t",
        "„",
        "“",
        "<",
        "&",
        '"',
        "]]>",
        "\x07",
        "\ufffe",
        "\u00ad",
        "\u202e",
        "'",
    ]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=60).map("".join)


@annotation
@frozen(kw_only=True)
class Sum(Annotation):
    """A third party's kind, with a part and facts of its own."""

    kind: ClassVar[str] = "acme:Sum of money"
    amount: float
    currency: str = ""
    payer: tuple[Span, ...] = spans_field()


@st.composite
def views(draw: st.DrawFn) -> DocumentView:
    """Draw a document, some of whose text may be cut, with overlapping findings of all kinds."""
    text = draw(TEXTS)
    cut = draw(st.tuples(st.integers(0, len(text)), st.integers(1, 5)))
    edits = [Edit(span=Span(cut[0], min(len(text), sum(cut))), rule="x")] if cut[0] < len(text) and draw(st.booleans()) else []
    document = Document(
        id="ä/1.txt", source_text=text, edits=edits, claims=[Claim(name="date", value="2021-05-03", origin="x", rule="x")]
    )
    size = len(document.text)
    if not size:
        return DocumentView(document=document)
    places = st.builds(
        lambda start, length: Span(start, min(size, start + length)), st.integers(0, size - 1), st.integers(1, 20)
    )
    several = st.lists(places, min_size=1, max_size=3)
    some = st.one_of(st.just([]), several)
    found: list[Annotation] = []
    for number in range(draw(st.integers(0, 6))):
        where, role = draw(several), draw(some)
        found.append(
            draw(
                st.sampled_from(
                    [
                        Quote(id=str(number), rule="r", type="Direct", spans=where, speaker=role, speaker_entity="Ada Ä"),
                        TimeExpression(id=str(number), rule="r", type="DATE", form="2021-05-03", spans=where),
                        Event(id=str(number), rule="r", spans=where, trigger=role, status="planned"),
                        Sum(id=str(number), rule="r", spans=where, payer=role, amount=1.5, currency="€\n"),
                    ]
                )
            )
        )
    stored = finish(found, document, Provenance(step="find", plugin="p", distribution="d", version="1"))
    return DocumentView(document=document, annotations=stored)


def in_xml(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def words(view: DocumentView, spans: Sequence[Span]) -> list[str]:
    return [view.document.text[start:end] for start, end in spans]


@given(views())
def test_marks_have_the_words_of_their_annotations(view: DocumentView) -> None:
    found = list(marks(view))
    assert [mark.id for mark in found] == [one.id for one in view.of(Annotation) if view.clean_spans(one)]
    for mark in found:
        assert " […] ".join(words(view, mark.spans)) == view.words(mark.record)
        for role, spans in mark.roles.items():
            assert " […] ".join(words(view, spans)) == view.words(getattr(mark.record, role))


@given(views())
def test_web_annotations_count_code_points(view: DocumentView) -> None:
    for mark in marks(view):
        targets = web_annotation(mark, view)["target"]
        cut = [view.document.text[one["selector"][0]["start"] : one["selector"][0]["end"]] for one in targets]
        assert cut == [one["selector"][1]["exact"] for one in targets] == words(view, mark.spans)


@given(views())
def test_label_studio_counts_code_points(view: DocumentView) -> None:
    made = task(view)
    assert made["data"]["text"] == view.document.text
    regions = {one["id"]: one["value"] for one in made["predictions"][0]["result"] if one["type"] == "labels"}
    relations = [one for one in made["predictions"][0]["result"] if one["type"] == "relation"]
    for value in regions.values():
        assert view.document.text[value["start"] : value["end"]] == value["text"]
    assert all({one["from_id"], one["to_id"]} <= set(regions) for one in relations)
    for mark in marks(view):
        keys = [mark.id, *(one["to_id"] for one in relations if one["from_id"] == mark.id and one["labels"] == ["continued"])]
        assert [regions[key]["text"] for key in keys] == words(view, mark.spans)


@given(views())
def test_brat_counts_code_points_and_breaks_no_line(view: DocumentView) -> None:
    lines = list(brat_lines(view))
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    entities = [line[:-1].split("\t") for line in lines if line.startswith("T")]
    for _, place, said in entities:
        label, _, offsets = place.partition(" ")
        assert label
        pieces = [view.document.text[int(a) : int(b)] for a, b in (one.split() for one in offsets.split(";"))]
        assert " ".join(pieces) == said
        assert not any(len(piece.splitlines()) > 1 for piece in pieces)
    written = [mark for mark in marks(view) if any(one.strip() for one in words(view, mark.spans))]
    assert len([line for line in lines if line.startswith("#")]) == len(written)


def parsed(lines: Sequence[str]) -> etree._Element:
    return etree.fromstring("".join(lines).encode(), etree.XMLParser(resolve_entities=False, no_network=True))


@given(views())
def test_tei_marks_the_words_in_place(view: DocumentView) -> None:
    root = parsed(list(tei(view)))
    body = root.find(f".//{TEI}body")
    assert body is not None
    assert "".join(body.itertext()) == in_xml(view.document.text)
    by_id = {one.get(XML): one for one in root.iter() if one.get(XML)}
    found = list(marks(view))
    notes = root.findall(f".//{TEI}annotation")
    assert len(notes) == len(found)
    for mark, note in zip(found, notes, strict=True):
        pointed = [one.removeprefix("#") for one in note.get("target").split()]
        said = ["".join(by_id[one].itertext()) for one in pointed if one != "text"]
        assert "".join(said) == in_xml("".join(words(view, mark.spans))).replace("\n", "")
        offsets = next(one.text for one in note if one.get("type") == "offsets")
        assert [tuple(map(int, one.split("-"))) for one in offsets.split()] == [tuple(span) for span in mark.spans]


@given(views())
def test_timeml_marks_the_words_in_place(view: DocumentView) -> None:
    root = parsed(list(timeml(view)))
    text = root.find("TEXT")
    assert text is not None
    assert "".join(text.itertext()) == in_xml(view.document.text)
    by_id = {mark.id: mark for mark in marks(view)}
    kept: list[Mark] = []
    for one in text:
        mark = by_id.pop(one.get("comment"))
        kept.append(mark)
        spans = mark.roles.get("trigger", mark.spans) if one.tag == "EVENT" else mark.spans
        assert (one.text or "") in {in_xml(words(view, spans[:1])[0]), ""}
        assert one.text or one.tag == "TIMEX3"
    assert {mark.id for mark in by_id.values()} <= {
        mark.id for mark in marks(view) if not isinstance(mark.record, TimeExpression)
    }


@cache
def language() -> Language:
    return BlankGerman().spacy_pipeline(needs=frozenset({"analysis:tokens", "analysis:sentences"}))


@given(views())
def test_conllu_has_every_token_at_its_place_with_its_findings(view: DocumentView) -> None:
    conllu = pytest.importorskip("conllu", reason="pip install conllu: CoNLL-U is read back with it")
    text = view.document.text
    made = "".join(lines_of_conllu(view, language()(text)))
    sentences = conllu.parse(made)
    tokens = [token for sentence in sentences for token in sentence]
    at = 0
    for token in tokens:
        start, end = int(token["misc"]["start_char"]), int(token["misc"]["end_char"])
        assert not text[at:start].strip()  # nothing but white space is left out
        assert token["form"] == "_".join(re.sub("[\x00-\x08\x0e-\x1b\x7f]", "\ufffd", text[start:end]).split())
        assert (token["misc"].get("SpaceAfter") == "No") == (text[end : end + 1].strip() == text[end : end + 1])
        at = end
    assert not text[at:].strip()
    for sentence in sentences:
        assert [token["id"] for token in sentence] == list(range(1, len(sentence) + 1))
        assert {token["lemma"] for token in sentence} <= {"_"}
    assert bool(sentences) == bool(text.strip())
    if not sentences:
        return
    told = {
        int(key.split()[1]): json.loads(value)
        for one in sentences
        for key, value in one.metadata.items()
        if key.startswith("annotation ")
    }
    for mark in marks(view):
        assert told[mark.number]["id"] == mark.id
        assert [text[start:end] for start, end in told[mark.number]["spans"]] == words(view, mark.spans)
        begun = [token for token in tokens if f"B-{mark.number}" in (token["misc"].get(label(mark.kind)) or "").split(",")]
        inner = [token for token in tokens if f"I-{mark.number}" in (token["misc"].get(label(mark.kind)) or "").split(",")]
        inside = [
            token
            for token in tokens
            if any(
                int(token["misc"]["start_char"]) < end and int(token["misc"]["end_char"]) > start for start, end in mark.spans
            )
        ]
        assert begun == inside[:1]
        assert inner == inside[1:]


@given(views())
def test_docbin_keeps_the_places_and_the_tokens_of_findings(view: DocumentView) -> None:
    stored = DocBin(store_user_data=True, docs=[with_findings(language()(view.document.text), view)]).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(language().vocab)
    assert doc.text == view.document.text
    data = doc.user_data["presseschau"]
    assert data["document"] == view.id
    found = list(marks(view))
    assert [one["id"] for one in data["annotations"]] == [mark.id for mark in found]
    for mark, one in zip(found, data["annotations"], strict=True):
        assert [doc.text[start:end] for start, end in one["spans"]] == words(view, mark.spans)
        group = [span for span in doc.spans[mark.kind] if span.id_ == mark.id]
        inside = [
            [token.i for token in doc if token.idx < end and token.idx + len(token) > start and not token.is_space]
            for start, end in mark.spans
            if doc.text[start:end].strip()
        ]
        assert [[token.i for token in span if not token.is_space] for span in group] == inside
    assert len(list(doc.sents)) == len(list(language()(view.document.text).sents))
