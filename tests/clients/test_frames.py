"""Libraries of frames and databases read the files of a release, each with what it has for that."""

import json

import duckdb
import pandas as pd
import polars as pl
import polars.testing
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from packages import ROOT
from ukim.model import Package

TABLES = Package.read(ROOT / "datapackage.json").tables


def rows(described) -> dict[str, int]:
    descriptor = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    return {one["name"]: one["ukim:rows"] for one in descriptor["resources"] if one["name"] in TABLES}


@pytest.mark.parametrize("name", TABLES)
def test_polars_reads_csv_with_the_types_of_parquet(described, name) -> None:
    parquet = pl.read_parquet(described / f"parquet/{name}.parquet")
    lists = [column for column, type_ in parquet.schema.items() if type_ == pl.List]
    types = {column: pl.String if column in lists else type_ for column, type_ in parquet.schema.items()}
    csv = pl.scan_csv(described / f"csv/{name}.csv", schema=types).with_columns(pl.col(lists).str.split(";")).collect()
    polars.testing.assert_frame_equal(csv, parquet)
    assert parquet.height == rows(described)[name]


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_csv_and_parquet_alike(described, name) -> None:
    parquet = pd.read_parquet(described / f"parquet/{name}.parquet", dtype_backend="pyarrow")
    kinds = dict.fromkeys(parquet, "str")
    csv = pd.read_csv(described / f"csv/{name}.csv", dtype=kinds, keep_default_na=False)
    assert list(csv.columns) == list(parquet.columns)
    assert len(csv) == len(parquet) == rows(described)[name]
    key = TABLES[name].primary_key
    assert csv[key].values.tolist() == parquet[key].values.tolist()


def test_pyarrow_reads_a_dataset_and_filters_it(described) -> None:
    sentences = ds.dataset(described / "parquet/sentences.parquet")
    found = sentences.to_table(columns=["sentence_id"], filter=ds.field("main_penalty") == "imprisonment")
    assert found.to_pydict() == {"sentence_id": ["s-000003"]}
    assert sentences.schema.field("decided_latest").type == pa.date32()
    assert not sentences.schema.field("case_id").nullable
    words = sentences.schema.field("term_months").metadata[b"description"].decode()
    assert words == TABLES["sentences"].by_name["term_months"].description


def test_duckdb_opens_the_database_and_joins_it_with_parquet(described) -> None:
    (database,) = described.parent.rglob("*.duckdb")
    with duckdb.connect(database, read_only=True) as connection:
        assert {name: connection.table(name).shape[0] for name in TABLES} == rows(described)
        found = connection.execute(
            "SELECT prosecutions.case_id, main_penalty FROM prosecutions JOIN read_parquet(?) USING (case_id) "
            "WHERE instance = 'enforcement'",
            [str(described / "parquet/sentences.parquet")],
        ).fetchall()
    assert found == [("c-000001", "imprisonment")]
