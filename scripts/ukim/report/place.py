"""The place of a finding in the line of its file: which characters, and a piece of the line that shows them."""

from dataclasses import dataclass

from ukim.findings import Finding
from ukim.report.words import visible
from ukim.tables.canonical import CELL

WIDTH = 100
"""A line is shown up to this many characters."""
LEAD = 40
"""So much of them stands before a cell far along the line."""


@dataclass(frozen=True)
class Excerpt:
    """A piece of a line, visible: what is wrong (None: the line as a whole), and what stands before and behind it."""

    before: str
    wrong: str | None = None
    behind: str = ""


def span(finding: Finding) -> tuple[int, int] | None:
    """Where in its line the finding begins and ends, from 0; None where it names no column of it."""
    text, value = finding.text, finding.value
    if text is None or finding.column is None or not 0 < finding.column <= len(text) + 1:
        return None
    start = finding.column - 1
    if value is not None and text.startswith('"', start) and (cell := CELL.match(text, start)):
        return start, cell.end()
    if value is not None and text.startswith(value, start):
        return start, start + len(value)
    return start, min(start + 1, len(text))


def excerpt(finding: Finding) -> Excerpt | None:
    """The piece of the line around the finding; the whole of it where there is no column and it is short."""
    text, place = finding.text, span(finding)
    if text is None:
        return None
    if place is None:
        return Excerpt(visible(text)) if len(text) <= WIDTH else None
    start, end = place
    wrong = _beginning(text[start:end], WIDTH - LEAD)
    room = WIDTH - len(wrong)
    before = _end(text[:start], max(LEAD, room - len(text) + end))
    return Excerpt(before, wrong, _beginning(text[end:], max(room - len(before), 1)))


def _beginning(text: str, length: int) -> str:
    shown = visible(text[: length + 1])
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def _end(text: str, length: int) -> str:
    shown = visible(text[-length - 1 :])
    return shown if len(shown) <= length else "…" + shown[1 - length :]
