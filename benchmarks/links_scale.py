"""Measure how linking grows with the heap: CPU time and memory of each link step, groups per document, and false merges.

    python benchmarks/links_scale.py [--sizes 1000 10000] [--seed 1] [--add 10]

The documents are generated: each tells an event of its own, with persons, places and subjects drawn at random from thousands, two
quotes and two events. Every fiftieth event is told by three papers in words of their own; these are the stories that there are to be found, and any
other group of documents is a false merge. Annotations are written straight into a run store, so nothing but the link steps is
measured; each size runs in a process of its own, on one core. With ``--add``, some documents come late, and linking the heap with them is
measured against linking it from zero.
"""

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from presseschau_links.copies import Copies
from presseschau_links.document_dates import DocumentDates
from presseschau_links.happenings import Happenings
from presseschau_links.speakers import Speakers
from presseschau_links.stories import Stories
from presseschau_links.utterances import Utterances

from presseschau import Annotation, Claim, Cleaning, Document, Dossier, Event, Quote, Span
from presseschau.dates import TimeExpression
from presseschau.engine.whole_run import link
from presseschau.model.annotations import finish
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store

TOLD = 50
PAPERS = 3
DAYS = 1_500
FIRST = [
    "Anna",
    "Berta",
    "Clara",
    "Doris",
    "Elke",
    "Frieda",
    "Gerda",
    "Hanna",
    "Ida",
    "Jutta",
    "Karl",
    "Ludwig",
    "Martin",
    "Norbert",
    "Otto",
    "Paul",
    "Ralf",
    "Stefan",
    "Thomas",
    "Ulrich",
]
SYLLABLES = [
    "bach",
    "berg",
    "brunn",
    "dorf",
    "eck",
    "feld",
    "furt",
    "hausen",
    "heim",
    "holz",
    "kamp",
    "lau",
    "moos",
    "nau",
    "ort",
    "reut",
    "stein",
    "tal",
    "wald",
    "weil",
    "au",
    "born",
    "büttel",
    "fels",
    "hagen",
    "hof",
    "horst",
    "leben",
    "rode",
    "see",
]
SUBJECTS = [
    "Brücke",
    "Schule",
    "Klinik",
    "Bahn",
    "Halle",
    "Straße",
    "Kirche",
    "Mühle",
    "Fabrik",
    "Bücherei",
    "Turm",
    "Markt",
    "Hafen",
    "Deich",
    "Museum",
    "Theater",
    "Stadion",
    "Garten",
]
SHAPES = [
    "Alt",
    "Neu",
    "Ost",
    "West",
    "Süd",
    "Nord",
    "Haupt",
    "Ober",
    "Unter",
    "Berg",
    "Wasser",
    "Stadt",
    "Land",
    "Kreis",
    "Dorf",
    "Wald",
    "See",
    "Tal",
    "Eisen",
    "Glas",
    "Holz",
    "Stein",
    "Gold",
    "Silber",
]
ENDS = [
    "plan",
    "streit",
    "fonds",
    "rat",
    "preis",
    "fest",
    "dienst",
    "amt",
    "gipfel",
    "zentrum",
    "projekt",
    "vertrag",
    "verein",
    "verband",
    "kongress",
]


@frozen
class Linking:
    """A link step without a config."""

    plugin: Any
    record: StepRecord

    @property
    def id(self) -> str:
        """The id of the step."""
        return self.record.id

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the step."""
        return self.record.fingerprint

    def call(self, *, dossier: Dossier) -> Iterator[Any]:
        """Do the step's work."""
        return iter(self.plugin.link(dossier=dossier))


