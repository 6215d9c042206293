"""Reading configs: sections, steps, what they extend, and all problems at once."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import presseschau
from presseschau import ConfigError
from presseschau.config import (
    SHIPPED,
    STAGES,
    Config,
    InvalidConfigError,
    Problem,
    StepConfig,
    config_from_data,
    config_from_text,
    default_config,
    did_you_mean,
    load_config,
)

ROOT = Path(__file__).parents[2]


def config(text: str, **environ: str) -> Config:
    return config_from_text(text, base=Path("/somewhere"), file="c.yaml", environ=environ)


def refused(work: Callable[[], object]) -> tuple[object, ...]:
    try:
        work()
    except ConfigError as error:
        return error.problems or (None,)
    return ()


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        config(text)
    return [str(problem) for problem in caught.value.problems]


def load_problems(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(path, environ={})
    return [str(problem).replace(str(path.parent) + os.sep, "") for problem in caught.value.problems]


def outline(steps: tuple[StepConfig, ...]) -> list[tuple[str, str, object]]:
    return [(step.id, step.use, step.options.plain()) for step in steps]


# --- one file ----------------------------------------------------------------------------------------------------------------


def test_an_empty_section_gives_the_defaults() -> None:
    found = config("load:")
    assert found.steps == ()
    assert (found.on_error, found.output, found.batch_size) == ("quarantine", None, 32)
    assert (found.language.expect, found.language.on_other) == ("de", "report")
    assert (found.language.detector.use, found.language.model.use) == ("langdetect", "blank")


def test_the_order_in_the_yaml_is_the_order_of_the_steps() -> None:
    found = config("extract: [b, {use: a, id: z}, {use: a}]\nclean: [y]\nload:\n  - x\n")
    assert [(step.stage, step.id) for step in found.steps] == [
        ("load", "x"), ("clean", "y"), ("extract", "b"), ("extract", "z"), ("extract", "a"),
    ]  # fmt: skip
    assert [step.path for step in found.extract] == ["extract[0]", "extract[1]", "extract[2]"]
    assert str(found.extract[1].location) == "c.yaml:1:14"


def test_two_steps_of_one_plugin_have_their_own_options() -> None:
    text = "extract:\n- {use: quotes, id: strict, with: {min_confidence: 0.8}}\n- quotes"
    assert outline(config(text).extract) == [("strict", "quotes", {"min_confidence": 0.8}), ("quotes", "quotes", {})]


def test_a_step_may_name_the_distribution() -> None:
    [step] = config("load: [{use: 'acme.news-tools:text-files'}]").load
    assert (step.distribution, step.use, step.id) == ("acme.news-tools", "text-files", "text-files")


def test_the_language_section_takes_plugins_with_options() -> None:
    text = "language: {expect: fr, on_other: process, detector: {use: fast, with: {n: 1}}, model: acme:big}"
    language = config(text).language
    assert (language.expect, language.on_other) == ("fr", "process")
    assert (language.detector.stage, language.detector.use, language.detector.options.plain()) == ("detector", "fast", {"n": 1})
    assert (language.model.use, language.model.distribution, language.model.path) == ("big", "acme", "language.model")
    assert config("language: {expect: null}").language.expect is None


def test_the_output_is_relative_to_the_config() -> None:
    assert config("output: ../runs/x").output == Path("/runs/x")


def test_all_problems_are_told_at_once_each_with_its_place() -> None:
    text = """\
lod: []
on_error: quarntine
batch_size: 0
output: 3
language: {expect: 3, detecter: x, on_other: skip}
load:
  - {use: p, withh: 1}
  - p
  - 3
  - {with: {}}
  - {id: 7, use: q}
  - {use: a b}
