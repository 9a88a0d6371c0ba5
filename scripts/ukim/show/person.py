"""A person as people read it: the forms of the name, and who is somebody else."""

from collections.abc import Iterator

from ukim.report.layout import Line
from ukim.show.footnotes import Citing
from ukim.show.labels import in_words, named, title
from ukim.tables.store import Record

OTHERS = {"person_id": "other_person_id", "other_person_id": "person_id"}


def heading(citing: Citing, key: str) -> Line:
    """The name and the key of a person."""
    return Line(f"{named(citing.tables, 'people', key)} ({key})")


def person(citing: Citing, record: Record) -> Iterator[Line]:
    """What is said of the person beside the cases."""
    tables = citing.tables
    fields = tables.package.tables["people"].by_name
    yield heading(citing, record.id)
    for column, value in record.row.items():
        if column not in tables.package.tables["people"].primary_key:
            yield Line(
                in_words(tables, "people", column, value) + citing.marks(record, column), title(fields[column]), 1
            )
            yield from (Line(doubt, "", 1) for doubt in citing.doubts(record, column))
    for mine, theirs in OTHERS.items():
        for pair in tables.of("distinct_people", mine, record.id):
            other = heading(citing, pair.row[theirs]).text
            yield Line(f"{other}: {pair.row.get('reason', '')}", "Not the same as", 1)
