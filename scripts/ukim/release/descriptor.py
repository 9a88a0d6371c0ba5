"""The descriptor of a release: the package with its derived columns and views, and size, sum and rows of each file."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ukim.compile.to_frictionless import package_descriptor
from ukim.model import Package, Table, View
from ukim.model.package import DESCRIPTOR
from ukim.release.checksums import sha256
from ukim.release.formats.csv_files import path
from ukim.views.content import Content


def write(folder: Path, package: Package, contents: Iterable[Content]) -> None:
    """Write the file."""
    text = json.dumps(descriptor(folder, package, contents), ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")


def descriptor(folder: Path, package: Package, contents: Iterable[Content]) -> dict[str, Any]:
    """The descriptor of the CSV files that are in the folder; the views stand behind the tables."""
    held = {content.name: content for content in contents}
    tables = {name: one.table for name, one in held.items() if isinstance(one.table, Table)}
    described = package_descriptor(package, tables)
    like = described["resources"][0]
    described["resources"] += [
        _view(name, one.table, like) for name, one in held.items() if isinstance(one.table, View)
    ]
    for resource in described["resources"]:
        content = held[resource["name"]]
        file = folder / path(content)
        resource["path"] = path(content)
        resource["bytes"] = file.stat().st_size
        resource["hash"] = f"sha256:{sha256(file)}"
        resource["ukim:rows"] = content.frame.height
    return described


def _view(name: str, view: View, like: dict[str, Any]) -> dict[str, Any]:
    """The resource of a view; its file is of the same kind as those of the tables."""
    same = {key: like[key] for key in ("type", "format", "mediatype", "encoding", "dialect")}
    schema = view.model_dump(by_alias=True, exclude_unset=True)
    return {"name": name, **same, "ukim:view": True, "path": "", "schema": schema}
