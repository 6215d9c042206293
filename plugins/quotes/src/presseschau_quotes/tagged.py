"""Classes of words corrected by a tagger.

The lexicon knows what a form can be, a tagger what it is in its sentence: "gefordert" is a participle, "Fragen" at the head of a sentence a noun,
"alte" no preterite. Only what a word is not is taken away; what the lexicon holds for certain of closed classes stays.
"""

from presseschau_quotes import lexicon as lx
from presseschau_quotes.syntax import Syntax
from presseschau_quotes.tokens import Unit

_FINITE = lx.FIN | lx.GUESS_FIN | lx.GUESS_K1 | lx.CONJUNCTIVE
_NOUNS = frozenset(["NN", "NE"])
_UNINFLECTED = frozenset(["ADV", "ADJD", "APPR", "PTKVZ"])
_NON_FINITE = {
    "VVPP": lx.PART,
    "VAPP": lx.PART,
    "VMPP": lx.PART,
    "VVINF": lx.PLURAL,
    "VAINF": lx.PLURAL,
    "VMINF": lx.PLURAL,
    "VVIZU": lx.ZU_INF,
}
"""Forms of verbs that are not finite, by STTS tag, with the flag of such a form."""


def correct(unit: Unit, syntax: Syntax) -> None:
    """Correct the flags of a unit's words by their tags; words that the analysis cuts otherwise keep theirs."""
    if not syntax.tags:
        return
    for i, flags in enumerate(unit.flags):
        if flags & (_FINITE | lx.PLURAL) and flags & lx.WORD and unit.marks[i] < 0:
            at = syntax.at(unit.starts[i])
            if (syntax.starts[at], syntax.ends[at]) == (unit.starts[i], unit.ends[i]):
                unit.flags[i] = _corrected(flags, syntax.tag[at], capital=unit.words[i][:1].isupper())


def _corrected(flags: int, tag: str, *, capital: bool) -> int:
    if tag in _NON_FINITE:
        return flags & ~_FINITE | _NON_FINITE[tag]
    if tag == "ADJA":
        return flags & ~(_FINITE | lx.PLURAL) | lx.ADJ
    if flags & lx.FUNCTION:
        return flags
    if tag in _NOUNS and capital and not flags & lx.CAP:
        return flags & ~(_FINITE | lx.PLURAL | lx.PART | lx.ZU_INF | lx.ADJ | lx.REPORT) | lx.CAP
    return flags & ~(_FINITE | lx.PLURAL) if tag in _UNINFLECTED else flags
