"""The accurate model as a spaCy component: one transformer encoder with heads for everything, in onnxruntime."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.pipeline._edit_tree_internals.edit_trees import EditTrees
from spacy.strings import StringStore
from spacy.symbols import IDS

from presseschau_german.analyse import Analyser, Analysis, Scorer
from presseschau_german.lexicon import Lexicon, first_person, first_persons
from presseschau_german.pieces import Pieces
from presseschau_german.windows import Window, windows

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

FACTORY = "presseschau_german_encoder"
FILES = ("model.onnx", "pieces.model", "labels.json", "relation.npy", "lemmas.bin", "lexicon.xz")
PARTS = ("tags", "morphology", "lemmas", "parse", "names", "sentences")


class OnnxScorer:
    """The network in onnxruntime, on one thread: documents are spread over processes."""

    def __init__(self, path: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - an extra

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._names = [output.name for output in self._session.get_outputs()]

    def __call__(
        self, ids: NDArray[np.int64], present: NDArray[np.bool_], word: NDArray[np.int64], count: int
    ) -> Mapping[str, NDArray[Any]]:
        """See :class:`presseschau_german.analyse.Scorer`."""
        pool = (word[:, None, :] == np.arange(count)[None, :, None]).astype(np.float32)
        pool /= np.maximum(pool.sum(-1, keepdims=True), 1)
        return dict(zip(self._names, self._session.run(None, {"ids": ids, "present": present, "pool": pool}), strict=True))


class GermanEncoder:
    """Sets tags, features, lemmas, heads, sentences and names of documents. ``parts``: what of it is wanted.

    Sentence starts that are set beforehand are kept, as by spaCy's parser.
    """

    def __init__(self, vocab: "Vocab", parts: Sequence[str] = PARTS) -> None:
        self.vocab = vocab
        self.parts = frozenset(parts)
        self._files: dict[str, bytes] = {}

    def __call__(self, doc: "Doc") -> "Doc":
        """Annotate one document."""
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable["Doc"], *, batch_size: int = 32) -> Iterator["Doc"]:
        """Annotate documents in batches."""
        source = iter(stream)
        while docs := list(islice(source, batch_size)):
            cut = [windows(doc) for doc in docs]
            pieces = [self._pieces.words(one.forms, one.spaces) for each in cut for one in each]
            starts = [one.starts for each in cut for one in each]
            found = iter(self._analyse(pieces, starts, parse="parse" in self.parts))
            for doc, each in zip(docs, cut, strict=True):
                self._annotate(doc, [(window, next(found)) for window in each])
                yield doc

    def _annotate(self, doc: "Doc", analysed: Sequence[tuple[Window, Analysis]]) -> None:
        if not len(doc):
            return
        numbers, starts, heads = self._gathered(doc, analysed)
        strings, labels = self.vocab.strings, self._labels
        columns: dict[int, NDArray[np.uint64]] = {}
        if "tags" in self.parts:
            columns[POS] = _column(numbers["upos"], [IDS[label] for label in labels["upos"]], IDS["SPACE"])
            columns[TAG] = _column(numbers["xpos"], map(strings.add, labels["xpos"]), strings.add("_SP"))
        if "morphology" in self.parts:
            columns[MORPH] = self._morphology(doc, numbers)
        if "lemmas" in self.parts:
            columns[LEMMA] = self._lemmas(doc, numbers)
        if "parse" in self.parts:
            columns[DEP] = _column(numbers["dep"], map(strings.add, labels["dep"]), strings.add("dep"))
            columns[HEAD] = _signed(heads - np.arange(len(doc)))
        elif "sentences" in self.parts:
            columns[SENT_START] = _signed(np.where(starts, 1, -1))
        if columns:
            doc.from_array(list(columns), np.stack(list(columns.values()), 1))  # type: ignore[arg-type]
        if "names" in self.parts:
            iob = _column(numbers["ner"], [{"O": 2, "B": 3, "I": 1}[tag[0]] for tag in labels["ner"]], 2)
            kinds = _column(numbers["ner"], [strings.add(tag[2:]) if tag != "O" else 0 for tag in labels["ner"]], 0)
            doc.from_array([ENT_IOB, ENT_TYPE], np.stack([_begun(iob), kinds], 1))  # type: ignore[arg-type]

    def _gathered(
        self, doc: "Doc", analysed: Sequence[tuple[Window, Analysis]]
    ) -> tuple[dict[str, NDArray[np.intp]], NDArray[np.bool_], NDArray[np.intp]]:
        """Return numbers of labels by head (-1 for white space), sentence starts and heads of all tokens.

        White space hangs on the word before it, or on the first word; it starts no sentence but a text's.
        """
        size = len(doc)
        starts = np.zeros(size, bool)
        heads = np.arange(size)
        numbers = {name: np.full(size, -1) for name in self._labels}
        last = -1
        for window, analysis in analysed:
            at = np.array(window.tokens)
            starts[at] = analysis.starts
            heads[at] = at[analysis.heads]
            numbers["dep"][at] = analysis.relations
            numbers["ner"][at] = analysis.names
            for name, values in analysis.tags.items():
                numbers[name][at] = values
        first = next((token.i for token in doc if not token.is_space), None)
        starts[: (first or 0) + 1] = False
        starts[0] = True
        for token in doc:
            if not token.is_space:
                last = token.i
            elif first is not None:
                heads[token.i] = last if last >= 0 else first
        return numbers, starts, heads

    def _morphology(self, doc: "Doc", numbers: Mapping[str, NDArray[np.intp]]) -> NDArray[np.uint64]:
        features = [name for name in self._labels if name.startswith("m_")]
        rows = np.stack([np.maximum(numbers[name], 0) for name in features], 1)
        mood, form = features.index("m_Mood"), features.index("m_VerbForm")
        finite = self._labels["m_VerbForm"].index("Fin")
        persons = first_persons(doc)
        for at in np.where(rows[:, form] == finite)[0].tolist():
            told = self._lexicon.mood(doc[at].text, first_person=first_person(doc, at, persons))
            if told and rows[at, mood] and self._labels["m_Mood"][rows[at, mood]] != "Imp":
                rows[at, mood] = self._labels["m_Mood"].index(told)
        return np.array([self._features(tuple(row), features) for row in rows.tolist()], np.uint64)

    def _features(self, row: tuple[int, ...], names: Sequence[str]) -> int:
        if (found := self._known_features.get(row)) is None:
            text = "|".join(f"{name[2:]}={self._labels[name][value]}" for name, value in zip(names, row, strict=True) if value)
            found = self._known_features[row] = self.vocab.morphology.add(text)
        return found

    def _lemmas(self, doc: "Doc", numbers: Mapping[str, NDArray[np.intp]]) -> NDArray[np.uint64]:
        upos, rules = self._labels["upos"], self._labels["lemma"]
        found = []
        for token, tag, rule in zip(doc, numbers["upos"], numbers["lemma"], strict=True):
            lemma = token.text
            if tag >= 0 and upos[tag] != "PUNCT":
                known = self._lexicon.lemma(token.text, upos[tag])
                lemma = known or self._lexicon.cased(self._trees.apply(int(rules[rule]), token.text) or token.text, upos[tag])
            found.append(self.vocab.strings.add(lemma))
        return np.array(found, np.uint64)

    # Reading and writing: the files of a directory, kept as they are.

    def load(self, files: Mapping[str, bytes], scorer: Scorer) -> None:
        """Take the contents of :data:`FILES` and what runs the graph."""
        self._files = dict(files)
        told = json.loads(files["labels.json"])
        self._labels: dict[str, list[str]] = told["labels"]
        strings = StringStore(told["strings"])
        self._trees = EditTrees(strings)
        self._trees.from_bytes(files["lemmas.bin"])
        self._pieces = Pieces(files["pieces.model"])
        self._lexicon = Lexicon.of(files["lexicon.xz"])
        self._known_features: dict[tuple[int, ...], int] = {}
        relation = np.load(io.BytesIO(files["relation.npy"])).astype(np.float32)
        self._analyse = Analyser(scorer, relation, self._labels["dep"].index("ROOT"))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - as spaCy calls it
        """Write the files into the directory ``path``."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self._files.items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "GermanEncoder":  # noqa: ARG002 - as spaCy calls it
        """Read the files of the directory ``path``."""
        self.load({name: (Path(path) / name).read_bytes() for name in FILES}, OnnxScorer(Path(path) / "model.onnx"))
        return self


def _begun(iob: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Begin a name anew behind white space, which belongs to no name: spaCy refuses one that goes on without having begun."""
    lone = (iob == 1) & np.concatenate([[True], iob[:-1] == 2])  # noqa: PLR2004 - spaCy's numbers: 1 goes on, 2 none, 3 begins
    return np.where(lone, np.uint64(3), iob)


def _column(numbers: NDArray[np.intp], ids: Iterable[int], otherwise: int) -> NDArray[np.uint64]:
    return np.array([*ids, otherwise], np.uint64)[numbers]


def _signed(values: NDArray[np.intp]) -> NDArray[np.uint64]:
    return values.astype(np.int64).view(np.uint64)


@Language.factory(
    FACTORY,
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.head",
        "token.dep",
        "token.is_sent_start",
        "doc.ents",
    ],
    default_config={"parts": list(PARTS)},
)
def make(nlp: Language, name: str, parts: list[str]) -> GermanEncoder:  # noqa: ARG001 - as spaCy calls it
    """Make the component; its weights come with ``from_disk``."""
    return GermanEncoder(nlp.vocab, parts)
