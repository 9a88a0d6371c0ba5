"""Build a release: a folder with every format, its zip, and a database beside them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from ukim.extras import require
from ukim.model import Package
from ukim.release import archive, checksums, datasette, descriptor
from ukim.release.data_files import data_files
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook
from ukim.release.in_place import in_place
from ukim.release.metadata import metadata
from ukim.views import content
from ukim.views.database import fill


def build(package: Package, checked: Mapping[str, pl.DataFrame], out: Path) -> Path:
    """Build the release of a package in `out/X.Y.Z`, whole or not at all.

    Args:
        package: a valid package.
        checked: its typed frames, by table.
        out: the folder of the releases.

    Returns:
        The folder `out/X.Y.Z/ukim-X.Y.Z`. Its zip, its database and the sum and digest of the database are beside it.

    Raises:
        UkimError: something cannot be written, or what a release needs is not installed.

    """
    require("release", "jinja2", "pandas", "xlsxwriter")
    target = out / package.version
    with in_place(target, partial(_write, package, checked)):
        return target / f"{package.name}-{package.version}"


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Raise DuckDB's errors of reading and writing as those of the system."""
    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise OSError(str(error)) from None


@_disk_errors()
def _write(package: Package, checked: Mapping[str, pl.DataFrame], out: Path) -> None:
    """Write the folder, its zip and the database into `out`."""
    name, stamp = f"{package.name}-{package.version}", datetime.combine(package.released_on, time.min)
    folder, database = out / name, out / f"{name}.duckdb"
    folder.mkdir()
    contents = content.tables(package, checked)
    frames = {one.name: one.frame for one in contents}
    with duckdb_file.new(database) as connection:
        fill(connection, package, frames.__getitem__)
        contents += content.views(package, connection)
        csv_files.write(folder, contents)
        parquet_files.write(folder, contents)
        sqlite_file.write(folder, contents)
        workbook.write(folder, package, contents, stamp)
        stata_files.write(folder, contents, stamp)
        datasette.write(folder, package, contents)
        descriptor.write(folder, package, contents)
        for path, text in metadata(package, connection, data_files(folder)).items():
            (folder / path).parent.mkdir(exist_ok=True)
            _write_text(folder / path, text)
        _write_text(duckdb_file.digest_file(database), duckdb_file.digest_line(database, connection))
    _write_text(duckdb_file.sum_file(database), duckdb_file.sum_line(database))
    checksums.write(folder)
    archive.write(folder, out / f"{name}.zip", stamp)


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
