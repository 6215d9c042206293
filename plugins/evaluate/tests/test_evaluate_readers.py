"""Every form gives the same marks of the same text, offsets right with characters beyond the basic plane."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from presseschau_evaluate import GoldError, Mark, read_gold

from presseschau import Span

TEXT = "😀 „Wir gehen“, sagte Anna Muster am Donnerstag."
QUOTE, SPEAKER, DATE = "„Wir gehen“", "Anna Muster", "Donnerstag"


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def units(words: str) -> tuple[int, int]:
    """Return a place in UTF-16 code units, as tools that run in a browser or on the JVM count."""
    span = place(words)
    return span.start + 1, span.end + 1


def as_jsonl(directory: Path) -> Path:
    quotes = [{"spans": [list(place(QUOTE))], "type": "Direct", "speaker": [list(place(SPEAKER))]}]
    dates = [{"start": place(DATE).start, "end": place(DATE).end}]
    path = directory / "gold.jsonl"
    path.write_text(json.dumps({"id": "a", "text": TEXT, "quotes": quotes, "dates": dates}), encoding="utf-8")
    return path


def as_label_studio(directory: Path, count: Callable[[str], tuple[int, int]] = place) -> Path:
    def labelled(key: str, label: str, words: str) -> object:
        start, end = count(words)
        value = {"start": start, "end": end, "text": words, "labels": [label]}
        return {"id": key, "type": "labels", "from_name": "label", "to_name": "text", "value": value}

    results = [
        labelled("q", "Direct", QUOTE),
        labelled("s", "Speaker", SPEAKER),
        labelled("d", "Date", DATE),
        {"type": "relation", "from_id": "q", "to_id": "s", "direction": "right"},
    ]
    cancelled = {"was_cancelled": True, "result": [labelled("x", "Date", QUOTE)]}
    path = directory / "gold.json"
    task = {"id": 7, "data": {"text": TEXT}, "annotations": [cancelled, {"result": results}]}
    path.write_text(json.dumps([task]), encoding="utf-8")
    return path


def as_old_label_studio(directory: Path) -> Path:
    """What Label Studio wrote when it counted UTF-16 code units."""
    return as_label_studio(directory, units)


def as_brat(directory: Path) -> Path:
    def line(key: str, label: str, words: str) -> str:
        start, end = place(words)
        return f"{key}\t{label} {start} {end}\t{words}\n"

    (directory / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = [
        line("T1", "Direct", QUOTE),
        line("T2", "Speaker", SPEAKER),
        line("T3", "Date", DATE),
        "R1\tsaid Arg1:T1 Arg2:T2\n",
    ]
    (directory / "a.ann").write_text("".join(lines), encoding="utf-8")
    return directory


def as_webanno(directory: Path) -> Path:
    words_of_text = ["😀", "„", "Wir", "gehen", "“", ",", "sagte", "Anna", "Muster", "am", "Donnerstag", "."]
    spans = {"„": "Direct[1]", "Wir": "Direct[1]", "gehen": "Direct[1]", "“": "Direct[1]", "Donnerstag": "Date"}
    spans |= {"Anna": "Speaker[2]", "Muster": "Speaker[2]"}
    rows = []
    for number, word in enumerate(words_of_text, 1):
        start, end = (0, 2) if word == "😀" else units(word)
        relation = ("said", "1-2[1_2]") if word == "Anna" else ("_", "_")
        rows.append("\t".join([f"1-{number}", f"{start}-{end}", word, spans.get(word, "_"), *relation, ""]))
    head = [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Mark|label",
        "#T_RL=webanno.custom.Said|label|BT_webanno.custom.Mark",
        "",
        "",
        f"#Text={TEXT}",
    ]
    (directory / "a.tsv").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    return directory / "a.tsv"


def as_xmi(directory: Path) -> Path:
    cassis = pytest.importorskip("cassis", reason="UIMA CAS XMI needs dkpro-cassis")
    types = cassis.TypeSystem()
    mark = types.create_type(name="webanno.custom.Mark", supertypeName="uima.tcas.Annotation")
    types.create_feature(domainType=mark, name="label", rangeType="uima.cas.String")
    said = types.create_type(name="webanno.custom.Said", supertypeName="uima.tcas.Annotation")
    for end in ("Governor", "Dependent"):
        types.create_feature(domainType=said, name=end, rangeType=mark)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = TEXT
    made = {
        label: mark(begin=place(words).start, end=place(words).end, label=label)
        for label, words in (("Direct", QUOTE), ("Speaker", SPEAKER), ("Date", DATE))
    }
    cas.add_all(list(made.values()))
    cas.add(said(begin=0, end=1, Governor=made["Direct"], Dependent=made["Speaker"]))
    (directory / "TypeSystem.xml").write_text(types.to_xml(), encoding="utf-8")
    cas.to_xmi(directory / "a.xmi")
    return directory / "a.xmi"


@pytest.mark.parametrize("write", [as_jsonl, as_label_studio, as_old_label_studio, as_brat, as_webanno, as_xmi])
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_every_form_gives_the_same_marks(write: object, tmp_path: Path) -> None:
    (document,) = read_gold(write(tmp_path))  # type: ignore[operator]  # one of the functions above
    assert document.text == TEXT
    assert set(document.marks) == {
        Mark(kind="quote", spans=[place(QUOTE)], type="Direct", speaker=[place(SPEAKER)]),
        Mark(kind="date", spans=[place(DATE)]),
    }
    assert document.kinds == {"quote", "date"}


def test_labels_of_ones_own_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"T1\tAeusserung {place(QUOTE).start} {place(QUOTE).end}\tx\n", encoding="utf-8")
    with pytest.raises(GoldError, match="--label"):
        read_gold(tmp_path)
    (document,) = read_gold(tmp_path, labels={"Aeusserung": "quote"})
    assert [one.kind for one in document.marks] == ["quote"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name, content in (("a.jsonl", "{"), ("b.json", "[]"), ("c.dat", "")):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        with pytest.raises(GoldError, match=name):
            read_gold(path)
