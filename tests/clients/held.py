"""What a release holds, as its own descriptor tells it."""

import json
from pathlib import Path

from packages import ROOT
from ukim.model import Package
from ukim.views.database import SCRIPTS

TABLES = Package.read(ROOT / "datapackage.json").tables
NAMES = [*TABLES, *sorted(script.stem.partition("-")[2] for script in SCRIPTS.glob("*.sql"))]
"""Of all tables and views; a test with the descriptor sees to it that they are all."""


def resources(release: Path) -> dict[str, dict]:
    """The resources of the descriptor, by name."""
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in descriptor["resources"]}


def rows(release: Path) -> dict[str, int]:
    """How many rows each table and view has."""
    return {name: resource["ukim:rows"] for name, resource in resources(release).items()}


def csv(release: Path, name: str) -> Path:
    """The CSV file of a table or view."""
    return release / resources(release)[name]["path"]


def parquet(release: Path, name: str) -> Path:
    """The Parquet file of a table or view."""
    return release / ("parquet" if name in TABLES else "views") / f"{name}.parquet"
