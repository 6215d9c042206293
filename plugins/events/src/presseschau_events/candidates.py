"""What may be a happening: lexical verbs with what belongs to them, and event nouns."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from attrs import frozen

from presseschau_events.clauses import FINITE, LEXICAL, Clause
from presseschau_events.lexicon import event_noun, lexicon
from presseschau_events.phrases import Phrase
from presseschau_events.verbs import lemma, verbs
from presseschau_events.words import Words

_COVERING = frozenset({"lassen", "gehen", "bleiben", "sehen", "hören", "helfen", "lernen", "brauchen", "scheinen", "pflegen"})
"""Verbs whose infinitive is the lexical verb ("ließ … verhaften")."""
_ADVERBS = frozenset({"weiter", "wieder"})
_RESULT = frozenset({"tot", "bekannt", "verschollen", "vermisst", "obdachlos", "schuldig", "frei", "pleite", "insolvent"})
"""Adjectives that make a happening with "sein" or "werden"."""
_PARTICIPLE_ENDINGS = ("te", "ten", "ter", "tes", "tem", "ene", "enen", "ener", "enes", "enem")


@frozen(eq=False)
class Candidate:
    """A possible trigger: its ``tokens``, the one that heads it, the verb's infinitive or the noun in small letters.

    ``kind`` is "verb", "noun", "adjective" (an attributive participle) or "predicate" ("ist tot"). ``clause`` is the clause's number.
    ``noun`` is how an event noun was told, ``light`` whether a verb stands with the noun that names the happening.
    """

    tokens: tuple[int, ...]
    head: int
    lemma: str
    kind: str
    clause: Clause
    phrase: Phrase | None = None
    noun: str = ""
    light: bool = False


def candidates_of(words: Words, clause: Clause, phrases: Sequence[Phrase]) -> Iterator[Candidate]:
    """Yield the candidates of a clause in the order of their heads."""
    taken: set[int] = set()
    made: list[Candidate] = []
    small = words.small
    for token, tokens, infinitive in _verbs(words, clause):
        extra, light = _with(words, clause, phrases, token, infinitive)
        taken.update(extra)
        told = next((told for other in extra if words.tags[other] == "NN" and (told := event_noun(small[other]))), "")
        phrase = next((one for one in phrases if extra[0] in one), None) if extra else None
        made.append(Candidate(tuple(sorted({*tokens, *extra})), token, infinitive, "verb", clause, phrase, told, light))
    has_verb = bool(made)
    for token, tag in zip(clause.tokens, clause.tags, strict=True):
        if tag not in _NAMING or token in taken:
            continue
        if tag == "ADJA":
            if small[token].endswith(_PARTICIPLE_ENDINGS):
                made.append(Candidate((token,), token, _participle(small[token]), "adjective", clause))
        elif (tag == "NN" or "-" in small[token]) and (told := event_noun(small[token])):
            phrase = next((one for one in phrases if token in one), None)
            made.append(Candidate((token,), token, small[token], "noun", clause, phrase, told))
    if not has_verb and clause.finite is not None:
        made.extend(
            Candidate((token,), token, small[token], "predicate", clause)
            for token, tag in zip(clause.tokens, clause.tags, strict=True)
            if tag == "ADJD" and small[token] in _RESULT
        )
    yield from sorted(made, key=_head)


_NAMING = frozenset({"NN", "NE", "ADJA"})
_head = attrgetter("head")


def _participle(small: str) -> str:
    stem = small[:-1] if small.endswith("e") else small[:-2]
    return lemma(stem)


def _verbs(words: Words, clause: Clause) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """Yield each lexical verb of a clause: its token, that with its separated prefix, its infinitive."""
    lexical = [
        (token, tag)
        for token, tag in zip(clause.tokens, clause.tags, strict=True)
        if tag in LEXICAL or (token == clause.finite and tag not in FINITE)
    ]
    if not lexical:
        return
    prefix = _prefix(words, clause)
    covered = len(lexical) > 1 and any(tag == "VVINF" for _, tag in lexical)
    for token, tag in lexical:
        base = lemma(words.small[token])
        if covered and base in _COVERING and tag == "VVFIN":
            continue
        if prefix is not None and token == clause.finite:
            yield token, (token, prefix), words.small[prefix] + base
        else:
            yield token, (token,), base


def _prefix(words: Words, clause: Clause) -> int | None:
    """Return the separated prefix of a clause's finite verb: tagged as one, or alone at its end."""
    if clause.finite is None or words.tags[clause.finite] in {"VAFIN", "VMFIN"}:
        return None
    if "PTKVZ" in clause.tags:
        found = zip(clause.tokens, clause.tags, strict=True)
        prefix = next((token for token, tag in found if tag == "PTKVZ" and token > clause.finite), None)
        if prefix is not None:
            return prefix
    last = clause.tokens[-1]
    alone = last > clause.finite and clause.tags[-1] in {"APPR", "ADV", "ADJD"} and words.small[last] in verbs().separable
    return last if alone else None


def _with(words: Words, clause: Clause, phrases: Sequence[Phrase], token: int, infinitive: str) -> tuple[tuple[int, ...], bool]:
    """Return the tokens that make one predicate with a verb, and whether they name the happening."""
    known = lexicon()
    if infinitive in known.fixed:
        others = [other for other in clause.tokens if other != token]
        small = [words.small[other] for other in others]
        for fixed in known.fixed[infinitive]:
            parts = fixed.split()
            for place in range(len(others) - len(parts) + 1):
                if small[place : place + len(parts)] == parts:
                    return tuple(others[place : place + len(parts)]), True
    if infinitive in known.light:
        for phrase in phrases:
            if (
                phrase.preposition in known.light[infinitive]
                and words.tags[phrase.head] == "NN"
                and event_noun(words.small[phrase.head])
            ):
                return (phrase.head,), True
    return (), False
