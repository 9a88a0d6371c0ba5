"""Changed tables, validated in a copy of their package before anything is written."""

import csv
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ukim.findings import Finding
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.tables.canonical import cells_of_any_length
from ukim.tables.store import Place
from ukim.validate import validate

BESIDE = ("schemas", DESCRIPTOR, "CHANGELOG.md")
"""What validation reads beside the tables."""


def staged_findings(package: Package, texts: Mapping[str, str], today: date) -> list[Finding]:
    """Return what validation would find with these tables, by path."""
    with TemporaryDirectory(prefix="ukim-") as place:
        folder = Path(place)
        for name in BESIDE:
            source = package.folder / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            elif source.exists():
                shutil.copy(source, folder / name)
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
        return validate(folder / DESCRIPTOR, today, with_frictionless=False).findings


def place_of(finding: Finding, package: Package, texts: Mapping[str, str]) -> Place | None:
    """Return the row that a finding in these tables is about; None where it is about none."""
    table = next((one.table for one in package.resources if one.path == finding.file), None)
    if table is None or finding.line is None or finding.line == 1:
        return None
    name = next(one.name for one in package.resources if one.path == finding.file)
    with cells_of_any_length():
        (cells,) = csv.reader([texts[finding.file].splitlines()[finding.line - 1]])
    row = dict(zip(table.names, cells, strict=False))
    return Place(name, "/".join(row.get(column, "") for column in table.primary_key))
