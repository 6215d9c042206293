"""Reading a parse: verbs with their subjects and tenses, noun phrases, names; in either of the label sets that German pipelines have.

*UD* is Universal Dependencies, as ``presseschau-de`` has it: content words are heads, auxiliaries hang on them (``aux``, ``cop``). *TIGER* is that of
spaCy's ``de_core_news_*``: the finite verb is the head, and what it governs hangs on it (``oc``). These functions give the same answers
from both. Each takes time proportional to the words around the one asked, whatever the tree.

An extractor that ``wants`` a parse asks :func:`is_parsed` first: nothing found and nothing annotated are different answers.

Source of the label sets: universaldependencies.org/de; Albert et al., *TIGER Annotationsschema* (2003).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "sb"})
OBJECTS = frozenset({"obj", "obl:arg", "iobj", "oa", "oa2", "da", "og"})
CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass", "oc", "re"})
APPOSITIONS = frozenset({"appos", "app"})
AGENTS = frozenset({"obl:agent", "sbp"})
PREDICATE = frozenset({"aux", "aux:pass", "cop", "compound:prt", "svp"})
"""Relations by which auxiliaries, copulas and verb particles hang on a verb."""
OUTSIDE = frozenset(
    {"acl", "acl:relcl", "rc", "advcl", "parataxis", "re", "ccomp", "par", "punct", "discourse", "cc", "cd", "conj", "cj"}
)
"""Relations that a noun phrase ends before: clauses, punctuation, what is joined to it."""
NAME_LABELS = {"PER": "PER", "PERSON": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG", "MISC": "MISC", "OTH": "MISC", "NORP": "MISC", "EVENT": "MISC", "PRODUCT": "MISC", "WORK_OF_ART": "MISC"}  # fmt: skip
_VERBS = frozenset({"VERB", "AUX"})
_PERFECT = frozenset({"haben", "sein"})
_FARTHEST = 64
"""A walk up the tree ends after so many heads."""


def is_parsed(doc: "Doc") -> bool:
    """Tell whether somebody has annotated heads, relations and parts of speech."""
    return len(doc) > 0 and doc.has_annotation("DEP") and doc.has_annotation("POS")


def is_named(doc: "Doc") -> bool:
    """Tell whether somebody has looked for names, found or not."""
    return doc.has_annotation("ENT_IOB")


@frozen
class Predicate:
    """A verb with what belongs to it: *hat gesagt*, *wird kritisiert worden sein*, *ist der Meinung*."""

    words: tuple["Token", ...]
    """All of it, in the order of the text."""

    @property
    def finite(self) -> "Token | None":
        """The verb that agrees with the subject; None in an infinitive."""
        finite = (
            word for word in self.words if word.morph.get("VerbForm", []) == ["Fin"] or word.tag_.endswith(("FIN", "IMP"))
        )
        return next(finite, None)

    @property
    def main(self) -> "Token":
        """The word that says what is done: the participle or infinitive where there is one, the copula's complement never."""
        verbs = (
            [word for word in self.words if word.pos_ == "VERB"]
            or [word for word in self.words if word.pos_ in _VERBS]
            or list(self.words)
        )
        return next((word for word in verbs if not word.tag_.endswith("FIN")), verbs[0])

    @property
    def subject(self) -> "Token | None":
        """The head of the subject; of a joined verb without one of its own, that of the verb before."""
        for word in self.words:
            for child in word.children:
                if child.dep_ in SUBJECTS:
                    return child
        top = next((word for word in self.words if word.head not in self.words), self.words[0])
        if top.dep_ in {"conj", "cj"}:
            other = predicate(_joined_to(top))
            if other is not None and other.words != self.words and other.words[0].i < self.words[0].i:
                return other.subject
        return None

    @property
    def agent(self) -> "Token | None":
        """The head of the phrase that names who does it in the passive: *von der Ministerin*."""
        found = next((child for word in self.words for child in word.children if child.dep_ in AGENTS), None)
        if found is not None and found.pos_ == "ADP":
            return next((child for child in found.children if child.dep_ == "nk"), None)
        return found

    @property
    def clauses(self) -> tuple["Token", ...]:
        """The heads of the clauses that it governs, in order."""
        heads = [child for word in self.words for child in word.children if child.dep_ in CLAUSES and child not in self.words]
        return tuple(sorted(heads, key=lambda token: token.i))

    @property
    def tense(self) -> str:
        """``present``, ``preterite``, ``perfect``, ``pluperfect``, ``future``, or ``""`` where the parse does not tell."""
        finite = self.finite
        tense = finite.morph.get("Tense", []) if finite is not None else []
        if finite is None or not tense:
            return ""
        past = tense == ["Past"]
        others = [word for word in self.words if word != finite]
        if (
            finite.lemma_ in _PERFECT
            and finite.pos_ == "AUX"
            and finite.dep_ != "aux:pass"
            and any(word.tag_.endswith("PP") for word in others)
        ):
            return "pluperfect" if past else "perfect"
        if finite.lemma_ == "werden" and any(word.tag_.endswith("INF") for word in others):
            return "future"
        return "preterite" if past else "present"

    @property
    def is_subjunctive(self) -> bool:
        """Whether its finite verb is in the Konjunktiv."""
        return self.finite is not None and self.finite.morph.get("Mood", []) == ["Sub"]

    @property
    def subjunctive(self) -> str:
        """``I`` (*sei*, the mood of reported speech), ``II`` (*wäre*), or ``""`` in any other mood or where the parse does not tell."""
        if self.finite is None or not self.is_subjunctive:
            return ""
        tense: list[str] = self.finite.morph.get("Tense", [])
        return {"Pres": "I", "Past": "II"}.get("".join(tense), "")

    @property
    def is_passive(self) -> bool:
        """Whether it is in the passive of *werden*: *wird gebaut*, *ist gebaut worden*; not *wird gebaut haben*."""
        verbs = [word for word in self.words if word.pos_ in _VERBS]
        if not any(word.lemma_ == "werden" for word in verbs):
            return False
        participle = any(word.tag_.endswith("PP") and word.lemma_ != "werden" for word in verbs)
        future_perfect = any(word.tag_.endswith("INF") and word.lemma_ in _PERFECT for word in verbs)
        return participle and (not future_perfect or any(word.lower_ == "worden" for word in verbs))


