"""What a release holds, whatever the format: tables and views, each with its rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from ukim.compile.to_duckdb import TYPES
from ukim.compile.to_polars import with_bounds
from ukim.model import Package, Table, View
from ukim.model.released import released

KINDS = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "VARCHAR[]": "list",
    "DOUBLE": "number",
    "FLOAT": "number",
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT"), "integer"),
}
"""Types of the columns of views, by those of DuckDB."""


@dataclass(frozen=True)
class Content:
    """A table or view as a release holds it: its name, its columns, and its rows in their types."""

    name: str
    table: Table | View
    frame: pl.DataFrame

    @property
    def is_view(self) -> bool:
        """Whether it is derived from the tables."""
        return isinstance(self.table, View)

    @property
    def text(self) -> pl.DataFrame:
        """Its rows as text."""
        return as_text(self.frame)


Reader = Callable[[Content], pl.DataFrame]
"""Gives the rows of a table or view, as text, out of a file of some format."""


def tables(package: Package, checked: Mapping[str, pl.DataFrame]) -> list[Content]:
    """The tables with the columns that a release derives, their rows in the order of their keys."""
    return [
        Content(name, released(table), with_bounds(table, checked[name]).sort(table.primary_key))
        for name, table in package.tables.items()
    ]


def views(package: Package, database: duckdb.DuckDBPyConnection) -> list[Content]:
    """The views of a database that holds the tables of the package, with their rows."""
    return [Content(name, view, view_rows(name, view, database)) for name, view in described(package, database).items()]


def described(package: Package, database: duckdb.DuckDBPyConnection) -> dict[str, View]:
    """The views of a database by name, their columns as its comments describe them; none is run."""
    dialect = next(iter(package.tables.values())).schema_
    names = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    return {name: _view(name, comment, dialect, database) for name, comment in database.sql(names).fetchall()}


def view_rows(name: str, view: View, database: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The rows of a view, in the order that it states. With one thread, rows that it leaves equal keep theirs too."""
    columns = ", ".join(f'"{field.name}" :: {TYPES[field.type]} AS "{field.name}"' for field in view.fields)
    before = database.sql("SELECT current_setting('threads')").fetchall()[0][0]
    if before != 1:
        database.execute("SET threads = 1")
    frame: pl.DataFrame = database.sql(f'SELECT {columns} FROM "{name}"').pl()
    if before != 1:
        database.execute(f"SET threads = {before}")
    return frame


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every cell as text, as CSV holds it: items joined by semicolons, what is empty as null."""
    lists = pl.col(pl.List(pl.String)).list.join(";")
    return frame.with_columns(lists).cast(pl.String).with_columns(pl.all().replace("", None))


def kind(type_: str) -> str:
    """The type of a column, by that of DuckDB."""
    return "number" if type_.startswith("DECIMAL") else KINDS[type_]


def _view(name: str, comment: str, schema: str, database: duckdb.DuckDBPyConnection) -> View:
    columns = database.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    fields = [_field(column, type_, words) for column, type_, words in columns]
    return View.model_validate(
        {"$schema": schema, "title": _title(name), "description": comment, "fields": fields, "missingValues": [""]}
    )


def _field(name: str, type_: str, comment: str) -> dict[str, str]:
    of_items = {"itemType": "string", "delimiter": ";"} if kind(type_) == "list" else {}
    return {"name": name, "type": kind(type_), "title": _title(name), "description": comment} | of_items


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
