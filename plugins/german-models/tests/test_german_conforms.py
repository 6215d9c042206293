"""Both models pass the conformance kit, where their weights are installed."""

import re

import pytest
from presseschau_german.plugins import AccurateGerman, FastGerman, directory

from presseschau.testing import conformance_tests


def _absent(distribution: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(directory(distribution.replace("-", "_")) is None, reason=f"{distribution} is not installed")


test_fast_conforms = _absent("presseschau-de")(conformance_tests(FastGerman))
test_accurate_conforms = _absent("presseschau-de-accurate")(conformance_tests(AccurateGerman))


@pytest.mark.parametrize(("cls", "distribution"), [(FastGerman, "presseschau-de"), (AccurateGerman, "presseschau-de-accurate")])
def test_a_model_that_is_not_installed_is_an_error_that_names_the_command(
    cls: type, distribution: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presseschau_german.plugins.directory", lambda _: None)
    with pytest.raises(ValueError, match=f"pip install {distribution}"):
        cls()


@pytest.mark.parametrize("package", ["presseschau_de", "presseschau_de_accurate"])
def test_no_path_of_the_machine_that_made_it_is_shipped(package: str) -> None:
    place = directory(package)
    if place is None:
        pytest.skip(f"{package} is not installed")
    for path in place.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert re.search(rb"/(?:home|root|tmp|usr|Users)/[\w.-]", path.read_bytes()) is None, path
