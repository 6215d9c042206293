"""Corpus formats: TEI against a DTD of the TEI's own making, TimeML against what its specification says."""

import importlib.util
import io
import re
from pathlib import Path

import pytest
import spacy
from lxml import etree
from presseschau_exports import ConllU, Tei, TimeMl
from presseschau_exports.conllu import conllu as lines_of_conllu
from presseschau_exports.markup import DEEPEST, Inline, written
from presseschau_exports.tei import datable
from presseschau_exports.timeml import timeml
from spacy.tokens import Doc

from presseschau import Document, DocumentView, Dossier, Provenance, Quote, Span
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import Edtf, Resolution, TimeExpression
from presseschau.model.annotations import finish

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}id"
TIMEML = """
<!ELEMENT TimeML (#PCDATA | DOCID | DCT | TITLE | TEXT | MAKEINSTANCE | TLINK)*>
<!ELEMENT DOCID (#PCDATA)> <!ELEMENT TITLE (#PCDATA)> <!ELEMENT DCT (TIMEX3)>
<!ELEMENT TEXT (#PCDATA | EVENT | TIMEX3 | SIGNAL)*>
<!ELEMENT EVENT (#PCDATA)>
<!ATTLIST EVENT eid ID #REQUIRED comment CDATA #IMPLIED
    class (OCCURRENCE | PERCEPTION | REPORTING | ASPECTUAL | STATE | I_STATE | I_ACTION) #REQUIRED>
<!ELEMENT TIMEX3 (#PCDATA)>
<!ATTLIST TIMEX3 tid ID #REQUIRED type (DATE | TIME | DURATION | SET) #REQUIRED value NMTOKEN #REQUIRED
    mod (BEFORE | AFTER | ON_OR_BEFORE | ON_OR_AFTER | LESS_THAN | MORE_THAN | EQUAL_OR_LESS | EQUAL_OR_MORE | START | MID | END | APPROX) #IMPLIED
    temporalFunction (true | false) "false" anchorTimeID IDREF #IMPLIED beginPoint IDREF #IMPLIED endPoint IDREF #IMPLIED
    quant CDATA #IMPLIED freq NMTOKEN #IMPLIED comment CDATA #IMPLIED
    functionInDocument (CREATION_TIME | EXPIRATION_TIME | MODIFICATION_TIME | PUBLICATION_TIME | RELEASE_TIME | RECEPTION_TIME | NONE) "NONE">
<!ELEMENT MAKEINSTANCE EMPTY>
<!ATTLIST MAKEINSTANCE eiid ID #REQUIRED eventID IDREF #REQUIRED signalID IDREF #IMPLIED
    tense (PAST | PRESENT | FUTURE | NONE | INFINITIVE | PRESPART | PASTPART) #REQUIRED
    aspect (PROGRESSIVE | PERFECTIVE | PERFECTIVE_PROGRESSIVE | NONE) #REQUIRED
    polarity (POS | NEG) #REQUIRED pos (ADJECTIVE | NOUN | VERB | PREPOSITION | OTHER) #REQUIRED
    modality CDATA #IMPLIED cardinality CDATA #IMPLIED>
<!ELEMENT TLINK EMPTY>
<!ATTLIST TLINK lid ID #REQUIRED eventInstanceID IDREF #IMPLIED timeID IDREF #IMPLIED relatedToEventInstance IDREF #IMPLIED
    relatedToTime IDREF #IMPLIED signalID IDREF #IMPLIED relType (BEFORE | AFTER | INCLUDES | IS_INCLUDED | DURING | SIMULTANEOUS | IAFTER |
    IBEFORE | IDENTITY | BEGINS | ENDS | BEGUN_BY | ENDED_BY | DURING_INV) #REQUIRED>
<!ELEMENT SIGNAL (#PCDATA)> <!ATTLIST SIGNAL sid ID #REQUIRED>
"""
"""What the specification of TimeML 1.2.1 says of the elements that we write, as a DTD in our words (Saurí et al. 2006)."""


