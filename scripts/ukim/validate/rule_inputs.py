"""The tables that the rules in SQL read: those of the package, and what is derived from several of them.

`schemas/README.md` lists them. The id of a row is its key, the parts of a key of several columns joined by a slash.
"""

from collections.abc import Iterable, Iterator, Mapping

import duckdb
import polars as pl

from ukim.compile.to_duckdb import literal, register
from ukim.compile.to_polars import with_bounds
from ukim.findings import BUILT_IN, Finding
from ukim.model import Package, Table
from ukim.names.folding import folded
from ukim.tables.reading import Reading
from ukim.text.addresses import canonical

FIRST_ROW = 2
"""The line of the first row, behind the header."""
Columns = Mapping[str, pl.DataType]
TEXT = pl.String()
NAMES: dict[str, Columns] = {
    "people": {"person_id": TEXT, "name": TEXT, "name_kk": TEXT, "name_ru": TEXT, "other_names": pl.List(TEXT)},
    "cases": {"case_id": TEXT, "settlement": TEXT},
    "courts": {"court_id": TEXT, "settlement": TEXT},
}
"""The key and then the columns of names by table: of people in every form, of settlements."""
SOURCES: Columns = {"source_id": TEXT, "url": TEXT}
SPELLING = {"table_name": pl.String, "record_id": pl.String, "line": pl.UInt32, "field": pl.String}


BadCells = set[tuple[str, int | None, str]]
"""Table, line and column of cells that another check found wrong."""


def bad_cells(found: Iterable[Finding], readings: Mapping[str, Reading]) -> BadCells:
    """The cells that something was found wrong with; which cell of a circle is wrong, nobody knows, so all are."""
    names = {reading.file: name for name, reading in readings.items()}
    bad: BadCells = set()
    for one in found:
        name = names.get(one.file)
        if name is not None and one.field is not None:
            bad.add((name, one.line, one.field))
            if one.rule is BUILT_IN["circular-reference"]:
                bad |= {(name, row + FIRST_ROW, one.field) for row in range(readings[name].height)}
    return bad


def register_all(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    readings: Mapping[str, Reading],
    frames: Mapping[str, pl.DataFrame],
    bad: BadCells,
) -> bool:
    """Make every table that can be made, with `bad` cells empty; return whether these are all.

    The tables of records and cells need every table that they are about: read, and without a bad key.
    """
    emptied = {name: _without(bad, name, frame) for name, frame in frames.items()}
    for name, frame in emptied.items():
        register(connection, name, with_bounds(package.tables[name], frame).with_row_index("_line", FIRST_ROW))
    bad_columns = {(name, column) for name, _, column in bad}
    with_keys = [
        name for name in frames if not bad_columns.intersection((name, key) for key in package.tables[name].primary_key)
    ]
    for name in with_keys:
        register(connection, _text_of(name), _with_lines(readings[name]))
    for prefix, names in {"": package.cited, "all_": list(package.tables)}.items():
        if names and set(names) <= set(with_keys):
            rows = " UNION ALL ".join(_select_rows(package, name) for name in names)
            cells = " UNION ALL ".join(_select_cells(package, name) for name in names)
            connection.execute(f"CREATE VIEW {prefix}records AS {rows}; CREATE VIEW {prefix}cells AS {cells}")
    for name, frame in _derived(package, emptied):
        register(connection, name, frame)
    return len(with_keys) == len(package.tables)


def records(name: str, reading: Reading) -> pl.DataFrame:
    """The rows of a table: table_name, record_id, line."""
    return _with_lines(reading).select(
        pl.lit(name).alias("table_name"),
        pl.concat_str(reading.table.primary_key, separator="/").alias("record_id"),
        pl.col("_line").alias("line"),
    )


def has_columns(frames: Mapping[str, pl.DataFrame], table: str, columns: Columns) -> bool:
    """True if the table could be read and has these columns with these types."""
    return table in frames and columns.items() <= frames[table].schema.items()


