"""Annotations on a pull request: workflow commands of GitHub, one line each.

What the tables hold was written by whoever opened the pull request. It must stay text: it starts no second command,
and where GitHub shows it, nothing in it becomes Markdown, HTML, a link or a mention of someone.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ukim.findings import Finding
from ukim.report.words import counted, in_a_sentence, one_line, visible

SHOWN = 10
"""GitHub shows so many annotations of a level for a step, and drops the others without a word."""
GAP = "\u200b"
"""A space without width: what it parts is no mention, address or reference any more, and looks the same."""
JOINT = re.compile(r"[@#:$](?=\S)|www(?=\.)|GH-(?=\d)|[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE)
"""Behind what GitHub sees mentions, issues, addresses, emoji, formulas and commits."""
MARKDOWN = re.compile(r"[\\`*\[\]<>&~|$]|(?<![^\W_])_")
"""What Markdown reads anywhere in a line; an underscore behind a letter begins nothing."""
AT_START = re.compile(r"\A(?:[0-9]+(?=[.)])|(?=[-+=#]))")
"""Where a backslash keeps a line from being a list, a heading or a rule."""


def as_annotations(findings: Sequence[Finding]) -> str:
    """The first ten errors and the first ten warnings, and a notice of how many more there are."""
    shown = set(_chosen(findings, "error") + _chosen(findings, "warning"))
    lines = [_annotation(finding) for place, finding in enumerate(findings) if place in shown]
    left = Counter(finding.rule.severity for place, finding in enumerate(findings) if place not in shown)
    if left:
        more = " and ".join(counted(number, f"more {severity}") for severity, number in sorted(left.items()))
        title = _property("Not all findings are shown here")
        lines.append(f"::notice title={title}::{more} not shown here. Run ukim validate to see all.")
    return "".join(f"{line}\n" for line in lines)


def inert(text: str) -> str:
    """The text, one visible line, so that GitHub shows it as it stands."""
    parted = JOINT.sub(rf"\g<0>{GAP}", text.strip())
    return AT_START.sub(r"\g<0>\\", MARKDOWN.sub(r"\\\g<0>", parted))


def _chosen(findings: Sequence[Finding], severity: str) -> list[int]:
    """The places of the findings that are shown: of every rule the first, then of every rule the second, and so on."""
    seen: Counter[str] = Counter()
    turns = []
    for place, finding in enumerate(findings):
        if finding.rule.severity == severity:
            seen[finding.rule.id] += 1
            turns.append((seen[finding.rule.id], place))
    return [place for _, place in sorted(turns)[:SHOWN]]


def _annotation(finding: Finding) -> str:
    title = one_line(f"{finding.rule.title} ({finding.rule.id})")
    properties = {
        "file": visible(finding.file),
        "line": finding.line,
        "col": finding.column,
        "title": inert(title),
    }
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{finding.rule.severity} {given}::{_data(inert(in_a_sentence(finding)))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
