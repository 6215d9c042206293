"""Free texts for the fast model, annotated by the teacher.

| source | what | licence |
| --- | --- | --- |
| GermEval 2014 (its test part; the dev part measures) | sentences of news and encyclopaedia | CC BY 4.0 |
| SmartData | news and feeds | CC BY 4.0 |
| MobIE | traffic reports, tweets | CC BY 4.0 |
| SpkAtt-2023 | speeches in the Bundestag | CC BY-SA 4.0 |
| LER | court decisions, a part | CC BY 4.0 |
| events | Wikinews | CC BY 2.5 |
| links, quotes | articles of this project | CC0, CC BY 4.0 |
| treebanks, training part | see ``training.treebanks`` | CC BY-SA |
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen
from spacy.tokens import Doc

from training import names
from training.texts import unspaced

_CHUNK = 160
"""Words of a training text, about."""
_LAW, _SPEECH = 80_000, 170_000
"""Words taken of the sources that are farthest from news."""
_SAME_CLASS, _EXCHANGED = 0.8, 0.8


@frozen
class Text:
    """A text to annotate; ``source`` names the corpus."""

    source: str
    text: str


def _written(forms: Sequence[str], spaces: Sequence[bool]) -> str:
    return "".join(form + (" " if space else "") for form, space in zip(forms, spaces, strict=True)).strip()


def _tagged(source: str, tagged: Sequence[names.Tagged], words: int, joined: int) -> Iterator[Text]:
    seen = 0
    for at in range(0, len(tagged), joined):
        part = tagged[at : at + joined]
        seen += sum(len(one.forms) for one in part)
        if seen > words:
            return
        yield Text(source, " ".join(_written(one.forms, one.spaces) for one in part))


def _paragraphs(source: str, text: str) -> Iterator[Text]:
    lines: list[str] = []
    for line in [*text.split("\n"), None]:
        if line is None or sum(len(one.split()) for one in lines) > _CHUNK:
            if any(lines):
                yield Text(source, "\n".join(lines).strip())
            lines = []
        if line is not None:
            lines.append(line)


def texts(data: Path, corpus: Path) -> Iterator[Text]:
    """Yield the texts in a fixed order. ``corpus``: the newspaper articles of the quotes plugin (JSON Lines)."""
    ner = data / "ner"
    yield from _tagged("GermEval", names.germeval(ner / "NER-de-test.tsv.xz"), 10**9, 2)
    yield from _tagged("MobIE", names.mobie(ner / "mobie.zip"), 40_000, 2)
    law = list(names.columns(names._lines(ner / "ler_dev.conll.xz"), 0, 1, {}, " "))  # noqa: SLF001
    yield from _tagged("LER", law, _LAW, 4)
    for source, text, _ in names.smartdata_texts(ner):
        if source in {"news", "rss"}:
            yield from _paragraphs("SmartData", text)
    seen = 0
    for path in sorted((data / "spkatt").glob("*/*.json")):
        sentences = [one["Tokens"] for one in json.loads(path.read_text("utf-8"))["Sentences"] if one["Tokens"]]
        for at in range(0, len(sentences), 6):
            part = sentences[at : at + 6]
            seen += sum(map(len, part))
            if seen < _SPEECH:
                yield Text("SpkAtt", " ".join(_written(one, unspaced(one)) for one in part))
    for source, path in (
        ("Wikinews", data / "events" / "dev.jsonl"),
        ("links", data / "links" / "docs.jsonl"),
        ("quotes", corpus),
    ):
        for line in path.read_text("utf-8").splitlines():
            yield from _paragraphs(source, json.loads(line)["text"])


def shuffled(found: Sequence[Text], seed: int = 0) -> list[Text]:
    """Return the texts in random order."""
    return random.Random(seed).sample(list(found), len(found))


def renamed(doc: Doc, known: Mapping[str, Sequence[str]], rng: random.Random) -> str | None:
    """Return the text of an annotated document with other names, None where it has none.

    ``known``: words that are names when they stand alone, by class (``PER``, ``LOC``, ``ORG``). Most words of a name are exchanged for another of
    their class, some for any: the teacher says afterwards what the whole is. A genitive stays one.
    """
    changed, parts = False, []
    for token in doc:
        form = token.text
        pool = known.get(token.ent_type_ if rng.random() < _SAME_CLASS else rng.choice(sorted(known)), ())
        if token.ent_type_ and form[:1].isupper() and form.isalpha() and len(pool) and rng.random() < _EXCHANGED:
            other = rng.choice(pool)
            if form.endswith("s") and not other.endswith("s"):
                other += "s"
            form, changed = other, True
        parts.append(form + token.whitespace_)
    return "".join(parts) if changed else None
