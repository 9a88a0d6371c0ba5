"""The tables of a release without its other formats: `python benchmarks/build_tables.py FOLDER OUT [database]`.

It reads a package, and writes CSV and Parquet; with `database`, the DuckDB file with keys, comments and views too.
"""

import sys
from pathlib import Path

from ukim.compile.to_polars import typed_frame
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.release.formats import csv_files, duckdb_file, parquet_files
from ukim.tables.reading import read
from ukim.views import content
from ukim.views.database import fill


def main() -> None:
    """Do as `ukim build` does, behind validation."""
    package, out = Package.read(Path(sys.argv[1]) / DESCRIPTOR), Path(sys.argv[2])
    readings = {one.name: read(package.folder / one.path, one.path, one.table) for one in package.resources}
    checked = {name: typed_frame(reading.table, reading.cells) for name, reading in readings.items()}
    contents = content.tables(package, checked)
    csv_files.write(out, contents)
    parquet_files.write(out, contents)
    if sys.argv[3:] == ["database"]:
        frames = {one.name: one.frame for one in contents}
        with duckdb_file.new(out / "ukim.duckdb") as connection:
            fill(connection, package, frames.__getitem__)


if __name__ == "__main__":
    main()
