"""The stages of the build, each reading what the stages before wrote."""

import itertools
import json
import lzma
import random
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import spacy
import torch
from presseschau_german import lexical
from presseschau_german.encoder import GermanEncoder
from presseschau_german.pieces import Pieces
from spacy.tokens import Doc, DocBin

from training import (
    card,
    export,
    lemma_rules,
    lexicons,
    names,
    scoring,
    silver,
    student,
    teacher,
    treebanks,
    vectors,
    vocabulary,
)
from training.encoder import EncoderFile
from training.examples import NameExamples, Scheme, SyntaxExamples
from training.network import Network

VOCABULARY = 30_000
GSD_AGAIN = 2
"""How often more than once the second round takes the sentences of GSD, whose scheme is the one that counts, beside those of others."""
ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "plugins" / "quotes" / "corpus" / "newspapers.jsonl"
"""Newspaper articles of this project, for the free texts."""


def _tagged(folder: Path, source: set[str]) -> list[names.Tagged]:
    found = []
    for kind, text, spans in names.smartdata_texts(folder):
        if kind in source:
            found.append(names_of_text(text, spans))
    return [one for one in found if one.forms]


def names_of_text(text: str, spans: list[tuple[int, int, str]]) -> names.Tagged:
    """Return a text with spans of characters as words with tags; white space is left out."""
    doc = scoring.BLANK.make_doc(text)
    tags = ["O"] * len(doc)
    for start, end, label in sorted(spans, key=lambda span: (span[0], -span[1])):
        span = doc.char_span(start, end, alignment_mode="contract")
        inside = [token.i for token in span or () if not token.is_space]
        while inside and doc[inside[0]].is_punct:
            inside.pop(0)
        while inside and doc[inside[-1]].is_punct and doc[inside[-1]].text not in ".)":
            inside.pop()
        if inside and all(tags[at] == "O" for at in inside):
            for at in inside:
                tags[at] = f"{'B' if at == inside[0] else 'I'}-{label}"
    kept = [token for token in doc if not token.is_space]
    spaced = [bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space) for token in kept]
    return names.Tagged(tuple(token.text for token in kept), tuple(spaced), tuple(tags[token.i] for token in kept), sure=False)


