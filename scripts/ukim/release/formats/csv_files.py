"""CSV: one file a table in `csv/`, one a view in `views/`, in the canonical form of the tables."""

import csv
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from ukim.views.content import Content

NAME = "CSV"


def path(content: Content) -> str:
    """The file in a release."""
    return f"{'views' if content.is_view else 'csv'}/{content.name}.csv"


def write(folder: Path, contents: Iterable[Content]) -> None:
    """Write the files."""
    for content in contents:
        file = folder / path(content)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(rendered(content.text))


def rendered(text: pl.DataFrame) -> bytes:
    """The bytes of a file, as `ukim.tables.canonical.render` writes them."""
    return text.write_csv(quote_style="necessary", line_terminator="\n").encode()


def read(path: Path) -> pl.DataFrame:
    """The rows of a file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    series = [pl.Series(name, column, pl.String) for name, column in zip(header, columns, strict=True)]
    return pl.DataFrame(series).with_columns(pl.all().replace("", None))
