"""A language: its lexicon, its rules in stages, and its cues of tense; all from the files of one directory.

``lexicon*.toml`` are word lists, ``rules-*.toml`` the stages in the order of their names, ``reference.toml`` what decides on references,
``names.toml`` what tells a name from a time.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from presseschau_dates.lexer import number_classes
from presseschau_dates.lexicon import Lexicon, read_entries
from presseschau_dates.names import NameCues, name_cues
from presseschau_dates.patterns import literal_class, literals
from presseschau_dates.rules import Rule, Stage, compile_stage, read_rules
from presseschau_dates.tense import TenseCues


@frozen(kw_only=True)
class Cues:
    """Small words that decide on references; see ``reference.toml`` for what each set is for."""

    ahead: frozenset[str]
    planned: frozenset[str]
    since: frozenset[str]
    of: frozenset[str]
    no_longer_of: frozenset[str]
    range_opens: frozenset[str]
    range: frozenset[str]
    up_to_today: frozenset[str]
    articles: frozenset[str]
    clock_of: frozenset[str]
    ago: frozenset[str]
    within: frozenset[str]
    about: frozenset[str]
    a_week: frozenset[str]
    told_ahead: frozenset[str]
    into: frozenset[str]
    apposition: frozenset[str]
    ago_year: frozenset[tuple[str, ...]]
    date_line: frozenset[str]
    no_place: frozenset[str]
    date_line_article: str


@frozen(eq=False)
class Language:
    """Everything that the tagger knows of a language."""

    code: str
    lexicon: Lexicon
    rules: tuple[Rule, ...]
    stages: tuple[Stage, ...]
    reference: Mapping[str, Any]
    cues: "Cues"
    tense: TenseCues
    names: NameCues
    blank: str = field(repr=False)

    def phrase_symbol(self, classes: tuple[str, ...]) -> str:
        """Return the symbol of a phrase that is in these classes."""
        return self.lexicon.symbol_of(frozenset(classes))


@cache
def load(code: str = "de") -> Language:
    """Return a language that is shipped with the plugin.

    Raises:
        ValueError: there is none of that name.
    """
    directory = files("presseschau_dates") / code
    if not (code.isalpha() and directory.is_dir()):
        raise ValueError(f"there are no rules for the language {code!r}")
    return read(directory, code)


def read(directory: Traversable | Path, code: str) -> Language:
    """Read a language from a directory.

    Raises:
        ValueError: a file is missing or malformed; the message says which rule or class is wrong.
    """
    names = sorted(file.name for file in directory.iterdir())
    entries = read_entries(directory / name for name in names if name.startswith("lexicon") and name.endswith(".toml"))
    by_stage = [read_rules(directory / name) for name in names if name.startswith("rules-") and name.endswith(".toml")]
    rules = [rule for stage in by_stage for rule in stage]
    for rule in rules:
        for word in literals(rule.pattern):
            entries.setdefault(word, {})[literal_class(word)] = word
    class_sets = set(number_classes())
    for rule in rules:
        class_sets.add(frozenset(rule.gives))
    lexicon = Lexicon(entries, class_sets)
    order, stages = 0, []
    for stage in by_stage:
        stages.append(compile_stage(stage, lexicon, order))
        order += len(stage)
    reference = tomllib.loads((directory / "reference.toml").read_text(encoding="utf-8"))
    cues = Cues(**{name: _frozen(value) for name, value in reference["cues"].items()})
    return Language(
        code,
        lexicon,
        tuple(rules),
        tuple(stages),
        reference,
        cues,
        TenseCues.of(reference["tense"]),
        name_cues(tomllib.loads((directory / "names.toml").read_text(encoding="utf-8"))),
        lexicon.symbol_of(frozenset()),
    )


def _frozen(value: str | list[Any]) -> Any:  # noqa: ANN401 - a word, a set of words or of phrases
    if isinstance(value, str):
        return value
    return frozenset(tuple(one) if isinstance(one, list) else one for one in value)
