"""Who a speaker mention is: the fuller name that the document gives for "Merkel", "die Kanzlerin" or "er".

Conservative: a surname counts only where the document names one bearer of it, an office only where it names one holder.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from presseschau_quotes import characters
from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import PERSON, kind_of_noun, voice_words
from presseschau_quotes.tokens import Unit
from presseschau_quotes.words import words

_NOT_NAMES = words("not_names")
_INSIDE = words("name_inside")
_LEADING = words("name_leading")
_TITLES = words("titles")
_RELATIONS = words("relations")
_NOBLE = words("noble")
_DEGREES = re.compile(
    r"\b(?:(?:Prof|Dr|Dipl|Mag|Univ)\.(?:[ -]?(?:med|phil|jur|iur|rer|nat|h|c|h\.c|theol|oec|pol|techn|dent|vet|habil|Ing)\.){0,5} ?){1,3}"
)
_GIVEN = voice_words("given_like_persons")
_ARTICLES = words("det_n") | words("det_o") | words("prep")
_OFFICE_ENDINGS = tuple(sorted(words("office_endings")))
_COMMON_ENDINGS = tuple(sorted(words("common_endings")))
_ADJECTIVES = ("ische", "ischer", "ischen", "liche", "licher", "lichen")
_NO_NAME = lx.QUOTE | lx.FUNCTION | lx.ADV
_AGED = ("jährige", "jähriger", "jährigen")
"""Endings of what only persons are called: "die 37-jährige"."""

_CAPITAL = r"[A-ZÄÖÜÀ-ÖØ-Þ][\w\u0300-\u036f'’-]{0,60}\.?"
_PARTICLE = r"(?:[Vv][ao]n(?: de[rnm])?|von und zu|de(?: l[ao]s?)?|zu[mr]?|bin|ibn|[Aa]l|da|d[ei]l|di|dos|du|la|le|el|ter|ten) "
_ARTICLE = r"(?:[Aa][lrsdnt]|[Ee]l|[Bb]en|[Ii]bn)-"  # "al-Muster", assimilated "as-Muster"
_RUN = re.compile(rf"{_CAPITAL}(?: (?:{_PARTICLE})?(?:{_ARTICLE})?{_CAPITAL}){{0,6}}")
_MOST_WORDS = 4
_PAIR = 2
_INDEFINITE = frozenset(["ein", "eine", "einer", "eines", "einem", "kein", "keine", "jeder", "jede", "mancher"])
_BEFORE_PERSONS = frozenset(["laut", "mit", "gegen", "für", "gegenüber", "neben", "ohne"])
_BEFORE_NOUNS = frozenset(["der", "die", "das", "dem", "den"]) | _INDEFINITE
_MAX_NAMES = 2_000
"""Names kept per text: an article has some dozens; a phone book must not take quadratic time."""


@frozen
class Named:
    """A full name in the text without titles, where it starts, and the office before it ("Kanzlerin") or "".

    ``outer`` is where the words before it start that belong to it, ``end`` where it ends.
    """

    text: str
    start: int
    office: str
    outer: int
    end: int


class Names:
    """The full names of a text, by surname and by office."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_surname: dict[str, list[Named]] = {}
        self._by_office: dict[str, list[Named]] = {}
        self._holding: dict[str, list[Named]] = {}
        self._starts: list[int] = []
        self._all: list[Named] = []
        self.led: set[tuple[str, ...]] = set()
        """Surnames with their particles, "von der Muster", in lower case, of those whom the text gives one first name."""
        total = 0
        for unit in units:
            for named in _names_in(unit):
                self._starts.append(named.start)
                self._all.append(named)
                surname = named.text.rpartition(" ")[2]
                for form in {surname, _bare(surname)}:
                    self._by_surname.setdefault(form, []).append(named)
                parts = named.text.lower().split()
                if parts[1] in _LEADING:
                    self.led.add(tuple(parts[1:]))
                if named.office:
                    self._by_office.setdefault(named.office.lower(), []).append(named)
                total += 1
            if total >= _MAX_NAMES:
                return

    def between(self, start: int, end: int) -> int:
        """Return how many full names start at ``start <= offset < end``."""
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def within(self, start: int, end: int) -> list[Named]:
        """Return the full names that start at ``start <= offset < end``."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def is_person(self, name: str) -> bool:
        """Tell whether a resolved name has a first name and a surname."""
        return " " in name

    def office(self, name: str) -> str:
        """Return the office that stands before a full name somewhere in the text, or ""."""
        bearers = self._by_surname.get(name.rpartition(" ")[2], ())
        return next((one.office for one in bearers[:_MOST_HOLDERS] if one.text == name and one.office), "")

    def knows(self, surname: str) -> bool:
        """Tell whether the text gives somebody's full name with this surname."""
        return surname in self._by_surname

    def resolve(self, mention: str, at: int) -> str | None:  # noqa: C901, PLR0911 - one branch per construction
        """Return the full name behind a mention at offset ``at``; None where the text leaves it open."""
        mention = _DEGREES.sub("", characters.plain(mention))
        runs = _runs(mention)
        if (" und " in mention or " sowie " in mention) and sum(len(_without_offices(run)) > 1 for run in runs) > 1:
            return None  # several persons
        if runs and 1 < len(runs[0]) <= _MOST_WORDS and mention.startswith(" ".join(runs[0]) + ", ") and _personal(runs[0]):
            runs = runs[:1]  # "Eva Muster, Leiterin der Bank"
        for run in runs:
            name = _without_offices(run)
            inner = name[:-1] if len(name) == _PAIR else name
            plain = name[0][:1].isupper() and not any(_no_part_of_name(word) for word in inner) and not name[-1].isupper()
            if len(name) < len(run) and 1 < len(name) < _MOST_WORDS and plain:
                return " ".join(name)
        apposed = _apposed(mention)
        if apposed is not None:
            return apposed
        capitals = runs[0] if runs else []
        if not capitals:
            return None
        last = _bare(capitals[-1])
        if len(capitals) == 1 and mention.partition(" ")[0].lower() in _BEFORE_NOUNS and not _is_person(last):
            return None  # "die Lufthansa": no surname has an article
        bearers = self._by_surname.get(last) or (self._by_surname.get(last[:-1]) if last.endswith("s") else None)
        if bearers:
            return _only(bearers)
        if 1 < len(capitals) <= _MOST_WORDS and mention.startswith(" ".join(capitals) + ", ") and _personal(capitals):
            return " ".join(capitals)  # "Eva Muster, Leiterin der Bank"
        if len(capitals) == 1 and _is_person(last) and mention.partition(" ")[0].lower() not in _INDEFINITE:
            return _only([named for named in self._holders(last.lower()) if named.start < at])
        return None

    def _holders(self, office: str) -> list[Named]:
        """Return who holds an office, "Ministerin", or one that ends in it, "Finanzministerin"."""
        if office not in self._holding:
            tails = [named for name, held in self._by_office.items() if name.endswith(office) for named in held[:_MOST_HOLDERS]]
            self._holding[office] = sorted(tails, key=lambda named: named.start)[:_MOST_HOLDERS]
        return self._holding[office]


