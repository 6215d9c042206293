"""Verb forms: which infinitive a form belongs to, and which class."""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from attrs import field, frozen

_MAX_FORMS = 50_000
_WEAK_ENDINGS = ("eten", "ete", "ten", "te", "et", "en", "t", "e", "n")


@frozen
class Verbs:
    """The lexicon: strong forms by form, prefixes, and classes by infinitive."""

    strong: dict[str, str]
    strong_past: frozenset[str]
    participles: frozenset[str]
    separable: frozenset[str]
    prefixes: frozenset[str]
    t_stems: frozenset[str]
    classes: dict[str, frozenset[str]]
    _lengths: tuple[int, ...] = field(init=False, repr=False)

    @_lengths.default
    def _of_prefixes(self) -> tuple[int, ...]:
        return tuple(sorted({len(prefix) for prefix in self.prefixes}, reverse=True))

    def moves(self, lemma: str) -> bool:
        """Tell whether the perfect of a verb is made with "sein"."""
        if self.classes.get(lemma, frozenset()) & {"motion", "undergo"}:
            return True
        bare = next((lemma[len(prefix) :] for prefix in self.prefixes_of(lemma)), "")
        return "motion" in self.classes.get(bare, frozenset())

    def prefixes_of(self, form: str) -> Iterator[str]:
        """Yield the prefixes that a form begins with, the longest first."""
        return (form[:length] for length in self._lengths if form[:length] in self.prefixes)

    def of_class(self, lemma: str) -> frozenset[str]:
        """Return the names of the classes that a verb belongs to."""
        return self.classes.get(lemma, frozenset())


@cache
def verbs() -> Verbs:
    """Return the verbs that ship with the plugin."""
    data = tomllib.loads((files("presseschau_events") / "data" / "verbs.toml").read_text("utf-8"))
    strong: dict[str, str] = {}
    past: set[str] = set()
    participles: set[str] = set()
    for line in data["strong"].strip().splitlines():
        infinitive, present, preterite, participle, *subjunctive = line.split()
        for form in (infinitive, present, participle, *_persons(preterite), *(f for one in subjunctive for f in _persons(one))):
            strong.setdefault(form, infinitive)
        past |= set(_persons(preterite))
        participles.add(participle)
    classes: dict[str, set[str]] = {}
    for name, words in data["classes"].items():
        for word in words.split():
            classes.setdefault(word, set()).add(name)
    separable = data["separable"].split()
    return Verbs(
        strong=strong,
        strong_past=frozenset(past),
        participles=frozenset(participles),
        separable=frozenset(separable),
        prefixes=frozenset({*separable, *data["inseparable"].split()}),
        t_stems=frozenset(data["t_stems"].split()),
        classes={word: frozenset(names) for word, names in classes.items()},
    )


def _persons(form: str) -> Iterator[str]:
    """Yield a preterite or Konjunktiv in all persons."""
    yield form
    if form.endswith("e"):
        yield from (f"{form}n", f"{form}st", f"{form}t")
    else:
        yield from (f"{form}en", f"{form}n", f"{form}st", f"{form}t")


@lru_cache(maxsize=_MAX_FORMS)
def lemma(form: str) -> str:
    """Return the infinitive of a verb form in small letters, as well as its shape tells: "zurückgetreten" → "zurücktreten"."""
    known = verbs()
    if form in known.strong:
        return known.strong[form]
    if form in known.t_stems:
        return form
    for prefix in known.prefixes_of(form):
        rest = form[len(prefix) :]
        if len(rest) > 2:  # noqa: PLR2004 - the shortest stem, "tut"
            bare = rest[2:] if rest.startswith("zu") and rest[2:] in known.strong else rest
            if bare in known.strong:
                return prefix + known.strong[bare]
            # "begangen", "vergeben": the participle without its ge-.
            if f"ge{rest}" in known.participles:
                return prefix + known.strong[f"ge{rest}"]
    return _weak(form, known)


def _weak(form: str, known: Verbs) -> str:
    prefix = next(
        (p for p in known.prefixes_of(form) if p in known.separable and form[len(p) :].startswith(("ge", "zu"))),
        "",
    )
    stem = form[len(prefix) :]
    if prefix or form.startswith("ge"):
        if stem.startswith("ge") and stem.endswith("t") and len(stem) > 4:  # noqa: PLR2004 - "get" is no participle
            return prefix + _infinitive(stem[2:-1].removesuffix("e") if _needs_e(stem[2:-2]) else stem[2:-1])
        if prefix and stem.startswith("zu") and stem.endswith("n"):
            return prefix + stem[2:]
    for ending in _WEAK_ENDINGS:
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 3:  # noqa: PLR2004 - the shortest stem, "les"
            continue
        if ending[0] == "e" and ending not in {"e", "en"} and not _needs_e(stem):
            continue
        if ending == "n" and not stem.endswith(("el", "er")):
            continue
        return _infinitive(stem)
    return form


def _needs_e(stem: str) -> bool:
    return stem.endswith(("t", "d", "m", "n"))


def _infinitive(stem: str) -> str:
    short = len(stem) > 4 and stem.endswith(("el", "er")) and not stem.endswith(("ier", "quer", "iel"))  # noqa: PLR2004 - "hören"
    return stem + ("n" if short else "en")


@lru_cache(maxsize=_MAX_FORMS)
def is_past(form: str) -> bool:
    """Tell whether a finite form, in small letters, is a preterite (or a Konjunktiv II that looks like one)."""
    known = verbs()
    if form in known.strong_past:
        return True
    if form in known.strong or form in known.t_stems:
        return False
    for prefix in known.prefixes_of(form):
        rest = form[len(prefix) :]
        if len(rest) > 2:  # noqa: PLR2004 - the shortest form, "tat"
            if rest in known.strong_past:
                return True
            if rest in known.strong or rest in known.t_stems:
                return False
    return len(form) > 4 and form.endswith(("te", "ten"))  # noqa: PLR2004 - "bete" is a present
