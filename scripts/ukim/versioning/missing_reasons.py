"""The reasons for what a release takes back: which ones `changes` lacks, and the rows that tell them."""

from collections.abc import Iterator
from typing import NamedTuple

from ukim.curation.difference import Difference, Row
from ukim.curation.redaction import CHANGES, CITATIONS, WITHHELD
from ukim.diff.wording import change, name
from ukim.model import Table
from ukim.tables.store import WHOLE_ROW, Tables


class Unexplained(NamedTuple):
    """A published row that is gone, or a published value that is another or gone, and the words to ask for it with."""

    record: str
    field: str
    action: str
    words: str


def unexplained(difference: Difference, old: Tables, new: Tables) -> list[Unexplained]:
    """What needs a reason and has none.

    What follows from something else does not need one of its own: what cannot be without a row that is gone, a
    reference that went with its target, a citation of what changed. Nor does what only came: an empty cell that was
    filled, an item more in a list. What is withheld is not told, so it is not asked for either.
    """
    asked = _Asked(
        old, new, {(table.name, row.key) for table in difference.tables for _, rows in table.by_kind for row in rows}
    )
    found: list[Unexplained] = []
    for table in difference.tables:
        if table.name not in (CHANGES, *_gone(old, new)):
            found += (one for row in table.withdrawn for one in asked.withdrawn(table.name, table.title, row))
            found += (one for row in table.corrected for one in asked.corrected(table.name, table.title, row))
    return found


def _gone(old: Tables, new: Tables) -> set[str]:
    """The tables that are in one version alone: their rows came or went with them."""
    return set(old.package.tables) ^ set(new.package.tables)


class _Asked(NamedTuple):
    old: Tables
    new: Tables
    changed: set[tuple[str, str]]
    """Tables and keys of all rows that differ."""

    def withdrawn(self, table: str, title: str, row: Row) -> Iterator[Unexplained]:
        is_told = bool(row.reason) or self._is_hidden(row) or self._follows(table, row)
        if not is_told:
            yield Unexplained(
                row.key, WHOLE_ROW, "withdrawn", f"{title}: {name(row)} ({row.key}): the row is no longer there"
            )

    def corrected(self, table: str, title: str, row: Row) -> Iterator[Unexplained]:
        if row.reason or self._is_hidden(row) or (table == CITATIONS and self._cites_what_changed(row)):
            return
        columns = self.old.package.tables[table].by_name.keys() & self.new.package.tables[table].by_name.keys()
        for cell in row.cells:
            is_told = bool(cell.reason) or cell.old in ("", WITHHELD) or cell.column not in columns
            if (
                is_told
                or self._only_came(table, cell.column, cell.old, cell.new)
                or self._moved(table, cell.column, cell.old)
            ):
                continue
            before, after = change(cell)
            words = f"{title}: {name(row)} ({row.key}): {cell.title}: {before} → {after}"
            yield Unexplained(row.key, cell.column, "corrected" if cell.new else "withdrawn", words)

    def _is_hidden(self, row: Row) -> bool:
        return WITHHELD in row.key.split("/") or any(cell.column == WHOLE_ROW for cell in row.cells)

    def _follows(self, table: str, row: Row) -> bool:
        """Whether the row could not stay: something that it cannot be without is gone, or what it cites changed."""
        if table == CITATIONS and (self._cites_what_changed(row) or self._still_cites(row)):
            return True
        values = {cell.column: cell.old for cell in row.cells}
        return any(
            self._is_gone(self.old.target(table, column), values.get(column, ""))
            for column in _required_references(self.old.package.tables[table])
        )

    def _cites_what_changed(self, citation: Row) -> bool:
        """Whether the cited row differs too."""
        record, _, _ = citation.key.rsplit("/", 2)
        return any((table, record) in self.changed for table in self.old.package.tables if table != CITATIONS)

    def _still_cites(self, citation: Row) -> bool:
        """Whether the source supports the row in other columns."""
        record, _, source = citation.key.rsplit("/", 2)
        return any(one.row.get("source_id") == source for one in self.new.of(CITATIONS, "record_id", record))

    def _only_came(self, table: str, column: str, before: str, after: str) -> bool:
        is_list = self.new.package.tables[table].by_name[column].type == "list"
        return is_list and set(before.split(";")) <= set(after.split(";"))

    def _moved(self, table: str, column: str, before: str) -> bool:
        """Whether the cell refers elsewhere or nowhere since the row that it referred to is gone."""
        return self._is_gone(self.old.target(table, column), before)

    def _is_gone(self, table: str | None, key: str) -> bool:
        return table is not None and key in self.old.rows(table) and key not in self.new.rows(table)


def _required_references(table: Table) -> list[str]:
    return [
        key.fields[0] for key in table.foreign_keys if len(key.fields) == 1 and key.fields[0] in table.always_filled
    ]
