"""Sentence boundaries of which rules are certain, set before the model looks: spaCy's parser and our encoder keep what is set and decide the rest.

Models trained on treebanks fall over the typography of news: they split where a line was wrapped, at colons (as HDT does), and miss
sentences that begin with a score or a credit. Marks and abbreviations tell these better; what they leave open, ordinals above all, a parse tells.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language

from presseschau.analysis import boundaries, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

FACTORY = "presseschau_german_boundaries"
_STOPS = ".!?…:"


@Language.component(FACTORY, assigns=["token.is_sent_start"])
def mark_certain(doc: "Doc") -> "Doc":
    """Set ``Token.is_sent_start`` where the rules are certain, and leave it open elsewhere.

    White space begins no sentence, nor does what is glued to the word before, but for a word behind a stop: "niederzulegen.In Frankfurt".
    """
    if not len(doc):
        return doc
    column = np.zeros(len(doc), np.int64)
    glued = False
    last = ""
    for token in doc:
        text = token.text
        if token.is_space or (glued and not (last in _STOPS and text[0].isupper())):
            column[token.i] = -1
        glued, last = not token.whitespace_ and not token.is_space, text[-1]
    certain = [found for found in boundaries(text_of(doc)) if found.certain]
    at = np.searchsorted(doc.to_array("IDX"), np.array([found.offset for found in certain], np.int64))
    for position, found in zip(at.tolist(), certain, strict=True):
        if position < len(doc):
            column[position] = 1 if found.begins else -1
    column[0] = 1
    values: Any = column.view(np.uint64).reshape(-1, 1)
    return doc.from_array(["SENT_START"], values)
