"""WebAnno TSV 3.x, as INCEpTION writes it: span layers, their features, and relation layers between them.

The format: https://inception-project.github.io, "WebAnno TSV 3.x". Offsets count UTF-16 code units.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

from presseschau import Span
from presseschau_evaluate.assemble import Labelled, document
from presseschau_evaluate.gold import GoldDocument

_VALUE = re.compile(r"(?P<value>.*?)(?:\[(?P<number>\d+)\])?")
_TEXT = "#Text="


@frozen
class _Column:
    layer: str
    feature: str
    relation: bool


@frozen
class _Layer:
    """The tokens of one labelled span, and its features."""

    spans: list[Span] = field(factory=list)
    features: dict[str, str] = field(factory=dict)


def read(path: Path, labels: Mapping[str, str]) -> list[GoldDocument]:
    """Read one file, or all ``.tsv`` files of a directory and the directories in it."""
    files = sorted(path.rglob("*.tsv")) if path.is_dir() else [path]
    return [_document(file, file.stem, labels) for file in files]


def _document(file: Path, name: str, labels: Mapping[str, str]) -> GoldDocument:
    columns, sentences, rows = _parts(file.read_text("utf-8").splitlines())
    text = _text(rows, sentences)
    units = _Units(text)
    found: dict[tuple[str, str], _Layer] = {}
    relations: list[tuple[str, str]] = []
    for row in rows:
        for column, value, number in _cells(row, columns):
            if column.relation:
                if column.feature.startswith("BT_"):
                    relations.append((row[0], value.partition("[")[0]))
                continue
            layer = found.setdefault((column.layer, number or row[0]), _Layer())
            layer.spans.append(units.span(row))
            layer.features.setdefault(column.feature.casefold(), value)
    labelled = [_labelled(key, layer, text, labels) for key, layer in found.items()]
    at = {row[0]: units.span(row).start for row in rows}
    pairs = [(_key_at(at.get(first), labelled), _key_at(at.get(second), labelled)) for first, second in relations]
    return document(name, text, labelled, pairs, labels)


def _parts(lines: list[str]) -> tuple[list[_Column], list[str], list[list[str]]]:
    """Return the columns, the sentences and the rows of tokens of a file."""
    columns: list[_Column] = []
    for line in lines:
        if line.startswith(("#T_SP=", "#T_RL=")):
            layer, *features = line[6:].split("|")
            columns += [_Column(layer, feature, line.startswith("#T_RL=")) for feature in features or [""]]
    sentences = [line.removeprefix(_TEXT) for line in lines if line.startswith(_TEXT)]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return columns, sentences, rows


def _cells(row: list[str], columns: list[_Column]) -> Iterator[tuple[_Column, str, str | None]]:
    """Yield what stands in the cells of a row: column, value, and the number that joins the tokens of one span."""
    for column, cell in zip(columns, row[3:], strict=False):
        if cell in {"_", ""} or (column.relation and cell == "*"):
            continue
        for part in cell.split("|"):
            match = _VALUE.fullmatch(part.replace("\\", ""))
            value, number = (match["value"], match["number"]) if match and not column.relation else (part, None)
            yield column, "" if value == "*" else value, number


def _key_at(offset: int | None, labelled: list[Labelled]) -> str:
    holding = (one.key for one in labelled if offset is not None and any(s.start <= offset < s.end for s in one.spans))
    return next(holding, "")


def _labelled(key: tuple[str, str], layer: _Layer, text: str, labels: Mapping[str, str]) -> Labelled:
    """Join the tokens of a span, and take for its label the feature that names a known one, else the layer."""
    joined: list[Span] = []
    for span in sorted(set(layer.spans)):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    name = key[0].rsplit(".", 1)[-1]
    label = next((value for value in layer.features.values() if value.casefold() in labels), name)
    return Labelled(key=f"{key[0]}/{key[1]}", label=label, spans=tuple(joined), attributes=layer.features)


def _text(rows: list[list[str]], sentences: list[str]) -> str:
    """Return the document's text: its sentences at the offsets of their tokens, with line breaks between."""
    starts: dict[str, int] = {}
    for row in rows:
        starts.setdefault(row[0].split("-")[0], int(row[1].split("-")[0]))
    buffer = b""
    for start, sentence in zip(starts.values(), sentences, strict=False):
        lead = len(sentence) - len(sentence.lstrip())
        missing = start - lead - len(buffer) // 2
        buffer += ("\n" * max(0, missing)).encode("utf-16-le") + sentence.replace("\\n", "\n").encode("utf-16-le")
    return buffer.decode("utf-16-le")


class _Units:
    """Maps offsets in UTF-16 code units to code points."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-16-le")
        self._plain = len(self._data) == 2 * len(text)

    def span(self, row: list[str]) -> Span:
        """Return the span of a row's token."""
        start, end = row[1].split("-")
        return Span(self._code_point(int(start)), self._code_point(int(end)))

    def _code_point(self, units: int) -> int:
        return units if self._plain else len(self._data[: 2 * units].decode("utf-16-le", "ignore"))
