"""Small changes of the tables that leave their citations right."""

from collections.abc import Callable, Iterator

from ukim.intake.tables import CITATIONS, WHOLE_ROW, Said, Tables
from ukim.model import ForeignKey


def references(tables: Tables, target: str) -> Iterator[tuple[str, ForeignKey]]:
    """The foreign keys that name rows of the table, and the tables that have them."""
    for name, schema in tables.package.tables.items():
        yield from ((name, key) for key in schema.foreign_keys if (key.reference.resource or name) == target)


def must_stay_filled(tables: Tables, table: str, key: ForeignKey) -> bool:
    """Whether a row cannot be without what the key names."""
    return all(name in tables.package.tables[table].always_filled for name in key.fields)


def table_of(tables: Tables, record: str) -> str | None:
    """The table in which a cited row stands."""
    return next((name for name in tables.stated if record in tables.rows[name]), None)


def empty(tables: Tables, table: str, record: str, column: str) -> None:
    """Empty a cell; nothing is cited for it any more. A row that is left without a citation keeps its sources."""
    if table == CITATIONS:
        _empty_citation(tables, record, column)
        return
    if table not in tables.stated:
        tables.rows[table][record] = tables.rows[table][record] | {column: ""}
        return
    sources = tables.sources_of(record)
    tables.write_out(table, record)
    uncite(tables, record, lambda cited, _: cited == column)
    tables.rows[table][record] = tables.rows[table][record] | {column: ""}
    if not tables.cited[record]:
        for source in sorted(sources):
            tables.cite_row(table, record, source)


def uncite(tables: Tables, record: str, goes: Callable[[str, str], bool]) -> int:
    """Take out the citations of a row whose column and source the function names; return how many.

    What another `*` stands for stays as it was: it does not step in for a citation that goes.
    """
    before = tables.cited[record]
    going = {place for place in before if goes(*place)}
    if not going:
        return 0
    table = table_of(tables, record)
    if table is not None:
        tables.write_out(table, record)
    whole = {source for column, source in going if column == WHOLE_ROW}
    going |= {(column, source) for column, source in tables.cited[record] if source in whole} - before.keys()
    tables.cited[record] = {place: said for place, said in tables.cited[record].items() if place not in going}
    return sum(1 for place in before if place in going)


def citation(key: str) -> tuple[str, tuple[str, str]]:
    """The record of a citation, and its column and source."""
    record, column, source = key.rsplit("/", 2)
    return record, (column, source)


def _empty_citation(tables: Tables, key: str, column: str) -> None:
    """Empty the note of a citation; without what it says instead it would support the row, so it goes."""
    record, place = citation(key)
    if column == "note":
        tables.cited[record] = tables.cited[record] | {place: Said(tables.cited[record][place].instead)}
    else:
        uncite(tables, record, lambda *other: other == place)


def cites_value(tables: Tables, target: str, value: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """The citations that state the key of a row of the target instead of what the cited row has."""
    columns = {(name, key.fields[0]) for name, key in references(tables, target) if len(key.fields) == 1}
    for record, cited in list(tables.cited.items()):
        for place, said in list(cited.items()):
            if said.instead == value and place[0] != WHOLE_ROW and (table_of(tables, record), place[0]) in columns:
                yield record, place
