"""An intake from files to tables: planned, checked, then written whole or not at all."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ukim.errors import UkimError
from ukim.findings import BUILT_IN, Finding
from ukim.intake.batch import Batch, Outcome, Progress, silent
from ukim.intake.parsing import Fault, read_all
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Statement
from ukim.model import Package
from ukim.report.words import in_a_sentence
from ukim.tables.draft import Draft
from ukim.validate import validate
from ukim.validate.staged import place_of, staged_findings

THIRD_PARTY = BUILT_IN["third-party-name"]
"""A warning that refuses a source all the same: what was once published cannot be taken back."""


@dataclass(frozen=True)
class Result:
    """The result of an intake: of each statement, and of the tables, by path before and after."""

    faults: list[Fault]
    outcomes: list[Outcome]
    tables: Draft
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
        self._draft = Draft.open(self.package)
        self._restore = self._draft.snapshot()
        read_in = read_all(files, self._draft, today)
        self._statements = [one for one in read_in if isinstance(one, Statement)]
        self._faults = [one for one in read_in if isinstance(one, Fault)]

    def plan(self, progress: Progress = silent) -> Result:
        """Return what the intake would do; a source whose rows validation would blame is refused."""
        self._restore()
        tables = self._draft
        batch = Batch(tables, self._statements, self.choices)
        outcomes = batch.run(progress)
        while True:
            self._replace(tables, outcomes)
            after = tables.texts()
            changed = {path: text for path, text in after.items() if text != tables.before[path]}
            found = staged_findings(self.package, after, self.today) if changed else []
            new = [finding for finding in found if _words(finding) not in self._known]
            refusing = [one for one in new if one.is_error or (one.rule is THIRD_PARTY and one.field)]
            if not refusing:
                return Result(self._faults, outcomes, tables, changed, new)
            outcomes = batch.refuse(self._blamed(refusing, outcomes, tables, after), progress)

    def write(self, result: Result) -> None:
        """Write the tables that change, all or none.

        Raises:
            UkimError: they cannot be written, or were changed since they were read.

        """
        result.tables.write(result.changed)

    def _replace(self, tables: Draft, outcomes: list[Outcome]) -> None:
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
        self, refusing: list[Finding], outcomes: list[Outcome], tables: Draft, after: dict[str, str]
    ) -> dict[int, RefusedError]:
        """Return why statements are refused, by number: for each finding, the last one cited for its cell or row."""
        blamed: dict[int, RefusedError] = {}
        imported = [number for number, one in enumerate(outcomes) if one.refusal is None]
        for finding in refusing:
            behind = _sources_behind(finding, tables, after)
            cited = ([one for one in imported if outcomes[one].source in sources][-1:] for sources in behind)
            message = f"{in_a_sentence(finding)} ({finding.rule.id})"
            for number in next(filter(None, cited), imported):
                line = outcomes[number].statement.line
                blamed[number] = RefusedError(line, finding.field or finding.file, message)
        return blamed


def _sources_behind(finding: Finding, tables: Draft, texts: dict[str, str]) -> list[set[str]]:
    """Return the sources cited for the cell of a finding, and for its row; none if it is about no row."""
    place = place_of(finding, tables.package, texts)
    if place is None:
        return []
    if place.table in {tables.package.citations, "sources"}:
        return [{place.record.rpartition("/")[2]}]
    return [tables.sources_of(place.record, finding.field), tables.sources_of(place.record)]


def _words(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule.id, finding.message, finding.value
