"""The difference for a terminal, in characters that can be seen and that steer nothing."""

from collections.abc import Iterator

from ukim.curation.difference import Difference, Row
from ukim.diff.wording import PROTECTED, change, heading, hides, name, schema_sentence, summary, told_cells
from ukim.report.layout import BLANK, Line, laid_out


def as_text(difference: Difference) -> str:
    """The lines, as wide as the terminal."""
    text = "".join(f"{line}\n" for line in laid_out(_lines(difference)))
    return f"{text}\n{PROTECTED}\n" if hides(difference) else text


def _lines(difference: Difference) -> Iterator[Line]:
    yield Line(heading(difference))
    yield Line(summary(difference))
    if difference.schema:
        yield from (BLANK, Line("Schemas"))
        yield from (Line(schema_sentence(one), "-", 1) for one in difference.schema)
    for table in difference.tables:
        for kind, rows in table.by_kind:
            yield from (BLANK, Line(f"{table.title}: {kind}"))
            for row in rows:
                yield from _of_a_row(kind, row)


def _of_a_row(kind: str, row: Row) -> Iterator[Line]:
    yield Line(f"{name(row)} ({row.key})", "-", 1)
    for cell in told_cells(row):
        old, new = change(cell)
        values = {"added": new, "withdrawn": old}
        yield Line(values.get(kind, f"{old} → {new}"), cell.title, 3)
        if cell.reason:
            yield Line(cell.reason, "", 3)
    if row.reason:
        yield Line(row.reason, "Reason", 3)
