"""What the rules in SQL ask of several tables at once, and what SQL alone cannot derive."""

from collections.abc import Iterator, Mapping

import polars as pl

from ukim.compile.to_polars import with_bounds
from ukim.model import Package
from ukim.names.folding import folded
from ukim.text.addresses import canonical
from ukim.validate.records import FIRST_ROW

Columns = Mapping[str, pl.DataType]
TEXT = pl.String()
NAMES: dict[str, Columns] = {
    "people": {"person_id": TEXT, "name": TEXT, "name_kk": TEXT, "name_ru": TEXT, "other_names": pl.List(TEXT)},
    "cases": {"case_id": TEXT, "settlement": TEXT},
    "courts": {"court_id": TEXT, "settlement": TEXT},
}
"""The key and then the columns of names by table: of people in every form, of settlements."""
SOURCES: Columns = {"source_id": TEXT, "url": TEXT}
SPELLING = {"table_name": pl.String, "record_id": pl.String, "line": pl.UInt32, "field": pl.String}


def derived(package: Package, frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Names and frames of the tables that can be derived from those that could be read and have the columns."""
    yield "dates", _dates(package, frames)
    if all(holds(frames, table, columns) for table, columns in NAMES.items()):
        yield "spellings", _spellings(frames)
    if holds(frames, "sources", SOURCES):
        yield "addresses", _addresses(frames["sources"])


def holds(frames: Mapping[str, pl.DataFrame], table: str, columns: Columns) -> bool:
    """Whether the table could be read and has these columns with these types."""
    return table in frames and columns.items() <= frames[table].schema.items()


def _dates(package: Package, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each partial date of what must be cited: table_name, record_id, line, field, earliest, latest."""
    parts = [pl.DataFrame(schema=SPELLING | {"earliest": pl.Date, "latest": pl.Date})]
    for name, table in package.tables.items():
        if not table.is_cited or name not in frames:
            continue
        bounded = with_bounds(table, frames[name]).with_row_index("_line", FIRST_ROW)
        parts += [
            bounded.select(
                pl.lit(name).alias("table_name"),
                pl.concat_str(table.primary_key, separator="/").alias("record_id"),
                pl.col("_line").alias("line"),
                pl.lit(field.name).alias("field"),
                pl.col(f"{field.name}_earliest").alias("earliest"),
                pl.col(f"{field.name}_latest").alias("latest"),
            ).drop_nulls("latest")
            for field in table.fields
            if field.is_partial_date
        ]
    return pl.concat(parts)


def _spellings(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each spelling of a name: table_name, record_id, line, field, spelling, folded (see `ukim.names.folding`)."""
    rows = []
    for table, columns in NAMES.items():
        _, *fields = columns
        for line, (key, *cells) in enumerate(frames[table].select(*columns).iter_rows(), FIRST_ROW):
            for field, cell in zip(fields, cells, strict=True):
                names = cell if isinstance(cell, list) else [cell]
                rows += [(table, key, line, field, name, folded(name)) for name in names if name]
    return pl.DataFrame(rows, SPELLING | {"spelling": pl.String, "folded": pl.String}, orient="row")


def _addresses(sources: pl.DataFrame) -> pl.DataFrame:
    """The address of each source in one form (see `ukim.text.addresses`): source_id, line, canonical."""
    rows = [
        (source, line, canonical(url))
        for line, (source, url) in enumerate(sources.select(*SOURCES).iter_rows(), FIRST_ROW)
        if url
    ]
    return pl.DataFrame(rows, {"source_id": pl.String, "line": pl.UInt32, "canonical": pl.String}, orient="row")
