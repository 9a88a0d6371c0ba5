"""Frames as Arrow tables that carry the descriptions of their columns, as Parquet keeps them."""

import polars as pl
import pyarrow as pa

from ukim.model import Table

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}


def arrow_table(table: Table, frame: pl.DataFrame) -> pa.Table:
    """The frame in the types of the table; title and description are metadata of the table and of each column."""
    fields = [
        pa.field(
            field.name,
            TYPES[field.type],
            nullable=not table.requires(field),
            metadata={"title": field.title, "description": field.description},
        )
        for field in table.fields
    ]
    schema = pa.schema(fields, metadata={"title": table.title, "description": table.description})
    return frame.to_arrow().cast(schema)
