"""Arguments that commands share."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.errors import UkimError

if TYPE_CHECKING:
    from ukim.tables.store import Tables

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


def descriptor_of(path: Path | None, *, writes: bool = False) -> Path:
    """Return the descriptor of the package that the argument means.

    Args:
        path: the argument.
        writes: whether the command writes into the package. Then it finishes what a killed command has left; a command
            that only reads refuses a package whose files may be half written.

    Raises:
        UkimError: there is no package, or a write of it is unfinished.

    """
    from ukim.files import finish, refuse_unfinished

    descriptor = located(path)
    if writes:
        finish(descriptor.parent, lambda: writable(descriptor))
    else:
        refuse_unfinished(descriptor.parent)
    return descriptor


def writable(descriptor: Path) -> set[str]:
    """Return the paths of the files of a package that commands write together."""
    from ukim.curation.change_list import CHANGE_LIST
    from ukim.model import Package
    from ukim.validate.package_files import CHANGELOG

    return {descriptor.name, CHANGELOG, CHANGE_LIST, *(one.path for one in Package.read(descriptor).resources)}


def located(path: Path | None) -> Path:
    """Return the descriptor that the argument means: in its folder, or by default in the nearest upwards.

    Raises:
        UkimError: there is none.

    """
    from ukim.model.package import DESCRIPTOR, find_package

    if path is None:
        return find_package(Path.cwd())
    descriptor = path if path.name == DESCRIPTOR else path / DESCRIPTOR
    if not descriptor.is_file():
        message = f"{path} is no data package: name its folder or the {DESCRIPTOR} in it."
        raise UkimError(message)
    return descriptor


def tables_of(path: Path | None) -> "Tables":
    """Read the tables that the argument means, else those that come with this package; print which are unreadable."""
    from ukim.files import packaged, refuse_unfinished
    from ukim.model.package import DESCRIPTOR
    from ukim.report.words import visible
    from ukim.tables.store import Tables

    try:
        descriptor = located(path)
    except UkimError:
        if path is not None:
            raise
        descriptor = packaged() / DESCRIPTOR
    refuse_unfinished(descriptor.parent)
    tables = Tables.read(descriptor)
    if tables.unread:
        files = visible(", ".join(tables.unread))
        typer.echo(f"ukim: {files} cannot be read and is left out; `ukim validate` says why.", err=True)
    return tables


def local_today() -> datetime.date:
    """Today, where the command runs."""
    return datetime.datetime.now().astimezone().date()
