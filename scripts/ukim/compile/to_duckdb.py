"""Tables in DuckDB: their definition with keys, constraints and comments, their rows, and locked connections."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from ukim.model import Field, Table

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "list": "VARCHAR[]",
    "number": "DOUBLE",
}
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "temp_directory": "",
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "threads": 1,
    "lock_configuration": True,
}
"""With one thread, rows that a view leaves equal keep their order."""


def locked_connection(file: Path | None = None, **settings: str) -> duckdb.DuckDBPyConnection:
    """Return a connection for SQL or data that came with a package.

    It reads and writes no files, spills nothing to disk, has no network and no extensions, sees no variables of Python,
    and its settings cannot be changed.

    Args:
        file: a database to read; by default an empty one in memory.
        settings: more settings of DuckDB.

    """
    return duckdb.connect(file or ":memory:", read_only=file is not None, config=LOCKED | settings)


def create_table(name: str, table: Table) -> str:
    """The SQL that makes the table, with every constraint that DuckDB can hold, and its comments."""
    lines = [_column(table, field) for field in table.fields]
    lines.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    lines += [f"UNIQUE ({_names(key)})" for key in table.unique_keys]
    lines += [
        f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {_name(key.reference.resource or name)} "
        f"({_names(key.reference.fields)})"
        for key in table.foreign_keys
    ]
    comments = [f"COMMENT ON TABLE {_name(name)} IS {literal(f'{table.title}. {table.description}')};"]
    comments += [
        f"COMMENT ON COLUMN {_name(name)}.{_name(field.name)} IS {literal(field.description)};"
        for field in table.fields
    ]
    return "\n".join([f"CREATE TABLE {_name(name)} (", ",\n".join(lines), ");", *comments])


def insert(connection: duckdb.DuckDBPyConnection, name: str, table: Table, frame: pl.DataFrame) -> None:
    """Fill a table. One that refers to itself is filled level by level: DuckDB checks such a key row by row."""
    for level in _levels(table, frame):
        register(connection, "new_rows", level)
        connection.execute(f"INSERT INTO {_name(name)} SELECT * FROM new_rows")
        connection.unregister("new_rows")


class _ArrowStream:
    """A frame as a plain Arrow stream: given a Polars frame itself, DuckDB would import pyarrow for it."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream, made anew for each query."""
        return self._frame.__arrow_c_stream__(requested_schema)


def register(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Let queries see the frame under that name."""
    connection.register(name, _ArrowStream(frame))


def literal(text: str) -> str:
    """The text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _column(table: Table, field: Field) -> str:
    parts = [_name(field.name), TYPES[field.type]]
    parts += ["NOT NULL"] if table.requires(field) else []
    parts += ["UNIQUE"] if field.constraints.unique else []
    parts += [f"CHECK ({test})" for test in _tests(field)]
    return " ".join(parts)


def _tests(field: Field) -> list[str]:
    limits, column = field.constraints, _name(field.name)
    size = f"length({column})"
    allowed = ", ".join(literal(value) for value in field.allowed_values)
    tests = {
        f"{column} IN ({allowed})": field.categories,
        f"list_has_all([{allowed}], {column})": field.item_categories,
        f"regexp_full_match({column}, {literal(limits.pattern or '')})": limits.pattern,
        f"{column} >= {limits.minimum}": limits.minimum is not None,
        f"{column} <= {limits.maximum}": limits.maximum is not None,
        f"{size} >= {limits.min_length}": limits.min_length is not None,
        f"{size} <= {limits.max_length}": limits.max_length is not None,
    }
    return [test for test, applies in tests.items() if applies]


def _levels(table: Table, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows in parts, each behind the rows that it refers to; what goes in a circle comes last."""
    for key in table.self_references:
        (child,), (parent,) = key.fields, key.reference.fields
        while frame.height:
            waits = pl.col(child).is_in(frame[parent].implode()).fill_null(False)
            level = frame.filter(~waits)
            if level.is_empty():
                break
            yield level
            frame = frame.filter(waits)
    yield frame


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: list[str]) -> str:
    return ", ".join(_name(name) for name in names)
