"""The dataset from Python: tables and views as frames, and a database with all of them."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, overload

from ukim.errors import UkimError

if TYPE_CHECKING:
    import zipfile

    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ukim.model import Package

HERE = Path(__file__).parents[1]
PARQUET = ("parquet", "views")
"""The folders of a release in which the Parquet files of tables and of views stand."""


def packaged() -> Path:
    """The folder of the tables that come with this package: of the installed one, or of the checkout."""
    installed = HERE / "package"
    return installed if installed.is_dir() else HERE.parents[1]


@overload
def load(name: str, path: str | Path | None = None, *, as_: Literal["polars"] = "polars") -> "pl.DataFrame": ...


@overload
def load(name: str, path: str | Path | None = None, *, as_: Literal["pandas"]) -> "pd.DataFrame": ...


@overload
def load(name: str, path: str | Path | None = None, *, as_: Literal["arrow"]) -> "pa.Table": ...


def load(
    name: str, path: str | Path | None = None, *, as_: Literal["polars", "pandas", "arrow"] = "polars"
) -> "pl.DataFrame | pd.DataFrame | pa.Table":
    """Load a table or view.

    Args:
        name: the table or view, such as "cases" or "prosecutions".
        path: a release (folder or zip) or a checkout; by default the tables that come with this package.
        as_: "polars" for a Polars frame; "pandas" for a pandas frame whose columns keep the types of Arrow, so that
            an empty cell is missing and a whole number stays one; "arrow" for a pyarrow table, which carries the
            description of each column too.

    Returns:
        One row a record, sorted by key, or as the view states; dates of reduced precision as text, with their bounds
        as dates beside them.

    Raises:
        UkimError: there is no such table or view, the path holds no dataset, or pandas is wanted and not installed.

    """
    source = packaged() if path is None else Path(path)
    if as_ not in {"polars", "pandas", "arrow"}:
        message = f"A table cannot be loaded as {as_!r}; choose polars, pandas or arrow."
        raise UkimError(message)
    with _parquet(source, name) as file:
        if as_ == "polars":
            import polars as pl

            return pl.read_parquet(file) if file else _frame(source, name)
        import pyarrow.parquet as pq

        table = pq.read_table(file) if file else _arrow(source, name)
    return table if as_ == "arrow" else _pandas(table)


def connect(path: str | Path | None = None) -> "duckdb.DuckDBPyConnection":
    """Open a DuckDB database in memory with all tables and views.

    Args:
        path: a release (folder or zip) or a checkout; by default the tables that come with this package.

    Returns:
        A connection of your own: nothing is locked, so that your queries may read other files. No SQL of the release or
        checkout runs in it: the views are those of this version of ukim.

    Raises:
        UkimError: the path holds no dataset, or one that is damaged or not valid.

    """
    import tempfile

    source = packaged() if path is None else Path(path)
    if source.suffix != ".zip":
        return _filled(source)
    with tempfile.TemporaryDirectory() as folder:
        with _opened(source) as archive, _readable(f"A member of {source}"):
            archive.extractall(folder)
        try:
            return _filled(_unpacked(Path(folder)))
        except UkimError as error:
            raise UkimError(str(error).replace(folder, str(source))) from None


def package_at(path: str | Path | None = None) -> "Package":
    """The descriptor and schemas of a release (folder or zip) or checkout; by default of what comes with this package.

    Raises:
        UkimError: the path holds no dataset, or its descriptor cannot be used.

    """
    from ukim.model import DescriptorError, Package

    source = packaged() if path is None else Path(path)
    try:
        with _descriptor(source) as descriptor:
            return Package.read(descriptor)
    except DescriptorError as error:
        message = f"The dataset in {source} cannot be used: {error}"
        raise UkimError(message) from None


@contextmanager
def _descriptor(source: Path) -> Iterator[Path]:
    """The descriptor of a release or checkout, out of its zip if it is one."""
    import tempfile

    from ukim.model.package import DESCRIPTOR

    if source.suffix == ".zip":
        with _opened(source) as archive, tempfile.TemporaryDirectory() as folder:
            for member in archive.namelist():
                if Path(member).name == DESCRIPTOR:
                    with _readable(f"{member} in {source}"):
                        descriptor = Path(archive.extract(member, folder))
                    yield descriptor
                    return
    elif (source / DESCRIPTOR).is_file():
        yield source / DESCRIPTOR
        return
    message = f"{source} holds no dataset: there is no {DESCRIPTOR} in it."
    raise UkimError(message)


def no_table(name: str, source: Path, tables: list[str], views: list[str]) -> UkimError:
    """The error that there is neither a table nor a view of that name."""
    there_are = f"Tables: {', '.join(sorted(tables)) or 'none'}. Views: {', '.join(sorted(views)) or 'none'}."
    return UkimError(f"There is no table {name!r} in {source}, and no view. {there_are}")


def views_in(connection: "duckdb.DuckDBPyConnection") -> list[str]:
    """The names of the views that `connect` has made."""
    rows = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
    return [name for (name,) in rows]


@contextmanager
def _parquet(source: Path, name: str) -> "Iterator[Path | IO[bytes] | None]":
    """The Parquet file of the table or view in a release; None where there is none."""
    if source.suffix != ".zip":
        places = (source / folder / f"{name}.parquet" for folder in PARQUET)
        place = next((place for place in places if place.is_file()), None)
        with _readable(str(place)) if place else nullcontext():
            yield place
        return
    with _opened(source) as archive:
        endings = tuple(f"/{folder}/{name}.parquet" for folder in PARQUET)
        members = [member for member in archive.namelist() if f"/{member}".endswith(endings)]
        if not members:
            yield None
            return
        with _readable(f"{members[0]} in {source}"), archive.open(members[0]) as file:
            yield file


def _frame(source: Path, name: str) -> "pl.DataFrame":
    """The table of a checkout, or the view of anything, as a Polars frame."""
    import polars as pl

    package = package_at(source)
    if name in package.tables and source.suffix != ".zip":
        from ukim.views.database import checkout_frame

        return checkout_frame(package, name)
    frame = pl.from_arrow(_view(source, name))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - what is made of a table
    return frame


def _arrow(source: Path, name: str) -> "pa.Table":
    """The table of a checkout, or the view of anything, as an Arrow table."""
    package = package_at(source)
    if name not in package.tables:
        return _view(source, name)
    from ukim.compile.to_arrow import arrow_table
    from ukim.model.released import released

    return arrow_table(released(package.tables[name]), _frame(source, name))


def _view(source: Path, name: str) -> "pa.Table":
    connection = connect(source)
    if name not in views_in(connection):
        raise no_table(name, source, list(package_at(source).tables), views_in(connection))
    connection.execute("SET threads = 1")  # so that rows which the view leaves equal keep their order
    return connection.sql(f'FROM "{name}"').to_arrow_table()


def _pandas(table: "pa.Table") -> "pd.DataFrame":
    try:
        import pandas as pd
    except ImportError:
        message = "pandas is not installed. Install it with: pip install pandas"
        raise UkimError(message) from None
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _filled(source: Path) -> "duckdb.DuckDBPyConnection":
    """The database of a folder."""
    import duckdb
    import polars as pl

    from ukim.views.database import checkout_frame, fill

    package = package_at(source)
    connection = duckdb.connect()

    def frame(name: str) -> "pl.DataFrame":
        with _parquet(source, name) as file:
            return pl.read_parquet(file) if file else checkout_frame(package, name)

    with _readable(f"The dataset in {source}"):
        try:
            fill(connection, package, frame)
        except duckdb.ConstraintException as error:
            message = f"The tables in {source} do not keep their schemas; `ukim validate` tells where. {error}"
            raise UkimError(message) from None
    return connection


def _unpacked(folder: Path) -> Path:
    """The folder of the dataset in the one that a zip was unpacked to."""
    from ukim.model.package import DESCRIPTOR

    return next(folder.rglob(DESCRIPTOR), folder / DESCRIPTOR).parent


def _opened(source: Path) -> "zipfile.ZipFile":
    import zipfile

    if not source.is_file():
        message = f"{source} holds no dataset: there is no such file."
        raise UkimError(message)
    with _readable(f"The zip {source}"):
        return zipfile.ZipFile(source)


@contextmanager
def _readable(what: str) -> "Iterator[None]":
    """Say which file cannot be read, and what to do, whatever a library raises."""
    try:
        yield
    except UkimError:
        raise
    except _failures() as error:
        why = " ".join(str(error).split()) or type(error).__name__
        message = f"{what} cannot be read: {why}. It may be damaged: download or copy the release again."
        raise UkimError(message) from None


def _failures() -> tuple[type[BaseException], ...]:
    """What may come of reading a broken file; a panic of Polars is no `Exception`."""
    from polars.exceptions import PanicException

    return Exception, PanicException
