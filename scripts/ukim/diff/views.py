"""What two versions state otherwise about their views: which there are, their columns, types and descriptions."""

from collections.abc import Iterator, Mapping
from functools import partial

import duckdb

from ukim.dataset import load
from ukim.diff.result import SchemaChange
from ukim.diff.versions import Version
from ukim.model import View
from ukim.release import content
from ukim.release.database import SCRIPTS, fill

OWN_SCRIPTS = "scripts/ukim/release/sql"
"""Where a revision keeps the views that it makes."""


def view_changes(old: Version, new: Version) -> Iterator[SchemaChange]:
    """Every view and column of a view that came, went, or is described otherwise.

    Raises:
        duckdb.Error: a view of one of them cannot be made from its tables.

    """
    before, after = views(old), views(new)
    for name in dict.fromkeys((*after, *before)):
        if name in before and name in after:
            yield from _of_both(name, before[name], after[name])
        else:
            yield SchemaChange(
                name, "", "view", *(one[name].description if name in one else "" for one in (before, after))
            )


def views(version: Version) -> Mapping[str, View]:
    """The views that a release holds, or that are made of the tables of a package, by its own scripts if there are."""
    package = version.tables.package
    if package.views:
        return {one.name: one.table for one in package.views}
    own = package.folder / OWN_SCRIPTS
    with duckdb.connect() as database:
        fill(database, package, partial(load, path=package.folder), own if own.is_dir() else SCRIPTS)
        return {one.name: one.table for one in content.views(package, database) if isinstance(one.table, View)}


def _of_both(name: str, before: View, after: View) -> Iterator[SchemaChange]:
    if before.description != after.description:
        yield SchemaChange(name, "", "description", before.description, after.description)
    for column in dict.fromkeys((*after.names, *before.names)):
        old, new = before.by_name.get(column), after.by_name.get(column)
        if old is None or new is None:
            yield SchemaChange(name, column, "column", *(one.description if one else "" for one in (old, new)))
            continue
        for part in ("type", "description"):
            if getattr(old, part) != getattr(new, part):
                yield SchemaChange(name, column, part, getattr(old, part), getattr(new, part))
    kept = [
        [column for column in one if column in before.by_name and column in after.by_name]
        for one in (before.names, after.names)
    ]
    if kept[0] != kept[1]:
        yield SchemaChange(name, "", "order of columns", *map(", ".join, kept))
