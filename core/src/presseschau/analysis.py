"""Parts of the shared analysis, for plugins that bring a spaCy pipeline of their own.

A pipeline for Presseschau must keep the text as it is (the tokens' offsets are offsets of the clean text) and stay linear on
whatever a page holds. ``nlp.tokenizer = LinearTokenizer(nlp.tokenizer)`` keeps any spaCy tokeniser linear;
``keeping_gender_colons`` has one keep *Lehrer:innen* whole;
``text_of(doc)`` is the text of a ``Doc`` without the cost of ``doc.text``, which joins the tokens each time;
``add_sentences(nlp)`` sets sentence boundaries by the same rules as the blank German pipeline, before the components that need them;
``boundaries(text)`` tells of which ones these rules are certain, so that a parser can decide the rest.
"""

from presseschau.builtin.blank import SENTENCES, add_sentences, mark_sentences
from presseschau.builtin.sentences import Boundary, boundaries, sentence_starts, sentences
from presseschau.builtin.tokenizer import MAX_STRETCH, LinearTokenizer, keeping_gender_colons, text_of

__all__ = [
    "MAX_STRETCH",
    "SENTENCES",
    "Boundary",
    "LinearTokenizer",
    "add_sentences",
    "boundaries",
    "keeping_gender_colons",
    "mark_sentences",
    "sentence_starts",
    "sentences",
    "text_of",
]
