"""Stata: one file a table or view in `stata/`, in the format that Stata 14 and later read.

Values of categories and truth are numbered from 0, with the value itself as label: the one that every other format
has. Days are dates of Stata, lists are text with semicolons, what is empty is missing (`.`, or empty text).
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ukim.compile.to_polars import DTYPES
from ukim.errors import UkimError
from ukim.model import Field, Table, View, ViewField
from ukim.release.short_names import shortened
from ukim.views.content import Content, Reader, as_text

if TYPE_CHECKING:
    from pandas import Series

NAME = "Stata"
VERSION = 118
LONGEST_NAME = 32
LONGEST_LABEL = 80
TRUTH = ["false", "true"]


def path(content: Content) -> str:
    """The file in a release."""
    return f"stata/{content.name}.dta"


def write(folder: Path, contents: Iterable[Content], stamp: datetime) -> None:
    """Write the files; `stamp` is when they say that they were made."""
    for content in contents:
        file = folder / path(content)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(_bytes(content, stamp))


def variable_names(table: Table | View) -> dict[str, str]:
    """What the columns are called, by their names."""
    from pandas.io.stata import StataParser

    return shortened(table.names, LONGEST_NAME, frozenset(StataParser().RESERVED_WORDS))


def variable_label(field: Field | ViewField) -> str:
    """The description, or where it is too long, the title."""
    return field.description if len(field.description) <= LONGEST_LABEL else field.title[:LONGEST_LABEL]


def labels(field: Field | ViewField) -> list[str]:
    """The values that are numbered from 0; none where the column holds its values themselves."""
    return TRUTH if field.type == "boolean" else field.allowed_values if field.type == "string" else []


@contextmanager
def opened(folder: Path) -> Iterator[Reader]:
    """What reads the files."""
    yield lambda content: _rows(folder / path(content), content)


def _rows(file: Path, content: Content) -> pl.DataFrame:
    import pandas as pd

    frame = pd.read_stata(file)
    names = {short: name for name, short in variable_names(content.table).items()}
    fields = content.table.by_name
    columns = [(names.get(str(short), str(short)), frame[short].tolist()) for short in frame]
    return as_text(
        pl.DataFrame(
            _series(name, column, fields[name].type if name in fields else "string") for name, column in columns
        )
    )


def _bytes(content: Content, stamp: datetime) -> bytes:
    import pandas as pd
    from pandas import errors

    names, fields = variable_names(content.table), content.table.fields
    texts = content.text
    columns = {names[field.name]: _column(field, content.frame[field.name], texts[field.name]) for field in fields}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        for change in (errors.InvalidColumnName, errors.PossiblePrecisionLoss, errors.ValueLabelTypeMismatch):
            warnings.simplefilter("error", change)
        try:
            pd.DataFrame(columns).to_stata(
                buffer,
                write_index=False,
                version=VERSION,
                byteorder="<",
                time_stamp=stamp,
                data_label=content.table.title[:LONGEST_LABEL],
                variable_labels={names[field.name]: variable_label(field) for field in fields},
                value_labels={
                    names[field.name]: dict(enumerate(values)) for field in fields if (values := labels(field))
                },
                convert_dates={names[field.name]: "td" for field in fields if field.type == "date"},
            )
        except (Warning, ValueError) as problem:
            message = f"{path(content)} cannot hold the table: {problem}"
            raise UkimError(message) from None
    return buffer.getvalue()


def _column(field: Field | ViewField, values: pl.Series, text: pl.Series) -> "Series":
    """The column as pandas hands it to Stata."""
    import pandas as pd

    if values_in_order := labels(field):
        return pd.Series([None if cell is None else values_in_order.index(cell) for cell in text], dtype="Int16")
    match field.type:
        case "integer":
            return pd.Series(values.to_list(), dtype="Int64")
        case "number":
            return pd.Series(values.to_list(), dtype="float64")
        case "date":
            return pd.Series(values.to_list(), dtype="datetime64[ns]")
        case _:
            return pd.Series(text.fill_null("").to_list(), dtype=object)


def _series(name: str, column: Sequence[Any], type_: str) -> pl.Series:
    """A column as pandas reads it, in its type."""
    import pandas as pd

    cells = [None if pd.isna(cell) or cell == "" else cell for cell in column]
    match type_:
        case "integer":
            return pl.Series(name, [None if cell is None else int(cell) for cell in cells], pl.Int64)
        case "number":
            return pl.Series(name, cells, pl.Float64)
        case "boolean":
            return pl.Series(name, [None if cell is None else TRUTH.index(cell) for cell in cells]).cast(DTYPES[type_])
        case "date":
            return pl.Series(name, [None if cell is None else cell.date() for cell in cells], pl.Date)
        case _:
            return pl.Series(name, cells, pl.String)
