"""Round trip: what the grammar of news writes as a quotation, the quotes plugin finds again, with its speaker and cue."""

from hypothesis import given
from hypothesis import strategies as st

from presseschau import Document, Quote, Span
from presseschau.builtin.blank import BlankGerman
from presseschau.steps import registry
from presseschau.testing import Article, articles, direct_quotes, plain_sentences, reported_speech

LANGUAGE = BlankGerman().spacy_pipeline(needs=frozenset({"analysis:sentences"}))
QUOTES = registry.find("quotes").load()()


def found_in(document: Document) -> dict[tuple[Span, ...], Quote]:
    quotes = QUOTES.extract(document=document, analysis=LANGUAGE(document.text))
    return {quote.spans: quote for quote in quotes}


@given(articles(sentence=st.one_of(direct_quotes(), reported_speech(), plain_sentences())))
def test_every_quotation_is_found_with_speaker_and_cue(article: Article) -> None:
    document = article.cleaned()
    found = found_in(document)
    for gold in article.quotes:
        if gold.inside:
            continue  # how deep to look is the plugin's own choice
        quote = found.get(document.to_clean(gold.span))
        assert quote is not None, (document.text, gold)
        assert quote.type == gold.type
        assert gold.speaker is not None
        assert gold.cue is not None
        assert quote.speaker == document.to_clean(gold.speaker)
        assert quote.cue == document.to_clean(gold.cue)


@given(articles(sentence=st.one_of(direct_quotes(), plain_sentences())))
def test_nothing_else_is_taken_for_a_direct_quotation(article: Article) -> None:
    document = article.cleaned()
    gold = {document.to_clean(one.span) for one in article.quotes if one.type == "Direct"}
    assert {spans for spans, quote in found_in(document).items() if quote.type == "Direct"} <= gold
