"""Which version a difference makes, by the recipe for Data Packages: https://datapackage.org/recipes/data-package-version.

The recipe counts a new column as incompatible; here it is not, since readers name the columns that they want.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ukim.curation.difference import Difference, Effect, SchemaChange, TableDifference
from ukim.curation.redaction import CHANGES
from ukim.diff.wording import schema_sentence
from ukim.model.semantic_version import Level
from ukim.report.words import counted

LEVELS: dict[Effect | None, Level] = {
    Effect.added: Level.minor,
    Effect.removed: Level.major,
    Effect.reworded: Level.patch,
    Effect.redefined: Level.patch,
    Effect.loosened: Level.minor,
    Effect.tightened: Level.major,
    Effect.restructured: Level.major,
}


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
    found = [Demand(LEVELS.get(one.effect, Level.major), schema_sentence(one)) for one in difference.schema]
    for table in difference.tables:
        if table.name != CHANGES:
            found += _of_rows(table, has_id=table.name in with_id)
    return sorted(found, key=lambda demand: -demand.level)


def may_change_meaning(change: SchemaChange) -> bool:
    """True if words changed that say what a value means; whether it means something else, only people can tell."""
    return change.effect is Effect.redefined


def _of_rows(table: TableDifference, *, has_id: bool) -> Iterator[Demand]:
    levels = {
        "added": Level.minor,
        "withdrawn": Level.major if has_id else Level.patch,
        "corrected": Level.patch,
    }
    for kind, rows in table.by_kind:
        with_ids = "; an id that was published is gone" if kind == "withdrawn" and has_id else ""
        yield Demand(levels[kind], f"{table.name}: {counted(len(rows), 'row')} {kind}{with_ids}")
