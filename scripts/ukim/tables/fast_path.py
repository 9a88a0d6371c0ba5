"""The quick way to read a table that is sound: Polars reads it, and what it would write again is the file itself.

It says nothing of what is wrong with a file; `ukim.tables.reading` reads that one again, cell by cell.
"""

import unicodedata
from io import BytesIO

import polars as pl

from ukim.model import Table

VISIBLE = bytes([ord("\n"), *range(0x20, 0x7F), *range(0x80, 0x100)])
"""The bytes of UTF-8 that are no control character of ASCII."""
UNUSUAL = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}[\s--\x20]]"
"""What cannot be seen, and spaces other than the plain one."""


def sound_cells(data: bytes, table: Table, formula: str, longest: int) -> pl.DataFrame | None:
    """The cells of a table file as text, an empty one as null; None where anything may be wrong with its bytes.

    Args:
        data: the file.
        table: what it should hold.
        formula: the characters that no cell begins with, but numbers.
        longest: so many characters a cell holds at most.

    """
    try:
        # One chunk a column: DuckDB is handed such a frame as it is, any other would be copied for each query.
        cells = pl.read_csv(data, schema=dict.fromkeys(table.names, pl.String), glob=False).rechunk()
    except pl.exceptions.PolarsError:
        return None
    is_sound = (
        _is_written_so(data, table, cells)
        and _is_visible(data, cells)
        and _are_rows(cells, data.count(b"\n"))
        and not (b"  " in data or b" ;" in data)
        and _has_sound_cells(table, cells, formula, longest)
        and _is_in_order(table, cells)
    )
    return cells if is_sound else None


def _is_written_so(data: bytes, table: Table, cells: pl.DataFrame) -> bool:
    """Whether the file is what Polars writes of its cells: with quotes where they are needed, and plain line feeds."""
    out = BytesIO()
    cells.write_csv(out)
    return data.startswith(",".join(table.names).encode() + b"\n") and out.getvalue() == data


def _is_visible(data: bytes, cells: pl.DataFrame) -> bool:
    """Whether the text has no invisible characters or unusual spaces, and is in Unicode normal form C."""
    if data.translate(None, VISIBLE):
        return False
    if data.isascii():
        return True
    if not unicodedata.is_normalized("NFC", data.decode()):
        return False
    return not cells.select(pl.any_horizontal(pl.all().str.contains(UNUSUAL).any())).item()


def _are_rows(cells: pl.DataFrame, lines: int) -> bool:
    """Whether each line is one row, and each row holds a value."""
    return cells.height == lines - 1 and not cells.select(pl.all_horizontal(pl.all().is_null()).any()).item()


def _has_sound_cells(table: Table, cells: pl.DataFrame, formula: str, longest: int) -> bool:
    """Whether no cell has a space at its end or beginning, a quoted nothing, the look of a formula or great length."""
    faults = []
    for field in table.fields:
        cell = pl.col(field.name)
        starts = " " if field.type == "integer" else " " + formula
        faults += [cell.str.starts_with(start).any() for start in starts]
        faults += [cell.str.ends_with(" ").any(), cell.str.len_bytes().max() > longest, (cell == "").any()]
        if field.type == "list":
            faults.append(cell.str.contains("; ", literal=True).any())
    return not cells.select(pl.any_horizontal(*(fault.alias(str(at)) for at, fault in enumerate(faults)))).item()


def _is_in_order(table: Table, cells: pl.DataFrame) -> bool:
    """True if the rows are sorted by key, part by part, in the order of code points; an empty part is in no order.

    A row follows the one before it if its first differing part is greater; rows with equal keys are in order.
    """
    is_in_order = pl.lit(value=True)
    for part in (pl.col(name) for name in reversed(table.primary_key)):
        before = part.shift()
        is_in_order = (part > before) | ((part == before) & is_in_order)
    following = cells.select(is_in_order.alias("in order"))["in order"][1:]
    return following.fill_null(value=False).all()
