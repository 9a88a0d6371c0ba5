"""The codebook: the columns of tables and views, as the Table Schemas and the comments of the views describe them."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from ukim.model import Category, Field, Package, Table
from ukim.views.content import kind

NOTATION = (
    "`*` key, `+` required, `→` reference. An empty cell is unknown.",
    "",
    "A *partial date* is as precise as its source: `2021-02-22`, `2021-02`, `2021`; `~` about, `?` uncertain,",
    "`/2021-02-22` by then. In a release each has two more columns, `…_earliest` and `…_latest`: the first and the",
    "last day that it may mean. A *list* is separated by `;` in CSV.",
)
VIEWS = "Derived from the tables; in `views/` and in the databases of a release, and in what `ukim.connect()` opens."


@dataclass(frozen=True)
class Column:
    """A column; `references` are the tables that it names a row of."""

    name: str
    type: str
    description: str
    title: str = ""
    example: str | None = None
    is_key: bool = False
    is_required: bool = False
    references: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A table or a view."""

    name: str
    description: str
    columns: tuple[Column, ...]


def tables(package: Package) -> list[Chapter]:
    """The tables of the package, in the order of the descriptor."""
    return [chapter(name, table) for name, table in package.tables.items()]


def chapter(name: str, table: Table) -> Chapter:
    """What the schema says of a table."""
    cited = " Every row is cited in `citations`." if table.is_cited else ""
    return Chapter(name, table.description + cited, tuple(_column(name, table, field) for field in table.fields))


def views(database: duckdb.DuckDBPyConnection) -> Iterator[Chapter]:
    """The views of a database, by name, as the comments in it describe them."""
    named = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    for view, description in database.execute(named).fetchall():
        query = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ?"
        columns = database.execute(query, [view]).fetchall()
        yield Chapter(view, description, tuple(Column(name, kind(type_), words) for name, type_, words in columns))


def _column(name: str, table: Table, field: Field) -> Column:
    targets = [key.reference.resource or name for key in table.foreign_keys if key.fields == [field.name]]
    return Column(
        field.name,
        "partial date" if field.is_partial_date else field.type,
        field.description,
        field.title,
        field.example,
        field.name in table.primary_key,
        table.requires(field),
        tuple(targets),
        tuple(field.categories or field.item_categories),
    )