def run_teacher(given: Namespace) -> None:
    """Train the teacher and print its figures; writes ``teacher.pt``, ``pieces.model``."""
    torch.set_num_threads(given.threads)
    banks = treebanks.splits(given.data / "treebank")
    ner = given.data / "ner"
    germeval = names.germeval(ner / "NER-de-test.tsv.xz")
    smart, short, mobie = _tagged(ner, {"news"}), _tagged(ner, {"rss"}), names.mobie(ner / "mobie.zip")
    file = EncoderFile()
    words: Counter[str] = Counter()
    for texts in (germeval, smart, short, mobie):
        for text in texts:
            words.update(text.forms)
    for group in (*banks.train, *banks.dev):
        words.update(word.form for sentence in group for word in sentence)
    words.update(set(lexicons.forms()))
    rows = vocabulary.choose(file, sorted(words.items()), VOCABULARY)
    model = vocabulary.model(file, rows)
    (given.out / "pieces.model").write_bytes(model)
    pieces = Pieces(model)
    scheme = Scheme.of(banks.train)
    torch.manual_seed(given.seed)
    network = Network(file, rows, scheme.labels)
    syntax = SyntaxExamples(banks.train, scheme, pieces)
    tagged = NameExamples([(germeval, 1, 0.5), (smart, 0.5, 0.3), (short, 0.5, 0.2), (mobie, 0.3, 0.1)], pieces)
    finely = NameExamples([(germeval, 1, 1), (smart, 0.8, 0.5), (short, 0.5, 0.2), (mobie, 0.2, 0.1)], pieces)
    one_pass = sum(sum(map(len, one["pieces"])) for one in tagged.epoch(random.Random(0)))
    print(
        json.dumps(
            {
                "rows": len(rows),
                "labels": {k: len(v) for k, v in scheme.labels.items()},
                "pieces": syntax.pieces,
                "pieces of names": one_pass,
            }
        ),
        flush=True,
    )
    gold_dev = [scoring.syntax_doc(group) for group in banks.dev]
    names_gold = [scoring.names_doc(text) for text in names.germeval(ner / "NER-de-dev.tsv.xz")]
    lexicons.write(given.out / "lexicon.xz")
    beside = {"pieces.model": model, "lexicon.xz": (given.out / "lexicon.xz").read_bytes()}

    def annotate(docs: Iterable[Doc]) -> list[Doc]:
        files = beside | export.files(network, trees=scheme.trees.to_bytes(), strings=list(scheme.strings))
        return list(_encoder(network, files).pipe(docs))

    def every(epoch: float) -> None:
        teacher.save(given.out / "teacher.pt", network, scheme, rows)
        if epoch % 2 == 0:
            print(
                f"epoch {epoch}",
                json.dumps({k: v for k, v in scoring.syntax(annotate, gold_dev).items() if " F" not in k or "=" in k}),
                json.dumps(scoring.names(annotate, names_gold[:400])),
                flush=True,
            )

    def log(line: str) -> None:
        print(line, flush=True)

    if given.refine:
        network.load_state_dict(torch.load(given.refine, weights_only=True)["state"], strict=False)
    else:
        teacher.train(network, syntax, tagged, pieces, teacher.Schedule(given.epochs, seed=given.seed), log, every)
    first = {name: value.clone() for name, value in network.state_dict().items()}
    again = SyntaxExamples(
        [*banks.train, *(GSD_AGAIN * [group for group in banks.train if treebanks.is_gsd(group)])], scheme, pieces
    )
    second = teacher.Schedule(given.refine_epochs, encoder_rate=1.2e-4, head_rate=5e-4, seed=given.seed + 1)
    teacher.train(network, again, finely, pieces, second, log, every)
    # The second round is better at syntax and worse at names; the mean of the two is better than the first at both.
    network.load_state_dict({name: (value + first[name]) / 2 for name, value in network.state_dict().items()})
    teacher.save(given.out / "teacher.pt", network, scheme, rows)
    figures(annotate, held_out(given.data))


def _encoder(network: Network, files: dict[str, bytes]) -> GermanEncoder:
    encoder = GermanEncoder(scoring.BLANK.vocab)
    encoder.load({"model.onnx": b"", **files}, teacher.TorchScorer(network))
    return encoder


def _saved(out: Path) -> tuple[Network, dict[str, bytes]]:
    """Return the teacher and the files of its component but the graph."""
    network, trees, strings = teacher.load(out / "teacher.pt", EncoderFile())
    beside = {name: (out / name).read_bytes() for name in ("pieces.model", "lexicon.xz")}
    return network, beside | export.files(network, trees=trees, strings=strings)


def held_out(data: Path) -> dict[str, list[Doc]]:
    """Return the documents that measure, by name; nothing is trained on their labels."""
    banks, ner = treebanks.splits(data / "treebank"), data / "ner"
    return {
        "GSD test": [scoring.syntax_doc(group) for group in banks.gsd_test],
        "HDT": [scoring.syntax_doc(group) for group in banks.hdt_test],
        "GermEval dev": [scoring.names_doc(text) for text in names.germeval(ner / "NER-de-dev.tsv.xz")],
        "UNER-PUD": [scoring.names_doc(text) for text in names.uner(ner / "uner_pud.iob2.xz")],
    }