def tei_dtd() -> etree.DTD:
    """The DTD that trafilatura brings, made by the TEI's tools from TEI P5."""
    found = importlib.util.find_spec("trafilatura")
    path = Path(found.origin).parent / "data" / "tei_corpus.dtd" if found and found.origin else None
    if path is None or not path.is_file():
        pytest.skip("pip install trafilatura: TEI is held against the DTD in it")
    return etree.DTD(str(path))


def only(plugin: object, dossier: Dossier, folder: Path) -> etree._ElementTree:
    (path,) = plugin.report(dossier, folder)
    return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))


def check_pointers(root: etree._Element) -> None:
    ids = [one.get(XML) for one in root.iter() if one.get(XML)]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        for name in ("target", "who", "ref", "corresp", "prev", "next", "resp"):
            for pointer in (one.get(name) or "").split():
                assert pointer.removeprefix("#") in ids, (one.tag, name, pointer)


def test_tei_is_valid(dossier: Dossier, tmp_path: Path) -> None:
    made = only(Tei(), dossier, tmp_path)
    dtd = tei_dtd()
    assert dtd.validate(made), dtd.error_log.filter_from_errors()
    check_pointers(made.getroot())


def test_tei_says_who_said_what_and_when(dossier: Dossier, tmp_path: Path) -> None:
    root = only(Tei(), dossier, tmp_path).getroot()
    said = root.findall(f".//{TEI}said")
    assert ["".join(one.itertext()) for one in said] == [
        "„Das",
        "bleibt <b>so</b>, ja; nein. Otto Kurz zahlt 5 €.“",
        "„A\u0308rmel irrt. Der Kurz wartet.“",
    ]
    assert said[0].get("next") == f"#{said[1].get(XML)}"
    assert said[1].get("prev") == f"#{said[0].get(XML)}"
    persons = {f"#{one.get(XML)}": one.findtext(f"{TEI}persName") for one in root.iter(f"{TEI}person")}
    assert [persons[one.get("who")] for one in said] == ["Ada A\u0308rmel", "Ada A\u0308rmel", "Otto Kurz"]
    assert root.findtext(f".//{TEI}person/{TEI}occupation") == "Ministerin"
    dates = root.findall(f".//{TEI}body//{TEI}date")
    assert [("".join(one.itertext()), one.get("when")) for one in dates] == [("3. Mai 2021", "2021-05-03"), ("2021", "2021")]
    events = root.findall(f".//{TEI}event")
    assert [(one.get("type"), one.get("when"), one.findtext(f"{TEI}label")) for one in events] == [
        ("denied", "2021-05-03", "sagte"),
        ("planned", "2021-05-03", "Ja, <b>geplant</b>; so"),
    ]


def test_tei_has_the_kinds_of_third_parties(dossier: Dossier, tmp_path: Path) -> None:
    root = only(Tei(), dossier, tmp_path).getroot()
    (money,) = root.findall(f".//{TEI}seg[@type='acme:Money']")
    assert money.text == "5 €"
    (payer,) = root.findall(f".//{TEI}rs[@type='payer']")
    assert (payer.text, payer.get("corresp")) == ("Otto Kurz", f"#{money.get(XML)}")
    (note,) = [one for one in root.iter(f"{TEI}annotation") if one.get("target") == f"#{money.get(XML)}"]
    assert {one.get("type"): one.text for one in note} == {
        "kind": "acme:Money",
        "offsets": note[1].text,
        "offsets.payer": note[2].text,
        "amount": "5.0",
        "currency": "EUR",
        "years": "1999; =2000",
        "sure": "true",
    }


