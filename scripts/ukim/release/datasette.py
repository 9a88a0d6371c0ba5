"""What Datasette shows beside `ukim.sqlite`: `metadata.json` with titles, descriptions and queries to start from.

Each query is a file in `queries/`: a comment with its title, one with its description, the SQL.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ukim.model import Package
from ukim.release.formats.sqlite_file import FILE as DATABASE
from ukim.views.content import Content

FILE = "metadata.json"
QUERIES = Path(__file__).parent / "queries"


def write(folder: Path, package: Package, contents: Iterable[Content]) -> None:
    """Write the file."""
    text = json.dumps(metadata(package, contents), ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def metadata(package: Package, contents: Iterable[Content]) -> dict[str, Any]:
    """The titles and descriptions of the package, its tables and views, and their columns."""
    licence = package.licenses[0]
    tables = {content.name: _described(content) for content in contents}
    queries = {file.stem: _query(file.read_text(encoding="utf-8")) for file in sorted(QUERIES.glob("*.sql"))}
    return {
        "title": package.title,
        "description": package.description,
        "license": licence.title,
        "license_url": licence.path,
        "databases": {Path(DATABASE).stem: {"tables": tables, "queries": queries}},
    }


def _described(content: Content) -> dict[str, Any]:
    return {
        "title": content.table.title,
        "description": content.table.description,
        "columns": {field.name: field.description for field in content.table.fields},
    }


def _query(text: str) -> dict[str, str]:
    title, description, sql = text.split("\n", maxsplit=2)
    return {"title": title.removeprefix("-- "), "description": description.removeprefix("-- "), "sql": sql.strip()}
