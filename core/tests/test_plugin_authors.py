"""What a plugin's author gets wrong is told where it is, for that plugin alone, and never passes in silence."""

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from types import ModuleType

import attrs
import pytest

from presseschau import (
    Annotation,
    ConfigError,
    Dossier,
    Pipeline,
    PluginError,
    Span,
    UnknownAnnotation,
    annotation,
    spans_field,
)
from presseschau.cli.inspection import classes_by_stage
from presseschau.cli.summary import print_summary
from presseschau.model import annotations, learning

Install = Callable[..., Path]
HEAD = """
import attrs
from presseschau import Annotation, Span, annotation, hookimpl
"""
PLUGIN = """
@attrs.frozen(eq=False, kw_only=True)
class Plugin:
    {options}

    @hookimpl
    def extract(self, document):
        {body}
"""


@pytest.fixture
def made(lab: ModuleType, install: Install, tmp_path: Path) -> Callable[..., Pipeline]:  # noqa: ARG001 - installs loaders
    """Return a function that installs a plugin of that source and builds a pipeline with it."""

    def make(body: str, *, options: str = "pass", head: str = HEAD, given: str = "", name: str = "authored") -> Pipeline:
        source = head + PLUGIN.format(options=options, body=body)
        install(f"acme-{name}", {name: f"acme_{name}:Plugin"}, modules={f"acme_{name}.py": source})
        config = tmp_path / "config.yaml"
        texts = "texts: {a: Zehn Euro kostet das.}"
        config.write_text(
            f"load: [{{use: texts, with: {{{texts}}}}}]\nextract: [{{use: {name}, with: {{{given}}}}}]\n"
            "language: {expect: null, detector: fixed}\n",
            encoding="utf-8",
        )
        return Pipeline.from_config(config, output=tmp_path / "run")

    return make


def test_extract_that_returns_none_is_a_dead_letter(made: Callable[..., Pipeline]) -> None:
    (letter,) = made("return None").run().dead_letters
    assert "returned None" in letter.message


def test_a_dead_letter_says_file_and_line(made: Callable[..., Pipeline]) -> None:
    (letter,) = made("return [][5]").run().dead_letters
    assert letter.message.startswith("IndexError: list index out of range (acme_authored.py:")
    assert letter.message.endswith("in extract)")


def test_an_annotation_that_is_not_registered_is_a_dead_letter(made: Callable[..., Pipeline]) -> None:
    head = HEAD + "@attrs.frozen(kw_only=True)\nclass Money(Annotation):\n    kind = 'acme:Unregistered'\n"
    (letter,) = made("yield Money(spans=[(0, 3)], rule='r')", head=head).run().dead_letters
    assert "not registered" in letter.message
    assert "@presseschau.annotation" in letter.hint


def test_a_plain_span_on_an_annotation_is_refused_where_the_class_is_made() -> None:
    for kind in (Span, Span | None, tuple[Span, ...], "Span", "list[Span]"):
        cls = attrs.make_class(
            "Money", {"where": attrs.field(default=None, type=kind)}, bases=(Annotation,), frozen=True, kw_only=True
        )
        cls.kind = "acme:PlainSpan"  # type: ignore[attr-defined]  # made dynamically
        with pytest.raises(PluginError, match="would not map"):
            annotation(cls)

    @annotation
    @attrs.frozen(kw_only=True)
    class Right(Annotation):
        kind = "acme:MarkedSpan"
        where: tuple[Span, ...] = spans_field()

    assert Right(spans=[(0, 1)], rule="r").where == ()


def test_a_foreign_kind_needs_a_prefix() -> None:
    with pytest.raises(PluginError, match="no prefix"):

        @annotation
        @attrs.frozen(kw_only=True)
        class Money(Annotation):
            kind = "Money"


def test_annotation_stands_above_attrs() -> None:
    with pytest.raises(PluginError, match="not an attrs class"):

        @attrs.frozen(kw_only=True)
        @annotation
        class Money(Annotation):
            kind = "acme:UpsideDown"


