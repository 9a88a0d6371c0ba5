"""Spark reads the Parquet files of a release."""

import json
from collections.abc import Iterator

import polars as pl
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.types import ArrayType, BooleanType, DataType, DateType, LongType, StringType

from packages import ROOT
from ukim.model import Package
from ukim.model.released import released

TABLES = Package.read(ROOT / "datapackage.json").tables
TYPES: dict[str, DataType] = {
    "string": StringType(),
    "integer": LongType(),
    "boolean": BooleanType(),
    "date": DateType(),
    "list": ArrayType(StringType()),
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory) -> Iterator[SparkSession]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")),
    }
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def test_spark_counts_the_rows_and_knows_the_types_of_every_table(spark, described) -> None:
    descriptor = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    rows = {resource["name"]: resource["ukim:rows"] for resource in descriptor["resources"]}
    for name, table in TABLES.items():
        frame = spark.read.parquet(str(described / f"parquet/{name}.parquet"))
        assert frame.count() == rows[name]
        expected = [(field.name, TYPES[field.type]) for field in released(table).fields]
        assert [(field.name, field.dataType) for field in frame.schema] == expected


def test_spark_answers_a_query_over_several_tables(spark, described) -> None:
    for name in ("cases", "people", "sentences"):
        spark.read.parquet(str(described / f"parquet/{name}.parquet")).createOrReplaceTempView(name)
    rows = spark.sql("""
        SELECT people.name, sentences.main_penalty, sentences.decided_latest
        FROM sentences JOIN cases USING (case_id) JOIN people USING (person_id)
        WHERE sentences.instance = 'first' ORDER BY people.name
    """).collect()
    sentences, cases, people = (
        pl.read_parquet(described / f"parquet/{name}.parquet") for name in ("sentences", "cases", "people")
    )
    expected = (
        sentences.filter(pl.col("instance") == "first")
        .join(cases, on="case_id")
        .join(people, on="person_id")
        .sort("name")
        .select("name", "main_penalty", "decided_latest")
    )
    assert [tuple(row) for row in rows] == expected.rows()
    assert len(rows) == 2
