"""A headline for a happening, made of words of the text only, in their order."""

from presseschau import Span
from presseschau_events.candidates import Candidate
from presseschau_events.clauses import FINITE
from presseschau_events.reading import Reading
from presseschau_events.roles import Roles

_MOST = 12
"""Words of a headline."""
_DROPPED = frozenset({"KOUS", "PRELS", "PW", "PTKZU"})
_AUXILIARY = frozenset({"VAFIN", "VAPP", "VAINF"})
_LITTLE = frozenset({"auch", "jedoch", "aber", "dabei", "damit", "daher", "so", "dann", "zudem", "außerdem", "allerdings", "bereits", "nun", "noch",
                     "schon", "hingegen", "ebenfalls", "wieder", "insbesondere", "daraufhin", "dennoch", "zugleich", "gleichzeitig"})  # fmt: skip


def headline_of(reading: Reading, one: Candidate, roles: Roles, place: tuple[Span, ...]) -> str:
    """Return the headline: who, the verb, whom and where, as the text has them; of a noun its phrase and where."""
    words = reading.words
    if one.kind in {"noun", "adjective"}:
        return _of_noun(reading, one, place)
    clause = one.clause
    keep: set[int] = set(one.tokens)
    tokens = {token for span in (*roles.who, *roles.whom) for token in _within(reading, span)}
    outside = sorted(tokens - set(clause.tokens))
    keep |= {token for token in tokens if token in clause.tokens}
    for phrase in reading.phrases[clause.number]:
        if phrase.preposition in {"als", "wie"}:
            continue
        where = any(span.start < words.ends[phrase.last] and words.begins[phrase.first] < span.end for span in place)
        if where or (phrase.preposition and phrase.first > one.tokens[0] and len(keep) < _MOST // 2):
            start = (
                phrase.first - 1
                if phrase.preposition and phrase.first and words.tags[phrase.first - 1] == "APPR"
                else phrase.first
            )
            keep |= {token for token in range(start, phrase.last + 1) if token in clause.tokens}
    grammar = reading.grammar[clause.number]
    if grammar.modal and clause.finite is not None:
        keep.add(clause.finite)
        keep |= {token for token in clause.tokens if words.tags[token] == "VAINF"}
    keep |= {
        token
        for token in clause.tokens
        if words.small[token] in {"nicht", "nie", "niemand"} or words.small[token].startswith("kein")
    }
    keep |= {token for token in clause.tokens if words.tags[token] == "PRF" and clause.finite in one.tokens}
    told = {
        token
        for token in keep
        if words.tags[token] not in _DROPPED and words.small[token] not in _LITTLE and not _in_time(reading, token)
    }
    ordered = sorted(told)
    if clause.kind == "main" and words.tags[one.head] in FINITE:
        ordered = _subject_first(reading, one, roles.who, ordered)
    return _joined(reading, _shortened(outside + ordered, one))


def _shortened(tokens: list[int], one: Candidate) -> list[int]:
    """Leave out the last words that are not of the trigger, until it is short enough."""
    while len(tokens) > _MOST and any(token not in one.tokens for token in tokens):
        last = max(place for place, token in enumerate(tokens) if token not in one.tokens)
        tokens = tokens[:last] + tokens[last + 1 :]
    return tokens


def _subject_first(reading: Reading, one: Candidate, who: tuple[Span, ...], ordered: list[int]) -> list[int]:
    """Put who does it before the verb, where something else that is left out stood there."""
    if not ordered or ordered[0] != one.head or not who:
        return ordered
    subject = [token for token in _within(reading, who[0]) if token in ordered]
    return subject + [token for token in ordered if token not in subject]


def _of_noun(reading: Reading, one: Candidate, place: tuple[Span, ...]) -> str:
    words = reading.words
    first, last = (
        (one.phrase.first, one.phrase.last) if one.phrase is not None and one.head in one.phrase else (one.head, one.head)
    )
    last = max(last, one.head)
    if one.kind == "adjective":
        last = next(
            (token for token in range(one.head, min(one.head + 4, len(words.tags))) if words.tags[token] == "NN"), one.head
        )
        first = one.head
    tokens = [token for token in range(first, last + 1) if token in one.clause.tokens and not _in_time(reading, token)]
    while len(tokens) > 1 and words.tags[tokens[0]] in {"DET", "PRO"} and tokens[0] < one.head:
        tokens = tokens[1:]
    following = [
        p
        for p in reading.phrases[one.clause.number]
        if p.first == last + 2 and p.preposition in {"zwischen", "gegen", "in", "im", "von", "mit", "auf"}
    ]
    if following and following[0].preposition:
        tokens += [token for token in range(last + 1, following[0].last + 1) if not _in_time(reading, token)]
    for span in place[:1]:
        where = [token for token in _within(reading, span) if token not in tokens]
        if where and where[0] > one.head and words.tags[where[0] - 1] == "APPR" and where[0] in one.clause.tokens:
            tokens += [token for token in (where[0] - 1, *where) if token not in tokens]
    return _joined(reading, tokens[:_MOST])


def _within(reading: Reading, span: Span) -> list[int]:
    words = reading.words
    return [token for token in reading.tokens(span.start, span.end) if words.tags[token] != "$"]


def _in_time(reading: Reading, token: int) -> bool:
    return token in reading.timed


def _joined(reading: Reading, tokens: list[int]) -> str:
    words = reading.words
    while tokens and words.tags[tokens[-1]] in {"APPR", "DET", "KON"}:
        tokens = tokens[:-1]
    return " ".join(words.words[token] for token in tokens)