def test_types_that_are_strings_or_imported_for_type_checkers_work(made: Callable[..., Pipeline]) -> None:
    head = (
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\n"
        "import attrs\nfrom presseschau import hookimpl\n"
        "if TYPE_CHECKING:\n    from pathlib import Path\n    from collections.abc import Sequence\n"
    )
    options = "path: Path | None = None\n    words: Sequence[str] = ()"
    assert made("return []", head=head, options=options, given="words: [a]").run().counts == {"done": 1}


@pytest.mark.parametrize(
    ("options", "given", "message"),
    [
        ("words = attrs.field(default=3)", "", "the option 'words' of Plugin has no type"),
        ("words: 'Unheard' = 3", "", "names 'Unheard'"),
        ("words: set[complex] = attrs.field(factory=set)", "words: [a]", "which a config cannot express"),
    ],
)
def test_options_that_no_config_can_give_are_named(
    made: Callable[..., Pipeline], options: str, given: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        made("return []", options=options, given=given)
    assert "config.yaml:2" in str(caught.value)


def test_a_plugin_with_a_broken_type_spoils_the_schema_for_nobody_else(made: Callable[..., Pipeline]) -> None:
    with pytest.raises(ConfigError):
        made("return []", options="words: 'Unheard' = 3")
    classes, failed = classes_by_stage()
    assert "authored" in {name for name, _ in failed}
    assert "texts" in classes["load"]


def test_a_misspelt_hook_and_a_stale_entry_point_say_what_to_do(install: Install, tmp_path: Path) -> None:
    source = HEAD + PLUGIN.format(options="pass", body="return []").replace("def extract", "def extrakt")
    install("acme-misspelt", {"misspelt": "acme_misspelt:Plugin"}, modules={"acme_misspelt.py": source})
    config = tmp_path / "misspelt.yaml"
    config.write_text("extract: [misspelt]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'extract'"):
        Pipeline.from_config(config)


@pytest.mark.parametrize(
    ("modules", "hint"),
    [
        pytest.param({}, "its entry point is stale: `pip install --force-reinstall acme-gone`", id="no module"),
        pytest.param({"acme_gone.py": "Renamed = object"}, "its entry point is stale", id="no such class in it"),
        pytest.param(
            {"acme_gone.py": "import acme_elsewhere"},
            "it needs the module 'acme_elsewhere', which is not installed",
            id="a dependency",
        ),
        pytest.param(
            {"acme_gone.py": "import math; math.tau_"}, "reinstall or remove the distribution 'acme-gone'", id="broken inside"
        ),
    ],
)
def test_an_entry_point_that_cannot_be_loaded_says_what_helps(
    modules: dict[str, str], hint: str, install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "acme_gone", raising=False)
    install("acme-gone", {"gone": "acme_gone:Plugin"}, modules=modules)
    config = tmp_path / "config.yaml"
    config.write_text("extract: [gone]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(hint)):
        Pipeline.from_config(config)


@pytest.mark.parametrize("body", ["return document.no_such_thing", "return __import__('json').loads('{')"])
def test_a_failure_is_placed_in_the_plugins_own_code_and_names_its_package(
    body: str,
    lab: ModuleType,  # noqa: ARG001 - installs loaders
    install: Install,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "acme_packed", raising=False)
    source = HEAD + PLUGIN.format(options="pass", body=body)
    install("acme-packed", {"packed": "acme_packed:Plugin"}, modules={"acme_packed/__init__.py": source})
    config = tmp_path / "config.yaml"
    config.write_text(
        "load: [{use: texts, with: {texts: {a: Zehn.}}}]\nextract: [packed]\nlanguage: {expect: null, detector: fixed}\n",
        "utf-8",
    )
    (letter,) = Pipeline.from_config(config, output=tmp_path / "run").run().dead_letters
    assert letter.message.endswith("(acme_packed/__init__.py:11 in extract)")


SUMS = (
    HEAD
    + """
@annotation
@attrs.frozen(kw_only=True)
class Money(Annotation):
    kind = "acme-{name}:Money"
    amount: str
"""
)


def test_the_table_at_the_end_of_a_run_counts_kinds_of_plugins(
    made: Callable[..., Pipeline], capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline = made("yield Money(spans=[(0, 9)], rule='r', amount='Zehn')", head=SUMS.replace("{name}", "shown"), name="shown")
    print_summary(pipeline.run(), pipeline)
    heading, _, row, *_ = (line.split() for line in capsys.readouterr().out.splitlines() if line.strip())
    assert dict(zip(heading, row, strict=True))["acme-shown:Money"] == "1"


@pytest.fixture
def reopened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Dossier]:
    """Open a run as another process does that has imported no plugin yet."""

    def reopen(name: str) -> Dossier:
        known = {kind: cls for kind, cls in annotations.annotation_kinds().items() if not kind.startswith("acme-")}
        monkeypatch.setattr(annotations, "_kinds", known)
        monkeypatch.delitem(sys.modules, f"acme_{name}")
        importlib.invalidate_caches()
        learning._learn.cache_clear()
        learning.complain.cache_clear()
        return Dossier.open(tmp_path / "run")

    return reopen


def test_a_run_that_is_opened_without_its_config_finds_the_classes_of_installed_plugins(
    made: Callable[..., Pipeline], reopened: Callable[[str], Dossier]
) -> None:
    head = SUMS.replace("{name}", "found")
    made("yield Money(spans=[(0, 9)], rule='r', amount='Zehn')", head=head, name="found").run()
    (money,) = reopened("found").annotations("acme-found:Money")
    assert money.amount == "Zehn"  # type: ignore[attr-defined]


def test_a_run_that_is_opened_without_its_plugin_keeps_what_it_found_and_says_what_is_missing(
    made: Callable[..., Pipeline], reopened: Callable[[str], Dossier], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    head = SUMS.replace("{name}", "lost")
    run = made("yield Money(spans=[(0, 9)], rule='r', amount='Zehn')", head=head, name="lost").run()
    rmtree(tmp_path / "site-packages" / "acme_lost-1.0.dist-info")
    (money,) = reopened("lost").annotations("acme-lost:Money")
    assert isinstance(money, UnknownAnnotation)
    assert money.data["amount"] == "Zehn"
    (row,) = run.annotations("acme-lost:Money").rows()
    assert (row["words"], row["data"]["amount"]) == ("Zehn Euro", "Zehn")
    (said,) = {record.getMessage() for record in caplog.records}
    assert said.endswith("the plugin 'lost' is not installed: pip install acme-lost")
    assert "acme-lost:Money" in said


def test_a_run_whose_plugin_cannot_be_imported_any_more_says_why(
    made: Callable[..., Pipeline], reopened: Callable[[str], Dossier], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    head = SUMS.replace("{name}", "torn")
    made("yield Money(spans=[(0, 9)], rule='r', amount='Zehn')", head=head, name="torn").run()
    (tmp_path / "site-packages" / "acme_torn.py").write_text("import nothing_of_that_name\n", "utf-8")
    (money,) = reopened("torn").annotations("acme-torn:Money")
    assert isinstance(money, UnknownAnnotation)
    assert "No module named 'nothing_of_that_name'" in caplog.text


def test_another_schema_version_is_told(
    made: Callable[..., Pipeline], reopened: Callable[[str], Dossier], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    head = SUMS.replace("{name}", "newer")
    made("yield Money(spans=[(0, 9)], rule='r', amount='Zehn')", head=head, name="newer").run()
    module = tmp_path / "site-packages" / "acme_newer.py"
    module.write_text(module.read_text("utf-8").replace("    amount: str", "    schema_version = 2\n    amount: str"), "utf-8")
    (money,) = reopened("newer").annotations("acme-newer:Money")
    assert isinstance(money, UnknownAnnotation)
    assert "stored in schema version 1, and what is installed has 2" in caplog.text
