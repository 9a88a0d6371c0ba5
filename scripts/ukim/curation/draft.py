"""The tables of a package, changed in memory, checked in a copy, and written all or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from ukim.errors import UkimError
from ukim.files import write_together
from ukim.findings import Finding
from ukim.intake.tables import CHANGES, CITATIONS, WHOLE_ROW, Tables
from ukim.model import Package
from ukim.model.semantic_version import Level, bumped
from ukim.tables import rows as showing
from ukim.tables.reading import read
from ukim.validate import staged, validate


@dataclass
class Draft:
    """The tables as they were, and as they are to be."""

    package: Package
    today: date
    was: showing.Tables
    tables: Tables
    before: dict[str, str]
    """The files of the tables as they were, by path."""
    known: set[tuple[str, str]]
    """Rules and messages of the warnings that validation gave before."""
    beside: dict[str, str] = field(default_factory=dict)
    """Other files that are written with the tables, by path, and what is to stand in them."""

    @classmethod
    def read(cls, descriptor: Path, today: date) -> Self:
        """Read the tables.

        Raises:
            UkimError: they are not sound, so that nobody could tell what a change breaks.

        """
        report = validate(descriptor, today, with_frictionless=False)
        if report.errors or report.package is None:
            message = "the tables have errors; mend them first: run `ukim validate`."
            raise UkimError(message)
        package = report.package
        if not {CHANGES, CITATIONS} <= package.tables.keys():
            message = "the package has no tables changes and citations, in which this would be told."
            raise UkimError(message)
        readings = {one.name: read(package.folder / one.path, one.path, one.table) for one in package.resources}
        before = {one.path: (package.folder / one.path).read_bytes().decode() for one in package.resources}
        was, tables = showing.Tables(package, readings), Tables(package, readings)
        return cls(package, today, was, tables, before, {(one.rule.id, one.message) for one in report.findings})

    def texts(self) -> dict[str, str]:
        """The files of the tables as they are to be, by path."""
        return {one.path: self.tables.text(one.name) for one in self.package.resources}

    def findings(self, texts: Mapping[str, str]) -> list[Finding]:
        """What validation finds in these files and did not find before."""
        found = staged.findings(self.package, texts, self.today)
        return [one for one in found if one.is_error or (one.rule.id, one.message) not in self.known]

    def list_change(self, record: str, column: str, action: str, reason: str, successor: str = "") -> None:
        """Add a row of `changes`; of an older one on the same cell that no release has, this one takes the place.

        The version is the smallest that the change makes; a row that only links others has no id that could go.
        `ukim release` writes the one that it becomes.
        """
        level = Level.major if column == WHOLE_ROW and "/" not in record else Level.patch
        row = {"record_id": record, "field": column, "since_version": bumped(self.package.version, level)}
        self.tables.add(CHANGES, row | {"action": action, "successor_id": successor, "reason": reason})

    def replace_beside(self, path: str, before: str, after: str) -> None:
        """Write another file with the tables, if it changes."""
        if after != before:
            self.before[path], self.beside[path] = before, after

    def write(self, texts: Mapping[str, str]) -> None:
        """Write the files that differ, all or none.

        Raises:
            UkimError: they cannot be written, or were changed since they were read.

        """
        files = {path: text for path, text in {**texts, **self.beside}.items() if text != self.before[path]}
        expected = {path: self.before[path].encode() for path in files}
        write_together(self.package.folder, {path: text.encode() for path, text in files.items()}, expected)
