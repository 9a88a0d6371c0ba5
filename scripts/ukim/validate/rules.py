"""Rules in SQL: what needs more than one cell.

A rule is a file `schemas/rules/<id>.sql`: a header of comments (severity, title, why, fix, example), then one SELECT of
the rows that break it. It comes with the package, so it is hostile: it runs in a locked database and can change nothing
there. `schemas/README.md` describes what it may ask.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

import duckdb

from ukim.compile.to_duckdb import locked_connection
from ukim.errors import UkimError
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.report.words import visible
from ukim.tables.reading import Reading
from ukim.validate.rule_inputs import FIRST_ROW, BadCells
from ukim.validate.suggestions import near

SEVERITIES = ("error", "warning")
PARTS = ("severity", "title", "why", "fix", "example")
MEMORY = "2GB"
SECONDS = 60.0
"""How long a rule may run; those of the dataset take milliseconds."""
MOST = 100_000
"""A rule that finds more rows is a slip of its own; they would not fit into memory for ever."""
COLUMNS = ["table_name", "line", "field", "message"]
OTHER = "other_id"
"""A fifth column that a rule may have: the key of the row that may be one with this one."""
HEADER = re.compile(rf"^-- ({'|'.join(PARTS)}|heuristic): (.+)$", re.MULTILINE)
REFUSED = re.compile(
    r"query|query_table|json_execute_serialized_sql|(set|next)val|setseed|write_log|\w*external_resource\w*",
    re.IGNORECASE,
)
"""Functions that hide SQL in a text, or leave something behind that another rule could notice."""


class RuleError(Exception):
    """A rule that cannot be used; the message says why."""


class Select(NamedTuple):
    """A rule of a package, its file, and its SELECT."""

    rule: Rule
    file: str
    statement: duckdb.Statement


def read(path: Path) -> tuple[Rule, str]:
    """Return the rule in a file, and its SQL.

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


def rule_named(name: str, rules: Mapping[str, Rule]) -> Rule:
    """Return the rule with that id.

    Raises:
        UkimError: there is none.

    """
    if name in rules:
        return rules[name]
    meant = near(name, list(rules))
    hint = f" Did you mean {meant}?" if meant else ""
    message = f"There is no rule {visible(name)!r}.{hint} `ukim explain` lists the rules."
    raise UkimError(message)


def connect() -> duckdb.DuckDBPyConnection:
    """Return a database for rules."""
    return locked_connection(memory_limit=MEMORY)


def selects(folder: Path, connection: duckdb.DuckDBPyConnection) -> tuple[list[Select], list[Finding]]:
    """The rules of a package, and a finding for each file that is not one."""
    found, broken = [], []
    for path in files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            rule, sql = read(path)
            found.append(Select(rule, file, _one_select(connection, sql)))
        except RuleError as error:
            broken.append(Finding(BUILT_IN["rule-file"], file, str(error)))
    return found, broken


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise RuleError(str(error)) from None
    if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
        kinds = ", ".join(one.type.name for one in statements) or "nothing"
        message = f"behind the header must be one SELECT and nothing else, but there is: {kinds}"
        raise RuleError(message)
    if statements[0].named_parameters:
        message = f"it has parameters: {', '.join(sorted(statements[0].named_parameters))}"
        raise RuleError(message)
    if refused := sorted(set(filter(REFUSED.fullmatch, _identifiers(sql)))):
        message = f"it may not use {', '.join(refused)}: a rule only reads tables"
        raise RuleError(message)
    return statements[0]


def _identifiers(sql: str) -> Iterator[str]:
    """The names in the SQL, without quotes."""
    for (start, kind), (end, _) in pairwise([*duckdb.tokenize(sql), (len(sql), None)]):
        if kind == duckdb.token_type.identifier:
            yield sql[start:end].strip().strip('"')


def check(
    connection: duckdb.DuckDBPyConnection,
    rules: Iterable[Select],
    readings: Mapping[str, Reading],
    bad: BadCells,
    *,
    is_complete: bool,
) -> Iterator[Finding]:
    """What the rules find in the tables of the connection.

    Args:
        connection: the tables, without their `bad` cells.
        rules: those to run.
        readings: the tables as read.
        bad: the cells that another check found wrong. Their rows are not judged: what a rule says of them follows from
            the cell.
        is_complete: whether all tables could be made; else a rule about another one is left out.

    """
    unjudged = {(table, line) for table, line, _ in bad}
    for rule, file, statement in rules:
        try:
            columns, rows = _run(connection, statement)
            yield from _findings(rule, columns, rows, readings, unjudged)
        except (RuleError, duckdb.Error) as error:
            if is_complete or not isinstance(error, duckdb.CatalogException):
                yield Finding(BUILT_IN["rule-file"], file, str(error))


def _run(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows of a SELECT, which is stopped when it takes too long."""
    clock = Timer(SECONDS, connection.interrupt)
    clock.start()
    try:
        result = connection.execute(statement)
        rows = result.fetchmany(MOST + 1)
    except duckdb.InterruptException:
        message = f"it did not end within {SECONDS:.0f} seconds"
        raise RuleError(message) from None
    finally:
        clock.cancel()
    if len(rows) > MOST:
        message = f"it finds more than {MOST} rows"
        raise RuleError(message)
    return [name for name, *_ in result.description], rows


def _findings(
    rule: Rule,
    columns: list[str],
    rows: list[tuple[Any, ...]],
    readings: Mapping[str, Reading],
    unjudged: Container[tuple[str, int | None]],
) -> list[Finding]:
    """A finding for each row of the SELECT, but for those about rows that are not judged."""
    if columns not in (COLUMNS, [*COLUMNS, OTHER]):
        message = f"the SELECT must have the columns {', '.join(COLUMNS)}, and may have {OTHER}"
        raise RuleError(message)
    try:
        return [_finding(rule, readings, row) for row in rows if row[:2] not in unjudged]
    except (KeyError, ValueError, IndexError, TypeError):
        message = f"the SELECT names a table, line or field that does not exist, or its message or {OTHER} is no text"
        raise RuleError(message) from None


def _finding(rule: Rule, readings: Mapping[str, Reading], row: tuple[Any, ...]) -> Finding:
    table, line, field, message, *others = row
    other = others[0] if others else None
    if line < FIRST_ROW or not isinstance(message, str) or not isinstance(other, str | None):
        raise TypeError
    return replace(readings[table].at_row(rule, line - FIRST_ROW, field, message), other_id=other)
