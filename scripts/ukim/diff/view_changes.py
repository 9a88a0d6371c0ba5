"""What two versions state otherwise about their views: which there are, their columns, types and descriptions."""

from collections.abc import Iterator, Mapping
from functools import partial

import duckdb

from ukim.api.dataset import load
from ukim.curation.difference import SchemaChange
from ukim.diff.opened_versions import Version
from ukim.diff.schema_changes import Column, Columns, changed, columns_changed
from ukim.model import View
from ukim.views import content
from ukim.views.database import SCRIPTS, fill

OWN_SCRIPTS = "scripts/ukim/views/sql"
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
    yield from changed(name, "", *({"description": one.description} for one in (before, after)))
    yield from columns_changed(name, _columns(before), _columns(after))


def _columns(view: View) -> Columns:
    return {
        one.name: Column(one.description, {"type": one.type, "description": one.description}) for one in view.fields
    }
