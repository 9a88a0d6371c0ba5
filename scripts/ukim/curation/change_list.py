"""What the release of a package changes, kept beside its tables: a shallow clone or a zip cannot work it out again."""

from dataclasses import asdict, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ukim.curation.difference import Cell, Difference, Row, Side, TableDifference, withheld_cell, withheld_row
from ukim.curation.redaction import Redaction
from ukim.errors import UkimError
from ukim.model import Package
from ukim.report.to_json import dumps
from ukim.tables import store
from ukim.tables.store import WHOLE_ROW, Tables

CHANGE_LIST = "CHANGES.json"
VERSION = 1
"""The version of the JSON form; a change that could break a program that reads it bumps it."""


def as_json(difference: Difference) -> str:
    """Return the difference for programs: one object with `version`, then the fields that are known."""
    return dumps({"version": VERSION, **asdict(difference, dict_factory=_known)}) + "\n"


def _known(fields: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in fields if value is not None}


def change_list(folder: Path) -> Difference | None:
    """The list in the folder of a package; None where there is none, as before the second release.

    Raises:
        UkimError: the file is none that `ukim release` has written.

    """
    try:
        content = TypeAdapter(dict[str, object]).validate_json((folder / CHANGE_LIST).read_bytes())
        if content.pop("version", None) == VERSION:
            return TypeAdapter(Difference).validate_python(content)
    except FileNotFoundError:
        return None
    except ValidationError:
        pass
    message = f"{CHANGE_LIST} is no list of changes; `ukim release` writes it. Take it back from git."
    raise UkimError(message)


def rows_of(difference: Difference, package: Package) -> Tables:
    """Return the rows of a list, as far as it has them: rows that are no longer in the tables name people too."""
    rows = {
        table.name: {row.key: _cells(row) for _, rows in table.by_kind for row in rows} for table in difference.tables
    }
    return Tables.of_rows(package, rows)


def redacted(difference: Difference, hidden: Redaction, tables: Tables) -> Difference:
    """Return the list as the comparison would have made it, had it known all that is `hidden` now.

    Args:
        difference: the list.
        hidden: what is withheld.
        tables: the rows as they are, where the list does not have all of a row.

    """
    sides = [Side(hidden.redacted(one.name), one.version, one.day) for one in (difference.old, difference.new)]
    schema = (replace(one, old=hidden.redacted(one.old), new=hidden.redacted(one.new)) for one in difference.schema)
    found = (_table(table, hidden, tables) for table in difference.tables)
    return Difference(sides[0], sides[1], tuple(schema), tuple(found))


def _table(table: TableDifference, hidden: Redaction, tables: Tables) -> TableDifference:
    def redact(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(_row(table.name, row, hidden, tables) for row in rows)

    return replace(
        table, added=redact(table.added), withdrawn=redact(table.withdrawn), corrected=redact(table.corrected)
    )


def _row(table: str, row: Row, hidden: Redaction, tables: Tables) -> Row:
    whole = tables.row(table, row.key).changed(_cells(row))
    key, reason = hidden.redacted_key(table, row.key, whole), hidden.redacted(row.reason)
    if hidden.hides_row(table, row.key, whole):
        return withheld_row(key, reason)
    return Row(
        key, hidden.redacted(row.about), tuple(_cell(table, row.key, cell, whole, hidden) for cell in row.cells), reason
    )


def _cell(table: str, key: str, cell: Cell, row: store.Row, hidden: Redaction) -> Cell:
    texts = cell.old, cell.new
    if hidden.hides_cell(table, key, cell.column, row) or any(map(hidden.leaks, texts)):
        return withheld_cell(cell.column, cell.title, hidden.redacted(cell.reason))
    words = [hidden.redacted(one) for one in (cell.old_words, cell.new_words)]
    return Cell(cell.column, cell.title, *texts, words[0], words[1], hidden.redacted(cell.reason))


def _cells(row: Row) -> store.Row:
    """Return the cells of a row that the list has, the newer value of each."""
    return store.Row((cell.column, cell.new or cell.old) for cell in row.cells if cell.column != WHOLE_ROW)
