"""An intake from files to tables: planned, checked, then written whole or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ukim.errors import UkimError
from ukim.files import write_together
from ukim.findings import BUILT_IN, Finding
from ukim.intake.batch import Outcome, Progress, silent, take_in
from ukim.intake.parsing import Fault, read_all
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Statement
from ukim.model import Package
from ukim.report.words import in_a_sentence
from ukim.tables.draft import Draft
from ukim.tables.store import read_tables
from ukim.validate import validate
from ukim.validate.staged import place_of, staged_findings

THIRD_PARTY = BUILT_IN["third-party-name"]
"""A warning that refuses a source all the same: what was once published cannot be taken back."""


@dataclass(frozen=True)
class Result:
    """What an intake would do: to each statement, and to the tables, by path before and after."""

    faults: list[Fault]
    outcomes: list[Outcome]
    tables: Draft
    before: dict[str, str]
    changed: dict[str, str]
    findings: list[Finding]
    """What validation would find in the result and does not find now: warnings."""

    @property
    def taken(self) -> list[Outcome]:
        """The statements that are taken in."""
        return [one for one in self.outcomes if one.refusal is None]

    @property
    def refused(self) -> list[Outcome]:
        """The statements that are not."""
        return [one for one in self.outcomes if one.refusal]


class Intake:
    """Files to take in, and what was chosen where they leave a doubt."""

    def __init__(
        self, descriptor: Path, files: list[Path], choices: dict[str, str], cells: set[tuple[str, str]], today: date
    ) -> None:
        """Read the tables and the files.

        Args:
            descriptor: of the package that is taken into.
            files: the intake files.
            choices: the id of a person, or `new`, by name.
            cells: row and column of each value that is to stand as a source of the files states it.
            today: the day after which nothing may have happened.

        Raises:
            UkimError: the tables are not sound, so that nothing can be told from them.

        """
        report = validate(descriptor, today, with_frictionless=False)
        if report.errors or report.package is None:
            message = "the tables have errors; mend them first: run `ukim validate`."
            raise UkimError(message)
        self.package: Package = report.package
        self.choices, self.cells, self.today = choices, cells, today
        self._known = {_words(finding) for finding in report.findings}
        read_in = read_all(files, self.package, today)
        self._statements = [one for one in read_in if isinstance(one, Statement)]
        self._faults = [one for one in read_in if isinstance(one, Fault)]

    def plan(self, progress: Progress = silent) -> Result:
        """What the intake would do; a source whose rows validation would blame is refused, the others planned anew."""
        before = {one.path: (self.package.folder / one.path).read_bytes().decode() for one in self.package.resources}
        readings = read_tables(self.package)
        refused: dict[int, RefusedError] = {}
        while True:
            tables = Draft(self.package, readings)
            left = [one for number, one in enumerate(self._statements) if number not in refused]
            outcomes = take_in(tables, left, self.choices, progress)
            self._replace(tables, outcomes)
            after = {one.path: tables.text(one.name) for one in self.package.resources}
            changed = {path: text for path, text in after.items() if text != before[path]}
            found = staged_findings(self.package, after, self.today) if changed else []
            new = [finding for finding in found if _words(finding) not in self._known]
            refusing = [one for one in new if one.is_error or (one.rule is THIRD_PARTY and one.field)]
            if not refusing:
                break
            refused |= self._blamed(refusing, outcomes, tables, after)
        outcomes += [Outcome(self._statements[number], refusal=refusal) for number, refusal in refused.items()]
        return Result(self._faults, outcomes, tables, before, changed, new)

    def write(self, result: Result) -> None:
        """Write the tables that change, all or none.

        Raises:
            UkimError: they cannot be written, or were changed since they were read.

        """
        expected = {path: result.before[path].encode() for path in result.changed}
        write_together(self.package.folder, {path: text.encode() for path, text in result.changed.items()}, expected)

    def _replace(self, tables: Draft, outcomes: list[Outcome]) -> None:
        """Let the chosen values stand.

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
        self, refusing: list[Finding], outcomes: list[Outcome], tables: Draft, after: dict[str, str]
    ) -> dict[int, RefusedError]:
        """Why statements are refused, by their number: for each finding the last one cited for its cell, or its row."""
        blamed = {}
        for finding in refusing:
            taken = [one for one in outcomes if one.refusal is None]
            behind = _sources_behind(finding, tables, after)
            cited = ([one.statement for one in taken if one.source in sources][-1:] for sources in behind)
            for statement in next(filter(None, cited), self._statements):
                number = self._statements.index(statement)
                message = f"{in_a_sentence(finding)} ({finding.rule.id})"
                blamed[number] = RefusedError(statement.line, finding.field or finding.file, message)
        return blamed


def _sources_behind(finding: Finding, tables: Draft, texts: dict[str, str]) -> list[set[str]]:
    """The sources that are cited for the cell of a finding, and for its row; empty where it has none."""
    place = place_of(finding, tables.package, texts)
    if place is None:
        return []
    if place.table in {tables.package.citations, "sources"}:
        return [{place.record.rpartition("/")[2]}]
    return [tables.sources_of(place.record, finding.field), tables.sources_of(place.record)]


def _words(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule.id, finding.message, finding.value
