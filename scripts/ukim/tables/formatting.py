"""The canonical form of all tables of a package."""

import difflib
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ukim.findings import Finding
from ukim.model import Package
from ukim.tables.canonical import by_key, render
from ukim.tables.reading import read


class Formatted(NamedTuple):
    """A table file: its bytes, those of its canonical form (none if it cannot be read), and why it cannot."""

    path: str
    before: bytes
    after: bytes | None
    findings: list[Finding]

    @property
    def differs(self) -> bool:
        """True if the file can be read and is not in canonical form."""
        return self.after is not None and self.after != self.before

    def diff(self) -> Iterator[str]:
        """Yield the lines that differ, as `diff` prints them, each with its line feed if it has one."""
        before, after = (data.decode().splitlines(keepends=True) for data in (self.before, self.after or b""))
        yield from difflib.unified_diff(before, after, f"{self.path} (as it is)", f"{self.path} (canonical)", n=0)


def formatted(package: Package) -> Iterator[Formatted]:
    """Yield each table with its canonical form: row order, quoting, line feeds, Unicode normal form C."""
    for resource in package.resources:
        file = package.folder / resource.path
        reading = read(file, resource.path, resource.table)
        if reading.rows is None:
            yield Formatted(resource.path, b"", None, reading.findings)
            continue
        rows = [[unicodedata.normalize("NFC", cell) for cell in row] for row in reading.rows]
        text = render(resource.table.names, by_key(resource.table, rows))
        yield Formatted(resource.path, file.read_bytes(), text.encode(), [])
