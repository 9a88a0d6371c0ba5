"""Check that a release is whole and says the same in every format."""

import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile, ZipFile

import polars as pl
import yaml

from ukim.curation.change_list import CHANGE_LIST, change_list
from ukim.errors import UkimError
from ukim.extras import require
from ukim.model import DescriptorError, Package, Resource, ViewResource
from ukim.model.package import DESCRIPTOR
from ukim.release import archive, checksums
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook
from ukim.views.content import Content, Reader

CITATION = "CITATION.cff"
ANY = (Exception, pl.exceptions.PanicException)
"""The errors of reading a broken file: each library has its own, and passes on those of others."""


class Format(Protocol):
    """A module of `ukim.release.formats` whose files are in the folder of the release."""

    NAME: str

    def path(self, content: Content, /) -> str | None:
        """Return the file that contains the table or view; None if the format leaves it out."""

    def opened(self, folder: Path, /) -> AbstractContextManager[Reader]:
        """Open the format for reading."""


FORMATS: tuple[Format, ...] = (parquet_files, sqlite_file, workbook, stata_files)
"""The formats that are compared with CSV; the DuckDB database is beside the folder."""


@dataclass(frozen=True)
class Problem:
    """A file, by its path from the folder that contains the release, and what is wrong with it."""

    file: str
    message: str


