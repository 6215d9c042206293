"""The same text as people write it: capitals, no capitals, no umlauts, Swiss ss, old spelling, gender marks, other quotation marks.

A model that has seen only the typography of its corpora falls over on the rest. ``varied`` changes the words of some training texts and keeps their
number, so that every label stays where it is.
"""

import random
import re
from collections.abc import Callable, Sequence

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_BARE = str.maketrans("äöüÄÖÜ", "aouAOU")
_OLD = {"dass": "daß", "Dass": "Daß", "muss": "muß", "müsse": "müsse", "musste": "mußte", "lässt": "läßt", "wusste": "wußte", "bisschen": "bißchen", "Prozess": "Prozeß",
        "Ausschuss": "Ausschuß", "Kongress": "Kongreß", "Beschluss": "Beschluß", "bewusst": "bewußt", "gewiss": "gewiß", "Schluss": "Schluß", "Fluss": "Fluß",
        "Anschluss": "Anschluß", "Einfluss": "Einfluß", "Abschluss": "Abschluß", "Schloss": "Schloß", "Stress": "Streß", "Pass": "Paß", "fasst": "faßt", "lassen": "lassen"}  # fmt: skip
_OPENING, _CLOSING = frozenset('„»«“"‚›‹'), frozenset('“«»”"‘‹›')
_PAIRS = (("„", "“"), ('"', '"'), ("»", "«"), ("«", "»"), ("“", "”"), ("„", '"'))
_PEOPLE = re.compile(r"^([A-ZÄÖÜ][a-zäöüß]{3,})(innen|in)$")


def _each(change: Callable[[str], str]) -> Callable[[Sequence[str], random.Random], list[str]]:
    return lambda forms, _: [change(form) or form for form in forms]


def _starred(forms: Sequence[str], rng: random.Random) -> list[str]:
    mark = rng.choice("*:_")
    return [_PEOPLE.sub(rf"\1{mark}\2", form) for form in forms]


def _quoted(forms: Sequence[str], rng: random.Random) -> list[str]:
    left, right = rng.choice(_PAIRS)
    result, inside = [], False
    for form in forms:
        if form in {"'", "``", "''"} or (form not in _OPENING and form not in _CLOSING):
            result.append(form)
            continue
        result.append(right if inside else left)
        inside = not inside
    return result


_KINDS: tuple[tuple[float, Callable[[Sequence[str], random.Random], list[str]]], ...] = (
    (0.03, _each(str.upper)),
    (0.02, _each(str.lower)),
    (0.04, _each(lambda form: form.translate(_FOLDED))),
    (0.02, _each(lambda form: form.translate(_BARE))),
    (0.05, _each(lambda form: form.replace("ß", "ss"))),
    (0.05, _each(lambda form: _OLD.get(form, form))),
    (0.05, _starred),
    (0.30, _quoted),
)


def varied(forms: Sequence[str], rng: random.Random) -> list[str]:
    """Return the words in another spelling, or as they are in most cases; as many as given."""
    draw = rng.random()
    for chance, change in _KINDS:
        if draw < chance:
            return change(forms, rng)
        draw -= chance
    return list(forms)