def figures(annotate: scoring.Annotate, gold: dict[str, list[Doc]]) -> dict[str, scoring.Figures]:
    """Print and return the figures of a model on what is held out, with words a CPU second."""
    found: dict[str, scoring.Figures] = {}
    for name, docs in gold.items():
        score = scoring.syntax if name in {"GSD test", "HDT"} else scoring.names
        made: list[Doc] = []
        started = time.process_time()
        made += annotate([scoring.BLANK.make_doc(doc.text) for doc in docs])
        taken = time.process_time() - started
        made = list(DocBin(docs=made).get_docs(scoring.BLANK.vocab))  # of a pipeline with a vocabulary of its own
        found[name] = score(lambda _, made=made: made, docs)
        found[name]["words a CPU second"] = round(sum(map(len, docs)) / taken)
        if score is scoring.names:
            found[name] |= {
                f"{key} without MISC": value
                for key, value in scoring.names(lambda _, made=made: made, docs, misc=False).items()
                if key == "names F"
            }
        print(name, json.dumps(found[name]), flush=True)
    return found


def run_silver(given: Namespace) -> None:
    """Annotate the free texts with the teacher in 8 bit, five times as fast as in torch; writes ``silver.spacy``, and ``renamed.spacy`` with other names."""
    encoder = GermanEncoder(scoring.BLANK.vocab).from_disk(given.out / "accurate")
    texts = silver.shuffled(list(silver.texts(given.data, CORPUS)))
    docs = list(encoder.pipe(map(_doc, texts), batch_size=256))
    words: Counter[str] = Counter()
    for text, doc in zip(texts, docs, strict=True):
        words[text.source] += len(doc)
    DocBin(docs=docs, store_user_data=False).to_disk(given.out / "silver.spacy")
    known, rng = json.loads((given.out / "names.json").read_text("utf-8")), random.Random(given.seed)
    others = [text for doc in docs if (text := silver.renamed(doc, known, rng))]
    again = list(encoder.pipe(map(scoring.BLANK.make_doc, others), batch_size=256))
    DocBin(docs=again, store_user_data=False).to_disk(given.out / "renamed.spacy")
    words["with other names"] = sum(map(len, again))
    (given.out / "silver.json").write_text(json.dumps(words))
    print(dict(words))


def _doc(text: silver.Text) -> Doc:
    return scoring.BLANK.make_doc(text.text)


def run_vectors(given: Namespace) -> None:
    """Fit word vectors to what the encoder in 8 bit makes of single words; writes ``vectors/``, an empty pipeline that holds them, and ``names.json``."""
    torch.set_num_threads(given.threads)
    texts = silver.texts(given.data, CORPUS)
    words = vectors.chosen({token.text for text in texts for token in _doc(text)})
    encoded, tags = vectors.Encoded(given.out / "accurate")(list(words))
    (given.out / "names.json").write_text(json.dumps(vectors.names(list(words), tags), ensure_ascii=False), "utf-8")
    nlp = spacy.blank("de")
    nlp.vocab.vectors = vectors.fit(words, vectors.reduced(encoded, vectors.weights(words)), seed=given.seed)
    nlp.to_disk(given.out / "vectors")


def run_fast(given: Namespace) -> None:
    """Train the fast model on the annotated texts and the gold; writes ``fast-SEED/model-last``."""
    out = given.out / f"fast-{given.seed}"
    out.mkdir(exist_ok=True)
    banks, ner = treebanks.splits(given.data / "treebank"), given.data / "ner"
    docs = [
        doc
        for name in ("silver", "renamed")
        for doc in DocBin().from_disk(given.out / f"{name}.spacy").get_docs(scoring.BLANK.vocab)
    ]
    gold = [scoring.syntax_doc(group) for group in banks.train]
    print(student.training_docs(docs, gold, out / "train.spacy"), flush=True)
    dev = [scoring.syntax_doc(group) for group in banks.dev] + [
        scoring.names_doc(text) for text in names.germeval(ner / "NER-de-dev.tsv.xz")[:400]
    ]
    DocBin(docs=dev, store_user_data=False).to_disk(out / "dev.spacy")
    settings = student.config(
        given.width, given.depth, given.hidden, (8000, 2000, 4000, 2000), given.steps, given.seed, given.out / "vectors"
    )
    student.train(settings, out / "train.spacy", out / "dev.spacy", out)
    run_lexicon(given)


