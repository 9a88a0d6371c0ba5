"""Validation: three engines, one report."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ukim.findings import BUILT_IN, Finding, Rule, by_precedence
from ukim.validate.frictionless import Frictionless

if TYPE_CHECKING:
    import polars as pl

    from ukim.model import Package
    from ukim.tables.reading import Reading


@dataclass(frozen=True)
class Report:
    """What validation found, the typed frames of the tables that could be read, and the number of rules in SQL."""

    findings: list[Finding]
    frames: "dict[str, pl.DataFrame]"
    package: "Package | None" = None
    rules: int = 0

    @property
    def errors(self) -> list[Finding]:
        """The findings that make validation fail."""
        return [finding for finding in self.findings if finding.is_error]


def validate(
    descriptor: Path,
    today: date,
    *,
    with_frictionless: bool = True,
    is_on: Callable[[Rule], bool] = lambda _: True,
) -> Report:
    """Check a package: bytes, frictionless beside pandera and references, then the rules in SQL.

    Args:
        descriptor: its datapackage.json.
        today: the day after which nothing may have happened.
        with_frictionless: whether frictionless reads the package too.
        is_on: whether what a rule finds is reported; what keeps validation from running always is.

    """
    with Frictionless() if with_frictionless else nullcontext() as frictionless:
        from ukim.compile.to_frictionless import package_descriptor
        from ukim.model import DescriptorError, Package

        try:
            package = Package.read(descriptor)
        except DescriptorError as error:
            return Report(by_precedence(error.findings), {})
        if frictionless:
            frictionless.read(str(package.folder), package_descriptor(package))
        from ukim.tables.reading import read
        from ukim.validate import (
            cells,
            frictionless_only,
            package_files,
            references,
            rules,
            stated_values,
            third_parties,
        )

        readings = {
            resource.name: read(package.folder / resource.path, resource.path, resource.table)
            for resource in package.resources
        }
        for resource in package.resources:
            readings[resource.name].expect(resource.rows)
        findings = [finding for reading in readings.values() for finding in reading.findings]
        frames: dict[str, pl.DataFrame] = {}
        for name, reading in readings.items():
            if reading.is_read:
                frames[name], found = cells.check(name, reading, today)
                findings += found
        findings += package_files.check(package, list(findings))
        findings += references.check(package, readings, frames, list(findings))
        findings += stated_values.check(package, readings, frames, today)
        findings += rules.check(package, readings, frames, findings, today)
        findings += third_parties.check(package, readings, list(findings))
        if frictionless:
            findings += frictionless_only.beyond(findings, frictionless.errors(), readings)
    on = [finding for finding in findings if finding.rule.layer == "descriptor" or is_on(finding.rule)]
    private = {(one.file, one.line) for one in findings if one.rule is BUILT_IN["personal-identifier"]}
    reported = [_with_its_line(finding, readings, private) for finding in by_precedence(_order_last(on))]
    return Report(reported, frames, package, len(rules.files(package.folder)))


def _with_its_line(
    finding: Finding, readings: "Mapping[str, Reading]", private: set[tuple[str, int | None]]
) -> Finding:
    """The finding with the line of the file; on a line with a personal identifier, without anything it says."""
    if (finding.file, finding.line) in private:
        return replace(finding, value=None)
    text = next((reading.line(finding.line) for reading in readings.values() if reading.file == finding.file), None)
    return finding if text is None else replace(finding, text=text)


def _order_last(findings: list[Finding]) -> list[Finding]:
    """Without the order of rows in files where something else is wrong: a bad key is out of order too."""
    others = {finding.file for finding in findings if finding.rule.id != "order"}
    return [finding for finding in findings if finding.rule.id != "order" or finding.file not in others]
