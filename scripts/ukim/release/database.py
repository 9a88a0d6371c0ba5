"""The tables and views of a release in DuckDB."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from ukim.compile.to_duckdb import create_table, in_order_of_reference, insert
from ukim.model import Package
from ukim.model.released import released

SCRIPTS = Path(__file__).parent / "sql"


def fill(connection: duckdb.DuckDBPyConnection, package: Package, frame: Callable[[str], pl.DataFrame]) -> None:
    """Make every table with keys and comments, fill it from `frame`, and make the views."""
    for name in in_order_of_reference(package.tables):
        table = released(package.tables[name])
        connection.execute(create_table(name, table))
        insert(connection, name, table, frame(name))
    for script in sorted(SCRIPTS.glob("*.sql")):
        connection.execute(script.read_text(encoding="utf-8"))