def predicate(token: "Token") -> Predicate | None:
    """Return the predicate that a verb, an auxiliary or a predicate noun belongs to; None for any other word."""
    top = _top(token)
    words = {top.i: top}
    waiting = [top]
    while waiting and len(words) < _FARTHEST:
        for child in waiting.pop().children:
            below = child.dep_ in PREDICATE or (child.dep_ == "oc" and child.pos_ in _VERBS and not _has_complementiser(child))
            if below and child.i not in words:
                words[child.i] = child
                waiting.append(child)
    if not any(word.pos_ in _VERBS for word in words.values()):
        return None
    return Predicate(tuple(words[at] for at in sorted(words)))


def predicate_above(token: "Token") -> Predicate | None:
    """Return the predicate of the clause that a word stands in."""
    for _ in range(_FARTHEST):
        found = predicate(token) if token.pos_ in _VERBS or any(child.dep_ in PREDICATE for child in token.children) else None
        if found is not None or token.head == token:
            return found
        token = token.head
    return None


def noun_phrase(head: "Token") -> "Span":
    """Return the words of a noun phrase around its head: determiner, attributes, prepositional attributes, appositions set off by commas; no clauses.

    Always one stretch; without the preposition that it hangs on or that hangs on it.
    """
    first = last = head.i
    waiting = [head]
    seen = {head.i}
    while waiting and len(seen) < 4 * _FARTHEST:
        word = waiting.pop()
        for child in word.children:
            if (
                child.i in seen
                or child.dep_ in OUTSIDE
                or (word == head and child.dep_ in {"case", "mark", *PREDICATE, *SUBJECTS})
            ):
                continue
            seen.add(child.i)
            waiting.append(child)
    while first - 1 in seen or _is_inside(head.doc, first - 1, seen, -1):
        first -= 1
    while last + 1 in seen or _is_inside(head.doc, last + 1, seen, 1):
        last += 1
    return head.doc[first : last + 1]


def _is_inside(doc: "Doc", at: int, seen: set[int], step: int) -> bool:
    """A mark inside a phrase: what follows it belongs to the phrase too."""
    return 0 <= at < len(doc) and doc[at].pos_ == "PUNCT" and at + step in seen


def names(doc: "Doc") -> Iterator[tuple["Span", str]]:
    """Yield the names of a document with their classes, ``PER``, ``LOC``, ``ORG`` or ``MISC``, whatever the pipeline calls them; others are left out."""
    for found in doc.ents:
        label = NAME_LABELS.get(found.label_)
        if label is not None:
            yield found, label


def _top(token: "Token") -> "Token":
    for _ in range(_FARTHEST):
        head = token.head
        up = token.dep_ in PREDICATE or (
            token.dep_ == "oc" and token.pos_ in _VERBS and head.pos_ in _VERBS and not _has_complementiser(token)
        )
        if head == token or not up:
            break
        token = head
    return token


def _has_complementiser(token: "Token") -> bool:
    """Tell whether a clause begins with *dass* or *ob*, or has a subject of its own: it is no part of the predicate above."""
    return any(child.dep_ in {"cp", "mark", *SUBJECTS} for child in token.children)


def _joined_to(token: "Token") -> "Token":
    """Return what a joined word is joined to; in TIGER over its conjunction."""
    head = token.head
    return head.head if head.dep_ == "cd" else head
