"""The difference in Markdown, for a pull request or a list of changes; nothing in the values is Markdown."""

from collections.abc import Iterator

from ukim.diff.result import Difference, Row
from ukim.diff.withholding import WITHHELD
from ukim.diff.wording import PROTECTED, change, heading, name, schema_sentence, summary, told_cells
from ukim.report.to_github import inert
from ukim.report.words import visible


def as_markdown(difference: Difference) -> str:
    """The page."""
    text = "\n".join(_lines(difference)) + "\n"
    return f"{text}\n{PROTECTED}\n" if WITHHELD in text else text


def _lines(difference: Difference) -> Iterator[str]:
    yield from (f"# {_inert(heading(difference))}", "", _inert(summary(difference)))
    if difference.schema:
        yield from ("", "## Schemas", "")
        yield from (f"- {_inert(schema_sentence(one))}" for one in difference.schema)
    for table in difference.tables:
        for kind, rows in table.by_kind:
            yield from ("", f"## {_inert(table.title)}: {kind}")
            for row in rows:
                yield from _of_a_row(kind, row)


def _of_a_row(kind: str, row: Row) -> Iterator[str]:
    yield from ("", f"**{_inert(name(row))}** ({_inert(row.key)})")
    cells = told_cells(row)
    if cells:
        is_corrected = kind == "corrected"
        yield from (
            "",
            *(_header("column", "before", "after", "reason") if is_corrected else _header("column", "value")),
        )
        for cell in cells:
            old, new = change(cell)
            values = (old, new, cell.reason) if is_corrected else (new if kind == "added" else old,)
            yield f"| {' | '.join(_inert(value) for value in (cell.title, *values))} |"
    if row.reason:
        yield from ("", _inert(row.reason))


def _header(*columns: str) -> tuple[str, str]:
    return f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)


def _inert(text: str) -> str:
    return inert(visible(text))
