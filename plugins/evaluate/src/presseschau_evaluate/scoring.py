"""Scores: marks matched one to one, by what they share.

*Exact*: the same spans. *Overlap*: the characters they share are at least half of those that either has (Jaccard 0.5), each mark
in one pair at most, the largest share first. Types, values and speakers are judged on the pairs by overlap, where gold says them.
"""

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from presseschau import Span
from presseschau_evaluate.gold import KINDS, GoldDocument, Mark

SHARE = 0.5
"""The least Jaccard similarity of two marks that match by overlap."""
THRESHOLDS = tuple(n / 10 for n in range(10))


@frozen
class Ratio:
    """Counts behind precision, recall and F1."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.predicted + self.gold) if self.predicted + self.gold else 0.0


@frozen
class Pair:
    """A gold mark with the predicted one that matches it; one of them is None for what was missed or is spurious."""

    document: str
    gold: Mark | None
    predicted: Mark | None


@frozen(kw_only=True)
class Scores:
    """The scores of one kind over all documents.

    ``curve`` has (threshold, scores by overlap of what is at least that confident); ``reliability`` has (lower bound of the decile,
    number, mean confidence, share that is right by overlap).
    """

    kind: str
    exact: Ratio
    overlap: Ratio
    judged: dict[str, tuple[int, int]]
    curve: tuple[tuple[float, Ratio], ...]
    reliability: tuple[tuple[float, int, float, float], ...]
    pairs: tuple[Pair, ...] = field(repr=False)


def score(gold: Sequence[GoldDocument], predicted: Sequence[GoldDocument]) -> list[Scores]:
    """Score every kind that was labelled; documents in the same order on both sides."""
    kinds = [kind for kind in KINDS if any(kind in one.kinds for one in gold)]
    return [_score(kind, gold, predicted) for kind in kinds]


def clean_text(gold: Sequence[GoldDocument], predicted: Sequence[GoldDocument]) -> Ratio | None:
    """Score the clean texts by their words, as bags, summed over documents; None where gold has none."""
    right = found = wanted = 0
    for one, other in zip(gold, predicted, strict=True):
        if one.clean is None:
            continue
        left, there = _bag(one.clean), _bag(other.clean or "")
        right += sum(min(count, there.get(word, 0)) for word, count in left.items())
        wanted += sum(left.values())
        found += sum(there.values())
    return Ratio(right, found, wanted) if wanted else None


def _bag(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def _score(kind: str, gold: Sequence[GoldDocument], predicted: Sequence[GoldDocument]) -> Scores:
    pairs = [
        pair
        for one, other in zip(gold, predicted, strict=True)
        if kind in one.kinds
        for pair in match(one.id, _of(kind, one.marks), _of(kind, other.marks))
    ]
    wanted = sum(pair.gold is not None for pair in pairs)
    found = [pair.predicted for pair in pairs if pair.predicted is not None]
    both = [pair for pair in pairs if pair.gold is not None and pair.predicted is not None]
    exact = sum(pair.gold.spans == pair.predicted.spans for pair in both if pair.gold and pair.predicted)
    right = {id(pair.predicted) for pair in both}
    return Scores(
        kind=kind,
        exact=Ratio(exact, len(found), wanted),
        overlap=Ratio(len(both), len(found), wanted),
        judged={name: _judged(name, both) for name in ("type", "value", "speaker")},
        curve=tuple((at, _above(at, found, right, wanted)) for at in THRESHOLDS),
        reliability=tuple(_deciles(found, right)),
        pairs=tuple(pairs),
    )


def _of(kind: str, marks: Iterable[Mark]) -> list[Mark]:
    return [one for one in marks if one.kind == kind and one.spans]


def match(document: str, gold: Sequence[Mark], predicted: Sequence[Mark]) -> list[Pair]:
    """Pair the marks of one document, the largest share first; in the order of the text."""
    candidates = []
    by_start = sorted(enumerate(predicted), key=lambda item: item[1].spans[0].start)
    for number, one in enumerate(gold):
        for other, mark in by_start:
            if mark.spans[0].start >= one.spans[-1].end:
                break
            share = jaccard(one.spans, mark.spans)
            if share >= SHARE:
                candidates.append((-share, number, other))
    left: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in sorted(candidates):
        if number not in left and other not in taken:
            left[number] = other
            taken.add(other)
    pairs = [Pair(document, one, predicted[left[n]] if n in left else None) for n, one in enumerate(gold)]
    pairs += [Pair(document, None, one) for n, one in enumerate(predicted) if n not in taken]
    return sorted(pairs, key=lambda pair: (pair.gold or pair.predicted).spans)  # type: ignore[union-attr]  # one is there


def jaccard(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return the characters that two sets of spans share, over those that either has."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)
    return shared / (sum(a.end - a.start for a in first) + sum(b.end - b.start for b in second) - shared or 1)


def _judged(name: str, both: Sequence[Pair]) -> tuple[int, int]:
    """Return how many pairs agree in an attribute, of those where gold says it."""
    right = said = 0
    for pair in both:
        gold, predicted = pair.gold, pair.predicted
        if gold is None or predicted is None:
            continue
        if name == "speaker":
            if gold.speaker or gold.speaker_name:
                said += 1
                right += same_speaker(gold, predicted)
        elif getattr(gold, name):
            said += 1
            right += getattr(gold, name) == getattr(predicted, name)
    return right, said


def same_speaker(gold: Mark, predicted: Mark) -> bool:
    """Tell whether two quotes have the same speaker: by place where gold marks words, else by the last word of the name."""
    if gold.speaker:
        return any(a.start < b.end and b.start < a.end for a in gold.speaker for b in predicted.speaker)
    words, others = gold.speaker_name.casefold().split(), predicted.speaker_name.casefold().split()
    return bool(words and others) and words[-1] == others[-1]


def _above(threshold: float, found: Sequence[Mark], right: set[int], wanted: int) -> Ratio:
    kept = [one for one in found if one.confidence >= threshold]
    return Ratio(sum(id(one) in right for one in kept), len(kept), wanted)


def _deciles(found: Sequence[Mark], right: set[int]) -> Iterable[tuple[float, int, float, float]]:
    for tenth in range(10):
        inside = [one for one in found if min(9, int(one.confidence * 10)) == tenth]
        if inside:
            mean = sum(one.confidence for one in inside) / len(inside)
            yield tenth / 10, len(inside), mean, sum(id(one) in right for one in inside) / len(inside)
