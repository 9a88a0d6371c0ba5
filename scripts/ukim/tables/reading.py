"""The first checks: from bytes to rows. A table that fails them cannot be checked any further."""

import csv
import difflib
import io
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ukim.findings import BUILT_IN, Finding, Rule
from ukim.model import Table
from ukim.tables.canonical import by_key, cell_column, cells_of_any_length, render
from ukim.text.free_text import LONGEST

if TYPE_CHECKING:
    import polars as pl

INVISIBLE = {"Cc", "Cf", "Zl", "Zp"}
"""Unicode categories of what cannot be seen: control and format characters, separators of lines and paragraphs."""
SPACES = re.compile(r"^ | $| {2}| ;|[^\S \t\n\r]")
"""Spaces at the ends of a cell, before a semicolon, doubled, or other than the plain one."""
FORMULA = "=+-@"
SOUND_CELL = re.compile(r'(?:"[^"]*+(?:""[^"]*+)*+"|[^",]*+)(?:,|$)')
BOM = "\ufeff"
LARGE = 2**17
"""From so many bytes on, a file is first read the quick way, which pays only there."""
UNREADABLE = {"csv-syntax", "cell-line-break", "blank-line", "row-length", "header"}
"""What keeps a table from being read is told alone: the rest of its bytes is judged when it can be."""


