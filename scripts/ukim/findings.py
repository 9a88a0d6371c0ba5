"""A finding, the catalogue of rules, and their order of precedence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

PRECEDENCE = (
    "descriptor",
    "bytes",
    "header",
    "type",
    "required",
    "category",
    "constraint",
    "key",
    "reference",
    "rule",
)
"""Layers of checks; of several findings on one cell the one of the earliest layer is reported."""


@dataclass(frozen=True)
class Rule:
    """Something that must hold: what breaks it is a finding."""

    id: str
    layer: str
    title: str
    why: str
    fix: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Finding:
    """One thing wrong at one place. `line` and `column` count from 1; None where there is none."""

    rule: Rule
    file: str
    message: str
    line: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    fix: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it makes validation fail."""
        return self.rule.severity == "error"

    @property
    def advice(self) -> str:
        """How to mend it: this very place, else what breaks the rule."""
        return self.fix or self.rule.fix

    def as_dict(self) -> dict[str, str | int | None]:
        """The finding as the JSON report gives it."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "rule": self.rule.id,
            "severity": self.rule.severity,
            "value": self.value,
            "message": self.message,
            "fix": self.advice,
        }


BUILT_IN = {
    rule.id: rule
    for rule in (
        Rule(
            "descriptor",
            "descriptor",
            "The descriptor and the schemas can be read",
            "Everything else is derived from them; what the model does not know would silently not be checked.",
            "Mend the JSON file at the place named.",
        ),
        Rule(
            "path",
            "descriptor",
            "Paths are local and stay inside the package",
            "A remote path would make validation depend on the network, one that leaves the package on the machine.",
            "Give a path relative to datapackage.json, without '..', of a file inside its folder.",
        ),
        Rule(
            "file-missing",
            "bytes",
            "Every table has its file",
            "The descriptor lists the table.",
            "Restore the file, or take the resource out of datapackage.json.",
        ),
        Rule(
            "file-empty",
            "bytes",
            "A table has at least its header line",
            "Without a header nobody can tell the columns.",
            "Write the header line; a table without rows is its header alone.",
        ),
        Rule(
            "encoding",
            "bytes",
            "Tables are UTF-8",
            "Kazakh and Russian names are lost in any other encoding.",
            "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
        ),
        Rule(
            "byte-order-mark",
            "bytes",
            "Tables have no byte order mark",
            "It becomes part of the first column's name.",
            "Run `ukim fmt`.",
        ),
        Rule(
            "line-ending",
            "bytes",
            "Lines end with a line feed, the last one too",
            "Otherwise every line seems changed in a comparison of two versions.",
            "Run `ukim fmt`.",
        ),
        Rule(
            "normal-form",
            "bytes",
            "Text is in Unicode normal form C",
            "Two spellings that look alike must be equal.",
            "Run `ukim fmt`.",
        ),
        Rule(
            "control-character",
            "bytes",
            "No control, direction-changing or zero-width characters",
            "They cannot be seen, and make equal values differ.",
            "Delete the character.",
        ),
        Rule(
            "spaces",
            "bytes",
            "No space at the ends of a cell, doubled, or other than the plain one",
            "It cannot be seen, and makes equal values differ.",
            "Write single plain spaces, and none at the ends of the cell or of an item of a list.",
        ),
        Rule(
            "formula",
            "bytes",
            "No cell begins like a formula",
            "A spreadsheet would calculate it, and may run what it says.",
            "Begin the cell with another character than =, +, - or @.",
        ),
        Rule(
            "csv-syntax",
            "bytes",
            "Quotes are closed and doubled inside quoted cells",
            "An unclosed quote swallows the lines that follow it.",
            'Close the quote; a quote inside a quoted cell is written twice: "".',
        ),
        Rule(
            "cell-line-break",
            "bytes",
            "No cell holds a line break",
            "One row must be one line, so that line numbers can be trusted.",
            "Write the cell on one line.",
        ),
        Rule(
            "blank-line",
            "bytes",
            "No blank lines",
            "One line is one row.",
            "Delete the line.",
        ),
        Rule(
            "row-length",
            "bytes",
            "Every row has a cell for every column",
            "A missing or extra comma moves values into other columns.",
            'Add or remove commas; a cell that holds a comma stands in quotes: "a, b".',
        ),
        Rule(
            "row-count",
            "bytes",
            "A table has as many rows as its descriptor says",
            "A file that lost or gained rows is not the one that was described.",
            "Restore the file, or correct ukim:rows of the resource.",
        ),
        Rule(
            "quoting",
            "bytes",
            "Cells are quoted only where needed",
            "One canonical form keeps comparisons of versions short.",
            "Run `ukim fmt`.",
        ),
        Rule(
            "order",
            "bytes",
            "Rows are sorted by key",
            "Then two contributions rarely touch the same lines.",
            "Run `ukim fmt`.",
        ),
        Rule(
            "header",
            "header",
            "The header names the columns of the schema, in its order",
            "A renamed or moved column would be read as another.",
            "Write the header line as given.",
        ),
        Rule(
            "type",
            "type",
            "A value has the type of its column",
            "A value that cannot be read is lost in every release format.",
            "Write the value in the form named.",
        ),
        Rule(
            "required",
            "required",
            "A required cell is filled",
            "The row says nothing without it.",
            "Fill the cell; if the value is not known, the row cannot stand.",
        ),
        Rule(
            "category",
            "category",
            "A value is in the list of its column",
            "Lists keep values comparable; there is no 'other'.",
            "Choose from the list, or propose a new value for it in the table's schema.",
        ),
        Rule(
            "constraint",
            "constraint",
            "A value keeps the constraints of its column",
            "They catch slips of the pen.",
            "Write a value that fits.",
        ),
        Rule(
            "date-form",
            "constraint",
            "A date exists and is as precise as its source",
            "A guessed day would be taken for a fact.",
            "Write 2021-02-22, 2021-02 or 2021; about: 2021-02~, uncertain: 2021-02?, by: /2021-02-22.",
        ),
        Rule(
            "date-future",
            "constraint",
            "What happened does not lie ahead",
            "Such a date is a slip, mostly of the year.",
            "Correct the date.",
        ),
        Rule(
            "web-address",
            "constraint",
            "An address is a well-formed web address",
            "A source that cannot be opened cannot be checked.",
            "Copy the address whole, with https:// or http:// and without spaces.",
        ),
        Rule(
            "primary-key",
            "key",
            "A key stands once in its table",
            "Other tables and users of a release name the row by it.",
            "Delete the row that stands twice, or give the new row a key of its own.",
        ),
        Rule(
            "unique",
            "key",
            "A value that must be unique stands once",
            "Two rows for one thing would count it twice.",
            "Delete or merge one of the rows.",
        ),
        Rule(
            "circular-reference",
            "reference",
            "References within a table do not go in circles",
            "A row cannot come before itself; nobody could tell which of them is first.",
            "Empty or correct one of the references of the circle.",
        ),
        Rule(
            "foreign-key",
            "reference",
            "A reference names a row that exists",
            "Otherwise the row belongs to nothing.",
            "Correct the value, or add the row that it names.",
        ),
        Rule(
            "rule-file",
            "descriptor",
            "A rule can be run",
            "A rule that cannot be run finds nothing, and nobody would notice.",
            "Mend the file: a header, then one SELECT; schemas/README.md tells the form.",
        ),
        Rule(
            "frictionless",
            "rule",
            "frictionless finds nothing more",
            "It is the reference reading of the standard that users of a release will apply.",
            "See what frictionless says of the cell.",
        ),
    )
}
"""The rules that are built in, by id; the rules in SQL carry their own header."""


def by_precedence(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a bad cell, of the earliest layer, sorted by file, line and column."""
    best: dict[tuple[str, int | None, str], Finding] = {}
    for finding in sorted(findings, key=_rank):
        place = finding.file, finding.line, finding.field or f"{finding.rule.id} {finding.message}"
        best.setdefault(place, finding)
    return sorted(best.values(), key=_place)


def _rank(finding: Finding) -> tuple[bool, int, str, str]:
    return not finding.is_error, PRECEDENCE.index(finding.rule.layer), finding.rule.id, finding.message


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.file, finding.line or 0, finding.column or 0, finding.rule.id, finding.message