@dataclass
class Verification:
    """The problems of a release, the formats that equal CSV, and the number of tables and views."""

    problems: list[Problem] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    contents: int = 0

    def add(self, file: str | Path, message: object) -> None:
        """Add a problem, once."""
        problem = Problem(str(file), " ".join(str(message).split()))
        if problem not in self.problems:
            self.problems.append(problem)

    @contextmanager
    def reading(self, file: str | Path) -> Iterator[None]:
        """Add a problem if the file cannot be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", UnicodeWarning)  # pandas would guess at text that is not UTF-8
                yield
        except ANY as error:
            self.add(file, f"cannot be read: {str(error) or type(error).__name__}")


def verify(path: Path) -> Verification:
    """Check sums, versions, the schemas of Parquet, and that all formats contain equal rows.

    Args:
        path: the folder of a release, its zip, or the folder `X.Y.Z` of both. What is beside is checked too: the
            database, and for the folder its zip.

    Raises:
        UkimError: the path contains no release, or a library that is needed is not installed.

    """
    require("release", "openpyxl", "pandas")
    path = _release_at(path.resolve())
    found = Verification()
    if not path.is_dir():
        with _unpacked(found, path) as folder:
            if folder is not None:
                _check_folder(found, folder, path.parent)
        return found
    _check_folder(found, path, path.parent)
    zipped = path.with_name(f"{path.name}.zip")
    if zipped.exists():
        with _unpacked(found, zipped) as folder:
            if folder is not None and (folder.name, checksums.lines(folder)) != (path.name, checksums.lines(path)):
                found.add(zipped.name, f"contains other files than the folder {path.name}")
    return found


def _release_at(path: Path) -> Path:
    """Return the folder or zip of the release; if the path is the folder `X.Y.Z` of both, the one in it.

    Raises:
        UkimError: there is none, or more than one.

    """
    if not path.exists():
        message = f"{path} does not exist."
        raise UkimError(message)
    if not path.is_dir() or _is_release(path):
        return path
    folders = [entry for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    inside = folders or list(path.glob("*.zip"))
    if len(inside) != 1 or (folders and not _is_release(inside[0])):
        message = (
            f"{path} is no release: it has neither {checksums.FILE} nor {DESCRIPTOR}, nor one folder that has. "
            "Name the folder of one release, or its zip."
        )
        raise UkimError(message)
    return inside[0]


def _is_release(folder: Path) -> bool:
    return any((folder / file).is_file() for file in (checksums.FILE, DESCRIPTOR))


@contextmanager
def _unpacked(found: Verification, path: Path) -> Iterator[Path | None]:
    """Yield the folder in the zip, unpacked for the time of the block; None if something is wrong with the zip."""
    with tempfile.TemporaryDirectory() as target:
        with found.reading(path.name):
            _unpack(path, Path(target))
        folders = list(Path(target).iterdir())
        if len(folders) > 1:
            found.add(path.name, "contains more than one folder")
        if folders and not _is_release(folders[0]):
            found.add(path.name, f"contains no release: neither {checksums.FILE} nor {DESCRIPTOR} is in its folder")
        yield folders[0] if len(folders) == 1 and _is_release(folders[0]) else None


def _unpack(path: Path, target: Path) -> None:
    """Unpack the zip.

    Raises:
        BadZipFile: it is not, byte for byte, what a build packs.

    """
    data = path.read_bytes()
    with ZipFile(path) as opened:
        if (damaged := opened.testzip()) is not None:
            message = f"the entry {damaged} is damaged"
            raise BadZipFile(message)
        if archive.repacked(opened, data) != data:
            message = "a header in it, or something between its entries, was changed"
            raise BadZipFile(message)
        opened.extractall(target)


def _check_folder(found: Verification, folder: Path, beside: Path) -> None:
    """Check the folder of a release, and the database that is in the folder `beside`."""
    wrong = _check_sums(found, folder)
    database = beside / f"{folder.name}.duckdb"
    is_as_built = _check_database_bytes(found, database)
    if DESCRIPTOR in wrong:
        return
    try:
        package = Package.read(folder / DESCRIPTOR)
    except DescriptorError as error:
        for finding in error.findings:
            found.add(f"{folder.name}/{finding.file}", finding.message)
        return
    _check_version(found, folder, package, wrong)
    contents = list(_right_contents(found, folder, package, wrong))
    found.contents = len(contents)
    _check_parquet_schemas(found, folder, contents, wrong)
    _check_references(found, folder, wrong)
    for form in FORMATS:
        _compare(found, form, folder, contents, wrong)
    if is_as_built:
        _compare_database(found, database, contents)


def _check_sums(found: Verification, folder: Path) -> set[str]:
    """Compare every file with its sum; return those that differ: nothing more is read from them."""
    file = f"{folder.name}/{checksums.FILE}"
    stated: list[str] = []
    with found.reading(file):
        stated = (folder / checksums.FILE).read_bytes().decode().splitlines(keepends=True)
    right = checksums.lines(folder)
    named = {line.rstrip("\n").partition("  ")[2] for line in stated}
    wrong = {one for one, line in right.items() if line not in stated}
    for one in sorted(wrong):
        message = (
            f"its bytes differ from its sum in {checksums.FILE}"
            if one in named
            else f"{checksums.FILE} has no sum of it"
        )
        found.add(f"{folder.name}/{one}", message)
    for one in sorted(named - right.keys()):
        found.add(file, f"has a sum of {one!r}, which does not exist")
    if not wrong and named == right.keys() and stated != list(right.values()):
        found.add(file, "has other lines than one for each file, in order")
    return wrong


def _check_version(found: Verification, folder: Path, package: Package, wrong: set[str]) -> None:
    name = f"{package.name}-{package.version}"
    if folder.name != name:
        found.add(f"{folder.name}/{DESCRIPTOR}", f"is that of {name}, but the folder is called {folder.name}")
    for file, states, version_in in STATED_VERSIONS:
        if file not in wrong and (folder / file).is_file():
            with found.reading(f"{folder.name}/{file}"):
                version = version_in(folder)
                if version != package.version:
                    message = f"{states} version {version}, the descriptor is that of {package.version}"
                    found.add(f"{folder.name}/{file}", message)


def _cited_version(folder: Path) -> object:
    return yaml.safe_load((folder / CITATION).read_text(encoding="utf-8")).get("version")


def _version_of_changes(folder: Path) -> object:
    changes = change_list(folder)
    return None if changes is None else changes.new.version


STATED_VERSIONS = (
    (CITATION, "cites", _cited_version),
    (CHANGE_LIST, "lists the changes of", _version_of_changes),
)
"""The files beside the descriptor that state the version, the verb for a message, and how it is read."""


def _right_contents(found: Verification, folder: Path, package: Package, wrong: set[str]) -> Iterator[Content]:
    """Yield the tables and views whose CSV file is as the descriptor says, with its rows as text."""
    resources: list[Resource | ViewResource] = [*package.resources, *package.views]
    for resource in resources:
        file = f"{folder.name}/{resource.path}"
        if resource.path in wrong:
            continue
        with found.reading(file):
            rows = csv_files.read(folder / resource.path)
            problem = _problem_of_csv(resource, folder / resource.path, rows)
            if problem is None:
                yield Content(resource.name, resource.table, rows)
            else:
                found.add(file, problem)


def _problem_of_csv(resource: Resource | ViewResource, file: Path, rows: pl.DataFrame) -> str | None:
    size, total = file.stat().st_size, f"sha256:{checksums.sha256(file)}"
    if (resource.bytes, resource.hash) != (size, total):
        return f"has {size} bytes and the hash {total}, the descriptor says {resource.bytes} and {resource.hash}"
    if rows.columns != resource.table.names:
        return f"has the columns {', '.join(rows.columns)}, the descriptor says {', '.join(resource.table.names)}"
    if rows.height != resource.rows:
        return f"has {rows.height} rows, the descriptor says {resource.rows}"
    return None


def _check_parquet_schemas(found: Verification, folder: Path, contents: Iterable[Content], wrong: set[str]) -> None:
    for content in contents:
        file = parquet_files.path(content)
        if file not in wrong and (folder / file).is_file():
            with found.reading(f"{folder.name}/{file}"):
                for problem in parquet_files.schema_problems(folder, content):
                    found.add(f"{folder.name}/{file}", problem)


def _check_references(found: Verification, folder: Path, wrong: set[str]) -> None:
    if sqlite_file.FILE not in wrong and (folder / sqlite_file.FILE).is_file():
        with found.reading(f"{folder.name}/{sqlite_file.FILE}"):
            for problem in sqlite_file.problems(folder):
                found.add(f"{folder.name}/{sqlite_file.FILE}", problem)


def _compare(found: Verification, form: Format, folder: Path, contents: list[Content], wrong: set[str]) -> None:
    """Compare the rows of a format with those of CSV."""
    files = [(content, file) for content in contents if (file := form.path(content)) is not None and file not in wrong]
    for file in sorted({file for _, file in files if not (folder / file).is_file()}):
        found.add(f"{folder.name}/{file}", "does not exist")
    files = [(content, file) for content, file in files if (folder / file).is_file()]
    before = len(found.problems)
    with found.reading(f"{folder.name}/{files[0][1]}" if files else folder.name), form.opened(folder) as read:
        for content, file in files:
            _compare_rows(found, f"{folder.name}/{file}", content, read)
    if files and len(found.problems) == before:
        found.formats.append(form.NAME)


def _compare_rows(found: Verification, file: str, content: Content, read: Callable[[Content], pl.DataFrame]) -> None:
    with found.reading(file):
        problem = difference(content.frame, read(content))
        if problem is not None:
            found.add(file, f"{content.name}: {problem}")


def difference(expected: pl.DataFrame, rows: pl.DataFrame) -> str | None:
    """Return how rows, as text, differ from those of CSV; None if they do not."""
    if rows.columns != expected.columns:
        return f"has the columns {', '.join(rows.columns)}, CSV has {', '.join(expected.columns)}"
    if rows.height != expected.height:
        return f"has {rows.height} rows, CSV has {expected.height}"
    for name in expected.columns:
        other = expected[name].ne_missing(rows[name]).arg_true()
        if len(other):
            row = other[0]
            value, in_csv = (repr(frame[name][row] or "") for frame in (rows, expected))
            return f"row {row + 1}, column {name}: is {value}, CSV has {in_csv}"
    return None


def _check_database_bytes(found: Verification, database: Path) -> bool:
    """True if there is a database, and its bytes are those of the sum beside it."""
    sum_file, digest_file = duckdb_file.sum_file(database), duckdb_file.digest_file(database)
    existing = [file for file in (database, sum_file, digest_file) if file.exists()]
    for file in {database, sum_file, digest_file} - {*existing} if existing else ():
        found.add(file.name, f"does not exist, though {existing[0].name} does")
    if database not in existing or sum_file not in existing:
        return False
    if sum_file.read_bytes() != duckdb_file.sum_line(database).encode():
        found.add(database.name, f"its bytes differ from the sum in {sum_file.name}")
        return False
    return True


def _compare_database(found: Verification, database: Path, contents: list[Content]) -> None:
    before = len(found.problems)
    with found.reading(database.name), duckdb_file.connected(database) as connection:
        digest = duckdb_file.digest_file(database)
        if digest.exists() and digest.read_bytes() != duckdb_file.digest_line(database, connection).encode():
            found.add(database.name, f"its content differs from the digest in {digest.name}")
        if missing := {content.name for content in contents} - set(duckdb_file.names(connection)):
            found.add(database.name, f"has no {', '.join(sorted(missing))}")
            return
        for content in contents:
            _compare_rows(found, database.name, content, duckdb_file.reader(connection))
    if len(found.problems) == before:
        found.formats.append(duckdb_file.NAME)
