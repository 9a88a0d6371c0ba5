"""Stated values: what a source says instead must be a value that the column of the row could hold."""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl
from pandera.errors import SchemaErrors

from ukim.compile.to_pandera import column_schema
from ukim.compile.to_polars import FORMS, cast
from ukim.findings import BUILT_IN, Finding
from ukim.model import Field, Package, Table
from ukim.tables.reading import Reading
from ukim.validate.cells import advice, failures
from ukim.validate.rule_inputs import has_columns, records

CITATIONS = dict.fromkeys(("record_id", "field", "stated_value"), pl.String())


def check(
    package: Package, readings: Mapping[str, Reading], frames: Mapping[str, pl.DataFrame], today: date
) -> Iterator[Finding]:
    """What is wrong with the stated values of citations, where these and all that is cited could be read."""
    if not has_columns(frames, "citations", CITATIONS) or not set(package.cited) <= frames.keys():
        return
    placed_in = pl.concat(records(name, readings[name]) for name in package.cited)
    stated = frames["citations"].select(*CITATIONS).with_row_index("_row").filter(pl.col("stated_value").is_not_null())
    placed = stated.join(placed_in.select("record_id", "table_name"), on="record_id")
    for (name, field), group in placed.group_by("table_name", "field", maintain_order=True):
        table = package.tables[str(name)]
        if field not in table.by_name:
            continue
        column = table.by_name[str(field)]
        found = [*_misfits(str(name), table, column, group, today), *_dangling(str(name), table, column, group, frames)]
        for at, problem, fix in found:
            message = f"as {field} of {name} it {problem}"
            yield readings["citations"].at_row(
                BUILT_IN["stated-value"], group["_row"][at], "stated_value", message, fix
            )


def _misfits(
    name: str, table: Table, field: Field, stated: pl.DataFrame, today: date
) -> Iterator[tuple[int, str, str]]:
    """Place in the frame, problem and advice of each value that its column could not hold."""
    text = stated["stated_value"]
    frame = stated.select(pl.col("stated_value").alias(field.name)).select(cast(field))
    unread = frame[field.name].is_null()
    yield from ((at, f"is not of type {field.type}", f"Write {FORMS[field.type]}.") for at in unread.arg_true())
    try:
        column_schema(table, field, today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.check_output is not None and error.check.name != "unique":
                for at, rule, problem in failures(error, text):
                    yield at, problem, advice(name, field, rule, text[at]) or rule.fix


def _dangling(
    name: str, table: Table, field: Field, stated: pl.DataFrame, frames: Mapping[str, pl.DataFrame]
) -> Iterator[tuple[int, str, str]]:
    """The same of each value that names no row."""
    for key in table.foreign_keys:
        target = key.reference.resource or name
        if key.fields == [field.name] and target in frames:
            known = frames[target][key.reference.fields[0]]
            unknown = ~stated["stated_value"].is_in(known.implode())
            yield from ((at, f"names no row of {target}", "") for at in unknown.arg_true())
