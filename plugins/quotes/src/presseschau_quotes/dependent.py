"""Reported speech by mood alone: a subordinate clause in the first subjunctive is somebody's words, whatever it hangs on.

"ließ anklingen, dass man prüfen solle", "sprach von einem Mann, der geflohen sei": the verb says that the writer does not vouch for it (Duden,
*Die Grammatik*, on the subjunctive in indirect speech). Which form a verb has, a tagger tells; who says it, a parse: the subject of the verb that
the clause hangs on, or the owner of the noun.
"""

from collections.abc import Iterator, Sequence

from presseschau_quotes import lexicon as lx
from presseschau_quotes import parsed
from presseschau_quotes.candidates import Candidate
from presseschau_quotes.clauses import FRAGMENT, MAIN, REL, SUB, Segment
from presseschau_quotes.found import INDIRECT
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tokens import Range, Unit
from presseschau_quotes.words import words

_THAT = words("that") | {"ob"}
_DEEPEST = 12
_GOVERNORS = 3


def dependent(unit: Unit, parts: Sequence[Segment], said: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the subordinate clauses in the first subjunctive that no candidate in ``said`` touches."""
    syntax = unit.syntax
    if syntax is None or not (syntax.morphology and syntax.parse) or _is_reported(unit, parts):
        return
    done = 0
    for k, segment in enumerate(parts):
        if segment.start < done or not _is_subjunctive(unit, syntax, segment):
            continue
        if any(c.start < segment.end and segment.start < c.end for c in said):
            continue
        clause = syntax.predicate(syntax.at(unit.starts[segment.finite]))
        last = k
        while (
            last + 1 < len(parts)
            and parts[last + 1].kind in {SUB, REL, FRAGMENT}
            and _hangs(unit, syntax, parts[last + 1], clause)
        ):
            last += 1
        done = parts[last].end
        governor, speaker = _source(unit, syntax, clause)
        around = ((parts[0].start, segment.start), (done, parts[-1].end))
        yield Candidate(
            type=INDIRECT,
            rule="dependent/dass" if segment.kind == SUB else "dependent/relative",
            content=((segment.start, done),),
            speaker=speaker,
            cue=(governor,) if governor is not None and not segment.start <= governor < done else (),
            frame=tuple(one for one in around if one[0] < one[1]),
        )


def _is_reported(unit: Unit, parts: Sequence[Segment]) -> bool:
    """Tell whether the main clause is in the subjunctive itself, so that the whole sentence is somebody's words."""
    main = next((part for part in parts if part.kind == MAIN), None)
    return main is not None and bool(unit.flags[main.finite] & lx.CONJUNCTIVE)


def _is_subjunctive(unit: Unit, syntax: Syntax, segment: Segment) -> bool:
    if segment.finite < 0 or not (segment.kind == REL or (segment.kind == SUB and unit.lows[segment.head] in _THAT)):
        return False
    word = syntax.at(unit.starts[segment.finite])
    return syntax.feature(word, "Mood") == "Sub" and syntax.feature(word, "Tense") == "Pres"


def _hangs(unit: Unit, syntax: Syntax, segment: Segment, clause: int) -> bool:
    """Tell whether a segment belongs to the clause of a word."""
    at = syntax.at(unit.starts[segment.finite if segment.finite >= 0 else segment.head])
    for _ in range(_DEEPEST):
        if at == clause:
            return True
        at = syntax.heads[at]
    return False


def _source(unit: Unit, syntax: Syntax, clause: int) -> tuple[int | None, Range | None]:
    """Return the token that a clause hangs on, and who says it, by that or by what that hangs on."""
    head = syntax.heads[clause]
    governor = unit.token_at(syntax.starts[head])
    for _ in range(_GOVERNORS):
        found = parsed.source(unit, head)
        if found is not None:
            return governor, found
        head = syntax.heads[head]
    return governor, None
