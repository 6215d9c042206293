"""The components in pipelines that are not ours: another tokeniser, other sentences, several processes, on disk."""

import pickle
from pathlib import Path

import pytest
import spacy
from presseschau_quotes.plugin import Quotes
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from presseschau import Document

TEXT = "„Wir gehen fort“, sagte Anna Muster am Donnerstag. Der Rat tagt im Herbst. Im Mai 2019 trat Olaf Beispiel zurück."
NAMES = ("presseschau_quotes", "presseschau_dates", "presseschau_events")


def pipeline(*before: str) -> Language:
    nlp = spacy.blank("de")
    for name in (*before, *NAMES):
        nlp.add_pipe(name)
    return nlp


class WhitespaceTokenizer:
    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        parts = text.split(" ")
        return Doc(self.vocab, words=parts, spaces=[True] * (len(parts) - 1) + [False])


def words(doc: Doc, name: str) -> list[str]:
    return [span.text for span in doc.spans[f"presseschau_{name}"]]


def test_results_are_records_and_span_groups() -> None:
    doc = pipeline("sentencizer")(TEXT)
    (quote,) = doc._.quotes
    assert quote.speaker_entity == "Anna Muster"
    assert [doc.text[one.start : one.end] for one in quote.spans] == words(doc, "quotes") == ["„Wir gehen fort“"]
    assert [doc.text[one.spans[0].start : one.spans[0].end] for one in doc._.dates] == ["Donnerstag", "Herbst", "Mai 2019"]
    assert {span.label_ for span in doc.spans["presseschau_dates"]} == {"DATE"}
    assert doc._.events
    assert {key for event in doc._.events for key in event.times} <= {one.id for one in doc._.dates}


def test_the_plugin_and_the_component_find_the_same() -> None:
    doc = pipeline("sentencizer")(TEXT)
    plain = list(Quotes().extract(document=Document(id="a", source_text=TEXT), analysis=doc))
    assert [one.spans for one in plain] == [one.spans for one in doc._.quotes]


def test_dates_resolve_with_the_date_of_the_document() -> None:
    nlp = pipeline("sentencizer")
    assert next(iter(nlp(TEXT)._.date_values.values())) == "XXXX-WXX-4"
    doc = nlp.make_doc(TEXT)
    doc._.document_date = "2021-05-21"
    assert list(nlp(doc)._.date_values.values()) == ["2021-05-20", "2021-FA", "2019-05"]
    doc = nlp.make_doc(TEXT)
    doc._.document_date = "gestern"
    with pytest.raises(ValueError, match="gestern"):
        nlp(doc)


def test_a_pipeline_without_sentences_gets_ours_and_stays_unmarked() -> None:
    doc = pipeline()(TEXT)
    assert len(doc._.quotes) == 1
    assert not doc.has_annotation("SENT_START")


def test_another_tokeniser_and_another_sentence_splitter() -> None:
    nlp = pipeline()
    nlp.tokenizer = WhitespaceTokenizer(nlp.vocab)

    @Language.component("after_full_stops")
    def after_full_stops(doc: Doc) -> Doc:
        for token in doc:
            token.is_sent_start = token.i == 0 or doc[token.i - 1].text.endswith(".")
        return doc

    nlp.add_pipe("after_full_stops", first=True)
    doc = nlp(TEXT)
    assert [one.speaker_entity for one in doc._.quotes] == ["Anna Muster"]
    assert words(doc, "quotes") == ["„Wir gehen fort“,"]  # widened to whole tokens
    assert words(doc, "dates")[0] == "Donnerstag."


def test_several_processes_find_what_one_finds() -> None:
    nlp = pipeline("sentencizer")
    texts = [TEXT, "", "Der Rat tagt im Herbst.", TEXT]
    alone = [(doc._.quotes, doc._.dates, doc._.events) for doc in nlp.pipe(texts)]
    together = [(doc._.quotes, doc._.dates, doc._.events) for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert alone == together


def test_results_and_pipelines_survive_being_written(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("presseschau_quotes", config={"options": {"types": ["Indirect"]}})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again(TEXT)._.quotes == nlp(TEXT)._.quotes == ()
    full = pipeline("sentencizer")
    doc = full(TEXT)
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (read,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(full.vocab)
    assert read._.quotes == doc._.quotes
    assert Doc(full.vocab).from_bytes(doc.to_bytes())._.dates == doc._.dates
    assert pickle.loads(pickle.dumps(doc))._.events == doc._.events  # noqa: S301 - made a line before


def test_wrong_options_are_refused_when_the_component_is_added() -> None:
    with pytest.raises(TypeError, match="confidence"):
        spacy.blank("de").add_pipe("presseschau_quotes", config={"options": {"confidence": 1}})
