"""An intake from files to tables: planned, checked, then written whole or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ukim.errors import UkimError
from ukim.files import write_together
from ukim.findings import Finding
from ukim.intake.batch import Batch, Outcome, Progress, silent
from ukim.intake.free_text import check_of
from ukim.intake.parsing import Fault, read_all
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Statement
from ukim.intake.tables import CITATIONS, Tables
from ukim.model import Package
from ukim.report.words import in_a_sentence
from ukim.tables.reading import read as read_table
from ukim.validate import staged, validate


@dataclass(frozen=True)
class Result:
    """The result of an intake: of each statement, and of the tables, by path before and after."""

    faults: list[Fault]
    outcomes: list[Outcome]
    tables: Tables
    before: dict[str, str]
    changed: dict[str, str]
    findings: list[Finding]
    """Warnings of validation in the result that it does not report now."""

    @property
    def imported(self) -> list[Outcome]:
        """The statements that are imported."""
        return [one for one in self.outcomes if one.refusal is None]

    @property
    def refused(self) -> list[Outcome]:
        """The statements that are not."""
        return [one for one in self.outcomes if one.refusal]


class Intake:
    """Files to import, and what was chosen where they leave a doubt."""

    def __init__(
        self, descriptor: Path, files: list[Path], choices: dict[str, str], cells: set[tuple[str, str]], today: date
    ) -> None:
        """Read the tables and the files.

        Args:
            descriptor: of the package that gets the rows.
            files: the intake files.
            choices: the id of a person, or `new`, by name.
            cells: row and column of each value to replace by the one that a source of the files states.
            today: the day after which nothing may have happened.

        Raises:
            UkimError: the tables have errors.

        """
        report = validate(descriptor, today, with_frictionless=False)
        if report.errors or report.package is None:
            message = "the tables have errors; fix them first: run `ukim validate`."
            raise UkimError(message)
        self.package: Package = report.package
        self.choices, self.cells, self.today = choices, cells, today
        self._known = {_words(finding) for finding in report.findings}
        folder, resources = self.package.folder, self.package.resources
        self._before = {one.path: (folder / one.path).read_bytes().decode() for one in resources}
        self._readings = {one.name: read_table(folder / one.path, one.path, one.table) for one in resources}
        read_in = read_all(files, Tables(self.package, self._readings), today)
        self._statements = [one for one in read_in if isinstance(one, Statement)]
        self._faults = [one for one in read_in if isinstance(one, Fault)]

    def plan(self, progress: Progress = silent) -> Result:
        """Return what the intake would do; a source whose rows validation would blame is refused."""
        tables = Tables(self.package, self._readings)
        batch = Batch(tables, self._statements, self.choices, check_of(tables))
        outcomes = batch.run(progress)
        while True:
            self._replace(tables, outcomes)
            after = {one.path: tables.text(one.name) for one in self.package.resources}
            changed = {path: text for path, text in after.items() if text != self._before[path]}
            found = staged.findings(self.package, after, self.today) if changed else []
            errors = [finding for finding in found if finding.is_error]
            if not errors:
                break
            outcomes = batch.refuse(self._blamed(errors, outcomes, tables, after), progress)
        new = [finding for finding in found if _words(finding) not in self._known]
        return Result(self._faults, outcomes, tables, self._before, changed, new)

    def write(self, result: Result) -> None:
        """Write the tables that change, all or none.

        Raises:
            UkimError: they cannot be written, or were changed since they were read.

        """
        expected = {path: result.before[path].encode() for path in result.changed}
        write_together(self.package.folder, {path: text.encode() for path, text in result.changed.items()}, expected)

    def _replace(self, tables: Tables, outcomes: list[Outcome]) -> None:
        """Put the chosen values into the rows.

        Raises:
            UkimError: no source of the files states another value of a chosen cell.

        """
        differences = [(outcome.source, one) for outcome in outcomes for one in outcome.differences if one.is_kept]
        chosen = [(source, one) for source, one in differences if (one.record, one.column) in self.cells]
        for source, one in chosen:
            tables.replace(one.table, one.record, one.column, one.stated, source)
        if left := self.cells - {(one.record, one.column) for _, one in chosen}:
            record, column = min(left)
            message = f"--replace {record}.{column}: no source in the files states another value than the row there."
            raise UkimError(message)

    def _blamed(
        self, errors: list[Finding], outcomes: list[Outcome], tables: Tables, after: dict[str, str]
    ) -> dict[int, RefusedError]:
        """Return why statements are refused, by their number: for each error, the last one cited for its row."""
        blamed: dict[int, RefusedError] = {}
        imported = [number for number, one in enumerate(outcomes) if one.refusal is None]
        for finding in errors:
            behind = _sources_behind(finding, tables, after)
            message = f"{in_a_sentence(finding)} ({finding.rule.id})"
            for number in [one for one in imported if outcomes[one].source in behind][-1:] or imported:
                line = outcomes[number].statement.line
                blamed[number] = RefusedError(line, finding.field or finding.file, message)
        return blamed


def _sources_behind(finding: Finding, tables: Tables, texts: dict[str, str]) -> set[str]:
    """Return the sources cited for the row of a finding; none if it is about no row."""
    place = staged.place_of(finding, tables.package, texts)
    if place is None:
        return set()
    if place.table in {CITATIONS, "sources"}:
        return {place.record.rpartition("/")[2]}
    return tables.sources_of(place.record)


def _words(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule.id, finding.message, finding.value
