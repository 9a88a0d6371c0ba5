"""The tables and views of a release in DuckDB."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from ukim.compile.to_duckdb import create_table, insert, literal
from ukim.compile.to_polars import typed_frame, with_bounds
from ukim.errors import UkimError
from ukim.model import Package
from ukim.model.released import released
from ukim.tables.reading import read

SCRIPTS = Path(__file__).parent / "sql"
OF_VIEWS = re.compile(r"(\s|--.*\n)*(CREATE (VIEW|MACRO)|COMMENT ON (VIEW|COLUMN))\s")
"""How a statement begins that makes or describes a view."""
SHOWN = 60
"""So many characters of another statement are shown."""


def fill(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    frame: Callable[[str], pl.DataFrame],
    scripts: Path = SCRIPTS,
) -> None:
    """Make every table with keys and comments, fill it from `frame`, and make the views.

    Args:
        connection: an empty database.
        package: the descriptor and the schemas.
        frame: gives the rows of a table, with the columns that a release derives.
        scripts: the folder of the views.

    """
    for name in package.in_order_of_reference:
        table = released(package.tables[name])
        connection.execute(create_table(name, table))
        insert(connection, name, table, frame(name))
    create_views(connection, package.released_on, scripts)
    _comment_columns_that_views_pass_on(connection)


def checkout_frame(package: Package, name: str) -> pl.DataFrame:
    """Return a table of a checkout in its types, with derived columns, sorted by key.

    Raises:
        UkimError: its file cannot be read, or has a value that is not of its type.

    """
    (resource,) = [resource for resource in package.resources if resource.name == name]
    file = package.folder / resource.path
    reading = read(file, resource.path, resource.table)
    if not reading.is_read:
        message = f"{file} cannot be read: {reading.findings[-1].message}"
        raise UkimError(message)
    frame = typed_frame(resource.table, reading.cells)
    if reading.cells.null_count().row(0) != frame.null_count().row(0):
        message = f"{file} has a value that is not of its type; `ukim validate` says which."
        raise UkimError(message)
    return with_bounds(resource.table, frame).sort(resource.table.primary_key)


def create_views(connection: duckdb.DuckDBPyConnection, released_on: date, scripts: Path = SCRIPTS) -> None:
    """Make the views over tables that are there, in the order of the numbers of their scripts.

    Raises:
        UkimError: a script has no number, cannot be read or run, or does more than make and describe views.

    """
    connection.execute(f"CREATE MACRO released_on() AS {literal(str(released_on))}::DATE")
    for script in sorted(scripts.glob("*.sql"), key=_number):
        try:
            for statement in connection.extract_statements(script.read_text(encoding="utf-8")):
                _refuse_others(script, statement.query)
                connection.execute(statement)
        except (duckdb.TransactionException, duckdb.FatalException):
            raise  # the disk, not the script
        except (duckdb.Error, OSError, UnicodeDecodeError) as error:
            message = f"{script.name} makes no views: {error}"
            raise UkimError(message) from None


def _number(script: Path) -> int:
    number = script.stem.partition("-")[0]
    if not number.isdecimal():
        message = f"{script.name} has no number: name a script of views like 3-timeline.sql."
        raise UkimError(message)
    return int(number)


def _refuse_others(script: Path, statement: str) -> None:
    if not OF_VIEWS.match(statement):
        begin = " ".join(statement.split())[:SHOWN]
        message = f"{script.name} may contain CREATE VIEW, CREATE MACRO and COMMENT ON only, not: {begin}"
        raise UkimError(message)


def _comment_columns_that_views_pass_on(connection: duckdb.DuckDBPyConnection) -> None:
    """A column of a view without a comment takes that of the one column of the tables which has its name."""
    rows = connection.sql("""
        SELECT views.table_name, views.column_name, any_value(tables.comment)
        FROM duckdb_columns() AS views
        JOIN duckdb_views() ON duckdb_views.view_name = views.table_name AND NOT duckdb_views.internal
        JOIN duckdb_columns() AS tables
          ON tables.column_name = views.column_name AND tables.table_name <> views.table_name
        WHERE views.comment IS NULL AND tables.comment IS NOT NULL
        GROUP BY ALL HAVING count(DISTINCT tables.comment) = 1
    """).fetchall()
    for view, column, comment in rows:
        connection.execute(f'COMMENT ON COLUMN "{view}"."{column}" IS {literal(comment)}')
