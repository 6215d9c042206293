"""What tells a happening from what is none: features of candidates, as names."""

from collections import Counter
from collections.abc import Iterator

from presseschau_events.candidates import Candidate
from presseschau_events.phrases import Phrase
from presseschau_events.reading import Reading
from presseschau_events.subjects import heads_of, subject_phrase
from presseschau_events.verbs import verbs

_STEM = 5
"""Letters that two words of one stem share ("qualifizieren", "Qualifikation")."""
_EARLY = (0, 1, 2, 4, 8)


class Features:
    """The features of the candidates of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._stems = Counter(one.lemma[:_STEM] for one in reading.all_candidates())
        self._nouns = Counter(one.lemma for one in reading.all_candidates() if one.kind == "noun")
        self._timed = {reading.clause_of[time.first].number for time in reading.times if time.first in reading.clause_of}
        self._title = frozenset(word[:_STEM] for word in reading.title if len(word) >= _STEM)

    def of(self, one: Candidate) -> list[str]:
        """Return the names of the features that a candidate has."""
        names = list(self._own(one))
        kind = one.kind
        paired = [name for name in names if name.startswith(("time", "tense", "quote", "sentence", "clause", "modal", "title"))]
        return [f"kind={kind}", *names, *(f"{kind}&{name}" for name in paired)]

    def _own(self, one: Candidate) -> Iterator[str]:
        reading = self._reading
        clause, grammar = one.clause, reading.grammar[one.clause.number]
        yield from self._when(one)
        yield f"tense={grammar.tense}"
        if grammar.modal:
            yield f"modal={grammar.modal}"
        if grammar.mood:
            yield f"mood={grammar.mood}"
        if grammar.passive:
            yield "passive"
        if grammar.negated:
            yield "negated"
        yield f"clause={clause.kind}"
        if clause.mark and clause.kind != "rel":
            yield f"mark={clause.mark}"
        quote = reading.quoted[one.head]
        yield f"quote={quote.type if quote is not None else ''}"
        yield from self._where(one)
        yield from self._governed(one)
        yield from self._of_verb(one) if one.kind != "noun" else self._of_noun(one)

    def _when(self, one: Candidate) -> Iterator[str]:
        times = self._reading.times_of(one)
        yield f"time={min(len(times), 2)}"
        for key in times[:1]:
            form = self._reading.forms[key]
            yield f"time type={form.type}"
            yield f"time form={form.form[:4] if not form.form[:4].isdigit() else 'year' if len(form.form) == 4 else 'day'}"  # noqa: PLR2004 - digits of a year
        if not times and one.clause.number in self._timed:
            yield "time elsewhere in clause"

    def _where(self, one: Candidate) -> Iterator[str]:
        sentence = self._reading.sentence_of[one.clause.number]
        yield f"sentence={next((n for n in reversed(_EARLY) if n <= sentence), 0)}"
        if sentence == len(self._reading.words.sentences) - 1:
            yield "sentence last"
        if self.in_title(one):
            yield "title stem"
        if self._stems[one.lemma[:_STEM]] > 1:
            yield "stem again"

    def in_title(self, one: Candidate) -> bool:
        """Tell whether the title has the word of a candidate or one of its stem."""
        parts = {one.lemma[:_STEM], one.lemma[-_STEM:]}
        return any(part in self._title for part in parts) or one.lemma in self._reading.title

    def kind_in_title(self, one: Candidate) -> bool:
        """Tell whether the title has an event noun that ends as a candidate does ("Ministertreffen", "Amtstreffen")."""
        told = one.noun.partition(":")[2] if one.noun.startswith("list:") else ""
        return len(told) >= _STEM and any(word.endswith(told) for word in self._reading.title)

    def _governed(self, one: Candidate) -> Iterator[str]:
        parent = one.clause.parent
        if parent is not None:
            for verb in heads_of(self._reading, self._reading.clauses[parent])[:1]:
                yield from (f"under {name}" for name in sorted(verbs().of_class(verb)))
                yield f"under&{one.clause.kind}={'say' if 'say' in verbs().of_class(verb) else 'other'}"

    def _of_verb(self, one: Candidate) -> Iterator[str]:
        classes = verbs().of_class(one.lemma)
        grammar = self._reading.grammar[one.clause.number]
        for name in sorted(classes):
            yield f"class={name}"
            yield f"class={name}&{grammar.tense}"
        if not classes & {"say", "think", "state", "act"}:
            yield "class=none"
            yield f"class=none&{grammar.tense}"
        yield f"lemma={one.lemma}"
        yield f"tag={self._reading.words.tags[one.head]}"
        if len(one.tokens) > 1:
            yield "two words"
        if one.light:
            yield "light"
        subject = subject_phrase(self._reading, one.clause)
        yield f"subject={self._type(subject)}"

    def _type(self, phrase: Phrase | None) -> str:
        if phrase is None:
            return "none"
        tag = self._reading.words.tags[phrase.head]
        return f"{tag}:{self._reading.words.small[phrase.head]}" if tag in {"PRO", "PPER"} else tag

    def _of_noun(self, one: Candidate) -> Iterator[str]:
        words = self._reading.words
        yield f"noun={one.noun}"
        yield f"noun={one.noun.partition(':')[0]}"
        yield f"word={one.lemma}"
        yield f"again={min(self._nouns[one.lemma], 3)}"
        phrase = one.phrase
        if phrase is not None:
            is_head = phrase.head == one.head
            yield "phrase head" if is_head else "phrase part"
            yield f"preposition={phrase.preposition}"
            first = words.small[phrase.first]
            yield f"article={first if words.tags[phrase.first] == 'DET' else words.tags[phrase.first]}"
            if phrase.last > one.head:
                yield f"followed by {words.tags[one.head + 1]}"
        following = one.head + 1
        if following < len(words.tags) and words.tags[following] == "APPR":
            yield f"followed by {words.small[following]}"
        for verb in heads_of(self._reading, one.clause)[:1]:
            yield from (f"with {name}" for name in sorted(verbs().of_class(verb)))
            yield f"with verb={verb}"
        if phrase is not None and phrase == subject_phrase(self._reading, one.clause):
            yield "is subject"
