"""Train the tagger of the events plugin: ``python benchmarks/train_events_tagger.py TREEBANK NER`` writes its ``data/tagger.npz``.

TREEBANK is a folder with ``de_gsd-ud-dev.conllu.xz`` and ``de_gsd-ud-test.conllu.xz`` (UD German GSD, CC BY-SA 4.0), NER one with
GermEval 2014 (``NER-de-dev.tsv.xz``, ``NER-de-test.tsv.xz``, CC BY 4.0) and SmartData (``smartdata-v1_20180119-*.json.gz``, CC BY
4.0), whose sentences HanTa tags (``pip
install 'presseschau-events[train]'``). ``--measure`` trains without GSD test and prints how well that half
and, where it lies beside it, ``hdt-dev-part.conllu.xz`` are tagged. One thread, fixed seed: the same data give the same file.
"""

import argparse
import gzip
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from HanTa.HanoverTagger import HanoverTagger
from presseschau_events.tagger import OFFSETS, Tagger, merged, of_arrays
from presseschau_events.votes import near_features, own_features

from presseschau.testing.analysis import analyse

OUT = Path(__file__).resolve().parent.parent / "plugins" / "events" / "src" / "presseschau_events" / "data" / "tagger.npz"
EPOCHS = 5
RATE = 0.15
DECAY = 1e-6
BATCH = 256
GOLD_WEIGHT = 3.0
RARE = 3
"""Features seen less often are left out."""
FORM = 2
NEAR_FORM = 20
"""Forms seen less often vote by their endings only."""

SENTENCES = frozenset({"analysis:sentences"})

Sentence = list[tuple[str, str]]


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("treebank", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    gold = list(read_treebank(arguments.treebank / "de_gsd-ud-dev.conllu.xz"))
    held = list(read_treebank(arguments.treebank / "de_gsd-ud-test.conllu.xz"))
    silver = list(tagged(arguments.ner))
    if arguments.measure:
        tagger = of_arrays(train(gold, silver))
        measure("GSD test", tagger, held)
        if (other := arguments.treebank / "hdt-dev-part.conllu.xz").exists():
            measure("HDT", tagger, list(read_treebank(other)))
        return
    np.savez_compressed(OUT, **train(gold + held, silver))
    sys.stdout.write(f"{OUT.name}: {OUT.stat().st_size} bytes\n")


def named(tag: str) -> str:
    """Return the tag of a treebank or of HanTa as the tagger has it."""
    return merged(tag.replace("(", "").replace(")", "") if tag != "$(" else tag).replace("_", "$") or "$"


def unpacked(path: Path) -> str:
    """Return the text of an xz file."""
    return lzma.decompress(path.read_bytes()).decode("utf-8")


def read_treebank(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file; "im" is one word."""
    for block in unpacked(path).split("\n\n"):
        sentence: Sentence = []
        inside = 0
        for line in block.split("\n"):
            if not line or line.startswith("#"):
                continue
            columns = line.split("\t")
            if "-" in columns[0]:
                inside = int(columns[0].split("-")[1])
                sentence.append((columns[1], "APPR"))
            elif "." not in columns[0] and int(columns[0]) > inside:
                sentence.append((columns[1], named(columns[4])))
        if sentence:
            yield sentence


def tagged(folder: Path) -> Iterator[Sentence]:
    """Yield the sentences of GermEval and of SmartData's news, tagged by HanTa."""
    tagger = HanoverTagger("morphmodel_ger.pgz")
    for words in (*germeval(folder), *smartdata(folder)):
        yield [(word, named(tag)) for word, _, tag in tagger.tag_sent(words, taglevel=1)]


def germeval(folder: Path) -> Iterator[list[str]]:
    """Yield the words of the sentences of GermEval."""
    for name in ("NER-de-dev.tsv.xz", "NER-de-test.tsv.xz"):
        for block in unpacked(folder / name).split("\n\n"):
            words = [line.split("\t")[1] for line in block.split("\n") if line and not line.startswith("#")]
            if words:
                yield words


def smartdata(folder: Path) -> Iterator[list[str]]:
    """Yield the words of the sentences of SmartData, without its tweets, as our own tokeniser cuts them."""
    decoder = json.JSONDecoder()
    for path in sorted(folder.glob("smartdata-v1_*.json.gz")):
        data = gzip.decompress(path.read_bytes()).decode("utf-8").strip()
        at = 0
        while at < len(data):
            record, at = decoder.raw_decode(data, at)
            while at < len(data) and data[at].isspace():
                at += 1
            text = record["text"] if isinstance(record["text"], str) else record["text"]["string"]
            if 'featureValue="tweet"' not in record["raw"]:
                for sentence in analyse(text, SENTENCES).sents:
                    words = [token.text for token in sentence if not token.is_space]
                    if 3 < len(words) < 80:  # noqa: PLR2004 - neither a heading nor a list
                        yield words


def rows(sentences: list[Sentence], forms: Counter[str]) -> Iterator[list[str]]:
    """Yield the features of each word, those of its neighbours with the offset before them."""

    def kept(names: Iterator[str], least: int) -> list[str]:
        return [name for name in names if not name.startswith("w=") or forms[name[2:]] >= least]

    for sentence in sentences:
        near = [kept(near_features(word, first=not place), NEAR_FORM) for place, (word, _) in enumerate(sentence)]
        for place, (word, _) in enumerate(sentence):
            names = kept(own_features(word, first=not place), FORM)
            for offset in OFFSETS:
                other = place + offset
                names += [f"{offset}\t{name}" for name in near[other]] if 0 <= other < len(sentence) else [f"{offset}\t#"]
            yield names


def train(gold: list[Sentence], silver: list[Sentence]) -> dict[str, Any]:
    """Return the arrays of a tagger: a softmax regression, fitted by AdaGrad."""
    sentences = gold + silver
    forms = Counter(word.lower() for sentence in sentences for word, _ in sentence)
    counts = Counter(name for names in rows(sentences, forms) for name in names)
    vocabulary = {name: column for column, name in enumerate(sorted(name for name, n in counts.items() if n >= RARE))}
    indices: list[int] = []
    pointers = [0]
    for names in rows(sentences, forms):
        indices += [vocabulary[name] for name in names if name in vocabulary]
        pointers.append(len(indices))
    features = sp.csr_matrix((np.ones(len(indices), np.float32), indices, pointers), shape=(len(pointers) - 1, len(vocabulary)))
    tags = sorted({tag for sentence in sentences for _, tag in sentence})
    number = {tag: place for place, tag in enumerate(tags)}
    answers = np.array([number[tag] for sentence in sentences for _, tag in sentence])
    importance = np.concatenate([np.full(len(s), GOLD_WEIGHT if n < len(gold) else 1.0) for n, s in enumerate(sentences)])
    weights = fit(features, answers, importance, len(tags))
    return packed(weights, vocabulary, tags)


def fit(features: sp.csr_matrix, answers: np.ndarray, importance: np.ndarray, classes: int) -> np.ndarray:
    """Return the weights, a row a feature."""
    random = np.random.default_rng(0)
    weights = np.zeros((features.shape[1], classes), np.float32)
    squares = np.full_like(weights, 1e-6)
    for _ in range(EPOCHS):
        order = random.permutation(len(answers))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            part = features[batch]
            scores = part @ weights
            error = np.exp(scores - scores.max(axis=1, keepdims=True))
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(batch)), answers[batch]] -= 1
            error *= importance[batch][:, None]
            columns = np.unique(part.indices)
            gradient = (part[:, columns].T @ error) / 32 + DECAY * weights[columns]
            squares[columns] += gradient**2
            weights[columns] -= RATE * gradient / np.sqrt(squares[columns])
    return weights


