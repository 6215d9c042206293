"""Tense, mood, voice and polarity of a clause."""

from collections.abc import Mapping

from attrs import frozen

from presseschau_events.clauses import FINITE, Clause
from presseschau_events.verbs import is_past, lemma
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


def grammar_of(words: Words, clause: Clause, earlier: Mapping[int, Grammar]) -> Grammar:
    """Return the grammar of a clause; one without a finite verb takes what it shares from the clause before it."""
    tags = {words.tags[token] for token in clause.tokens}
    small = [words.small[token] for token in clause.tokens]
    negated = any(
        word.startswith("kein") or (word in _NEGATIVE and (after not in _NOT_OF_THE_VERB or word != "nicht"))
        for word, after in zip(small, [*small[1:], ""], strict=True)
    )
    shared = earlier.get(clause.shares) if clause.shares is not None else None
    if clause.finite is None:
        if shared is not None:
            return Grammar(shared.tense, shared.modal, shared.mood, shared.passive, negated, shared.perfect)
        if "VVPP" in tags and clause.kind in {"none", "main"}:
            return Grammar("perfect", "", "", passive=True, negated=negated)
        return Grammar("none", "", "", passive="werden" in small, negated=negated)
    finite = words.small[clause.finite]
    participle = "VVPP" in tags or "VAPP" in tags
    infinitive = bool(tags & {"VVINF", "VAINF"})
    mood = "unreal" if finite in _UNREAL else "reported" if finite in _REPORTED else ""
    modal = _MODAL_OF.get(finite, "")
    passive = participle and ("worden" in small or ("werden" in small and (modal != "" or finite != "werden")))
    tense = "past" if is_past(finite) else "present"
    perfect = False
    if modal:
        tense = "past" if finite.endswith(("te", "ten")) and finite not in _UNREAL else "present"
        perfect = participle and bool({"haben", "sein"} & set(small))
        passive = passive or (participle and "werden" in small)
    elif finite in _WERDEN_PRESENT or (finite in {"würde", "würden"}):
        tense = "future" if infinitive else "present"
        passive = passive or (participle and not (infinitive and "werden" not in small[small.index(finite) + 1 :]))
    elif finite in _WERDEN_PAST:
        tense, passive = "past", passive or participle
    elif finite in _PERFECT or finite in _PLUPERFECT:
        verbal = participle and words.tags[clause.finite] in FINITE
        if verbal:
            tense = "pluperfect" if finite in _PLUPERFECT else "perfect"
        else:
            tense = "past" if finite in _PLUPERFECT else "present"
    elif finite in {"wäre", "wären", "hätte", "hätten"}:
        tense = "perfect" if participle else "present"
    return Grammar(tense, modal, mood, passive, negated, perfect)


def state_passive(words: Words, clause: Clause) -> bool:
    """Tell whether a clause has "sein" with a participle of a verb that "haben" goes with: a result, not an act ("ist geöffnet")."""
    if clause.finite is None or lemma(words.small[clause.finite]) != "sein":
        return False
    return any(words.tags[token] == "VVPP" for token in clause.tokens) and not any(
        words.small[token] == "worden" for token in clause.tokens
    )
