"""The examples in the rule files are the rules' tests; see presseschau_dates.examples."""

from collections import Counter
from pathlib import Path

import pytest
from presseschau_dates.__main__ import table
from presseschau_dates.examples import check, parse
from presseschau_dates.language import load
from presseschau_dates.rules import Rule

GERMAN = load("de")
CASES = [(rule, example) for rule in GERMAN.rules for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule.name}: {example}" for rule, example in CASES])
def test_an_example_is_read_as_its_rule_says(rule: Rule, example: str) -> None:
    wrong, fired = check(example, GERMAN)
    assert not wrong, wrong
    if rule.type and "[" in example:
        assert rule.name in fired, f"{rule.name} did not fire, but {sorted(fired)}"


def test_rule_names_are_unique() -> None:
    assert [name for name, count in Counter(rule.name for rule in GERMAN.rules).items() if count > 1] == []


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in GERMAN.rules if not rule.examples] == []


@pytest.mark.parametrize("text", ["no arrow [here]", "[one] => 2014; 2015", "[one] [two] => 2014"])
def test_a_malformed_example_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="example"):
        parse(text)


def test_the_reference_of_rules_is_that_of_the_files() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "reference" / "date-rules.md"
    if not page.exists():
        pytest.skip("installed without the docs")
    assert page.read_text(encoding="utf-8") == table(GERMAN), "run python -m presseschau_dates > docs/reference/date-rules.md"
