"""The configs that come with the program are valid, and so says the schema beside them."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from presseschau.config import load_config
from presseschau.steps.build import build_steps

ROOT = Path(__file__).resolve().parent.parent
CONFIGS = [*sorted((ROOT / "configs").glob("*.yaml")), ROOT / "core" / "src" / "presseschau" / "config" / "default.yaml"]
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S{1,200})\n")

each_config = pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def schema() -> Any:  # noqa: ANN401 - plain data
    found = json.loads((ROOT / "configs" / "schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(found)
    return found


@each_config
def test_the_modeline_leads_to_the_schema(path: Path) -> None:
    match = MODELINE.match(path.read_text("utf-8"))
    assert match
    assert (path.parent / match[1]).resolve() == ROOT / "configs" / "schema.json"


@each_config
def test_the_schema_accepts_it(path: Path, schema: Any) -> None:  # noqa: ANN401 - plain data
    jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), schema)


@each_config
def test_its_plugins_and_options_exist(path: Path) -> None:
    assert build_steps(load_config(path, environ={})).all
