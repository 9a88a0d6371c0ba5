"""Rules in SQL: what needs more than one cell.

A rule is a file `schemas/rules/<id>.sql`: a header of comments (severity, title, why, fix, example), then one SELECT of
the rows that break it, with the columns table_name, line, field (null for the whole row) and message. What it may ask
is told in `schemas/README.md`.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Timer

import duckdb
import polars as pl

from ukim.compile.to_duckdb import register
from ukim.compile.to_polars import with_bounds
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.model import Package
from ukim.tables.reading import Reading
from ukim.validate.records import FIRST_ROW, select_cells, select_rows, with_lines
from ukim.validate.rule_inputs import derived

SEVERITIES = ("error", "warning")
PARTS = ("severity", "title", "why", "fix", "example")
MEMORY = "2GB"
SECONDS = 60.0
"""How long a rule may run; those of the dataset take milliseconds."""
MOST = 100_000
"""A rule that finds more rows is a slip of its own; they would not fit into memory for ever."""
COLUMNS = ["table_name", "line", "field", "message"]
HEADER = re.compile(rf"^-- ({'|'.join(PARTS)}|heuristic): (.+)$", re.MULTILINE)


class RuleError(Exception):
    """A rule that cannot be used; the message says why."""


def read(path: Path) -> tuple[Rule, str]:
    """The rule in a file, and its SQL.

    Raises:
        RuleError: the file cannot be read, or its header is not complete.

    """
    if not path.is_file():
        message = "it is no file"
        raise RuleError(message)
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
    is_heuristic = header.pop("heuristic", "no")
    if is_heuristic not in ("no", "yes") or (is_heuristic == "yes" and header["severity"] == "error"):
        message = "heuristic is yes or no, and yes for a warning only"
        raise RuleError(message)
    return Rule(id=path.stem, layer="rule", is_heuristic=is_heuristic == "yes", **header), sql


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
    found = list(found)
    bad = {(finding.file, finding.line, finding.field) for finding in found}
    bad |= set(_of_circles(found, readings))
    tables = {reading.file: name for name, reading in readings.items()}
    unjudged = {(tables.get(file), line) for file, line, field in bad if field is not None}
    with duckdb.connect(config={"enable_external_access": False, "memory_limit": MEMORY, "threads": 1}) as connection:
        sound = {name: _without(bad, readings[name], frame) for name, frame in frames.items()}
        for name, frame in sound.items():
            register(connection, name, with_bounds(package.tables[name], frame).with_row_index("_line", FIRST_ROW))
        complete = _register_records(connection, package, readings, sound, bad)
        connection.execute(f"SET VARIABLE today = DATE '{today}'")
        for path in files(package.folder):
            try:
                rule, sql = read(path)
                yield from _run(connection, rule, sql, readings, unjudged, complete=complete)
            except RuleError as error:
                file = path.relative_to(package.folder).as_posix()
                yield Finding(BUILT_IN["rule-file"], file, str(error))


def _register_records(
    connection: duckdb.DuckDBPyConnection,
    package: Package,
    readings: Mapping[str, Reading],
    sound: Mapping[str, pl.DataFrame],
    bad: set[tuple[str, int | None, str | None]],
) -> bool:
    """Make the tables that are derived from several, and say whether all could be made.

    Those on what is cited need every cited table, those on all need every table: read, and without a bad key.
    """
    keys = {name: [(readings[name].file, column) for column in package.tables[name].primary_key] for name in readings}
    bad_cells = {(file, column) for file, _, column in bad}
    usable = [name for name in package.tables if name in sound and not bad_cells.intersection(keys[name])]
    cited = [name for name, table in package.tables.items() if table.is_cited]
    sets = {"": cited, "all_": list(package.tables)}
    for name in usable:
        register(connection, f"_text_of_{name}", with_lines(readings[name]))
    for prefix, names in sets.items():
        if names and set(names) <= set(usable):
            sources = [(name, package.tables[name], f"_text_of_{name}") for name in names]
            rows = [select_rows(name, table, source) for name, table, source in sources]
            cells = [select_cells(name, table, set(cited), source) for name, table, source in sources]
            connection.execute(f"CREATE VIEW {prefix}records AS {' UNION ALL '.join(rows)}")
            connection.execute(f"CREATE VIEW {prefix}cells AS {' UNION ALL '.join(cells)}")
    for name, frame in derived(package, sound):
        register(connection, name, frame)
    return len(usable) == len(package.tables)


def _run(
    connection: duckdb.DuckDBPyConnection,
    rule: Rule,
    sql: str,
    readings: Mapping[str, Reading],
    unjudged: Container[tuple[str | None, int | None]],
    *,
    complete: bool,
) -> list[Finding]:
    """What a rule finds, but in the rows of tables that are `unjudged`: of those it may say anything, or nothing."""
    clock = Timer(SECONDS, connection.interrupt)
    clock.start()
    try:
        result = connection.execute(sql)
        columns = [column[0] for column in (result and result.description) or []]
        rows = result.fetchmany(MOST + 1) if columns else []
    except duckdb.InterruptException:
        message = f"it did not end within {SECONDS:.0f} seconds"
        raise RuleError(message) from None
    except duckdb.Error as error:
        if isinstance(error, duckdb.CatalogException) and not complete:
            return []
        raise RuleError(str(error)) from None
    finally:
        clock.cancel()
    if len(rows) > MOST:
        message = f"it finds more than {MOST} rows"
        raise RuleError(message)
    if columns != COLUMNS:
        message = f"the SELECT must have the columns {', '.join(COLUMNS)}"
        raise RuleError(message)
    try:
        judged = [row for row in rows if row[:2] not in unjudged]
        if all(line >= FIRST_ROW and isinstance(message, str) for _, line, _, message in judged):
            return [
                readings[name].at_row(rule, line - FIRST_ROW, field, message) for name, line, field, message in judged
            ]
    except (KeyError, ValueError, IndexError, TypeError):
        pass  # told below, as a line before the first row is
    message = "the SELECT names a table, line or field that does not exist, or its message is no text"
    raise RuleError(message)


def _of_circles(
    found: Iterable[Finding], readings: Mapping[str, Reading]
) -> Iterator[tuple[str, int | None, str | None]]:
    """Every cell of a column that goes in a circle: which of them is wrong, nobody knows."""
    for reading in readings.values():
        for finding in found:
            if finding.file == reading.file and finding.rule is BUILT_IN["circular-reference"]:
                yield from ((reading.file, line + FIRST_ROW, finding.field) for line in range(reading.height))


def _without(bad: set[tuple[str, int | None, str | None]], reading: Reading, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with bad cells emptied."""
    rows: dict[str, list[int]] = {}
    for file, line, field in bad:
        if file == reading.file and line is not None and field is not None:
            rows.setdefault(field, []).append(line - 2)
    index = pl.int_range(pl.len())
    return frame.with_columns(pl.when(~index.is_in(rows[field])).then(pl.col(field)) for field in rows)
