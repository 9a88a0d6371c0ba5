"""The files of a release that describe it, all derived from the descriptor, the schemas and the files of data."""

import json
from collections.abc import Mapping, Sequence

import duckdb

from ukim.curation.change_list import CHANGE_LIST, as_json, change_list
from ukim.diff.as_markdown import as_markdown
from ukim.errors import UkimError
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.model.released import released
from ukim.release.citation import cff, zenodo
from ukim.release.codebook import chapter, views
from ukim.release.codebook.html_page import html
from ukim.release.codebook.markdown_page import markdown
from ukim.release.croissant import croissant
from ukim.release.data_card import data_card
from ukim.release.data_files import DataFile
from ukim.release.hugging_face import header
from ukim.release.licences import licences
from ukim.release.schema_org import dataset


def metadata(package: Package, database: duckdb.DuckDBPyConnection, files: Sequence[DataFile]) -> dict[str, str]:
    """The text of each file, by its path in the release.

    Args:
        package: what is released.
        database: its tables and views, with their comments.
        files: what `data_files` tells of the release when every file of data is written.

    Raises:
        UkimError: the list of changes is none, or tells of another version.

    """
    tables = [chapter(name, released(table)) for name, table in package.tables.items()]
    derived = list(views(database))
    origin = f"{package.title}. Version {package.version}, {package.released_on}."
    return {
        ".zenodo.json": _json(zenodo(package)),
        "CITATION.cff": cff(package),
        "README.md": header(package, database, files) + data_card(package, database),
        "codebook.html": html(package, tables, derived),
        "codebook.md": markdown(origin, tables, derived),
        "croissant.json": _json(croissant(package, files)),
        "dataset.jsonld": _json(dataset(package, files)),
        **licences(package),
        **_changes(package),
    }


def _changes(package: Package) -> dict[str, str]:
    """What the version changes, for people and for programs; nothing of a first one."""
    changes = change_list(package.folder)
    if changes is None:
        return {}
    if changes.new.version != package.version:
        message = (
            f"{CHANGE_LIST} tells of version {changes.new.version}, {DESCRIPTOR} states {package.version}. "
            "`ukim release` sets both: take them back from git, then run it."
        )
        raise UkimError(message)
    return {"CHANGES.md": as_markdown(changes), CHANGE_LIST: as_json(changes)}


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
