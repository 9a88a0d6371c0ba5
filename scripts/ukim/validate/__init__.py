"""Validation: three engines, one report."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ukim.findings import BUILT_IN, Finding, by_precedence
from ukim.validate.frictionless import MAY_REPORT, Frictionless

if TYPE_CHECKING:
    import polars as pl

    from ukim.model import Package
    from ukim.tables.reading import Reading


@dataclass(frozen=True)
class Report:
    """What validation found, and in what."""

    findings: list[Finding]
    package: "Package | None" = None
    frames: "dict[str, pl.DataFrame]" = field(default_factory=dict)
    """The typed tables, where the rules that are asked for need types."""
    rows: dict[str, int] = field(default_factory=dict)
    """The number of rows of each table that could be read."""
    rules: int = 0
    """The number of rules in SQL that the package has."""

    @property
    def errors(self) -> list[Finding]:
        """The findings that make validation fail."""
        return [finding for finding in self.findings if finding.is_error]


class Engine(IntEnum):
    """The engines in their order; each needs what those before it found."""

    reading = 1
    cells = 2
    references = 3
    rules = 4
    frictionless = 5


OF_LAYERS = {
    "descriptor": Engine.reading,
    "bytes": Engine.reading,
    "header": Engine.reading,
    "reference": Engine.references,
    "rule": Engine.rules,
}
"""The last engine that the rules of a layer need; those of the layers in between need `cells`."""
OF_RULES = {
    "checksum": Engine.cells,
    "version-without-changelog": Engine.reading,
    "frictionless": Engine.reading,
}
"""The same of rules that are not like their layer; where frictionless runs, all that it may report needs it."""


def validate(
    descriptor: Path, today: date, *, with_frictionless: bool = True, only: Collection[str] | None = None
) -> Report:
    """Check a package: bytes, frictionless beside pandera and references, then the rules in SQL.

    Args:
        descriptor: its datapackage.json.
        today: the day after which nothing may have happened.
        with_frictionless: whether frictionless reads the package too.
        only: the ids of the rules that are asked for; by default all. Engines that these do not need are left out. What
            keeps validation from running is always reported.

    """
    last = _last_engine(only, with_frictionless=with_frictionless)
    with Frictionless() if last is Engine.frictionless else nullcontext() as frictionless:
        from ukim.compile.to_frictionless import package_descriptor
        from ukim.model import DescriptorError, Package

        try:
            package = Package.read(descriptor)
        except DescriptorError as error:
            return Report(by_precedence(error.findings))
        if frictionless:
            frictionless.read(str(package.folder), package_descriptor(package))
        from ukim.validate import frictionless_only
        from ukim.validate.engines import Engines

        engines = Engines(package, today)
        engines.run(last, only)
        if frictionless:
            engines.findings += frictionless_only.beyond(engines.findings, frictionless.errors(), engines.readings)
    asked = [one for one in engines.findings if only is None or one.rule.layer == "descriptor" or one.rule.id in only]
    private = engines.private_lines(one.file for one in asked)
    reported = [_with_its_line(one, engines.readings, private) for one in by_precedence(_order_last(asked))]
    rows = {name: reading.height for name, reading in engines.readings.items() if reading.is_read}
    return Report(reported, package, engines.frames, rows, engines.rules)


def _last_engine(only: Collection[str] | None, *, with_frictionless: bool) -> Engine:
    """The last engine that the rules need."""
    if with_frictionless and (only is None or MAY_REPORT.intersection(only)):
        return Engine.frictionless
    if only is None:
        return Engine.rules
    return max((_engine_of(rule) for rule in only), default=Engine.reading)


def _engine_of(rule: str) -> Engine:
    if rule not in BUILT_IN:
        return Engine.rules
    return OF_RULES.get(rule) or OF_LAYERS.get(BUILT_IN[rule].layer, Engine.cells)


def _with_its_line(
    finding: Finding, readings: "Mapping[str, Reading]", private: Collection[tuple[str, int | None]]
) -> Finding:
    """The finding with the line of the file; on a line with a personal identifier, without anything it says."""
    if (finding.file, finding.line) in private:
        return replace(finding, value=None)
    text = next((reading.line(finding.line) for reading in readings.values() if reading.file == finding.file), None)
    return finding if text is None else replace(finding, text=text)


def _order_last(findings: Iterable[Finding]) -> list[Finding]:
    """Without the order of rows in files where something else is wrong: a bad key is out of order too."""
    findings = list(findings)
    others = {finding.file for finding in findings if finding.rule.id != "order"}
    return [finding for finding in findings if finding.rule.id != "order" or finding.file not in others]
