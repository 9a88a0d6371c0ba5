"""The report in SARIF 2.1.0, which code hosts and editors read."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from ukim.findings import Finding, Rule
from ukim.report.place import span
from ukim.report.to_json import dumps
from ukim.report.words import in_a_sentence, visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """The findings and every rule of the catalogue, broken or not."""
    driver = {"name": "ukim", "version": version, "rules": [_rule(rule) for rule in rules.values()]}
    index = {name: place for place, name in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule.id]) for finding in findings],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": visible(rule.title)},
        "fullDescription": {"text": visible(rule.why)},
        "help": {"text": visible(f"{rule.fix} Example: {rule.example}")},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"heuristic": rule.is_heuristic},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _address(finding.file), "uriBaseId": "%SRCROOT%"}}
    if finding.line is not None:
        place |= _region(finding, finding.line)
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.rule.severity,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
    }


def _region(finding: Finding, line: int) -> dict[str, Any]:
    """The cell within its line, or the line alone where the finding names no part of it."""
    text, place = finding.text, span(finding)
    whole = {"startLine": line} | ({} if text is None else {"snippet": {"text": text}})
    if text is None or place is None or place == (0, len(text)):
        return {"region": whole}
    start, end = place
    cell = {"startLine": line, "startColumn": start + 1, "endColumn": end + 1, "snippet": {"text": text[start:end]}}
    return {"region": cell, "contextRegion": whole}


def _message(finding: Finding) -> str:
    """The message: braces, which hold places in SARIF, are doubled, and what would be a link is parted."""
    return in_a_sentence(finding).replace("{", "{{").replace("}", "}}").replace("](", "]\u200b(")


def _address(file: str) -> str:
    return quote(file.encode("utf-8", "replace"))
