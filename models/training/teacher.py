"""Training the teacher: treebanks and names through one encoder, one step of each by turns."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from attrs import frozen
from numpy.typing import NDArray
from presseschau_german.pieces import Pieces
from torch.nn import functional

from training.encoder import MAX_LENGTH, EncoderFile
from training.examples import UNKNOWN, Example, NameExamples, Scheme, SyntaxExamples, batches
from training.network import Network, collate, cross_entropy, masked_nll

FEATURE_WEIGHT = {
    "m_Mood": 1.5,
    "m_VerbForm": 1.0,
    "m_Tense": 1.0,
    "m_Person": 1.0,
    "m_Number": 1.0,
    "m_Case": 1.0,
    "m_Gender": 1.0,
}
"""Weight of a feature's loss; with less, rare values like the subjunctive stay underfit. Features that nobody here asks for weigh ``OTHER_FEATURE``."""
OTHER_FEATURE = 0.3
NAMES = 4.0
"""Weight of the loss of names beside the sum of the two dozen losses of syntax."""
_MISC = [7, 8]


@frozen
class Schedule:
    """How long and how fast. ``epochs`` over the treebanks; the passes over names follow from ``names_per_step``."""

    epochs: float = 12
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    syntax_pieces: int = 320
    name_pieces: int = 320
    warm_up: float = 0.05
    seed: int = 0


def _padded(batch: Sequence[Example], name: str, fill: int = UNKNOWN) -> torch.Tensor:
    size = max(len(example["pieces"]) for example in batch)
    return torch.tensor([list(example[name]) + [fill] * (size - len(example[name])) for example in batch])


def syntax_loss(network: Network, batch: Sequence[Example], pieces: Pieces) -> torch.Tensor:
    """Sum of the losses of all heads but names."""
    (words,) = network.words(*collate([one["pieces"] for one in batch], pieces.begin, pieces.end, pieces.pad), ("syntax",))
    total = torch.zeros(())
    for name, head in network.heads.items():
        if name != "ner":
            total = total + cross_entropy(head(words), _padded(batch, name), 0.03) * (
                FEATURE_WEIGHT.get(name, OTHER_FEATURE) if name.startswith("m_") else 1
            )
    sentence, gold = _padded(batch, "sentence", -1), _padded(batch, "head")
    count = words.shape[1]
    arcs, heads = network.arcs(words)
    same = torch.cat([sentence[:, :, None] == sentence[:, None, :], torch.ones(len(batch), count, 1, dtype=torch.bool)], 2)
    known = sentence >= 0
    target = torch.where(gold == -1, count, gold).masked_fill(~known, UNKNOWN)
    total = total + cross_entropy(arcs.float().masked_fill(~same, -1e4), target)
    row, column = known.nonzero(as_tuple=True)
    relations = network.relations(words[row, column], heads[row, target[row, column]])
    return total + functional.cross_entropy(relations.float(), _padded(batch, "dep")[row, column], label_smoothing=0.03)


def names_loss(network: Network, batch: Sequence[Example], pieces: Pieces) -> torch.Tensor:
    """The loss of names, in which an ``O`` of a corpus without MISC may be MISC."""
    (words,) = network.words(*collate([one["pieces"] for one in batch], pieces.begin, pieces.end, pieces.pad), ("names",))
    scores = network.heads["ner"](words).float().log_softmax(-1)
    return NAMES * masked_nll(scores, _padded(batch, "ner"), _padded(batch, "open", 0).bool(), _MISC)


