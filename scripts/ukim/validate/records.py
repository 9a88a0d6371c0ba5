"""Rows and cells of all tables as text, in the form in which citations and changes name them.

The id of a row is its key, the parts of a key of several columns joined by a slash.
"""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from ukim.compile.to_polars import text_frame
from ukim.model import Package, Table
from ukim.reading import Reading

FIRST_ROW = 2
"""The line of the first row, behind the header."""


class Records(NamedTuple):
    """Frames of one line a row (table_name, record_id, line) and one a filled cell (also field, value)."""

    rows: pl.DataFrame
    cells: pl.DataFrame


def records(package: Package, readings: Mapping[str, Reading], names: list[str]) -> Records:
    """The rows of the tables with those names, and their filled cells but for keys and owners."""
    cited = {name for name, table in package.tables.items() if table.is_cited}
    cells = pl.concat(_cells(name, readings[name], cited) for name in names)
    rows = cells.select("table_name", "record_id", "line").unique(maintain_order=True)
    return Records(rows, cells.drop_nulls("value"))


def _cells(name: str, reading: Reading, cited: set[str]) -> pl.DataFrame:
    """The cells of a table that sources state, column by column, the empty ones included."""
    table = reading.table
    text = text_frame(table, reading.rows or []).with_row_index("_line", FIRST_ROW)
    key = pl.concat_str(table.primary_key, separator="/").alias("_record_id")
    stated = stated_columns(table, cited)
    cells = text.select("_line", key, *stated).unpivot(
        stated, index=["_line", "_record_id"], variable_name="_field", value_name="_value"
    )
    columns = [pl.col(f"_{name}").alias(name) for name in ("record_id", "line", "field", "value")]
    return cells.select(pl.lit(name).alias("table_name"), *columns).cast({"value": pl.String})


def stated_columns(table: Table, cited: set[str]) -> list[str]:
    """The columns whose values sources state: neither the key nor what says to which row this one belongs."""
    owners = [key.fields[0] for key in table.foreign_keys if key.reference.resource in cited]
    left_out = {*table.primary_key, *(column for column in owners if table.requires(table.by_name[column]))}
    return [column for column in table.names if column not in left_out]