def packed(weights: np.ndarray, vocabulary: dict[str, int], tags: list[str]) -> dict[str, Any]:
    """Return the weights in bytes, those of one feature of neighbours side by side by offset."""
    scale = np.abs(weights).max() / 127
    small = np.rint(weights / scale).astype(np.int8)
    own = [name for name in vocabulary if "\t" not in name and small[vocabulary[name]].any()]
    near = sorted({name.split("\t", 1)[1] for name in vocabulary if "\t" in name} - {"#"})
    nothing = np.zeros(len(tags), np.int8)

    def beside(name: str) -> np.ndarray:
        keys = [f"{offset}\t{name}" for offset in OFFSETS]
        return np.concatenate([small[vocabulary[key]] if key in vocabulary else nothing for key in keys])

    def text(names: list[str]) -> np.ndarray:
        return np.frombuffer("\n".join(names).encode(), np.uint8)

    return {
        "tags": text(tags),
        "own_names": text(own),
        "near_names": text(near),
        "own": small[[vocabulary[name] for name in own]],
        "near": np.stack([beside(name) for name in near]),
        "edge": beside("#"),
        "scale": np.float32(scale),
    }


def measure(title: str, tagger: Tagger, sentences: list[Sentence]) -> None:
    """Print how often the tags are right, and precision and recall of those that matter here."""
    found = [tagger.tag([word for word, _ in s], [0]) for s in sentences]
    pairs = [(tag, answer) for s, tags in zip(sentences, found, strict=True) for (_, answer), tag in zip(s, tags, strict=True)]
    sys.stdout.write(f"{title}: {sum(a == b for a, b in pairs) / len(pairs):.3f} of {len(pairs)} tags right\n")
    for name in ("VVFIN", "VVPP", "VVINF", "VVIZU", "VAFIN", "VMFIN", "PTKVZ", "KOUS", "PRELS", "NN", "ADJA"):
        right = sum(a == b == name for a, b in pairs)
        precision, recall = (right / max(1, sum(pair[side] == name for pair in pairs)) for side in (0, 1))
        sys.stdout.write(f"  {name:6} P {precision:.3f} R {recall:.3f}\n")


if __name__ == "__main__":
    main()
