"""What link steps note is given back where nothing has changed, and forgotten when it is not asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from presseschau import Document, Dossier
from presseschau.model.results import StepRecord, StepResult
from presseschau.store import Commit, Store
from presseschau.store.memo import Memo

LOAD, LINK = (
    StepRecord(id=name, stage=name, plugin=name, distribution="d", version="1", options="", code="", fingerprint="")
    for name in ("load", "link")
)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(Path(":memory:")) as store:
        store.begin([LOAD, LINK])
        yield store


def made(store: Store, key: str, step: StepRecord = LINK) -> bool:
    """Tell whether the value of a key must be made."""
    calls: list[str] = []
    with Memo(store, step) as memo:
        memo.recall([key], lambda: calls.append(key))
    return bool(calls)


def test_what_was_made_is_recalled_by_the_next_run(store: Store) -> None:
    assert made(store, "a")
    assert not made(store, "a")
    store.begin([LOAD, LINK])
    assert not made(store, "a")


def test_what_a_run_does_not_ask_for_is_forgotten(store: Store) -> None:
    made(store, "a")
    store.begin([LOAD, LINK])
    made(store, "b")
    store.begin([LOAD, LINK])
    assert made(store, "a")


@pytest.mark.parametrize("change", [{"options": "x"}, {"code": "x"}, {"version": "2"}, {"core": "x"}])
def test_a_changed_step_recalls_nothing(store: Store, change: dict[str, str]) -> None:
    made(store, "a")
    assert made(store, "a", evolve(LINK, **change))


def test_steps_do_not_see_the_notes_of_one_another(store: Store) -> None:
    made(store, "a")
    assert made(store, "a", evolve(LINK, plugin="other"))


def test_a_step_that_fails_keeps_what_it_had_noted(store: Store) -> None:
    made(store, "a")
    store.begin([LOAD, LINK])

    def fail() -> int:
        return 1 // 0

    with pytest.raises(ZeroDivisionError), Memo(store, LINK) as memo:
        memo.recall([memo.recall(["b"], lambda: 1)], fail)
    assert not made(store, "b")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=8,
)


@given(JSON)
def test_a_recalled_value_is_the_made_one(value: object) -> None:
    with Store(Path(":memory:")) as store:
        store.begin([LOAD, LINK])
        with Memo(store, LINK) as memo:
            first = memo.recall(["a"], lambda: value)
        with Memo(store, LINK) as memo:
            assert memo.recall(["a"], lambda: pytest.fail("made again")) == first == value
        assert Dossier(store).recall(["a"], lambda: value) == value  # without a memo


def test_a_document_with_another_ledger_has_another_fingerprint(store: Store) -> None:
    def commit(name: str, fingerprint: str) -> str:
        result = StepResult(step="load", fingerprint=fingerprint, seconds=0.0)
        document = Document(id=name, source_text="Es regnet.")
        store.commit(Commit(id=name, load_step="load", status="done", document=document, results=(result,)), 0)
        return Dossier(store).fingerprint(name)

    assert commit("a", "1") == commit("a", "1")
    assert len({commit("a", "1"), commit("a", "2"), commit("b", "1")}) == 3
