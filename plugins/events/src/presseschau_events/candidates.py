"""What may be a happening: lexical verbs with what belongs to them, and event nouns."""

from collections.abc import Iterator, Sequence

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
    for token, tokens, infinitive in _verbs(words, clause):
        extra, light = _with(words, clause, phrases, token, infinitive)
        taken.update(extra)
        nouns = [other for other in extra if words.tags[other] == "NN"]
        made.append(
            Candidate(
                tokens=tuple(sorted({*tokens, *extra})),
                head=token,
                lemma=infinitive,
                kind="verb",
                clause=clause,
                phrase=next((one for one in phrases if extra and extra[0] in one), None),
                noun=next((told for other in nouns if (told := event_noun(words.small[other]))), ""),
                light=light,
            )
        )
    for token in clause.tokens:
        tag = words.tags[token]
        if token in taken:
            continue
        if tag == "NN" or (tag == "NE" and "-" in words.words[token]):
            told = event_noun(words.small[token])
            if told:
                phrase = next((one for one in phrases if token in one), None)
                made.append(
                    Candidate(
                        tokens=(token,),
                        head=token,
                        lemma=words.small[token],
                        kind="noun",
                        clause=clause,
                        phrase=phrase,
                        noun=told,
                    )
                )
        elif tag == "ADJA" and words.small[token].endswith(_PARTICIPLE_ENDINGS):
            made.append(
                Candidate(tokens=(token,), head=token, lemma=_participle(words.small[token]), kind="adjective", clause=clause)
            )
    if not any(one.kind == "verb" for one in made) and clause.finite is not None:
        made.extend(
            Candidate(tokens=(token,), head=token, lemma=words.small[token], kind="predicate", clause=clause)
            for token in clause.tokens
            if words.tags[token] == "ADJD" and words.small[token] in _RESULT
        )
    yield from sorted(made, key=lambda one: one.head)


def _participle(small: str) -> str:
    stem = small[:-1] if small.endswith("e") else small[:-2]
    return lemma(stem)


def _verbs(words: Words, clause: Clause) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """Yield each lexical verb of a clause: its token, that with its separated prefix, its infinitive."""
    lexical = [
        token
        for token in clause.tokens
        if words.tags[token] in LEXICAL or (token == clause.finite and words.tags[token] not in FINITE)
    ]
    prefix = _prefix(words, clause)
    covered = len(lexical) > 1
    for token in lexical:
        base = lemma(words.small[token])
        if covered and base in _COVERING and words.tags[token] == "VVFIN" and any(words.tags[t] == "VVINF" for t in lexical):
            continue
        if prefix is not None and token == clause.finite:
            yield token, (token, prefix), words.small[prefix] + base
        else:
            yield token, (token,), base


def _prefix(words: Words, clause: Clause) -> int | None:
    """Return the separated prefix of a clause's finite verb: tagged as one, or alone at its end."""
    if clause.finite is None or words.tags[clause.finite] in {"VAFIN", "VMFIN"}:
        return None
    after = [token for token in clause.tokens if token > clause.finite]
    found = next((token for token in after if words.tags[token] == "PTKVZ"), None)
    if (
        found is None
        and after
        and words.small[after[-1]] in verbs().separable
        and words.tags[after[-1]] in {"APPR", "ADV", "ADJD"}
    ):
        return after[-1]
    return found


def _with(words: Words, clause: Clause, phrases: Sequence[Phrase], token: int, infinitive: str) -> tuple[tuple[int, ...], bool]:
    """Return the tokens that make one predicate with a verb, and whether they name the happening."""
    known = lexicon()
    others = [other for other in clause.tokens if other != token]
    small = [words.small[other] for other in others]
    for fixed in known.fixed.get(infinitive, ()):
        parts = fixed.split()
        for place in range(len(others) - len(parts) + 1):
            if small[place : place + len(parts)] == parts:
                return tuple(others[place : place + len(parts)]), True
    prepositions = known.light.get(infinitive, ())
    for phrase in phrases:
        if phrase.preposition in prepositions and words.tags[phrase.head] == "NN" and event_noun(words.small[phrase.head]):
            return (phrase.head,), True
    return (), False
