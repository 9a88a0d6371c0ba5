"""Types, constraints and keys: from rows as text to a typed frame."""

import difflib
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

import polars as pl
from pandera.errors import SchemaError, SchemaErrors

from ukim.compile.to_pandera import dataframe_schema
from ukim.compile.to_polars import FORMS, text_frame, typed_frame
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.model import Field
from ukim.reading import Reading

NEAR = 0.7
"""How alike a value that was meant must be: at difflib's 0.6 "arrested" would be answered with "released"."""
SHOWN = 8
"""A list of allowed values is written out in a message up to this length."""


def check(name: str, reading: Reading, today: date) -> tuple[pl.DataFrame, list[Finding]]:
    """The typed frame of a table that could be read, and what is wrong with its cells and keys."""
    text = text_frame(reading.table, reading.rows or [])
    frame = typed_frame(reading.table, text)
    findings = list(_type_findings(reading, text, frame))
    unread = {(finding.line, finding.field) for finding in findings}
    try:
        dataframe_schema(name, reading.table, today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            found = _findings(reading, text, error)
            findings += [finding for finding in found if (finding.line, finding.field) not in unread]
    return frame, findings


def _type_findings(reading: Reading, text: pl.DataFrame, frame: pl.DataFrame) -> Iterator[Finding]:
    for field in reading.table.fields:
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
    rule, words = BUILT_IN[error.check.name], error.check.description
    name = error.check.title if rule.layer == "key" else error.schema.name
    message = words if rule.layer == "key" else f"{name} {words}"
    field, table = reading.table.by_name[name], PurePosixPath(reading.file).stem
    for row in (~error.check_output["check_output"]).arg_true():
        yield reading.at_row(rule, row, name, message, _advice(table, field, rule, text[name][row]))


def _advice(table: str, field: Field, rule: Rule, value: str | None) -> str:
    """How to mend this very value; empty where the rule's own advice says it."""
    if rule.id == "constraint" and field.example is not None:
        return f"Write it like {field.example}."
    if rule.id != "category" or value is None:
        return ""
    allowed = field.allowed_values
    items = [item for item in value.split(";") if item not in allowed] if field.type == "list" else [value]
    labels = {category.label.lower(): category.value for category in [*field.categories, *field.item_categories]}
    matches = (difflib.get_close_matches(item.lower(), [*allowed, *labels], 1, NEAR) for item in items)
    near = [labels.get(match, match) for found in matches for match in found]
    hint = f"Did you mean {', '.join(dict.fromkeys(near))}? " if near else ""
    if len(allowed) <= SHOWN:
        return f"{hint}Allowed: {', '.join(allowed)}."
    return f"{hint}The codebook has the list: {table}, values of {field.name}."