_MOST_HOLDERS = 20


def _apposed(mention: str) -> str | None:
    """Return the full name in apposition to a noun with its article: "die Anwältin des Klägers, Eva Muster"."""
    described, *appositions = mention.split(", ")
    front = described.lower().split()[:2]
    if not appositions or _ARTICLES.isdisjoint(front) or " und " in mention or " sowie " in mention:
        return None
    names = []
    for one in appositions:
        run = _runs(one)
        if len(run) == 1 and one.startswith(run[0][0]) and len(run[0]) > 1 and " ".join(run[0]) == one:
            names.append(_without_offices(run[0]))
    if len(names) != 1 or not 1 < len(names[0]) <= _MOST_WORDS or not _personal(names[0]):
        return None
    return " ".join(names[0])


def _no_part_of_name(word: str) -> bool:
    lowered = word.lower()
    return (lx.is_role(word) and lowered not in _NOBLE) or word.isupper() or lowered in _NOT_NAMES


def _personal(name: Sequence[str]) -> bool:
    """Tell whether words can be a person's name: no office, no common noun, no abbreviation."""
    return not _common(name[-1]) and not any(lx.is_role(word) or word.isupper() or word.lower() in _NOT_NAMES for word in name)


def _bare(surname: str) -> str:
    """Return "Muster" for "al-Muster"."""
    return re.sub(rf"\A{_ARTICLE}(?=\w)", "", surname)


def _only(candidates: Sequence[Named]) -> str | None:
    distinct = {named.text for named in candidates[:_MOST_HOLDERS]}
    return candidates[0].text if len(distinct) == 1 else None


def _runs(mention: str) -> list[list[str]]:
    """Return the runs of capitalised words of a mention, commas and brackets between them, articles left out."""
    found: list[list[str]] = []
    for match in _RUN.finditer(mention):
        run = match.group().split()
        while run and run[0].lower() in _ARTICLES | _INSIDE:
            run.pop(0)
        if run and not (match.start() and mention[match.start() - 1] == "("):
            found.append(run)
    return found


