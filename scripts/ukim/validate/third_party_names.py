"""Names of third parties: people in free text who are in no table."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from ukim.findings import BUILT_IN, Finding
from ukim.model import Field, Package
from ukim.tables.reading import Reading
from ukim.text.third_parties import known, unknown_names

ALLOWED = "schemas/allowed_names.txt"
"""Names that texts may have after review, one a line, as the report prints them; lines with # are comments."""
RULE = BUILT_IN["third-party-name"]
Columns = list[tuple[Reading, Field]]


def check(package: Package, readings: Mapping[str, Reading], found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the cells that seem to name somebody who is in no table, and the allowed names that no cell has.

    Nothing is reported for a package without a column of people's names, nor while a column of names may be wrong.
    """
    columns = [
        (readings[name], table.by_name[column]) for name, table in package.tables.items() for column in table.free_text
    ]
    broken = {finding.file for finding in found if finding.is_error}
    if any(reading.file in broken for reading, field in columns if field.whose_names or not reading.is_read):
        return
    people, allowed, seen = list(_names(columns, "people")), _allowed(package.folder), set[str]()
    if not people:
        return
    names_in = cache(partial(unknown_names, known=known(people, _names(columns, "things"))))
    for reading, field in columns:
        texts = reading.cells[field.name]
        for row in texts.str.contains(r"\p{Lu}").arg_true() if field.whose_names is None else ():
            names = names_in(texts[row])
            seen.update(names)
            if unknown := [name for name in names if name not in allowed]:
                message = f"{field.name} seems to name somebody who is in no table: {', '.join(unknown)}"
                yield reading.at_row(RULE, row, field.name, message)
    for name in allowed.keys() - seen:
        message = f"allows {name}, whom no text names"
        yield Finding(RULE, ALLOWED, message, line=allowed[name], fix="Delete the line.")


def _names(columns: Columns, bearer: str) -> Iterator[str]:
    """The names in the columns that have names of these bearers."""
    for reading, field in columns:
        if field.whose_names == bearer:
            for cell in reading.cells[field.name].drop_nulls():
                yield from cell.split(";")


def _allowed(folder: Path) -> dict[str, int]:
    """The lines of the allowed names, by name."""
    path = folder / ALLOWED
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    return {line.strip(): number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")}
