"""Writing a release."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

from ukim.compile.to_arrow import arrow_table
from ukim.compile.to_frictionless import package_descriptor
from ukim.compile.to_polars import with_bounds
from ukim.files import folder_in_place
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.model.released import released
from ukim.release.data_card import data_card
from ukim.release.database import fill
from ukim.text import render

DATABASE = "ukim.duckdb"
CARD = "README.md"
SUMS = "SHA256SUMS"
STORAGE_VERSION = "v1.2.0"
"""The default format of the database is unreadable to older versions of DuckDB."""
BLOCK_SIZE = 16384
"""Bytes; every key of every table takes whole blocks, so that the default of 256 KiB makes a small database huge."""


def build(package: Package, checked: Mapping[str, pl.DataFrame], out: Path) -> Path:
    """Write the release of a package into a folder of its own in `out`, whole or not at all.

    Args:
        package: a valid package.
        checked: its typed frames, by table.
        out: the folder that holds the releases.

    Returns:
        The folder of the release.

    """
    target = out / f"{package.name}-{package.version}"
    frames = {name: with_bounds(table, checked[name]).sort(table.primary_key) for name, table in package.tables.items()}
    with folder_in_place(target) as folder, _disk_errors():
        _write_tables(folder, package, frames)
        _write_descriptor(folder, package, frames)
        _write_database_and_card(folder, package, frames)
        _write_sums(folder)
    return target


@contextmanager
def _disk_errors() -> Iterator[None]:
    """DuckDB's errors of reading and writing as those of the system."""
    try:
        yield
    except duckdb.IOException as error:
        raise OSError(str(error)) from None


def _write_tables(folder: Path, package: Package, frames: Mapping[str, pl.DataFrame]) -> None:
    (folder / "csv").mkdir()
    (folder / "parquet").mkdir()
    for name, frame in frames.items():
        table = released(package.tables[name])
        text = frame.with_columns(pl.col(pl.List(pl.String)).list.join(";")).cast(pl.String).fill_null("")
        (folder / "csv" / f"{name}.csv").write_text(
            render(table.names, map(list, text.iter_rows())), encoding="utf-8", newline="\n"
        )
        pq.write_table(arrow_table(table, frame), folder / "parquet" / f"{name}.parquet", compression="zstd")


def _write_descriptor(folder: Path, package: Package, frames: Mapping[str, pl.DataFrame]) -> None:
    tables = {name: released(table) for name, table in package.tables.items()}
    descriptor = package_descriptor(package, tables)
    for resource in descriptor["resources"]:
        name = resource["name"]
        data = (folder / "csv" / f"{name}.csv").read_bytes()
        resource["path"] = f"csv/{name}.csv"
        resource["bytes"] = len(data)
        resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
        resource["ukim:rows"] = frames[name].height
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8", newline="\n")


def _write_sums(folder: Path) -> None:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files.remove(DATABASE)  # its bytes differ from run to run
    sums = [f"{hashlib.sha256((folder / file).read_bytes()).hexdigest()}  {file}\n" for file in files]
    (folder / SUMS).write_text("".join(sums), encoding="utf-8", newline="\n")


def _write_database_and_card(folder: Path, package: Package, frames: Mapping[str, pl.DataFrame]) -> None:
    with duckdb.connect() as connection:
        file = str(folder / DATABASE).replace("'", "''")
        connection.execute(
            f"ATTACH '{file}' AS ukim (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE}); USE ukim"
        )
        fill(connection, package, frames.__getitem__)
        (folder / CARD).write_text(data_card(package, connection), encoding="utf-8", newline="\n")
        connection.execute("USE memory; DETACH ukim")
