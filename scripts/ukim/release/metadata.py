"""The files of a release that describe it, all derived from the descriptor, the schemas and the files of data."""

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

from ukim.model import Package
from ukim.model.released import released
from ukim.release.citation import cff, zenodo
from ukim.release.codebook import chapter, views
from ukim.release.codebook.to_html import html
from ukim.release.codebook.to_markdown import markdown
from ukim.release.croissant import croissant
from ukim.release.data_files import data_files
from ukim.release.licences import licences
from ukim.release.schema_org import dataset


def metadata(package: Package, database: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, str]:
    """The text of each file, by its path in the release.

    Args:
        package: what is released.
        database: its tables and views; the comments of the views are read.
        folder: the release, with every file of data written.

    """
    files = data_files(folder)
    tables = [chapter(name, released(table)) for name, table in package.tables.items()]
    derived = list(views(database))
    origin = f"{package.title}. Version {package.version}, {package.released_on}."
    return {
        ".zenodo.json": _json(zenodo(package)),
        "CITATION.cff": cff(package),
        "codebook.html": html(package, tables, derived),
        "codebook.md": markdown(origin, tables, derived),
        "croissant.json": _json(croissant(package, files)),
        "dataset.jsonld": _json(dataset(package, files)),
        **licences(package),
    }


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
