"""From scores to structure: the best dependency tree of a sentence, the best sequence of name tags."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.floating]
Heads = NDArray[np.intp]
_NEVER = -1e4


def tree(scores: Scores) -> Heads:
    """Return the head of each word by the best tree with one root.

    ``scores[word, head]`` for n words, shape (n, n + 1); the last column is the root. The result has n entries, n for the root word.
    Chu-Liu-Edmonds; three candidates for the root are tried.
    """
    count = len(scores)
    greedy = scores.copy()
    greedy[np.arange(count), np.arange(count)] = -np.inf
    heads: Heads = greedy.argmax(1)
    if (heads == count).sum() == 1 and _cycle(np.append(heads, count), count) is None:
        return heads
    best: tuple[float, Heads] | None = None
    for root in np.argsort(-scores[:, count])[:3]:
        forced = scores.copy()
        forced[:, count] = _NEVER
        forced[root, count] = scores[root, count]
        heads = _spanning(forced)
        total = float(forced[np.arange(count), heads].sum())
        if (heads == count).sum() == 1 and (best is None or total > best[0]):
            best = total, heads
    return best[1] if best else _spanning(scores)


def _spanning(scores: Scores) -> Heads:
    count = len(scores)
    if not count:
        return np.zeros(0, np.intp)
    square = np.full((count + 1, count + 1), -np.inf)
    square[:count] = scores
    square[np.arange(count + 1), np.arange(count + 1)] = -np.inf
    found: Heads = _edmonds(square, count)[:count]
    return found


def _cycle(heads: Heads, root: int) -> list[int] | None:
    seen = np.zeros(len(heads), int)
    for start in range(len(heads)):
        path, at = [], start
        while not seen[at] and at != root:
            seen[at] = start + 1
            path.append(at)
            at = int(heads[at])
        if at != root and seen[at] == start + 1 and at in path:
            return path[path.index(at) :]
    return None


def _edmonds(scores: Scores, root: int) -> Heads:
    heads: Heads = scores.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    outside, circle = np.where(~inside)[0], np.array(cycle)
    size = len(outside)
    small = np.full((size + 1, size + 1), -np.inf)
    small[:size, :size] = scores[np.ix_(outside, outside)]
    own = scores[circle, heads[circle]]
    enter = scores[np.ix_(circle, outside)] - own[:, None] + own.sum()
    entry = enter.argmax(0)
    small[size, :size] = enter.max(0)
    leave = scores[np.ix_(outside, circle)]
    exit_ = leave.argmax(1)
    small[:size, size] = leave.max(1)
    at_root = int(np.where(outside == root)[0][0])
    small[at_root] = -np.inf
    found = _edmonds(small, at_root)
    result = heads.copy()
    for at in range(size):
        if at != at_root:
            result[outside[at]] = circle[exit_[at]] if found[at] == size else outside[found[at]]
    result[circle[entry[found[size]]]] = outside[found[size]]
    result[root] = root
    return result


def tags(log_probabilities: Scores) -> list[int]:
    """Return the best sequence of name tags (``O``, then B and I of each label by turns) in which ``I`` only continues its own label.

    ``log_probabilities``: shape (words, tags).
    """
    width = log_probabilities.shape[1]
    allowed = np.zeros((width, width))
    start = np.zeros(width)
    for inner in range(2, width, 2):
        allowed[:, inner] = start[inner] = _NEVER
        allowed[inner - 1, inner] = allowed[inner, inner] = 0
    if not len(log_probabilities):
        return []
    best, back = log_probabilities[0] + start, []
    for row in log_probabilities[1:]:
        step = best[:, None] + allowed
        back.append(step.argmax(0))
        best = step.max(0) + row
    path = [int(best.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return path[::-1]
