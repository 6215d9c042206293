"""Training examples of the teacher: pieces of words with their labels as numbers, -100 where unknown."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
from attrs import frozen
from presseschau_german.pieces import Pieces
from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore

from training.augment import varied
from training.names import TAGS, Tagged
from training.treebanks import Sentence, Word

UNKNOWN = -100


@frozen
class Scheme:
    """Labels of every head, and the edit trees that the labels of ``lemma`` stand for."""

    labels: Mapping[str, Sequence[str]]
    strings: StringStore = attrs.field(eq=False)
    trees: EditTrees = attrs.field(eq=False)
    tree_of: Mapping[int, int] = attrs.field(eq=False)  # edit tree → label

    @classmethod
    def of(cls, groups: Iterable[Sequence[Sentence]], rarest_lemma_rule: int = 2) -> "Scheme":
        """Take the labels that occur in the training groups."""
        words = [word for group in groups for sentence in group for word in sentence]
        features: dict[str, set[str]] = {}
        strings = StringStore()
        trees = EditTrees(strings)
        rules: Counter[int] = Counter()
        for word in words:
            for name, value in (word.features or {}).items():
                features.setdefault(name, set()).add(value)
            if word.lemma and word.upos != "PUNCT":
                rules[trees.add(word.form, word.lemma)] += 1
        kept = sorted(rule for rule, count in rules.items() if count >= rarest_lemma_rule)
        labels: dict[str, Sequence[str]] = {
            "upos": sorted({word.upos for word in words if word.upos}),
            "xpos": sorted({word.xpos for word in words if word.xpos}),
            "sent": ("inside", "start"),
            "lemma": tuple(str(rule) for rule in kept),
            "dep": sorted({word.relation for word in words}),
            "ner": TAGS,
        }
        for name, values in sorted(features.items()):
            labels[f"m_{name}"] = ("", *sorted(values))
        return cls(labels, strings, trees, {rule: at for at, rule in enumerate(kept)})

    def word(self, word: Word) -> dict[str, int]:
        """Return the labels of a word by head; heads of the tree and sentence starts are for ``joined`` to set."""
        result = {"dep": self.labels["dep"].index(word.relation)}
        for name, value in (("upos", word.upos), ("xpos", word.xpos)):
            result[name] = self.labels[name].index(value) if value else UNKNOWN
        rule = self.trees.add(word.form, word.lemma) if word.lemma and word.upos != "PUNCT" else None
        result["lemma"] = UNKNOWN if rule is None else self.tree_of.get(rule, UNKNOWN)
        for head, values in self.labels.items():
            if head.startswith("m_"):
                name = head[2:]
                told = word.features is not None and name not in word.unknown
                result[head] = values.index((word.features or {}).get(name, "")) if told else UNKNOWN
        return result


Example = dict[str, Any]
"""``pieces``: pieces of each word; a list of numbers for each head; ``head`` and ``sentence`` for trees; ``open`` for names."""


class SyntaxExamples:
    """Sentences of treebanks, joined anew in every epoch in runs of one to six."""

    def __init__(self, groups: Sequence[Sequence[Sentence]], scheme: Scheme, pieces: Pieces) -> None:
        self._pieces = pieces
        self._sentences = [(sentence, [scheme.word(word) for word in sentence]) for group in groups for sentence in group]
        self.pieces = sum(
            len(word)
            for sentence, _ in self._sentences
            for word in pieces.words([w.form for w in sentence], [w.spaced for w in sentence])
        )

    def epoch(self, rng: random.Random) -> list[Example]:
        """Return the examples of an epoch: runs of sentences as they stood in the corpus, cut differently in each."""
        order = list(range(len(self._sentences)))
        runs: list[list[int]] = []
        at = 0
        while at < len(order):
            size = rng.choice((1, 1, 2, 3, 4, 6))
            runs.append(order[at : at + size])
            at += size
        return [self._joined([self._sentences[one] for one in run], rng) for run in runs]

    def _joined(self, run: list[tuple[Sentence, list[dict[str, int]]]], rng: random.Random) -> Example:
        words = [word for sentence, _ in run for word in sentence]
        forms = varied([word.form for word in words], rng)
        changed = [form != word.form for form, word in zip(forms, words, strict=True)]
        example: Example = {
            "pieces": self._pieces.words(forms, [word.spaced for word in words]),
            "head": [],
            "sentence": [],
            "sent": [],
        }
        for number, (sentence, labels) in enumerate(run):
            base = len(example["head"])
            example["head"] += [word.head + base if word.head >= 0 else -1 for word in sentence]
            example["sentence"] += [number] * len(sentence)
            example["sent"] += [1] + [0] * (len(sentence) - 1)
            for name in labels[0]:
                example.setdefault(name, []).extend(label[name] for label in labels)
        example["lemma"] = [UNKNOWN if other else label for other, label in zip(changed, example["lemma"], strict=True)]
        return example


class NameExamples:
    """Sentences and windows of texts with names; a share of each corpus in every pass."""

    def __init__(self, corpora: Sequence[tuple[Sequence[Tagged], float, float]], pieces: Pieces) -> None:
        """``corpora``: tagged texts, with the share of those with names and of those without that a pass takes."""
        self._pieces = pieces
        self._corpora = [
            ([window for text in texts for window in _windows(text)], with_, without) for texts, with_, without in corpora
        ]

    def epoch(self, rng: random.Random) -> list[Example]:
        """Return the examples of a pass, in an order of its own."""
        chosen = [
            window
            for windows, with_, without in self._corpora
            for window in windows
            if rng.random() < (with_ if any(tag != "O" for tag in window.tags) else without)
        ]
        rng.shuffle(chosen)
        return [self._example(window, rng) for window in chosen]

    def _example(self, window: Tagged, rng: random.Random) -> Example:
        size = len(window.forms)
        forms = varied(window.forms, rng)
        return {
            "pieces": self._pieces.words(forms, window.spaces),
            "ner": [TAGS.index(tag) for tag in window.tags],
            "open": [not window.sure] * size,
        }


def _windows(text: Tagged, longest: int = 100, shortest: int = 60) -> Iterable[Tagged]:
    """Cut long texts, at the end of a sentence where there is one."""
    start = 0
    while start < len(text.forms):
        end = min(len(text.forms), start + longest)
        while (
            end < len(text.forms)
            and end > start + shortest
            and (text.tags[end].startswith("I-") or text.forms[end - 1] not in ".!?")
        ):
            end -= 1
        yield Tagged(text.forms[start:end], text.spaces[start:end], text.tags[start:end], text.sure)
        start = end


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Return batches of examples of like length, of at most ``size`` pieces with padding (or a single longer one), in random order."""
    result: list[list[Example]] = []
    shuffled = list(examples)
    rng.shuffle(shuffled)
    for at in range(0, len(shuffled), 120):
        batch: list[Example] = []
        for example in sorted(shuffled[at : at + 120], key=_length):
            if batch and (len(batch) + 1) * _length(example) > size:
                result.append(batch)
                batch = []
            batch.append(example)
        result.append(batch)
    rng.shuffle(result)
    return result


def _length(example: Example) -> int:
    return sum(map(len, example["pieces"])) + 2