def _without(bad: BadCells, table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with bad cells empty."""
    rows: dict[str, list[int]] = {}
    for name, line, field in bad:
        if name == table and line is not None:
            rows.setdefault(field, []).append(line - FIRST_ROW)
    index = pl.int_range(pl.len())
    return frame.with_columns(pl.when(~index.is_in(rows[field])).then(pl.col(field)) for field in rows)


def _with_lines(reading: Reading) -> pl.DataFrame:
    """The cells of a table as text, and the line of each row as `_line`."""
    return reading.cells.with_row_index("_line", FIRST_ROW)


def _text_of(name: str) -> str:
    return f"_text_of_{name}"


def _select_rows(package: Package, name: str) -> str:
    """The same as `records` in SQL: nothing is copied."""
    return f"SELECT {_row(name, package.tables[name])} FROM {_text_of(name)}"


def _select_cells(package: Package, name: str) -> str:
    """The filled cells of a table that sources state: table_name, record_id, line, field, value."""
    columns = package.stated_columns[name]
    fields = ", ".join(map(literal, columns))
    values = ", ".join(f'"{column}"' for column in columns)
    return f"""
        SELECT * FROM (
            SELECT {_row(name, package.tables[name])},
                unnest([{fields}]::VARCHAR[]) AS field, unnest([{values}]::VARCHAR[]) AS value
            FROM {_text_of(name)}
        ) WHERE value IS NOT NULL
    """


def _row(name: str, table: Table) -> str:
    key = " || '/' || ".join(f'"{column}"' for column in table.primary_key)
    return f"{literal(name)} AS table_name, {key} AS record_id, _line AS line"


def _derived(package: Package, frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Names and frames of the tables that can be derived from those that could be read and have the columns."""
    yield "dates", _dates(package, frames)
    if all(has_columns(frames, table, columns) for table, columns in NAMES.items()):
        yield "spellings", _spellings(frames)
    if has_columns(frames, "sources", SOURCES):
        yield "addresses", _addresses(frames["sources"])


def _dates(package: Package, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each partial date of what must be cited: table_name, record_id, line, field, earliest, latest."""
    parts = [pl.DataFrame(schema=SPELLING | {"earliest": pl.Date, "latest": pl.Date})]
    for name, table in package.tables.items():
        if not table.is_cited or name not in frames:
            continue
        bounded = with_bounds(table, frames[name]).with_row_index("_line", FIRST_ROW)
        parts += [
            bounded.select(
                pl.lit(name).alias("table_name"),
                pl.concat_str(table.primary_key, separator="/").alias("record_id"),
                pl.col("_line").alias("line"),
                pl.lit(field.name).alias("field"),
                pl.col(f"{field.name}_earliest").alias("earliest"),
                pl.col(f"{field.name}_latest").alias("latest"),
            ).drop_nulls("latest")
            for field in table.fields
            if field.is_partial_date
        ]
    return pl.concat(parts)


def _spellings(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each spelling of a name: table_name, record_id, line, field, spelling, folded (see `ukim.names.folding`)."""
    rows = []
    for table, columns in NAMES.items():
        _, *fields = columns
        for line, (key, *cells) in enumerate(frames[table].select(*columns).iter_rows(), FIRST_ROW):
            for field, cell in zip(fields, cells, strict=True):
                names = cell if isinstance(cell, list) else [cell]
                rows += [(table, key, line, field, name, folded(name)) for name in names if name]
    return pl.DataFrame(rows, SPELLING | {"spelling": pl.String, "folded": pl.String}, orient="row")


def _addresses(sources: pl.DataFrame) -> pl.DataFrame:
    """The address of each source in one form (see `ukim.text.addresses`): source_id, line, canonical."""
    rows = [
        (source, line, canonical(url))
        for line, (source, url) in enumerate(sources.select(*SOURCES).iter_rows(), FIRST_ROW)
        if url
    ]
    return pl.DataFrame(rows, {"source_id": pl.String, "line": pl.UInt32, "canonical": pl.String}, orient="row")
