from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.text import dates


def bounds(text: str) -> tuple[date | None, date | None]:
    frame = pl.DataFrame({"text": [text]})
    return frame.select(first=dates.earliest(pl.col("text")), last=dates.latest(pl.col("text"))).row(0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-02-22", date(2021, 2, 22), date(2021, 2, 22)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-02~", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021?", date(2021, 1, 1), date(2021, 12, 31)),
        ("/2020-09-08", None, date(2020, 9, 8)),
        ("/2020-09", None, date(2020, 9, 30)),
    ],
)
def test_a_date_has_the_bounds_of_what_it_prints(text: str, first: date | None, last: date) -> None:
    assert bounds(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["2021-02-30", "2021-13", "2021-00", "2021-2-3", "21-02-03", "2021/02/03", "2021-02-22/", "1021", "May", ""]
)
def test_what_is_no_date_has_no_bounds(text: str) -> None:
    assert bounds(text) == (None, None)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from([10, 7, 4]), st.sampled_from(["", "~", "?"]))
def test_bounds_hold_the_day_that_a_date_was_made_from(day: date, precision: int, qualifier: str) -> None:
    first, last = bounds(day.isoformat()[:precision] + qualifier)
    assert first is not None
    assert last is not None
    assert first <= day <= last
    assert (last + timedelta(1)).isoformat()[:precision] != last.isoformat()[:precision]


@given(st.text())
def test_any_text_is_a_date_or_not_but_never_an_error(text: str) -> None:
    first, last = bounds(text)
    assert last is not None or first is None
