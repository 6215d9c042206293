"""Numbers of a sentence with what they count, and where sources contradict each other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from presseschau_links.terms import fold, stem

_NUMBER = re.compile(
    r"(?<![\w.,:])(?P<number>\d{1,3}(?:[ .\u00a0]\d{3})+|\d+(?:,\d+)?) (?:(?P<scale>Millionen|Milliarden) )?(?P<what>[A-ZÄÖÜ][\w-]{2,30})"
)
_WORDS = re.compile(
    r"(?<!\w)(?P<number>zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf) (?P<what>[A-ZÄÖÜ][\w-]{2,30})", re.IGNORECASE
)
_VALUES = {
    word: str(value)
    for value, word in enumerate(["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"], 2)
}
_NO_COUNT = frozenset(
    [
        "januar",
        "jänner",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "uhr",
        "jahre",
        "jahren",
        "tage",
        "tagen",
        "tag",
        "woche",
        "wochen",
        "monate",
        "monaten",
        "minuten",
        "minute",
        "stunden",
        "stunde",
        "prozent",
    ]
)


def numbers_in(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers of a sentence with the noun behind each; dates, clock times and durations are left out."""
    for pattern in (_NUMBER, _WORDS):
        for match in pattern.finditer(sentence):
            what = match["what"]
            if fold(what) in _NO_COUNT:
                continue
            number = re.sub(r"[ .\u00a0]", "", match["number"])
            scale = (match.groupdict().get("scale") or "").strip()
            yield _VALUES.get(fold(number), number) + (f" {scale}" if scale else ""), what


def conflicts(told: Iterable[tuple[str, str, Iterable[tuple[str, str]]]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield what is counted differently in several articles, with the members of each number.

    ``told`` are ``(member, document, numbers)``. A noun that one article itself counts twice tells nothing.
    """
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    by_document: dict[tuple[str, str], set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for member, document, numbers in told:
        for number, what in numbers:
            key = stem(fold(what))
            names.setdefault(key, what)
            values[key][number].append(member)
            by_document[key, document].add(number)
    for key in sorted(values):
        several = any(len(found) > 1 for (name, _), found in by_document.items() if name == key)
        if len(values[key]) > 1 and not several:
            yield names[key], {number: sorted(set(members)) for number, members in sorted(values[key].items())}
