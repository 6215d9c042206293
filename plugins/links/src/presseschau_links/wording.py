"""The wording of an utterance: its terms with their polarity, and how alike two wordings are.

"Wir legen kein Angebot vor" and "es werde kein Angebot geben" are one, "Wir legen ein Angebot vor" is the opposite. Terms are stems, so
that person, mood and order do not matter (direct and reported speech); polarity is that of the clause, or of the noun for "kein".
"""

import math
import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from attrs import frozen
from rapidfuzz.distance import Indel

from presseschau_links.terms import fold, term, words

_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[.,;:!?–—…]")
_SAME_PREFIX = 6
_KIN = 0.8
_HEAD, _MODIFIER = 4, 3
_TOPIC = 0.5
"""What a shared term counts that both articles use anyway."""
_SHORT = 4
"""Words up to which an utterance may be a part of another word by word."""


@cache
def _negation() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("presseschau_links").joinpath("data/negation.toml").read_text("utf-8"))
    return {name: frozenset(map(fold, value.split())) for name, value in data.items()}


@frozen
class Wording:
    """Terms with weight and polarity (``"+"``, ``"-"`` or both), the weight of all, and the folded words in order."""

    terms: dict[str, float]
    polarity: dict[str, frozenset[str]]
    weight: float
    words: tuple[str, ...]


def wording_of(text: str) -> Wording:
    """Return the wording of an utterance, its marks left out."""
    weights: dict[str, float] = {}
    polarity: dict[str, set[str]] = {}
    for clause in _clauses(text):
        negated, next_noun, anywhere = False, False, False
        found: list[tuple[str, float, bool]] = []
        for number, token in enumerate(clause):
            folded = fold(token)
            following = fold(clause[number + 1]) if number + 1 < len(clause) else ""
            if folded in _negation()["clause"] and following not in _negation()["cancelled_by"]:
                negated = not negated
            elif folded in _negation()["nominal"]:
                next_noun = True
                anywhere = anywhere or folded.startswith("kein")
            one = term(token)
            if one is not None:
                found.append((*one, next_noun))
                next_noun = next_noun and not token[0].isupper()
        for stem, weight, local in found:
            weights[stem] = max(weights.get(stem, 0.0), weight)
            signs = polarity.setdefault(stem, set())
            signs.add("-" if negated != local else "+")
            if anywhere and not local:
                signs.update("+-")  # "keinen Vertrag unterschreiben" is "einen Vertrag nicht unterschreiben"
    return Wording(
        weights,
        {stem: frozenset(signs) for stem, signs in polarity.items()},
        math.fsum(weights.values()),
        tuple(map(fold, words(text))),
    )


def _clauses(text: str) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if not token[0].isalnum() or fold(token) in _negation()["breaks"]:
            clauses.append([])
        if token[0].isalnum():
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


@frozen
class Likeness:
    """How alike two wordings are: ``score`` in ``0..1``, the ``shared`` terms, ``opposite`` the terms that one negates and the other does not."""

    score: float
    shared: tuple[str, ...]
    opposite: tuple[str, ...]


def likeness(one: Wording, other: Wording, topic: Collection[str] = ()) -> Likeness:
    """Return how alike two wordings are: mostly how much of the shorter one is in the longer one; terms of the ``topic`` count half."""
    shared: dict[str, tuple[str, float]] = {}
    for stem, weight in one.terms.items():
        partner = stem if stem in other.terms else next((kin for kin in other.terms if _kin(stem, kin)), None)
        if partner is not None:
            shared[stem] = (
                partner,
                min(weight, other.terms[partner]) * (1.0 if partner == stem else _KIN) * (_TOPIC if stem in topic else 1.0),
            )
    both = math.fsum(weight for _, weight in shared.values())
    shorter, longer = sorted((one.weight, other.weight))
    score = 0.7 * both / shorter + 0.3 * both / longer if shorter else 0.0
    if not score and part_of(one, other):
        score = 0.7
    opposite = tuple(sorted(stem for stem, (partner, _) in shared.items() if not one.polarity[stem] & other.polarity[partner]))
    names = tuple(sorted(shared, key=lambda stem: (-shared[stem][1], stem)))
    return Likeness(min(score, 1.0), names, opposite)


def part_of(one: Wording, other: Wording) -> bool:
    """Tell whether a few words stand in the other wording as they are."""
    short, long = sorted((one.words, other.words), key=len)
    if not short or len(short) > _SHORT:
        return False
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))


def _kin(one: str, other: str) -> bool:
    """Tell whether two stems are of one family: "kontroll" and "kontrolli", "spur" and "fahrspur", "ragt" and "geragt"."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _HEAD and long.endswith(short) and (len(long) >= len(short) + _MODIFIER or long == f"ge{short}"):
        return True
    shorter = len(short)
    return shorter >= _SAME_PREFIX and one[: min(shorter, _SAME_PREFIX + 1)] == other[: min(shorter, _SAME_PREFIX + 1)]


def difference(one: str, other: str) -> list[list[str]]:
    """Return how to get from one version to the other, word by word: ``["=", words]``, ``["-", words]``, ``["+", words]``."""
    a, b = one.split(), other.split()
    found: list[list[str]] = []
    for step in Indel.opcodes(a, b):
        start, end, begin, stop = step.src_start, step.src_end, step.dest_start, step.dest_end
        if step.tag == "equal":
            found.append(["=", " ".join(a[start:end])])
            continue
        if end > start:
            found.append(["-", " ".join(a[start:end])])
        if stop > begin:
            found.append(["+", " ".join(b[begin:stop])])
    return found
