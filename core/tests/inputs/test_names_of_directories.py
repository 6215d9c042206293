"""The names beside a file: all of a directory's, whatever they are made of."""

import os

from hypothesis import given
from hypothesis import strategies as st

from presseschau.inputs.places import _Names

NAMES = st.binary(min_size=1, max_size=4).map(os.fsdecode)


@given(st.sets(NAMES, max_size=12), NAMES)
def test_names_are_found_and_in_order(there: set[str], asked: str) -> None:
    names = _Names(sorted(map(os.fsencode, there)))
    assert all(name in names for name in there)
    assert (asked in names) == (asked in there)
    assert set(names) == there
    assert len(names) == len(there)
    assert None not in names
