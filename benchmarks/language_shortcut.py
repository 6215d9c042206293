"""How often the language gate can do without langdetect, and whether langdetect would have said the same.

    python benchmarks/language_shortcut.py [PLACE ...]

A PLACE is a directory of .txt files or a .jsonl file with a "text" in each row; the default is the seeds and the German collections of
PRESSESCHAU_DATA where they are. Other languages come from spaCy's example sentences (68 languages); and German articles with a stretch of another
language, from a tenth to a half of the words that langdetect looks at, are made of both: they are the hard case, for which langdetect's own
confidence begins to sink. Exits with 1 if fewer than 999 of 1,000 documents get the same guess, confidence included, or any foreign text is called German.
"""

import argparse
import importlib
import json
import os
import pkgutil
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from presseschau.builtin.langdetect import LangdetectGate

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("PRESSESCHAU_DATA", ROOT.parent / "shared" / "data"))
COLLECTIONS = (
    "newspapers/dev.jsonl", "links/docs.jsonl", "events/dev.jsonl", "dates/krauts.dev.jsonl", "dates/wikiwarsde.dev.jsonl",
    "quotes/dev.jsonl", "quotes/train.jsonl", "boilerplate/html.dev.jsonl", "boilerplate/plain_w3m.dev.jsonl", "boilerplate/plain_crop.dev.jsonl",
    "boilerplate/plain_insc.dev.jsonl", "boilerplate/plain_h2t.dev.jsonl", "spkatt/dev", "spkatt/train",
)  # fmt: skip
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
MIXED = 1000
WORDS = 70
"""Words in the 500 letters that are looked at."""
AGREE = 0.999


def main() -> int:
    """Measure; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("places", nargs="*", type=Path)
    given = parser.parse_args()
    german: list[str] = []
    all_same = total = 0
    print(f"{'collection':34} {'texts':>6} {'not asked':>10} {'the same':>9} {'ms with':>8} {'without':>8}")
    for place in given.places or [ROOT / "seeds", *(DATA / name for name in COLLECTIONS)]:
        found = list(texts(place))
        if not found:
            continue
        same = row(f"{place.parent.name}/{place.name}", found)
        all_same, total = all_same + same, total + len(found)
        german += found
    foreign = dict(examples())
    names = [f"{language}: {guess}" for language, text in foreign.items() if (guess := shortcut(text)) == "de"]
    row("spaCy's examples", list(foreign.values()))
    chance = random.Random(0)  # noqa: S311 - no secret
    for share in SHARES:
        row(
            f"German, {share:.0%} of it foreign",
            [mixed(chance, german, list(foreign.values()), share) for _ in range(MIXED // len(SHARES))],
        )
    agree = all_same / max(total, 1)
    print(f"{total} documents: the same guess for {agree:.4f}; foreign texts taken for German: {', '.join(names) or 'none'}")
    return 0 if total and agree >= AGREE and not names else 1


def row(name: str, found: Sequence[str]) -> int:
    """Print a row and return for how many texts both ways give the same."""
    quick, asked = LangdetectGate(), LangdetectGate(always_ask=True)
    asked.detect_language(found[0])  # loads the profiles
    began = time.process_time()
    first = [quick.detect_language(text) for text in found]
    between = time.process_time()
    second = [asked.detect_language(text) for text in found]
    ended = time.process_time()
    same = sum(one == other for one, other in zip(first, second, strict=True))
    taken = sum(shortcut(text) == "de" for text in found)
    each = 1000 / len(found)
    print(
        f"{name:34} {len(found):6} {taken / len(found):10.1%} {same / len(found):9.4f} {(between - began) * each:8.2f} {(ended - between) * each:8.2f}"
    )
    return same


class _Asked(Exception):  # noqa: N818 - no error
    """langdetect would be asked."""


def shortcut(text: str) -> str:
    """Return "de" where langdetect is not asked, else ""."""
    from presseschau.builtin import langdetect  # noqa: PLC0415 - to be patched

    def asked(_letters: str, _seed: int) -> None:
        raise _Asked

    kept = langdetect._detect  # noqa: SLF001 - what is measured is whether it is called
    langdetect._detect = asked  # type: ignore[assignment]  # noqa: SLF001
    try:
        return LangdetectGate().detect_language(text).language.replace("unknown", "")
    except _Asked:
        return ""
    finally:
        langdetect._detect = kept  # noqa: SLF001


def texts(place: Path) -> Iterator[str]:
    """Yield the texts of a place; none where it is not there."""
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.suffix == ".txt" and place.name == "seeds":
                yield path.read_text("utf-8")
            elif path.suffix == ".txt":
                continue
            elif path.suffix == ".json":
                yield from speech(path)
    elif place.is_file():
        for line in place.open(encoding="utf-8"):
            data = json.loads(line)
            text = data.get("text") or data.get("gold_text") or "\n".join(one["text"] for one in data.get("lines", ()))
            if text:
                yield text


def speech(path: Path) -> Iterator[str]:
    """Yield a speech of SpkAtt: sentences of tokens."""
    data = json.loads(path.read_text("utf-8"))
    words = [" ".join(one["Tokens"]) for one in data.get("Sentences", ()) if "Tokens" in one]
    if words:
        yield "\n".join(words)


def examples() -> Iterator[tuple[str, str]]:
    """Yield the example sentences of each language that spaCy has some of, but German."""
    import spacy.lang  # noqa: PLC0415 - takes two seconds

    for module in pkgutil.iter_modules(spacy.lang.__path__):
        if module.name in {"de", "xx"}:  # xx has a German sentence among others
            continue
        try:
            yield module.name, " ".join(importlib.import_module(f"spacy.lang.{module.name}.examples").sentences)
        except ImportError:
            continue


def mixed(chance: random.Random, german: Sequence[str], foreign: Sequence[str], share: float) -> str:
    """Return the beginning of a German text into which words of another language were put, as a sentence of its own."""
    words, others = chance.choice(german)[:3000].split(), chance.choice(foreign).split()
    number = int(WORDS * share)
    first = chance.randrange(max(1, len(others) - number))
    at = chance.randrange(min(len(words), WORDS) + 1)
    return " ".join([*words[:at], *others[first : first + number], *words[at:]])


if __name__ == "__main__":
    sys.exit(main())
