"""Measure dates on documents that had no part in making them: leave one document out, and halves whose errors nobody reads.

    python benchmarks/dates_held_out.py KRAUTS.jsonl WIKIWARS.jsonl [--single]

The rules are written by hand, so leaving a document out has to take its traces away. For each document

- every number (:data:`NUMBERS`) is chosen again on all the others, the shipped value winning ties;
- every rule, every word of an open class and every cue of the tense that only this document speaks for is dropped: one whose removal
  costs it something, and costs no other document anything. (What no document needs at all was not made on any, and stays.)

Then the document is read with what is left, and the counts of all documents are added up. ``--single`` lists what only one document speaks for.
A document belongs to half A (its errors may be read) or B (it is only scored) by the hash of its id. The last lines give what the
years of histories would be if the last year named were all that counts, and each rule of :mod:`presseschau_dates.narrative` left out.
The figures are those of ``scorers/score_timex.py``, on the blank pipeline without cleaning.
"""

import argparse
import copy
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from presseschau_dates import history, narrative, reference, tagger
from presseschau_dates.engine import tag
from presseschau_dates.language import Language, load
from presseschau_dates.rules import Stage
from scorers import score_timex

from presseschau import Span
from presseschau.builtin.blank import BlankGerman
from presseschau.dates import Edtf, forms, resolve_all

CLOSED = frozenset(
    [
        "MONTH",
        "MONTHABBR",
        "WEEKDAY",
        "WEEKDAYABBR",
        "WEEKDAYNUMBER",
        "WEEKDAYHABIT",
        "WEEKDAYSTEM",
        "SEASON",
        "DAYPART",
        "DAYPARTADVERB",
        "DAYPARTS",
        "DAYPARTHABIT",
        "DEICTICDAY",
        "DEICTICDAYADJ",
        "EDGE",
        "ONES",
        "TEENS",
        "TENS",
        "HUNDREDS",
        "COMPOUNDNUMBER",
        "INFLECTEDNUMBER",
        "BOTH",
        "FRACTION",
        "HALF",
        "HALFBARE",
        "HALFUNIT",
        "ORDINALWORD",
        "HALFORD",
        "QUARTERORD",
        "NTHORD",
        "LASTWORD",
        "UNIT",
        "CALENDARUNIT",
        "PLURALUNIT",
        "UNITSUFFIX",
        "SHORTSUFFIX",
        "COMPOUNDPERIOD",
        "YEARUNIT",
        "INYEARUNIT",
        "HOURUNIT",
        "MINUTEUNIT",
        "SECONDUNIT",
        "DAYUNIT",
        "YEARWORD",
        "HALFWORD",
        "QUARTERWORD",
        "CENTURYWORD",
        "MILLENNIUMWORD",
        "WEEKENDWORD",
        "DECADEWORD",
        "DECADECOMPOUND",
        "DECADENOUN",
        "MONTHHALF",
        "MONTHMONTHS",
        "MONTHWEEK",
        "WEEKDAYPART",
        "WEEKDAYPARTHABIT",
        "WEEKDAYNUMBERPART",
        "ARTICLE",
        "ARTICLEONE",
        "EVERY",
        "THIS",
        "NEXT",
        "LAST",
        "LASTONLY",
        "SECONDLAST",
        "SECONDNEXT",
        "SAME",
        "FEAST",
        "FEASTNIGHT",
        "FREQUENCY",
        "DASH",
        "JOIN",
        "PREPOSITION",
    ]
)
"""Classes that a grammar lists completely, and what is made of them; no document speaks for their words, nor for auxiliaries and strong verbs."""
_TENSE = ("present", "not_past", "no_verb", "prospective", "planned")