def main() -> None:
    """Print a table, a line a size and step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--add", type=int, default=0, help="hold so many documents back, and add them to the heap that is linked"
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.seed, arguments.add)))
        return
    for size in arguments.sizes:
        command = [sys.executable, __file__, "--one", str(size), "--seed", str(arguments.seed), "--add", str(arguments.add)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        print(
            f"{size} documents, {found['stories_told']} stories told: {found['seconds']:.0f} s of CPU, "
            f"{found['megabytes']:.0f} MB at most"
        )
        for one in found["steps"]:
            added = f", {one['added']:.1f} s with {arguments.add} added" if arguments.add else ""
            print(
                f"  {one['step']:14} {one['seconds']:7.1f} s{added}  {one['groups']} groups, {one['per_document']:.4f} a document, "
                f"{one['false']} false",
                flush=True,
            )
        if arguments.add:
            print(
                f"  {arguments.add} added to {size - arguments.add}: {found['added']:.1f} s of CPU; from zero the groups are "
                f"{'the same' if found['same'] else 'NOT the same'}"
            )


def measure(size: int, seed: int, add: int) -> dict[str, Any]:
    """Link a heap of ``size`` generated documents; return what it took and gave.

    With ``add``, so many are added to the others, which are linked already, and then all are linked from zero.
    """
    plugins: list[Any] = [Copies(), Stories(), DocumentDates(), Speakers(), Utterances(), Happenings()]
    steps = [Linking(plugin, step(type(plugin).__name__.lower(), "link")) for plugin in plugins]
    late = {name for number in range(add) for name in [_late(number, add, size)]}
    with tempfile.TemporaryDirectory() as made, Store(Path(made) / "run.sqlite") as store:
        added: dict[str, float] = {}
        before = None
        told = fill(store, size, seed, steps, without=late)
        if add:
            link_all(store, steps, "without")
            fill(store, size, seed, steps, only=late)
            added = link_all(store, steps, "with")
            before = digest(store)
            store.begin([step("load", "load"), step("extract", "extract")])  # forgets what the link steps have made
            fill(store, size, seed, steps, only=set())
        took = link_all(store, steps, "zero")
        rows = [_row(store, one.id, size, took[one.id], added.get(one.id, 0.0)) for one in steps]
        return {
            "seconds": sum(took.values()),
            "added": sum(added.values()),
            "same": before == digest(store),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "stories_told": told,
            "steps": rows,
        }


def _late(number: int, add: int, size: int) -> str:
    """Return the id of a document that comes late: by turns the third paper of a story, and one that tells a story of its own."""
    event = size * number // (add * (TOLD + PAPERS - 1)) * TOLD
    return f"e{event}/{PAPERS - 1}" if number % 2 else f"e{event + 1}/0"


def link_all(store: Store, steps: list[Linking], state: str) -> dict[str, float]:
    """Run the link steps as a run does, and return the seconds of CPU time of each."""
    took = {}
    for one in steps:
        started = time.process_time()
        link([one], store, state, {})  # type: ignore[list-item]
        took[one.id] = time.process_time() - started
    return took


def digest(store: Store) -> str:
    """Return a digest of all groups and dates, with their data."""
    found = hashlib.sha256()
    for one in (*store.groups(), *store.inferred_dates()):
        found.update(repr(one).encode())
    return found.hexdigest()


def _row(store: Store, name: str, size: int, seconds: float, added: float) -> dict[str, Any]:
    groups = wrong = 0
    for group in store.groups():
        if group.provenance is not None and group.provenance.step == name:
            groups += 1
            wrong += story_of(store, group.type, group.members) is None
    return {"step": name, "seconds": seconds, "added": added, "groups": groups, "per_document": groups / size, "false": wrong}


def story_of(store: Store, kind: str, members: tuple[str, ...]) -> str | None:
    """Return the event that all members tell of; None for a false merge. A speaker may be in any."""
    if kind == "speaker":
        return ""
    stories = {
        (member if kind in {"story", "copies"} else store.document_of(member) or "").partition("/")[0] for member in members
    }
    return stories.pop() if len(stories) == 1 else None


def step(name: str, stage: str) -> StepRecord:
    """Return the record of a step."""
    return StepRecord(
        id=name, stage=stage, plugin=name, distribution="benchmark", version="0", options="", code="", fingerprint=""
    )


def fill(
    store: Store,
    size: int,
    seed: int,
    links: list[Linking],
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
) -> int:
    """Write generated documents into a store, but those ``without``, or ``only`` some beside what is there; return how many events several papers tell."""
    load, extract = step("load", "load"), step("extract", "extract")
    store.begin((load, extract, *(one.record for one in links)))
    told = number = 0
    with store.batch():
        for event, papers in events(size, random.Random(seed)):  # noqa: S311 - a benchmark
            told += len(papers) > 1
            for paper, (document, annotations) in enumerate(papers):
                one = evolve(document, id=f"{event}/{paper}")
                number += 1
                if only is not None and one.id not in only:
                    store.keep(one.id, number)
                elif one.id not in without:
                    mark = hashlib.sha256(repr((one.source_text, one.claims)).encode()).hexdigest()
                    found = tuple(finish(annotations, one, extract.provenance))
                    results = (
                        StepResult(step="load", fingerprint=mark, seconds=0.0, cleaning=Cleaning(claims=one.claims)),
                        StepResult(step="extract", fingerprint=mark, seconds=0.0, annotations=found),
                    )
                    work = Commit(id=one.id, load_step="load", status="done", document=one, results=results, fresh=True)
                    store.commit(work, number)
    store.finish()
    return told


def events(size: int, chance: random.Random) -> Iterator[tuple[str, list[tuple[Document, list[Annotation]]]]]:
    """Yield events with the papers that tell them, ``size`` papers in all."""
    made = number = 0
    while made < size:
        facts = Facts(chance)
        papers = min(PAPERS if number % TOLD == 0 else 1, size - made)
        yield f"e{number}", [facts.told(chance, paper) for paper in range(papers)]
        made += papers
        number += 1


class Facts:
    """An event: who said and did what, where and when."""

    def __init__(self, chance: random.Random) -> None:
        self.place = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()
        self.persons = [
            f"{chance.choice(FIRST)} {''.join(chance.choice(SYLLABLES) for _ in range(2)).capitalize()}" for _ in range(2)
        ]
        self.subject = chance.choice(SHAPES) + chance.choice(SHAPES).lower() + chance.choice(SUBJECTS).lower()
        self.matter = chance.choice(SHAPES) + chance.choice(SUBJECTS).lower() + chance.choice(ENDS)
        self.body = chance.choice(SHAPES) + chance.choice(SYLLABLES) + "er " + chance.choice(SHAPES) + chance.choice(ENDS)
        self.goal = chance.choice(SHAPES) + chance.choice(SHAPES).lower() + chance.choice(ENDS)
        self.asides = [
            chance.choice(SHAPES) + chance.choice(SHAPES).lower() + chance.choice(SUBJECTS).lower() for _ in range(12)
        ]
        self.number = chance.randrange(20, 9_000)
        self.day = date(2020, 1, 1) + timedelta(chance.randrange(DAYS))

    def told(self, chance: random.Random, paper: int) -> tuple[Document, list[Annotation]]:
        """Return how a paper tells it, and what extractors would find there."""
        one, two = self.persons
        quotes = (f"„Der {self.matter} braucht die {self.subject}“", f"„Wir warten auf den {self.goal} in {self.place}“")
        verbs = ("sagte", "meinte", "erklärte")
        sentences = [
            f"{self.place}. In {self.place} ist am Mittwoch die {self.subject} eröffnet worden.",
            f"{quotes[0]}, {verbs[paper % 3]} {one} vom {self.body}.",
            f"Rund {self.number} Gäste kamen, der {self.matter} soll folgen.",
            f"{quotes[1]}, {verbs[(paper + 1) % 3]} {two}.",
            f"Es ging auch um {', '.join(self.asides[:6])} und {self.asides[6]}.",
            f"Der {self.goal} beginnt im Herbst, wie der {self.body} mitteilte.",
        ]
        if paper:
            middle = sentences[1:]
            chance.shuffle(middle)
            sentences = [f"Seit Mittwoch hat {self.place} eine neue {self.subject}, die am Abend eröffnet wurde.", *middle]
        text = "\n\n".join(sentences)
        claims = (
            Claim(name="title", value=f"{self.place} bekommt die {self.subject}", origin="generated", rule="generated"),
            Claim(name="date", value=(self.day + timedelta(1)).isoformat(), origin="generated", rule="generated"),
        )

        def span(words: str) -> Span:
            return Span(text.index(words), text.index(words) + len(words))

        annotations: list[Annotation] = [
            TimeExpression(id="t", spans=[span("Mittwoch")], rule="generated", type="DATE", form="dct <=Wed"),
            *(
                Quote(
                    spans=[span(words)],
                    speaker=[span(name)],
                    type="Direct",
                    speaker_entity=name,
                    rule="generated",
                    confidence=0.95,
                )
                for words, name in zip(quotes, self.persons, strict=True)
            ),
            Event(
                spans=[span("eröffnet")],
                trigger=[span("eröffnet")],
                whom=[span(self.subject)],
                place=[span(self.place)],
                times=("t",),
                rule="generated",
            ),
            Event(
                spans=[span("beginnt")], trigger=[span("beginnt")], who=[span(self.goal)], rule="generated", status="planned"
            ),
        ]
        return Document(id="", source_text=text, claims=claims), annotations


if __name__ == "__main__":
    main()
