"""One name for all mentions of somebody or something within a document.

Only forms of the text are given: *Merkels* becomes *Merkel* where the text has the bare form, *Merkel* becomes *Angela Merkel* where one person
of that surname is named in full, *SPD* the name in front of its brackets: "Sozialdemokratische Partei Deutschlands (SPD)".
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from attrs import frozen

PERSON, PLACE, OTHER = "PER", "LOC", "MISC"
_SHORTEST_BARE = 3
_APOSTROPHES = "'’‘"
_GENITIVE_BY_APOSTROPHE = ("s", "ß", "x", "z", "ce")
_MOST_LETTERS = 12
_TITLES = frozenset({"dr", "prof", "professor", "professorin", "herr", "herrn", "frau", "h.c", "med", "jur", "phil"})
_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "zu", "zur", "vom", "da", "di", "du", "la", "le", "al", "bin", "ibn", "el"}
)


@frozen
class Mention:
    """A name as it stands: its words, its class, whether it is marked as a genitive, the words in brackets right behind it, if any.

    ``located``: a preposition before it says where something is, *in Washington*.
    """

    form: str
    label: str
    genitive: bool = False
    bracketed: str = ""
    located: bool = False


@frozen
class Named:
    """What a mention names: one name for all its mentions, its class, and by which rules."""

    name: str
    label: str
    rules: tuple[str, ...]


def canonical(mentions: Sequence[Mention]) -> list[Named]:
    """Return what each mention names, in order."""
    bare, bare_rules = _bare_forms(mentions)
    labels = _by_vote(bare, [mention.label for mention in mentions])
    bare = [_untitled(form) if label == PERSON else form for form, label in zip(bare, labels, strict=True)]
    full = _full_names([form for form, label in zip(bare, labels, strict=True) if label == PERSON])
    located = {form for form, mention in zip(bare, mentions, strict=True) if mention.located}
    labels = [  # "Lawrow" is no place in a text that names Sergej Lawrow; a firm may bear the name of its founder
        PERSON if label in {PLACE, OTHER} and form in full and form not in located else label
        for form, label in zip(bare, labels, strict=True)
    ]
    long = _long_forms(mentions, bare, labels)
    found = []
    for form, label, mention, rule in zip(bare, labels, mentions, bare_rules, strict=True):
        name, rules = form, [rule] if rule else []
        if label != mention.label:
            rules.append("vote")
        if label == PERSON and form in full:
            name = full[form]
            rules.append("surname")
        elif label != PERSON and form in long:
            name = long[form]
            rules.append("abbreviation")
        found.append(Named(name, label, tuple(rules) or ("form",)))
    return found


def _bare_forms(mentions: Sequence[Mention]) -> tuple[list[str], list[str]]:
    """Return each mention in its bare form, and the rule that bared it."""
    known = {mention.form for mention in mentions}
    surnames = {
        form.split()[-1] for form in known if " " in form and form[:-1] not in known
    }  # not "Angela Merkels" beside "Angela Merkel"
    forms, rules = [], []
    for mention in mentions:
        form, rule = mention.form, ""
        stem = form[:-1]
        if (form[-1:] in _APOSTROPHES and stem.endswith(_GENITIVE_BY_APOSTROPHE)) or (
            form.endswith("s")
            and len(stem) >= _SHORTEST_BARE
            and form not in surnames  # "Peters" of "Hans Peters"
            and (stem in known or stem in surnames or (mention.genitive and not form.isupper()))
        ):
            form, rule = stem, "genitive"
        forms.append(form)
        rules.append(rule)
    return forms, rules


def _untitled(form: str) -> str:
    """Return a person's name without titles before it; a title alone stays."""
    words = form.split()
    at = next((at for at, word in enumerate(words) if word.lower().rstrip(".") not in _TITLES), 0)
    return " ".join(words[at:])


def _by_vote(forms: Sequence[str], labels: Sequence[str]) -> list[str]:
    """Return one class for all mentions of one form: the commonest; the first where several are as common."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for form, label in zip(forms, labels, strict=True):
        votes[form][label] += 1
    return [votes[form].most_common(1)[0][0] for form in forms]


def _full_names(forms: Sequence[str]) -> dict[str, str]:
    """Return the full name for each shorter form of a person: the surname, or surname with particle, that just one person of the text bears."""
    counts = Counter(forms)
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for form in sorted(counts, key=lambda one: (-counts[one], -len(one), one)):
        words = form.split()
        for at in range(1, len(words)):
            if words[at].lower() not in _PARTICLES or at + 1 < len(words):
                bearers[" ".join(words[at:])].setdefault(words[0], form)
    return {short: next(iter(people.values())) for short, people in bearers.items() if len(people) == 1}


def _long_forms(mentions: Sequence[Mention], bare: Sequence[str], labels: Sequence[str]) -> Mapping[str, str]:
    """Return what abbreviations stand for, by the brackets behind a name that begins with their first letter and has the others in order.

    A person is never abbreviated: "Otto Test (SPD)" tells his party.
    """
    found: dict[str, str] = {}
    for mention, form, label in zip(mentions, bare, labels, strict=True):
        short = mention.bracketed
        if short and short != form and label != PERSON and _abbreviates(short, form):
            found.setdefault(short, form)
    return found


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether a short form begins a long one and its other letters follow in order: BND in *Bundesnachrichtendienst*.

    Where the long form has several words, each of them but small ones begins with a letter of the short form.
    """
    letters = [letter.lower() for letter in short if letter.isalpha()]
    if not 1 < len(letters) <= _MOST_LETTERS or len(long) <= len(short) or not short[0].isupper():
        return False
    text = long.lower()
    at = -1
    for letter in letters:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    words = [word for word in long.split() if word[:1].isupper()]
    return text[0] == letters[0] and all(word[0].lower() in letters for word in words)
