"""A finding, the catalogue of rules, and their order of precedence."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]

LAYERS = {
    "descriptor": "What the descriptor, the schemas and the rules must be for anything to be checked.",
    "bytes": "From bytes to rows: a table that cannot be read is judged no further.",
    "header": "The line of column names.",
    "type": "What a cell is.",
    "required": "Whether a cell is filled.",
    "category": "Whether its value is in a list.",
    "constraint": "What its value must keep.",
    "key": "What must stand once in a table.",
    "reference": "What must name a row of another table.",
    "rule": "What needs more than one cell; most are SQL, in `schemas/rules`.",
}
"""Layers of checks, in the order of precedence, and what each asks."""
PRECEDENCE = tuple(LAYERS)
"""Of several findings on one cell the one of the earliest layer is reported."""


@dataclass(frozen=True)
class Rule:
    """Something that must hold: what breaks it is a finding. `example` is a slip and its mending.

    A heuristic rule may be wrong about a correct value: what it finds is for people to judge, and fails nothing.
    """

    id: str
    layer: str
    title: str
    why: str
    fix: str
    example: str
    severity: Severity = "error"
    is_heuristic: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing wrong at one place. `line` and `column` count from 1; None where there is none."""

    rule: Rule
    file: str
    message: str
    line: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    fix: str = ""
    text: str | None = None
    """The line of the file, where it can be shown."""
    other_id: str | None = None
    """The key of another row of the table that may be one with this one."""

    @property
    def is_error(self) -> bool:
        """Whether it makes validation fail."""
        return self.rule.severity == "error"

    @property
    def fails_strict(self) -> bool:
        """True if it makes `ukim validate --strict` and `ukim release` fail."""
        return not self.rule.is_heuristic

    @property
    def advice(self) -> str:
        """How to mend it: this very place, else what breaks the rule."""
        return self.fix or self.rule.fix

    def as_dict(self) -> dict[str, str | int | bool | None]:
        """The finding as the JSON report gives it."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "rule": self.rule.id,
            "severity": self.rule.severity,
            "heuristic": self.rule.is_heuristic,
            "value": self.value,
            "message": self.message,
            "fix": self.advice,
        }


CATALOGUE = Path(__file__).with_name("catalogue.toml")
BUILT_IN = {
    name: Rule(id=name, **words) for name, words in tomllib.loads(CATALOGUE.read_text(encoding="utf-8")).items()
}
"""The rules that are built in, by id; the rules in SQL carry their own header."""


def by_precedence(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a bad cell, of the earliest layer, sorted by file, line and column."""
    best: dict[tuple[str, int | None, str], Finding] = {}
    for finding in sorted(findings, key=_rank):
        place = finding.file, finding.line, finding.field or f"{finding.rule.id} {finding.message}"
        best.setdefault(place, finding)
    return sorted(best.values(), key=_place)


def _rank(finding: Finding) -> tuple[bool, int, str, str]:
    return not finding.is_error, PRECEDENCE.index(finding.rule.layer), finding.rule.id, finding.message


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.file, finding.line or 0, finding.column or 0, finding.rule.id, finding.message
