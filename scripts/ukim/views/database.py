"""The tables and views of a release in DuckDB."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from ukim.compile.to_duckdb import create_table, insert, literal
from ukim.model import Package
from ukim.model.released import released

SCRIPTS = Path(__file__).parent / "sql"


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


def create_views(connection: duckdb.DuckDBPyConnection, released_on: date, scripts: Path = SCRIPTS) -> None:
    """Make the views over tables that are there, in the order of their numbers."""
    connection.execute(f"CREATE MACRO released_on() AS {literal(str(released_on))}::DATE")
    for script in sorted(scripts.glob("*.sql"), key=lambda script: int(script.stem.partition("-")[0])):
        connection.execute(script.read_text(encoding="utf-8"))


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
