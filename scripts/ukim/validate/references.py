"""Foreign keys: every value that names a row names one that exists."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from ukim.findings import BUILT_IN, Finding
from ukim.model import ForeignKey, Package
from ukim.tables.reading import Reading
from ukim.validate.suggestions import NAMES, did_you_mean, near_row

COMPARED = 10_000
"""Up to this many keys the one that was meant is looked for."""


def check(
    package: Package, readings: Mapping[str, Reading], frames: Mapping[str, pl.DataFrame], found: Iterable[Finding]
) -> Iterator[Finding]:
    """Dangling and circular references of tables that could be read.

    References to a table that could not be read are left out, and those to one with a bad key among what was `found`
    before: they may be meant for that row.
    """
    bad = {(finding.file, finding.field) for finding in found}
    for name, frame in frames.items():
        for key in package.tables[name].self_references:
            if (readings[name].file, key.reference.fields[0]) not in bad:
                yield from _circular(readings[name], frame, key)
        for key in package.tables[name].foreign_keys:
            target = key.reference.resource or name
            if target in frames and not any((readings[target].file, name) in bad for name in key.reference.fields):
                yield from _dangling(readings[name], frame, key, target, frames[target], readings[target].file)


def _dangling(
    reading: Reading, frame: pl.DataFrame, key: ForeignKey, target: str, targets: pl.DataFrame, file: str
) -> Iterator[Finding]:
    wanted = frame.select(key.fields).with_row_index("_row").drop_nulls()
    dangling = wanted.join(targets, left_on=key.fields, right_on=key.reference.fields, how="anti")
    rows = list(_named(targets, key.reference.fields[0])) if len(dangling) and len(targets) <= COMPARED else []
    for row, value in dangling.select("_row", key.fields[0]).iter_rows():
        message = f"{key.fields[0]} names no row of {target}"
        fix = f"{did_you_mean([near_row(str(value), rows)])}Correct the value, or add the row to {file}."
        yield reading.at_row(BUILT_IN["foreign-key"], row, key.fields[0], message, fix)


def _named(targets: pl.DataFrame, key: str) -> Iterator[tuple[str, list[str]]]:
    """Each row that may be meant: its key, and what else people may call it."""
    columns = [column for column in NAMES if column in targets.columns]
    for value, *names in targets.select(key, *columns).drop_nulls(key).iter_rows():
        yield str(value), [word for name in names if name for word in (name if isinstance(name, list) else [str(name)])]


def _circular(reading: Reading, frame: pl.DataFrame, key: ForeignKey) -> Iterator[Finding]:
    """One finding a circle, on the first of its rows."""
    (child,), (parent,) = key.fields, key.reference.fields
    follows = dict(frame.select(parent, child).drop_nulls().iter_rows())
    rows = {name: row for row, name in enumerate(frame[parent])}
    done: set[str] = set()
    for start in follows:
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in done:
            done.add(here)
            path.append(here)
            here = follows.get(here)
        if here in path:
            circle = path[path.index(here) :]
            message = f"{child} goes in a circle: {' → '.join([*circle, circle[0]])}"
            yield reading.at_row(BUILT_IN["circular-reference"], min(rows[name] for name in circle), child, message)
