"""The report for programs. `report.schema.json` describes it."""

import json
from collections.abc import Sequence

from ukim.findings import Finding

VERSION = 1
"""Of the form; a change that could break a program that reads it counts it up."""


def as_json(findings: Sequence[Finding], tables: int, rules: int) -> str:
    """The findings and a summary; lines and columns count from 1, null where there is none."""
    errors = sum(finding.is_error for finding in findings)
    summary = {"errors": errors, "warnings": len(findings) - errors, "tables": tables, "rules": rules}
    return dumps({"version": VERSION, "findings": [finding.as_dict() for finding in findings], "summary": summary})


def dumps(content: object) -> str:
    """JSON in ASCII: no encoding of the output breaks it, and nothing in it steers the terminal that shows it."""
    text = json.dumps(content, indent=2)
    return text.replace("\x7f", "\\u007f").replace("##[", "##\\u005b")
