"""Options: nodes into attrs classes, strictly, with every error at its place."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import attrs
import jsonschema  # type: ignore[import-untyped]
import pytest
from attrs import field, frozen, validators
from hypothesis import given
from hypothesis import strategies as st

from presseschau import ConfigError
from presseschau.config import build_options, build_step_options, config_from_text, json_schema, load_config
from presseschau.config.docstrings import option_help, summary
from presseschau.config.schema import options_schema


class Style(Enum):
    GERMAN = "german"
    SWISS = "swiss"


@frozen
class Limit:
    low: int = 0
    high: int | None = None


@frozen(eq=False, kw_only=True)
class Plugin:
    """Finds things.

    In more words.

    Attributes:
        name: What it is called,
            on two lines.
        ratio (float): How much.
    """

    name: str = "x"
    ratio: float = field(default=0.5, validator=[validators.ge(0.0), validators.le(1.0)])
    count: int = field(default=1, validator=validators.gt(0))
    """How many."""
    flag: bool = field(default=False, metadata={"help": "Whether."})
    paths: tuple[Path, ...] = ()
    path: Path | None = None
    marks: frozenset[str] = frozenset()
    pair: tuple[int, str] | None = None
    words: Sequence[str] = field(default=(), converter=tuple)
    style: Style = Style.GERMAN
    level: Literal["low", "high", 3] = "low"
    limit: Limit = field(factory=Limit)
    limits: dict[str, Limit] = field(factory=dict)
    either: int | str | list[int] = 0
    anything: Any = None
    day: dt.date | None = None
    kind: str = field(default="a", validator=validators.in_(["a", "b"]))

    @words.validator
    def _no_blanks(self, _: object, value: tuple[str, ...]) -> None:
        if "" in value:
            raise ValueError("a word is not empty")


@frozen(eq=False, kw_only=True)
class Strict:
    needed: str
    low: int = 1
    high: int = 2

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is more than high")


def build(text: str, cls: type = Plugin, **environ: str) -> Any:  # noqa: ANN401 - an instance of cls
    indented = "\n".join(f"      {line}" for line in text.splitlines())
    config = config_from_text(f"load:\n  - use: p\n    with:\n{indented}", base=Path("/here"), file="c.yaml", environ=environ)
    return build_step_options(cls, config.load[0])


def problems(text: str, cls: type = Plugin, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        build(text, cls, **environ)
    return [str(problem).removeprefix("c.yaml:") for problem in caught.value.problems]


def test_every_kind_of_option_is_read() -> None:
    text = """\
