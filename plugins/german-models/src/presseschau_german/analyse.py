"""From words to analyses: batches of texts through a scorer, scores to tags, trees and names.

The scorer is the network, wherever it runs: in onnxruntime for those who use the model, in torch while it is made. What it returns and how that is
decoded is the same for both, so that the figures of one hold for the other.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from presseschau_german import decode

Pieces = Sequence[Sequence[int]]
"""The pieces of each word of a text."""

BATCH = 1600
"""Pieces of a batch, with padding."""


class Scorer(Protocol):
    """The network: pieces in, scores out."""

    def __call__(
        self, ids: NDArray[np.int64], present: NDArray[np.bool_], word: NDArray[np.int64], count: int
    ) -> Mapping[str, NDArray[Any]]:
        """Return scores for ``ids`` (batch, pieces); ``word`` says which of ``count`` words a piece belongs to, ``count`` for none.

        ``sent`` (batch, words): log odds of a sentence start. ``ner`` (batch, words, tags): log probabilities. ``arc`` (batch, words,
        words + 1): of heads, the root last. ``label_word`` and ``label_head``: vectors of words and of heads for the labels of relations.
        Every other entry (batch, words): the best label's number.
        """


@frozen
class Analysis:
    """What the model says of one text of n words: numbers of labels."""

    tags: Mapping[str, NDArray[np.intp]]
    """For each head (``upos``, ``xpos``, ``lemma``, ``m_Case`` …) n numbers."""
    starts: NDArray[np.bool_]
    """Whether a sentence starts at a word."""
    heads: NDArray[np.intp]
    """The position of each word's head, its own for a root."""
    relations: NDArray[np.intp]
    names: Sequence[int]
    """Numbers of name tags."""


@frozen
class Analyser:
    """A scorer with what decoding needs: ``relation`` (relations, width + 1, width + 1), weights of pairs; ``root``, the number of the relation ROOT."""

    scorer: Scorer
    relation: NDArray[np.floating]
    root: int
    begin: int = 0
    end: int = 2
    pad: int = 1

    def __call__(
        self, texts: Sequence[Pieces], starts: Sequence[Sequence[int]] | None = None, *, parse: bool = True
    ) -> list[Analysis]:
        """Return the analysis of each text; without ``parse`` every word is its own head.

        ``starts`` sets for each word whether a sentence starts there, as spaCy does: 1 does, -1 does not, 0 leaves it to the network.
        """
        found: list[Analysis | None] = [None] * len(texts)
        order = sorted((at for at in range(len(texts)) if texts[at]), key=lambda at: sum(map(len, texts[at])))
        at = 0
        while at < len(order):
            batch: list[int] = []
            while at < len(order) and (not batch or (len(batch) + 1) * (sum(map(len, texts[order[at]])) + 2) <= BATCH):
                batch.append(order[at])
                at += 1
            scores = self.scorer(*self._collate([texts[one] for one in batch]))
            for row, one in enumerate(batch):
                given = None if starts is None else np.array(starts[one])
                found[one] = self._decode(scores, row, len(texts[one]), given, parse=parse)
        empty = np.zeros(0, np.intp)
        return [one or Analysis({}, np.zeros(0, bool), empty, empty, []) for one in found]

    def _collate(self, texts: Sequence[Pieces]) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64], int]:
        rows = [[self.begin, *(piece for word in text for piece in word), self.end] for text in texts]
        length, count = max(map(len, rows)), max(map(len, texts))
        ids = np.full((len(rows), length), self.pad, np.int64)
        word = np.full((len(rows), length), count, np.int64)
        for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
            ids[at, : len(row)] = row
            word[at, 1 : len(row) - 1] = np.repeat(np.arange(len(text)), [len(one) for one in text])
        present = np.arange(length)[None] < np.array([len(row) for row in rows])[:, None]
        return ids, present, word, count

    def _decode(
        self, scores: Mapping[str, NDArray[Any]], row: int, size: int, given: NDArray[np.int_] | None, *, parse: bool
    ) -> Analysis:
        starts = scores["sent"][row, :size] > 0
        if given is not None:
            starts = (starts & (given >= 0)) | (given > 0)
        starts[0] = True
        heads = np.arange(size)
        relations = np.full(size, self.root, np.intp)
        if parse:
            arc, count = scores["arc"][row], scores["arc"].shape[1]
            cuts = [*np.where(starts)[0], size]
            for first, last in pairwise(cuts):
                tree = decode.tree(np.concatenate([arc[first:last, first:last], arc[first:last, count:]], 1))
                heads[first:last] = np.where(tree == last - first, np.arange(first, last), tree + first)
            is_root = heads == np.arange(size)
            left = _one(scores["label_word"][row, :size])
            right = _one(scores["label_head"][row][np.where(is_root, count, heads)])
            outputs, width, _ = self.relation.shape
            product = (left @ self.relation.transpose(1, 0, 2).reshape(width, outputs * width)).reshape(size, outputs, width)
            label = np.einsum("now,nw->no", product, right)
            label[:, self.root] = -np.inf
            relations = np.where(is_root, self.root, label.argmax(1))
        tags = {name: values[row, :size] for name, values in scores.items() if values.ndim == 2 and name != "sent"}  # noqa: PLR2004
        return Analysis(tags, starts, heads, relations, decode.tags(scores["ner"][row, :size]) if "ner" in scores else [])


def _one(x: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.concatenate([x, np.ones_like(x[..., :1])], -1)
