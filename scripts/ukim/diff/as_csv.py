"""The difference as CSV: one line a cell or property, safe to open as a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from ukim.curation.difference import Difference
from ukim.diff.wording import name
from ukim.report.words import visible

COLUMNS = ("change", "table", "key", "about", "column", "old", "new", "reason")
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, full-width forms included."""


def as_csv(difference: Difference) -> str:
    """The lines, every cell in quotes; one that begins as a formula does has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in line] for line in _lines(difference))
    return out.getvalue()


def _lines(difference: Difference) -> Iterator[tuple[str, ...]]:
    for one in difference.schema:
        yield "schema", one.table, "", one.property, one.column, one.old, one.new, ""
    for table in difference.tables:
        for kind, rows in table.by_kind:
            for row in rows:
                for cell in row.cells:
                    reason = cell.reason or row.reason
                    yield kind, table.name, row.key, name(row), cell.column, cell.old, cell.new, reason


def _safe(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown
