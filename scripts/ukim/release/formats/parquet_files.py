"""Parquet: one file a table in `parquet/`, one a view in `views/`; titles and descriptions are its metadata."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ukim.compile.to_arrow import arrow_schema, arrow_table
from ukim.views.content import Content, Reader, as_text

NAME = "Parquet"


def path(content: Content) -> str:
    """The file in a release."""
    return f"{'views' if content.is_view else 'parquet'}/{content.name}.parquet"


def write(folder: Path, contents: Iterable[Content]) -> None:
    """Write the files."""
    for content in contents:
        file = folder / path(content)
        file.parent.mkdir(exist_ok=True)
        pq.write_table(arrow_table(content.table, content.frame), file, compression="zstd")


@contextmanager
def opened(folder: Path) -> Iterator[Reader]:
    """What reads the files."""
    yield lambda content: as_text(_frame(folder / path(content)))


def _frame(file: Path) -> pl.DataFrame:
    """The rows of a file. It is checked first, and its metadata left out: Polars panics at text that is not UTF-8."""
    table = pq.read_table(file)
    table.validate(full=True)
    return pl.DataFrame(pa.table(table.columns, names=table.column_names))


def schema_problems(folder: Path, content: Content) -> Iterator[str]:
    """Where the schema in the file says otherwise than that of the table."""
    expected, found = arrow_schema(content.table), pq.read_schema(folder / path(content))
    if found.names != expected.names:
        yield f"has the columns {', '.join(found.names)}, the descriptor says {', '.join(expected.names)}"
        return
    if _words(found) != _words(expected):
        yield "its title or description is not that of the descriptor"
    for one, other in zip(found, expected, strict=True):
        if (one.type, one.nullable) != (other.type, other.nullable):
            yield f"column {one.name}: is {_told(one)}, the descriptor says {_told(other)}"
        if _words(one) != _words(other):
            yield f"column {one.name}: its title or description is not that of the descriptor"


def _words(part: pa.Schema | pa.Field) -> tuple[bytes | None, ...]:
    return tuple((part.metadata or {}).get(key) for key in (b"title", b"description"))


def _told(field: pa.Field) -> str:
    return f"{field.type}{'' if field.nullable else ', always filled'}"
