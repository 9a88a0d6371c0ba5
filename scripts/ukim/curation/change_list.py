"""What the release of a package changes, kept beside its tables: a shallow clone or a zip cannot work it out again."""

from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ukim.curation.difference import Cell, Difference, Row, Side, TableDifference
from ukim.curation.difference_json import VERSION
from ukim.curation.redaction import WHOLE_ROW, WITHHELD, Withheld
from ukim.diff.compare import ALL_WITHHELD, ROW
from ukim.errors import UkimError
from ukim.model import Package
from ukim.tables import rows as showing
from ukim.tables.rows import Tables

CHANGE_LIST = "CHANGES.json"


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
    """The rows that a list tells of, as far as it does: those that are no more in the tables name people too."""
    told = {
        table.name: {row.key: _cells(row) for _, rows in table.by_kind for row in rows} for table in difference.tables
    }
    return Tables.of_rows(package, told)


def redacted(difference: Difference, hidden: Withheld, tables: Tables) -> Difference:
    """The list as the comparison would have told it, had it known of all that is `hidden` now.

    Args:
        difference: the list.
        hidden: what is withheld.
        tables: the rows as they are, where the list does not tell all of a row.

    """
    sides = [Side(hidden.shown(one.name), one.version, one.day) for one in (difference.old, difference.new)]
    schema = (replace(one, old=hidden.shown(one.old), new=hidden.shown(one.new)) for one in difference.schema)
    found = (_table(table, hidden, tables) for table in difference.tables)
    return Difference(sides[0], sides[1], tuple(schema), tuple(found))


def _table(table: TableDifference, hidden: Withheld, tables: Tables) -> TableDifference:
    def told(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(_row(table.name, row, hidden, tables) for row in rows)

    return replace(table, added=told(table.added), withdrawn=told(table.withdrawn), corrected=told(table.corrected))


def _row(table: str, row: Row, hidden: Withheld, tables: Tables) -> Row:
    whole = tables.rows(table).get(row.key, {}) | _cells(row)
    key, reason = hidden.key(table, row.key, whole), hidden.shown(row.reason)
    if hidden.row(table, row.key, whole):
        return Row(key, WITHHELD, (Cell(WHOLE_ROW, ROW, *ALL_WITHHELD),), reason)
    return Row(
        key, hidden.shown(row.about), tuple(_cell(table, row.key, cell, whole, hidden) for cell in row.cells), reason
    )


def _cell(table: str, key: str, cell: Cell, row: showing.Row, hidden: Withheld) -> Cell:
    texts = cell.old, cell.new
    if hidden.cell(table, key, cell.column, row) or any(map(hidden.carries, texts)):
        return Cell(cell.column, cell.title, *ALL_WITHHELD, reason=hidden.shown(cell.reason))
    words = [hidden.shown(one) for one in (cell.old_words, cell.new_words)]
    return Cell(cell.column, cell.title, *texts, words[0], words[1], hidden.shown(cell.reason))


def _cells(row: Row) -> showing.Row:
    """The cells of a row that the list tells, the newer value of each."""
    return {cell.column: cell.new or cell.old for cell in row.cells if cell.column != WHOLE_ROW}
