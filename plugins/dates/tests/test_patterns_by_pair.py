"""Which rules are tried where: what a pattern says that its second symbol can be leaves no match out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from presseschau_dates.language import load
from presseschau_dates.lexer import tokenize
from presseschau_dates.patterns import compile_pattern

SYMBOLS = {"A": "a", "B": "b", "AB": "ab"}
TEXTS = ["".join(text) for length in range(1, 5) for text in product("abcx", repeat=length)]

_words = st.sampled_from(["A", "B", "AB"])
_patterns = st.recursive(
    _words | st.just("."),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' | '.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "{0,2}", "{1,2}", "{2,3}"])).map(lambda both: f"({both[0]}){both[1]}"),
        inner.map(lambda one: f"n=({one})"),
    ),
    max_leaves=6,
)


@given(_patterns, st.sampled_from(["", "!A", "!AB"]), st.sampled_from(["", "!B", "!AB"]))
def test_no_match_begins_with_a_pair_that_is_left_out(pattern: str, before: str, behind: str) -> None:
    # a rule must begin with a class and may not match nothing
    made = compile_pattern(f"{before} (A | B) {pattern} {behind}", lambda name: SYMBOLS.get(name, ""), "x")
    bare = compile_pattern(f"{before} ({pattern})? AB {behind}", lambda name: SYMBOLS.get(name, ""), "x")
    for compiled in (made, bare):
        for text in TEXTS:
            if compiled.regex.match(text) and text[0] in compiled.first:
                assert compiled.second is None or text[1:2] in compiled.second


@given(st.lists(st.sampled_from([example for rule in load().rules for example in rule.examples]), min_size=1, max_size=3))
def test_the_rules_that_are_tried_are_all_that_match(examples: list[str]) -> None:
    language = load()
    symbols = tokenize(" ".join(examples), language.lexicon).symbols
    for stage in language.stages:
        tried = dict(stage.starting(symbols))
        for start, symbol in enumerate(symbols):
            matching = [one for one in stage.by_symbol.get(symbol, ()) if one.pattern.regex.match(symbols, start)]
            assert [one for one in tried.get(start, ()) if one in matching] == matching
