"""Roles by the parse: the noun phrase that is the subject of a verb, and who is behind something said.

The rules know where a subject can stand, the parse which noun it is. Where both name the same noun, the phrase is the longer of both; where
they differ, the parse decides, unless what it names cannot speak.
"""

from presseschau.syntax import AGENTS, OUTSIDE, SUBJECTS
from presseschau_quotes import lexicon as lx
from presseschau_quotes.nouns import common_noun
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.voices import kind_of_phrase
from presseschau_quotes.words import words

_CLAUSES = (OUTSIDE | {"csubj", "dep", "oc"}) - {"cc", "cd", "conj", "cj"}
_FINITE = frozenset(["VVFIN", "VAFIN", "VMFIN"])
_NOTHING = frozenset(["das", "dies", "dieses", "es", "was"])
_AGENT = words("agent")
_OWNERS = (SUBJECTS, frozenset({"nmod", "ag"}), frozenset({"det:poss"}))
_PASSIVE = frozenset({"aux:pass"})
_OBLIQUE = frozenset({"obl", "sbp"}) | AGENTS
_MOST_WORDS = 80
"""Words of a noun phrase that are looked at; a list of thousands must not be walked for each of its verbs."""


def subject(unit: Unit, finite: int, ruled: Range | None, *, within: Range) -> Range | None:
    """Return the subject of the finite verb at token ``finite``, whose noun lies ``within`` its clause; ``ruled`` is what the rules say."""
    syntax = unit.syntax
    if syntax is None or not syntax.parse or finite < 0:
        return ruled
    head = syntax.subject(syntax.at(unit.starts[finite]))
    token = None if head is None else unit.token_at(syntax.starts[head])
    if head is None or token is None or not within[0] <= token < within[1]:
        return ruled
    if unit.reads_as_speech(token) or unit.lows[token] in _NOTHING or not _can_head(unit, token):
        return ruled
    start, end = phrase(unit, syntax, head, token)
    if ruled is not None and ruled[0] <= token < ruled[1]:
        return min(start, ruled[0]), max(end, ruled[1])
    if ruled is not None and speaks(unit, ruled) and not speaks(unit, (start, end)):
        return ruled
    return start, end


def source(unit: Unit, head: int) -> Range | None:
    """Return who speaks where something said hangs on word ``head``: the subject or agent of a verb, the owner of a noun, if that can speak."""
    syntax = unit.syntax
    if syntax is None or not syntax.parse:
        return None
    hanging = syntax.children(head)
    if any(syntax.relations[child] in _PASSIVE for child in hanging):
        chosen = [child for child in hanging if syntax.relations[child] in _OBLIQUE and _is_agent(unit, syntax, child)]
    else:
        chosen = [child for relations in _OWNERS for child in hanging if syntax.relations[child] in relations]
    for child in chosen:
        token = unit.token_at(syntax.starts[child])
        if token is None or unit.reads_as_speech(token) or unit.lows[token] in _NOTHING:
            continue
        start, end = phrase(unit, syntax, child, token)
        if unit.flags[start] & lx.PREP and end > start + 1:
            start += 1
        if speaks(unit, (start, end)):
            return start, end
    return None


def _can_head(unit: Unit, token: int) -> bool:
    """Tell whether a word can head a noun phrase: not a preposition or a conjunction that a parser took for a subject."""
    flags = unit.flags[token]
    return bool(flags & (lx.CAP | lx.DET_N | lx.PRON_N)) or not flags & (lx.PREP | lx.SUBORD | lx.COORD | lx.ADV)


def speaks(unit: Unit, found: Range) -> bool:
    """Tell whether a phrase can speak: by what it names, or as a single capitalised word that is not a common noun."""
    start, end = found
    if kind_of_phrase(unit, start, end):
        return True
    return end == start + 1 and bool(unit.flags[start] & lx.CAP) and not common_noun(unit.words[start])


def phrase(unit: Unit, syntax: Syntax, head: int, token: int) -> Range:
    """Return the noun phrase of word ``head``, at ``token``, with its attributes and appositions but without clauses."""
    inside = _words_of(syntax, head)
    start, end = _reach(unit, syntax, token, -1, inside), _reach(unit, syntax, token, 1, inside)
    while start < token and unit.flags[start] & lx.COORD:
        start += 1
    if end + 1 < len(unit) and unit.lows[end + 1] == ")":
        end += 1
    return start, end + 1


def _words_of(syntax: Syntax, head: int) -> set[int]:
    """Return the words that hang on a noun, without clauses."""
    found: set[int] = set()
    waiting = [head]
    while waiting and len(found) < _MOST_WORDS:
        word = waiting.pop()
        found.add(word)
        for child in syntax.children(word):
            relation = syntax.relations[child]
            is_clause = relation in {"conj", "cj"} and syntax.tags and syntax.tag[child] in _FINITE
            if not is_clause and relation not in _CLAUSES:
                waiting.append(child)
    return found


def _reach(unit: Unit, syntax: Syntax, token: int, step: int, inside: set[int]) -> int:
    """Return the last token, going by ``step``, that belongs to ``inside``; only signs may stand between."""
    last = token
    at = token + step
    while 0 <= at < len(unit):
        if not unit.flags[at] & lx.PUNCT:
            word = syntax.at(unit.starts[at])
            if word not in inside and not (unit.flags[at] & lx.QUOTE and word + 1 in inside):
                break
            last = at
        at += step
    return last


def _is_agent(unit: Unit, syntax: Syntax, word: int) -> bool:
    """Tell whether a noun stands behind "von", "durch", "seitens"."""
    if syntax.relations[word] in AGENTS:
        return True
    cases = (unit.token_at(syntax.starts[child]) for child in syntax.children(word) if syntax.relations[child] == "case")
    return any(token is not None and unit.lows[token] in _AGENT for token in cases)
