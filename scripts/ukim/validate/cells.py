"""Types, constraints and keys: from rows as text to a typed frame."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath

import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from ukim.compile.to_pandera import FREE_TEXT, dataframe_schema, passes
from ukim.compile.to_polars import FORMS, typed_frame
from ukim.errors import UkimError
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.model import Field
from ukim.tables.reading import Reading
from ukim.text import addresses, free_text
from ukim.validate import suggestions


def check(name: str, reading: Reading, today: date) -> tuple[pl.DataFrame, list[Finding]]:
    """The typed frame of a table that could be read, and what is wrong with its cells and keys."""
    text = reading.cells
    frame = typed_frame(reading.table, text)
    findings = list(_type_findings(reading, text, frame))
    unread = {(finding.line, finding.field) for finding in findings}
    if passes(reading.table, frame, today):
        return frame, findings
    try:
        dataframe_schema(name, reading.table, today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            found = _findings(reading, text, error)
            findings += [finding for finding in found if (finding.line, finding.field) not in unread]
    return frame, findings


def failures(error: SchemaError, texts: pl.Series) -> Iterator[tuple[int, Rule, str]]:
    """Row (from 0), rule and what is wrong, of each value that failed the check that the error is about."""
    for row in wrong_rows(error):
        if error.check.name == FREE_TEXT:
            rule, words = free_text.problem(texts[row]) or (FREE_TEXT, "")
            yield row, BUILT_IN[rule], words
        elif error.check.name == "web-address":
            yield row, BUILT_IN["web-address"], addresses.problem(texts[row]) or error.check.description
        else:
            yield row, BUILT_IN[error.check.name], error.check.description


def wrong_rows(error: SchemaError) -> Iterable[int]:
    """The rows, from 0, that failed the check that the error is about."""
    if error.check_output is None:
        message = f"the check {error.check.name} of {error.schema.name} cannot be run: {error}"
        raise UkimError(message)
    wrong: pl.Series = ~error.check_output["check_output"]
    return wrong.arg_true()


def advice(table: str, field: Field, rule: Rule, value: str | None) -> str:
    """How to mend this very value; empty where the rule's own advice says it."""
    if rule.id == "constraint" and field.example is not None:
        return f"Write it like {field.example}. {field.description}"
    if rule.id == "category" and value is not None:
        return suggestions.for_category(table, field, value)
    return ""


def _type_findings(reading: Reading, text: pl.DataFrame, frame: pl.DataFrame) -> Iterator[Finding]:
    for field in reading.table.fields:
        if field.type not in FORMS:
            continue
        lost = text[field.name].is_not_null() & frame[field.name].is_null()
        for row in lost.arg_true():
            message = f"{field.name} is not of type {field.type}"
            yield reading.at_row(BUILT_IN["type"], row, field.name, message, f"Write {FORMS[field.type]}.")


def _findings(reading: Reading, text: pl.DataFrame, error: SchemaError) -> Iterator[Finding]:
    """One finding for each row that failed the check that the error is about."""
    if error.reason_code.name == "SERIES_CONTAINS_NULLS":
        name = error.schema.name
        for row in text[name].is_null().arg_true():
            yield reading.at_row(BUILT_IN["required"], row, name, f"{name} is empty")
        return
    if error.check.title is not None:
        for row in wrong_rows(error):
            yield reading.at_row(BUILT_IN[error.check.name], row, error.check.title, error.check.description)
        return
    field, table = reading.table.by_name[error.schema.name], PurePosixPath(reading.file).stem
    for row, rule, words in failures(error, text[field.name]):
        fix = advice(table, field, rule, text[field.name][row])
        yield reading.at_row(rule, row, field.name, f"{field.name} {words}", fix)
