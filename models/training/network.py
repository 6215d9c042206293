"""The teacher: the encoder with heads for tags, features, sentence starts, lemmas, dependencies and names."""

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from torch.nn import functional

from training.encoder import Encoder, EncoderFile

ARC, LABEL = 256, 128
"""Widths of the dependency heads."""


class Biaffine(nn.Module):
    """Scores of pairs of vectors: ``outputs`` numbers for each pair."""

    def __init__(self, width: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, width + 1, width + 1))
        nn.init.normal_(self.weight, std=width**-0.5 if outputs == 1 else 0.02)

    @staticmethod
    def _one(x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, torch.ones_like(x[..., :1])], -1)

    def all_pairs(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """(batch, n, width), (batch, m, width) → (batch, n, m); of a single output."""
        return self._one(a) @ self.weight[0] @ self._one(b).transpose(-1, -2)

    def pairs(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """(n, width), (n, width) → (n, outputs)."""
        outputs, size, _ = self.weight.shape
        left = (self._one(a) @ self.weight.permute(1, 0, 2).reshape(size, outputs * size)).view(len(a), outputs, size)
        return (left * self._one(b)[:, None]).sum(-1)


def _narrow(width: int, to: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, to), nn.LeakyReLU(0.1), nn.Dropout(0.25))


class Network(nn.Module):
    """``labels``: for each head (``upos``, ``xpos``, ``sent``, ``lemma``, ``ner``, ``m_Case`` …) its labels; ``dep`` those of the relations."""

    def __init__(self, file: EncoderFile, rows: list[int], labels: Mapping[str, Sequence[str]], dropout: float = 0.05) -> None:
        super().__init__()
        width = file.width
        self.labels = dict(labels)
        self.encoder = Encoder(file, rows, dropout)
        self.mix = nn.ParameterDict({part: nn.Parameter(torch.linspace(0, 1, file.depth + 1)) for part in ("syntax", "names")})
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(values)) for name, values in labels.items() if name != "dep"})
        self.arc_word, self.arc_head = _narrow(width, ARC), _narrow(width, ARC)
        self.label_word, self.label_head = _narrow(width, LABEL), _narrow(width, LABEL)
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.arc, self.label = Biaffine(ARC, 1), Biaffine(LABEL, len(labels["dep"]))

    def words(
        self, ids: torch.Tensor, present: torch.Tensor, word: torch.Tensor, count: int, parts: Sequence[str]
    ) -> list[torch.Tensor]:
        """Return for each part (``syntax``, ``names``) the words' vectors, (batch, count, width): means over pieces of a mix of all layers.

        ``word``: (batch, pieces), the position of the word that a piece belongs to, ``count`` where to none.
        """
        states = self.encoder(ids, present)
        index = word[..., None].expand(-1, -1, states[0].shape[-1])
        sizes = torch.zeros(len(ids), count + 1).scatter_add(1, word, torch.ones(word.shape)).clamp(min=1)[..., None]
        found = []
        for part in parts:
            weights = self.mix[part].softmax(0)
            mixed = sum((weights[at] * state.float() for at, state in enumerate(states)), start=torch.zeros(()))
            sums = torch.zeros(len(ids), count + 1, mixed.shape[-1]).scatter_add(1, index, mixed)
            found.append(self.drop((sums / sizes)[:, :count]))
        return found

    def arcs(self, words: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores (batch, n, n + 1) of heads, the root last, and the vectors of all heads (batch, n + 1, width)."""
        heads = torch.cat([words, self.root.expand(len(words), 1, -1)], 1)
        return self.arc.all_pairs(self.arc_word(words), self.arc_head(heads)), heads

    def relations(self, words: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """(n, width) words and their heads → (n, relations)."""
        return self.label.pairs(self.label_word(words), self.label_head(heads))


def collate(
    items: Sequence[Sequence[Sequence[int]]], begin: int, end: int, pad: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, int]:
    """Return ids, present, word and count (as ``Network.words`` takes them) for texts given as pieces of their words."""
    rows = [[begin, *(piece for word in item for piece in word), end] for item in items]
    length, count = max(map(len, rows)), max(map(len, items))
    ids = torch.tensor([row + [pad] * (length - len(row)) for row in rows])
    present = torch.arange(length)[None] < torch.tensor([len(row) for row in rows])[:, None]
    word = torch.full((len(rows), length), count)
    for at, item in enumerate(items):
        word[at, 1 : len(rows[at]) - 1] = torch.repeat_interleave(
            torch.arange(len(item)), torch.tensor([len(one) for one in item])
        )
    return ids, present, word, count


def masked_nll(
    log_probabilities: torch.Tensor, gold: torch.Tensor, open_: torch.Tensor, alternatives: list[int]
) -> torch.Tensor:
    """Return the mean loss of names; where ``open_``, gold 0 (``O``) may as well be one of ``alternatives``."""
    known = gold >= 0
    loss = -log_probabilities.gather(-1, gold.clamp(min=0)[..., None])[..., 0]
    either = -torch.logsumexp(log_probabilities[..., [0, *alternatives]], -1)
    return torch.where(open_ & (gold == 0), either, loss)[known].mean()


def cross_entropy(scores: torch.Tensor, gold: torch.Tensor, smoothing: float = 0.0) -> torch.Tensor:
    """Cross entropy over the last axis; gold below 0 is unknown. 0 where nothing is known."""
    if not bool((gold >= 0).any()):
        return torch.zeros(())
    return functional.cross_entropy(scores.flatten(0, -2).float(), gold.flatten(), ignore_index=-100, label_smoothing=smoothing)
