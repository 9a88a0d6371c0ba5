from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.model.semantic_version import Level, bumped

numbers = st.integers(0, 10**6)


@pytest.mark.parametrize(("level", "next_"), [(Level.patch, "1.2.4"), (Level.minor, "1.3.0"), (Level.major, "2.0.0")])
def test_a_level_counts_up_its_number_and_sets_those_behind_it_to_zero(level, next_) -> None:
    assert bumped("1.2.3", level) == next_


def test_levels_are_ordered_by_what_they_ask_of_readers() -> None:
    assert sorted([Level.major, Level.patch, Level.minor]) == [Level.patch, Level.minor, Level.major]
    assert max(Level) is Level.major


@given(numbers, numbers, numbers)
def test_a_higher_level_gives_a_later_version(major, minor, patch) -> None:
    version = f"{major}.{minor}.{patch}"
    versions = [version, *(bumped(version, level) for level in Level)]
    parts = [tuple(map(int, one.split("."))) for one in versions]
    assert all(one < other for one, other in pairwise(parts))
