"""SQLite: `ukim.sqlite`, with keys, constraints, and descriptions as comments in the definitions of its tables.

Views are tables there, since its dialect of SQL cannot say them. Lists are text with semicolons, days are ISO text,
truth is 0 or 1.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import polars as pl

from ukim.compile.to_duckdb import literal
from ukim.compile.to_polars import DTYPES
from ukim.model import Field, Table, View, ViewField
from ukim.views.content import Content, Reader, as_text

NAME = "SQLite"
FILE = "ukim.sqlite"
TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
    "date": "TEXT",
    "list": "TEXT",
    "number": "REAL",
}


def write(folder: Path, contents: Sequence[Content]) -> None:
    """Write the file. It is made in memory: so its bytes do not depend on how a disk takes them."""
    (folder / FILE).write_bytes(database(contents))


def database(contents: Sequence[Content]) -> bytes:
    """The bytes of a database with those tables and views; references are checked when all rows are there."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript("PRAGMA foreign_keys = ON; BEGIN; PRAGMA defer_foreign_keys = ON")
        for content in contents:
            connection.execute(create_table(content.name, content.table))
        for content in contents:
            marks = ", ".join("?" * len(content.table.fields))
            connection.executemany(f'INSERT INTO "{content.name}" VALUES ({marks})', _values(content).iter_rows())
        connection.execute("COMMIT")
        return connection.serialize()


def create_table(name: str, table: Table | View) -> str:
    """The SQL that makes the table, with every constraint that SQLite can hold, and its descriptions as comments."""
    columns = [(_column(table, field), f" -- {_one_line(field.description)}") for field in table.fields]
    lines = columns + [(key, "") for key in _keys(name, table)]
    ends = [","] * (len(lines) - 1) + [""]
    body = [f"  {line}{end}{comment}" for (line, comment), end in zip(lines, ends, strict=True)]
    heading = f'CREATE TABLE "{name}" ( -- {_one_line(f"{table.title}. {table.description}")}'
    return "\n".join([heading, *body, ")"])


def path(_: Content) -> str:
    """The file in a release."""
    return FILE


@contextmanager
def opened(folder: Path) -> Iterator[Reader]:
    """What reads the file."""
    with closing(_connected(folder)) as connection:

        def read(content: Content) -> pl.DataFrame:
            cursor = connection.execute(f'SELECT * FROM "{content.name}" ORDER BY rowid')
            return as_text(_frame(content.table, [column[0] for column in cursor.description], cursor.fetchall()))

        yield read


def problems(folder: Path) -> Iterator[str]:
    """What SQLite itself finds wrong: rows that refer to none, pages and indexes that do not fit together."""
    with closing(_connected(folder)) as connection:
        for table, row, target, _ in connection.execute("PRAGMA foreign_key_check"):
            yield f"table {table}: row {row} refers to a row of {target} that is not there"
        yield from (words for (words,) in connection.execute("PRAGMA integrity_check") if words != "ok")


def _connected(folder: Path) -> sqlite3.Connection:
    """A connection that leaves nothing beside the file."""
    return sqlite3.connect(f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _column(table: Table | View, field: Field | ViewField) -> str:
    parts = [f'"{field.name}"', TYPES[field.type]]
    parts += ["NOT NULL"] if field.name in table.always_filled else []
    parts += ["UNIQUE"] if isinstance(field, Field) and field.constraints.unique else []
    parts += [f"CHECK ({test})" for test in _tests(field)]
    return " ".join(parts)


def _tests(field: Field | ViewField) -> Iterator[str]:
    column = f'"{field.name}"'
    if field.type == "boolean":
        yield f"{column} IN (0, 1)"
    if isinstance(field, Field):
        limits = field.constraints
        if field.categories:
            yield f"{column} IN ({', '.join(map(literal, field.allowed_values))})"
        if limits.minimum is not None:
            yield f"{column} >= {limits.minimum}"
        if limits.maximum is not None:
            yield f"{column} <= {limits.maximum}"
        if limits.min_length is not None and field.type == "string":
            yield f"length({column}) >= {limits.min_length}"
        if limits.max_length is not None and field.type == "string":
            yield f"length({column}) <= {limits.max_length}"


def _keys(name: str, table: Table | View) -> Iterator[str]:
    if table.primary_key:
        yield f"PRIMARY KEY ({_names(table.primary_key)})"
    for unique in table.unique_keys:
        yield f"UNIQUE ({_names(unique)})"
    for key in table.foreign_keys:
        target = key.reference.resource or name
        yield f'FOREIGN KEY ({_names(key.fields)}) REFERENCES "{target}" ({_names(key.reference.fields)})'


def _values(content: Content) -> pl.DataFrame:
    """The rows in the types of SQLite; an empty list is NULL, as any empty cell."""
    integers = pl.col(pl.Boolean).cast(pl.Int64)
    lists = pl.col(pl.List(pl.String)).list.join(";").replace("", None)
    return content.frame.with_columns(integers, lists, pl.col(pl.Date).cast(pl.String))


def _frame(table: Table | View, names: Sequence[str], rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Rows of SQLite as a frame in which integers, fractions and truth have their types and all else is text."""
    kinds = {"boolean": pl.Int64(), "integer": pl.Int64(), "number": pl.Float64()}
    fields = table.by_name
    types = [kinds.get(fields[name].type, pl.String()) if name in fields else None for name in names]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pl.DataFrame([pl.Series(*column) for column in zip(names, columns, types, strict=True)])
    return frame.with_columns(
        pl.col(field.name).cast(DTYPES["boolean"]) for field in table.fields if field.type == "boolean"
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())