@pytest.mark.parametrize("text", ["", "\n", " \n\t", "a", "\x00\x01", "a\n\n\nb\n"])
def test_any_text_makes_valid_tei(text: str) -> None:
    from presseschau_exports.tei import tei  # noqa: PLC0415 - beside its only use

    root = etree.fromstring("".join(tei(DocumentView(document=Document(id="x", source_text=text)))).encode())
    dtd = tei_dtd()
    assert dtd.validate(root), dtd.error_log.filter_from_errors()


def test_elements_nest_no_deeper_than_parsers_allow() -> None:
    text = "x" * 1000
    deep = [
        Inline(span=Span(place, 1000 - place), name="seg", key=str(place), open_tag=lambda _number, _count: "<seg>")
        for place in range(400)
    ]
    made = written(text, deep)
    etree.parse(io.BytesIO(f"<p>{made.lines[0][1]}</p>".encode()))
    assert sum(1 for one in made.fragments.values() if one) == DEEPEST


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2021-05-03", {"when": "2021-05-03"}),
        ("2021-05", {"when": "2021-05"}),
        ("2021-05-03T20:15:00", {"when": "2021-05-03T20:15:00"}),
        ("2021-05-03/2021-05-07", {"from": "2021-05-03", "to": "2021-05-07"}),
        ("2021-05~", {"notBefore": "2021-05-01", "notAfter": "2021-05-31"}),
        ("202X", {"notBefore": "2020-01-01", "notAfter": "2029-12-31"}),
        ("2021-22", {"notBefore": "2021-06-01", "notAfter": "2021-08-31"}),
        ("XXXX-05-03", {}),
    ],
)
def test_times_are_what_tei_can_say_of_them(edtf: str, said: dict[str, str]) -> None:
    date = Edtf.parse(edtf)
    assert datable(Resolution(value="", edtf=date, begin=date.first, end=date.last)) == said


def test_timeml_keeps_to_its_specification(dossier: Dossier, tmp_path: Path) -> None:
    made = only(TimeMl(), dossier, tmp_path)
    dtd = etree.DTD(io.StringIO(TIMEML))
    assert dtd.validate(made), dtd.error_log.filter_from_errors()


def test_timeml_says_which_event_is_when(dossier: Dossier, tmp_path: Path) -> None:
    root = only(TimeMl(), dossier, tmp_path).getroot()
    times = [(one.get("tid"), one.get("value"), one.text) for one in root.iter("TIMEX3")]
    assert times == [("t0", "2021-05-04", "2021-05-04"), ("t1", "2021-05-03", "3. Mai 2021"), ("t2", "2021", None)]
    assert [(one.get("eid"), one.text) for one in root.iter("EVENT")] == [("e1", "sagte"), ("e2", "Geplant")]
    instances = [(one.get("eventID"), one.get("polarity"), one.get("modality")) for one in root.iter("MAKEINSTANCE")]
    assert instances == [("e1", "NEG", None), ("e2", "POS", "PLANNED")]
    links = [(one.get("eventInstanceID"), one.get("relatedToTime"), one.get("relType")) for one in root.iter("TLINK")]
    assert links == [("ei1", "t1", "IS_INCLUDED"), ("ei2", "t1", "IS_INCLUDED")]


def test_timeml_ties_what_is_relative_to_its_anchor() -> None:
    text = "Am 3. Mai kam er, zwei Tage später ging er, heute ruht er."
    where = {
        key: Span(text.index(words), text.index(words) + len(words))
        for key, words in {"a": "3. Mai", "b": "zwei Tage später", "c": "heute"}.items()
    }
    document = Document(id="x", source_text=text)
    found = [
        TimeExpression(id="a", rule="r", type="DATE", form="2021-05-03", spans=[where["a"]]),
        TimeExpression(id="b", rule="r", type="DATE", form="anchor day+2", anchor="a", spans=[where["b"]]),
        TimeExpression(id="c", rule="r", type="DATE", form="dct", spans=[where["c"]]),
        Quote(id="q", rule="r", type="Direct", spans=[where["c"]]),
    ]
    view = DocumentView(document=document, annotations=finish(found, document, Provenance(step="s")))
    root = etree.fromstring("".join(timeml(view)).encode())
    assert [(one.get("temporalFunction"), one.get("anchorTimeID"), one.get("value")) for one in root.iter("TIMEX3")] == [
        ("false", None, "2021-05-03"),
        ("true", "t1", "2021-05-05"),
        ("true", None, "XXXX-XX-XX"),
    ]
    assert re.sub(r"\s+", " ", "".join(root.find("TEXT").itertext())) == text


