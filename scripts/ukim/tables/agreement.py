"""What a source states held against what a row has: the same, less or more precise, or something else."""

from datetime import date
from enum import StrEnum
from functools import cache

import polars as pl

from ukim.model import Field
from ukim.text import dates

Span = tuple[date, date]
"""The first and the last day that a date may mean."""


class Relation(StrEnum):
    """How the stated value stands to the value of the row."""

    same = "same"
    coarser = "coarser"
    """Less precise, and both may be true: the source supports the value of the row."""
    finer = "finer"
    """More precise, and both may be true."""
    different = "different"


def relation(field: Field, stated: str, value: str) -> Relation:
    """How what is stated for the column stands to the value there; both are the text of a cell."""
    if stated == value:
        return Relation.same
    if field.is_partial_date:
        return _of_dates(stated, value)
    if field.type == "list":
        return _of_sets(set(stated.split(";")), set(value.split(";")))
    if value.startswith(f"{stated}-"):
        return Relation.coarser
    return Relation.finer if stated.startswith(f"{value}-") else Relation.different


@cache
def span(text: str) -> Span | None:
    """The days that a date of reduced precision may mean; None where it is no date."""
    first, last = pl.select(dates.earliest(pl.lit(text)), b=dates.latest(pl.lit(text))).row(0)
    return None if last is None else (first or date.min, last)


def _of_dates(stated: str, value: str) -> Relation:
    mine, other = span(stated), span(value)
    if mine is None or other is None:
        return Relation.different
    if mine == other:
        return Relation.finer if stated[-1].isdigit() else Relation.coarser
    if mine[1] < other[0] or other[1] < mine[0]:
        return Relation.different
    return Relation.coarser if _days(mine) > _days(other) else Relation.finer


def _days(span: Span) -> int:
    return (span[1] - span[0]).days


def _of_sets(stated: set[str], value: set[str]) -> Relation:
    if stated == value:
        return Relation.same
    if stated < value:
        return Relation.coarser
    return Relation.finer if stated > value else Relation.different
