"""Dates of reduced precision: `2021-02-22`, `2021-02`, `2021`, about `2021~`, uncertain `2021?`, by `/2021-02-22`.

The notation is that of ISO 8601-2:2019 (EDTF). The bounds are those of the date as printed: `~` and `?` do not widen
them.
"""

import polars as pl

FORM = r"^(/)?((?:19|20)\d{2})(?:-(\d{2})(?:-(\d{2}))?)?[~?]?$"


def first_day(text: pl.Expr) -> pl.Expr:
    """The first day of the date as printed; null where the text is no date or the day does not exist."""
    year, month, day = _parts(text)
    return _date(year, month.fill_null("01"), day.fill_null("01"))


def earliest(text: pl.Expr) -> pl.Expr:
    """The first day that the date may mean; null where it is no date or has no lower bound."""
    return pl.when(text.str.starts_with("/")).then(None).otherwise(first_day(text))


def latest(text: pl.Expr) -> pl.Expr:
    """The last day that the date may mean; null where the text is no date or the day does not exist."""
    year, month, day = _parts(text)
    last_of_month = _date(year, month, pl.lit("01")).dt.month_end()
    last_of_year = _date(year, pl.lit("12"), pl.lit("31"))
    within_year = pl.when(month.is_null()).then(last_of_year).otherwise(last_of_month)
    return pl.when(day.is_null()).then(within_year).otherwise(_date(year, month, day))


def _parts(text: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    return text.str.extract(FORM, 2), text.str.extract(FORM, 3), text.str.extract(FORM, 4)


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    return pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