name: a
ratio: 1
count: 3
flag: true
paths: [x.txt, ../y/*.txt, /z, '-']
path: '-'
marks: [„, „, “]
pair: [1, a]
words: [a, b]
style: swiss
level: 3
limit: {low: 1, high: 2}
limits: {a: {low: 5}, b: {}}
either: [1, 2]
anything: {a: [1, x, null]}
day: 2021-05-24
kind: b
"""
    plugin = build(text)
    assert attrs.asdict(plugin, recurse=False) == {
        "name": "a",
        "ratio": 1.0,
        "count": 3,
        "flag": True,
        "paths": (Path("/here/x.txt"), Path("/y/*.txt"), Path("/z"), Path("-")),
        "path": Path("-"),
        "marks": frozenset("„“"),
        "pair": (1, "a"),
        "words": ("a", "b"),
        "style": Style.SWISS,
        "level": 3,
        "limit": Limit(1, 2),
        "limits": {"a": Limit(5), "b": Limit()},
        "either": [1, 2],
        "anything": {"a": [1, "x", None]},
        "day": dt.date(2021, 5, 24),
        "kind": "b",
    }
    assert type(plugin.name) is str
    assert type(plugin.ratio) is float
    assert type(plugin.anything["a"][1]) is str


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count: '3'", "4:14: load[0].with.count: this is a whole number, not a string: '3'"),
        ("count: 3.0", "4:14: load[0].with.count: this is a whole number, not a number: 3.0"),
        ("count: true", "4:14: load[0].with.count: this is a whole number, not true or false: true"),
        ("count:", "4:13: load[0].with.count: this is a whole number, but nothing is given"),
        ("name: 3", "4:13: load[0].with.name: this is a string, not a whole number: 3"),
        ("name: [a]", "4:13: load[0].with.name: this is a string, not a list"),
        ("flag: yes", "4:13: load[0].with.flag: this is true or false, not a string: 'yes'"),
        ("flag: 1", "4:13: load[0].with.flag: this is true or false, not a whole number: 1"),
        ("ratio: '0.5'", "4:14: load[0].with.ratio: this is a number, not a string: '0.5'"),
        ("ratio: true", "4:14: load[0].with.ratio: this is a number, not true or false: true"),
        (f"ratio: {'9' * 299}", "4:14: load[0].with.ratio: 'ratio' must be <= 1"),
        ("paths: x.txt", "4:14: load[0].with.paths: this is a list, not a string: 'x.txt'"),
        ("paths: [a, 3]", "4:18: load[0].with.paths[1]: this is a path, not a whole number: 3"),
        ("paths: ['']", "4:15: load[0].with.paths[0]: this is a path, not ''"),
        ("marks: {a: 1}", "4:14: load[0].with.marks: this is a list, not a mapping"),
        ("pair: [1]", "4:13: load[0].with.pair: this is a list of 2, not of 1"),
        ("pair: [a, a]", "4:14: load[0].with.pair[0]: this is a whole number, not a string: 'a'"),
        ("style: French", "4:14: load[0].with.style: 'French' is not one of 'german', 'swiss'"),
        ("level: 4", "4:14: load[0].with.level: 4 is not one of 'low', 'high', 3"),
        ("level: [low]", "4:14: load[0].with.level: a list is not one of 'low', 'high', 3"),
        ("limit: {lo: 1}", "4:15: load[0].with.limit.lo: there is no option 'lo' (did you mean 'low'?)"),
        ("limits:\n  a:\n    low: x", "6:16: load[0].with.limits.a.low: this is a whole number, not a string: 'x'"),
        ("limits: 3", "4:15: load[0].with.limits: this is a mapping, not a whole number: 3"),
        ("limit: 3", "4:14: load[0].with.limit: this is a mapping, not a whole number: 3"),
        ("either: 1.5", "4:15: load[0].with.either: this is a whole number or a string or a list, not a number: 1.5"),
        ("either: [x]", "4:16: load[0].with.either[0]: this is a whole number, not a string: 'x'"),
        ("day: tomorrow", "4:12: load[0].with.day: this is a date such as 2021-05-24, not a string: 'tomorrow'"),
        ("ratio: 2", "4:14: load[0].with.ratio: 'ratio' must be <= 1.0: 2.0"),
        ("words: [a, '']", "4:14: load[0].with.words: a word is not empty"),
        ("kind: c", "4:13: load[0].with.kind: 'kind' must be in ['a', 'b'] (got 'c')"),
        ("min_count: 1", "4:7: load[0].with.min_count: there is no option 'min_count' (did you mean 'count'?)"),
    ],
)
def test_refused_with_its_place(text: str, said: str) -> None:
    [problem] = problems(text)
    assert problem.startswith(said), problem


def test_all_problems_are_told_at_once() -> None:
    assert len(problems("count: a\nflag: 1\nzzz: 1\nyyy: 2\npaths: [1, 2]\nlimits: {a: {low: x}, b: 3}\nratio: 3")) == 9
    assert len(problems("count: 0\nratio: 3\nkind: x\nwords: ['']")) == 4


def test_what_the_class_itself_refuses_stands_at_the_options() -> None:
    assert problems("needed: a\nlow: 5", Strict) == ["4:7: load[0].with: low is more than high"]


def test_a_missing_option_stands_at_the_options() -> None:
    assert problems("low: 1", Strict) == ["4:7: load[0].with.needed: the option is missing"]


def test_a_plugin_without_options_says_so() -> None:
    @frozen(eq=False)
    class Bare:
        pass

    assert problems("a: 1", Bare) == ["4:7: load[0].with.a: there is no option 'a' (this plugin has no options)"]


def test_the_value_of_a_variable_is_not_in_a_message() -> None:
    [problem] = problems("count: '${KEY}'", KEY="s3cret")
    assert "s3cret" not in problem
    assert "${KEY}" in problem
    assert "s3cret" not in problems("kind: ${KEY}", KEY="s3cret")[0]


def test_paths_are_relative_to_the_file_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "base.yaml").write_text("load: [{use: p, with: {paths: [a], path: b}}]", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("extends: sub/base.yaml\nload: [{id: p, with: {paths: [a]}}]", encoding="utf-8")
    plugin = build_step_options(Plugin, load_config(tmp_path / "c.yaml").load[0])
    assert plugin.paths == (tmp_path / "a",)
    assert plugin.path == tmp_path / "sub" / "b"


def test_a_path_through_a_link_keeps_its_meaning(tmp_path: Path) -> None:
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real" / "deep")
    config = config_from_text("load: [{use: p, with: {path: link/../x, paths: [real/../y]}}]", base=tmp_path)
    plugin = build_step_options(Plugin, config.load[0])
    assert plugin.path == tmp_path / "link" / ".." / "x"
    assert plugin.paths == (tmp_path / "y",)


def test_problems_name_the_file_that_they_are_in(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("load: [q, {use: p, with: {count: x}}]", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("extends: base.yaml\nload: [{id: p, with: {ratio: x}}]", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        build_step_options(Plugin, load_config(tmp_path / "c.yaml").load[1])
    said = [str(problem).replace(f"{tmp_path}/", "") for problem in caught.value.problems]
    assert [one.split(": this")[0] for one in said] == [
        "base.yaml:1:34: load[1].with.count",
        "c.yaml:2:30: load[0].with.ratio",
    ]


def test_options_that_are_no_mapping_are_refused() -> None:
    node = config_from_text("load: [{use: p, with: {a: [1]}}]", base=Path()).load[0].options.entries[0].value
    with pytest.raises(ConfigError, match="the options are a mapping, not a list"):
        build_options(Plugin, node)


# --- descriptions and schema -------------------------------------------------------------------------------------------------


def test_descriptions_come_from_wherever_they_stand() -> None:
    assert option_help(Plugin) == {
        "name": "What it is called, on two lines.",
        "ratio": "How much.",
        "count": "How many.",
        "flag": "Whether.",
    }
    assert summary(Plugin) == "Finds things."
    assert summary(Limit) == ""


def test_the_schema_says_what_it_can() -> None:
    schema = options_schema(Plugin)
    assert schema["description"] == "Finds things."
    properties = schema["properties"]
    assert properties["count"]["description"] == "How many."
    assert properties["count"]["anyOf"][0] == {"type": "integer", "exclusiveMinimum": 0}
    assert properties["ratio"]["default"] == 0.5
    assert properties["style"]["anyOf"][0] == {"enum": ["german", "swiss"]}
    assert properties["style"]["default"] == "german"
    assert properties["kind"]["anyOf"][0] == {"enum": ["a", "b"]}
    assert properties["limit"]["default"] == {"low": 0, "high": None}
    assert schema["additionalProperties"] is False


def test_the_schema_is_valid_draft_7_and_plain_json() -> None:
    schema = json_schema({"load": {"p": Plugin}, "extract": {"p": Plugin, "s": Strict}, "detector": {"p": Plugin}})
    jsonschema.Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def accepts(data: Mapping[str, object]) -> bool:
    return bool(jsonschema.Draft7Validator(json_schema({"load": {"p": Plugin}, "model": {"blank": Limit}})).is_valid(data))


def test_the_schema_takes_what_configs_say() -> None:
    assert accepts(
        {"load": ["p", {"use": "p", "with": {"count": 3}}, {"use": "acme:q", "with": {"x": 1}}, {"id": "x", "with": {}}]}
    )
    assert accepts({"extends": "b.yaml", "on_error": "skip", "language": {"expect": None, "model": "blank"}, "load": None})
    assert accepts({"load": [{"use": "p", "with": {"count": "${N:-3}"}}]})


@pytest.mark.parametrize(
    "data",
    [
        {"lod": []},
        {"load": ["q"]},
        {"load": [{"use": "p", "with": {"count": "x"}}]},
        {"load": [{"use": "p", "with": {"cnt": 1}}]},
        {"load": [{"use": "p", "with": {"count": 0}}]},
        {"load": [{}]},
        {"language": {"expct": "de"}},
        {"on_error": "x"},
    ],
)
def test_the_schema_refuses_what_is_wrong(data: dict[str, object]) -> None:
    assert not accepts(data)


options = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=5),
        "ratio": st.floats(0, 1) | st.integers(0, 1),
        "count": st.integers(1, 99),
        "flag": st.booleans(),
        "paths": st.lists(st.text("abc/.*", min_size=1, max_size=5), max_size=3),
        "marks": st.lists(st.text(max_size=2), max_size=3),
        "pair": st.none() | st.tuples(st.integers(), st.text(max_size=3)).map(list),
        "style": st.sampled_from(["german", "swiss"]),
        "level": st.sampled_from(["low", "high", 3]),
        "limit": st.fixed_dictionaries({"low": st.integers(0, 9)}),
        "limits": st.dictionaries(
            st.text(max_size=3), st.fixed_dictionaries({"high": st.none() | st.integers(0, 9)}), max_size=2
        ),
        "either": st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
    },
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "low", "limit", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def from_data(data: Mapping[str, object]) -> Plugin:
    from presseschau.config import config_from_data  # noqa: PLC0415

    config = config_from_data({"load": [{"use": "p", "with": data}]}, base=Path("/here"))
    return build_step_options(Plugin, config.load[0])


def refused(data: Mapping[str, object]) -> tuple[object, ...]:
    try:
        from_data(data)
    except ConfigError as error:
        return error.problems or (None,)
    return ()


@given(options)
def test_right_options_are_taken_by_class_and_schema(data: dict[str, object]) -> None:
    plugin = from_data(data)
    for name in ("name", "ratio", "count", "flag", "either"):
        if name in data:
            assert getattr(plugin, name) == data[name]
    assert accepts({"load": [{"use": "p", "with": data}]})


@given(st.dictionaries(st.sampled_from([one.name for one in attrs.fields(Plugin)]), anything, max_size=4))
def test_any_options_are_taken_or_refused(data: dict[str, object]) -> None:
    for problem in refused(data):
        assert str(problem).startswith("<data>:1:1: load[0].with")
