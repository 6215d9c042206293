"""The words the rules know, read from the data files: closed classes, verbs and nouns of speech with all their forms."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TypeVar

from attrs import frozen

from presseschau_quotes.words import LastParts, data_lines, swiss, words

DET_N = 1 << 0  # can begin a nominative noun phrase
DET_O = 1 << 1  # begins an oblique one
GEN = 1 << 2  # can begin a genitive attribute
PREP = 1 << 3
PRON_N = 1 << 4
PRON_O = 1 << 5
SUBORD = 1 << 6
REL = 1 << 7
WWORD = 1 << 8
COORD = 1 << 9
ADV = 1 << 10
AUX = 1 << 11
MODAL = 1 << 12
FIN = 1 << 13  # certainly finite where it is a verb
PLURAL = 1 << 14  # infinitive or plural present
K1 = 1 << 15
K2 = 1 << 16
REPORT = 1 << 17  # some form of a verb that reports
PART = 1 << 18
ZU_INF = 1 << 19  # "anzukündigen"
CAP = 1 << 20
NUM = 1 << 21
PUNCT = 1 << 22
QUOTE = 1 << 23
PARTICLE = 1 << 24
GUESS_FIN = 1 << 25  # looks like a preterite
GUESS_K1 = 1 << 26  # looks like a subjunctive in -e
WORD = 1 << 27
ADJ = 1 << 28  # has an adjective's ending and no other class

VERB = FIN | PLURAL
CONJUNCTIVE = K1 | K2
FUNCTION = DET_N | DET_O | PREP | PRON_N | PRON_O | SUBORD | REL | WWORD | COORD | AUX | MODAL

_CLASS_FLAGS = {
    "det_n": DET_N,
    "det_o": DET_O,
    "gen": GEN,
    "prep": PREP,
    "pron_n": PRON_N,
    "pron_o": PRON_O,
    "subord": SUBORD,
    "rel": REL,
    "wword": WWORD,
    "coord": COORD,
    "adv": ADV,
    "aux": AUX | FIN,
    "modal": MODAL | FIN,
    "k1": K1 | FIN,
    "k2": K2 | FIN,
}
_PLURAL_AUX = words("plural_aux")
_NO_GE = ("be", "er", "ver", "ent", "emp", "zer", "miss", "ge", "über", "unter", "wider", "hinter", "schlussf")
_SHORTEST_VERB = 4
_INFIX_ZU = re.compile(
    r"(?:ab|an|auf|aus|bei|bereit|dar|durch|ein|entgegen|fest|fort|frei|gegenüber|her|heraus|hervor|hin|hinzu|klar|los|mit|nach"
    r"|nieder|sicher|statt|teil|über|um|unter|vor|voran|vorbei|weg|weiter|wieder|zu|zurück|zusammen|bekannt|herbei|herzu|"
    r"wahr|stand|preis|hinweg|hinaus|hinein|heran|herunter|herum)zu\w{3,24}n"
)
_PREFIXED = re.compile(
    r"(?:ab|an|auf|aus|bei|dar|durch|ein|fest|fort|heraus|hervor|her|hin|los|mit|nach|statt|teil|um|unter|vor|weg|weiter|wieder"
    r"|zurück|zusammen|zu|über)(?=\w{3})"
)
_PARTICIPLE = re.compile(
    r"(?:(?:ab|an|auf|aus|bei|dar|durch|ein|fest|fort|her|hin|los|mit|nach|statt|teil|um|vor|weg|weiter|wieder|zu|zurück|zusammen)?ge\w{2,20}(?:t|en)|\w{2,20}iert)"
)
_ADJECTIVE_ENDINGS = (
    "lich isch ig bar sam los haft end iert er ell iv al ent ant är weit reich frei voll arm fach jährig weise mäßig"
)
_ADJECTIVE_E = tuple(f"{ending}e" for ending in _ADJECTIVE_ENDINGS.split())
_ONE_WORD = re.compile(r"\w+")


@frozen
class Verb:
    """A verb that reports: its infinitive, its separable part (or "") and its classes, see ``data/verbs.tsv``."""

    infinitive: str
    particle: str
    classes: frozenset[str]


_Value = TypeVar("_Value")

Reading = tuple[Verb, str]
"""A verb and a form: ``fin`` (finite, without its particle), ``sub`` (finite with it), ``part``, ``inf``, ``zu``; ``k1`` too; ``plural``
(finite plural of a separable verb, without its particle: "geben … an")."""


@frozen
class Forms:
    """The principal parts of a verb, completed by rule where the table leaves them regular."""

    base: str
    present: str
    preterite: str
    participle: str

    @classmethod
    def of(cls, particle: str, base: str, present: str, preterite: str, participle: str) -> "Forms":
        """Complete a row of the table: ``-`` stands for the weak form."""
        stem = base[:-2] if base.endswith("en") else base[:-1]
        link = "e" if stem[-1] in "td" or stem.endswith(("chn", "ffn", "gn", "dn", "ckn")) else ""
        if participle == "-":
            bare = stem.startswith(_NO_GE) or base.endswith("ieren")
            participle = f"{'' if bare else 'ge'}{stem}{link}t"
            participle = particle + participle
        return cls(
            base,
            f"{stem}{link}t" if present == "-" else present,
            f"{stem}{link}te" if preterite == "-" else preterite,
            participle,
        )

    @property
    def finite(self) -> tuple[str, ...]:
        """Third person forms that are nothing else."""
        plural = self.preterite + ("n" if self.preterite.endswith("e") else "en")
        return self.present, self.preterite, plural

    @property
    def subjunctive(self) -> str:
        """The first subjunctive, third person singular."""
        return (self.base[:-2] if self.base.endswith("en") else self.base[:-1]) + "e"


@cache
def readings() -> Mapping[str, tuple[Reading, ...]]:
    """Return, by word form in lower case, the verbs of speech it can be a form of."""
    table: dict[str, list[Reading]] = defaultdict(list)
    for line in data_lines("verbs.tsv"):
        name, present, preterite, participle, flags = line.split()
        particle, base = _split(name)
        forms = Forms.of(particle, base, present, preterite, participle)
        verb = Verb(particle + base, particle, frozenset(flags))
        for form in dict.fromkeys(forms.finite):
            table[form].append((verb, "fin"))
            if particle:
                table[particle + form].append((verb, "sub"))
        table[forms.subjunctive].append((verb, "k1"))
        table[forms.participle].append((verb, "part"))
        table[base].append((verb, "plural" if particle else "inf"))
        if particle:
            table[particle + base].append((verb, "inf"))
            table[f"{particle}zu{base}"].append((verb, "zu"))
    return with_swiss({form: tuple(found) for form, found in table.items()})


def with_swiss(table: Mapping[str, _Value]) -> Mapping[str, _Value]:
    """Add every word with ß in the spelling of Switzerland, "hiess" for "hieß", where the table has no such word."""
    return {swiss(word): value for word, value in table.items()} | dict(table)


def _split(name: str) -> tuple[str, str]:
    particle, _, base = name.rpartition("|")
    return particle.replace("|", ""), base


@cache
def particles() -> frozenset[str]:
    """Return the separable parts that the verb table knows, and the other common ones."""
    known = {_split(line.split()[0])[0] for line in data_lines("verbs.tsv")} - {""}
    return frozenset(known | words("other_particles"))


_FORM_FLAGS = {"fin": FIN, "sub": FIN, "k1": K1 | FIN, "part": PART, "inf": PLURAL, "plural": PLURAL, "zu": ZU_INF}


@cache
def _known() -> Mapping[str, int]:  # noqa: C901 - one branch per construction
    """Return the flags of every word form of the data files."""
    flags: dict[str, int] = defaultdict(int)
    for name, value in _CLASS_FLAGS.items():
        for word in words(name):
            flags[word] |= value
    for word in _PLURAL_AUX:
        flags[word] = (flags[word] & ~FIN) | PLURAL
    for line in data_lines("common_verbs.tsv"):
        base, *parts = line.split()
        forms = Forms.of("", base, *parts)
        for form in forms.finite:
            flags[form] |= FIN
        flags[forms.participle] |= PART
        flags[base] |= PLURAL
        if forms.subjunctive != forms.preterite:
            flags[forms.subjunctive] |= K1 | FIN
    for form, found in readings().items():
        for _, kind in found:
            flags[form] |= REPORT | _FORM_FLAGS[kind]
    for word in particles():
        flags[word] |= PARTICLE
    for word in words("noverb"):
        flags[word] &= ~(K1 | FIN | PLURAL | REPORT)
    return with_swiss(dict(flags))


@cache
def nouns() -> Mapping[str, frozenset[str]]:
    """Return the nouns of speech, all forms in lower case, with their classes."""
    table = {}
    for line in data_lines("nouns.txt"):
        *forms, flags = line.split()
        for form in forms:
            table[form.lower()] = frozenset(flags)
    return with_swiss(table)


@cache
def _last_nouns() -> LastParts:
    return LastParts(nouns(), shortest=6, longest=14)


@lru_cache(maxsize=65_536)
def noun_classes(word: str) -> frozenset[str]:
    """Return the classes of a noun of speech, also as the last part of a compound ("Polizeiangaben")."""
    table = nouns()
    lowered = word.lower()
    if lowered in table:
        return table[lowered]
    tail = lowered.rpartition("-")[2]
    if tail in table:
        return table[tail]
    return table.get(_last_nouns().of(lowered), frozenset())


_ROLES = words("roles")
_LAST_ROLES = LastParts(_ROLES, shortest=4, before=2)


@lru_cache(maxsize=65_536)
def is_role(word: str) -> bool:
    """Tell whether a noun names an office or a part somebody plays ("Regierungssprecher", "FDP-Chef")."""
    lowered = word.lower()
    return lowered in _ROLES or lowered.rpartition("-")[2] in _ROLES or bool(_LAST_ROLES.of(lowered))


def is_function(word: str) -> bool:
    """Tell whether a word in lower case belongs to a closed class."""
    return bool(_known().get(word, 0) & (FUNCTION | ADV))


@lru_cache(maxsize=131_072)
def flags_of(word: str, *, initial: bool) -> int:  # noqa: PLR0911 - one branch per construction
    """Return the flags of a word. ``initial`` says that its capital may be owed to its place."""
    if word[0].isdigit():
        last = word.rpartition("-")[2]
        if last[0].isdigit():
            return NUM | WORD
        return WORD | (CAP if last[0].isupper() else _guess(last.lower()) & ADJ or NUM)
    lowered = word.lower()
    known = _known().get(lowered, 0)
    if "." in word and not known and len(word) > 4:  # noqa: PLR2004 - "muster.de", no abbreviation
        return CAP | WORD
    if "-" in word and not known and word.rpartition("-")[2][:1].isupper():
        return CAP | WORD  # "el-Muster", "Möchtegern-Star"
    if word[0].isupper():
        if not initial:
            return CAP | WORD | (known & (PRON_N if lowered == "sie" else 0))
        if known & VERB and word.isupper() and len(word) > 1:
            return CAP | WORD  # "FRAGE:" before the turn of an interview
        return WORD | (known or (_guess_initial(lowered) | CAP))
    if known:
        return known | WORD
    return WORD | _guess(lowered)


_ADVERB_ENDINGS = tuple(sorted(words("adverb_endings")))


def _guess_initial(word: str) -> int:
    return ADV if word.endswith(_ADVERB_ENDINGS) else 0


def _guess(word: str) -> int:
    flags = 0
    if "zu" in word and _INFIX_ZU.fullmatch(word):
        return ZU_INF
    prefixed = _PREFIXED.match(word)
    if prefixed and _known().get(word[prefixed.end() :], 0) & FIN:
        return FIN
    if word.endswith(("t", "en")) and _PARTICIPLE.fullmatch(word):
        flags |= PART
    if word.endswith(("te", "ten")):
        flags |= GUESS_FIN
    elif word.endswith("e") and len(word) >= _SHORTEST_VERB and not _is_adjective_in_e(word) and word not in words("noverb"):
        flags |= GUESS_K1
    if word.endswith(("e", "en", "er", "es", "em")):
        flags |= ADJ
    elif word.endswith("t"):
        flags |= GUESS_FIN
    return flags


def _is_adjective_in_e(word: str) -> bool:
    return word.endswith(_ADJECTIVE_E) and _ONE_WORD.fullmatch(word) is not None
