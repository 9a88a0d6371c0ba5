"""Where the tables leak what is withheld: cells, readable keys, and rows of `changes` about them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ukim.curation.redaction import NAME_COLUMNS, PEOPLE, SETTLEMENT, telling
from ukim.names.matching import NAME_FORMS
from ukim.tables.draft import Draft
from ukim.tables.store import Place

Leaks = Callable[[str], bool]
"""True for a text that leaks what is withheld."""
WITH_SLUGS = ("sources", "publishers", "joint_cases", "published_counts")
"""The tables whose keys are made of words that may be a name."""

SPARED = {PEOPLE: frozenset(NAME_FORMS)} | dict.fromkeys(("regions", "courts", "offences"), NAME_COLUMNS)
"""The columns of names of people who stay and of places, by table."""


class Cell(NamedTuple):
    """A cell: its row and column, and what of a list stays; of any other value nothing does."""

    place: Place
    column: str
    rest: str


def cells(tables: Draft, leaks: Leaks) -> Iterator[Cell]:
    """Yield every cell that leaks, except names of people who stay and of places."""
    for name, schema in tables.package.tables.items():
        spared = SPARED.get(name, frozenset()) | {SETTLEMENT}
        columns = [one for one in telling(schema) if one not in spared]
        lists = {one for one in columns if schema.by_name[one].type == "list"}
        for record, row in list(tables.rows(name).items()):
            for column in columns:
                if leaks(row[column]):
                    items = row[column].split(";") if column in lists else []
                    yield Cell(Place(name, record), column, ";".join(one for one in items if not leaks(one)))


def is_required(tables: Draft, cell: Cell) -> bool:
    """True if the cell must be filled, and would not be."""
    schema = tables.package.tables[cell.place.table]
    return not cell.rest and schema.requires(schema.by_name[cell.column])


def clear(tables: Draft, cell: Cell) -> None:
    """Remove from the cell what leaks."""
    table, record = cell.place
    if cell.rest:
        tables.change(table, record, {cell.column: cell.rest})
    else:
        tables.clear(table, record, cell.column)


def keys(tables: Draft, leaks: Leaks) -> Iterator[Place]:
    """Yield the rows whose readable key leaks."""
    yield from (Place(name, key) for name in WITH_SLUGS for key in list(tables.rows(name)) if leaks(key))


def changes(tables: Draft, leaks: Leaks) -> Iterator[Place]:
    """Yield the rows of `changes` about a key that leaks."""
    name = tables.package.changes
    for record, row in list(tables.rows(name).items()):
        if leaks(row["record_id"]) or leaks(row["successor_id"]):
            yield Place(name, record)
