"""Make docs.jsonl and gold.json of plugins/links/corpus from its marked.txt.

    python benchmarks/links_corpus.py

A document begins with ``## id | publisher | date or - | title``. ``⟦u.key|words⟧`` marks an utterance, ``s.`` a mention of a speaker, ``e.`` the
trigger of an event; the same key is the same utterance, speaker or event. Marks may be nested. Lines with ``#!`` hold what
concerns several documents. The form of both files is that of the development data for links.
"""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1] / "plugins" / "links" / "corpus"
_MARK = re.compile(r"⟦([use])\.([\w-]+)\||⟧")


def main() -> None:
    """Write both files beside their source."""
    docs, groups = [], {kind: defaultdict(list) for kind in "use"}
    gold: dict[str, Any] = {
        "stories": [],
        "copies": [],
        "speakers": [],
        "utterances": [],
        "events": [],
        "dates": {},
        "conflicts": [],
    }
    names: dict[str, tuple[str, str]] = {}
    dates: dict[str, str | None] = {}
    source = (HERE / "marked.txt").read_text("utf-8")
    for line in re.findall(r"^#! (.*)$", source, re.MULTILINE):
        word, _, rest = line.partition(" ")
        key, _, value = (part.strip() for part in rest.partition("="))
        if word in {"story", "copies"}:
            gold["stories" if word == "story" else "copies"].append(rest.split())
        elif word == "name":
            name, _, role = value.partition(" | ")
            names[key] = (name, role)
        elif word == "event":
            dates[key] = value
        else:
            gold["dates"][key] = None if value == "null" else value
    for block in re.split(r"^## ", source, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        key, publisher, date, title = (part.strip() for part in head.split(" | "))
        text = unmark(key, body.strip(), groups)
        docs.append({"id": key, "publisher": publisher, "title": title, "date": None if date == "-" else date, "text": text})
    gold["utterances"] = list(groups["u"].values())
    gold["speakers"] = [
        {"name": names.get(key, (key, ""))[0], "role": names.get(key, ("", ""))[1], "mentions": found}
        for key, found in groups["s"].items()
    ]
    gold["events"] = [{"date": dates[key], "members": found} for key, found in groups["e"].items()]
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in docs)
    (HERE / "docs.jsonl").write_text(lines, "utf-8")
    (HERE / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")


def unmark(document: str, marked: str, groups: dict[str, Any]) -> str:
    """Return the text without its marks; add what they mark to ``groups``."""
    parts: list[str] = []
    length = end = 0
    opened: list[tuple[str, str, int]] = []
    for mark in _MARK.finditer(marked):
        parts.append(marked[end : mark.start()])
        length += mark.start() - end
        end = mark.end()
        if mark.group(1):
            opened.append((mark.group(1), mark.group(2), length))
        else:
            kind, key, start = opened.pop()
            groups[kind][key].append([document, start, length])
    if opened:
        raise ValueError(f"{document}: {opened[-1]} is not closed")
    return "".join(parts) + marked[end:]


if __name__ == "__main__":
    main()
