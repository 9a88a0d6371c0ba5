"""What only frictionless found, of all that it reports."""

from collections.abc import Iterator, Mapping
from typing import Any

from ukim.findings import BUILT_IN, Finding
from ukim.model.package import DESCRIPTOR
from ukim.tables.reading import Reading
from ukim.validate.frictionless import OF_CONSTRAINTS, OF_ERRORS


def beyond(ours: list[Finding], errors: list[dict[str, Any]], readings: Mapping[str, Reading]) -> Iterator[Finding]:
    """What frictionless found in the tables that could be read and our own checks did not."""
    bad = {(one.file, one.field) for one in ours}
    known: dict[tuple[str, int | None], list[Finding]] = {}
    for one in ours:
        if one.is_error:
            known.setdefault((one.file, one.line), []).append(one)
    for error in errors:
        reading = readings.get(error["resource"])
        if reading is None:
            yield Finding(BUILT_IN["frictionless"], DESCRIPTOR, f"frictionless: {error['note']}")
        elif reading.is_read and not _refers_to_unsound(error, reading, readings, bad):
            found = _finding(error, reading)
            if not any(_is_told(found, one, reading) for one in known.get((found.file, found.line), [])):
                yield found


def _is_told(found: Finding, ours: Finding, reading: Reading) -> bool:
    """Whether our finding on the same line tells what frictionless found."""
    if found.rule.id == "primary-key" and ours.field in reading.table.primary_key:
        return True
    if found.field is None or ours.field is None:
        return found.rule.id == ours.rule.id
    return found.field == ours.field


def _refers_to_unsound(
    error: dict[str, Any],
    reading: Reading,
    readings: Mapping[str, Reading],
    bad: set[tuple[str, str | None]],
) -> bool:
    """Whether the error comes of a reference to a table that could not be read, or one with a bad key."""
    for key in reading.table.foreign_keys:
        target = readings.get(key.reference.resource) or reading
        unread = not target.is_read
        if unread and error["line"] is None:
            return True
        if error["type"] == "foreign-key" and key.fields == error["fields"]:
            return unread or any((target.file, name) in bad for name in key.reference.fields)
    return False


def _finding(error: dict[str, Any], reading: Reading) -> Finding:
    line, name = error["line"], error["fields"][0] if error["fields"] else None
    if name not in reading.table.by_name:
        name = None
    rule = BUILT_IN[OF_ERRORS.get(error["type"]) or _constraint_rule(error)]
    column = reading.column(line, name) if line else None
    return Finding(rule, reading.file, f"frictionless: {error['note']}", line, column, name, error["value"])


def _constraint_rule(error: dict[str, Any]) -> str:
    if error["type"] != "constraint-error":
        return "frictionless"
    constraint = error["note"].split('"')[1]
    return OF_CONSTRAINTS.get(constraint, "constraint")
