"""Writing a release: a folder, its zip, and a database beside them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from ukim.extras import require
from ukim.files import entries_in_place
from ukim.model import Package
from ukim.release import archive, content, datasette, descriptor, sums
from ukim.release.data_card import data_card
from ukim.release.database import fill
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook

CARD = "README.md"
STAMP = datetime(1980, 1, 1)  # noqa: DTZ001 - what the formats hold has no zone
"""When all files say that they were made: the first day that a zip can tell, since no clock may be asked."""


def build(package: Package, checked: Mapping[str, pl.DataFrame], out: Path) -> Path:
    """Write the release of a package into `out`, whole or not at all.

    Args:
        package: a valid package.
        checked: its typed frames, by table.
        out: the folder that holds the releases.

    Returns:
        The folder of the release; beside it stand its zip, its database, and what tells of the bytes of the latter.

    Raises:
        UkimError: something cannot be written, or what a release needs is not installed.

    """
    require("release", "pandas", "xlsxwriter")
    name = f"{package.name}-{package.version}"
    with entries_in_place(out, name) as entries, _disk_errors():
        folder, database = entries / name, entries / f"{name}.duckdb"
        folder.mkdir()
        contents = content.tables(package, checked)
        frames = {one.name: one.frame for one in contents}
        with duckdb_file.new(database) as connection:
            fill(connection, package, frames.__getitem__)
            contents += content.views(package, connection)
            _write_text(folder / CARD, data_card(package, connection))
            _write_text(duckdb_file.digest_file(database), duckdb_file.digest_line(database, connection))
        _write_text(duckdb_file.sum_file(database), duckdb_file.sum_line(database))
        csv_files.write(folder, contents)
        parquet_files.write(folder, contents)
        sqlite_file.write(folder, contents)
        workbook.write(folder, package, contents, STAMP)
        stata_files.write(folder, contents, STAMP)
        datasette.write(folder, package, contents)
        descriptor.write(folder, package, contents)
        sums.write(folder)
        archive.write(folder, entries / f"{name}.zip", STAMP)
    return out / name


@contextmanager
def _disk_errors() -> Iterator[None]:
    """DuckDB's errors of reading and writing as those of the system."""
    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise OSError(str(error)) from None


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
