"""The page of all accuracy figures, gathered from the pages that explain them: each figure has one home, and stands here as it stands there."""

import re
from collections.abc import Iterator
from pathlib import Path

EXPLANATION = Path(__file__).resolve().parent / "explanation"
SUBJECTS = (
    ("Boilerplate in flattened text", "boilerplate.md", ("What it reaches", "Precision and recall"), "Limits"),
    ("Text and metadata of web pages", "web-pages.md", ("Figures",), ""),
    ("Quotations", "quotes.md", ("Figures",), "Known limits"),
    ("Dates", "dates.md", ("Figures",), "Where it fails"),
    ("Events", "events.md", ("What it reaches",), "Where it fails"),
    ("Links across articles", "links.md", ("How well",), "What it does not do"),
    ("Language models", "language-models.md", ("How good they are", "What it is worth to the extractors"), ""),
)
"""Subject, page, the sections with its figures, and the section that says what is not good, where there is one."""
INTRODUCTION = """\
# Accuracy: all figures in one place

<!-- made by docs/accuracy.py from the other pages of this directory: change a figure there, then run docs/generate.py -->

How good are the results, on what were they measured, and what is not good yet? Each table below stands on the page that explains it, with
what it was tuned on and what was tried and left out; the command that makes it stands beside it.

## How accuracy is measured

- **On data that decided nothing.** Rules and models were made on one part of the data; what counts is the other. Where all labelled data had to be
  used, each document (page, publisher, host) is judged by what was made without it: *leave one out*, *folds*, *publishers left out*. Figures on data
  that were seen are given only beside those, and called flattering.
- **By the scorers of the field** where there are some: the authors' scorer for quotations (Petersen-Frey & Biemann 2024), TIMEX3 spans and values as
  in TempEval-3, attachment scores as CoNLL counts them, pairwise and B-cubed F1 for groups. They lie in `benchmarks/scorers`.
- **Through the shipped config**, cleaning and sentence splitting included, not on gold sentences.
- **A confidence is a promise.** Where a plugin says 0.9, nine of ten should be right; the pages of quotations and names hold it against labels.
- **Quality floors** (`tests/test_quality_floors.py`) keep the figures from falling unseen. The data are not part of the project, since most may not be passed on:
  where they are absent these tests are skipped and say so. `DATA` and `../shared/data` in the commands stand for the place of yours.

| word | means |
| --- | --- |
| precision, recall, F1 | the share of what was found that is right; of what is there that was found; their harmonic mean |
| strict (exact), relaxed (overlap) | the same span; any span that overlaps |
| token F1, lost, noise | precision and recall over the words of a page; the share of the article that was cut; the share of the result that is not the article |
| UPOS, XPOS, UAS, LAS | share of words with the right part of speech, tag, head, head and relation |
| stated, right | the confidence that a plugin gives; the share of such findings that is right |

Speed and memory are on a page of [their own](speed.md). To measure on texts of yours, see [Evaluate on your own labelled data](../how-to/evaluate-on-your-own-data.md).
"""
NOT_GOOD = """\
## What is not good yet

From the same pages, in their words. Above all: the labelled data are small (37 to 150 documents for most subjects), nearly all news in German of Germany, and
some were made in this project; another genre, dialect or century will give less. Aims that were missed stand beside what was reached.
"""
_AIM = re.compile(r"\b(?:goals?|aims?|remaining errors)\b")


def accuracy_page() -> str:
    """Return the page."""
    parts = [INTRODUCTION]
    for subject, page, names, _ in SUBJECTS:
        sections = _sections(page)
        found = [block for name in names for block in _figures(sections[name])]
        parts.append("\n\n".join([f"## {subject}", f"Explained in [{page.removesuffix('.md')}]({page}).", *found]) + "\n")
    parts.append(NOT_GOOD)
    for subject, page, names, limits in SUBJECTS:
        sections = _sections(page)
        aims = [
            block for name in names for block in sections[name] if _AIM.search(block) and not block.startswith(("|", "    "))
        ]
        bullets = [block for block in sections.get(limits, []) if block.startswith("- ")]
        if aims or bullets:
            parts.append("\n\n".join([f"### {subject}", *aims, *bullets]) + "\n")
    return "\n".join(parts)


def _sections(page: str) -> dict[str, list[str]]:
    """Return the blocks of each section of a page, those of its subsections among them.

    Raises:
        KeyError: by whoever asks for a section that was renamed; ``SUBJECTS`` names them.
    """
    text = (EXPLANATION / page).read_text("utf-8")
    found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {name: _blocks(body) for name, body in zip(found[1::2], found[2::2], strict=True)}


def _blocks(body: str) -> list[str]:
    """Return what blank lines part; a fence is one block."""
    fences = re.split(r"(^```.*?^```$)", body, flags=re.MULTILINE | re.DOTALL)
    parts = [[part] if part.startswith("```") else re.split(r"\n{2,}", part) for part in fences]
    return [block.strip("\n") for part in parts for block in part if block.strip()]


def _figures(blocks: list[str]) -> Iterator[str]:
    """Yield the tables, the commands, the headings over them, and of the prose what leads to a table or a command."""
    for block, following in zip(blocks, [*blocks[1:], ""], strict=True):
        if block.startswith("### "):
            yield f"#{block}"
        elif _is_figure(block) or _is_figure(following) or "`python benchmarks/" in block:
            yield block


def _is_figure(block: str) -> bool:
    return block.startswith(("|", "    python", "    sed", "```console"))
