"""Reports of findings: text for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence

from ukim.findings import Finding

SHOWN = 80
"""A value is shown up to this many characters."""


def as_text(findings: Iterable[Finding]) -> str:
    """Two lines a finding: where, which rule, what is wrong; then how to mend it."""
    return "".join(
        f"{_place(finding)}  {finding.rule.id}  {_wrong(finding)}\n    {finding.advice}\n" for finding in findings
    )


def counted(number: int, noun: str) -> str:
    """The number and the noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(findings: Sequence[Finding], tables: int, rules: int) -> str:
    """The findings and a summary; lines and columns count from 1, null where there is none."""
    errors = sum(finding.is_error for finding in findings)
    summary = {"errors": errors, "warnings": len(findings) - errors, "tables": tables, "rules": rules}
    report = {"findings": [finding.as_dict() for finding in findings], "summary": summary}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _place(finding: Finding) -> str:
    return ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)


def _wrong(finding: Finding) -> str:
    value = finding.value
    if value is None:
        return finding.message
    shown = value if len(value) <= SHOWN else value[:SHOWN] + "…"
    return f"{json.dumps(shown, ensure_ascii=False)}  {finding.message}"
