"""What a comparison finds, in text that may be published: whatever is withheld is replaced already."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ukim.curation.redaction import WITHHELD
from ukim.tables.store import WHOLE_ROW


@dataclass(frozen=True)
class Side:
    """A version that was compared: what it was called, and the version and day that its descriptor states."""

    name: str
    version: str
    day: str


@dataclass(frozen=True)
class Cell:
    """A cell that differs: its values as the table holds them, and in words; empty where it is empty or not there."""

    column: str
    title: str
    old: str
    new: str
    old_words: str
    new_words: str
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """A row that differs: its key, whom or what it is about, and its cells; of a withheld row one cell, `*`."""

    key: str
    about: str
    cells: tuple[Cell, ...]
    reason: str = ""


def withheld_cell(column: str, title: str, reason: str = "") -> Cell:
    """Return a cell of which only its column may be shown."""
    return Cell(column, title, WITHHELD, WITHHELD, WITHHELD, WITHHELD, reason)


def withheld_row(key: str, reason: str) -> Row:
    """Return a row of which nothing may be shown."""
    return Row(key, WITHHELD, (withheld_cell(WHOLE_ROW, "Row"),), reason)


@dataclass(frozen=True)
class TableDifference:
    """The rows of a table that came, went or were corrected, each list in the order of the keys."""

    name: str
    title: str
    added: tuple[Row, ...]
    withdrawn: tuple[Row, ...]
    corrected: tuple[Row, ...]

    @property
    def by_kind(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """The kinds of changes that there are, and the rows of each."""
        kinds = {"added": self.added, "withdrawn": self.withdrawn, "corrected": self.corrected}
        return ((kind, rows) for kind, rows in kinds.items() if rows)


class Effect(StrEnum):
    """What a change of a schema means for those who use the data."""

    added = "added"
    """A table, view, column or category is new."""
    removed = "removed"
    """One of these is removed."""
    reworded = "reworded"
    """The same is said in other words."""
    redefined = "redefined"
    """Other words say what a value means: whether it means something else now, only people can tell."""
    loosened = "loosened"
    """A constraint allows all that it did, and more."""
    tightened = "tightened"
    """A constraint may refuse what it allowed."""
    restructured = "restructured"
    """A type, a key or the order of columns is another."""


@dataclass(frozen=True)
class SchemaChange:
    """A property of a table, or of a column where one is named, that is stated otherwise; empty where it is not.

    The effect is not known of lists that older versions have written.
    """

    table: str
    column: str
    property: str
    old: str
    new: str
    effect: Effect | None = None


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions; tables without a difference are left out."""

    old: Side
    new: Side
    schema: tuple[SchemaChange, ...]
    tables: tuple[TableDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the versions hold the same rows under the same schemas."""
        return not self.schema and not self.tables
