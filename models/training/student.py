"""The fast model: a spaCy pipeline of one small convolutional encoder, trained on what the teacher says of free texts."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, Token
from thinc.api import Config

from training.augment import varied

RAREST_FEATURES = 8
"""A combination of part of speech and features that the teacher says less often is taken as not known."""
KEPT_FEATURES = frozenset({"Mood", "VerbForm", "Tense", "Person", "Number", "Case", "Gender", "Degree", "PronType", "Poss"})


def config(width: int, depth: int, hidden: int, rows: Sequence[int], steps: int, seed: int, vectors: Path) -> Config:
    """Return the training config of the pipeline. ``vectors``: a spaCy pipeline that holds word vectors."""
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "tok2vec"}
    tagger = {"@architectures": "spacy.Tagger.v2", "nO": None, "normalize": False, "tok2vec": listener}

    def transitions(kind: str) -> dict[str, Any]:
        return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False, "hidden_width": hidden, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": listener}  # fmt: skip

    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": width, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": list(rows), "include_static_vectors": True},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": width, "depth": depth, "window_size": 1, "maxout_pieces": 3},
    }  # fmt: skip
    return Config(
        {
            "paths": {"train": None, "dev": None},
            "system": {"seed": seed, "gpu_allocator": None},
            "nlp": {"lang": "de", "pipeline": ["tok2vec", "tagger", "morphologizer", "parser", "ner"], "batch_size": 256, "tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}},
            "components": {
                "tok2vec": {"factory": "tok2vec", "model": tok2vec},
                "tagger": {"factory": "tagger", "model": tagger, "label_smoothing": 0.05},
                "morphologizer": {"factory": "morphologizer", "model": tagger, "label_smoothing": 0.05, "overwrite": True, "extend": False},
                "parser": {"factory": "parser", "model": transitions("parser"), "min_action_freq": 30, "moves": None},
                "ner": {"factory": "ner", "model": transitions("ner"), "moves": None},
            },
            "corpora": {
                "train": {"@readers": "spacy.Corpus.v1", "path": "${paths.train}", "max_length": 0, "gold_preproc": False, "limit": 0, "augmenter": None},
                "dev": {"@readers": "spacy.Corpus.v1", "path": "${paths.dev}", "max_length": 0, "gold_preproc": False, "limit": 0, "augmenter": None},
            },
            "training": {
                "train_corpus": "corpora.train", "dev_corpus": "corpora.dev", "seed": seed, "gpu_allocator": None, "dropout": 0.1,
                "accumulate_gradient": 1, "patience": 0, "max_epochs": 0, "max_steps": steps, "eval_frequency": 500, "frozen_components": [],
                "annotating_components": [], "before_to_disk": None, "before_update": None,
                "batcher": {"@batchers": "spacy.batch_by_words.v1", "size": {"@schedules": "compounding.v1", "start": 500, "stop": 2000, "compound": 1.002}, "discard_oversize": False, "tolerance": 0.2, "get_length": None},
                "optimizer": {"@optimizers": "Adam.v1", "beta1": 0.9, "beta2": 0.999, "L2_is_weight_decay": True, "L2": 0.01, "grad_clip": 1.0, "use_averages": True, "eps": 1e-8,
                              "learn_rate": {"@schedules": "warmup_linear.v1", "warmup_steps": 200, "total_steps": steps, "initial_rate": 0.002}},
                "logger": {"@loggers": "spacy.ConsoleLogger.v1", "progress_bar": False},
                "score_weights": {"tag_acc": 0.1, "pos_acc": 0.1, "morph_acc": 0.1, "dep_las": 0.3, "ents_f": 0.3},
            },
            "initialize": {"vectors": str(vectors), "init_tok2vec": None, "vocab_data": None, "lookups": None, "before_init": None, "after_init": None, "tokenizer": {}, "components": {}},
            "pretraining": {},
        }
    )  # fmt: skip


def training_docs(docs: Iterable[Doc], gold: Iterable[Doc], path: Path, seed: int = 0, copies: float = 0.3) -> Counter[str]:
    """Write the training documents: the annotated ones with rare features taken out, some again in another spelling, and gold ones."""
    rng = random.Random(seed)
    found = list(docs)
    counts = Counter(_key(token) for doc in found for token in doc)
    stored = DocBin(store_user_data=False)
    written: Counter[str] = Counter()
    for doc in [*found, *gold]:
        forms = [token.text for token in doc]
        versions = [forms]
        if rng.random() < copies and (other := varied(forms, rng)) != forms and not any(token.is_space for token in doc):
            versions.append(other)
        for version in versions:
            stored.add(_copy(doc, version, counts))
            written["texts"] += 1
            written["words"] += len(doc)
    stored.to_disk(path)
    return written


def _features(token: Token) -> str:
    return "|".join(f"{name}={value}" for name, value in sorted(token.morph.to_dict().items()) if name in KEPT_FEATURES)


def _key(token: Token) -> tuple[str, str]:
    return token.pos_, _features(token)


def _copy(doc: Doc, forms: Sequence[str], counts: Counter[tuple[str, str]]) -> Doc:
    """Return the document with other forms; a rare combination of features leaves the features unset."""
    known = [token.has_morph() and counts[_key(token)] >= RAREST_FEATURES for token in doc]
    told = any(token.has_morph() for token in doc)
    return Doc(
        doc.vocab,
        words=list(forms),
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ if fine or not told else "" for token, fine in zip(doc, known, strict=True)],
        morphs=[_features(token) if fine else "" for token, fine in zip(doc, known, strict=True)] if told else None,
        heads=[token.head.i for token in doc] if doc.has_annotation("DEP") else None,
        deps=[token.dep_ for token in doc] if doc.has_annotation("DEP") else None,
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc]
        if doc.has_annotation("ENT_IOB")
        else None,
    )


def train(settings: Config, train: Path, dev: Path, out: Path) -> None:
    """Train and write ``out/model-last``: the mean of all steps, with no choice by the dev documents, whose figures are printed."""
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as loop

    filled = settings.merge({"paths": {"train": str(train), "dev": str(dev)}}).interpolate()
    nlp = init_nlp(spacy.util.load_config_from_str(filled.to_str(), interpolate=True))
    loop(nlp, out)
