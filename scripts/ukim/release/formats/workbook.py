"""Excel: `ukim.xlsx`, a sheet a table, before them one with the codebook and one with the view `prosecutions`.

Text is written as text whatever it looks like, so there are no formulas and no links; days are dates of Excel.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import polars as pl

from ukim.compile.to_polars import DTYPES
from ukim.errors import UkimError
from ukim.model import Field, Package, Table, View
from ukim.views.content import Content, Reader, as_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NAME = "Excel"
FILE = "ukim.xlsx"
CODEBOOK = "codebook"
LONGEST_NAME = 31
FIRST = "prosecutions"
"""The one view that has a sheet, since it is what most want to see."""
A4 = 9
"""Excel's number of the paper."""
WIDEST = 60
"""Characters; a wider column would push the others off the screen."""
WIDEST_WRAPPED = 80
"""Where texts run over several lines: so that even the longest list of values is no higher than a row may be."""
LINE = 15
"""The height of a line, in points."""
SURE_FROM = 1901
"""Excel knows no day before 1900, and counts one too many in that year: earlier days are written as text."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def path(content: Content) -> str | None:
    """The file in a release; none where it has no sheet for the view."""
    return FILE if not content.is_view or content.name == FIRST else None


def sheet(content: Content) -> str:
    """The name of its sheet."""
    return content.name[:LONGEST_NAME]


def write(folder: Path, package: Package, contents: Sequence[Content], stamp: datetime) -> None:
    """Write the file; `stamp` is when it says that it was made.

    Raises:
        UkimError: something in it is over a limit of Excel.

    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    buffer = io.BytesIO()
    try:
        with Workbook(buffer, OPTIONS) as workbook:
            workbook.set_properties({"title": package.title, "comments": package.description, "created": stamp})
            bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
            wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
            front, described = workbook.add_worksheet(CODEBOOK), codebook(contents)
            _write_sheet(front, described, bold, day)
            _wrap(front, described, wrapped)
            for content in sorted(filter(path, contents), key=lambda content: content.name != FIRST):
                _write_sheet(workbook.add_worksheet(sheet(content)), content.frame, bold, day)
    except XlsxWriterException as error:
        message = f"{FILE} cannot hold the tables: {error}"
        raise UkimError(message) from None
    (folder / FILE).write_bytes(buffer.getvalue())


def codebook(contents: Iterable[Content]) -> pl.DataFrame:
    """One row a column of the tables and views: what it holds."""
    rows = [row for content in contents for row in _described(content.name, content.table)]
    columns = ["table", "column", "title", "type", "required", "description", "values"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


@contextmanager
def opened(folder: Path) -> Iterator[Reader]:
    """What reads the file."""
    from openpyxl import load_workbook

    with closing(load_workbook(folder / FILE, read_only=True)) as workbook:
        yield lambda content: _rows(workbook[sheet(content)].iter_rows(values_only=True), content)


def _rows(lines: Iterable[Sequence[object]], content: Content) -> pl.DataFrame:
    header, *rows = lines
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    fields = content.table.by_name
    return as_text(
        pl.DataFrame(
            _series(str(name), column, fields[str(name)].type if name in fields else "string")
            for name, column in zip(header, columns, strict=True)
        )
    )


def _described(name: str, table: Table | View) -> Iterator[tuple[str, ...]]:
    for field in table.fields:
        values = ""
        if isinstance(field, Field):
            values = "; ".join(
                f"{one.value}: {(one.description or one.label).removesuffix('.')}"
                for one in field.categories or field.item_categories
            )
        required = "yes" if field.name in table.always_filled else ""
        yield name, field.name, field.title, field.type, required, field.description, values


def _write_sheet(sheet: "Worksheet", frame: pl.DataFrame, bold: "Format", day: "Format") -> None:
    for place, name in enumerate(frame.columns):
        _put(sheet.write_string(0, place, name, bold), sheet, 0, name)
    texts = as_text(frame)
    for place, (name, type_) in enumerate(frame.schema.items()):
        column = texts[name] if type_ == pl.List else frame[name]
        for row, value in enumerate(column, start=1):
            if value is not None:
                _put(_write_cell(sheet, row, place, value, day), sheet, row, name)
        sheet.set_column(place, place, min(_longest(texts[name]), WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)


def _wrap(sheet: "Worksheet", texts: pl.DataFrame, wrapped: "Format") -> None:
    """Show the texts of a sheet whole, in lines; LibreOffice does not find by itself how high a row then is."""
    for place, column in enumerate(texts):
        sheet.set_column(place, place, min(_longest(column), WIDEST_WRAPPED) + 2, wrapped)
    for row, cells in enumerate(texts.iter_rows(), start=1):
        sheet.set_row(row, LINE * max(len(wrap(cell, WIDEST_WRAPPED)) for cell in cells if cell))
    sheet.fit_to_pages(1, 0)


def _longest(column: pl.Series) -> int:
    """How many characters its name and its texts have at most."""
    return max([len(column.name), *(len(text) for text in column.drop_nulls())])


def _write_cell(sheet: "Worksheet", row: int, place: int, value: object, day: "Format") -> int:
    """Write one cell in its type; what xlsxwriter answers is below 0 where it does not fit."""
    match value:
        case bool():
            return int(sheet.write_boolean(row, place, value))
        case int() | float():
            return int(sheet.write_number(row, place, value))
        case date() if value.year >= SURE_FROM:
            return int(sheet.write_datetime(row, place, value, day))
        case _:
            return int(sheet.write_string(row, place, str(value)))


def _put(answer: int, sheet: "Worksheet", row: int, column: str) -> None:
    if answer < 0:
        message = f"{FILE} cannot hold row {row} of {sheet.get_name()}, column {column}: it is over a limit of Excel."
        raise UkimError(message)


def _series(name: str, column: Sequence[object], type_: str) -> pl.Series:
    """A column of the sheet in its type; a cell of another one is an error."""
    if type_ == "date":
        column = [cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in column]
    if type_ == "number":
        column = [float(cell) if isinstance(cell, int) else cell for cell in column]
    return pl.Series(name, column, pl.String if type_ in {"date", "list"} else DTYPES[type_])
