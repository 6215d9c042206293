"""Clauses: a sentence cut at its commas and conjunctions, and put together again around its finite verbs.

German marks its subordinate clauses by commas and puts their finite verb last; the main clause has it second, with the rest of the verb
(prefix, participle, infinitive) at its end (the topological fields of Drach 1937). A clause that another interrupts ("Der Mann, der
gestern kam, wurde verhaftet") is one clause with two stretches.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attrs import define, field, frozen

from presseschau_events.words import Words

FINITE = frozenset({"VVFIN", "VAFIN", "VMFIN"})
VERBAL = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMINF"})
LEXICAL = frozenset({"VVFIN", "VVPP", "VVINF", "VVIZU"})
_REST = frozenset({"VVPP", "VVINF", "VVIZU", "VAPP", "VAINF", "VMINF", "PTKVZ"})
_BREAKS = frozenset(",;:()[]–—…") | {"-", "--", "...", "|", "/"}
_QUOTES = frozenset("\"„“”«»‚‘’'‹›")
_MARKS = _BREAKS | _QUOTES
_OPENING = frozenset("([")
_RELATIVE = frozenset(
    {"der", "die", "das", "dem", "den", "deren", "dessen", "denen", "welcher", "welche", "welches", "welchem", "welchen"}
)
_LEADING = frozenset({"ADV", "KON", "PTKNEG", "$", "KOKOM"})
_FREE = frozenset({"was", "wer", "wem", "wen", "wessen", "wo"})
_PREPOSITIONS = frozenset({"während", "seit", "bis"})
"""Conjunctions that are prepositions where the finite verb does not stand last."""
_INFINITIVE_MARKS = frozenset({"um", "ohne", "statt", "anstatt", "anstelle"})


@frozen(eq=False)
class Clause:
    """A clause: its tokens in order, without punctuation and without the clauses within it, and their tags.

    ``kind`` is "main", "sub" (introduced by a conjunction or a question word), "rel", "inf" (zu with infinitive, no finite verb) or
    "none" (no verb). ``mark`` is the word that introduces it, in small letters. ``parent`` is the number of the clause in
    front that it hangs on, None for main ones. ``shares`` is the number of the coordinated clause before, whose subject, times and auxiliary
    it may share.
    """

    number: int
    tokens: tuple[int, ...]
    tags: tuple[str, ...]
    kind: str
    mark: str
    finite: int | None
    parent: int | None
    shares: int | None


@define
class _Open:
    tokens: list[int]
    kind: str
    mark: str = ""
    finite: int | None = None
    shares: "_Open | None" = None
    bracket: bool = False
    children: list["_Open"] = field(factory=list)


def clauses_of(words: Words, sentence: Sequence[int], first: int = 0) -> list[Clause]:
    """Return the clauses of a sentence in the order of their first tokens, numbered from ``first``."""
    done: list[_Open] = []
    waiting: list[_Open] = []
    for piece in _pieces(words, sentence):
        _place(_opened(words, piece, done, waiting), done, waiting, words)
    for one in waiting:
        _attach(one, done)
    done.sort(key=lambda one: one.tokens[0])
    numbers = {id(one): first + place for place, one in enumerate(done)}
    made: list[Clause] = []
    for one in done:
        parent = None
        shares = numbers.get(id(one.shares)) if one.shares is not None else None
        if one.kind not in {"main", "none"}:
            before = [other for other in done if other is not one and other.tokens[0] < one.tokens[0] and not other.bracket]
            parent = numbers[id(before[-1])] if before else _next_main(one, done, numbers)
            if shares is not None and one.shares is not None and one.shares.kind == one.kind and shares - first < len(made):
                parent = made[shares - first].parent
        tags = tuple([words.tags[token] for token in one.tokens])
        made.append(Clause(numbers[id(one)], tuple(one.tokens), tags, one.kind, one.mark, one.finite, parent, shares))
    return made


def _next_main(one: _Open, done: list[_Open], numbers: dict[int, int]) -> int | None:
    return next((numbers[id(other)] for other in done if other.tokens[0] > one.tokens[-1] and other.kind == "main"), None)


class _Piece(NamedTuple):
    tokens: list[int]
    after_conjunction: str
    bracket: bool


def _pieces(words: Words, sentence: Sequence[int]) -> Iterator[_Piece]:
    """Yield the stretches between punctuation, cut again where a conjunction joins two verbs."""
    piece: list[int] = []
    bracket = False
    tags = words.tags
    for token in sentence:
        if tags[token] != "$" and words.words[token] not in _MARKS:
            piece.append(token)
            continue
        word = words.words[token]
        if word in _BREAKS or (len(word) > 1 and word not in _QUOTES):
            headed = word == ":" and not any(tags[other] in FINITE for other in piece)
            yield from _cut(words, piece, bracket=bracket or headed)
            piece = []
            bracket = word in _OPENING
    yield from _cut(words, piece, bracket=bracket)


def _cut(words: Words, piece: list[int], *, bracket: bool) -> Iterator[_Piece]:
    if not piece:
        return
    start = 0
    conjunction = ""
    tags = [words.tags[token] for token in piece]
    if "KON" not in tags:
        yield _Piece(piece, "", bracket)
        return
    verbs = [tag in VERBAL for tag in tags]
    cuts = [place for place, tag in enumerate(tags) if tag == "KON" and 0 < place < len(piece) - 1]
    for number, cut in enumerate(cuts):
        after = cuts[number + 1] if number + 1 < len(cuts) else len(piece)
        right = any(verbs[cut:after]) or (number + 1 < len(cuts) and any(verbs[cut:]) and not _nominal(words, piece, cut))
        if any(verbs[start:cut]) and right and not _is_open(words, piece[start:cut], piece[cut:after]):
            yield _Piece(piece[start:cut], conjunction, bracket)
            conjunction = words.small[piece[cut]]
            start = cut + 1
    if conjunction == "" and tags[0] == "KON" and len(piece) > 1:
        conjunction = words.small[piece[0]]
        start = 1
    yield _Piece(piece[start:], conjunction, bracket)


def _is_open(words: Words, left: list[int], right: list[int]) -> bool:
    """Tell whether a conjunction stands inside the bracket of an auxiliary: its participle or infinitive comes behind."""
    tags = [words.tags[token] for token in left]
    if any(tag in LEXICAL or tag in {"VAPP", "VAINF"} for tag in tags) or not any(tag in {"VAFIN", "VMFIN"} for tag in tags):
        return False
    behind = [words.tags[token] for token in right]
    return any(tag in _REST for tag in behind) and not any(tag in FINITE for tag in behind)


def _nominal(words: Words, piece: list[int], cut: int) -> bool:
    """Tell whether a conjunction joins two nouns side by side ("Blinken und Lawrow")."""
    return words.tags[piece[cut - 1]] in {"NN", "NE"} and words.tags[piece[cut + 1]] in {"NN", "NE", "DET", "ADJA"}


def _opened(words: Words, piece: _Piece, done: list[_Open], waiting: list[_Open]) -> _Open:
    """Return a stretch as the beginning of a clause, with its kind and its finite verb."""
    tokens = piece.tokens
    tags = [words.tags[token] for token in tokens]
    finite = next((token for token, tag in zip(tokens, tags, strict=True) if tag in FINITE), None)
    kind, mark = _kind(words, tokens, tags, finite)
    shares = _before(done, waiting) if piece.after_conjunction and not piece.bracket else None
    if finite is None and kind == "main":
        kind = "none" if not any(tag in _REST for tag in tags) else "main"
    if finite is None and kind in {"main", "sub", "rel"}:
        finite = _mistagged(words, tokens, tags, kind)
    opened = _Open(tokens=tokens, kind=kind, mark=mark, finite=finite, shares=shares, bracket=piece.bracket)
    if shares is not None and kind in {"main", "none"} and shares.kind in {"sub", "rel", "inf"} and _continues(words, opened):
        opened.kind, opened.mark = shares.kind, shares.mark
    return opened


def _before(done: list[_Open], waiting: list[_Open]) -> _Open | None:
    return max((one for one in (*done, *waiting) if not one.bracket), key=lambda one: one.tokens[-1], default=None)


def _continues(words: Words, one: _Open) -> bool:
    """Tell whether a stretch behind "und" has its verb last, as the subordinate clause before it."""
    return words.tags[one.tokens[-1]] in VERBAL


def _kind(words: Words, tokens: list[int], tags: list[str], finite: int | None) -> tuple[str, str]:
    for place, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
        small = words.small[token]
        if tag == "KOUS" and small in _PREPOSITIONS and finite is not None and finite != tokens[-1] and tags[-1] not in FINITE:
            continue
        if tag == "KOUS" or (small in _INFINITIVE_MARKS and finite is None and place < 2):  # noqa: PLR2004 - "und um zu"
            return ("inf" if finite is None and small in _INFINITIVE_MARKS else "sub"), small
        if (tag == "PRELS" and small in _RELATIVE | _FREE) or (
            small in _RELATIVE and place <= 1 and _verb_last(words, tokens, tags, finite)
        ):
            return "rel", small
        if tag == "PW" and finite is not None and finite == tokens[-1]:
            return "sub", small
        if tag == "APPR" and place == 0:
            continue
        if tag not in _LEADING:
            break
    if finite is None and ("VVIZU" in tags or ("PTKZU" in tags and ("VVINF" in tags or "VAINF" in tags))):
        return "inf", ""
    return "main", ""


def _verb_last(words: Words, tokens: list[int], tags: list[str], finite: int | None) -> bool:
    """Tell whether the only finite verb stands last, as in a relative clause whose pronoun was taken for an article."""
    if finite is None or finite != tokens[-1] or words.words[tokens[0]][0].isupper():
        return False
    if len(tokens) > 3 and tags[1] == "CARD":  # noqa: PLR2004 - "der 1994 in Bonn starb"
        return tags[2] == "APPR"
    return len(tokens) > 1 and tags[1] not in {"NN", "ADJA", "CARD"}


def _mistagged(words: Words, tokens: list[int], tags: list[str], kind: str) -> int | None:
    """Return a finite verb that was taken for an infinitive or a participle: last in a subordinate clause, else none."""
    last = tokens[-1]
    if kind in {"sub", "rel"} and tags[-1] in {"VVINF", "VVPP", "VAINF", "VMINF"} and len(tokens) > 1:
        alone = sum(tag in VERBAL for tag in tags) == 1
        return last if alone or tags[-1] in {"VAINF", "VMINF"} else None
    if kind == "main" and len(tokens) > 2 and "PTKZU" not in tags:  # noqa: PLR2004 - subject, verb, something
        place = next((place for place, tag in enumerate(tags) if tag in {"VVINF", "VAINF", "VMINF"}), None)
        if (
            place is not None
            and 0 < place < len(tags) - 1
            and tags[place + 1] not in VERBAL
            and words.words[tokens[place]].islower()
        ):
            return tokens[place]
    return None


def _place(one: _Open, done: list[_Open], waiting: list[_Open], words: Words) -> None:
    """Put a stretch where it belongs: into a clause that waits for its verb, behind a finished one, or among those."""
    if one.bracket and one.kind == "none":
        done.append(one)
        return
    if one.kind in {"sub", "rel"}:
        (done if one.finite is not None else waiting).append(one)
        return
    if one.kind == "inf":
        done.append(one)
        return
    if one.kind == "none" or one.finite is None:
        rest = one.kind == "main" or any(words.tags[token] == "PTKVZ" for token in one.tokens)
        target = _unfinished(done) if rest and one.shares is None else None
        if target is not None:
            _join(target, one, [other for other in waiting if other.tokens[0] > target.tokens[0]], waiting)
        elif one.shares is not None and one.kind == "main":
            done.append(one)
        else:
            waiting.append(one)
        return
    starts_with_verb = one.tokens[0] == one.finite
    subordinate = next((other for other in reversed(waiting) if other.kind in {"sub", "rel"}), None)
    if subordinate is not None and (starts_with_verb or one.tokens[-1] == one.finite):
        _join(subordinate, one, [other for other in waiting if other.tokens[0] > subordinate.tokens[0]], waiting)
        done.append(subordinate)
        waiting.remove(subordinate)
        return
    fragments = [other for other in waiting if other.kind == "none"]
    for other in fragments:
        waiting.remove(other)
        one.tokens = sorted([*one.tokens, *other.tokens])
    done.append(one)


def _join(clause: _Open, rest: _Open, between: list[_Open], waiting: list[_Open]) -> None:
    for other in between:
        waiting.remove(other)
        clause.tokens.extend(other.tokens)
    clause.tokens = sorted([*clause.tokens, *rest.tokens])
    clause.finite = rest.finite if clause.finite is None else clause.finite


def _unfinished(done: list[_Open]) -> _Open | None:
    """Return the last main clause: what is left of a verb belongs to it."""
    return next((other for other in reversed(done) if other.finite is not None and other.kind == "main"), None)


def _attach(one: _Open, done: list[_Open]) -> None:
    """Give a stretch that found no verb to the clause before it, or leave it as one without."""
    before = [other for other in done if other.tokens[0] < one.tokens[0] and not other.bracket]
    if one.kind == "none" and before and not one.bracket:
        last = max(before, key=lambda other: other.tokens[-1])
        if last.kind in {"sub", "rel"} and last.finite == last.tokens[-1]:
            last = next((other for other in reversed(before) if other.kind == "main"), last)
        last.tokens = sorted([*last.tokens, *one.tokens])
    else:
        done.append(one)
