"""GraphML: who speaks about whom."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from attrs import define, field, frozen, validators

from presseschau import DocumentView, Dossier, Quote, hookimpl
from presseschau_exports.markup import attributes, characters
from presseschau_exports.paths import check_output_path

_WORD = re.compile(r"\w{1,80}(?:-\w{1,80}){0,8}")
_LONGEST = 8
"""A name has this many words at most."""


@frozen(eq=False, kw_only=True)
class GraphMl:
    """Write who speaks about whom as GraphML (Gephi, Cytoscape, networkx): speakers, with an edge to each speaker whom they name."""

    path: str = field(
        default="network.graphml",
        validator=check_output_path,
        metadata={"help": "the file to write, relative to the run directory"},
    )
    min_confidence: float = field(
        default=0.5,
        validator=[validators.ge(0.0), validators.le(1.0)],
        metadata={"help": "quotations of less confidence are left out"},
    )

    @hookimpl
    def report(self, dossier: Dossier, directory: Path) -> Iterable[Path]:
        """Write the graph; memory grows with the persons and with who names whom, not with the texts."""
        network = _Network(names=_Names.of(dossier))
        for view in dossier.views():
            network.add(view, dossier, self.min_confidence)
        target = directory / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(network.lines())
        return [target]


@define(kw_only=True)
class _Names:
    """The names of a run's speakers, those of two words and more: whom each means, and which end in a word.

    Persons are known by the ids of their groups, or by a name.
    """

    person_of: dict[tuple[str, ...], str | None] = field(factory=dict)
    ending_in: dict[str, set[tuple[str, ...]]] = field(factory=lambda: defaultdict(set))
    labels: dict[str, str] = field(factory=dict)

    @classmethod
    def of(cls, dossier: Dossier) -> "_Names":
        """Return the names of the speaker groups, and those that quotations give where no link step has grouped them."""
        names = cls()
        for group in dossier.groups("speaker"):
            said = group.data.get("names")
            names.labels[group.id] = group.label
            for name in {group.label, *(said if isinstance(said, dict) else ())}:
                names._add(name, group.id)
        for quote in dossier.annotations(Quote):
            if (name := quote.speaker_entity) and tuple(_WORD.findall(name)) not in names.person_of:
                names.labels.setdefault(name, name)
                names._add(name, name)
        return names

    def _add(self, name: str, person: str) -> None:
        words = tuple(_WORD.findall(name))
        if not 1 < len(words) <= _LONGEST or words[0][0].islower():
            return  # "Moskau" may be a place, and "ein Sprecher" is whoever speaks
        if self.person_of.setdefault(words, person) != person:
            self.person_of[words] = None  # two persons have it, so that it tells neither
        self.ending_in[words[-1]].add(words)

    def called(self, name: str | None) -> str | None:
        """Return whom a name means; the name itself where no other is known."""
        return self.person_of.get(tuple(_WORD.findall(name)), name) if name else None

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield where a whole name ends, the surname as it is listed, and the longest name that ends there; a genitive's s is taken off."""
        for place, word in enumerate(words):
            last = word if word in self.ending_in else word[:-1] if word.endswith("s") and word[:-1] in self.ending_in else None
            if last is None:
                continue
            whole = [
                name
                for name in self.ending_in[last]
                if len(name) <= place + 1 and tuple(words[place + 1 - len(name) : place]) == name[:-1]
            ]
            yield place, last, max(whole, key=len, default=())


@define(kw_only=True)
class _Network:
    """Who has named whom, and how often."""

    names: _Names
    quotes: Counter[str] = field(factory=Counter)
    named: Counter[tuple[str, str]] = field(factory=Counter)
    by_surname: Counter[tuple[str, str]] = field(factory=Counter)
    documents: Counter[tuple[str, str]] = field(factory=Counter)

    def add(self, view: DocumentView, dossier: Dossier, least: float) -> None:
        """Add the quotations of a document."""
        surnames: dict[str, set[str]] | None = None
        here: set[tuple[str, str]] = set()
        for quote in view.quotes:
            speaker = self._speaker(quote, dossier) if quote.confidence >= least else None
            if speaker is None:
                continue
            self.quotes[speaker] += 1
            if surnames is None:
                surnames = self._surnames(view)
            for person, whole in self._about(view.words(quote), surnames).items():
                if person != speaker:
                    edge = (speaker, person)
                    here.add(edge)
                    self.named[edge] += 1
                    self.by_surname[edge] += not whole
        self.documents.update(here)

    def _speaker(self, quote: Quote, dossier: Dossier) -> str | None:
        group = next(dossier.groups_of(quote.id, "speaker"), None)
        return group.id if group else self.names.called(quote.speaker_entity)

    def _surnames(self, view: DocumentView) -> dict[str, set[str]]:
        """Return the last words of the names of two words and more that a document has in full -> the persons whom they mean."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, last, name in self.names.found(_WORD.findall(view.document.text)):
            if len(name) > 1:
                found[last].add(self.names.person_of[name] or "")
        return found

    def _about(self, text: str, surnames: dict[str, set[str]]) -> dict[str, bool]:
        """Return whom a text names, and whether in full; a surname alone counts where the document says whose it is."""
        words = _WORD.findall(text)
        found: dict[str, bool] = {}
        for place, last, name in self.names.found(words):
            if len(name) > 1:
                person = self.names.person_of[name]
            elif place and words[place - 1].casefold() in _not_before_surnames():
                continue
            else:
                persons = surnames.get(last, set())
                person = next(iter(persons)) if len(persons) == 1 else None
            if person:
                found[person] = found.get(person, False) or len(name) > 1
        return found

    def lines(self) -> Iterator[str]:
        """Yield the graph, nodes and edges in the order of the names."""
        persons = sorted({*self.quotes, *(person for edge in self.named for person in edge)}, key=self._order)
        number = {person: f"n{place}" for place, person in enumerate(persons, start=1)}
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        for name, where, kind in _KEYS:
            yield f'<key id="{name}" for="{where}" attr.name="{name}" attr.type="{kind}"/>\n'
        yield '<graph id="who-speaks-about-whom" edgedefault="directed">\n'
        called: Counter[str] = Counter()
        for (_, person), count in self.named.items():
            called[person] += count
        for person in persons:
            values: dict[str, str | int] = {
                "label": self.names.labels[person],
                "quotes": self.quotes[person],
                "named": called[person],
            }
            yield f"<node{attributes({'id': number[person]})}>{_data(values)}</node>\n"
        edges = sorted(self.named, key=lambda edge: (self._order(edge[0]), self._order(edge[1])))
        for speaker, person in edges:
            edge = (speaker, person)
            counts = {"weight": self.named[edge], "by_surname": self.by_surname[edge], "documents": self.documents[edge]}
            yield f"<edge{attributes({'source': number[speaker], 'target': number[person]})}>{_data(counts)}</edge>\n"
        yield "</graph>\n</graphml>\n"

    def _order(self, person: str) -> tuple[str, str]:
        return self.names.labels[person], person


_KEYS = (
    ("label", "node", "string"),
    ("quotes", "node", "int"),
    ("named", "node", "int"),
    ("weight", "edge", "int"),
    ("by_surname", "edge", "int"),
    ("documents", "edge", "int"),
)


@cache
def _not_before_surnames() -> frozenset[str]:
    lines = files("presseschau_exports").joinpath("data/not-before-surnames.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _data(values: Mapping[str, str | int]) -> str:
    return "".join(f'<data key="{name}">{characters(str(value))}</data>' for name, value in values.items())
