"""The required version bump of a difference, by the recipe for Data Packages: https://datapackage.org/recipes/data-package-version.

The recipe counts a new column as incompatible; here it is not, since readers name the columns that they want.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from ukim.curation.difference import Difference, Effect, SchemaChange, TableDifference
from ukim.curation.redaction import CHANGES
from ukim.diff.wording import schema_sentence
from ukim.errors import UkimError
from ukim.model.semantic_version import Level, bumped
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


SHOWN = 8
"""So many of the changes that require a level are named."""


class RequiredBump(NamedTuple):
    """A change, and the least level of a version that has it."""

    level: Level
    why: str


def required_bumps(difference: Difference, with_id: Collection[str]) -> list[RequiredBump]:
    """Return what the changes require, the greatest level first.

    Args:
        difference: between the last release and the next.
        with_id: the tables whose rows have an id of their own; a row that only links others has none that could go.

    """
    found = [RequiredBump(LEVELS.get(one.effect, Level.major), schema_sentence(one)) for one in difference.schema]
    for table in difference.tables:
        if table.name != CHANGES:
            found += _of_rows(table, has_id=table.name in with_id)
    return sorted(found, key=lambda bump: -bump.level)


def reasons_for(bumps: Sequence[RequiredBump], level: Level) -> Iterator[str]:
    """Yield the changes that require the level, the first of them where they are many."""
    reasons = [bump.why for bump in bumps if bump.level is level]
    yield from reasons[:SHOWN]
    if len(reasons) > SHOWN:
        yield f"and {len(reasons) - SHOWN} more"


def chosen_level(wanted: Level | None, bumps: Sequence[RequiredBump], before: str) -> Level:
    """Return the level that is wanted, by default the least that the changes allow.

    Raises:
        UkimError: the changes require more than what is wanted, or nothing changed and no level is wanted.

    """
    if not bumps and wanted is None:
        message = f"nothing differs from version {before}. To release all the same, name a level: --level patch."
        raise UkimError(message)
    least = bumps[0].level if bumps else Level.patch
    if wanted is not None and wanted < least:
        message = (
            f"--level {wanted.name} is too small: the changes since {before} make at least a {least.name} version, "
            f"{bumped(before, least)}. {'; '.join(reasons_for(bumps, least))}."
        )
        raise UkimError(message)
    return least if wanted is None else wanted


def may_change_meaning(change: SchemaChange) -> bool:
    """True if words changed that say what a value means; whether it means something else, only people can tell."""
    return change.effect is Effect.redefined


def _of_rows(table: TableDifference, *, has_id: bool) -> Iterator[RequiredBump]:
    levels = {
        "added": Level.minor,
        "withdrawn": Level.major if has_id else Level.patch,
        "corrected": Level.patch,
    }
    for kind, rows in table.by_kind:
        with_ids = "; an id that was published is gone" if kind == "withdrawn" and has_id else ""
        yield RequiredBump(levels[kind], f"{table.name}: {counted(len(rows), 'row')} {kind}{with_ids}")
