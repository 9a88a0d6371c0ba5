"""Rows and cells of all tables as text, in the form in which citations and changes name them.

The id of a row is its key, the parts of a key of several columns joined by a slash.
"""

import polars as pl

from ukim.compile.to_duckdb import literal
from ukim.model import Table
from ukim.tables.reading import Reading

FIRST_ROW = 2
"""The line of the first row, behind the header."""


def rows(name: str, reading: Reading) -> pl.DataFrame:
    """One line a row of a table: table_name, record_id, line."""
    return with_lines(reading).select(
        pl.lit(name).alias("table_name"),
        pl.concat_str(reading.table.primary_key, separator="/").alias("record_id"),
        pl.col("_line").alias("line"),
    )


def with_lines(reading: Reading) -> pl.DataFrame:
    """The cells of a table as text, and the line of each row as `_line`."""
    return reading.cells.with_row_index("_line", FIRST_ROW)


def select_rows(name: str, table: Table, source: str) -> str:
    """The same as `rows` in SQL, from a table that holds `with_lines`: nothing is copied."""
    return f"SELECT {_row(name, table)} FROM {source}"


def select_cells(name: str, table: Table, cited: set[str], source: str) -> str:
    """One line a filled cell, but for keys and owners: table_name, record_id, line, field, value."""
    columns = table.stated_columns(cited)
    names, values = (f"[{', '.join(parts)}]" for parts in (map(literal, columns), map('"{}"'.format, columns)))
    cells = f"unnest({names}) AS field, unnest({values}) AS value" if columns else "'' AS field, NULL AS value"
    return f"SELECT * FROM (SELECT {_row(name, table)}, {cells} FROM {source}) WHERE value IS NOT NULL"


def _row(name: str, table: Table) -> str:
    key = " || '/' || ".join(map('"{}"'.format, table.primary_key))
    return f"{literal(name)} AS table_name, {key} AS record_id, _line AS line"
