"""Rules in SQL: what needs more than one cell.

A rule is a file `schemas/rules/<id>.sql`: a header of comments (severity, title, why, fix), then one SELECT of the rows
that break it, with the columns table_name, line, field (null for the whole row) and message. It sees every table as
DuckDB holds it with a column `_line` and the bounds of its dates, the variable `today`, and two tables on those
that must be cited: `records` (table_name, record_id, line) and `cells` (table_name, record_id, line, field, value: what
is filled, keys and owners left out).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from ukim.compile.to_polars import text_frame, with_bounds
from ukim.errors import UkimError
from ukim.findings import Finding, Rule
from ukim.model import Package, Table
from ukim.reading import Reading

PARTS = ("severity", "title", "why", "fix")
COLUMNS = ["table_name", "line", "field", "message"]
HEADER = re.compile(rf"^-- ({'|'.join(PARTS)}): (.+)$", re.MULTILINE)


def rules(folder: Path) -> dict[str, tuple[Rule, str]]:
    """The rules in a package's `schemas/rules`, each with its SQL, by id."""
    found = {}
    for path in sorted(folder.glob("schemas/rules/*.sql")):
        sql = path.read_text(encoding="utf-8")
        header = dict(HEADER.findall(sql))
        if missing := [part for part in PARTS if part not in header]:
            message = f"{path}: the header lacks {', '.join(missing)}"
            raise UkimError(message)
        if header["severity"] not in ("error", "warning"):
            message = f"{path}: severity is error or warning, not {header['severity']!r}"
            raise UkimError(message)
        found[path.stem] = (Rule(id=path.stem, layer="rule", **header), sql)
    return found


def check(
    package: Package,
    readings: Mapping[str, Reading],
    frames: Mapping[str, pl.DataFrame],
    found: Iterable[Finding],
    today: date,
) -> Iterator[Finding]:
    """What the rules find in the tables that could be read; a rule about another table is left out.

    A bad cell, one that was `found` before, is unknown to the rules, and its row is not judged: what they would say of
    it follows from the cell.
    """
    bad = {(finding.file, finding.line, finding.field) for finding in found}
    bad_rows = {(file, line) for file, line, field in bad if field is not None}
    with duckdb.connect(config={"enable_external_access": False}) as connection:
        for name, frame in frames.items():
            sound = _without(bad, readings[name], frame)
            connection.register(name, with_bounds(package.tables[name], sound).with_row_index("_line", 2))
        cited = {name: table for name, table in package.tables.items() if table.is_cited}
        if cited and cited.keys() <= frames.keys():
            cells = pl.concat(_cells(name, readings[name], cited) for name in cited)
            connection.register("records", cells.select("table_name", "record_id", "line").unique(maintain_order=True))
            connection.register("cells", cells.drop_nulls("value"))
        complete = frames.keys() == package.tables.keys()
        connection.execute(f"SET VARIABLE today = DATE '{today}'")
        for rule, sql in rules(package.folder).values():
            for name, line, field, message in _run(connection, rule, sql, complete=complete):
                if name not in readings or field not in (None, *readings[name].table.names):
                    complaint = f"rule {rule.id} blames {name}.{field}, which is no column of a table"
                    raise UkimError(complaint)
                if (readings[name].file, line) not in bad_rows:
                    yield readings[name].at_row(rule, line - 2, field, message)


def _run(connection: duckdb.DuckDBPyConnection, rule: Rule, sql: str, *, complete: bool) -> list[tuple[Any, ...]]:
    try:
        result = connection.execute(sql)
        if [column[0] for column in result.description or []] == COLUMNS:
            return result.fetchall()
        message = f"rule {rule.id} must be one SELECT of {', '.join(COLUMNS)}"
        raise UkimError(message)
    except duckdb.Error as error:
        if isinstance(error, duckdb.CatalogException) and not complete:
            return []
        message = f"rule {rule.id} cannot be run: {error}"
        raise UkimError(message) from None


def _without(bad: set[tuple[str, int | None, str | None]], reading: Reading, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with bad cells emptied."""
    for file, line, field in bad:
        if file == reading.file and line is not None and field is not None:
            here = pl.int_range(pl.len()) == line - 2
            frame = frame.with_columns(pl.when(~here).then(pl.col(field)))
    return frame


def _cells(name: str, reading: Reading, cited: Mapping[str, Table]) -> pl.DataFrame:
    """The text of the cells of a table that sources state, the empty ones included."""
    table = reading.table
    owners = [key.fields[0] for key in table.foreign_keys if key.reference.resource in cited]
    left_out = {*table.primary_key, *(column for column in owners if table.requires(table.by_name[column]))}
    text = text_frame(table, reading.rows or []).with_row_index("line", 2)
    record_id = pl.concat_str(table.primary_key, separator="/").alias("record_id")
    return (
        text.with_columns(record_id, pl.lit(name).alias("table_name"))
        .unpivot(
            [column for column in table.names if column not in left_out], index=["table_name", "record_id", "line"]
        )
        .rename({"variable": "field"})
    )