def _without_offices(run: Sequence[str]) -> list[str]:
    """Drop offices and titles before a name, and what looks like an office where two words of name remain."""
    rest = list(run)
    for k in range(len(rest) - 3, 0, -1):
        if _is_person(rest[k]) and rest[k].lower() not in _NOBLE:  # "Hessens Ministerpräsident Anna Muster"
            rest = rest[k + 1 :]
            break
    while len(rest) > 1 and (_is_person(rest[0]) or rest[0].lower().partition(".")[0] in _TITLES or _looks_like_office(rest)):
        rest.pop(0)
    return rest


def _is_person(word: str) -> bool:
    if lx.is_role(word) or word.lower() in _RELATIONS:
        return True
    return kind_of_noun(word) == PERSON and word.lower() not in _GIVEN


def _looks_like_office(rest: Sequence[str]) -> bool:
    if len(rest) < 3 or rest[1].lower() in _INSIDE | _NOBLE:  # noqa: PLR2004 - "Karl-Theodor zu Muster": no two words of name behind it
        return False
    return len(rest[0]) > 6 and rest[0].endswith(_OFFICE_ENDINGS)  # noqa: PLR2004 - "Peter" is none


def _names_in(unit: Unit) -> Iterator[Named]:
    j, last = 0, len(unit) - 1
    flags = unit.flags
    for i in range(last):
        if i < j or not flags[i] & lx.CAP or not (flags[i + 1] & lx.CAP or unit.lows[i + 1] in _INSIDE):
            continue  # nearly all nouns stand alone
        if not _nameable(unit, i):
            continue
        j = _run_end(unit, i)
        start = j - len(_without_offices(unit.words[i:j]))
        inside = unit.words[start:j]
        if not 1 < len(inside) <= _MOST_WORDS or not inside[0][:1].isupper():
            continue
        if inside[0].lower() in _LEADING or inside[0].endswith(_ADJECTIVES):
            continue  # "Van der Muster" alone is a surname, "Buddhistische Mönche" are none
        office = unit.words[start - 1] if start > i else ""
        if i and not office and unit.flags[i - 1] & (lx.DET_N | lx.DET_O | lx.PREP | lx.ADJ):
            before = unit.lows[i - 1]
            if before not in _BEFORE_PERSONS and not before.endswith(_AGED):
                continue
        titled = office and len(inside) == _PAIR and lx.is_role(inside[-1]) and not lx.is_role(inside[0])
        if titled or not _common(inside[-1]):  # "Minister Otto Richter"
            yield Named(" ".join(inside), unit.starts[start], office, unit.starts[i], unit.ends[j - 1])


def join_surnames(unit: Unit, named: Names) -> None:
    """Make one token of a surname with particles that stands without its first name beside a verb: "sagte von der Muster"."""
    if not named.led:
        return
    for i in range(len(unit) - 2):
        if unit.lows[i] not in _LEADING or (unit.flags[i] & lx.QUOTE):
            continue
        for j in range(i + 2, min(len(unit), i + _MOST_WORDS) + 1):
            told = i > 0 and unit.flags[i - 1] & lx.REPORT and unit.flags[i - 1] & lx.FIN
            tells = i == 0 and j < len(unit) and unit.flags[j] & lx.VERB
            if (told or tells) and tuple(unit.lows[i:j]) in named.led:
                unit.join(i, j)
                return


def _common(word: str) -> bool:
    return (
        bool(lx.noun_classes(word))
        or (lx.is_role(word) and word.lower() not in _NOBLE)
        or word.lower().endswith(_COMMON_ENDINGS)
    )


def _run_end(unit: Unit, i: int) -> int:
    j, count = i, min(len(unit), i + 2 * _MOST_WORDS)
    while j < count:
        if _nameable(unit, j) or (
            unit.lows[j] in _INSIDE and j > i and j + 1 < count and (_nameable(unit, j + 1) or unit.lows[j + 1] in _INSIDE)
        ):
            j += 1
        else:
            break
    while j > i and unit.lows[j - 1] in _INSIDE:
        j -= 1
    return j


def _nameable(unit: Unit, i: int) -> bool:
    flags = unit.flags[i]
    return bool(flags & lx.CAP) and not flags & _NO_NAME and _can_name(unit.words[i])


@lru_cache(maxsize=65_536)
def _can_name(word: str) -> bool:
    lowered = word.lower()
    return len(word) > 1 and lowered not in _NOT_NAMES and not word.isupper() and not lx.is_function(lowered)
