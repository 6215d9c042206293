"""Installed plugins: listed without importing anything, found by name, loaded one by one."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from presseschau import Pipeline, PluginError
from presseschau.model.versions import owner_of
from presseschau.steps import fingerprints
from presseschau.steps.registry import PluginInfo, find, installed

Install = Callable[..., Path]

GOOD = """
    from attrs import frozen
    from presseschau import hookimpl

    @frozen(eq=False, kw_only=True)
    class Plugin:
        @hookimpl
        def clean(self): ...
"""


def named(name: str) -> list[PluginInfo]:
    return [info for info in installed() if info.name == name]


def test_listing_imports_nothing(install: Install) -> None:
    install("acme-loud", {"loud": "acme_loud:Plugin"}, modules={"acme_loud.py": "raise SystemError('imported!')"})
    (info,) = named("loud")
    assert (info.name, info.target, info.distribution, info.version) == ("loud", "acme_loud:Plugin", "acme-loud", "1.0")
    assert info.api_version == 1
    assert info.code_digest()
    assert find("loud") == info
    assert "acme_loud" not in sys.modules


def test_listing_imports_no_plugin_in_a_fresh_process(lab_site: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(lab_site)!r}); before = set(sys.modules)\n"
        "from presseschau.steps.registry import installed\n"
        "names = {info.name for info in installed()}; assert {'words', 'blank'} <= names, names\n"
        "[info.code_digest() for info in installed()]\n"
        "bad = {'presseschau_lab', 'spacy', 'langdetect', 'presseschau.builtin.blank'} & set(sys.modules)\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise ValueError('broken „inside“')", "ValueError: broken „inside“"),
        ("import no_such_module_anywhere", "no_such_module_anywhere"),
        ("import sys; sys.exit('not today')", "SystemExit: not today"),
        ("class Other: ...", "Plugin"),
        ("Plugin = 5", "is a int, not a class"),
        ("def f(:", "SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_imported_says_why_and_spares_the_others(
    source: str, words: str, install: Install, pipeline: Callable[..., Pipeline]
) -> None:
    install("acme-broken", {"broken": "acme_broken:Plugin"}, modules={"acme_broken.py": source})
    with pytest.raises(PluginError) as caught:
        find("broken").load()
    assert words in caught.value.message
    assert "acme_broken:Plugin" in caught.value.message
    assert caught.value.plugin == "broken"
    assert caught.value.hint
    run = pipeline(load=[{"use": "texts", "with": {"texts": {"a": "Der Rat."}}}]).run()
    assert run.counts == {"done": 1}


@pytest.mark.parametrize(("api", "advice"), [(0, "upgrade acme-time"), (2, "upgrade presseschau")])
def test_a_plugin_for_another_api_is_listed_but_not_used(api: int, advice: str, install: Install) -> None:
    install("acme-time", {"time": "acme_time:Plugin"}, api=api, version="3.4")
    assert [info.api_version for info in named("time")] == [api]
    with pytest.raises(PluginError) as caught:
        find("time")
    assert f"plugin API {api}" in caught.value.message
    assert "acme-time 3.4" in caught.value.message
    assert caught.value.hint == advice


def test_of_a_plugin_for_two_apis_the_present_one_is_used(install: Install) -> None:
    install("acme-old", {"both": "acme_both:Old"}, api=0)
    install("acme-new", {"both": "acme_both:New"}, api=1)
    assert find("both").target == "acme_both:New"


def test_two_distributions_with_one_name_need_a_decision(install: Install) -> None:
    install("acme-one", {"twin": "acme_one:Plugin"}, modules={"acme_one.py": GOOD})
    install("acme-two", {"twin": "acme_two:Plugin"}, modules={"acme_two.py": GOOD})
    with pytest.raises(PluginError, match="acme-one, acme-two") as caught:
        find("twin")
    assert caught.value.hint == "say which: use: acme-one:twin"
    assert find("twin", "acme-two").target == "acme_two:Plugin"
    assert find("twin", "Acme_Two").target == "acme_two:Plugin"  # names of distributions are equal as PEP 503 has it


def test_a_config_decides_between_two_distributions(install: Install, pipeline: Callable[..., Pipeline]) -> None:
    install("acme-one", {"twin": "acme_one:Plugin"}, modules={"acme_one.py": GOOD})
    install("acme-two", {"twin": "acme_two:Plugin"}, modules={"acme_two.py": GOOD})
    (step,) = pipeline(clean=[{"use": "acme-two:twin"}]).steps.of("clean")
    assert (step.id, step.record.plugin, step.record.distribution) == ("twin", "twin", "acme-two")


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(PluginError, match="no plugin 'langdetekt' is installed") as caught:
        find("langdetekt")
    assert caught.value.hint == "did you mean 'langdetect'?"
    with pytest.raises(PluginError, match="in the distribution 'nobody'") as caught:
        find("blank", "nobody")
    assert caught.value.hint == "it comes from: presseschau-core"


def test_a_distribution_with_broken_metadata_does_not_hide_the_others(install: Install) -> None:
    site = install("acme-torn", {"torn": "acme_torn:Plugin"})
    (site / "acme_torn-1.0.dist-info" / "METADATA").unlink()
    assert find("blank").distribution == "presseschau-core"
    (torn,) = named("torn")
    assert (torn.distribution, torn.version) == ("unknown", "0")


def test_the_code_digest_follows_every_file_of_the_package(install: Install) -> None:
    files = {"acme_pack/__init__.py": GOOD, "acme_pack/words.txt": "ja\nnein\n"}
    site = install("acme-pack", {"pack": "acme_pack:Plugin"}, modules=files)

    def digest() -> str:
        fingerprints.package_digest.cache_clear()
        return find("pack").code_digest()

    digests = [digest()]
    (site / "acme_pack" / "words.txt").write_text("ja\nnein\nvielleicht\n", "utf-8")
    digests.append(digest())
    (site / "acme_pack" / "more.py").write_text("", "utf-8")
    digests.append(digest())
    (site / "acme_pack" / "more.py").rename(site / "acme_pack" / "less.py")
    digests.append(digest())
    assert len(set(digests)) == 4
    (site / "acme_pack" / "__pycache__").mkdir()
    (site / "acme_pack" / "__pycache__" / "less.cpython-311.pyc").write_bytes(b"byte code")
    assert digest() == digests[-1]
    assert "acme_pack" not in sys.modules


def test_of_core_itself_only_the_builtin_plugins_count_as_their_code() -> None:
    assert find("blank").package == "presseschau.builtin"
    assert find("blank").code_digest() == find("langdetect").code_digest() != ""
    assert fingerprints.package_digest("no_such_package_anywhere") == ""


class Torn:
    """A distribution as importlib_metadata gives one whose metadata are not there."""

    @property
    def name(self) -> str:
        raise FileNotFoundError("No package metadata was found.")


def test_a_distribution_that_raises_for_its_name_is_unknown() -> None:
    assert owner_of(Torn()) == owner_of(None) == ("unknown", "0")  # type: ignore[arg-type]