@frozen(eq=False)
class Doc:
    """A document with its gold, and the words in it."""

    corpus: str
    gold: Mapping[str, Any]
    sentences: tuple[Span, ...]
    words: frozenset[str]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.gold["id"])


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--single", action="store_true", help="list what only one document speaks for")
    arguments = parser.parse_args()
    docs = [doc for path in arguments.gold for doc in documents(path)]
    language = load("de")
    shipped = {doc.id: counts(doc, language) for doc in docs}
    alone = traces(docs, language, shipped)
    if arguments.single:
        for identity, (rules, words) in sorted(alone.items()):
            print(identity, *sorted(rules), *sorted(words))
    held_out = {doc.id: left_out(doc, docs, language, shipped, alone) for doc in docs}
    for corpus in dict.fromkeys(doc.corpus for doc in docs):
        mine = [doc.id for doc in docs if doc.corpus == corpus]
        print(figures(f"{corpus}, dev", mine, shipped))
        for half in "AB":
            print(figures(f"  half {half}", [one for one in mine if half_of(one) == half], shipped))
        print(figures("  leave one document out", mine, held_out))
        print(
            f"  {sum(len(alone[one][0]) for one in mine)} rules, {sum(len(alone[one][1]) for one in mine)} words of one document"
        )
        for dropped in ("", *sorted(narrative.RULES)):
            with years(narrative.RULES - {dropped} if dropped else frozenset()):
                found = {doc.id: counts(doc, language) for doc in docs if doc.corpus == corpus}
            print(figures(f"  years without {dropped}" if dropped else "  years: the last one named", mine, found))


def documents(path: Path) -> Iterator[Doc]:
    """Yield the documents of a file, with the sentences of the blank pipeline."""
    nlp = BlankGerman().spacy_pipeline(needs=frozenset(["analysis:sentences"]))
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        doc = nlp(gold["text"])
        yield Doc(
            path.name.partition(".")[0],
            gold,
            tuple(Span(one.start_char, one.end_char) for one in doc.sents),
            frozenset(token.text for token in doc),
        )


def half_of(identity: str) -> str:
    """Return the half that a document is in."""
    return "AB"[hashlib.sha256(identity.encode()).digest()[0] % 2]


def counts(doc: Doc, language: Language) -> Counter[str]:
    """Read one document, and count as the scorer does."""
    found = tag(doc.gold["text"], doc.sentences, language)
    resolved = resolve_all(found, Edtf.parse(doc.gold["dct"]))
    timexes = [
        {"start": one.spans[0].start, "end": one.spans[-1].end, "type": one.type, "value": resolved[one.id].value}
        for one in found
    ]
    return Counter(score_timex.score({doc.id: doc.gold}, {doc.id: {"timexes": timexes}})["counts"])


def worth(found: Mapping[str, int]) -> int:
    """Return what F1 of the value rises with, for one document."""
    return 2 * found.get("value", 0) - found.get("pred", 0)


def figures(title: str, identities: Iterable[str], found: Mapping[str, Counter[str]]) -> str:
    """Return F1 strict, relaxed and of the value in a line."""
    total = sum((found[one] for one in identities), Counter())
    rates = (2 * total[name] / max(total["gold"] + total["pred"], 1) for name in ("strict", "relaxed", "value"))
    return f"{title:28s}" + " / ".join(f"{rate:.3f}" for rate in rates)


# --- what only one document speaks for ---------------------------------------------------------------------------------------------------


def without(language: Language, rules: frozenset[str], words: frozenset[str]) -> Language:
    """Return a language without some rules and words."""
    stages = tuple(
        Stage({symbol: tuple(one for one in row if one.rule.name not in rules) for symbol, row in stage.by_symbol.items()})
        for stage in language.stages
    )
    if not words:
        return evolve(language, stages=stages)
    lexicon = copy.copy(language.lexicon)
    known = {word.lower() for word in words}
    for name in ("_found", "_merged"):
        setattr(lexicon, name, {word: row for word, row in getattr(lexicon, name).items() if word.lower() not in known})
    lexicon._entries = {word: row for word, row in lexicon._entries.items() if word.lower() not in known}  # noqa: SLF001
    tense = evolve(language.tense, **{name: getattr(language.tense, name) - words for name in _TENSE})
    return evolve(language, stages=stages, lexicon=lexicon, tense=tense)


