"""Universal Dependencies treebanks as training sentences, with what each of them does not annotate masked.

Three treebanks of different habits become one scheme, that of German GSD:

- a multi-word token (*im* = *in* + *dem*) is one word, tagged ``APPRART`` and placed where its preposition stands;
- sub-types of relations that only one treebank uses fall to their main type;
- what a treebank leaves out or does otherwise is *unknown* (``None``), not absent: features, lemmas and UPOS of HDT (no
  subjunctive, cut compounds), the STTS tags of PUD and its ``VerbForm`` of other than finite verbs.

Sources: UD German GSD dev and test (CC BY-SA 4.0), UD German PUD (CC BY-SA 3.0), UD German HDT, 1,612 sentences (annotation CC BY-SA 4.0).
"""

import lzma
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs
from attrs import frozen

from training.texts import unspaced

ROOT = "ROOT"
_MAIN_TYPE = {
    "obl:tmod": "obl", "flat:name": "flat", "nmod:poss": "nmod", "cc:preconj": "cc", "acl:relcl": "acl", "csubj:pass": "csubj",
    "expl:pv": "expl", "nsubj:outer": "nsubj", "reparandum": "dep", "discourse": "dep", "vocative": "dep", "orphan": "dep",
    "iobj": "obl:arg", "dislocated": "dep",
}  # fmt: skip
_PUNCTUATION_TAG = {",": "$,", ".": "$.", "?": "$.", "!": "$.", ";": "$.", ":": "$."}
_NOT_IN_GSD = frozenset(
    {"NumType", "Polarity", "AdpType", "PunctType", "ConjType", "PartType", "Voice", "NamedEntity", "Typo", "ExtPos", "Aspect"}
)
UNKNOWN_IN_PUD = frozenset({"NumType", "Polarity", "Foreign"})


@frozen
class Word:
    """One word of a sentence. ``head`` is a position in the sentence, -1 for the root; ``None`` says that the treebank does not tell.

    ``features`` maps names to values; a feature named in ``unknown`` is not told, any other that is absent is known to be absent.
    """

    form: str
    spaced: bool
    upos: str | None
    xpos: str | None
    features: Mapping[str, str] | None
    unknown: frozenset[str]
    lemma: str | None
    head: int
    relation: str


Sentence = tuple[Word, ...]


def read(path: Path, source: str) -> list[Sentence]:
    """Return the sentences of a CoNLL-U file compressed by xz; ``source`` is ``gsd``, ``pud`` or ``hdt``."""
    return [_sentence(rows, source) for rows in _rows(path)]


