"""What is estimated is what the literature says, and nothing is where it cannot be."""

from importlib import import_module
from math import comb, inf

import pytest

from capture_recapture import FAILURES, TwoLists


def samples(population: int, first: int, second: int) -> list[tuple[float, TwoLists]]:
    """Every number that two independent lists of a population can share, with its probability."""
    least = max(0, first + second - population)
    return [
        (
            comb(first, shared) * comb(population - first, second - shared) / comb(population, second),
            TwoLists(first, second, shared, 1),
        )
        for shared in range(least, min(first, second) + 1)
    ]


@pytest.mark.parametrize(("population", "first", "second"), [(50, 30, 20), (120, 70, 60), (30, 16, 15)])
def test_chapmans_estimate_is_right_on_average_where_lists_are_independent(population, first, second) -> None:
    """Exactly so where the lists together hold as many as there are."""
    mean = sum(chance * lists.estimate()[0] for chance, lists in samples(population, first, second))
    assert mean == pytest.approx(population)


@pytest.mark.parametrize(("population", "first", "second"), [(200, 90, 80), (120, 60, 50), (400, 120, 150)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(population, first, second) -> None:
    hits = [
        chance
        for chance, lists in samples(population, first, second)
        if lists.estimate()[1] <= population <= lists.estimate()[2]
    ]
    assert 0.92 < sum(hits) < 0.98


def test_the_interval_never_ends_below_what_the_lists_hold() -> None:
    for _, lists in samples(60, 30, 20):
        estimate, low, high = lists.estimate()
        assert lists.first + lists.second - lists.shared <= low <= estimate <= high


SOUND = TwoLists(40, 30, 20, 0.5)


def test_lists_that_fit_fail_nothing() -> None:
    assert SOUND.failures(known=50, published=55) == ""


@pytest.mark.parametrize(
    ("lists", "known", "published", "fails"),
    [
        (TwoLists(40, 30, 6, 0.5), 64, 0, "a"),
        (TwoLists(40, 20, 20, 0.5), 40, 0, "b"),
        (SOUND, 90, 0, "c"),
        (SOUND, 50, 300, "d"),
        (TwoLists(40, 30, 20, 0.49), 50, 0, "e"),
        (TwoLists(9, 6, 6, 0), 20, inf, "abcde"),
    ],
)
def test_each_assumption_that_fails_is_told(lists, known, published, fails) -> None:
    assert lists.failures(known, published) == fails
    assert set(fails) <= set(FAILURES)


def turnbull(*times: tuple[float, float]) -> list[tuple[float, float, float]]:
    import numpy as np

    low, high = np.array(times, dtype=float).reshape(-1, 2).T
    starts, ends, share = import_module("turnbull").turnbull(low, high)
    return [(start, end, round(float(each), 6)) for start, end, each in zip(starts, ends, share, strict=True)]


def test_of_times_that_are_known_the_curve_is_their_distribution() -> None:
    assert turnbull((1, 1), (2, 2), (2, 2), (4, 4)) == [(1, 1, 0.25), (2, 2, 0.5), (4, 4, 0.25)]


def test_with_times_censored_on_the_right_it_is_kaplan_and_meiers() -> None:
    # Of four, one at 1; one is lost at 2; of the two left one falls at 3: (1 - 1/4) * 1/2, and the rest at 5.
    assert turnbull((1, 1), (2, inf), (3, 3), (5, 5)) == [(1, 1, 0.25), (3, 3, 0.375), (5, 5, 0.375)]


def test_a_last_time_that_is_censored_leaves_its_share_without_an_end() -> None:
    assert turnbull((1, 1), (2, inf)) == [(1, 1, 0.5), (2, inf, 0.5)]


def test_bounds_that_overlap_meet_in_what_they_share() -> None:
    assert turnbull((0, 4), (3, 6), (8, 9)) == [(3, 4, round(2 / 3, 6)), (8, 9, round(1 / 3, 6))]


def test_of_no_times_there_is_no_curve() -> None:
    assert turnbull() == []
