"""The subject of a clause, and what its pronoun stands for."""

from attrs import frozen

from presseschau_events.clauses import Clause
from presseschau_events.phrases import Phrase, agrees
from presseschau_events.reading import Reading
from presseschau_events.verbs import lemma

_POINTING = frozenset({"das", "dies", "dieses", "es"})
"""What stands in front for something else, where another noun phrase may be the subject ("Das teilte die Polizei mit")."""
_NOUNS = frozenset({"NN", "NE"})


@frozen
class Subject:
    """A noun phrase and the clause it stands in, which need not be the one whose subject it is."""

    phrase: Phrase
    clause: Clause


def heads_of(reading: Reading, clause: Clause) -> list[str]:
    """Return the infinitives of the verbs of a clause, its finite verb's if it has no lexical one."""
    found = [one.lemma for one in reading.candidates[clause.number] if one.kind == "verb"]
    if not found and clause.finite is not None:
        return [lemma(reading.words.small[clause.finite])]
    return found


def subject_phrase(reading: Reading, clause: Clause) -> Phrase | None:
    """Return the noun phrase that is the subject of a clause."""
    found = subject_of(reading, clause)
    return found.phrase if found is not None else None


def subject_of(reading: Reading, clause: Clause) -> Subject | None:
    """Return the subject: the noun phrase before the finite verb if it may be one, else the first that may; else a shared one."""
    if clause.number not in reading.subjects:
        reading.subjects[clause.number] = _subject_of(reading, clause)
    return reading.subjects[clause.number]


def _subject_of(reading: Reading, clause: Clause) -> Subject | None:
    words = reading.words
    finite = reading.finites.get(clause.number)
    fitting = [
        one
        for one in reading.phrases[clause.number]
        if one.nominative and (finite is None or agrees(words, one, finite)) and not is_appositive(reading, one)
    ]
    if clause.finite is None:
        fitting = [one for one in fitting if one.first in clause.tokens[:2]] if clause.kind in {"main", "none"} else fitting
    elif clause.kind == "main":
        before = [one for one in fitting if one.last < clause.finite]
        after = [one for one in fitting if one.first > clause.finite]
        empty = (
            before
            and words.small[before[0].head] in _POINTING
            and words.tags[before[0].head] in {"PRO", "PRELS", "PPER", "DET"}
        )
        fitting = (after or before) if empty else (before[:1] or after)
    elided = clause.kind == "main" and clause.tokens[0] == clause.finite
    shared = subject_of(reading, reading.clauses[clause.shares]) if elided and clause.shares is not None else None
    if shared is not None:
        return shared
    if fitting:
        return Subject(fitting[0], clause)
    if clause.shares is not None:
        return subject_of(reading, reading.clauses[clause.shares])
    return None


def is_appositive(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether a comma stands right before a phrase without preposition: it only says more of the one before."""
    before = phrase.first - 1
    return before > 0 and reading.words.words[before] == "," and reading.words.tags[before - 1] in _NOUNS


def resolved(reading: Reading, found: Subject) -> Phrase:
    """Return the noun phrase of a subject: that before a relative pronoun, all of a prefield, or the phrase itself."""
    clause, phrase = found.clause, found.phrase
    words = reading.words
    is_pronoun = words.tags[phrase.head] == "PRELS" or words.small[phrase.first] == clause.mark
    if clause.kind == "rel" and is_pronoun and phrase.first in clause.tokens[:2]:
        return antecedent(reading, clause) or phrase
    return whole(reading, clause, phrase)


def antecedent(reading: Reading, clause: Clause) -> Phrase | None:
    """Return the noun phrase before a relative clause."""
    start = clause.tokens[0]
    found = [
        phrase
        for number in reading.clauses_in[reading.sentence_of[clause.number]]
        for phrase in reading.phrases[number]
        if phrase.last < start and reading.words.tags[phrase.head] in _NOUNS
    ]
    return max(found, key=lambda phrase: phrase.last, default=None)


def whole(reading: Reading, clause: Clause, phrase: Phrase) -> Phrase:
    """Take all of the prefield: what stands there before the finite verb is one phrase."""
    if clause.kind != "main" or clause.finite is None or phrase.first != clause.tokens[0]:
        return phrase
    words = reading.words
    front = [token for token in clause.tokens if phrase.first <= token < clause.finite]
    if len(front) != clause.finite - phrase.first or not front:
        return phrase
    last = front[-1]
    while last > phrase.last and words.tags[last] not in _NOUNS:
        last -= 1
    in_time = any(token in reading.timed for token in range(phrase.last + 1, last + 1))
    return phrase if in_time else phrase._replace(last=last)
