"""Tense, mood, voice and polarity of a clause."""

from collections.abc import Sequence

from attrs import frozen

from presseschau_events.clauses import FINITE, Clause
from presseschau_events.verbs import is_past, lemma, verbs
from presseschau_events.words import Words

_MODALS = {
    "können": ("kann", "können", "konnte", "konnten", "könnte", "könnten", "könne", "könnt"),
    "müssen": ("muss", "muß", "müssen", "musste", "mussten", "müsste", "müssten", "müsse", "mußte", "mußten"),
    "sollen": ("soll", "sollen", "sollte", "sollten", "solle"),
    "wollen": ("will", "wollen", "wollte", "wollten", "wolle"),
    "dürfen": ("darf", "dürfen", "durfte", "durften", "dürfte", "dürften", "dürfe"),
    "mögen": ("mag", "mögen", "mochte", "mochten", "möchte", "möchten", "möge"),
}
_MODAL_OF = {form: modal for modal, forms in _MODALS.items() for form in forms}
_WERDEN_PRESENT = frozenset({"wird", "werden", "werde", "wirst"})
_WERDEN_PAST = frozenset({"wurde", "wurden", "ward"})
_PERFECT = frozenset({"hat", "haben", "habe", "ist", "sind", "sei", "seien", "bin", "hast"})
_PLUPERFECT = frozenset({"hatte", "hatten", "war", "waren"})
_HAVE = frozenset({"hat", "haben", "habe", "hatte", "hatten", "hätte", "hätten"})
_BE = frozenset({"ist", "sind", "war", "waren", "sei", "seien"})
_REPORTED = frozenset(
    {"sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "möge", "gebe", "komme", "gehe", "stehe"}
)
_UNREAL = frozenset(
    {"wäre", "wären", "hätte", "hätten", "würde", "würden", "könnte", "könnten", "dürfte", "dürften", "müsste", "müssten"}
)
_NOT_OF_THE_VERB = frozenset({"nur", "zuletzt", "mal", "einmal", "allein", "schlecht", "weniger", "minder", "weit"})
"""What "nicht" belongs to instead of the verb, when it stands before it ("nicht nur")."""
_NEGATIVE = frozenset({"nicht", "nie", "niemals", "nirgends", "weder", "niemand", "nichts", "keineswegs", "mitnichten"})


@frozen
class Grammar:
    """How a clause is put.

    ``tense`` is "present", "past", "perfect", "pluperfect", "future" or "none"; ``modal`` the modal verb's infinitive or ""; ``mood``
    "", "reported" (Konjunktiv I) or "unreal" (Konjunktiv II). ``perfect`` says that the infinitive of a modal is a perfect ("soll … haben").
    """

    tense: str
    modal: str
    mood: str
    passive: bool
    negated: bool
    perfect: bool = False


def grammar_of(words: Words, clause: Clause, finite_token: int | None) -> Grammar:
    """Return the grammar of a clause with its finite verb, own or shared (None if it has none)."""
    tags = clause.tags
    small = [words.small[token] for token in clause.tokens]
    negated = _is_negated(small)
    if finite_token is None:
        if "VVPP" in tags and clause.kind in {"none", "main"}:
            return Grammar("perfect", "", "", passive=True, negated=negated)
        return Grammar("none", "", "", passive="werden" in small, negated=negated)
    if finite_token not in clause.tokens:
        small = [words.small[finite_token], *small]
    finite = words.small[finite_token]
    participle = "VVPP" in tags or "VAPP" in tags or (finite in _HAVE and "VVINF" in tags)
    infinitive = "VVINF" in tags or "VAINF" in tags
    mood = "unreal" if finite in _UNREAL else "reported" if finite in _REPORTED else ""
    modal = _MODAL_OF.get(finite, "")
    passive = participle and ("worden" in small or ("werden" in small and (modal != "" or finite != "werden")))
    tense = "past" if is_past(finite) else "present"
    perfect = modal != "" and participle and ("haben" in small or "sein" in small)
    if modal:
        tense = "past" if finite.endswith(("te", "ten")) and finite not in _UNREAL else "present"
        passive = passive or (participle and not perfect)
    elif finite in _WERDEN_PRESENT or finite in {"würde", "würden"}:
        tense = "future" if infinitive else "present"
        passive = passive or (participle and not infinitive)
    elif finite in _WERDEN_PAST:
        tense, passive = "past", passive or participle
    elif finite in _PERFECT or finite in _PLUPERFECT:
        tense, state = _perfect(words, clause, finite, verbal=participle and words.tags[finite_token] in FINITE)
        passive = passive or state
    elif finite in {"wäre", "wären", "hätte", "hätten"}:
        tense = "perfect" if participle else "present"
    return Grammar(tense, modal, mood, passive, negated, perfect)


def _is_negated(small: Sequence[str]) -> bool:
    """Tell whether a word denies what the clause says."""
    for place, word in enumerate(small):
        if word[:4] == "kein":
            return True
        if word in _NEGATIVE and (word != "nicht" or _NOT_OF_THE_VERB.isdisjoint(small[place + 1 : place + 2])):
            return True
    return False


def _perfect(words: Words, clause: Clause, finite: str, *, verbal: bool) -> tuple[str, bool]:
    """Return the tense of "haben" or "sein", with a participle (``verbal``) or without, and whether it is a passive of state."""
    earlier = finite in _PLUPERFECT
    if not verbal:
        return ("past" if earlier else "present"), False
    worden = any(words.small[token] == "worden" for token in clause.tokens)
    if finite in _BE and not worden and not _moves(words, clause):
        return ("past" if earlier else "perfect"), True
    return ("pluperfect" if earlier else "perfect"), False


def _moves(words: Words, clause: Clause) -> bool:
    """Tell whether the perfect of a clause's participle is made with "sein"."""
    participle = next((token for token in reversed(clause.tokens) if words.tags[token] in {"VVPP", "VAPP"}), None)
    return participle is None or verbs().moves(lemma(words.small[participle]))
