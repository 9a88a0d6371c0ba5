"""The tables of a package as text, as far as they can be read: by key, and by the rows that they belong to."""

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from ukim.model import Package
from ukim.tables.reading import Reading, read

Row = dict[str, str]
"""The filled cells of a row, by column."""


class Record(NamedTuple):
    """A row, the table that it stands in, and its key as citations name it."""

    table: str
    id: str
    row: Row


class Tables:
    """All rows of a package."""

    def __init__(self, package: Package, readings: dict[str, Reading]) -> None:
        self.package = package
        self.readings = readings
        self._rows = {name: _rows_by_key(reading) for name, reading in readings.items()}
        self._groups: dict[tuple[str, str], dict[str, list[Record]]] = {}

    @classmethod
    def read(cls, descriptor: Path) -> Self:
        """Read every table; one that cannot be read has no rows, and its reading tells why."""
        package = Package.read(descriptor)
        files = {resource.name: resource for resource in package.resources}
        readings = {name: read(package.folder / one.path, one.path, one.table) for name, one in files.items()}
        return cls(package, readings)

    @classmethod
    def of_rows(cls, package: Package, rows: dict[str, dict[str, Row]]) -> Self:
        """Tables that hold these rows, by name and key."""
        tables = cls(package, {})
        tables._rows = rows
        return tables

    @property
    def unread(self) -> list[str]:
        """The files that could not be read."""
        return [reading.file for reading in self.readings.values() if not reading.is_read]

    def rows(self, table: str) -> dict[str, Row]:
        """The rows of a table by key."""
        return self._rows.get(table, {})

    def of(self, table: str, column: str, value: str) -> list[Record]:
        """The rows of a table that have this value in the column."""
        if (table, column) not in self._groups:
            groups = self._groups[table, column] = defaultdict(list)
            for key, row in self.rows(table).items():
                groups[row.get(column, "")].append(Record(table, key, row))
        return self._groups[table, column].get(value, [])

    def target(self, table: str, column: str) -> str | None:
        """The table to which a column refers."""
        for key in self.package.tables[table].foreign_keys:
            if key.fields == [column]:
                return key.reference.resource or table
        return None

    @cached_property
    def by_id(self) -> dict[str, Record]:
        """Every row of every table by its key."""
        return {id_: Record(table, id_, row) for table, rows in self._rows.items() for id_, row in rows.items()}

    def owner(self, record: Record, table: str) -> str | None:
        """The key of the row of that table to which the record belongs: the case of a penalty, the person of a case."""
        here: Record | None = record
        while here is not None and here.table != table:
            here = self._upwards(here)
        return None if here is None else here.id

    def _upwards(self, record: Record) -> Record | None:
        """The cited row that the record cannot be without."""
        schema = self.package.tables[record.table]
        for column, value in record.row.items():
            target = self.target(record.table, column)
            if target not in (None, record.table) and schema.requires(schema.by_name[column]):
                owner = self.by_id.get(value)
                if owner is not None and self.package.tables[owner.table].is_cited:
                    return owner
        return None


def _rows_by_key(reading: Reading) -> dict[str, Row]:
    names = reading.table.names
    rows = ({name: cell for name, cell in zip(names, cells, strict=True) if cell} for cells in reading.rows or [])
    return {"/".join(row.get(part, "") for part in reading.table.primary_key): row for row in rows}