def _rows(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.strip():
                if rows:
                    yield rows
                rows = []
            elif not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
    if rows:
        yield rows


def _sentence(rows: list[list[str]], source: str) -> Sentence:
    words = {int(row[0]): row for row in rows if row[0].isdigit()}
    ranges = {int(row[0].split("-")[0]): row for row in rows if "-" in row[0]}
    groups: list[tuple[str, str, list[list[str]]]] = []  # form, MISC, members
    place: dict[int, int] = {}
    number = 1
    while number <= len(words):
        row = ranges.get(number)
        last = int(row[0].split("-")[1]) if row else number
        members = [words[one] for one in range(number, last + 1)]
        form, misc = (row[1], row[9]) if row else (members[0][1], members[0][9])
        place.update(dict.fromkeys(range(number, last + 1), len(groups)))
        groups.append((form, misc, members))
        number = last + 1
    done = [_word(position, group, place, source) for position, group in enumerate(groups)]
    if source == "hdt":
        done = _as_gsd_objects(done)
        spaces = unspaced([word.form for word in done])
        done = [attrs.evolve(word, spaced=space) for word, space in zip(done, spaces, strict=True)]
    return tuple(done)


def _word(position: int, group: tuple[str, str, list[list[str]]], place: Mapping[int, int], source: str) -> Word:
    form, misc, members = group
    outer = [row for row in members if place.get(int(row[6])) != position]
    row = outer[0] if outer else members[0]
    features, xpos = dict(_pairs(row[5])), row[4]
    if len(members) > 1 and (preposition := next((one for one in members if one[3] == "ADP"), None)):
        row, xpos = preposition, "APPRART"
        determiner = next((one for one in members if one[3] == "DET"), None)
        features = {k: v for k, v in _pairs(determiner[5] if determiner else "_") if k in {"Case", "Gender", "Number"}}
    head_row = row if place.get(int(row[6])) != position else (outer[0] if outer else row)
    head = -1 if head_row[6] == "0" else place[int(head_row[6])]
    relation = ROOT if head == -1 else _MAIN_TYPE.get(head_row[7], head_row[7])
    upos: str | None = row[3]
    lemma: str | None = row[2]
    known: dict[str, str] | None = {
        k: v for k, v in features.items() if k not in _NOT_IN_GSD or (source == "gsd" and k in {"NumType", "Polarity"})
    }
    unknown: frozenset[str] = frozenset()
    tag: str | None = "PROAV" if xpos == "PAV" else xpos
    if source == "hdt":
        upos = lemma = known = None
    elif source == "pud":
        assert known is not None
        if upos in {"ADV", "ADP"}:
            known.pop("Degree", None)
        if "Mood" in known:
            known["VerbForm"] = "Fin"
        unknown = UNKNOWN_IN_PUD | (
            frozenset({"VerbForm"}) if upos in {"VERB", "AUX", "ADJ"} and "VerbForm" not in known else frozenset()
        )
        tag = _PUNCTUATION_TAG.get(form, "$(") if upos == "PUNCT" else "APPRART" if xpos == "APPRART" else None
    if tag == "_":
        tag = None
    return Word(form.replace(" ", "\u00a0"), "SpaceAfter=No" not in misc, upos, tag, known, unknown, lemma, head, relation)


def _pairs(column: str) -> Iterator[tuple[str, str]]:
    for pair in column.split("|"):
        if "=" in pair:
            name, value = pair.split("=", 1)
            yield name, value


def _as_gsd_objects(words: list[Word]) -> list[Word]:
    """HDT calls prepositional objects ``obj``; GSD calls them ``obl:arg``."""
    prepositional = {word.head for word in words if word.relation == "case"}
    return [
        attrs.evolve(word, relation="obl:arg") if word.relation == "obj" and at in prepositional else word
        for at, word in enumerate(words)
    ]


@frozen
class Splits:
    """Training groups and what is held out; a group is some consecutive sentences of one treebank."""

    train: tuple[tuple[Sentence, ...], ...]
    dev: tuple[tuple[Sentence, ...], ...]
    gsd_test: tuple[tuple[Sentence, ...], ...]
    hdt_test: tuple[tuple[Sentence, ...], ...]


def splits(folder: Path, seed: int = 0) -> Splits:
    """GSD test and 250 sentences of HDT are held out for figures, every eighth group of GSD dev and of PUD for choices."""
    gsd = _groups(read(folder / "de_gsd-ud-dev.conllu.xz", "gsd"))
    pud = _groups(read(folder / "de_pud-ud-test.conllu.xz", "pud"))
    hdt = read(folder / "hdt-dev-part.conllu.xz", "hdt") + read(folder / "hdt-test-part.conllu.xz", "hdt")
    random.Random(seed).shuffle(hdt)
    dev = gsd[::8] + pud[::8]
    train = (
        [group for at, group in enumerate(gsd) if at % 8]
        + [group for at, group in enumerate(pud) if at % 8]
        + _groups(hdt[250:])
    )
    return Splits(
        tuple(train), tuple(dev), tuple(_groups(read(folder / "de_gsd-ud-test.conllu.xz", "gsd"))), tuple(_groups(hdt[:250]))
    )


def is_gsd(group: Sequence[Sentence]) -> bool:
    """Tell whether a group comes from German GSD: the one that tells everything of its words."""
    return all(word.features is not None and not word.unknown for sentence in group for word in sentence)


def _groups(sentences: list[Sentence], size: int = 6) -> list[tuple[Sentence, ...]]:
    return [tuple(sentences[at : at + size]) for at in range(0, len(sentences), size)]
