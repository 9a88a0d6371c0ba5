"""Ways to break the sound package: one for each property that a schema states, made from the schemas.

What each must give stands in `validate/breakages.csv`, written by hand.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from packages import ROOT, rows_of, write_rows
from ukim.model import Field, Package, Table
from ukim.tables.canonical import render

Break = Callable[[Path], None]
TABLES = Package.read(ROOT / "datapackage.json").tables
WORDS_ONLY = {"ukim:ownWords", "ukim:ranking", "name", "title", "description", "example", "ukim:names"}
"""Properties that describe a field and ask nothing of its values."""
ANY_TEXT = ("placeholder", "mixed script", "e-mail")
NOT_THERE = {"p": "p-zzzzzz", "c": "c-zzzzzz", "s": "s-zzzzzz", "KZ": "KZ-99"}
"""References of the form of their keys that name nothing; any other is a slug."""


class Breakage(NamedTuple):
    """A property of a field, named as a schema names it, and what breaks it."""

    table: str
    field: str
    property: str
    apply: Break


def breakages() -> Iterator[Breakage]:
    """One for every property of every field of every table."""
    for name, table in TABLES.items():
        for field in table.fields:
            for property_, value in _values(table, field):
                yield Breakage(name, field.name, property_, _first_row(name, field.name, value))
        yield Breakage(name, table.primary_key[0], "primaryKey", _repeated(name, table.primary_key))
        for field in table.fields:
            if field.constraints.unique:
                yield Breakage(name, field.name, "unique", _repeated(name, [field.name]))


BAD_TYPE = {"integer": "many", "boolean": "maybe", "date": "some day", "list": "first;;third"}
BAD_CHECK = {"edtf": "22.02.2021", "not_future": "2027-01-01", "latin": "Мысал", "cyrillic": "Mysal"}


def _values(table: Table, field: Field) -> Iterator[tuple[str, str]]:
    """Each property of the field that one cell can break, and the cell."""
    limits = field.constraints
    broken = {
        "required": "" if table.requires(field) else None,
        "type": BAD_TYPE.get(field.type),
        "items": ";".join([*field.allowed_values, "Mysal"][:1] * 2) if field.type == "list" else None,
        "categories": "no_such_value" if field.allowed_values else None,
        "pattern": "no such form!" if limits.pattern else None,
        "minimum": str(limits.minimum - 1) if limits.minimum is not None else None,
        "maximum": str(limits.maximum + 1) if limits.maximum is not None else None,
        "format": "https://localhost/1" if field.format == "uri" else None,
        **{check: BAD_CHECK[check] for check in field.checks},
        **(dict(zip(ANY_TEXT, _any_text(field), strict=True)) if field.name in table.free_text else {}),
        "foreignKeys": _no_row(field) if [field.name] in [key.fields for key in table.foreign_keys] else None,
    }
    yield from ((property_, value) for property_, value in broken.items() if value is not None)
    if [field.name] in [key.fields for key in table.self_references]:
        yield "circle", rows_of(ROOT / "tests/fixtures/sound", _name(table))[1][0][0]


def _any_text(field: Field) -> tuple[str, str, str]:
    mixed = "Мысаl" if "cyrillic" in field.checks else "Mysаl"
    return "unknown", mixed, "mysal@ulgi.example"


def _no_row(field: Field) -> str:
    example = str(field.example or "")
    return NOT_THERE.get(example.partition("-")[0], "no-such-row") if "-" in example else "no-such-row"


def _name(table: Table) -> str:
    return next(name for name, other in TABLES.items() if other is table)


def _first_row(table: str, field: str, value: str) -> Break:
    def apply(package: Path) -> None:
        header, rows = rows_of(package, table)
        rows[0][header.index(field)] = value
        path = package / "data" / f"{table}.csv"
        path.write_text(render(header, rows), encoding="utf-8", newline="\n")

    return apply


def _repeated(table: str, fields: list[str]) -> Break:
    """The last row takes the values of the one before it; a table of one row gets it twice."""

    def apply(package: Path) -> None:
        header, rows = rows_of(package, table)
        if len(rows) == 1:
            rows.append(list(rows[0]))
        for field in fields:
            rows[-1][header.index(field)] = rows[-2][header.index(field)]
        write_rows(package, table, header, rows)

    return apply


BREAKAGES = {f"{one.table}.{one.field}: {one.property}": one for one in breakages()}
with (ROOT / "tests/validate/breakages.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = {f"{row['table']}.{row['field']}: {row['property']}": row for row in csv.DictReader(file)}
"""By the name of the breakage, what it must give: table, field, line, column, rule."""
