"""The versions that are compared, opened: a release or package on disk, or a revision out of its repository."""

import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ukim import git
from ukim.curation.difference import Side
from ukim.curation.redaction import CHANGES, Listed, protected_in
from ukim.errors import UkimError
from ukim.files import packaged, refuse_unfinished
from ukim.model import Package, find_package
from ukim.model.package import DESCRIPTOR, DescriptorError
from ukim.report.words import counted
from ukim.tables.reading import read
from ukim.tables.store import Tables


@dataclass(frozen=True)
class Version:
    """A version and its tables, as text."""

    side: Side
    tables: Tables


@contextmanager
def opened(name: str, here: Path | None = None) -> Iterator[Version]:
    """Open what is named; a zip or revision is unpacked into a folder that goes again, no work tree is touched.

    Args:
        name: a release, the folder of a package, or a revision.
        here: the package whose repository has the revision; by default the nearest upwards.

    Raises:
        UkimError: nothing is named so, or its tables cannot be read.

    """
    path = Path(name)
    descriptor = path if path.name == DESCRIPTOR else path / DESCRIPTOR
    if path.suffix != ".zip" and descriptor.is_file():
        refuse_unfinished(descriptor.parent)
        yield _version(descriptor.parent.resolve().name, descriptor)
        return
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix == ".zip":
            yield _version(path.name, _unzipped(path, Path(folder)))
        else:
            yield _version(name, checked_out(name, Path(folder), here))


def listed_here() -> Listed:
    """What the nearest package upwards, or else the one that comes with this code, says is withheld.

    It may know of withholdings that are younger than both versions compared.
    """
    try:
        descriptor = find_package(Path.cwd())
    except UkimError:
        descriptor = packaged() / DESCRIPTOR
    package = Package.read(descriptor)
    for resource in package.resources:
        if resource.name == CHANGES:
            reading = read(package.folder / resource.path, resource.path, resource.table)
            _refuse_unread({reading.file: reading.rows}, descriptor.parent.name)
            return protected_in(dict(zip(resource.table.names, row, strict=True)) for row in reading.rows or [])
    return frozenset()


def _version(name: str, descriptor: Path) -> Version:
    try:
        tables = Tables.read(descriptor)
    except DescriptorError as error:
        first, *more = error.findings
        others = f", and {counted(len(more), 'more problem')}" if more else ""
        message = f"This version of ukim cannot read {name}: {first.file}: {first.message}{others}."
        raise UkimError(message) from None
    _refuse_unread({reading.file: reading.rows for reading in tables.readings.values()}, name)
    for table, reading in tables.readings.items():
        if len(reading.rows or []) != len(tables.rows(table)):
            message = f"{reading.file} of {name} has a key twice, so its rows cannot be told apart: `ukim validate`."
            raise UkimError(message)
    package = tables.package
    return Version(Side(name, package.version, package.released_on.isoformat()), tables)


def _refuse_unread(rows: dict[str, list[list[str]] | None], name: str) -> None:
    unread = [file for file, held in rows.items() if held is None]
    if unread:
        message = f"{', '.join(unread)} of {name} cannot be read; `ukim validate` tells why."
        raise UkimError(message)


def _unzipped(path: Path, folder: Path) -> Path:
    """The descriptor of a zip, unpacked."""
    if not path.is_file():
        message = f"There is no release {path}."
        raise UkimError(message)
    try:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)  # noqa: S202 - members of a zip cannot leave the folder
    except (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        message = f"{path} cannot be opened as a zip: {error}"
        raise UkimError(message) from None
    found = sorted(folder.rglob(DESCRIPTOR), key=lambda file: (len(file.parts), file))
    if not found:
        message = f"{path} holds no dataset: there is no {DESCRIPTOR} in it."
        raise UkimError(message)
    return found[0]


def checked_out(revision: str, folder: Path, here: Path | None = None) -> Path:
    """Unpack a revision of the repository in which a package stands, by default the nearest upwards: its descriptor.

    Raises:
        UkimError: there is no such revision, or no package in it.

    """
    missing = f"There is no release, zip or package {revision}"
    try:
        here = here or find_package(Path.cwd()).parent
    except UkimError:
        message = f"{missing}; nor can it be a revision: the working folder is in no package."
        raise UkimError(message) from None
    if git.output(here, "rev-parse", "--git-dir") is None:
        message = f"{missing}; nor can it be a revision: {here.name} is in no git repository, or git is not installed."
        raise UkimError(message)
    is_name = not revision.startswith("-")
    commit = git.output(here, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") if is_name else None
    if commit is None:
        message = f"{missing}, and the repository knows no revision of that name (a shallow clone has few)."
        raise UkimError(message)
    # In a folder of the repository, git packs what stands below it; line ends that it changes are read alike.
    packed = git.output(here, "archive", "--format=tar", commit.decode().strip())
    if packed is None:
        message = f"The revision {revision} holds no package in this folder."
        raise UkimError(message)
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            _unpack(archive, folder)
    except (OSError, tarfile.TarError) as error:
        message = f"The revision {revision} cannot be unpacked: {error}"
        raise UkimError(message) from None
    if not (folder / DESCRIPTOR).is_file():
        message = f"The revision {revision} holds no dataset: there is no {DESCRIPTOR} in it."
        raise UkimError(message)
    return folder / DESCRIPTOR


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the regular files; links could lead out of the folder, and early releases of Python 3.11 do not look."""
    for member in archive:
        content = archive.extractfile(member) if member.isfile() else None
        if content is not None and ".." not in Path(member.name).parts:
            place = folder / member.name.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.read())
