"""What tells a happening from what is none: features of candidates, as names."""

from bisect import bisect_right
from collections import Counter

from presseschau_events.candidates import Candidate
from presseschau_events.phrases import Phrase
from presseschau_events.reading import Reading
from presseschau_events.subjects import heads_of, subject_phrase
from presseschau_events.verbs import verbs

_STEM = 5
"""Letters that two words of one stem share ("qualifizieren", "Qualifikation")."""
_EARLY = (0, 1, 2, 4, 8)
_PAIRED = ("time", "tense", "quote", "sentence", "clause", "modal", "title")
"""What counts differently for verbs and nouns."""
_TELLING = frozenset({"say", "think", "state", "act"})


class Features:
    """The features of the candidates of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._stems = Counter(one.lemma[:_STEM] for one in reading.all_candidates)
        self._nouns = Counter(one.lemma for one in reading.all_candidates if one.kind == "noun")
        self._timed = {reading.clause_of[time.first].number for time in reading.times if time.first in reading.clause_of}
        self._title = frozenset(word[:_STEM] for word in reading.title if len(word) >= _STEM)

    def of(self, one: Candidate) -> list[str]:
        """Return the names of the features that a candidate has."""
        kind = one.kind
        names = self._told(one)
        self._where(one, names)
        self._governed(one, names)
        (self._of_noun if kind == "noun" else self._of_verb)(one, names)
        return [f"kind={kind}", *names, *[f"{kind}&{name}" for name in names if name.startswith(_PAIRED)]]

    def _told(self, one: Candidate) -> list[str]:
        """Return how its clause tells it."""
        reading, clause = self._reading, one.clause
        grammar, quote = reading.grammar[clause.number], reading.quoted[one.head]
        names = self._when(one)
        names.append(f"tense={grammar.tense}")
        if grammar.modal:
            names.append(f"modal={grammar.modal}")
        if grammar.mood:
            names.append(f"mood={grammar.mood}")
        if grammar.passive:
            names.append("passive")
        if grammar.negated:
            names.append("negated")
        names.append(f"clause={clause.kind}")
        if clause.mark and clause.kind != "rel":
            names.append(f"mark={clause.mark}")
        names.append(f"quote={quote.type if quote is not None else ''}")
        return names

    def _when(self, one: Candidate) -> list[str]:
        times = self._reading.times_of(one)
        if not times:
            return ["time=0", "time elsewhere in clause"] if one.clause.number in self._timed else ["time=0"]
        form = self._reading.forms[times[0]]
        base = form.form[:4]
        return [
            f"time={min(len(times), 2)}",
            f"time type={form.type}",
            f"time form={base if not base.isdigit() else 'year' if len(form.form) == 4 else 'day'}",  # noqa: PLR2004 - digits of a year
        ]

    def _where(self, one: Candidate, names: list[str]) -> None:
        sentence = self._reading.sentence_of[one.clause.number]
        names.append(f"sentence={_EARLY[bisect_right(_EARLY, sentence) - 1]}")
        if sentence == len(self._reading.words.sentences) - 1:
            names.append("sentence last")
        if self.in_title(one):
            names.append("title stem")
        if self._stems[one.lemma[:_STEM]] > 1:
            names.append("stem again")

    def in_title(self, one: Candidate) -> bool:
        """Tell whether the title has the word of a candidate or one of its stem."""
        parts = {one.lemma[:_STEM], one.lemma[-_STEM:]}
        return any(part in self._title for part in parts) or one.lemma in self._reading.title

    def kind_in_title(self, one: Candidate) -> bool:
        """Tell whether the title has an event noun that ends as a candidate does ("Ministertreffen", "Amtstreffen")."""
        told = one.noun.partition(":")[2] if one.noun.startswith("list:") else ""
        return len(told) >= _STEM and any(word.endswith(told) for word in self._reading.title)

    def _governed(self, one: Candidate, names: list[str]) -> None:
        parent = one.clause.parent
        if parent is not None:
            for verb in heads_of(self._reading, self._reading.clauses[parent])[:1]:
                classes = verbs().of_class(verb)
                names += [f"under {name}" for name in sorted(classes)]
                names.append(f"under&{one.clause.kind}={'say' if 'say' in classes else 'other'}")

    def _of_verb(self, one: Candidate, names: list[str]) -> None:
        classes = verbs().of_class(one.lemma)
        tense = self._reading.grammar[one.clause.number].tense
        for name in sorted(classes):
            names += (f"class={name}", f"class={name}&{tense}")
        if classes.isdisjoint(_TELLING):
            names += ("class=none", f"class=none&{tense}")
        names += (f"lemma={one.lemma}", f"tag={self._reading.words.tags[one.head]}")
        if len(one.tokens) > 1:
            names.append("two words")
        if one.light:
            names.append("light")
        names.append(f"subject={self._type(subject_phrase(self._reading, one.clause))}")

    def _type(self, phrase: Phrase | None) -> str:
        if phrase is None:
            return "none"
        tag = self._reading.words.tags[phrase.head]
        return f"{tag}:{self._reading.words.small[phrase.head]}" if tag in {"PRO", "PPER"} else tag

    def _of_noun(self, one: Candidate, names: list[str]) -> None:
        words = self._reading.words
        names += (
            f"noun={one.noun}",
            f"noun={one.noun.partition(':')[0]}",
            f"word={one.lemma}",
            f"again={min(self._nouns[one.lemma], 3)}",
        )
        phrase = one.phrase
        if phrase is not None:
            names.append("phrase head" if phrase.head == one.head else "phrase part")
            names.append(f"preposition={phrase.preposition}")
            tag = words.tags[phrase.first]
            names.append(f"article={words.small[phrase.first] if tag == 'DET' else tag}")
            if phrase.last > one.head:
                names.append(f"followed by {words.tags[one.head + 1]}")
        following = one.head + 1
        if following < len(words.tags) and words.tags[following] == "APPR":
            names.append(f"followed by {words.small[following]}")
        for verb in heads_of(self._reading, one.clause)[:1]:
            names += [f"with {name}" for name in sorted(verbs().of_class(verb))]
            names.append(f"with verb={verb}")
        if phrase is not None and phrase == subject_phrase(self._reading, one.clause):
            names.append("is subject")
