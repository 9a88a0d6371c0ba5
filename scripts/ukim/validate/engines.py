"""Our own engines, one after the other."""

from collections.abc import Collection, Iterable
from datetime import date

import polars as pl

from ukim.findings import BUILT_IN
from ukim.model import Package
from ukim.tables.reading import read
from ukim.validate import Engine, cells, package_files, references, rules, stated_values, third_party_names
from ukim.validate.rule_inputs import bad_cells, register_all


class Engines:
    """A package that is being checked: its tables as read and typed, and what was found so far."""

    def __init__(self, package: Package, today: date) -> None:
        """Read the tables."""
        self._package, self._today = package, today
        self.readings = {one.name: read(package.folder / one.path, one.path, one.table) for one in package.resources}
        for one in package.resources:
            self.readings[one.name].expect(one.rows)
        self.frames: dict[str, pl.DataFrame] = {}
        self.findings = [finding for reading in self.readings.values() for finding in reading.findings]
        self.rules = len(rules.files(package.folder))

    def run(self, last: Engine, only: Collection[str] | None) -> None:
        """Run the engines up to the last one; of the rules in SQL, those alone that are asked for."""
        if last >= Engine.cells:
            self._check_cells()
        self.findings += package_files.check(self._package, list(self.findings))
        if last >= Engine.references:
            self.findings += references.check(self._package, self.readings, self.frames, list(self.findings))
            self.findings += stated_values.check(self._package, self.readings, self.frames, self._today)
        # What frictionless reports is left out where a rule in SQL says it, so all of them run before it.
        self._check_rules(last, only if last is Engine.rules else None)
        if last >= Engine.rules and (only is None or third_party_names.RULE.id in only):
            self.findings += third_party_names.check(self._package, self.readings, list(self.findings))

    def private_lines(self, files: Iterable[str]) -> set[tuple[str, int | None]]:
        """File and line of the personal identifiers in these files, in whatever engines ran."""
        findings, files = self.findings, set(files)
        if not self.frames:
            unchecked = ((name, one) for name, one in self.readings.items() if one.is_read and one.file in files)
            findings = [found for name, one in unchecked for found in cells.check(name, one, self._today)[1]]
        return {(one.file, one.line) for one in findings if one.rule is BUILT_IN["personal-identifier"]}

    def _check_cells(self) -> None:
        for name, reading in self.readings.items():
            if reading.is_read:
                self.frames[name], found = cells.check(name, reading, self._today)
                self.findings += found

    def _check_rules(self, last: Engine, only: Collection[str] | None) -> None:
        """Report the files that are no rules, and run the rules."""
        with rules.connect() as connection:
            selects, broken = rules.selects(self._package.folder, connection)
            self.findings += broken
            if last >= Engine.rules:
                asked = [one for one in selects if only is None or one.rule.id in only]
                bad = bad_cells(self.findings, self.readings)
                is_complete = register_all(connection, self._package, self.readings, self.frames, bad)
                connection.execute(f"SET VARIABLE today = DATE '{self._today}'")
                self.findings += rules.check(connection, asked, self.readings, bad, is_complete=is_complete)
