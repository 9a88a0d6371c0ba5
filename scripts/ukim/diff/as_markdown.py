"""The difference in Markdown, for a pull request or a list of changes; nothing in the values is Markdown."""

import re
from collections.abc import Iterator

from ukim.curation.difference import Difference, Row
from ukim.diff.wording import PROTECTED, change, heading, hides, name, schema_sentence, summary, told_cells
from ukim.report.to_github import inert
from ukim.report.words import visible

KEY = re.compile(r"(?=.*[a-z])[\w.*/-]*\d[\w.*/-]*", re.ASCII)
"""What may be a key: without a letter a date would do, without a digit any word."""


def as_markdown(difference: Difference) -> str:
    """The page."""
    text = "\n".join(_lines(difference)) + "\n"
    return f"{text}\n{PROTECTED}\n" if hides(difference) else text


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
    yield from ("", f"**{_inert(name(row))}** ({_key(row.key)})")
    cells = told_cells(row)
    if cells:
        is_corrected = kind == "corrected"
        yield from (
            "",
            *(_header("column", "before", "after", "reason") if is_corrected else _header("column", "value")),
        )
        for cell in cells:
            old, new = (_value(*value) for value in zip(change(cell), (cell.old, cell.new), strict=True))
            values = (old, new, _inert(cell.reason)) if is_corrected else (new if kind == "added" else old,)
            yield f"| {' | '.join((_inert(cell.title), *values))} |"
    if row.reason:
        yield from ("", _inert(row.reason))


def _header(*columns: str) -> tuple[str, str]:
    return f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)


def _value(words: str, value: str) -> str:
    """The words; a key that stands in brackets behind what it means can be copied."""
    meaning, is_behind, _ = words.partition(f" ({value})")
    return f"{_inert(meaning)} ({_key(value)})" if value and is_behind and words.endswith(")") else _key(words)


def _key(text: str) -> str:
    """A key as code, in which nothing is Markdown; whatever else the text is, it is made inert."""
    return f"`{text}`" if KEY.fullmatch(text) else _inert(text)


def _inert(text: str) -> str:
    return inert(visible(text))
