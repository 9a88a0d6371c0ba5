"""Text cells to typed Polars frames."""

from collections.abc import Iterable

import polars as pl

from ukim.model import Field, Table
from ukim.model.released import released
from ukim.text import dates

DTYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
    "number": pl.Float64(),
}
FORMS = {
    "integer": "a whole number in plain digits: 18",
    "boolean": "true or false",
    "date": "a day that exists, as 2021-02-22",
}
"""How a value of a type is written, for messages; any text is a string or a list."""


def text_frame(table: Table, rows: Iterable[list[str]]) -> pl.DataFrame:
    """The rows as text, an empty cell as null."""
    columns = list(zip(*rows, strict=True)) or [()] * len(table.fields)
    data = {name: pl.Series(name, column, pl.String) for name, column in zip(table.names, columns, strict=True)}
    return pl.DataFrame(data).with_columns(pl.all().replace("", None))


def typed_frame(table: Table, text: pl.DataFrame) -> pl.DataFrame:
    """The text in the types of the columns; what cannot be cast is null."""
    return text.select(cast(field) for field in table.fields)


def with_bounds(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns that a release derives."""
    columns = [pl.col(name) if name in frame.columns else _bound(name) for name in released(table).names]
    return frame.select(columns)


def _bound(name: str) -> pl.Expr:
    base, _, suffix = name.rpartition("_")
    bound = {"earliest": dates.earliest, "latest": dates.latest}[suffix]
    return bound(pl.col(base)).alias(name)


def cast(field: Field) -> pl.Expr:
    """The expression that reads a column's text in its type."""
    column = pl.col(field.name)
    match field.type:
        case "string":
            return column
        case "integer":
            plain = column.str.contains(r"^(?:0|-?[1-9][0-9]*)$")
            return pl.when(plain).then(column).cast(pl.Int64, strict=False)
        case "boolean":
            return column.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
        case "date":
            whole = column.str.contains(r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")
            return pl.when(whole).then(column).str.to_date("%Y-%m-%d", strict=False)
        case "list":
            return column.str.split(";")
