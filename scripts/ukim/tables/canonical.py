"""The text of a table: its canonical form, and where a cell begins in it."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from ukim.model import Table

CELL = re.compile(r'"[^"]*+(?:""[^"]*+)*+"?[^,]*+|[^,]*+')


LIMIT = Lock()


@contextmanager
def cells_of_any_length() -> Iterator[None]:
    """Let the csv module read long cells while the block runs: it has one limit for the whole process."""
    with LIMIT:
        before = csv.field_size_limit(2**31 - 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def render(header: list[str], rows: Iterable[list[str]]) -> str:
    """Header and rows in canonical form: comma, quotes only where needed, line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def by_key(table: Table, rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows sorted by primary key, part by part, in the order of code points."""
    places = [table.names.index(name) for name in table.primary_key]
    return sorted(rows, key=lambda row: [row[place] for place in places])


def cell_column(line: str, index: int) -> int:
    """The character, from 1, at which the cell of that index begins in the line."""
    start = 0
    for _ in range(index):
        match = CELL.match(line, start)
        if match is None or match.end() >= len(line):
            break
        start = match.end() + 1
    return start + 1
