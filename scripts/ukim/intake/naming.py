"""Rows that an intake file names and does not add: courts by their id or any of their names, all others by their id."""

from ukim.intake.form import Cell
from ukim.intake.statement import Values
from ukim.tables.draft import Draft
from ukim.validate.suggestions import NAMES, did_you_mean, near_row

READABLE = {"sources", "publishers"}
"""Tables with readable keys whose rows an intake adds."""


class Names:
    """The ids and names of the rows that intake files may name."""

    def __init__(self, tables: Draft) -> None:
        self._tables = tables
        self._added = READABLE | {
            name
            for name, table in tables.package.tables.items()
            if table.by_name[table.primary_key[0]].random_key_prefix
        }
        """The tables whose rows an intake adds: a row that is not there yet may be added by the same file."""
        self._courts = {_plain(name): court for court, row in tables.rows("courts").items() for name in _names(row)}

    def target(self, cell: Cell) -> str | None:
        """Return the table that must have the row which the cell names; None if there is no such table."""
        table = self._tables.package.tables[cell.table]
        is_own_key = table.primary_key == [cell.column.name]
        keys = [key for key in table.foreign_keys if key.fields == [cell.column.name]]
        targets = [key.reference.resource or cell.table for key in keys] + [cell.table] * is_own_key
        return next((target for target in targets if target not in self._added), None)

    def id_of(self, target: str, value: str) -> str:
        """Return the id of the row of the table that the value names; the value itself if it names none."""
        return self._courts.get(_plain(value), value) if target == "courts" else value

    def problem(self, target: str, value: str) -> str | None:
        """Return what is wrong with a value that names no row of the table, and how to fix it; None if it names one."""
        rows = self._tables.rows(target)
        if self.id_of(target, value) in rows:
            return None
        hint = did_you_mean([near_row(value, ((key, _names(row)) for key, row in rows.items()))])
        return f"is not in {target}. {hint}Correct it, add the row to data/{target}.csv, or leave it out."


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _names(row: Values) -> list[str]:
    return [name for column in NAMES for name in row.get(column, "").split(";") if name]
