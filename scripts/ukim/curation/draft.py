"""A draft for withdrawing, merging and withholding: what validation finds in it, and what `changes` lists of it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Self

from ukim.errors import UkimError
from ukim.findings import Finding
from ukim.model.semantic_version import Level, bumped
from ukim.tables.draft import Draft
from ukim.tables.store import WHOLE_ROW, Tables
from ukim.validate import validate
from ukim.validate.staged import staged_findings


class CurationDraft(Draft):
    """The tables as they are to be; `was` are the tables as they were."""

    today: date
    was: Tables
    known: set[tuple[str, str]]
    """Rules and messages of the warnings that validation gave before."""

    @classmethod
    def begin(cls, descriptor: Path, today: date) -> Self:
        """Read the tables.

        Raises:
            UkimError: they are not valid, so that nobody could say what a change breaks.

        """
        report = validate(descriptor, today, with_frictionless=False)
        if report.errors or report.package is None:
            message = "the tables have errors; fix them first: run `ukim validate`."
            raise UkimError(message)
        if not (report.package.changes and report.package.citations):
            message = "the package has no tables of changes and citations, in which this would be listed."
            raise UkimError(message)
        draft = cls.open(report.package)
        draft.today, draft.was = today, Tables(report.package, draft.readings)
        draft.known = {(one.rule.id, one.message) for one in report.findings}
        return draft

    def findings(self, texts: Mapping[str, str]) -> list[Finding]:
        """Return what validation finds in these files and did not find before."""
        found = staged_findings(self.package, texts, self.today)
        return [one for one in found if one.is_error or (one.rule.id, one.message) not in self.known]

    def list_change(self, record: str, column: str, action: str, reason: str, successor: str = "") -> None:
        """Add a row of `changes`; it replaces an older one on the same cell that no release has.

        The version is the smallest that the change makes; a row that only links others has no id of its own to lose.
        `ukim release` writes the one that it becomes.
        """
        level = Level.major if column == WHOLE_ROW and "/" not in record else Level.patch
        row = {"record_id": record, "field": column, "since_version": bumped(self.package.version, level)}
        self.add(self.package.changes, row | {"action": action, "successor_id": successor, "reason": reason})

    def replace_beside(self, path: str, before: str, after: str) -> None:
        """Write another file with the tables, if it changes."""
        if after != before:
            self.before[path], self.beside[path] = before, after
