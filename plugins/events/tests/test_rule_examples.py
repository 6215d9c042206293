"""The examples beside the rules: which candidates a time dates, and whether it happened."""

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from presseschau_events.status import rules, status_of

DATA = files("presseschau_events") / "data"
LINKING: list[dict[str, Any]] = tomllib.loads((DATA / "linking.toml").read_text("utf-8"))["rule"]


@pytest.mark.parametrize(("name", "example"), [(rule["name"], text) for rule in LINKING for text in rule["examples"]])
def test_a_time_dates_what_the_example_says(name: str, example: str, reading: Callable[[str], Any]) -> None:
    read, triggers = reading(example)
    begins = read.words.begins
    assert sorted(begins[one.head] for one in read.links) == sorted(start for start, _ in triggers)
    assert name in {link.rule for links in read.links.values() for link in links}


@pytest.mark.parametrize(("name", "example"), [(rule.name, text) for rule in rules() for text in rule.examples])
def test_a_status_is_what_the_example_says(name: str, example: str, reading: Callable[[str], Any]) -> None:
    text, _, status = example.partition(" => ")
    ahead = name.endswith("ahead")
    read, (trigger,) = reading(text)
    (one,) = [one for one in read.all_candidates if read.words.begins[one.head] == trigger[0]]
    rule = status_of(read, one, ahead=ahead)
    assert (rule.status, rule.name) == (status, name)


def test_every_linking_rule_has_an_example() -> None:
    assert all(rule["examples"] for rule in LINKING)
