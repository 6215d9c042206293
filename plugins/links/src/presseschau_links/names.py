"""Names of persons: one form for all spellings and transliterations, and how alike two names are."""

import re
import unicodedata
from functools import lru_cache

from attrs import frozen
from rapidfuzz.fuzz import ratio

_COMMON = (
    ("ae", "a"), ("oe", "o"), ("ue", "u"), ("dsch", "g"), ("dzh", "g"), ("tsch", "c"), ("tch", "c"), ("cz", "c"), ("schtsch", "s"), ("shch", "s"),
    ("sch", "s"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "kv"), ("x", "ks"), ("tz", "s"),
    ("ts", "s"), ("z", "s"), ("w", "v"), ("ff", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
"""German, English and Polish ways of writing the same sounds, the longer first (DIN 1460, BGN/PCGN, Duden on transcription)."""
_READINGS = ((("ch", "h"),), (("ch", "c"),))
"""What depends on the language that one reads a name in: "ch" in German, and in English."""
_EQUAL = 100.0
_CLOSE = 82.0
_GIVEN_CLOSE = 62.0
_SHORTEST = 4


@lru_cache(maxsize=20_000)
def codes(name: str) -> tuple[str, ...]:
    """Return the codes of a name, one for each way of reading it: equal for spellings of one name."""
    plain = unicodedata.normalize(
        "NFKD", name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    )
    letters = "".join(letter for letter in plain if letter.isalpha() or letter in " -")
    found = []
    for reading in _READINGS:
        code = letters
        for old, new in sorted((*_COMMON, *reading), key=lambda pair: -len(pair[0])):
            code = code.replace(old, new)
        code = re.sub(r"\bie", "e", code.replace("c", "c").replace("ii", "i"))
        code = re.sub(r"(.)\1", r"\1", code)
        found.append(code)
    return tuple(dict.fromkeys(found))


@frozen
class Name:
    """A person's name: the given names ("" where the text gives none) and the surname."""

    given: str
    surname: str

    def __str__(self) -> str:
        return f"{self.given} {self.surname}".strip()

    @property
    def key(self) -> str:
        """The code of the whole name in the German reading."""
        return f"{codes(self.given)[0] if self.given else ''} {codes(self.surname)[0]}"


def same_surname(one: str, other: str) -> float:
    """Return how alike two surnames are in ``0..1``; 0 where they are not one name in two spellings or with a slip."""
    best = 0.0
    for a in _parts(one):
        for b in _parts(other):
            for x in codes(a):
                for y in codes(b):
                    likeness = 100.0 if x == y else ratio(x, y)
                    if likeness >= _CLOSE and (likeness == _EQUAL or min(len(x), len(y)) >= _SHORTEST):
                        best = max(best, likeness / 100)
    return best


def same_person(one: Name, other: Name) -> float:
    """Return how alike two names are in ``0..1``; 0 where given names or surnames are different ones."""
    surname = same_surname(one.surname, other.surname)
    if not surname or not one.given or not other.given:
        return surname
    given = max(_given(a, b) for a in codes(one.given) for b in codes(other.given))
    if given < _GIVEN_CLOSE or (surname < 1.0 and given < _EQUAL and min(surname * 100, given) < _GIVEN_CLOSE):
        return 0.0
    return surname * (0.5 + given / 200)


def _given(one: str, other: str) -> float:
    """Return how alike given names are in per cent; an initial is like any name that begins with it."""
    if one == other:
        return 100.0
    if len(one) == 1 or len(other) == 1:
        return 100.0 if one[:1] == other[:1] else 0.0
    a, b = one.split(), other.split()
    if a[0] == b[0]:
        return 100.0
    return ratio(one, other)


def _parts(surname: str) -> tuple[str, ...]:
    """Return a surname, and the parts of a double one."""
    return (surname, *(part for part in surname.split("-") if len(part) >= _SHORTEST)) if "-" in surname else (surname,)
