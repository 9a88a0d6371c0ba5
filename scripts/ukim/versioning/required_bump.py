"""Which version a difference makes, by the recipe for Data Packages: https://datapackage.org/recipes/data-package-version.

The recipe counts a new column as incompatible; here it is not, since readers name the columns that they want.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ukim.curation.difference import Difference, SchemaChange, TableDifference
from ukim.curation.redaction import CHANGES
from ukim.diff.wording import schema_sentence
from ukim.model.semantic_version import Level
from ukim.report.words import counted

PARTS = ("table", "view", "column")
WORDS = ("title", "description", "example")
STRUCTURE = ("type", "format", "key", "order of columns")
LOWER_BOUNDS, UPPER_BOUNDS = ("minimum", "minLength"), ("maximum", "maxLength")
CATEGORY = "category "
OFF = ("", "no")


class Demand(NamedTuple):
    """A change, and the least level of a version that has it."""

    level: Level
    why: str


def demands(difference: Difference, with_id: Collection[str]) -> list[Demand]:
    """What the changes ask for, the most first.

    Args:
        difference: between the last release and the next.
        with_id: the tables whose rows have an id of their own; a row that only links others has none that could go.

    """
    found = [Demand(level_of(one), schema_sentence(one)) for one in difference.schema]
    for table in difference.tables:
        if table.name != CHANGES:
            found += _of_rows(table, has_id=table.name in with_id)
    return sorted(found, key=lambda demand: -demand.level)


def level_of(change: SchemaChange) -> Level:
    """The least level for a change of what is stated of a table, view or column."""
    if change.property in PARTS or (change.property.startswith(CATEGORY) and not (change.old and change.new)):
        return Level.minor if change.new else Level.major
    if change.property in WORDS or change.property.startswith(CATEGORY):
        return Level.patch
    is_looser = change.property not in STRUCTURE and _is_looser(change)
    return Level.minor if is_looser else Level.major


def may_change_meaning(change: SchemaChange) -> bool:
    """Whether words changed that say what a value means; whether they mean something else, only people can tell."""
    is_category = change.property.startswith(CATEGORY) and bool(change.old and change.new)
    return is_category or (change.property == "description" and bool(change.old))


def _is_looser(change: SchemaChange) -> bool:
    """Whether a constraint allows all that it did; of two patterns nobody can tell."""
    if change.new in OFF:
        return True
    if change.old in OFF:
        return False
    if change.property in LOWER_BOUNDS:
        return float(change.new) < float(change.old)
    return change.property in UPPER_BOUNDS and float(change.new) > float(change.old)


def _of_rows(table: TableDifference, *, has_id: bool) -> Iterator[Demand]:
    levels = {
        "added": Level.minor,
        "withdrawn": Level.major if has_id else Level.patch,
        "corrected": Level.patch,
    }
    for kind, rows in table.by_kind:
        with_ids = "; an id that was published is gone" if kind == "withdrawn" and has_id else ""
        yield Demand(levels[kind], f"{table.name}: {counted(len(rows), 'row')} {kind}{with_ids}")
