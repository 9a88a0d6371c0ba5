"""Rows and cells of all tables as text, in the form in which citations and changes name them.

The id of a row is its key, the parts of a key of several columns joined by a slash.
"""

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from ukim.model import Package, Table
from ukim.reading import Reading

FIRST_ROW = 2
"""The line of the first row, behind the header."""


class Records(NamedTuple):
    """Frames of one line a row (table_name, record_id, line) and one a filled cell (also field, value)."""

    rows: pl.DataFrame
    cells: pl.DataFrame

    @classmethod
    def together(cls, parts: "Iterable[Records]") -> "Records":
        """Those of several tables as one."""
        rows, cells = zip(*parts, strict=True)
        return cls(pl.concat(rows), pl.concat(cells))


def records(package: Package, name: str, reading: Reading) -> Records:
    """The rows of a table, and their filled cells but for keys and owners, column by column."""
    table = reading.table
    text = reading.cells.with_row_index("_line", FIRST_ROW)
    at = {
        "table_name": pl.lit(name),
        "record_id": pl.concat_str(table.primary_key, separator="/"),
        "line": pl.col("_line"),
    }
    cited = {name for name, table in package.tables.items() if table.is_cited}
    cells = [
        text.drop_nulls(column).select(**at, field=pl.lit(column), value=pl.col(column))
        for column in stated_columns(table, cited)
    ]
    rows = text.select(**at)
    return Records(rows, pl.concat(cells) if cells else rows.clear().with_columns(field=pl.lit(""), value=pl.lit("")))


def stated_columns(table: Table, cited: set[str]) -> list[str]:
    """The columns whose values sources state: neither the key nor what says to which row this one belongs."""
    owners = [key.fields[0] for key in table.foreign_keys if key.reference.resource in cited]
    left_out = {*table.primary_key, *(column for column in owners if table.requires(table.by_name[column]))}
    return [column for column in table.names if column not in left_out]
