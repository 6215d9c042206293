"""The tagger: from text to time expressions with unresolved forms.

Stage by stage the rules run over the symbols of the tokens; what a stage finds stands as one phrase for the stages behind it.
Then :mod:`presseschau_dates.reference` decides what each is relative to. Pure: text and sentence spans in, records out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from presseschau_dates.found import Found
from presseschau_dates.language import Language
from presseschau_dates.lexer import Tokens, is_day, tokenize
from presseschau_dates.names import without_names
from presseschau_dates.patterns import groups_of
from presseschau_dates.rules import NO_STEP, CompiledRule, Rule, Stage, adjust, fill, join_periods

_DAY = re.compile(r"(?<![\dX-])((?:\d{4}-)?\d\d-\d\d)(?![\d-])")
"""A day in a form: one that the calendar does not have ("31. Februar") is no date, but its words are none either."""


class Row:
    """The tokens of a text with the phrases of earlier stages folded into one item each."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.symbols = tokens.symbols
        self.firsts: Sequence[int] = range(len(tokens.starts) + 1)
        self.phrases: dict[int, Found] = {}

    def fold(self, phrases: Iterable[Found], language: Language) -> None:
        """Fold phrases, given by tokens and in order, into items; phrases inside them are gone."""
        symbols: list[str] = []
        firsts: list[int] = []
        at = 0
        for phrase in phrases:
            item = bisect_left(self.firsts, phrase.first, at)
            symbols.append(self.symbols[at:item])
            firsts += self.firsts[at:item]
            at = bisect_left(self.firsts, phrase.end, item)
            for inside in self.firsts[item:at]:
                self.phrases.pop(inside, None)
            if phrase.type or phrase.gives:
                self.phrases[phrase.first] = phrase
                symbols.append(language.phrase_symbol(phrase.gives))
            else:
                symbols.append(language.blank)
            firsts.append(phrase.first)
        self.symbols = "".join([*symbols, self.symbols[at:]])
        self.firsts = [*firsts, *self.firsts[at:]]

    def token_at(self, item: int) -> int:
        """Return the first token of an item; the number of tokens at the end."""
        return self.firsts[item] if item < len(self.firsts) else len(self.tokens.starts)


def find(text: str, language: Language) -> tuple[Tokens, list[Found]]:
    """Return the tokens of a text and the time expressions in it, in order, with forms that may still be ``auto``."""
    tokens = tokenize(text, language.lexicon)
    row = Row(tokens)
    for stage in language.stages:
        found = _run(stage, row)
        if found:
            row.fold(found, language)
    return tokens, without_names(tokens, [phrase for _, phrase in sorted(row.phrases.items()) if phrase.type], language.names)


def _run(stage: Stage, row: Row) -> list[Found]:
    candidates: list[tuple[tuple[int, int, int, int], CompiledRule, re.Match[str], int, int]] = []
    symbols = row.symbols
    for start, rules in stage.starting(symbols):
        for compiled in rules:
            match = compiled.pattern.regex.match(symbols, start)
            if match is not None:
                first, end = match.span("X")
                key = (-compiled.rule.priority, first - end, first, compiled.order)
                candidates.append((key, compiled, match, first, end))
    if not candidates:
        return []
    candidates.sort(key=lambda candidate: candidate[0])
    taken = bytearray(len(symbols))
    found = []
    for _, compiled, match, first, end in candidates:
        if any(taken[first:end]):
            continue
        taken[first:end] = b"\x01" * (end - first)
        found.append(_build(compiled, match, row, row.token_at(first), row.token_at(end)))
    found.sort(key=lambda one: one.first)
    return found


def _build(compiled: CompiledRule, match: re.Match[str], row: Row, first: int, end: int) -> Found:
    rule: Rule = compiled.rule
    spans = groups_of(match, compiled.pattern.groups) if compiled.pattern.groups else {}

    def value_of(name: str, attribute: str) -> str:
        span = spans.get(name)
        if span is None:
            return ""
        phrase = row.phrases.get(row.token_at(span[0])) if row.phrases else None
        if phrase is not None:
            return _phrase_value(phrase, attribute)
        values = row.tokens.values[row.token_at(span[0])]
        for wanted in compiled.pattern.groups[name]:
            if wanted in values:
                return values[wanted]
        return ""

    form = adjust(join_periods(" ".join(fill(rule.form, value_of).split())))
    if NO_STEP in form:
        form = "PAST_REF" if "-" in form else "FUTURE_REF"
    if (named := _DAY.search(form)) is not None and not is_day(named[1]):
        return Found(first=first, end=end, rule=rule.name, type="", form="")
    by_the_clock = rule.type == "DATE" and form.rpartition(" ")[2].startswith(("hour", "minute"))
    return Found(
        first=first,
        end=end,
        rule=rule.name,
        type="TIME" if by_the_clock else rule.type,
        form=form,
        mod=fill(rule.mod, value_of) or _inherited_mod(row, spans),
        quant=fill(rule.quant, value_of),
        freq=fill(rule.freq, value_of),
        begin=_known(" ".join(fill(rule.begin, value_of).split())),
        closing=_known(" ".join(fill(rule.end, value_of).split())),
        gives=rule.gives,
    )


def _inherited_mod(row: Row, spans: Mapping[str, tuple[int, int]]) -> str:
    """Return the mod of the first named phrase that has one."""
    phrases = (row.phrases.get(row.token_at(first)) for first, _ in spans.values()) if row.phrases else ()
    return next((phrase.mod for phrase in phrases if phrase is not None and phrase.mod), "")


def _known(form: str) -> str:
    return "" if NO_STEP in form else form


def _phrase_value(phrase: Found, attribute: str) -> str:
    """Return what a rule may take over from a phrase: its form, the ``target`` at the form's end, its mod or type."""
    if attribute == "target":
        last = phrase.form.rpartition(" ")[2]
        return last.lstrip("<>=~")
    if attribute in ("mod", "type", "quant", "freq", "begin"):
        return str(getattr(phrase, attribute))
    if attribute == "part":
        return phrase.form[-2:]
    return phrase.form
