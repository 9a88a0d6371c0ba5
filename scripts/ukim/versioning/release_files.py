"""The files that a release writes into the package."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ukim.curation.redaction import CHANGES
from ukim.errors import UkimError
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.tables.canonical import by_key, render
from ukim.tables.store import Tables
from ukim.validate.package_files import CHANGELOG
from ukim.versioning.changelog import released
from ukim.versioning.missing_reasons import Unexplained


def texts(package: Package, version: str, day: date) -> dict[str, str]:
    """The descriptor and the changelog for a version, by path.

    Raises:
        UkimError: there is no changelog, or nothing unreleased in it.

    """
    descriptor = json.loads(_read(package.folder, DESCRIPTOR))
    descriptor |= {"version": version, "created": f"{day}T00:00:00Z"}
    return {
        DESCRIPTOR: json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n",
        CHANGELOG: released(_read(package.folder, CHANGELOG), version),
    }


def refuse_forgotten(old: Tables, new: Tables) -> None:
    """See that every change that was released is still told: whoever holds an old id looks it up there.

    Raises:
        UkimError: one is not.

    """
    if gone := sorted(old.rows(CHANGES).keys() - new.rows(CHANGES).keys()):
        path = _path_of_changes(new.package)
        message = f"{path}: the row {gone[0]} was released; a released change stays. Take it back."
        raise UkimError(message)


def changes(old: Tables, new: Tables, version: str, reasons: Iterable[tuple[Unexplained, str]]) -> dict[str, str]:
    """The table of changes, by path: what is not released yet is first in the version, with what was just explained.

    Raises:
        UkimError: the table tells twice what became of something.

    """
    table = new.package.tables[CHANGES]
    before, after = old.rows(CHANGES), new.rows(CHANGES)
    rows = [row if key in before else row | {"since_version": version} for key, row in after.items()]
    rows += [
        {"record_id": one.record, "field": one.field, "since_version": version, "action": one.action, "reason": reason}
        for one, reason in reasons
    ]
    keys = ["/".join(row[part] for part in table.primary_key) for row in rows]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        message = (
            f"{_path_of_changes(new.package)} tells twice what became of {twice} since the last release; keep one."
        )
        raise UkimError(message)
    text = render(table.names, by_key(table, [[row.get(name, "") for name in table.names] for row in rows]))
    return {_path_of_changes(new.package): text}


def _path_of_changes(package: Package) -> str:
    return next(resource.path for resource in package.resources if resource.name == CHANGES)


def _read(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_bytes().decode()
    except FileNotFoundError:
        message = f"there is no {name} in the package."
        raise UkimError(message) from None