clean: german-boilerplate
"""
    assert problems(text) == [
        "c.yaml:1:1: lod: there is no section or setting 'lod' (did you mean 'load'?)",
        "c.yaml:2:11: on_error: 'quarntine' is not one of 'quarantine', 'skip', 'fail'",
        "c.yaml:3:13: batch_size: 'batch_size' must be >= 1: 0",
        "c.yaml:4:9: output: this is a path, not a whole number: 3",
        "c.yaml:5:20: language.expect: this is a string, not a whole number: 3",
        "c.yaml:5:23: language.detecter: there is no language setting 'detecter' (did you mean 'detector'?)",
        "c.yaml:5:46: language.on_other: 'skip' is not one of 'report', 'process'",
        "c.yaml:7:14: load[0].withh: a step has no key 'withh' (did you mean 'with'?)",
        "c.yaml:8:5: load[1]: another step has the id 'p' (line 7) (give one an `id` of its own)",
        "c.yaml:9:5: load[2]: a step is a mapping or the name of a plugin, not a whole number (write `use: name-of-plugin`)",
        "c.yaml:10:5: load[3]: the step names no plugin (add `use: name-of-plugin`)",
        "c.yaml:11:10: load[4].id: a whole number is not an id (letters, digits, '-', '_', '.' and ':' make an id; quote one that looks like a number)",
        "c.yaml:12:11: load[5].use: 'a b' is not the name of a plugin (write `name` or `distribution:name`)",
        "c.yaml:13:8: clean: this is a list of steps, not a string (start each step with `- use:`)",
    ]


def test_what_could_be_read_of_a_wrong_config_is_at_hand() -> None:
    with pytest.raises(InvalidConfigError) as caught:
        config("lod: []\nload: [a]\nextract: [{id: b}]")
    assert [step.id for step in caught.value.config.steps] == ["a"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- load", "c.yaml:1:1: a config is a mapping, not a list (it has the sections load, clean, extract, link, report)"),
        ("load", "c.yaml:1:1: a config is a mapping, not a string"),
        ("language: fr", "c.yaml:1:11: language: this is a mapping (write `language: {expect: fr}`)"),
        ("language: [fr]", "c.yaml:1:11: language: this is a mapping, not a list"),
        ("language: {expect: German}", "c.yaml:1:20: language.expect: 'German' is not a language code such as 'de'"),
        ("load: [{use: a, with: [x]}]", "c.yaml:1:23: load[0].with: the options are a mapping, not a list"),
        ("load: [{use: a, on_error: stop}]", "c.yaml:1:27: load[0].on_error: 'stop' is not an error policy (write quarantine"),
        ("load: [{use: a, on_error: [x]}]", "c.yaml:1:27: load[0].on_error: a list is not an error policy"),
        ("load: [{use: a, remove: 1}]", "c.yaml:1:25: load[0].remove: this is true or false, not a whole number"),
        ("load: [{use: a, remove: true}]", "c.yaml:1:8: load[0]: there is no step 'a' to remove"),
        ("load: [{id: a}]", "c.yaml:1:8: load[0]: the step names no plugin (add `use: name-of-plugin`; no config that is"),
        ("load: [{use: a, min_confidence: 3}]", "c.yaml:1:17: load[0].min_confidence: a step has no key 'min_confidence' (known: id"),
        ("load: [{use: [a]}]", "c.yaml:1:14: load[0].use: a list is not the name of a plugin"),
        ("load: ['']", "c.yaml:1:8: load[0]: '' is not the name of a plugin"),
        ("extends: 3", "c.yaml:1:10: extends: this is the path of a config file, not a whole number"),
        ("extends: [x.yaml, [y]]", "c.yaml:1:19: extends[1]: this is the path of a config file, not a list"),
    ],
)  # fmt: skip
def test_refused_with_its_place(text: str, said: str) -> None:
    assert any(problem.startswith(said) for problem in problems(text)), problems(text)


def test_a_step_can_make_a_problem_of_its_own() -> None:
    [step] = config("load:\n - {use: textfiles}").load
    problem = step.problem("there is no plugin 'textfiles'", did_you_mean("textfiles", ["text-files", "quotes"]))
    assert str(problem) == "c.yaml:2:4: load[0].use: there is no plugin 'textfiles' (did you mean 'text-files'?)"


# --- files -------------------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "seeds.yaml").write_text("load:", encoding="utf-8")
    (tmp_path / "latin.yaml").write_bytes("a: ü".encode("latin-1"))
    assert load_problems(tmp_path / "seed.yaml") == [
        f"seed.yaml:1:1: there is no file {tmp_path / 'seed.yaml'} (did you mean 'seeds.yaml'?)".replace(f"{tmp_path}/", "")
    ]
    assert "is a directory (name the config file in it)" in load_problems(tmp_path)[0]
    assert load_problems(tmp_path / "latin.yaml")[0].startswith("latin.yaml:1:4: the file is not UTF-8 (byte 0xfc)")
    assert "cannot be read" in load_problems(tmp_path / "a\0b")[0]
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "is a pipe or device, not a file" in load_problems(tmp_path / "pipe.yaml")[0]


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


BASE = """\
language: {expect: de, model: blank}
batch_size: 8
load: [{use: text-files, with: {paths: [a.txt, b.txt], meta: {a: {x: 1, y: 2}}}}]
extract:
  - {use: quotes, with: {min: 1, max: 2}, on_error: skip}
  - events
