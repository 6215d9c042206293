"""Corpora of named entities as sentences of words with one tag each (``B-PER``, ``I-LOC``, ``O`` …).

Sources: GermEval 2014 (CC BY 4.0), SmartData v1 and MobIE of DFKI (CC BY 4.0), UNER German PUD (CC BY-SA 3.0). Parts and derivations
of GermEval (*LOCderiv*) count as no name. SmartData and MobIE do not mark the class MISC: an ``O`` there may be one (``sure`` is False).
"""

import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen
from presseschau_german.names import TAGS

from training.texts import unspaced

__all__ = ["TAGS", "Tagged", "columns", "germeval", "mobie", "smartdata_texts", "uner"]
_GERMEVAL = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC", "MISC": "MISC"}
_SMARTDATA = {
    "person": "PER", "organization": "ORG", "organization-company": "ORG", "location": "LOC", "location-city": "LOC",
    "location-street": "LOC", "location-stop": "LOC",
}  # fmt: skip


@frozen
class Tagged:
    """A sentence or text: words, whether a space follows each, a tag for each; ``sure`` says that ``O`` excludes MISC too."""

    forms: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    sure: bool = True


def _lines(path: Path) -> Iterable[str]:
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        yield from stream


def columns(
    lines: Iterable[str], form: int, tag: int, labels: dict[str, str], separator: str | None = "\t", *, sure: bool = True
) -> Iterator[Tagged]:
    """Yield the sentences of a column format; ``form`` and ``tag`` are column numbers."""
    forms: list[str] = []
    tags: list[str] = []
    for line in lines:
        cells = line.rstrip("\n").split(separator)
        if not line.strip():
            if forms:
                yield _tagged(forms, tags, sure=sure)
            forms, tags = [], []
        elif not line.startswith(("# ", "#\t", "-DOCSTART")) and len(cells) > tag:
            prefix, _, label = cells[tag].partition("-")
            forms.append((cells[form] or "_").replace(" ", "\u00a0"))
            tags.append(f"{prefix}-{labels[label]}" if label in labels else "O")
    if forms:
        yield _tagged(forms, tags, sure=sure)


def _tagged(forms: list[str], tags: list[str], *, sure: bool) -> Tagged:
    mended, before = [], "O"
    for tag in tags:
        mended.append(f"B-{tag[2:]}" if tag.startswith("I-") and before[2:] != tag[2:] else tag)
        before = tag
    spaces = unspaced(forms)
    spaces[-1] = True
    return Tagged(tuple(forms), tuple(spaces), tuple(mended), sure)


def germeval(path: Path) -> list[Tagged]:
    """GermEval 2014, outer level."""
    return list(columns(_lines(path), 1, 2, _GERMEVAL))


def uner(path: Path) -> list[Tagged]:
    """UNER-PUD: persons, places, organisations."""
    return list(columns(_lines(path), 1, 2, _GERMEVAL))


def mobie(path: Path) -> list[Tagged]:
    """MobIE, train and dev and test: traffic news and tweets."""
    found: list[Tagged] = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".conll2003"):
                lines = io.TextIOWrapper(archive.open(name), encoding="utf-8")
                found += columns(lines, 0, 3, _SMARTDATA, "\t", sure=False)
    return [one for one in found if len(one.forms) > 2]


def smartdata_texts(folder: Path) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """Yield source (``news``, ``rss``, ``tweet``), text and spans of names as start, end, label."""
    for part in ("train", "test"):
        with gzip.open(folder / f"smartdata-v1_20180119-{part}.json.gz", "rt", encoding="utf-8") as stream:
            content = stream.read().strip()
        at, decoder = 0, json.JSONDecoder()
        while True:
            while at < len(content) and content[at] in " \n\r\t,[]":
                at += 1
            if at >= len(content):
                break
            record, at = decoder.raw_decode(content, at)
            text = record["text"] if isinstance(record["text"], str) else next(iter(record["text"].values()))
            source = ((record.get("refids") or {}).get("map") or {}).get("source") or ""
            mentions = (record["conceptMentions"] or {}).get("array") or []
            yield (
                source,
                text,
                [(m["span"]["start"], m["span"]["end"], _SMARTDATA[m["type"]]) for m in mentions if m["type"] in _SMARTDATA],
            )
