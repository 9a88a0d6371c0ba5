"""Rules in SQL: what needs more than one cell.

A rule is a file `schemas/rules/<id>.sql`: a header of comments (severity, title, why, fix, example), then one SELECT of
the rows that break it, with the columns table_name, line, field (null for the whole row) and message. It sees every
table as DuckDB holds it with a column `_line` and the bounds of its dates, the variable `today`, and two tables on what
must be cited: `records` (table_name, record_id, line) and `cells` (table_name, record_id, line, field, value: what
is filled, keys and owners left out).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from ukim.compile.to_duckdb import register
from ukim.compile.to_polars import text_frame, with_bounds
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.model import Package, Table
from ukim.reading import Reading

SEVERITIES = ("error", "warning")
PARTS = ("severity", "title", "why", "fix", "example")
FIRST_ROW = 2
"""The line of the first row, behind the header."""
COLUMNS = ["table_name", "line", "field", "message"]
HEADER = re.compile(rf"^-- ({'|'.join(PARTS)}): (.+)$", re.MULTILINE)


class RuleError(Exception):
    """A rule that cannot be used; the message says why."""


def read(path: Path) -> tuple[Rule, str]:
    """The rule in a file, and its SQL.

    Raises:
        RuleError: the file cannot be read, or its header is not complete.

    """
    try:
        sql = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(str(error)) from None
    header = dict(HEADER.findall(sql))
    if missing := [part for part in PARTS if part not in header]:
        message = f"the header lacks {', '.join(missing)}"
        raise RuleError(message)
    if header["severity"] not in SEVERITIES:
        message = f"severity is {' or '.join(SEVERITIES)}, not {header['severity']!r}"
        raise RuleError(message)
    return Rule(id=path.stem, layer="rule", **header), sql


def files(folder: Path) -> list[Path]:
    """The files of rules of a package."""
    return sorted(folder.glob("schemas/rules/*.sql"))


def catalogue(folder: Path) -> dict[str, Rule]:
    """Every rule by id: the built-in ones, then those of the package that can be read."""
    rules = dict(BUILT_IN)
    for path in files(folder):
        with suppress(RuleError):
            rules[path.stem] = read(path)[0]
    return rules


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
            register(connection, name, with_bounds(package.tables[name], sound).with_row_index("_line", FIRST_ROW))
        complete = _register_cells(connection, package, readings, bad) and frames.keys() == package.tables.keys()
        connection.execute(f"SET VARIABLE today = DATE '{today}'")
        for path in files(package.folder):
            try:
                rule, sql = read(path)
                broken = _run(connection, rule, sql, readings, complete=complete)
            except RuleError as error:
                file = path.relative_to(package.folder).as_posix()
                yield Finding(BUILT_IN["rule-file"], file, str(error))
                continue
            yield from (finding for finding in broken if (finding.file, finding.line) not in bad_rows)


def _register_cells(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    readings: Mapping[str, Reading],
    bad: set[tuple[str, int | None, str | None]],
) -> bool:
    """Make `records` and `cells`, and say so; not where a table that must be cited is unread or has a bad key."""
    cited = {name: table for name, table in package.tables.items() if table.is_cited}
    for name, table in cited.items():
        keys = {(readings[name].file, column) for column in table.primary_key}
        if readings[name].rows is None or any((file, column) in keys for file, _, column in bad):
            return False
    if cited:
        cells = pl.concat(_cells(name, readings[name], cited) for name in cited)
        register(connection, "records", cells.select("table_name", "record_id", "line").unique(maintain_order=True))
        register(connection, "cells", cells.drop_nulls("value"))
    return True


def _run(
    connection: duckdb.DuckDBPyConnection, rule: Rule, sql: str, readings: Mapping[str, Reading], *, complete: bool
) -> list[Finding]:
    try:
        result = connection.execute(sql)
        columns = [column[0] for column in result.description or []]
        rows = result.fetchall()
    except duckdb.Error as error:
        if isinstance(error, duckdb.CatalogException) and not complete:
            return []
        raise RuleError(str(error)) from None
    if columns != COLUMNS:
        message = f"the SELECT must have the columns {', '.join(COLUMNS)}"
        raise RuleError(message)
    try:
        if all(line >= FIRST_ROW for _, line, _, _ in rows):
            return [
                readings[name].at_row(rule, line - FIRST_ROW, field, message) for name, line, field, message in rows
            ]
    except (KeyError, ValueError, IndexError, TypeError):
        pass  # told below, as a line before the first row is
    message = "the SELECT names a table, line or field that does not exist"
    raise RuleError(message)


def _without(bad: set[tuple[str, int | None, str | None]], reading: Reading, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with bad cells emptied."""
    rows: dict[str, list[int]] = {}
    for file, line, field in bad:
        if file == reading.file and line is not None and field is not None:
            rows.setdefault(field, []).append(line - 2)
    index = pl.int_range(pl.len())
    return frame.with_columns(pl.when(~index.is_in(rows[field])).then(pl.col(field)) for field in rows)


def _cells(name: str, reading: Reading, cited: Mapping[str, Table]) -> pl.DataFrame:
    """The text of the cells of a table that sources state, the empty ones included."""
    table = reading.table
    owners = [key.fields[0] for key in table.foreign_keys if key.reference.resource in cited]
    left_out = {*table.primary_key, *(column for column in owners if table.requires(table.by_name[column]))}
    text = text_frame(table, reading.rows or []).with_row_index("line", FIRST_ROW)
    record_id = pl.concat_str(table.primary_key, separator="/").alias("record_id")
    return (
        text.with_columns(record_id, pl.lit(name).alias("table_name"))
        .unpivot(
            [column for column in table.names if column not in left_out], index=["table_name", "record_id", "line"]
        )
        .rename({"variable": "field"})
    )
