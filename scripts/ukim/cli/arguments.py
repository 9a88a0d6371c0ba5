"""Arguments that commands share."""

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
    descriptor = path / DESCRIPTOR if path.is_dir() else path
    if not descriptor.is_file():
        message = f"{path} is no data package: there is no {descriptor}."
        raise UkimError(message)
    return descriptor
