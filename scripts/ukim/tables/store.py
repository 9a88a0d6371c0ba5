"""The tables of a package as text: their rows by key, and the rows that belong together."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Self

from ukim.model import Package
from ukim.tables.reading import Reading, read

WHOLE_ROW = "*"
"""In place of a column: the whole row. In `citations`, every value for which no source is cited by column."""


class Row(dict[str, str]):
    """The filled cells of a row, by column; an empty cell reads as "" and is not listed."""

    @classmethod
    def of(cls, **cells: str) -> "Row":
        """Return a row with these cells."""
        return cls((column, value) for column, value in cells.items() if value)

    def __missing__(self, column: str) -> str:
        """Return the text of an empty cell."""
        return ""

    def changed(self, cells: Mapping[str, str]) -> "Row":
        """Return a copy of the row with these cells instead of its own."""
        return Row((column, value) for column, value in {**self, **cells}.items() if value)


class Place(NamedTuple):
    """A row, named by its table and its key; the parts of a key of several columns are joined by slashes."""

    table: str
    record: str


class Record(NamedTuple):
    """A row with its table and key."""

    table: str
    id: str
    row: Row


class Tables:
    """All rows of a package."""

    def __init__(self, package: Package, readings: Mapping[str, Reading]) -> None:
        self.package = package
        self.readings = readings
        self._rows = {name: _rows_by_key(reading) for name, reading in readings.items()}
        self._groups: dict[tuple[str, str], dict[str, list[str]]] = {}

    @classmethod
    def read(cls, descriptor: Path) -> Self:
        """Read every table; one that cannot be read has no rows, and its reading says why."""
        package = Package.read(descriptor)
        return cls(package, read_tables(package))

    @classmethod
    def of_rows(cls, package: Package, rows: dict[str, dict[str, Row]]) -> Self:
        """Return tables with these rows, by name and key."""
        tables = cls(package, {})
        tables._rows = rows
        return tables

    @property
    def unread(self) -> list[str]:
        """The files that could not be read."""
        return [reading.file for reading in self.readings.values() if not reading.is_read]

    def rows(self, table: str) -> dict[str, Row]:
        """Return the rows of a table by key."""
        return self._rows.get(table, {})

    def row(self, table: str, key: str) -> Row:
        """Return a row; one without cells where there is none of that key."""
        return self.rows(table).get(key, Row())

    def records(self) -> Iterator[Record]:
        """Yield every row of every table."""
        for table in self.package.tables:
            yield from (Record(table, key, row) for key, row in self.rows(table).items())

    def record(self, key: str) -> Record | None:
        """Return the row with that key, from whatever table."""
        places = (table for table in self.package.tables if key in self.rows(table))
        return next((Record(table, key, self.rows(table)[key]) for table in places), None)

    def of(self, table: str, column: str, value: str) -> list[Record]:
        """Return the rows of a table that have this value in the column."""
        rows = self.rows(table)
        if (table, column) not in self._groups:
            groups: dict[str, list[str]] = {}
            for key, row in rows.items():
                groups.setdefault(row[column], []).append(key)
            self._groups[table, column] = groups
        return [Record(table, key, rows[key]) for key in self._groups[table, column].get(value, [])]

    def target(self, table: str, column: str) -> str | None:
        """Return the table that a column refers to."""
        for key in self.package.tables[table].foreign_keys:
            if key.fields == [column]:
                return key.reference.resource or table
        return None

    def owner(self, record: Record, table: str) -> str | None:
        """Return the key of the row of that table to which the record belongs: the case of a penalty, say."""
        here: Record | None = record
        while here is not None and here.table != table:
            here = self._upwards(here)
        return None if here is None else here.id

    def _upwards(self, record: Record) -> Record | None:
        """Return the cited row that the record cannot be without."""
        schema = self.package.tables[record.table]
        for column, value in record.row.items():
            target = self.target(record.table, column)
            if target not in (None, record.table) and schema.requires(schema.by_name[column]):
                owner = self.rows(target).get(value) if target else None
                if target and owner is not None and self.package.tables[target].is_cited:
                    return Record(target, value, owner)
        return None


def read_tables(package: Package) -> dict[str, Reading]:
    """Read the files of all tables, by name."""
    return {one.name: read(package.folder / one.path, one.path, one.table) for one in package.resources}


def _rows_by_key(reading: Reading) -> dict[str, Row]:
    names, key = reading.table.names, reading.table.primary_key
    rows = (Row((name, cell) for name, cell in zip(names, cells, strict=True) if cell) for cells in reading.rows or [])
    return {"/".join(row[part] for part in key): row for row in rows}
