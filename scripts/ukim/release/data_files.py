"""The files of a release that hold its data: what they are, their sizes and sums."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".dta": "application/x-stata-dta",
    ".parquet": "application/x-parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By ending. Parquet's is the one that readers of Croissant know; DuckDB's file is no part of what can be summed."""


@dataclass(frozen=True)
class DataFile:
    """A file: its path in the release, its media type, its size in bytes, its SHA-256 in hexadecimal digits."""

    path: str
    media_type: str
    size: int
    sha256: str


def data_files(folder: Path) -> list[DataFile]:
    """The files of the folder that hold data, by path."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in MEDIA_TYPES)
    return [_data_file(folder, path) for path in paths]


def _data_file(folder: Path, path: str) -> DataFile:
    data = (folder / path).read_bytes()
    return DataFile(path, MEDIA_TYPES[Path(path).suffix], len(data), hashlib.sha256(data).hexdigest())
