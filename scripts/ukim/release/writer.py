"""Writing a release: a folder, its zip, and a database beside them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path

import duckdb
import polars as pl

from ukim.extras import require
from ukim.files import entries_in_place
from ukim.model import Package
from ukim.release import archive, checksums, datasette, descriptor
from ukim.release.data_files import data_files
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook
from ukim.release.metadata import metadata
from ukim.views import content
from ukim.views.database import fill


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
    require("release", "jinja2", "pandas", "xlsxwriter")
    name, stamp = f"{package.name}-{package.version}", datetime.combine(package.released_on, time.min)
    with entries_in_place(out, name) as entries, _disk_errors():
        folder, database = entries / name, entries / f"{name}.duckdb"
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
        archive.write(folder, entries / f"{name}.zip", stamp)
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