def train(
    network: Network,
    syntax: SyntaxExamples,
    names: NameExamples,
    pieces: Pieces,
    schedule: Schedule,
    log: Callable[[str], None],
    every: Callable[[float], None],
) -> None:
    """Train in place. ``every`` is called after each epoch over the treebanks with its number."""
    rng = random.Random(schedule.seed)
    torch.manual_seed(schedule.seed)
    encoder = [weight for name, weight in network.named_parameters() if weight.requires_grad and name.startswith("encoder.")]
    heads = [weight for name, weight in network.named_parameters() if weight.requires_grad and not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": schedule.encoder_rate}, {"params": heads, "lr": schedule.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    queue: list[list[Example]] = []
    seen = named = step = 0
    epoch, running, started = 0, 0.0, time.monotonic()
    total = schedule.epochs * syntax.pieces
    while seen < total:
        for batch in batches(_short(syntax.epoch(rng)), schedule.syntax_pieces, rng):
            if seen >= total:
                break
            share = seen / total
            factor = min(1.0, share / schedule.warm_up + 0.01) * (1 - share)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            network.train()
            if not queue:
                queue = batches(_short(names.epoch(rng)), schedule.name_pieces, rng)
            other = queue.pop()
            losses = []
            for loss_of, one in ((syntax_loss, batch), (names_loss, other)):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    loss = loss_of(network, one, pieces)
                loss.backward()  # type: ignore[no-untyped-call]
                losses.append(float(loss.detach()))
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            seen += sum(len(word) for example in batch for word in example["pieces"])
            named += sum(len(word) for example in other for word in example["pieces"])
            running = 0.98 * running + 0.02 * sum(losses) if step > 1 else sum(losses)
            if step % 50 == 0:
                log(
                    f"step {step} epochs {seen / syntax.pieces:.2f} pieces with names {named} loss {running:.3f} {time.monotonic() - started:.0f} s"
                )
        epoch += 1
        every(epoch)


def _short(examples: Sequence[Example]) -> list[Example]:
    return [one for one in examples if sum(map(len, one["pieces"])) <= MAX_LENGTH - 2]


@frozen
class TorchScorer:
    """The network as a scorer of ``presseschau_german.analyse``."""

    network: Network
    half: bool = True

    def __call__(
        self, ids: NDArray[np.int64], present: NDArray[np.bool_], word: NDArray[np.int64], count: int
    ) -> Mapping[str, NDArray]:
        """See ``presseschau_german.analyse.Scorer``."""
        self.network.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.half):
            given = torch.from_numpy(ids), torch.from_numpy(present), torch.from_numpy(word)
            return {name: value.numpy() for name, value in outputs(self.network, *given, count).items()}


def outputs(
    network: Network, ids: torch.Tensor, present: torch.Tensor, word: torch.Tensor, count: int
) -> dict[str, torch.Tensor]:
    """Return what a scorer returns, as tensors."""
    syntax, names = network.words(ids, present, word, count, ("syntax", "names"))
    found = {name: head(syntax).argmax(-1) for name, head in network.heads.items() if name not in {"ner", "sent"}}
    start = network.heads["sent"](syntax).float()
    arcs, heads = network.arcs(syntax)
    return {
        **found,
        "sent": start[..., 1] - start[..., 0],
        "ner": network.heads["ner"](names).float().log_softmax(-1),
        "arc": arcs.float(),
        "label_word": network.label_word(syntax).float(),
        "label_head": network.label_head(heads).float(),
    }


def save(path: Path, network: Network, scheme: Scheme, rows: Sequence[int]) -> None:
    """Write weights but the frozen word table, labels, lemma rules and the vocabulary's rows."""
    state = {name: value.to(torch.float32) for name, value in network.state_dict().items() if name != "encoder.word.weight"}
    trees, strings = scheme.trees.to_bytes(), list(scheme.strings)
    torch.save({"labels": dict(scheme.labels), "state": state, "rows": list(rows), "trees": trees, "strings": strings}, path)


def load(path: Path, file: EncoderFile) -> tuple[Network, bytes, list[str]]:
    """Return a saved network with the edit trees and strings of its lemma rules."""
    saved = torch.load(path, weights_only=True)
    network = Network(file, saved["rows"], saved["labels"])
    network.load_state_dict(saved["state"], strict=False)
    return network, saved["trees"], saved["strings"]
