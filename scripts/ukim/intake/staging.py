"""The result of an intake, checked in a copy before anything is written."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ukim.findings import Finding
from ukim.intake.tables import CITATIONS, Tables
from ukim.model import Package
from ukim.validate import validate

BESIDE = ("schemas", "datapackage.json", "CHANGELOG.md")
"""What validation reads beside the tables."""


def findings(package: Package, texts: Mapping[str, str], today: date) -> list[Finding]:
    """What validation would find with these tables, by path."""
    with TemporaryDirectory(prefix="ukim-intake-") as place:
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
        return validate(folder / "datapackage.json", today, with_frictionless=False).findings


def sources_behind(finding: Finding, tables: Tables, texts: Mapping[str, str]) -> set[str]:
    """The sources that are cited for the row of a finding; empty where it has none."""
    name = next((one.name for one in tables.package.resources if one.path == finding.file), None)
    if name is None or finding.line is None:
        return set()
    columns = tables.package.tables[name].names
    cells = dict(zip(columns, texts[finding.file].splitlines()[finding.line - 1].split(","), strict=False))
    if name == CITATIONS:
        return {cells["source_id"]}
    record = "/".join(cells[column] for column in tables.package.tables[name].primary_key)
    return {record} if name == "sources" else tables.sources_of(record)