report: [html]
"""


def test_steps_are_merged_by_id(tmp_path: Path) -> None:
    child = """\
extends: sub/base.yaml
language: {model: trained}
load: [{id: text-files, with: {paths: [c.txt], meta: {a: {y: 3}, b: {}}}}]
extract:
  - {use: other, with: {a: 1}}
  - {use: quotes, with: {max: 3}}
  - {id: events, remove: true}
  - {use: quotes, id: loose}
report: [{id: html, use: acme-html}]
"""
    write(tmp_path, {"sub/base.yaml": BASE, "child.yaml": child})
    found = load_config(tmp_path / "child.yaml", environ={})
    assert (found.language.expect, found.language.model.use, found.batch_size) == ("de", "trained", 8)
    assert outline(found.load) == [("text-files", "text-files", {"paths": ["c.txt"], "meta": {"a": {"x": 1, "y": 3}, "b": {}}})]
    assert outline(found.extract) == [
        ("quotes", "quotes", {"min": 1, "max": 3}), ("other", "other", {"a": 1}), ("loose", "quotes", {}),
    ]  # fmt: skip
    assert found.extract[0].on_error == "skip"
    assert outline(found.report) == [("html", "acme-html", {})]


def test_another_plugin_under_the_same_id_takes_no_options_over(tmp_path: Path) -> None:
    write(tmp_path, {"base.yaml": BASE, "child.yaml": "extends: base.yaml\nextract: [{id: quotes, use: mine, with: {z: 1}}]"})
    assert outline(load_config(tmp_path / "child.yaml").extract)[0] == ("quotes", "mine", {"z": 1})


def test_several_bases_are_laid_over_each_other(tmp_path: Path) -> None:
    write(tmp_path, {
        "a.yaml": "batch_size: 1\nextract: [x, {use: y, with: {n: 1}}]",
        "b.yaml": "batch_size: 2\nextract: [{use: y, with: {n: 2}}]",
        "child.yaml": "extends: [a.yaml, b.yaml]\nextract: [z]",
    })  # fmt: skip
    found = load_config(tmp_path / "child.yaml")
    assert found.batch_size == 2
    assert outline(found.extract) == [("x", "x", {}), ("y", "y", {"n": 2}), ("z", "z", {})]


def test_a_base_may_be_brought_in_twice(tmp_path: Path) -> None:
    write(tmp_path, {
        "root.yaml": "load: [x]", "a.yaml": "extends: root.yaml", "b.yaml": "extends: root.yaml",
        "child.yaml": "extends: [a.yaml, b.yaml]",
    })  # fmt: skip
    assert [step.id for step in load_config(tmp_path / "child.yaml").load] == ["x"]


def test_a_circle_is_an_error_that_names_the_chain(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "extends: b.yaml", "b.yaml": "load:\nextends:\n  - c/c.yaml", "c/c.yaml": "extends: ../a.yaml"})
    assert load_problems(tmp_path / "a.yaml") == [
        "c/c.yaml:1:10: extends: the configs extend each other in a circle: a.yaml → b.yaml → c.yaml → a.yaml (break the circle)"
    ]


def test_problems_of_a_base_are_told_with_those_of_the_config(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base.yaml": "load: [{use: a, wth: 1}]",
            "broken.yaml": "a: [",
            "c.yaml": "lod:\nextends: [base.yaml, none.yaml, broken.yaml]",
        },
    )
    said = load_problems(tmp_path / "c.yaml")
    assert [problem.split(": ")[0] for problem in said] == ["base.yaml:1:17", "broken.yaml:1:5", "c.yaml:1:1", "c.yaml:2:22"]
    assert "extends[1]: there is no file" in said[3]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {f"{n}.yaml": f"extends: {n + 1}.yaml" for n in range(60)})
    assert "more than 50 files" in load_problems(tmp_path / "0.yaml")[0]


def test_paths_in_messages_are_as_the_user_wrote_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"base.yaml": "lod: 1", "sub/c.yaml": "extends: ../base.yaml"})
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        load_config("sub/c.yaml")
    assert str(caught.value.problems[0]).startswith("base.yaml:1:1: ")


def test_the_shipped_config_is_a_base_like_another() -> None:
    shipped = config(f"extends: {SHIPPED}")
    found = config(f"extends: {SHIPPED}\nextract: [{{id: quotes, with: {{a: 1}}}}]")
    assert [step.id for step in found.steps] == [step.id for step in shipped.steps]
    assert {"german-boilerplate", "quotes", "dates", "html"} <= {step.id for step in found.steps}
    assert next(step for step in found.extract if step.id == "quotes").options.plain() == {"a": 1}


def test_the_shipped_config_takes_the_files_of_a_command_line(tmp_path: Path) -> None:
    found = default_config([{"use": "text-files", "with": {"paths": ["a ${X}.txt", "-"]}}], base=tmp_path)
    assert outline(found.load) == [("text-files", "text-files", {"paths": ["a ${X}.txt", "-"]})]


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.yaml")), ids=lambda path: path.name)
def test_the_project_s_own_configs_are_valid(path: Path) -> None:
    found = load_config(path, environ={})
    assert found.load
    assert found.report
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=")


def test_the_plain_form_has_no_values_of_variables_and_no_absolute_paths() -> None:
    text = "output: /abs\nload: [{use: acme:a, with: {key: '${KEY}'}, on_error: fail}]"
    plain = config(text, KEY="s3cret").plain()
    assert "s3cret" not in str(plain)
    assert "/abs" not in str(plain)
    assert plain["load"][0]["use"] == "acme:a"
    assert plain["load"][0]["on_error"] == "fail"


# --- properties --------------------------------------------------------------------------------------------------------------

names = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text("abc ä:", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
steps: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.fixed_dictionaries({"use": names, "with": st.dictionaries(names, values, max_size=3)}), max_size=3
)


@st.composite
def configs(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {stage: draw(steps) for stage in STAGES}
    for number, step in enumerate(step for stage in found.values() for step in stage):
        step["id"] = f"step-{number}"
    return found


@settings(max_examples=50)
@given(configs())
def test_what_a_config_says_comes_back(data: dict[str, list[dict[str, object]]]) -> None:
    found = config_from_data(data, base=Path())
    plain = found.plain()
    assert {stage: plain[stage] for stage in STAGES} == data
    assert config_from_data(plain, base=Path()).plain() == plain


@settings(max_examples=50)
@given(configs())
def test_a_config_laid_over_itself_is_itself(data: dict[str, list[dict[str, object]]]) -> None:
    from presseschau.config.layers import merge_layers, read_layer  # noqa: PLC0415 - a look inside
    from presseschau.config.nodes import node_of  # noqa: PLC0415
    from presseschau.config.problems import Location, Problems  # noqa: PLC0415

    layer = read_layer(node_of(data, location=Location("x"), base=Path()), Problems())
    assert merge_layers(layer, layer) == layer


@given(st.text(max_size=60) | st.lists(st.sampled_from(["load", "clean", "extends", "language", ":", " ", "\n", "- ", "use", "id", "with", "{", "}", "[", "]", ",", "x", "3", "null", "remove", "true", "on_error"]), max_size=25).map("".join))  # fmt: skip
def test_any_text_is_a_config_or_a_config_error(text: str) -> None:
    for problem in refused(lambda: config(text)):
        assert isinstance(problem, Problem)
        assert problem.location is not None


@given(st.text(), st.lists(st.text(max_size=9), max_size=20))
def test_hints_are_made_for_any_word(word: str, known: list[str]) -> None:
    assert isinstance(did_you_mean(word, known), str)


def test_hints_find_the_near_word() -> None:
    assert did_you_mean("min_conf", ["min_confidence", "marks"]) == "did you mean 'min_confidence'?"
    assert did_you_mean("Text_Files", ["text-files", "quotes"]) == "did you mean 'text-files'?"
    assert did_you_mean("zzz", [f"name-{n}" for n in range(20)]).endswith(", …")


def test_the_public_face_is_complete() -> None:
    import presseschau.config as face  # noqa: PLC0415

    assert set(face.__all__) == {
        name for name, value in vars(face).items() if not name.startswith("_") and not isinstance(value, type(presseschau))
    }


def test_hints_are_given_for_a_few_unknown_keys_only(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("".join(f"extrakt{number}: []\n" for number in range(500)), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    hints = [problem.hint for problem in caught.value.problems]  # type: ignore[attr-defined]
    assert len(hints) == 500
    assert sum(bool(hint) for hint in hints) == 20
