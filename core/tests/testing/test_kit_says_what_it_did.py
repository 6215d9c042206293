"""The report: nothing is skipped in silence, expected failures must fail, every check has a name and says what it wants."""

# ruff: noqa: ANN401, ARG001 - wrong on purpose, and hooks take what they are given

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any, ClassVar

import attrs
import pytest

import presseschau.testing as kit
from presseschau import Cleaning, Document, PluginError, Span, hookimpl
from presseschau.testing import (
    Bench,
    NotApplicableError,
    Status,
    check_plugin,
    checks,
    conformance_tests,
    quick_check,
)
from presseschau.testing import registry as kit_registry

pytest_plugins = ["pytester"]
CHECKS_OF_THE_ISSUE = {
    "spans-in-range", "aligned-to-source", "nothing-invented", "idempotent", "input-unchanged", "deterministic",
    "deterministic-across-processes", "independent-of-order", "independent-of-batch-size", "survives-odd-unicode",
    "survives-large-input", "round-trips-json", "round-trips-store", "pickles", "config-round-trip", "schema-round-trip",
    "requires-are-true", "provides-are-true", "linear-time", "reads-no-clock", "reads-no-network", "reads-no-locale",
}  # fmt: skip


@attrs.frozen(eq=False, kw_only=True)
class CutsAds:
    """Right."""

    markers: ClassVar[tuple[str, ...]] = ("Anzeige",)

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        """Cut lines."""
        text, start, edits = document.text, 0, []
        for line in text.split("\n"):
            if line == "Anzeige":
                edits += document.cut(Span(start, start + len(line)), "ad")
            start += len(line) + 1
        return Cleaning(edits=edits)


@attrs.frozen(eq=False, kw_only=True)
class NeedsOptions:
    """Right, but for its tests somebody must say what."""

    word: str = attrs.field(metadata={"help": "the line to cut"})

    @hookimpl
    def clean(self, document: Document) -> Cleaning:
        """Cut nothing."""
        return Cleaning(edits=document.cut(Span(0, 1), self.word) if document.text == self.word else ())


@pytest.fixture
def extra_check(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Register a check for one test."""
    monkeypatch.setattr(kit_registry, "registered", dict.fromkeys(()) | {one.name: one for one in checks()})
    return kit_registry.check


def test_every_check_of_the_issue_exists_and_says_what_it_wants() -> None:
    names = {one.name for one in checks()}
    assert names >= CHECKS_OF_THE_ISSUE
    for one in checks():
        assert one.description.partition("\n")[0].endswith((".", ":")), one.name
        assert set(one.hooks) <= set(kit_registry.ALL_HOOKS)


def test_the_public_face_is_complete() -> None:
    assert sorted(kit.__all__) == sorted(set(kit.__all__))
    for name in kit.__all__:
        assert hasattr(kit, name)


def test_a_right_plugin_conforms_and_the_report_says_what_ran_and_what_did_not() -> None:
    report = check_plugin(CutsAds, max_examples=10)
    assert report.ok
    assert {outcome.check for outcome in report} == {one.name for one in checks()}
    assert "idempotent" in str(report)
    assert "for plugins that extract" in report["whole-words"].message
    for outcome in report:
        assert outcome.calls or outcome.message


def test_a_check_that_never_calls_the_plugin_fails(extra_check: Any) -> None:
    @extra_check("clean")
    def lazy(bench: Bench) -> None:
        """Does nothing."""

    report = check_plugin(CutsAds, only=["lazy"])
    assert report["lazy"].status is Status.FAILED
    assert "in silence" in report["lazy"].message


def test_a_skip_without_a_reason_fails(extra_check: Any) -> None:
    @extra_check("clean")
    def mute(bench: Bench) -> None:
        """Gives no reason."""
        raise NotApplicableError

    assert check_plugin(CutsAds, only=["mute"])["mute"].status is Status.FAILED


def test_a_check_without_a_docstring_is_refused(extra_check: Any) -> None:
    def nameless(bench: Bench) -> None:
        pass

    with pytest.raises(TypeError, match="docstring"):
        extra_check("clean")(nameless)


def test_an_expected_failure_is_no_failure() -> None:
    plugin = attrs.make_class("P", {"word": attrs.field(default="x")}, bases=(CutsAds,), frozen=True, eq=False, kw_only=True)
    report = check_plugin(plugin, only=["schema-round-trip"], expected_failures={"schema-round-trip": "no help yet"})
    assert report.ok
    assert report["schema-round-trip"].status is Status.EXPECTED


def test_an_expected_failure_that_passes_is_a_failure() -> None:
    report = check_plugin(CutsAds, only=["pickles"], expected_failures={"pickles": "it once did not"})
    assert not report.ok
    assert report["pickles"].status is Status.UNEXPECTED


def test_an_expected_failure_that_is_skipped_is_a_failure() -> None:
    report = check_plugin(CutsAds, only=["whole-words"], expected_failures={"whole-words": "compounds"})
    assert report["whole-words"].status is Status.UNEXPECTED


@pytest.mark.parametrize("option", ["expected_failures", "skip"])
def test_reasons_and_names_are_checked(option: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        check_plugin(CutsAds, **{option: {"pickles": " "}})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no check 'pickle'"):
        check_plugin(CutsAds, **{option: {"pickle": "because"}})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not run"):
        check_plugin(CutsAds, only=["deterministic"], **{option: {"pickles": "because"}})  # type: ignore[arg-type]


def test_a_declared_skip_is_shown() -> None:
    report = check_plugin(CutsAds, only=["linear-time"], skip={"linear-time": "takes too long here"})
    assert report["linear-time"].status is Status.SKIPPED
    assert "takes too long here" in str(report)


def test_something_without_hooks_is_no_plugin() -> None:
    with pytest.raises(PluginError, match="no hook"):
        check_plugin(attrs.make_class("Nothing", [], frozen=True, eq=False))


def test_a_plugin_that_needs_options_says_so() -> None:
    with pytest.raises(PluginError, match="without options"):
        check_plugin(NeedsOptions)
    assert check_plugin(NeedsOptions(word="x"), only=["pickles", "config-round-trip"]).ok


def test_the_quick_part_shows_what_it_could_not_do() -> None:
    report = quick_check(NeedsOptions)
    assert report.ok
    assert all(outcome.status is Status.SKIPPED and "options" in outcome.message for outcome in report)
    assert quick_check(CutsAds).of(Status.PASSED)


def test_the_same_seed_gives_the_same_report() -> None:
    one, other = (str(check_plugin(CutsAds, only=["spans-in-range", "deterministic"], seed=7)) for _ in range(2))
    assert one == other


def test_a_failure_shows_a_small_example() -> None:
    @attrs.frozen(eq=False, kw_only=True)
    class Late(CutsAds):
        @hookimpl
        def clean(self, document: Document) -> Cleaning:
            raise RuntimeError("on purpose") if "Anzeige" in document.text else ValueError

    message = check_plugin(Late, only=["spans-in-range"])["spans-in-range"].message
    assert "raised" in message
    assert len(message) < 1000


test_conforms = conformance_tests(CutsAds, max_examples=5)


def test_each_check_is_a_named_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import attrs
        from presseschau import Cleaning, Document, Edit, Span, hookimpl
        from presseschau.testing import conformance_tests

        @attrs.frozen(eq=False, kw_only=True)
        class Wrong:
            @hookimpl
            def clean(self, document: Document) -> Cleaning:
                return Cleaning(edits=[Edit(span=Span(0, 1), rule="")])

        test_conforms = conformance_tests(
            Wrong,
            only=["is-a-plugin", "spans-in-range", "leaves-provenance-to-core", "whole-words"],
            expected_failures={"leaves-provenance-to-core": "no rules yet"},
        )
        """
    )
    result = pytester.runpytest_subprocess("-v", "-rs", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, skipped=1, xfailed=1)  # the skip names whole-words
    result.stdout.fnmatch_lines(["*test_conforms?spans-in-range? FAILED*", "*not for plugins that clean: whole-words"])


