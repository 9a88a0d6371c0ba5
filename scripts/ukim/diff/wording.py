"""The words that the formats for readers share."""

from ukim.curation.difference import Cell, Difference, Row, SchemaChange, Side
from ukim.curation.redaction import WITHHELD
from ukim.report.words import counted
from ukim.tables.store import WHOLE_ROW

NOTHING = "Nothing differs."
EMPTY = "(empty)"
PROTECTED = "What is withheld to protect a person is shown as `withheld`, before and after."


def heading(difference: Difference) -> str:
    """What was compared."""
    return f"What changed from {_side(difference.old)} to {_side(difference.new)}"


def summary(difference: Difference) -> str:
    """How much differs, in a sentence."""
    if difference.is_empty:
        return NOTHING
    added, withdrawn, corrected = (
        sum(len(getattr(table, kind)) for table in difference.tables) for kind in ("added", "withdrawn", "corrected")
    )
    parts = [
        f"{counted(added, 'row')} added",
        f"{withdrawn} withdrawn",
        f"{corrected} corrected",
        f"{counted(len(difference.schema), 'change')} of the schemas",
    ]
    return f"{', '.join(parts)}."


def name(row: Row) -> str:
    """What the row is called before its key."""
    return row.about or "Row"


def told_cells(row: Row) -> list[Cell]:
    """The cells of a row without what its heading says already: that it is withheld, or its key."""
    return [cell for cell in row.cells if cell.column != WHOLE_ROW and row.key not in (cell.old, cell.new)]


def change(cell: Cell) -> tuple[str, str]:
    """The two values in words; the raw ones where the words are the same."""
    words = cell.old_words, cell.new_words
    old, new = (cell.old, cell.new) if words[0] == words[1] and cell.old != WITHHELD else words
    return old or EMPTY, new or EMPTY


def hides(difference: Difference) -> bool:
    """Whether something withheld is left out of what is told."""
    rows = [row for table in difference.tables for _, rows in table.by_kind for row in rows]
    told = [text for row in rows for text in (row.key, row.about)]
    told += [
        text for row in rows for cell in row.cells for text in (cell.old, cell.new, cell.old_words, cell.new_words)
    ]
    return any(WITHHELD in text for text in told)


def schema_sentence(one: SchemaChange) -> str:
    """What is stated otherwise about a table or column."""
    place = f"{one.table}.{one.column}" if one.column else one.table
    if not one.old or not one.new:
        return f"{place}: {one.property} {'added' if one.new else 'removed'}: {one.new or one.old}"
    return f"{place}: {one.property}: {one.old} → {one.new}"


def _side(side: Side) -> str:
    return f"{side.name} (version {side.version}, {side.day})"