def traces(
    docs: Sequence[Doc], language: Language, shipped: Mapping[str, Counter[str]]
) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return for every document the rules and the words that only it speaks for."""
    used: dict[tuple[str, str], list[Doc]] = defaultdict(list)
    words = open_words(language)
    for doc in docs:
        for rule in fired(doc, language):
            used["rule", rule].append(doc)
        for word in doc.words & words:
            used["word", word].append(doc)
    rules_of, words_of = defaultdict(set), defaultdict(set)
    for (kind, name), where in used.items():
        one = frozenset([name])
        less = without(language, one if kind == "rule" else frozenset(), one if kind == "word" else frozenset())
        needed = []
        for doc in where:
            if worth(counts(doc, less)) < worth(shipped[doc.id]):
                needed.append(doc.id)
                if len(needed) > 1:
                    break
        if len(needed) == 1:
            (rules_of if kind == "rule" else words_of)[needed[0]].add(name)
    return {doc.id: (frozenset(rules_of[doc.id]), frozenset(words_of[doc.id])) for doc in docs}


def open_words(language: Language) -> frozenset[str]:
    """Return the words of the lexicon that are in no closed class and no rule's pattern, and the cues of the tense."""
    entries = language.lexicon._entries  # noqa: SLF001 - nothing else needs to look into a lexicon
    listed = {word for word, row in entries.items() if not CLOSED & set(row) and not all(name.startswith("'") for name in row)}
    closed = {word for word, row in entries.items() if CLOSED & set(row)}
    return frozenset(listed).union(*(getattr(language.tense, name) for name in _TENSE)) - closed


def fired(doc: Doc, language: Language) -> set[str]:
    """Return the rules that found something in a document, in any stage."""
    names = set()
    build = tagger._build  # noqa: SLF001 - the one place where a rule fires

    def recording(compiled: Any, *others: Any) -> Any:  # noqa: ANN401 - passed on
        names.add(compiled.rule.name)
        return build(compiled, *others)

    tagger._build = recording  # noqa: SLF001
    try:
        counts(doc, language)
    finally:
        tagger._build = build  # noqa: SLF001
    return names


# --- numbers -------------------------------------------------------------------------------------------------------------------------------


def set_weight(value: int) -> None:
    """Set what a month on the other side must be nearer by."""
    forms._WEIGHTS.update({"<~": (1, value), ">~": (value, 1)})  # noqa: SLF001
    forms.parse.cache_clear()


NUMBERS = {
    "months on the other side": (5, (1, 2, 3, 5, 8, 12, 24), set_weight),
    "a text that counts in days": (
        reference.DENSE,
        (500, 1000, 2000, 4000, 8000),
        lambda value: setattr(reference, "DENSE", value),
    ),
    "a clock time near heute": (reference.NEARBY, (0, 4, 8, 16), lambda value: setattr(reference, "NEARBY", value)),
    "years that make a history": (
        reference.EXPLICIT_YEARS,
        (3, 5, 8, 12),
        lambda value: setattr(reference, "EXPLICIT_YEARS", value),
    ),
    "years of a long history": (reference.MANY_YEARS, (8, 15, 20, 30), lambda value: setattr(reference, "MANY_YEARS", value)),
}
"""Every number that decides on references: the shipped value, those to choose from, and how to set it."""
_BY_NUMBER: dict[tuple[str, int], dict[str, Counter[str]]] = {}


def left_out(
    doc: Doc,
    docs: Sequence[Doc],
    language: Language,
    shipped: Mapping[str, Counter[str]],
    alone: Mapping[str, tuple[frozenset[str], frozenset[str]]],
) -> Counter[str]:
    """Return the counts of a document with numbers chosen on the others, and without what only it speaks for."""
    chosen = {}
    for name, (value, choices, put) in NUMBERS.items():
        for choice in choices:
            if (name, choice) not in _BY_NUMBER:
                put(choice)
                _BY_NUMBER[name, choice] = {one.id: counts(one, language) for one in docs} if choice != value else dict(shipped)
                put(value)
        totals = {
            choice: sum(worth(found) for one, found in _BY_NUMBER[name, choice].items() if one != doc.id) for choice in choices
        }
        chosen[name] = max(choices, key=lambda choice, totals=totals, value=value: (totals[choice], choice == value))
    for name, choice in chosen.items():
        NUMBERS[name][2](choice)
    rules, words = alone[doc.id]
    found = counts(doc, without(language, rules, words))
    for name, (value, _, put) in NUMBERS.items():
        if chosen[name] != value:
            print(f"{doc.id}: {name}: {chosen[name]}", file=sys.stderr)
        put(value)
    return found


@contextmanager
def years(rules: frozenset[str]) -> Iterator[None]:
    """Read the years of histories by some rules only."""
    default = history.read_years.__defaults__
    history.read_years.__defaults__ = (rules,)
    try:
        yield
    finally:
        history.read_years.__defaults__ = default


if __name__ == "__main__":
    main()
