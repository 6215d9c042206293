"""Lemmas of words that no lexicon has: endings and what becomes of them, learned from annotated texts.

For each part of speech a word's longest known ending decides; an ending is kept only where it decides otherwise than the next shorter one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

LONGEST = 6
_CLOSED = frozenset({"DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "ADV", "NUM"})
_COMMONEST = 3
_SURE = 0.6


def learned(words: Iterable[tuple[str, str, str, int]]) -> list[str]:
    """Return lines for the lexicon from form, lemma, UPOS and weight of words.

    ``w<TAB>UPOS form<TAB>lemma`` for words of closed classes, ``r<TAB>UPOS ending<TAB>length cut|ending put`` for endings.
    """
    closed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    endings: dict[tuple[str, str], Counter[tuple[int, str]]] = defaultdict(Counter)
    for form, lemma, upos, weight in words:
        start = form if upos in {"NOUN", "PROPN", "X"} else form.lower()
        if upos in _CLOSED:
            closed[upos, start][lemma] += weight
        same = 0
        while same < min(len(start), len(lemma)) and start[same] == lemma[same]:
            same += 1
        edit = len(start) - same, lemma[same:]
        if len(start) - same > LONGEST or not start.replace("-", "").isalpha():
            continue
        for size in range(min(LONGEST, len(start) - 1) + 1):
            if size >= edit[0]:
                endings[upos, start[len(start) - size :]][edit] += weight
    lines = []
    for (upos, form), lemmas in sorted(closed.items()):
        lemma, count = lemmas.most_common(1)[0]
        if count >= _COMMONEST and count >= _SURE * lemmas.total():
            lines.append(f"w\t{upos} {form}\t{lemma}")
    kept: dict[tuple[str, str], tuple[int, str]] = {}
    for (upos, ending), edits in sorted(endings.items(), key=lambda item: (len(item[0][1]), item[0])):
        edit, count = edits.most_common(1)[0]
        shorter = next((kept[upos, ending[at:]] for at in range(1, len(ending) + 1) if (upos, ending[at:]) in kept), None)
        if count >= _COMMONEST and count >= _SURE * edits.total() and edit != (shorter or (0, "")):
            kept[upos, ending] = edit
            lines.append(f"r\t{upos} {ending}\t{edit[0]}|{edit[1]}")
    return lines
