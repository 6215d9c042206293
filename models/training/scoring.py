"""The figures: a model's analyses against treebanks and names, as spaCy counts them.

The text is tokenised by spaCy's German tokeniser, sentences are the model's own, labelled attachment leaves punctuation out; gold that a treebank does
not tell counts neither way.
"""

from collections.abc import Callable, Iterable, Sequence

import spacy
from spacy.pipeline.dep_parser import parser_score
from spacy.pipeline.morphologizer import morphologizer_score
from spacy.pipeline.tagger import tagger_score
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from training.names import Tagged
from training.treebanks import Sentence

Annotate = Callable[[Sequence[Doc]], Iterable[Doc]]
"""A model: tokenised texts in, the same with annotations out."""
BLANK = spacy.blank("de")
Figures = dict[str, float]


def syntax_doc(group: Sequence[Sentence], vocab: Vocab = BLANK.vocab) -> Doc:
    """Return a group of sentences as a gold document."""
    words = [word for sentence in group for word in sentence]
    starts = [at == 0 for sentence in group for at in range(len(sentence))]
    base, heads = 0, []
    for sentence in group:
        heads += [base + (word.head if word.head >= 0 else at) for at, word in enumerate(sentence)]
        base += len(sentence)
    told = all(word.features is not None for word in words)
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.spaced for word in words],
        tags=[word.xpos or "" for word in words],
        pos=[word.upos or "" for word in words],
        morphs=["|".join(f"{k}={v}" for k, v in sorted((word.features or {}).items())) for word in words] if told else None,
        lemmas=[word.lemma or "" for word in words] if told else None,
        heads=heads,
        deps=[word.relation for word in words],
        sent_starts=starts,
    )


def names_doc(text: Tagged, vocab: Vocab = BLANK.vocab) -> Doc:
    """Return a tagged text as a gold document."""
    return Doc(vocab, words=list(text.forms), spaces=list(text.spaces), ents=list(text.tags))


def _examples(annotate: Annotate, gold: Sequence[Doc]) -> list[Example]:
    return [Example(made, doc) for made, doc in zip(annotate([BLANK.make_doc(doc.text) for doc in gold]), gold, strict=True)]


def syntax(annotate: Annotate, gold: Sequence[Doc]) -> Figures:
    """Return percentages: UPOS, XPOS, whole morphology, lemmas without punctuation, UAS, LAS, sentences F, Mood=Sub P, R, F and some relations' F."""
    examples = _examples(annotate, gold)
    score = {**tagger_score(examples), **morphologizer_score(examples), **parser_score(examples)}
    names = {
        "pos_acc": "UPOS",
        "tag_acc": "XPOS",
        "morph_acc": "morphology",
        "dep_uas": "UAS",
        "dep_las": "LAS",
        "sents_f": "sentences F",
    }
    figures = {name: _percent(score[key]) for key, name in names.items() if score.get(key) is not None}
    right = wrong = missed = lemmas = lemma_right = 0
    for example in examples:
        morphs, tags = example.get_aligned("MORPH", as_string=True), example.get_aligned("POS", as_string=True)
        wanted = example.get_aligned("LEMMA", as_string=True)
        for token, morph, pos, lemma in zip(example.predicted, morphs, tags, wanted, strict=True):
            if lemma and pos and pos != "PUNCT":
                lemmas += 1
                lemma_right += token.lemma_ == lemma
            if morph is not None:
                is_, said = "Mood=Sub" in morph, "Sub" in token.morph.get("Mood")
                right, wrong, missed = right + (is_ and said), wrong + (said and not is_), missed + (is_ and not said)
    if lemmas:
        figures["lemmas"] = _percent(lemma_right / lemmas)
    if right:
        figures |= {
            "Mood=Sub P": _percent(right / (right + wrong)),
            "Mood=Sub R": _percent(right / (right + missed)),
            "Mood=Sub F": _percent(2 * right / (2 * right + wrong + missed)),
        }
    for name, values in (score.get("morph_per_feat") or {}).items():
        figures[f"feature {name} F"] = _percent(values["f"])
    for name in ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "ccomp", "xcomp", "advcl", "acl", "conj", "appos", "parataxis"):
        if name in score["dep_las_per_type"]:
            figures[f"relation {name} F"] = _percent(score["dep_las_per_type"][name]["f"])
    return figures


def names(annotate: Annotate, gold: Sequence[Doc], *, misc: bool = True) -> Figures:
    """Return percentages of precision, recall and F of whole names; without ``misc``, that class is taken out of both sides."""
    examples = _examples(annotate, gold)
    if not misc:
        for example in examples:
            example.predicted.ents = [ent for ent in example.predicted.ents if ent.label_ != "MISC"]
            example.reference = example.reference.copy()
            example.reference.ents = [ent for ent in example.reference.ents if ent.label_ != "MISC"]
    score = get_ner_prf(examples)
    figures = {"names P": _percent(score["ents_p"]), "names R": _percent(score["ents_r"]), "names F": _percent(score["ents_f"])}
    return figures | {f"names {label} F": _percent(values["f"]) for label, values in sorted(score["ents_per_type"].items())}


def _percent(share: float) -> float:
    return round(100 * share, 2)
