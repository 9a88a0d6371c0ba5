"""DuckDB: one file beside the folder of a release, with keys, constraints, comments and views.

Its bytes differ from build to build, so nothing that is summed lists them. Beside it stand its SHA-256 and its logical
digest: that of what it holds, which is the same in every build.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from ukim.compile.to_duckdb import locked_connection
from ukim.model import View
from ukim.release.formats.csv_files import rendered
from ukim.views.content import Content, Reader, as_text, view_rows

NAME = "DuckDB"
STORAGE_VERSION = "v1.2.0"
"""The default format of the database is unreadable to older versions of DuckDB."""
BLOCK_SIZE = 16384
"""Bytes; every key of every table takes whole blocks, so that the default of 256 KiB makes a small database huge."""


@contextmanager
def new(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database that is made in the file, and whole there when the block ends."""
    with duckdb.connect() as connection:
        literal = str(file).replace("'", "''")
        connection.execute(
            f"ATTACH '{literal}' AS ukim (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE}); USE ukim"
        )
        yield connection
        connection.execute("USE memory; DETACH ukim")


@contextmanager
def connected(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the database, and whose views read nothing else."""
    with locked_connection(file) as connection:
        yield connection


def reader(connection: duckdb.DuckDBPyConnection) -> Reader:
    """What reads the database."""

    def read(content: Content) -> pl.DataFrame:
        if isinstance(content.table, View):
            return as_text(view_rows(content.name, content.table, connection))
        key = ", ".join(f'"{name}"' for name in content.table.primary_key)
        return as_text(connection.sql(f'FROM "{content.name}" ORDER BY {key}').pl())

    return read


def names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of its tables and views, in order."""
    rows = connection.sql("SELECT table_name FROM information_schema.tables ORDER BY table_name").fetchall()
    return [name for (name,) in rows]


def sum_file(database: Path) -> Path:
    """The file with the SHA-256 of the database."""
    return database.with_name(f"{database.name}.sha256")


def digest_file(database: Path) -> Path:
    """The file with its logical digest."""
    return database.with_name(f"{database.name}.digest")


def sum_line(database: Path) -> str:
    """The SHA-256 of the file, as `sha256sum --check` reads it."""
    return f"{hashlib.sha256(database.read_bytes()).hexdigest()}  {database.name}\n"


def digest_line(database: Path, connection: duckdb.DuckDBPyConnection) -> str:
    """The logical digest, with a name that keeps it apart from a sum of bytes."""
    return f"logical-sha256:{logical_digest(connection)}  {database.name}\n"


def logical_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over each table and view by name: a line of JSON with its definition, then its rows as sorted CSV."""
    total = hashlib.sha256()
    for name in names(connection):
        definition = [connection.execute(query, [name]).fetchall() for query in DEFINITION]
        total.update(json.dumps([name, definition], ensure_ascii=False).encode() + b"\n")
        total.update(rendered(as_text(connection.sql(f'FROM "{name}" ORDER BY ALL').pl())))
    return total.hexdigest()


DEFINITION = (
    "SELECT comment FROM duckdb_tables() WHERE table_name = ?",
    "SELECT comment FROM duckdb_views() WHERE view_name = ?",
    """
    SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index
    """,
    """
    SELECT constraint_type, constraint_column_names, referenced_table, referenced_column_names
    FROM duckdb_constraints() WHERE table_name = ? ORDER BY ALL
    """,
)
"""What defines a table or view, in words that no version of DuckDB renders in its own way: comments, columns, keys."""
