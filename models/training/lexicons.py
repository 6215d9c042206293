"""Full forms of German with their lemmas and features: the data of the package gmrde (german-morph-dictionaries, CC BY-SA 4.0)."""

import csv
import importlib.util
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path


def _path() -> Path:
    found = importlib.util.find_spec("gmrde")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("The full forms are not installed: pip install gmrde")
    return Path(next(iter(found.submodule_search_locations))) / "data" / "german.csv"


def entries() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield form, lemma and tags (``VER``, ``KJ1``, ``PRT`` …) of each full form."""
    with _path().open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            if len(row) > 2 and row[0]:
                yield row[0], row[1], tuple(row[2].split(":"))


def forms() -> Iterator[str]:
    """Yield the forms, repeated where they have several readings."""
    return (form for form, _, _ in entries())


def write(path: Path) -> dict[str, int]:
    """Write what the models look up, as xz-compressed lines ``kind<TAB>form<TAB>rest``, and return how many of each kind there are.

    ``n`` nouns and ``v`` verbs with their lemma (several readings of one form are left out), ``a`` comparatives, superlatives and irregular
    adjectives; ``s`` finite forms that are subjunctive only, ``e`` those in *-e* that are subjunctive or present tense, ``i`` finite forms that
    are never subjunctive.
    """
    lemmas: dict[str, dict[str, set[str]]] = {"n": {}, "v": {}, "a": {}}
    readings: dict[str, set[str]] = {}
    for form, lemma, tags in entries():
        kind = {"SUB": "n", "VER": "v", "ADJ": "a"}.get(tags[0])
        if kind is None or ((kind == "v") != form[0].islower() and kind == "v"):
            continue
        if not form.replace("-", "").isalpha() or (kind == "n" and form[0].islower()):
            continue
        lemmas[kind].setdefault(form, set()).add(lemma)
        if kind == "v" and not {"INF", "PA2"} >= {*tags[1:]}:
            readings.setdefault(form, set()).update(tags)
    lines: list[str] = []
    for kind, found in lemmas.items():
        for form, several in sorted(found.items()):
            (lemma, *others) = sorted(several)
            regular = kind == "a" and form.startswith(lemma) and form[len(lemma) :] in {"", "e", "en", "er", "es", "em"}
            ordinal = kind == "a" and (lemma.endswith("te") or form.startswith("weiter"))  # GSD: "erst", "weiterer"
            if not others and not regular and not ordinal:
                lines.append(f"{kind}\t{form}\t{lemma}")
    for form, tags in sorted(readings.items()):
        subjunctive, preterite, present = bool(tags & {"KJ1", "KJ2"}), "PRT" in tags, "PRÄ" in tags
        if subjunctive and not preterite and not present:
            lines.append(f"s\t{form}\t")
        elif subjunctive and present and not preterite and form.endswith("e"):
            lines.append(f"e\t{form}\t")
        elif not subjunctive and (preterite or present):
            lines.append(f"i\t{form}\t")
    with lzma.open(path, "wt", encoding="utf-8", preset=9) as stream:
        stream.write("\n".join(lines))
    return dict(Counter(line[0] for line in lines))
