"""Frames as Arrow tables that carry the descriptions of their columns, as Parquet keeps them."""

import polars as pl
import pyarrow as pa

from ukim.model import Table, View

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
    "number": pa.float64(),
}


def arrow_schema(table: Table | View) -> pa.Schema:
    """The types of the columns; title and description are metadata of the table and of each column."""
    fields = [
        pa.field(
            field.name,
            TYPES[field.type],
            nullable=field.name not in table.always_filled,
            metadata={"title": field.title, "description": field.description},
        )
        for field in table.fields
    ]
    return pa.schema(fields, metadata={"title": table.title, "description": table.description})


def arrow_table(table: Table | View, frame: pl.DataFrame) -> pa.Table:
    """The frame in the types of the table."""
    return frame.to_arrow().cast(arrow_schema(table))
