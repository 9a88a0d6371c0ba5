"""The cells and keys that carry what is withheld."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ukim.curation.editing import empty
from ukim.curation.redaction import CALLED, PEOPLE, SETTLEMENT, telling
from ukim.intake.tables import CHANGES, CITATIONS, Tables
from ukim.show.find_people import FORMS
from ukim.validate.staged import Place

Carries = Callable[[str], bool]
"""Whether a text carries what is withheld."""
WITH_SLUGS = ("sources", "publishers", "joint_cases", "published_counts")
"""The tables whose keys are made of words that may be a name."""

SPARED = {PEOPLE: frozenset(FORMS)} | dict.fromkeys(("regions", "courts", "offences"), CALLED)
"""The names of people who stay and of places, by table."""


class Cell(NamedTuple):
    """A cell: its row and column, and what of a list stays; of any other value nothing does."""

    place: Place
    column: str
    rest: str


def cells(tables: Tables, carries: Carries) -> Iterator[Cell]:
    """Every cell that carries it, but for the names of people who stay and of places."""
    for name, schema in tables.package.tables.items():
        spared = SPARED.get(name, frozenset()) | {SETTLEMENT}
        columns = [one for one in telling(schema) if one not in spared]
        lists = {one for one in columns if schema.by_name[one].type == "list"}
        for record, row in list(_rows(tables, name)):
            for column in columns:
                if carries(row[column]):
                    items = row[column].split(";") if column in lists else []
                    yield Cell(Place(name, record), column, ";".join(one for one in items if not carries(one)))


def is_required(tables: Tables, cell: Cell) -> bool:
    """Whether the cell must be filled, and would not be."""
    schema = tables.package.tables[cell.place.table]
    return not cell.rest and schema.requires(schema.by_name[cell.column])


def clear(tables: Tables, cell: Cell) -> None:
    """Take out of the cell what carries it."""
    table, record = cell.place
    if cell.rest:
        tables.rows[table][record] = tables.rows[table][record] | {cell.column: cell.rest}
    else:
        empty(tables, table, record, cell.column)


def keys(tables: Tables, carries: Carries) -> Iterator[Place]:
    """The rows whose readable key carries it."""
    yield from (Place(name, key) for name in WITH_SLUGS for key in list(tables.rows.get(name, {})) if carries(key))


def changes(tables: Tables, carries: Carries) -> Iterator[Place]:
    """The rows of `changes` about a key that carries it."""
    for record, row in list(tables.rows[CHANGES].items()):
        if carries(row["record_id"]) or carries(row["successor_id"]):
            yield Place(CHANGES, record)


def _rows(tables: Tables, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table by key, citations as well."""
    if name != CITATIONS:
        yield from tables.rows[name].items()
        return
    for record, cited in tables.cited.items():
        for (column, source), said in cited.items():
            yield f"{record}/{column}/{source}", {"stated_value": said.instead, "note": said.note}
