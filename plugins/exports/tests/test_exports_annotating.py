"""Annotation tools: what they document of their formats holds, and our own evaluation reads it back."""

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from presseschau_exports import Brat, LabelStudio, WebAnnotation
from presseschau_exports.paths import in_parts

from presseschau import Dossier

OA, RDF, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/ns/activitystreams#"
CONTEXT = {
    "oa": OA,
    "rdf": RDF,
    "as": AS,
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "classifying": "oa:classifying",
    "describing": "oa:describing",
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"},
}
"""The terms that we use, as the Web Annotation Vocabulary defines them; the context of the W3C itself is not fetched."""

TASKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["data", "predictions"],
        "properties": {
            "data": {"type": "object", "required": ["text"], "additionalProperties": {"type": "string"}},
            "predictions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["model_version", "result"],
                    "properties": {
                        "result": {
                            "type": "array",
                            "items": {"anyOf": [{"$ref": "#/$defs/labels"}, {"$ref": "#/$defs/relation"}]},
                        }
                    },
                },
            },
        },
    },
    "$defs": {
        "labels": {
            "required": ["id", "from_name", "to_name", "type", "value"],
            "properties": {
                "type": {"const": "labels"},
                "score": {"type": "number", "minimum": 0, "maximum": 1},
                "value": {
                    "required": ["start", "end", "labels"],
                    "properties": {
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 1},
                        "text": {"type": "string"},
                        "labels": {"type": "array", "minItems": 1, "items": {"type": "string"}},
                    },
                },
            },
        },
        "relation": {
            "required": ["type", "from_id", "to_id", "direction", "labels"],
            "properties": {"type": {"const": "relation"}, "direction": {"enum": ["left", "right", "bi"]}},
        },
    },
}
"""What https://labelstud.io/guide/predictions documents of text with labels and relations, in our words."""


def test_web_annotations_are_json_ld_without_a_term_that_says_nothing(dossier: Dossier, tmp_path: Path) -> None:
    jsonld = pytest.importorskip("pyld", reason="pip install pyld: annotations are expanded with it").jsonld
    (path,) = WebAnnotation().report(dossier, tmp_path)
    page = json.loads(path.read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (expanded,) = jsonld.expand(page | {"@context": CONTEXT})
    assert expanded["@type"] == [f"{AS}OrderedCollectionPage"]
    (items,) = expanded[f"{AS}items"]
    assert len(items["@list"]) == len(page["items"]) == 7
    for item in items["@list"]:
        assert item["@type"] == [f"{OA}Annotation"]
        assert len(item[f"{OA}hasBody"]) == len([one for one in item[f"{OA}hasBody"] if f"{RDF}value" in one]) >= 1
        for target in item[f"{OA}hasTarget"]:
            kinds = [one["@type"] for one in target[f"{OA}hasSelector"]]
            assert kinds == [[f"{OA}TextPositionSelector"], [f"{OA}TextQuoteSelector"]]
    # Nothing was dropped on the way: every key of ours has a meaning.
    assert json.dumps(expanded).count("@value") == sum(count_literals(one) for one in page["items"])


def count_literals(value: object, name: str = "") -> int:
    if isinstance(value, dict):
        return sum(count_literals(one, key) for key, one in value.items())
    if isinstance(value, list):
        return sum(count_literals(one, name) for one in value)
    return name not in {"id", "type", "source", "motivation", "purpose"}


def test_web_annotations_say_what_was_found(dossier: Dossier, tmp_path: Path, text: str) -> None:
    (path,) = WebAnnotation().report(dossier, tmp_path)
    items = json.loads(path.read_text("utf-8"))["items"]
    bodies = [body["value"] for item in items for body in item["body"]]
    assert {"Quote", "speaker: Ada A\u0308rmel", "edtf: 2021-05-03", "status: planned", "acme:Money", "amount: 5.0"} <= set(
        bodies
    )
    for item in items:
        for target in item["target"]:
            _, quotation = target["selector"]
            assert quotation["prefix"] + quotation["exact"] + quotation["suffix"] in text
            assert target["source"] == "https://example.org/a?b=1&c=2"


def test_our_own_evaluation_reads_brat_back(dossier: Dossier, tmp_path: Path, text: str) -> None:
    readers = pytest.importorskip("presseschau_evaluate.readers")
    written, _ = Brat().report(dossier, tmp_path)
    assert written.read_bytes().decode() == text
    check_gold(readers.read_gold(tmp_path / "brat")[0], text)


def test_our_own_evaluation_reads_label_studio_back(dossier: Dossier, tmp_path: Path, text: str) -> None:
    readers = pytest.importorskip("presseschau_evaluate.readers")
    tuple(LabelStudio(results="annotations").report(dossier, tmp_path))
    path = tmp_path / "label-studio" / "tasks-0001.json"
    check_gold(readers.read_gold(path)[0], text)


def check_gold(gold: object, text: str) -> None:
    assert gold.text == text
    said = {
        kind: sorted(
            " ".join(text[start:end] for start, end in mark.spans).replace("\n", " ")
            for mark in gold.marks
            if mark.kind == kind
        )
        for kind in ("quote", "date", "event")
    }
    assert said == {
        "quote": ["„A\u0308rmel irrt. Der Kurz wartet.“", "„Das bleibt <b>so</b>, ja; nein. Otto Kurz zahlt 5 €.“"],
        "date": ["2021", "3. Mai 2021"],
        "event": ["Geplant, ja.", "sagte"],
    }
    speakers = sorted(text[start:end] for mark in gold.marks for start, end in mark.speaker)
    assert speakers == ["Ada A\u0308rmel", "Otto Kurz"]


def test_brat_has_the_roles_of_third_parties_too(dossier: Dossier, tmp_path: Path) -> None:
    _, notes = Brat().report(dossier, tmp_path)
    lines = [line.split("\t") for line in notes.read_text("utf-8").splitlines()]
    (money,) = [key for key, what, *_ in lines if what.startswith("acme_Money ")]
    (payer,) = [key for key, what, *_ in lines if what.startswith("Payer ")]
    assert [f"payer Arg1:{money} Arg2:{payer}"] == [what for _, what, *_ in lines if what.startswith("payer ")]


def test_label_studio_gets_what_it_documents(dossier: Dossier, tmp_path: Path) -> None:
    tasks, interface = LabelStudio().report(dossier, tmp_path)
    made = json.loads(tasks.read_text("utf-8"))
    jsonschema.validate(made, TASKS)
    root = etree.parse(interface)
    labels = {one.get("value") for one in root.iter("Label")}
    relations = {one.get("value") for one in root.iter("Relation")}
    results = made[0]["predictions"][0]["result"]
    assert {one["value"]["labels"][0] for one in results if one["type"] == "labels"} == labels
    assert {one["labels"][0] for one in results if one["type"] == "relation"} == relations
    assert {"Quote", "Speaker", "acme_Money", "Payer"} <= labels
    (tag,) = root.iter("Labels")
    (object_tag,) = root.iter("Text")
    assert {(one["from_name"], one["to_name"]) for one in results if one["type"] == "labels"} == {
        (tag.get("name"), tag.get("toName"))
    }
    assert object_tag.get("name") == tag.get("toName")
    assert object_tag.get("value") == "$text"


def test_parts_have_all_items_in_order() -> None:
    for count in range(8):
        made = [list(part) for part in in_parts(range(count), 3)]
        assert [one for part in made for one in part] == list(range(count))
        assert all(len(part) == 3 for part in made[:-1])
        assert made
