"""From YAML text to nodes: scalars, locations, variables, limits."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from presseschau import ConfigError
from presseschau.config.nodes import MappingNode, ScalarNode, SequenceNode, node_of
from presseschau.config.parse import MAX_BYTES, MAX_DEPTH, decode, parse
from presseschau.config.problems import Location, Problem
from presseschau.config.scalars import expand, resolve

BASE = Path("/somewhere")


def read(text: str, **environ: str) -> Any:  # noqa: ANN401 - plain data
    return parse(text, file="c.yaml", base=BASE, environ=environ).plain()


def refused(work: Callable[[], object]) -> tuple[object, ...]:
    """Return the problems of the config error that ``work`` raises, ``()`` when it raises none."""
    try:
        work()
    except ConfigError as error:
        return error.problems or (None,)
    return ()


def problems(text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text, file="c.yaml", base=BASE, environ=environ)
    return [str(problem) for problem in caught.value.problems]


# --- scalars -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("2021-05-24", "2021-05-24"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-0012", -12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("0b1", "0b1"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        ("'12'", "12"),
        ('"true"', "true"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, value: object) -> None:
    found = read(f"key: {written}")["key"]
    assert found == value
    assert type(found) is type(value)


def test_nan_is_a_number() -> None:
    assert math.isnan(read("key: .nan")["key"])


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    assert problems(f"key: {'9' * 5000}") == [
        "c.yaml:1:6: key: a number of 5000 digits (put it in quotes if it is meant as a string)"
    ]


@given(st.text())
def test_a_plain_scalar_is_of_one_of_five_types(text: str) -> None:
    assert isinstance(resolve(text), str | int | float | bool | None)


# --- variables ---------------------------------------------------------------------------------------------------------------


def test_variables_are_expanded_before_the_type_is_decided() -> None:
    text = "a: ${N}\nb: '${N}'\nc: ${NONE:-no}\nd: x${N}y\ne: $${N}\nf: ${EMPTY:-}\ng: $N ${EMPTY:-7}\nh: [$]"
    assert read(text, N="12", EMPTY="") == {
        "a": 12, "b": "12", "c": "no", "d": "x12y", "e": "${N}", "f": None, "g": "$N 7", "h": ["$"],
    }  # fmt: skip


def test_an_unset_variable_is_an_error_at_its_place() -> None:
    assert problems("a:\n  - x\n  - ${PRESS}") == [
        "c.yaml:3:5: a[1]: the environment variable PRESS is not set (set it, or give a default: ${PRESS:-default})"
    ]


@pytest.mark.parametrize("written", ["${", "${}", "${1}", "${A-b}", "${A:-${B}}", "${A:-{}"])
def test_odd_braces_are_an_error_that_says_how_to_write_them(written: str) -> None:
    [problem] = problems(f"a: '{written}'", A="1")
    assert "is not a variable (write ${NAME} or ${NAME:-default}, or $${ for the characters themselves)" in problem


def test_a_variable_in_a_variable_is_not_expanded() -> None:
    assert read("a: ${A}", A="${B}") == {"a": "${B}"}


@pytest.mark.parametrize("value", ["\udcff", "a\0b"])
def test_a_variable_that_is_not_text_is_refused(value: str) -> None:
    assert "not UTF-8, or NUL" in problems("a: ${A}", A=value)[0]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_what_a_variable_holds_comes_through_unchanged(value: str) -> None:
    assert expand("<${A}>", {"A": value}) == (f"<{value}>", True)


def test_the_value_of_a_variable_is_not_in_redacted_data() -> None:
    tree = parse("a: x${KEY}\nb: c\nn: ${N}", file="c.yaml", base=BASE, environ={"KEY": "s3cret", "N": "17"})
    plain = tree.plain(redact=True)
    assert plain["b"] == "c"
    assert plain["a"]["expanded"] == "x${KEY}"
    assert "s3cret" not in json.dumps(plain)
    assert tree.plain() == {"a": "xs3cret", "b": "c", "n": 17}
    other = parse("a: x${KEY}\nb: c\nn: ${N}", file="c.yaml", base=BASE, environ={"KEY": "other", "N": "17"})
    assert other.plain(redact=True) != plain
    assert other.plain(redact=True)["n"] == plain["n"]


# --- what is refused, and where ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", "c.yaml:3:1: a: the key 'a' stands here twice (the first is in line 1)"),
        ("x: {a: 1, 'a': 3}", "c.yaml:1:11: x.a: the key 'a' stands here twice (the first is in line 1)"),
        ("a: !!python/object:os.system ls", "c.yaml:1:4: a: the tag 'tag:yaml.org,2002:python/object:os.system' is not supported"),
        ("a: !x [1]", "c.yaml:1:4: a: the tag '!x' is not supported"),
        ("a: &a {b: 1}\nc: {<<: *a}", "c.yaml:2:5: c.<<: merge keys are not supported (use `extends`"),
        ("a: &a [*a]", "c.yaml:1:8: a[0]: the alias *a stands inside of what it stands for"),
        ("a: *b", "c.yaml:1:4: a: there is no anchor &b before this alias"),
        ("? [a]\n: b", "c.yaml:1:3: a key is a string, not a list"),
        ("? {a: 1}\n: b", "c.yaml:1:3: a key is a string, not a mapping"),
        ("&k a: 1\nx: {*k : 2}", "c.yaml:2:5: x: an alias cannot be a key"),
        ("a: 1\n---\nb: 2", "c.yaml:2:1: a second document starts here"),
        ("a: b: c", "c.yaml:1:5: not YAML: mapping values are not allowed here"),
        ("a:\n\t- b", "c.yaml:2:1: a: not YAML: found character '\\t' that cannot start any token (YAML is indented with spaces only)"),
        ("a: [1", "c.yaml:1:6: a[1]: not YAML: expected ',' or ']'"),
        ('a: "\\UFFFFFFFF"', "c.yaml:1:"),
        ("%YAML 99999999999999999999.1\n---\na: 1", "c.yaml:1:1: not YAML"),
        ("", "c.yaml:1:1: the file is empty"),
        ("# only a comment", "c.yaml:1:1: the file is empty"),
        ("a: 1\nb: x\0y", "c.yaml:2:5: the character U+0000 is not allowed (is it a text file?)"),
        ("ä: 1\nb: \x07", "c.yaml:2:4: the character U+0007 is not allowed"),
        ("a: \ud800", "c.yaml:1:4: the character U+D800 is not allowed"),
    ],
)  # fmt: skip
def test_refused_with_its_place(text: str, said: str) -> None:
    [problem] = problems(text)
    assert problem.startswith(said), problem


def test_several_problems_are_told_at_once() -> None:
    assert len(problems("a: 1\na: 2\nb: ${X}\nc: !t [[\n")) == 4


def test_deep_nesting_is_an_error_and_no_recursion() -> None:
    for text in ("[" * 200_000, "{a: " * 5000, "\n".join("  " * depth + "a:" for depth in range(300)), "- " * 500):
        assert f"nested more than {MAX_DEPTH} deep" in problems(text)[-1]
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)


def test_aliases_that_explode_are_refused() -> None:
    text = "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "more than 30000 values, aliases counted" in problems(text)[0]


def test_aliases_that_nest_too_deep_are_refused() -> None:
    text = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, MAX_DEPTH + 20))
    assert "deep" in problems(text)[0]


def test_plain_aliases_work() -> None:
    assert read("a: &x [1, {b: c}]\nd: *x\ne: &s text\nf: *s") == {
        "a": [1, {"b": "c"}], "d": [1, {"b": "c"}], "e": "text", "f": "text",
    }  # fmt: skip


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(ConfigError, match="more than the 1048576 allowed"):
        decode(b" " * (MAX_BYTES + 1), "c.yaml")
    assert "more than the" in problems(" " * (MAX_BYTES + 1))[0]


def test_bytes_that_are_not_utf_8_are_placed() -> None:
    with pytest.raises(ConfigError) as caught:
        decode("a: b\nc: ä".encode("cp1252"), "c.yaml")
    assert str(caught.value.problems[0]) == (
        "c.yaml:2:4: the file is not UTF-8 (byte 0xe4) (save it as UTF-8 without changing anything else)"
    )
    with pytest.raises(ConfigError, match="UTF-16"):
        decode("a: b".encode("utf-16"), "c.yaml")


def test_a_byte_order_mark_does_not_shift_the_columns() -> None:
    node = parse(decode(b"\xef\xbb\xbfa: [b]", "c.yaml"), file="c.yaml", base=BASE, environ={})
    assert node.find(["a", 0]).location == Location("c.yaml", 1, 5)
    assert parse("\ufeffa: 1", file="c.yaml", base=BASE, environ={}).plain() == {"a": 1}


# --- properties --------------------------------------------------------------------------------------------------------------

# PyYAML does not count U+FEFF as a column.
plain_texts = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"], exclude_characters="$\ufeff"
    ),
    max_size=20,
)
scalars = (
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False) | plain_texts
)
data = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_texts, inner, max_size=4), max_leaves=12
)


@given(st.text())
@example("!!binary x")
@example('"\\ud800"')
@example("a: '\u2028'\r\n\x85b")
@example("%TAG ! tag:x,\n---\n!a b")
@example("'%'\n...\n%A\n--- x")
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for problem in refused(lambda: parse(text, file="c.yaml", base=BASE, environ={})):
        assert isinstance(problem, Problem)
        assert problem.location is not None
        assert str(problem).isprintable()


yaml_soup = st.lists(
    st.sampled_from(
        ["a", ":", ": ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", "&x ", "*x", "!t ", "|", ">", "'", '"', "#", "? ", "%", "---", "...", "\t", "${A}", "${", "<<", "@", "`", "\\U", "\r", "0x", "\u2028"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=500)
@given(yaml_soup)
def test_a_soup_of_yaml_is_read_or_refused(text: str) -> None:
    assert None not in refused(lambda: parse(text, file="c.yaml", base=BASE, environ={"A": "x"}))


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    assert None not in refused(lambda: decode(content, "c.yaml"))


@given(data)
def test_what_json_says_yaml_says(value: object) -> None:
    written = json.dumps(value, ensure_ascii=False)
    assert read(f"key: {written}")["key"] == value


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=6), data, max_size=5))
def test_a_dumped_config_comes_back(value: dict[str, object]) -> None:
    written = yaml.safe_dump(value, allow_unicode=True, width=10_000)
    # PyYAML writes for YAML 1.1, in which a number may lack the dot that 1.2 wants; JSON has no such doubt.
    assert json.loads(json.dumps(read(written))) == json.loads(json.dumps(value)) or "e" in written


@given(data)
def test_nodes_of_data_give_the_data_back(value: object) -> None:
    assert node_of(value, location=Location("x"), base=BASE).plain() == value


def test_nodes_are_made_of_plain_data_only() -> None:
    with pytest.raises(TypeError, match="not set"):
        node_of({"a": {1}}, location=Location("x"), base=BASE)
    with pytest.raises(TypeError, match="a key of a config is a string"):
        node_of({1: 2}, location=Location("x"), base=BASE)


@st.composite
def placed(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text with a duplicate key in it, and the line and column of that key."""
    before = draw(st.lists(st.sampled_from(["# ä note", "k{}: 1", "k{}: [a, b]", "k{}:\n  - x\n  - 'y ü'", ""]), max_size=6))
    lines = "\n".join(line.format(number) for number, line in enumerate(before)).split("\n") if before else []
    indent = draw(st.integers(1, 8))
    lines += ["outer:", " " * indent + "twice: ä", " " * indent + "twice: b"]
    return "\n".join(lines), len(lines), indent + 1


@given(placed())
def test_the_place_of_a_problem_is_where_it_is(case: tuple[str, int, int]) -> None:
    text, line, column = case
    with pytest.raises(ConfigError) as caught:
        parse(text, file="c.yaml", base=BASE, environ={})
    assert [problem.location for problem in caught.value.problems if isinstance(problem, Problem)] == [
        Location("c.yaml", line, column)
    ]


@given(data)
def test_every_node_stands_at_its_own_text(value: object) -> None:
    text = "top: " + json.dumps(value, ensure_ascii=False)
    tree = parse(text, file="c.yaml", base=BASE, environ={})
    stack = [tree]
    while stack:
        node = stack.pop()
        assert node.location.line == 1
        at = text[node.location.column - 1 :]
        match node:
            case MappingNode():
                assert at.startswith(("{", "top"))
                stack += [entry.value for entry in node]
            case SequenceNode():
                assert at.startswith("[")
                stack += node.items
            case ScalarNode(value=str()):
                assert at.startswith('"')
            case ScalarNode():
                assert at.startswith(json.dumps(node.value))
