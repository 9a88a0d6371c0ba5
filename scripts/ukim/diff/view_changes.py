"""What two versions state otherwise about their views: which there are, their columns, types and descriptions."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from ukim.compile.to_duckdb import locked_connection
from ukim.compile.to_polars import text_frame, typed_frame
from ukim.curation.difference import SchemaChange
from ukim.diff.opened_versions import Version
from ukim.diff.schema_changes import Column, Columns, Kind, Properties, Property, changed, columns_changed, part_changed
from ukim.errors import UkimError
from ukim.model import Table, View
from ukim.model.released import released
from ukim.views.content import described
from ukim.views.database import SCRIPTS, fill

OWN_SCRIPTS = ("scripts/ukim/views/sql", "scripts/ukim/release/sql")
"""Where a revision keeps the views that it makes; the second place is that of versions up to 0.2.0."""


def view_changes(old: Version, new: Version) -> Iterator[SchemaChange]:
    """Every view and column of a view that came, went, or is described otherwise.

    Raises:
        UkimError: the views of one of them cannot be made.

    """
    before, after = views(old), views(new)
    for name in dict.fromkeys((*after, *before)):
        if name in before and name in after:
            yield from _of_both(name, before[name], after[name])
        else:
            words = (one[name].description if name in one else None for one in (before, after))
            yield part_changed(name, "", "view", *words)


def views(version: Version) -> Mapping[str, View]:
    """The views that a release states, or that the scripts of a package make: its own if there are, else those here.

    The scripts came with the package, so they get empty tables in a locked database, and no view is run.
    """
    package = version.tables.package
    if package.views:
        return {one.name: one.table for one in package.views}
    own = next(filter(Path.is_dir, (package.folder / place for place in OWN_SCRIPTS)), SCRIPTS)
    with locked_connection() as database:
        fill(database, package, lambda name: _no_rows(package.tables[name]), own)
        try:
            return described(package, database)
        except (KeyError, ValueError) as error:
            message = f"{version.side.name} has a view with no description, or with a column of another type: {error}"
            raise UkimError(message) from None


def _no_rows(table: Table) -> pl.DataFrame:
    return typed_frame(released(table), text_frame(released(table), []))


def _of_both(name: str, before: View, after: View) -> Iterator[SchemaChange]:
    meanings = ({"description": Property(Kind.meaning, one.description)} for one in (before, after))
    yield from changed(name, "", *meanings)
    yield from columns_changed(name, _columns(before), _columns(after))


def _columns(view: View) -> Columns:
    return {one.name: Column(one.description, _of_column(one.type, one.description)) for one in view.fields}


def _of_column(type_: str, description: str) -> Properties:
    return {"type": Property(Kind.structure, type_), "description": Property(Kind.meaning, description)}
