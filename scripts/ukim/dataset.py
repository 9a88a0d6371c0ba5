"""The dataset from Python: tables as frames, and a database with all tables and views."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ukim.errors import UkimError

if TYPE_CHECKING:
    import zipfile

    import duckdb
    import polars as pl

HERE = Path(__file__).parent


def packaged() -> Path:
    """The folder of the tables that come with this package: of the installed one, or of the checkout."""
    installed = HERE / "package"
    return installed if installed.is_dir() else HERE.parents[1]


def load(name: str, path: str | Path | None = None) -> "pl.DataFrame":
    """Load a table as a Polars frame.

    Args:
        name: the table, such as "cases".
        path: a release (folder or zip) or a checkout; by default the tables that come with this package.

    Returns:
        One row a record, sorted by key; dates of reduced precision as text, with their bounds as dates beside them.

    Raises:
        UkimError: there is no such table, or the path holds no dataset.

    """
    import io

    import polars as pl

    source = packaged() if path is None else Path(path)
    if source.suffix == ".zip":
        return pl.read_parquet(io.BytesIO(_member(source, name)))
    parquet = source / "parquet"
    if parquet.is_dir():
        if not (parquet / f"{name}.parquet").is_file():
            raise _no_table(name, source, [file.stem for file in parquet.glob("*.parquet")])
        return pl.read_parquet(parquet / f"{name}.parquet")
    return _from_package(source, name)


def connect(path: str | Path | None = None) -> "duckdb.DuckDBPyConnection":
    """Open a DuckDB database in memory with all tables and views.

    Args:
        path: a release (folder or zip) or a checkout; by default the tables that come with this package.

    Raises:
        UkimError: the path holds no dataset, or one that is not valid.

    """
    import tempfile

    import duckdb

    from ukim.model import Package
    from ukim.model.package import DESCRIPTOR
    from ukim.release.database import fill

    source = packaged() if path is None else Path(path)
    with tempfile.TemporaryDirectory() as folder:
        if source.suffix == ".zip":
            with _opened(source) as archive:
                archive.extractall(folder)
            source = next(Path(folder).rglob(DESCRIPTOR), Path(folder) / DESCRIPTOR).parent
        package = Package.read(source / DESCRIPTOR)
        connection = duckdb.connect()
        try:
            fill(connection, package, partial(load, path=source))
        except duckdb.ConstraintException as error:
            message = f"The tables in {source} do not keep their schemas; `ukim validate` tells where. {error}"
            raise UkimError(message) from None
    return connection


def _from_package(folder: Path, name: str) -> "pl.DataFrame":
    from ukim.compile.to_polars import typed_frame, with_bounds
    from ukim.model import Package
    from ukim.model.package import DESCRIPTOR
    from ukim.reading import read

    if not (folder / DESCRIPTOR).is_file():
        message = f"{folder} holds no dataset: there is no {DESCRIPTOR} in it."
        raise UkimError(message)
    package = Package.read(folder / DESCRIPTOR)
    for resource in package.resources:
        if resource.name == name:
            reading = read(folder / resource.path, resource.path, resource.table)
            if not reading.is_read:
                message = f"{folder / resource.path} cannot be read: {reading.findings[-1].message}"
                raise UkimError(message)
            text = reading.cells
            frame = typed_frame(resource.table, text)
            if text.null_count().row(0) != frame.null_count().row(0):
                message = (
                    f"{folder / resource.path} holds a value that is not of its type; `ukim validate` tells which."
                )
                raise UkimError(message)
            return with_bounds(resource.table, frame).sort(resource.table.primary_key)
    raise _no_table(name, folder, list(package.tables))


def _member(source: Path, name: str) -> bytes:
    with _opened(source) as archive:
        tables = {Path(file).stem: file for file in archive.namelist() if file.endswith(".parquet")}
        if name not in tables:
            raise _no_table(name, source, list(tables))
        return archive.read(tables[name])


def _opened(source: Path) -> "zipfile.ZipFile":
    import zipfile

    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{source} cannot be opened as a zip: {error}"
        raise UkimError(message) from None


def _no_table(name: str, source: Path, names: list[str]) -> UkimError:
    return UkimError(f"There is no table {name!r} in {source}. Tables: {', '.join(sorted(names)) or 'none'}.")