@dataclass
class Reading:
    """A table file as read: its rows, or none where it cannot be read, and what is wrong with it."""

    file: str
    table: Table
    findings: list[Finding] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The lines of a file that was read cell by cell; those of another are what its rows are written as."""
    _rows: list[list[str]] | None = None
    _cells: "pl.DataFrame | None" = None

    @property
    def is_read(self) -> bool:
        """Whether the file has rows that can be judged."""
        return self._rows is not None or self._cells is not None

    @property
    def height(self) -> int:
        """The number of its rows."""
        return len(self._rows or []) if self._cells is None else self._cells.height

    @property
    def rows(self) -> list[list[str]] | None:
        """The rows as lists of text; None where the file cannot be read."""
        if self._rows is None and self._cells is not None:
            self._rows = [[cell or "" for cell in row] for row in self._cells.iter_rows()]
        return self._rows

    @property
    def cells(self) -> "pl.DataFrame":
        """The rows as a frame of text, an empty cell as null; without rows where the file cannot be read."""
        if self._cells is not None:
            return self._cells
        from ukim.compile.to_polars import text_frame

        cells = text_frame(self.table, self._rows or [])
        self._cells = cells if self.is_read else None
        return cells

    def find(
        self, rule: str, message: str, line: int | None = None, column: int | None = None, value: str | None = None
    ) -> None:
        """Add a finding on this file."""
        self.findings.append(Finding(BUILT_IN[rule], self.file, message, line, column, value=value))

    def expect(self, rows: int | None) -> None:
        """Report another number of rows than the descriptor says, where it says one."""
        if rows is not None and self.is_read and self.height != rows:
            self.find("row-count", f"the file has {self.height} rows, the descriptor says {rows}")

    def at_row(self, rule: Rule, row: int, field: str | None, message: str, fix: str = "") -> Finding:
        """A finding on the row with that index (from 0), and on its cell in the column `field`."""
        value = self._row(row)[self.table.names.index(field)] if self.is_read and field is not None else None
        line = row + 2
        return Finding(rule, self.file, message, line, self.column(line, field), field, value, fix)

    def line(self, number: int | None) -> str | None:
        """The line with that number (from 1); None where there is none."""
        if number is None or number > (len(self.lines) or (self.height + 1 if self.is_read else 0)):
            return None
        if self.lines:
            return self.lines[number - 1]
        cells = self.table.names if number == 1 else self._row(number - 2)
        return render(cells, []).removesuffix("\n")

    def column(self, line: int, name: str | None) -> int | None:
        """The character at which the cell of that column begins in the line."""
        text = self.line(line)
        return None if name is None or text is None else cell_column(text, self.table.names.index(name))

    def _row(self, row: int) -> list[str]:
        if self._rows is not None:
            return self._rows[row]
        return [cell or "" for cell in self.cells.row(row)]


def read(path: Path, file: str, table: Table) -> Reading:
    """Read a table file. `file` is what findings call it."""
    reading = Reading(file, table)
    data = _bytes(reading, path)
    if data is None:
        return reading
    if len(data) >= LARGE:
        from ukim.tables.fast_path import sound_cells

        reading._cells = sound_cells(data, table, FORMULA, LONGEST)
    if reading._cells is None:
        _read_cell_by_cell(reading, data)
    return reading


def _read_cell_by_cell(reading: Reading, data: bytes) -> None:
    text = _decode(reading, data)
    if text is None:
        return
    text = _check_text(reading, text)
    reading.lines = text.split("\n")
    with cells_of_any_length():
        rows = _parse(reading, text)
    if rows is None or not _check_header(reading, rows[0]) or not _check_lengths(reading, rows):
        reading.findings = [finding for finding in reading.findings if finding.rule.id in UNREADABLE]
        return
    reading._rows = rows[1:]
    _check_cells(reading)
    _check_form(reading, text)


def _bytes(reading: Reading, path: Path) -> bytes | None:
    try:
        if path.is_file():
            return path.read_bytes()
        reading.find("file-missing", "it is no file" if path.exists() else "the file does not exist")
    except OSError as error:
        reading.find("file-missing", f"the file cannot be read: {error.strerror}")
    return None


def _decode(reading: Reading, data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
        if "\0" in text:
            reading.find("encoding", "the file holds null characters: it is no text, or UTF-16", value="U+0000")
        elif text.strip(BOM + " \r\n"):
            return text
        else:
            reading.find("file-empty", "the file is empty")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        value = data[error.start : error.start + 1].hex()
        reading.find("encoding", f"byte 0x{value} is not UTF-8", line=line, column=column, value=f"0x{value}")
    return None


def _check_text(reading: Reading, text: str) -> str:
    """Report what `ukim fmt` mends or what cannot be seen; the text with plain line feeds."""
    if text.startswith(BOM):
        reading.find("byte-order-mark", "the file begins with a byte order mark", line=1, column=1)
        text = text.removeprefix(BOM)
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        reading.find("line-ending", "the line ends with a carriage return", line=line)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    elif not text.endswith("\n"):
        reading.find("line-ending", "the last line does not end with a line feed", line=text.count("\n") + 1)
    for number, line_text in enumerate(text.split("\n"), 1):
        if line_text.isascii() and line_text.isprintable():
            continue
        for column, character in enumerate(line_text, 1):
            if unicodedata.category(character) in INVISIBLE:
                name = _named(character)
                reading.find(
                    "control-character", f"the line holds an invisible character: {name}", number, column, name
                )
        if not unicodedata.is_normalized("NFC", line_text):
            reading.find("normal-form", "the line is not in Unicode normal form C", line=number)
    return text


def _parse(reading: Reading, text: str) -> list[list[str]] | None:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, sound = 1, True
    try:
        for row in reader:
            if not any(row):
                reading.find("blank-line", "the line holds no value", line=line)
                sound = False
            elif reader.line_num != line:
                message = "a cell of the row that begins here goes on in the next line"
                reading.find("cell-line-break", message, line=line)
                sound = False
            elif (column := _stray_quote(reading.lines[line - 1])) is not None:
                reading.find("csv-syntax", "a quote stands inside a cell that is not quoted", line=line, column=column)
                sound = False
            rows.append(row)
            line = reader.line_num + 1
    except csv.Error:
        column = _stray_quote(reading.lines[line - 1])
        reading.find("csv-syntax", "a quote is not closed, or stands inside a cell", line=line, column=column)
        return None
    return rows if sound else None


def _stray_quote(line: str) -> int | None:
    """The character at which the first cell begins whose quotes are not in order; None where all are."""
    start = 0
    while line.find('"', start) >= 0:
        match = SOUND_CELL.match(line, start)
        if match is None:
            return start + 1
        start = match.end()
    return None


def _check_header(reading: Reading, header: list[str]) -> bool:
    expected = reading.table.names
    if header == expected:
        return True
    message = _header_fault(header, expected)
    fix = f"Write this header, and move the cells with it: {','.join(expected)}"
    reading.findings.append(
        Finding(BUILT_IN["header"], reading.file, message, line=1, column=1, value=",".join(header), fix=fix)
    )
    return False


def _header_fault(header: list[str], expected: list[str]) -> str:
    separators = {";": "semicolons", "\t": "tabs"}
    for separator, name in separators.items():
        if len(header) == 1 and header[0].split(separator) == expected:
            return f"the cells are separated by {name}; a table is separated by commas"
    if not set(header) & set(expected):
        return "the header line is missing"
    missing = [name for name in expected if name not in header]
    faults = [f"{name!r} stands twice" for name in sorted({name for name in header if header.count(name) > 1})]
    for name in header:
        if name not in expected:
            near = difflib.get_close_matches(name, missing, 1)
            faults.append(f"{name!r} is no column" + (f" (did you mean {near[0]!r}?)" if near else ""))
            missing = [other for other in missing if other not in near]
    faults += [f"{name!r} is missing" for name in missing]
    moved = next((name for name, right in zip(header, expected, strict=False) if name != right), None)
    return "; ".join(faults) or f"the columns are not in the order of the schema, from {moved!r} on"


def _check_lengths(reading: Reading, rows: list[list[str]]) -> bool:
    wanted = len(reading.table.names)
    for line, row in enumerate(rows[1:], 2):
        if len(row) != wanted:
            reading.find("row-length", f"the row has {len(row)} cells, the header {wanted}", line=line)
    return all(len(row) == wanted for row in rows)


def _check_cells(reading: Reading) -> None:
    lists = {field.name for field in reading.table.fields if field.type == "list"}
    numbers = {field.name for field in reading.table.fields if field.type == "integer"}
    names = reading.table.names
    for index, row in enumerate(reading.rows or []):
        for name, cell in zip(names, row, strict=True):
            if cell and cell[0] in FORMULA and name not in numbers:
                message = f"{name} begins with {cell[0]}, like a formula"
                reading.findings.append(reading.at_row(BUILT_IN["formula"], index, name, message))
            elif len(cell) > LONGEST:
                message = f"{name} holds {len(cell)} characters"
                reading.findings.append(reading.at_row(BUILT_IN["cell-length"], index, name, message))
            elif space := SPACES.search(cell) or (name in lists and re.search("; ", cell)):
                message = f"{name} holds {_of_spaces(space)}"
                reading.findings.append(reading.at_row(BUILT_IN["spaces"], index, name, message))


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _of_spaces(found: re.Match[str]) -> str:
    match found.group():
        case "  ":
            return "a doubled space"
        case " ;":
            return "a space before a semicolon"
        case "; ":
            return "a space behind a semicolon"
        case " ":
            return "a space at its " + ("end" if found.start() else "beginning")
        case other:
            return f"an unusual space: {_named(other)}"


def _check_form(reading: Reading, text: str) -> None:
    rows = reading.rows or []
    canonical = render(reading.table.names, rows)
    if canonical != text:
        pairs = zip(canonical.split("\n"), reading.lines, strict=False)
        line = next((number for number, (right, is_) in enumerate(pairs, 1) if right != is_), None)
        if line is not None:
            reading.find("quoting", "a cell of the line is quoted without need, or otherwise than needed", line=line)
    ordered = by_key(reading.table, rows)
    for line, (row, right) in enumerate(zip(rows, ordered, strict=True), 2):
        if row != right:
            reading.find("order", "the rows from here on are not sorted by key", line=line)
            return
