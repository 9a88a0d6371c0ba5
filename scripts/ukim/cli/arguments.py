"""Arguments that commands share."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ukim.errors import UkimError

PackagePath = Annotated[
    Path | None,
    typer.Argument(
        help="Folder of a data package, or its datapackage.json; by default the nearest upwards.", show_default=False
    ),
]


def descriptor_of(path: Path | None) -> Path:
    """The descriptor that the argument means.

    Raises:
        UkimError: there is none.

    """
    from ukim.model.package import DESCRIPTOR, find_package

    if path is None:
        return find_package(Path.cwd())
    folder = path.parent if path.name == DESCRIPTOR else path
    if not (folder / DESCRIPTOR).is_file():
        message = f"{path} is no data package: name its folder or the {DESCRIPTOR} in it."
        raise UkimError(message)
    return folder / DESCRIPTOR


def local_today() -> datetime.date:
    """Today, where the command runs."""
    return datetime.datetime.now().astimezone().date()
