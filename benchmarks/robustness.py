"""Measure what a language model loses when the same text is typed otherwise.

    python benchmarks/robustness.py MODEL [--data FOLDER] [--kinds capitals,umlauts] [--sentences N]

GSD test and GermEval's dev part, which nothing is trained on, are spelt as people write: in capitals, without umlauts, the Swiss way,
in the spelling before 1996, with gender marks. Printed are UPOS and LAS of all words, UPOS of the words that were changed, and F of names, each
beside that of the text as it is. Words are split anew, as in a run. ``--sentences`` takes only so many of each, from the beginning.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
from spacy.tokens import Doc, DocBin

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "models"))

from analysing import PARTS, language  # noqa: E402 - the path comes first
from training import names, scoring, treebanks  # noqa: E402 - the path comes first

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_NOW_SS = re.compile(r"ss(?=$|t(?:e[mnrst]?|est)?$)")
"""Where the spelling before 1996 has ß: at the end of a word, and before t in a verb: daß, mußte."""
_PERSON = re.compile(r"(?<=[a-zäöüß]{2})er[n]?$")
Respell = Callable[[treebanks.Word], str]


def _gender(mark: str) -> Respell:
    """*Lehrer*, *Lehrern* in the plural as *Lehrer*innen*, with that mark."""

    def respell(word: treebanks.Word) -> str:
        features = word.features or {}
        people = word.upos == "NOUN" and features.get("Number") == "Plur" and features.get("Gender") == "Masc"
        return _PERSON.sub(f"er{mark}", word.form) if people and (word.lemma or "").endswith("er") else word.form

    return respell


KINDS: dict[str, Respell] = {
    "as it is": lambda word: word.form,
    "capitals": lambda word: word.form.upper(),
    "lower case": lambda word: word.form.lower(),
    "umlauts as ae": lambda word: word.form.translate(_FOLDED),
    "Swiss ss": lambda word: word.form.replace("ß", "ss"),
    "before 1996": lambda word: _NOW_SS.sub("ß", word.form),
    "Lehrer*innen": _gender("*innen"),
    "Lehrer:innen": _gender(":innen"),
    "Lehrer_innen": _gender("_innen"),
    "LehrerInnen": _gender("Innen"),
    "Lehrer/-innen": _gender("/-innen"),
}


def main() -> None:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("model")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder with treebank and ner")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--sentences", type=int)
    arguments = parser.parse_args()
    nlp = language(arguments.model, PARTS)
    groups = treebanks.splits(arguments.data / "treebank").gsd_test
    if arguments.sentences:
        groups = groups[: arguments.sentences // len(groups[0])]
    tagged = names.germeval(arguments.data / "ner" / "NER-de-dev.tsv.xz")[: arguments.sentences]
    print(f"{arguments.model:15} {'UPOS':>6} {'LAS':>6} {'changed':>8} {'UPOS':>6} {'names':>6}")
    for kind in arguments.kinds.split(","):
        print(f"{kind:15}", line(nlp, KINDS[kind], groups, tagged), flush=True)


def line(nlp: Any, respell: Respell, groups: Iterable[Sequence[treebanks.Sentence]], tagged: Iterable[names.Tagged]) -> str:  # noqa: ANN401 - spaCy comes with it
    """Return the figures of one spelling: UPOS, LAS, words changed and their UPOS, F of names."""
    respelt, changed = [], []
    for group in groups:
        forms = [[respell(word) for word in sentence] for sentence in group]
        changed.append(
            [
                a != word.form
                for some, sentence in zip(forms, group, strict=True)
                for a, word in zip(some, sentence, strict=True)
            ]
        )
        respelt.append([tuple(attrs.evolve(word, form=form) for form, word in zip(some, sentence, strict=True)) for some, sentence in zip(forms, group, strict=True)])  # fmt: skip
    gold = [scoring.syntax_doc(group) for group in respelt]
    made = analysed(nlp, gold)
    figures = scoring.syntax(lambda _: made, gold)
    right = total = 0
    for doc, found, marks in zip(gold, made, changed, strict=True):
        by_place = {token.idx: token for token in found}
        for token, mark in zip(doc, marks, strict=True):
            if mark and token.pos_:
                other = by_place.get(token.idx)
                total, right = total + 1, right + (other is not None and (other.text, other.pos_) == (token.text, token.pos_))
    cased = [attrs.evolve(text, forms=tuple(respell(_plain(form)) for form in text.forms)) for text in tagged]
    people = [scoring.names_doc(text) for text in cased]
    found_names = scoring.names(lambda _: analysed(nlp, people), people)
    of_changed = f"{100 * right / total:6.1f}" if total else "     –"
    return f"{figures['UPOS']:6.1f} {figures['LAS']:6.1f} {total:8} {of_changed} {found_names['names F']:6.1f}"


def analysed(nlp: Any, gold: Sequence[Doc]) -> list[Doc]:  # noqa: ANN401
    """Return what the model says of the same texts, in the vocabulary of the gold."""
    return list(DocBin(docs=nlp.pipe(doc.text for doc in gold)).get_docs(scoring.BLANK.vocab))


def _plain(form: str) -> treebanks.Word:
    """A word of which only the form is known."""
    return treebanks.Word(form, True, None, None, None, frozenset(), None, -1, "dep")  # noqa: FBT003 - its fields in order


if __name__ == "__main__":
    main()
