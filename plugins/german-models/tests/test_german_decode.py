"""The best tree and the best tags, held against trying everything."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from presseschau_german import decode
from presseschau_german.names import TAGS


def _is_tree(heads: tuple[int, ...]) -> bool:
    count = len(heads)
    if sum(head == count for head in heads) != 1:
        return False
    for start in range(count):
        at, steps = start, 0
        while at != count:
            at, steps = heads[at], steps + 1
            if steps > count:
                return False
    return True


@st.composite
def _scores(draw: st.DrawFn) -> np.ndarray:
    count = draw(st.integers(1, 5))
    return draw(arrays(np.float64, (count, count + 1), elements=st.integers(-50, 50).map(float)))


@given(_scores())
def test_the_tree_is_the_best_of_all_trees_with_that_root_and_no_worse_than_any_of_three_roots(scores: np.ndarray) -> None:
    count = len(scores)
    heads = decode.tree(scores)
    assert _is_tree(tuple(int(head) for head in heads))
    root = int(np.where(heads == count)[0][0])
    total = scores[np.arange(count), heads].sum()
    everything = [
        one for one in product(range(count + 1), repeat=count) if all(h != at for at, h in enumerate(one)) and _is_tree(one)
    ]
    best = max(sum(scores[at, h] for at, h in enumerate(one)) for one in everything if one[root] == count)
    assert total == best


@given(st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_any_scores_give_a_tree(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1))
    assert count == 0 or _is_tree(tuple(int(head) for head in decode.tree(scores)))


@given(st.integers(0, 12), st.integers(0, 2**32 - 1))
def test_an_inner_tag_only_continues_a_name(count: int, seed: int) -> None:
    found = [TAGS[at] for at in decode.tags(np.random.default_rng(seed).normal(size=(count, len(TAGS))))]
    assert len(found) == count
    for before, tag in zip(["O", *found], found, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_clear_scores_give_the_clear_tags() -> None:
    wanted = ["O", "B-PER", "I-PER", "O", "B-LOC", "B-LOC"]
    scores = np.full((len(wanted), len(TAGS)), -9.0)
    scores[np.arange(len(wanted)), [TAGS.index(tag) for tag in wanted]] = -0.1
    assert [TAGS[at] for at in decode.tags(scores)] == wanted
