"""Word vectors for the fast model: what the encoder makes of single words, fitted by vectors of their letter groups.

The encoder reads a list of words one by one; its two mixes of layers (for syntax and for names) are reduced to :data:`WIDTH` numbers. A table of floret
vectors (Boyd & Warmerdam 2022), which spaCy reads by itself, is then fitted to them: a word's vector is the mean of the rows of the word and of
its groups of letters, so that a name that nobody has seen has a vector, too. Words and how often they occur come from spacy-lookups-data (MIT).
"""

import gzip
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from presseschau_german.names import TAGS
from presseschau_german.pieces import Pieces
from spacy.strings import StringStore
from spacy.vectors import Vectors
from torch.nn import functional

WIDTH = 96
ROWS = 80_000
SHORTEST, LONGEST, HASHES = 2, 5, 1
"""Letters of a group, with the marks of a word's beginning and end; rows for each group."""
WORDS = 300_000
SURE = 0.8
"""How probable a class must be for a word alone to be taken as a name of it."""
_MIXES = ("matmul", "matmul_1")
"""In the graph, the words' vectors that the heads for syntax and for names read."""
_BATCH = 400


def frequencies() -> dict[str, float]:
    """Return words and the natural logarithms of their probabilities."""
    with resources.files("spacy_lookups_data").joinpath("data/de_lexeme_prob.json.gz").open("rb") as stream:
        found: dict[str, float] = json.loads(gzip.decompress(stream.read()))
    return found


def chosen(texts: Iterable[str], size: int = WORDS) -> dict[str, float]:
    """Return the words to fit with their logarithms of probability: the most frequent ones with a letter, and those of ``texts``."""
    known = frequencies()
    rarest = min(known.values())
    found = {word: rarest for word in texts if any(map(str.isalpha, word))}
    for word, log in sorted(known.items(), key=lambda one: -one[1]):
        if len(found) >= size:
            break
        if word[:1].isalpha() and len(word) < 40 and "/" not in word and "@" not in word:
            found[word] = log
    return {word: known.get(word, log) for word, log in found.items()}


def weights(words: Mapping[str, float]) -> NDArray[np.float32]:
    """Return how much each word counts: frequent ones more, but none more than 30 times as much as one in the middle."""
    found = np.exp((np.array(list(words.values())) + 20) / 5)
    found = np.minimum(found, 30 * np.median(found))
    return np.asarray(found / found.mean(), np.float32)


class Encoded:
    """The encoder of the accurate model, with the vectors that its heads read as outputs."""

    def __init__(self, directory: Path) -> None:
        graph = onnx.load(directory / "model.onnx")
        for name in _MIXES:
            graph.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces((directory / "pieces.model").read_bytes())

    def __call__(self, words: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return (n, 768), the two vectors of each word, read alone, and (n, tags), the probabilities of tags of names."""
        pieces = [self._pieces.words([word], [True])[0] for word in words]
        order = sorted(range(len(words)), key=lambda at: len(pieces[at]))
        found, tags = np.zeros((len(words), 2 * 384), np.float32), np.zeros((len(words), len(TAGS)), np.float32)
        for at in range(0, len(order), _BATCH):
            part = order[at : at + _BATCH]
            length = max(len(pieces[one]) for one in part) + 2
            ids = np.full((len(part), length), 1, np.int64)
            pool = np.zeros((len(part), 1, length), np.float32)
            for row, one in enumerate(part):
                size = len(pieces[one])
                ids[row, : size + 2] = [0, *pieces[one], 2]
                pool[row, 0, 1 : size + 1] = 1 / max(size, 1)
            *vectors, said = self._session.run([*_MIXES, "ner"], {"ids": ids, "present": ids != 1, "pool": pool})
            found[part] = np.concatenate([one[:, 0] for one in vectors], 1)
            tags[part] = np.exp(said[:, 0])
        return found, tags


def names(words: Sequence[str], tags: NDArray[np.float32]) -> dict[str, list[str]]:
    """Return the words that are names by themselves, by class (``PER``, ``LOC``, ``ORG``); ``tags`` as :class:`Encoded` gives them."""
    found: dict[str, list[str]] = {"PER": [], "LOC": [], "ORG": []}
    for word, best, sure in zip(words, tags.argmax(1), tags.max(1), strict=True):
        place, _, label = TAGS[best].partition("-")
        if place == "B" and label in found and sure > SURE and word[:1].isupper() and word.isalpha() and len(word) > 2:
            found[label].append(word)
    return found


def reduced(vectors: NDArray[np.float32], weights: NDArray[np.float32], width: int = WIDTH) -> NDArray[np.float32]:
    """Return the principal components, of standard deviation 1 in the first."""
    mean = np.average(vectors, axis=0, weights=weights)
    centred = (vectors - mean) * np.sqrt(weights / weights.sum())[:, None]
    _, axes = np.linalg.eigh(centred.T @ centred)
    found = (vectors - mean) @ axes[:, ::-1][:, :width]
    return np.asarray(found / found[:, 0].std(), np.float32)


def empty(rows: int = ROWS, width: int = WIDTH) -> Vectors:
    """Return a table of floret vectors that are all 0."""
    return Vectors(
        strings=StringStore(),
        data=np.zeros((rows, width), np.float32),
        mode="floret",
        minn=SHORTEST,
        maxn=LONGEST,
        hash_count=HASHES,
        hash_seed=2166136261,
    )


def rows_of(table: Vectors, words: Iterable[str]) -> Iterator[list[int]]:
    """Yield for each word the rows whose mean is its vector."""
    for word in words:
        yield [h % table.shape[0] for group in table._get_ngrams(word) for h in table._get_ngram_hashes(group)]  # noqa: SLF001


def fit(
    words: Mapping[str, float], wanted: NDArray[np.float32], *, rows: int = ROWS, epochs: int = 12, seed: int = 0
) -> Vectors:
    """Return the table that is nearest to ``wanted`` (n, width), one vector for each of ``words``; frequent words count more."""
    table = empty(rows, wanted.shape[1])
    lists = [torch.tensor(one, dtype=torch.int32) for one in rows_of(table, words)]
    target = torch.from_numpy(wanted)
    weight = torch.from_numpy(weights(words))
    torch.manual_seed(seed)
    bag = torch.nn.EmbeddingBag(rows, wanted.shape[1], mode="mean", sparse=True)
    torch.nn.init.zeros_(bag.weight)
    optimizer = torch.optim.SparseAdam(list(bag.parameters()), lr=0.05)
    order = np.random.default_rng(seed)
    total, size = epochs * math.ceil(len(lists) / 2048), 2048
    step = 0
    for epoch in range(epochs):
        lost = 0.0
        for part in np.array_split(order.permutation(len(lists)), math.ceil(len(lists) / size)):
            optimizer.param_groups[0]["lr"] = 0.05 * (1 - step / total)
            chosen_ = [lists[one] for one in part]
            offsets = torch.tensor([0, *np.cumsum([len(one) for one in chosen_])[:-1]], dtype=torch.int32)
            made = bag(torch.cat(chosen_), offsets)
            here = torch.from_numpy(part)
            loss = (functional.mse_loss(made, target[here], reduction="none").sum(1) * weight[here]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            lost += loss.item() * len(part)
            step += 1
        spread = float(((target - target.mean(0)) ** 2).sum(1).mean())
        print(f"vectors, epoch {epoch}: {1 - lost / len(lists) / spread:.3f} of the variance", flush=True)
    table.data = bag.weight.detach().numpy()
    return table
