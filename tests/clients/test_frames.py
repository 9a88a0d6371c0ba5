"""Libraries of frames read the files of a release, each with what it has for that."""

import pandas as pd
import polars as pl
import polars.testing
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from clients.held import NAMES, TABLES, csv, parquet, rows


@pytest.mark.parametrize("name", NAMES)
def test_polars_reads_csv_with_the_types_of_parquet(release, name) -> None:
    frame = pl.read_parquet(parquet(release, name))
    lists = [column for column, type_ in frame.schema.items() if type_ == pl.List]
    types = {column: pl.String if column in lists else type_ for column, type_ in frame.schema.items()}
    text = pl.scan_csv(csv(release, name), schema=types).with_columns(pl.col(lists).str.split(";")).collect()
    polars.testing.assert_frame_equal(text, frame)
    assert frame.height == rows(release)[name]


@pytest.mark.parametrize("name", NAMES)
def test_pandas_reads_csv_with_the_types_of_parquet(release, name) -> None:
    frame = pd.read_parquet(parquet(release, name), dtype_backend="pyarrow")
    for column, type_ in frame.dtypes.items():
        if pa.types.is_list(type_.pyarrow_dtype):
            frame[column] = frame[column].map(";".join, na_action="ignore").astype("string[pyarrow]")
    text = pd.read_csv(csv(release, name), dtype=frame.dtypes.to_dict(), keep_default_na=False, na_values=[""])
    pd.testing.assert_frame_equal(text, frame)
    assert len(frame) == rows(release)[name]


@pytest.mark.parametrize("name", NAMES)
def test_pyarrow_counts_the_rows_of_a_dataset_and_knows_its_descriptions(release, name) -> None:
    dataset = ds.dataset(parquet(release, name))
    assert dataset.count_rows() == rows(release)[name]
    assert all(field.metadata[b"description"] for field in dataset.schema)


def test_pyarrow_reads_a_dataset_and_filters_it(release) -> None:
    sentences = ds.dataset(parquet(release, "sentences"))
    found = sentences.to_table(columns=["sentence_id"], filter=ds.field("main_penalty") == "imprisonment")
    assert found.to_pydict() == {"sentence_id": ["s-000003"]}
    assert sentences.schema.field("decided_latest").type == pa.date32()
    assert not sentences.schema.field("case_id").nullable
    words = sentences.schema.field("term_months").metadata[b"description"].decode()
    assert words == TABLES["sentences"].by_name["term_months"].description


def test_pyarrow_reads_a_view_and_joins_it_with_a_table(release) -> None:
    prosecutions = ds.dataset(parquet(release, "prosecutions")).to_table(columns=["person_id", "name"])
    joined = prosecutions.join(
        ds.dataset(parquet(release, "people")).to_table(columns=["person_id", "name"]),
        "person_id",
        right_suffix="_of_people",
    )
    assert joined["name"].to_pylist() == joined["name_of_people"].to_pylist()
    assert len(joined) == rows(release)["cases"]
