"""Whom or what a row is about, in the words of its tables."""

from ukim.curation.redaction import CHANGES, CITATIONS, WITHHELD, Redaction
from ukim.show.labels import in_words, named
from ukim.tables.store import Record, Tables

OF_ANOTHER = (CITATIONS, CHANGES)
"""The tables whose rows tell of a row of another one."""
TITLE = "title"


def about(tables: Tables, hidden: Redaction, record: Record) -> str:
    """The person and case that the row belongs to, else what it is called; empty where it has no name."""
    if hidden.hides_row(record.table, record.id, record.row):
        return WITHHELD
    if record.table in OF_ANOTHER:
        target = tables.record(record.row["record_id"])
        return "" if target is None else about(tables, hidden, target)
    return _owners(tables, hidden, record) or _called(tables, hidden, record)


def in_plain_words(tables: Tables, hidden: Redaction, table: str, column: str, value: str) -> str:
    """The value as people read it; of a reference, what the row is called and its key."""
    if not value:
        return ""
    target = tables.target(table, column)
    if target is None:
        return hidden.redacted(value) if hidden.leaks(value) else in_words(tables, table, column, value)
    row = tables.row(target, value)
    if hidden.hides_row(target, value, row):
        return f"{WITHHELD} ({hidden.redacted(value)})"
    name = hidden.redacted(row.get(TITLE) or named(tables, target, value))
    return hidden.redacted(value) if name == value else f"{name} ({hidden.redacted(value)})"


def _owners(tables: Tables, hidden: Redaction, record: Record) -> str:
    person, case = (tables.owner(record, table) for table in ("people", "cases"))
    if person is None:
        return ""
    name = hidden.redacted(named(tables, "people", person))
    return name if case is None or case == record.id else f"{name}, case {case}"


def _called(tables: Tables, hidden: Redaction, record: Record) -> str:
    """The title or name of the row; else that of the first row that it cannot be without."""
    name = record.row.get(TITLE) or named(tables, record.table, record.id)
    if name != record.id:
        return hidden.redacted(name)
    schema = tables.package.tables[record.table]
    for column in schema.always_filled:
        if tables.target(record.table, column) is not None:
            return in_plain_words(tables, hidden, record.table, column, record.row[column])
    return ""