def test_expected_failures_of_pytest_are_strict(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import attrs
        from presseschau import hookimpl
        from presseschau.testing import conformance_tests

        @attrs.frozen(eq=False, kw_only=True)
        class Right:
            @hookimpl
            def clean(self) -> None:
                return None

        test_conforms = conformance_tests(Right, only=["pickles"], expected_failures={"pickles": "once"})
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(failed=1)


def test_a_script_may_check_at_its_top_level(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        dedent(
            """
            import attrs
            from presseschau import hookimpl
            from presseschau.testing import check_plugin

            @attrs.frozen(eq=False, kw_only=True)
            class Nothing:
                @hookimpl
                def clean(self) -> None:
                    print("what a plugin prints does not matter")

            report = check_plugin(Nothing, only=["deterministic-across-processes"], max_examples=5)
            assert report.ok, report
            """
        ),
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, "-W", "error", script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


class NeedsAModel:
    """Right, where there is a model that gives what it needs."""

    provides: ClassVar[tuple[str, ...]] = ()

    @hookimpl
    def extract(self, document: Document, analysis: Any) -> list[Any]:
        """Find nothing."""
        return [] if analysis.text == document.text else [None]


@pytest.mark.parametrize(
    ("need", "status"), [("analysis:lab-given", Status.PASSED), ("analysis:lab-given-by-nobody", Status.SKIPPED)]
)
def test_the_quick_check_takes_an_installed_model_that_gives_what_the_plugin_needs(
    need: str, status: Status, install: Callable[..., Path]
) -> None:
    source = """
import attrs
from presseschau import hookimpl

@attrs.frozen(eq=False, kw_only=True)
class Model:
    provides = ("analysis:tokens", "analysis:lab-given")

    @hookimpl
    def spacy_pipeline(self, needs):
        import spacy
        return spacy.blank("de")
"""
    install("acme-model", {"given": "acme_given_model:Model"}, modules={"acme_given_model.py": source})
    report = quick_check(attrs.frozen(eq=False, kw_only=True)(type("Needy", (NeedsAModel,), {"requires": (need,)})))
    assert report["deterministic"].status is status
