"""The page of a person, a case or a source, by its key."""

from collections.abc import Iterator

from ukim.errors import UkimError
from ukim.report.layout import Line
from ukim.show.case import case
from ukim.show.case_status import standings
from ukim.show.footnotes import Citing
from ukim.show.person import heading, person
from ukim.show.retired_ids import what_became_of
from ukim.show.source import source
from ukim.tables.store import Record, Tables
from ukim.validate.suggestions import did_you_mean, near

SHOWN = ("people", "cases", "sources")


def page(tables: Tables, key: str) -> Iterator[Line]:
    """What is known of the person, the case or the source with that key, and who says so.

    Raises:
        UkimError: there is none.

    """
    record = tables.record(key)
    if record is None:
        raise UkimError(_unknown(tables, key))
    match record.table:
        case "people":
            return _of_person(tables, record)
        case "cases":
            return _of_case(tables, record)
        case "sources":
            return source(tables, record)
    raise UkimError(_not_shown(tables, record))


def _of_person(tables: Tables, record: Record) -> Iterator[Line]:
    citing = Citing(tables)
    yield from person(citing, record)
    known = standings(tables)
    for one in tables.of("cases", "person_id", record.id):
        yield from case(citing, one, known[one.id])
    yield from citing.sources()


def _of_case(tables: Tables, record: Record) -> Iterator[Line]:
    citing = Citing(tables)
    yield heading(citing, record.row["person_id"])
    yield from case(citing, record, standings(tables)[record.id])
    yield from citing.sources()


def _unknown(tables: Tables, key: str) -> str:
    """What became of a key that no row has, or which one was meant."""
    if gone := what_became_of(tables, key):
        return gone
    meant = did_you_mean([near(key, [one for table in SHOWN for one in tables.rows(table)])])
    return f"There is no person, case or source {key!r}. {meant}`ukim find NAME` looks for people by name."


def _not_shown(tables: Tables, record: Record) -> str:
    """Which page tells of a row that has none of its own."""
    owner = tables.owner(record, "cases")
    told = f"`ukim show {owner}` tells of it" if owner else "`ukim show` takes a person, a case or a source"
    return f"{record.id} is a row of {record.table}: {told}."
