"""brat's stand-off: ``NAME.txt`` beside ``NAME.ann`` with text-bound annotations (T), relations (R) and attributes (A, #)."""

import re
from collections.abc import Mapping
from pathlib import Path

from presseschau import Span
from presseschau_evaluate.assemble import Labelled, document
from presseschau_evaluate.gold import GoldDocument

_BOUND = re.compile(r"(?P<key>T\d+)\t(?P<label>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+){0,999})(?:\t.*)?")
_RELATION = re.compile(r"R\d+\t\S+ \S+?:(?P<first>T\d+) \S+?:(?P<second>T\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(?P<name>\S+) (?P<key>T\d+)(?: (?P<value>.*))?")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (?P<key>T\d+)\t(?P<value>.*)")


def read(path: Path, labels: Mapping[str, str]) -> list[GoldDocument]:
    """Read one ``.ann`` file, or all of a directory and the directories in it."""
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    root = path if path.is_dir() else path.parent
    return [_document(file, file.relative_to(root).with_suffix("").as_posix(), labels) for file in files]


def _document(file: Path, name: str, labels: Mapping[str, str]) -> GoldDocument:
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    lines = file.read_text("utf-8").splitlines()
    attributes: dict[str, dict[str, str]] = {}
    for line in lines:
        if match := _ATTRIBUTE.fullmatch(line):
            attributes.setdefault(match["key"], {})[match["name"].casefold()] = match["value"] or "true"
        elif match := _NOTE.fullmatch(line):
            attributes.setdefault(match["key"], {}).setdefault("value", match["value"])
    labelled = [
        Labelled(
            key=match["key"],
            label=match["label"],
            spans=tuple(Span(*map(int, one.split())) for one in match["spans"].split(";")),
            attributes=attributes.get(match["key"], {}),
        )
        for line in lines
        if (match := _BOUND.fullmatch(line))
    ]
    relations = [(match["first"], match["second"]) for line in lines if (match := _RELATION.fullmatch(line))]
    return document(name, text, labelled, relations, labels)
