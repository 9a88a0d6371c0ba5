"""Small packages on disk that tests may break."""

import csv
import json
import re
import shutil
from datetime import date
from pathlib import Path

from ukim.findings import Finding
from ukim.tables.canonical import render
from ukim.validate import validate

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 6, 1)
RELEASED_ON = date(2026, 5, 4)


def copy_of_the_sound_package(folder: Path) -> Path:
    """The descriptor and schemas of the repository with the tables of the fixture, at a version of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = (ROOT / "datapackage.json").read_text(encoding="utf-8")
    content = re.sub(r'"version": "[^"]+"', '"version": "0.0.1"', descriptor)
    content = re.sub(r'"created": "[^"]+"', f'"created": "{RELEASED_ON}T00:00:00Z"', content)
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copytree(ROOT / "tests" / "fixtures" / "sound" / "data", folder / "data")
    return folder


def rows_of(package: Path, table: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a table."""
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def write_rows(package: Path, table: str, header: list[str], rows: list[list[str]]) -> None:
    """Write a table in canonical form, in the order of its first columns."""
    text = render(header, sorted(rows))
    (package / "data" / f"{table}.csv").write_text(text, encoding="utf-8", newline="\n")


def set_cell(package: Path, table: str, key: str, column: str, value: str) -> None:
    """Change a cell of the row whose first cell is `key`."""
    header, rows = rows_of(package, table)
    (row,) = [row for row in rows if row[0] == key]
    row[header.index(column)] = value
    write_rows(package, table, header, rows)


def add_row(package: Path, table: str, *cells: str) -> None:
    """Add a row; cells left out at its end are empty."""
    header, rows = rows_of(package, table)
    write_rows(package, table, header, [*rows, [*cells, *[""] * (len(header) - len(cells))]])


def drop_rows(package: Path, table: str, key: str) -> None:
    """Drop the rows whose first cell is `key`."""
    header, rows = rows_of(package, table)
    write_rows(package, table, header, [row for row in rows if row[0] != key])


def edit_json(path: Path, *keys: str | int, value: object) -> None:
    """Set a value deep in a JSON file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    place = content
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    path.write_text(json.dumps(content), encoding="utf-8")


def findings(package: Path, *, with_frictionless: bool = True) -> list[Finding]:
    """What validation finds."""
    return validate(package / "datapackage.json", TODAY, with_frictionless=with_frictionless).findings


def places(package: Path, *, with_frictionless: bool = True) -> list[tuple[str, int | None, str | None, str]]:
    """What validation finds, as (table, line, field, rule)."""
    found = findings(package, with_frictionless=with_frictionless)
    return [(Path(one.file).stem, one.line, one.field, one.rule.id) for one in found]