def test_conllu_takes_what_the_model_says() -> None:
    conllu = pytest.importorskip("conllu", reason="pip install conllu: CoNLL-U is read back with it")
    document = Document(id="a b/1.txt", source_text="Ada  sagte:\n„Ja.“")
    quote = Quote(rule="r", type="Direct", spans=[Span(12, 17)], speaker=[Span(0, 3)])
    view = DocumentView(document=document, annotations=finish([quote], document, Provenance(step="s")))
    doc = Doc(
        spacy.blank("de").vocab,
        words=["Ada", " ", "sagte", ":", "\n", "„", "Ja", ".", "“"],
        spaces=[True, False, False, False, False, False, False, False, False],
        pos=["PROPN", "SPACE", "VERB", "PUNCT", "SPACE", "PUNCT", "INTJ", "PUNCT", "PUNCT"],
        tags=["NE", "_SP", "VVFIN", "$.", "_SP", "$(", "PTKANT", "$.", "$("],
        lemmas=["Ada", " ", "sagen", ":", "\n", "„", "ja", ".", "“"],
        morphs=["Case=Nom|Number=Sing", "", "Number=Sing|Person=3", "", "", "", "", "", ""],
        heads=[2, 0, 2, 2, 3, 6, 2, 6, 6],
        deps=["sb", "dep", "ROOT", "punct", "dep", "punct", "oc", "punct", "punct"],
    )
    (sentence,) = conllu.parse("".join(lines_of_conllu(view, doc)))
    assert sentence.metadata["newdoc id"] == "a b/1.txt"
    assert sentence.metadata["text"] == "Ada sagte: „Ja.“"
    assert [(one["form"], one["lemma"], one["upos"], one["xpos"], one["head"], one["deprel"]) for one in sentence] == [
        ("Ada", "Ada", "PROPN", "NE", 2, "sb"),
        ("sagte", "sagen", "VERB", "VVFIN", 0, "root"),
        (":", ":", "PUNCT", "$.", 2, "punct"),
        ("„", "„", "PUNCT", "$(", 5, "punct"),
        ("Ja", "ja", "INTJ", "PTKANT", 2, "oc"),
        (".", ".", "PUNCT", "$.", 5, "punct"),
        ("“", "“", "PUNCT", "$(", 5, "punct"),
    ]
    assert sentence[0]["feats"] == {"Case": "Nom", "Number": "Sing"}
    assert sentence[0]["misc"] == {"start_char": "0", "end_char": "3", "Quote.speaker": "B-1", "SpacesAfter": "\\s\\s"}
    assert sentence[2]["misc"]["SpacesAfter"] == "\\n"
    assert [one["misc"].get("Quote") for one in sentence] == [None] * 3 + ["B-1", "I-1", "I-1", "I-1"]
    assert sentence.to_tree().token["form"] == "sagte"


def test_conllu_leaves_open_what_nothing_is_known_of(dossier: Dossier, tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu", reason="pip install conllu: CoNLL-U is read back with it")
    nlp = BlankGerman().spacy_pipeline(needs=frozenset({"analysis:tokens", "analysis:sentences"}))
    (path,) = ConllU().report(dossier, tmp_path, lambda documents: nlp.pipe(one.text for one in documents))
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            assert len(fields) == 10
            assert fields[2:9] == ["_"] * 7
    assert len(conllu.parse(path.read_text("utf-8"))) > 2
