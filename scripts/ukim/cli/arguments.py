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

PackageOption = Annotated[
    Path | None,
    typer.Option("--package", help="Folder of the data package; by default the nearest upwards.", show_default=False),
]


def descriptor_of(path: Path | None) -> Path:
    """The descriptor that the argument means; what a killed command left half written in its package is finished.

    Raises:
        UkimError: there is none, or its package cannot be finished.

    """
    from ukim.files import finish
    from ukim.model.package import DESCRIPTOR, find_package

    if path is None:
        descriptor = find_package(Path.cwd())
    else:
        descriptor = path if path.name == DESCRIPTOR else path / DESCRIPTOR
        if not descriptor.is_file():
            message = f"{path} is no data package: name its folder or the {DESCRIPTOR} in it."
            raise UkimError(message)
    finish(descriptor.parent)
    return descriptor


def local_today() -> datetime.date:
    """Today, where the command runs."""
    return datetime.datetime.now().astimezone().date()
