"""Who speaks about whom: read back by networkx; a surname counts only where the document says whose it is."""

from pathlib import Path

import pytest
from presseschau_exports import GraphMl

from presseschau import Document, Dossier, Quote, Span
from presseschau.testing.archive import archived

networkx = pytest.importorskip("networkx", reason="pip install networkx: the graph is read back with it")


def edges(dossier: Dossier, folder: Path) -> dict[tuple[str, str], dict[str, int]]:
    (path,) = GraphMl().report(dossier, folder)
    graph = networkx.read_graphml(path)
    assert graph.is_directed()
    label = dict(graph.nodes(data="label"))
    return {(label[one], label[other]): data for one, other, data in graph.edges(data=True)}


def test_speakers_name_each_other(dossier: Dossier, tmp_path: Path) -> None:
    found = edges(dossier, tmp_path)
    assert found == {
        ("Ada A\u0308rmel", "Otto Kurz"): {"weight": 1, "by_surname": 0, "documents": 1},
        ("Otto Kurz", "Ada A\u0308rmel"): {"weight": 1, "by_surname": 1, "documents": 1},
    }


def run(texts: list[tuple[str, list[tuple[str, str]]]], folder: Path) -> dict[tuple[str, str], dict[str, int]]:
    entries = []
    for number, (text, quotes) in enumerate(texts):
        found = []
        for words, speaker in quotes:
            start = text.index(words)
            found.append(Quote(rule="r", type="Direct", spans=[Span(start, start + len(words))], speaker_entity=speaker))
        entries.append((Document(id=str(number), source_text=text), found))
    with archived(entries) as dossier:
        return edges(dossier, folder)


def test_a_surname_that_the_document_gives_nobody_counts_for_nobody(tmp_path: Path) -> None:
    other = ("Hans Richter sagte: „Nein.“", [("„Nein.“", "Hans Richter")])
    text = "Eva Blume sagte: „Der Richter hat Recht, Richter haben Recht.“"
    assert run([(text, [(text[text.index("„") :], "Eva Blume")]), other], tmp_path) == {}


def test_an_article_makes_a_noun_of_a_surname(tmp_path: Path) -> None:
    text = "Hans Richter kam. Eva Blume: „Das sagt ein Richter.“ Hans Richter: „Nein.“"
    quotes = [("„Das sagt ein Richter.“", "Eva Blume"), ("„Nein.“", "Hans Richter")]
    assert run([(text, quotes)], tmp_path) == {}
    text = text.replace("ein Richter", "Richter")
    quotes[0] = ("„Das sagt Richter.“", "Eva Blume")
    assert list(run([(text, quotes)], tmp_path)) == [("Eva Blume", "Hans Richter")]


def test_a_surname_of_two_persons_in_one_document_counts_for_neither(tmp_path: Path) -> None:
    text = "Eva Blume: „Blume und Otto Vogels Plan.“ Ida Blume: „Ja.“ Otto Vogel: „Blume lügt.“"
    quotes = [("„Blume und Otto Vogels Plan.“", "Eva Blume"), ("„Ja.“", "Ida Blume"), ("„Blume lügt.“", "Otto Vogel")]
    assert run([(text, quotes)], tmp_path) == {("Eva Blume", "Otto Vogel"): {"weight": 1, "by_surname": 0, "documents": 1}}


def test_what_has_one_word_or_an_article_is_nobody_s_name(tmp_path: Path) -> None:
    text = "Moskau: „Gut.“ Ein Sprecher der Polizei: „Ja.“ Eva Blume: „In Moskau sprach ein Sprecher der Polizei.“"
    quotes = [
        ("„Gut.“", "Moskau"),
        ("„Ja.“", "ein Sprecher der Polizei"),
        ("„In Moskau sprach ein Sprecher der Polizei.“", "Eva Blume"),
    ]
    assert run([(text, quotes)], tmp_path) == {}
