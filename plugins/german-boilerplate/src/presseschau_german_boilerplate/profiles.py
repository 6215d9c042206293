"""Profiles: what a collection of pages repeats, frozen in a file.

Furniture repeats from page to page; an article does not. Counting that while a run goes on would make its results depend on the
order of its documents, so the counting is a command of its own (``presseschau profile``), and what it
writes is a file that a config names. The lines are kept as hashes: a profile holds no text.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from attrs import evolve, frozen

from presseschau_german_boilerplate.lines import split_lines
from presseschau_german_boilerplate.phrases import normal_form
from presseschau_german_boilerplate.rules import Facts

FORMAT = 1
_SHORTEST_LINE = 3
LEAST_PAGES = 3
LEAST_SHARE = 0.02


def line_key(line: str) -> str:
    """Return the hash by which a profile knows a line; empty for lines too short or too long to be known."""
    normal = normal_form(line)
    if len(normal) < _SHORTEST_LINE:
        return ""
    return hashlib.blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@frozen(eq=False)
class Profile:
    """The lines that many pages of a collection share, by hash; ``fingerprint`` names the content."""

    pages: int
    lines: frozenset[str]
    fingerprint: str

    def apply(self, text: str, facts: Sequence[Facts]) -> list[Facts]:
        """Cut the lines that the profile knows and no rule has cut."""
        return [
            evolve(one, rule="profile/line", label="furniture")
            if not one.rule and line_key(text[one.start : one.end]) in self.lines
            else one
            for one in facts
        ]


def make_profile(texts: Iterable[str], *, least_pages: int = LEAST_PAGES, least_share: float = LEAST_SHARE) -> Profile:
    """Count on how many pages each line stands; keep those on enough of them. The order of the texts does not matter."""
    count: Counter[str] = Counter()
    pages = 0
    for text in texts:
        pages += 1
        count.update({line_key(text[line.start : line.end]) for line in split_lines(text)} - {""})
    needed = max(least_pages, least_share * pages)
    lines = frozenset(key for key, number in count.items() if number >= needed)
    return Profile(pages, lines, fingerprint_of(lines))


def fingerprint_of(lines: Iterable[str]) -> str:
    """Return the SHA-256 of the sorted hashes."""
    return hashlib.sha256("\n".join(sorted(lines)).encode("ascii")).hexdigest()


def write_profile(profile: Profile, path: Path) -> None:
    """Write a profile as JSON."""
    saved = {"format": FORMAT, "pages": profile.pages, "fingerprint": profile.fingerprint, "lines": sorted(profile.lines)}
    path.write_text(json.dumps(saved, indent=0) + "\n", encoding="utf-8")


@cache
def load_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        ValueError: it is not a profile, or its lines are not those that its fingerprint names.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        lines = frozenset(map(str, saved["lines"]))
        pages, fingerprint, form = int(saved["pages"]), str(saved["fingerprint"]), saved["format"]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} is not a profile; make one with presseschau profile") from error
    if form != FORMAT or fingerprint != fingerprint_of(lines):
        raise ValueError(f"{path.name} has another format or was changed after it was made; make it again")
    return Profile(pages, lines, fingerprint)
