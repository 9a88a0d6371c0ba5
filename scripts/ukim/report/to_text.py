"""The report for people: by file, with the piece of the line that is wrong and how to mend it."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from ukim.findings import Finding
from ukim.report.place import excerpt
from ukim.report.words import one_line, quoted, tally, visible

SHOWN = 10
"""So many findings of a rule in a file are shown; the other reports have all."""
COLOURS = {"error": "red", "warning": "yellow"}
# What stands behind a mark is never the beginning of a line: GitHub would take one that begins with :: for a command.
LINE = "    | "
ADVICE = "    > "


def show(findings: Iterable[Finding]) -> None:
    """Print the report, in colour on a terminal whose user did not ask for none."""
    console = Console(force_terminal=sys.stdout.isatty(), color_system=None if os.environ.get("NO_COLOR") else "auto")
    for line in lines(findings):
        console.print(line, soft_wrap=True)


def lines(findings: Iterable[Finding]) -> Iterator[Text]:
    """The lines of the report."""
    for file, group in groupby(findings, lambda finding: finding.file):
        found = list(group)
        yield Text(f"{visible(file)}: {tally(found)}", "bold")
        seen: Counter[str] = Counter()
        for finding in found:
            seen[finding.rule.id] += 1
            if seen[finding.rule.id] <= SHOWN:
                yield from _of_one(finding)
        for rule, number in seen.items():
            if number > SHOWN:
                yield Text(f"{ADVICE}{number - SHOWN} more of {visible(rule)} in this file: --format json lists all.")
        yield Text()


def _of_one(finding: Finding) -> Iterator[Text]:
    colour = COLOURS[finding.rule.severity]
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    value = "" if finding.value is None else f"{quoted(finding.value)}  "
    severity = "" if finding.is_error else "warning: "
    yield Text.assemble(
        (visible(place), "bold"),
        "  ",
        (visible(finding.rule.id), colour),
        f"  {value}{severity}",
        one_line(finding.message),
    )
    yield from _of_its_line(finding, colour)
    yield Text(ADVICE + one_line(finding.advice))


def _of_its_line(finding: Finding, colour: str) -> Iterator[Text]:
    """The piece of the line, and under what is wrong with it a caret and its tail."""
    piece = excerpt(finding)
    if piece is None:
        return
    yield Text.assemble((LINE, "dim"), piece.before, (piece.wrong or "", colour), piece.behind)
    if piece.wrong is not None:
        mark = "^".ljust(cell_len(piece.wrong), "~")
        yield Text.assemble((LINE, "dim"), " " * cell_len(piece.before), (mark, colour))