def run_lexicon(given: Namespace) -> None:
    """Add the lexicon to the trained fast model; writes ``fast-SEED/model``."""
    out = given.out / f"fast-{given.seed}"
    banks = treebanks.splits(given.data / "treebank")
    silver_docs = DocBin().from_disk(given.out / "silver.spacy").get_docs(scoring.BLANK.vocab)
    gold = (
        (word.form, word.lemma, word.upos, 3)
        for group in banks.train
        for sentence in group
        for word in sentence
        if word.lemma and word.upos
    )
    said = ((token.text, token.lemma_, token.pos_, 1) for doc in silver_docs for token in doc if token.pos_)
    rules = lemma_rules.learned(itertools.chain(gold, said))
    content = lzma.compress(
        lzma.decompress((given.out / "lexicon.xz").read_bytes()) + "\n".join(["", *rules]).encode(), preset=9
    )
    nlp = spacy.load(out / "model-last")
    nlp.add_pipe(lexical.FACTORY, name="lexicon", after="morphologizer").take(content)
    nlp.to_disk(out / "model")
    print(len(rules), len(content))


def run_accurate(given: Namespace) -> None:
    """Export the teacher, round it to 8 bit; writes ``accurate/``, the directory of the component."""
    network, files = _saved(given.out)
    out = given.out / "accurate"
    out.mkdir(exist_ok=True)
    export.onnx_file(network, given.out / "teacher.onnx")
    export.quantise(given.out / "teacher.onnx", out / "model.onnx")
    for name, content in files.items():
        (out / name).write_bytes(content)
    print({path.name: path.stat().st_size for path in sorted(out.iterdir())})


def run_figures(given: Namespace) -> None:
    """Print the figures of a model: ``--model teacher``, ``accurate`` or the directory of a spaCy pipeline."""
    torch.set_num_threads(1)
    if given.model == "teacher":
        pipe = _encoder(*_saved(given.out)).pipe
    elif given.model == "accurate":
        pipe = GermanEncoder(scoring.BLANK.vocab).from_disk(given.out / "accurate").pipe
    else:
        nlp = spacy.load(given.model)

        def pipe(docs: Iterable[Doc]) -> Iterable[Doc]:
            return nlp.pipe(doc.text for doc in docs)  # splits the words again, by the same rules

    found = figures(lambda docs: list(pipe(docs)), held_out(given.data))
    (given.out / f"figures-{Path(given.model).parent.name or given.model}.json").write_text(json.dumps(found, indent=1))


def run_package(given: Namespace) -> None:
    """Fill ``models/presseschau-de`` and ``models/presseschau-de-accurate``; figures come from the stage of that name."""
    told = {
        name: json.loads((given.out / f"figures-{name}.json").read_text("utf-8")) for name in ("accurate", f"fast-{given.seed}")
    }
    here = ROOT / "models"
    card.package_fast(
        given.out / f"fast-{given.seed}" / "model", here / "presseschau-de/src/presseschau_de", told[f"fast-{given.seed}"]
    )
    card.package_accurate(
        given.out / "accurate", here / "presseschau-de-accurate/src/presseschau_de_accurate", told["accurate"]
    )
    for name, figures in told.items():
        print(name, *(f"{said}: {value}" for said, value in card.rows(figures)), sep="\n  ")
        print(card.details(figures))


def run_all(given: Namespace) -> None:
    """From the data folder to the packages."""
    for stage in ("teacher", "accurate", "vectors", "silver", "fast"):
        STAGES[stage](given)
    for model in ("teacher", "accurate", str(given.out / f"fast-{given.seed}" / "model")):
        given.model = model
        run_figures(given)
    run_package(given)


STAGES = {
    "teacher": run_teacher,
    "silver": run_silver,
    "vectors": run_vectors,
    "fast": run_fast,
    "lexicon": run_lexicon,
    "accurate": run_accurate,
    "figures": run_figures,
    "package": run_package,
    "all": run_all,
}
