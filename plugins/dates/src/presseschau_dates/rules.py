"""Rules: patterns over word classes and what they mean; read from TOML files.

A rule is a table ``[[rule]]`` with

- ``name``: ``group/what``;
- ``pattern``: see :mod:`presseschau_dates.patterns`;
- ``type``: DATE, TIME, DURATION or SET; without one the rule only protects its words from other rules (``2000 Menschen``), or
  gives a phrase for later stages;
- ``form``: the unresolved form, see :mod:`presseschau.dates.forms`, with ``{name}`` for the values of the named parts. Three more
  bases are worked out by :mod:`presseschau_dates.reference`: ``auto`` (document date or a time named before, by tense), ``prev`` (a
  time named before) and ``time`` (the day that a clock time belongs to);
- ``mod``, ``quant``, ``freq``, ``begin``, ``end``: TIMEX3's, with ``{name}`` too;
- ``gives``: the classes of the phrase for the rules of later stages (the files' order), which see it as one word;
- ``priority``: higher wins over longer;
- ``examples``: texts with what must be found in brackets, see :mod:`presseschau_dates.examples`.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable

from attrs import field, frozen

from presseschau_dates.lexicon import Lexicon
from presseschau_dates.patterns import Pattern, PatternError, compile_pattern

_SLOT = re.compile(r"\{([a-z]{1,12}\d?)(?:([.:+<>-])([a-z0-9]{1,10}))?\}")
_KEYS = frozenset(
    ["name", "pattern", "type", "form", "mod", "quant", "freq", "begin", "end", "gives", "priority", "examples", "source"]
)
_DURATIONS = {
    "day": "P#D", "week": "P#W", "month": "P#M", "quarter": "P#Q", "year": "P#Y", "decade": "P#DE", "century": "P#CE",
    "millennium": "P#L", "weekend": "P#WE", "night": "PT#NI", "evening": "PT#EV", "morning": "PT#MO", "afternoon": "PT#AF",
    "hour": "PT#H", "minute": "PT#M", "second": "PT#S", "half": "P#H", "spring": "P#SP", "summer": "P#SU", "autumn": "P#FA",
    "winter": "P#WI",
}  # fmt: skip
_STEP_UNITS = frozenset(["day", "weekend", "month", "quarter", "half", "year", "decade", "century"])
NO_STEP = "?"
"""Stands in a form where an amount is not known; such a form is dropped."""
_FRACTIONS = {"year": (12, "P{0}Y{1}M"), "day": (24, "P{0}DT{1}H"), "hour": (60, "PT{0}H{1}M")}


class RuleError(ValueError):
    """A rule cannot be used; the message names it."""


@frozen(kw_only=True)
class Rule:
    """One rule, as its file has it."""

    name: str
    pattern: str
    type: str = ""
    form: str = ""
    mod: str = ""
    quant: str = ""
    freq: str = ""
    begin: str = ""
    end: str = ""
    gives: tuple[str, ...] = field(default=(), converter=tuple)
    priority: int = 0
    examples: tuple[str, ...] = field(default=(), converter=tuple)
    source: str = ""


@frozen
class CompiledRule:
    """A rule and its pattern."""

    rule: Rule
    pattern: Pattern
    order: int


class _ByPair(dict[str, tuple[CompiledRule, ...]]):
    """The rules that can match where a symbol and that behind it stand; worked out when a pair is first asked for."""

    def __init__(self, by_symbol: Mapping[str, tuple[CompiledRule, ...]]) -> None:
        self._by_symbol = by_symbol

    def __missing__(self, pair: str) -> tuple[CompiledRule, ...]:
        rules = self._by_symbol.get(pair[0], ())
        found = tuple(one for one in rules if one.pattern.second is None or pair[1:] in one.pattern.second)
        self[pair] = found
        return found


@frozen
class Stage:
    """The rules of one file, by the symbols that they can begin with."""

    by_symbol: Mapping[str, tuple[CompiledRule, ...]]
    _by_pair: _ByPair = field(init=False, eq=False, repr=False)
    _begins: re.Pattern[str] = field(init=False, eq=False, repr=False)

    @_by_pair.default
    def _empty(self) -> _ByPair:
        return _ByPair(self.by_symbol)

    @_begins.default
    def _any_symbol(self) -> re.Pattern[str]:
        return re.compile(f"[{''.join(self.by_symbol)}]" if self.by_symbol else r"(?!)")

    def starting(self, symbols: str) -> Iterator[tuple[int, tuple[CompiledRule, ...]]]:
        """Yield each place of a string of symbols at which rules can match, with those rules."""
        for match in self._begins.finditer(symbols):
            start = match.start()
            rules = self._by_pair[symbols[start : start + 2]]
            if rules:
                yield start, rules


def read_rules(file: Traversable) -> list[Rule]:
    """Read the rules of a file.

    Raises:
        RuleError: a rule has no name or pattern, or a key that is none.
    """
    rules = []
    for number, table in enumerate(tomllib.loads(file.read_text(encoding="utf-8")).get("rule", ()), start=1):
        name = table.get("name", f"number {number} of {file.name}")
        unknown = sorted(set(table) - _KEYS)
        if unknown or "name" not in table or "pattern" not in table:
            raise RuleError(f"rule {name}: {'unknown keys ' + ', '.join(unknown) if unknown else 'needs a name and a pattern'}")
        rules.append(Rule(**table))
    return rules


def compile_stage(rules: Iterable[Rule], lexicon: Lexicon, first_order: int) -> Stage:
    """Compile the rules of a stage.

    Raises:
        RuleError: a pattern is malformed.
    """
    by_symbol: dict[str, list[CompiledRule]] = {}
    for order, rule in enumerate(rules, start=first_order):
        try:
            pattern = compile_pattern(rule.pattern, lexicon.symbols_with, lexicon.break_symbol)
        except (PatternError, re.error) as reason:
            raise RuleError(f"rule {rule.name}: {reason}") from reason
        for slot in _SLOT.finditer(f"{rule.form} {rule.mod} {rule.quant} {rule.freq} {rule.begin} {rule.end}"):
            if slot[1] not in pattern.groups:
                raise RuleError(f"rule {rule.name}: nothing in its pattern is called {slot[1]!r}")
        for symbol in pattern.first:
            by_symbol.setdefault(symbol, []).append(CompiledRule(rule, pattern, order))
    return Stage({symbol: tuple(found) for symbol, found in by_symbol.items()})


def fill(template: str, value_of: Callable[[str, str], str]) -> str:
    """Put values into a template; ``value_of(name, attribute)`` gives them. A slot may end in a function: ``{n:century}``."""
    if "{" not in template:
        return template

    def slot(match: re.Match[str]) -> str:
        name, kind, what = match[1], match[2], match[3]
        value = value_of(name, what if kind == "." else "")
        if kind == ":":
            function = _FUNCTIONS.get(what)
            if not value:
                return ""
            return function(value) if function else duration(value_of(what, ""), value)
        if kind and kind in "+-<>":
            return step(value_of(what, ""), value, kind)
        return value

    return _SLOT.sub(slot, template)


def adjust(form: str) -> str:
    """Work out what a form says of its own end behind an ``@``.

    ``T03:00@AF`` is a clock time in a part of the day, 15:00; ``T12:00@-5`` five minutes before; ``2011-12-28@<2011-01-03`` the day in the
    year before where it would else lie behind.
    """
    if match := _IN_PART.fullmatch(form):
        return f"{match[1]}{_in_part(int(match[2]), match[3], match[4])}"
    if match := _MINUTES_OFF.fullmatch(form):
        minutes = (int(match[2]) * 60 + int(match[3]) + int(match[4])) % (24 * 60)
        return f"{match[1]}{minutes // 60:02}:{minutes % 60:02}"
    if match := _NOT_BEHIND.fullmatch(form):
        day = f"{match[1]}-{match[2]}"
        return day if day <= match[3] else f"{int(match[1]) - 1:04}-{match[2]}"
    return form


_IN_PART = re.compile(r"(.{0,40}T)(\d\d):(\d\d)@T?(MO|MI|AF|EV|NI)")
_MINUTES_OFF = re.compile(r"(.{0,40}T)(\d\d):(\d\d)@([+-]\d{1,2})")
_NOT_BEHIND = re.compile(r"(\d{4})-(\d\d-\d\d)@<(\d{4}-\d\d-\d\d)")
_HALF_DAY = 12
_SHIFTED = {"MI": range(1, 4), "AF": range(1, 8), "EV": range(4, 12), "NI": range(8, 12)}
"""The hours of the dial that a part of the day puts into its second half: "3 Uhr nachmittags", "11 Uhr abends", "10 Uhr nachts"."""


def _in_part(hour: int, minute: str, part: str) -> str:
    if hour == _HALF_DAY and part in ("EV", "NI"):
        return f"24:{minute}" if minute == "00" else f"00:{minute}"
    return f"{hour + _HALF_DAY if hour in _SHIFTED.get(part, ()) else hour:02}:{minute}"


def join_periods(form: str) -> str:
    """Join two periods that stand side by side: ``P3YP4M`` is ``P3Y4M``, ``PT2HPT13M`` is ``PT2H13M``."""
    match = re.fullmatch(r"(P[^PT ]{0,8})(T[^PT ]{1,8})?P([^PT ]{0,8})(T[^PT ]{1,8})?", form)
    if match is None:
        return form
    times = (match[2] or "").removeprefix("T") + (match[4] or "").removeprefix("T")
    return f"{match[1]}{match[3]}{'T' + times if times else ''}"


def step(unit: str, count: str, kind: str) -> str:  # noqa: PLR0911 - a kind of unit a line
    """Return the step of a form: ``+`` and ``-`` by whole units (``month+2``), ``>`` and ``<`` as exact as before (``P+2M``).

    An amount that is not known gives :data:`NO_STEP`, and so no form.
    """
    sign = "+" if kind in "+>" else "-"
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if count.endswith(".5") and months and months % 2 == 0:
        return f"P{sign}{int(float(count) * months)}M"
    if not count.isdigit() or len(count) > 4:  # noqa: PLR2004 - no calendar reaches further
        return NO_STEP
    if unit == "second":
        return "minute+0"
    if unit in ("hour", "minute"):
        return f"{unit}{sign}{count}"
    if unit == "week" or kind in "<>":
        letter = {"day": "D", "week": "W", "month": "M", "year": "Y"}.get(unit)
        factor = {"decade": 10, "century": 100}.get(unit)
        if factor:
            return f"P{sign}{int(count) * factor}Y"
        return f"P{sign}{count}{letter}" if letter else NO_STEP
    return f"{unit}{sign}{count}" if unit in _STEP_UNITS else NO_STEP


def duration(unit: str, count: str) -> str:
    """Return the TIMEX3 value of a number of units; ``"X"`` for an indefinite number, ``"1.5"`` for one and a half."""
    whole, _, fraction = count.partition(".")
    if fraction.strip("0") == "":
        return _DURATIONS[unit].replace("#", whole)
    if unit in _FRACTIONS and fraction in ("5", "25", "75"):
        size, pattern = _FRACTIONS[unit]
        part = size * int(fraction.ljust(2, "0")) // 100
        if whole == "0":
            return re.sub(r"0[A-Z]T?", "", pattern.format("0", part), count=1) if unit != "day" else f"PT{part}H"
        return pattern.format(whole, part)
    return _DURATIONS[unit].replace("#", count)


def _two_digits(value: str) -> str:
    return f"{int(value):02}"


def _century(value: str) -> str:
    return f"{max(int(value) - 1, 0):02}"


def _period(value: str) -> str:
    count, _, unit = value.partition(" ")
    return duration(unit, count)


_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "period": _period,
    "christmas": lambda value: str(24 + int(value)),
    "halfmod": lambda value: {"1": "START", "2": "END"}.get(value, ""),
    "quarterto": lambda value: f"{(int(value) - 1) % 24:02}:45",
    "indefinite": lambda unit: duration(unit, "X"),
    "one": lambda unit: duration(unit, "1"),
    "two": _two_digits,
    "four": lambda value: f"{int(value):04}",
    "century": _century,
    "c": lambda value: value[:2],
    "dash": lambda _value: "-",
    "advent": lambda value: f"{7 * (int(value) - 4):+d}",
    "quarter": lambda value: f"Q{value}" if value else "",
    "half": lambda value: f"H{value}" if value else "",
    "decade": lambda value: value[:3],
    "month": lambda value: value[5:7],
    "tens": lambda value: ("20" if value < "20" else "19") + value[0],
    "quarterof": lambda value: f"{(int(value) - 1) % 24:02}:15",
    "yearmonth": lambda value: value[:7],
    "year": lambda value: value[:4],
    "monthofday": lambda value: value[:2],
    "halfbefore": lambda value: f"{(int(value) - 1) % 24:02}:30",
}
