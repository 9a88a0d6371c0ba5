"""Whether a release is whole, and says the same in every format."""

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
from ukim.files import finish_entries
from ukim.model import DescriptorError, Package, Resource, ViewResource
from ukim.model.package import DESCRIPTOR
from ukim.release import archive, checksums
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook
from ukim.views.content import Content, Reader

CITATION = "CITATION.cff"
ANY = (Exception, pl.exceptions.PanicException)
"""What may come of reading a broken file: each library has errors of its own, and lets those of others through."""


class Format(Protocol):
    """A module of `ukim.release.formats` whose files lie in the folder."""

    NAME: str

    def path(self, content: Content, /) -> str | None:
        """The file that holds the table or view."""

    def opened(self, folder: Path, /) -> AbstractContextManager[Reader]:
        """What reads it."""


FORMATS: tuple[Format, ...] = (parquet_files, sqlite_file, workbook, stata_files)
"""Those that are held against CSV; DuckDB stands beside the folder."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file, named by its path from the folder that holds the release."""

    file: str
    message: str


@dataclass
class Verification:
    """What is wrong with a release, which formats say the same, and how many tables and views they hold."""

    problems: list[Problem] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    contents: int = 0

    def add(self, file: str | Path, message: object) -> None:
        """Tell of a problem, once."""
        problem = Problem(str(file), " ".join(str(message).split()))
        if problem not in self.problems:
            self.problems.append(problem)

    @contextmanager
    def reading(self, file: str | Path) -> Iterator[None]:
        """Tell of a file that cannot be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", UnicodeWarning)  # pandas would guess at text that is not UTF-8
                yield
        except ANY as error:
            self.add(file, f"cannot be read: {str(error) or type(error).__name__}")


def verify(path: Path) -> Verification:
    """Check sums, versions, the schemas of Parquet, and that all formats hold equal rows.

    Args:
        path: the folder of a release, or its zip. A database that stands beside it is checked too, and beside the
            folder its zip.

    Raises:
        UkimError: the path holds no release, or a library that is needed is not installed.

    """
    require("release", "openpyxl", "pandas")
    path = path.resolve()
    if not path.exists():
        message = f"{path} is not there."
        raise UkimError(message)
    found = Verification()
    finish_entries(path.parent, path.name.removesuffix(".zip"))
    if path.is_dir():
        _check_folder(found, path, path.parent)
        if (zipped := path.with_name(f"{path.name}.zip")).exists():
            with _unpacked(found, zipped) as other:
                if other is not None and (other.name, checksums.lines(other)) != (path.name, checksums.lines(path)):
                    found.add(zipped.name, f"holds other files than the folder {path.name}")
    else:
        with _unpacked(found, path) as folder:
            if folder is not None:
                _check_folder(found, folder, path.parent)
    return found


@contextmanager
def _unpacked(found: Verification, path: Path) -> Iterator[Path | None]:
    """The folder in the zip, for a while; none where something is wrong with the zip."""
    with tempfile.TemporaryDirectory() as target:
        with found.reading(path.name):
            _unpack(path, Path(target))
        folders = list(Path(target).iterdir())
        if len(folders) > 1:
            found.add(path.name, "holds more than one folder")
        yield folders[0] if len(folders) == 1 else None


def _unpack(path: Path, target: Path) -> None:
    data = path.read_bytes()
    with ZipFile(path) as opened:
        if (bad := opened.testzip()) is not None:
            message = f"the entry {bad} is damaged"
            raise BadZipFile(message)
        if archive.repacked(opened, data) != data:
            message = "a header in it, or what lies between its entries, is not as it was"
            raise BadZipFile(message)
        opened.extractall(target)


def _check_folder(found: Verification, folder: Path, beside: Path) -> None:
    if not any((folder / file).is_file() for file in (checksums.FILE, DESCRIPTOR)):
        message = f"{folder.name} is no release: it has neither {checksums.FILE} nor {DESCRIPTOR}."
        raise UkimError(message)
    wrong = _check_sums(found, folder)
    database = beside / f"{folder.name}.duckdb"
    is_right = _check_database_bytes(found, database)
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
    if is_right:
        _compare_database(found, database, contents)


def _check_sums(found: Verification, folder: Path) -> set[str]:
    """Hold every file against its sum; return those that are not as they were: nothing more is read out of them."""
    file = f"{folder.name}/{checksums.FILE}"
    stated: list[str] = []
    with found.reading(file):
        stated = (folder / checksums.FILE).read_bytes().decode().splitlines(keepends=True)
    right = checksums.lines(folder)
    named = {line.rstrip("\n").partition("  ")[2] for line in stated}
    wrong = {one for one, line in right.items() if line not in stated}
    for one in sorted(wrong):
        message = (
            f"its bytes are not those of which {checksums.FILE} tells"
            if one in named
            else f"{checksums.FILE} has no sum of it"
        )
        found.add(f"{folder.name}/{one}", message)
    for one in sorted(named - right.keys()):
        found.add(file, f"has a sum of {one!r}, which is not there")
    if not wrong and named == right.keys() and stated != list(right.values()):
        found.add(file, "has other lines than one for each file, in order")
    return wrong


def _check_version(found: Verification, folder: Path, package: Package, wrong: set[str]) -> None:
    name = f"{package.name}-{package.version}"
    if folder.name != name:
        found.add(f"{folder.name}/{DESCRIPTOR}", f"is that of {name}, but the folder is called {folder.name}")
    for file, told, version_in in TOLD_VERSIONS:
        if file not in wrong and (folder / file).is_file():
            with found.reading(f"{folder.name}/{file}"):
                version = version_in(folder)
                if version != package.version:
                    message = f"{told} version {version}, the descriptor is that of {package.version}"
                    found.add(f"{folder.name}/{file}", message)


def _cited_version(folder: Path) -> object:
    return yaml.safe_load((folder / CITATION).read_text(encoding="utf-8")).get("version")


def _version_of_changes(folder: Path) -> object:
    changes = change_list(folder)
    return None if changes is None else changes.new.version


TOLD_VERSIONS = (
    (CITATION, "cites", _cited_version),
    (CHANGE_LIST, "tells of", _version_of_changes),
)
"""The files beside the descriptor that name the version, what they do with it, and how it is read."""


def _right_contents(found: Verification, folder: Path, package: Package, wrong: set[str]) -> Iterator[Content]:
    """The tables and views whose CSV file is as the descriptor says, with its rows as text."""
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
    """Hold the rows of a format against those of CSV."""
    held = [(content, file) for content in contents if (file := form.path(content)) is not None and file not in wrong]
    for file in sorted({file for _, file in held if not (folder / file).is_file()}):
        found.add(f"{folder.name}/{file}", "is not there")
    held = [(content, file) for content, file in held if (folder / file).is_file()]
    before = len(found.problems)
    with found.reading(f"{folder.name}/{held[0][1]}" if held else folder.name), form.opened(folder) as read:
        for content, file in held:
            _compare_rows(found, f"{folder.name}/{file}", content, read)
    if held and len(found.problems) == before:
        found.formats.append(form.NAME)


def _compare_rows(found: Verification, file: str, content: Content, read: Callable[[Content], pl.DataFrame]) -> None:
    with found.reading(file):
        problem = difference(content.frame, read(content))
        if problem is not None:
            found.add(file, f"{content.name}: {problem}")


def difference(expected: pl.DataFrame, rows: pl.DataFrame) -> str | None:
    """How rows as text differ from those of CSV; none if they do not."""
    if rows.columns != expected.columns:
        return f"has the columns {', '.join(rows.columns)}, CSV has {', '.join(expected.columns)}"
    if rows.height != expected.height:
        return f"has {rows.height} rows, CSV has {expected.height}"
    for name in expected.columns:
        other = expected[name].ne_missing(rows[name]).arg_true()
        if len(other):
            row = other[0]
            told, stated = (repr(column[name][row] or "") for column in (rows, expected))
            return f"row {row + 1}, column {name}: is {told}, CSV has {stated}"
    return None


def _check_database_bytes(found: Verification, database: Path) -> bool:
    """Whether a database stands there, and is the one that the files beside it tell of."""
    sum_file, digest_file = duckdb_file.sum_file(database), duckdb_file.digest_file(database)
    there = [file for file in (database, sum_file, digest_file) if file.exists()]
    for file in {database, sum_file, digest_file} - {*there} if there else ():
        found.add(file.name, f"is not there, though {there[0].name} is")
    if database not in there or sum_file not in there:
        return False
    if sum_file.read_bytes() != duckdb_file.sum_line(database).encode():
        found.add(database.name, f"its bytes are not those of which {sum_file.name} tells")
        return False
    return True


def _compare_database(found: Verification, database: Path, contents: list[Content]) -> None:
    before = len(found.problems)
    with found.reading(database.name), duckdb_file.connected(database) as connection:
        digest = duckdb_file.digest_file(database)
        if digest.exists() and digest.read_bytes() != duckdb_file.digest_line(database, connection).encode():
            found.add(database.name, f"what it holds is not that of which {digest.name} tells")
        if missing := {content.name for content in contents} - set(duckdb_file.names(connection)):
            found.add(database.name, f"has no {', '.join(sorted(missing))}")
            return
        for content in contents:
            _compare_rows(found, database.name, content, duckdb_file.reader(connection))
    if len(found.problems) == before:
        found.formats.append(duckdb_file.NAME)
