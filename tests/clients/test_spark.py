"""Spark reads the Parquet files of a release."""

from collections.abc import Iterator

import polars as pl
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.types import ArrayType, BooleanType, DataType, DateType, DoubleType, LongType, StringType

from clients.held import parquet, resources, rows
from clients.programs import program

TYPES: dict[str, DataType] = {
    "string": StringType(),
    "integer": LongType(),
    "boolean": BooleanType(),
    "date": DateType(),
    "list": ArrayType(StringType()),
    "number": DoubleType(),
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory) -> Iterator[SparkSession]:
    program("java", "default-jre-headless")
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


def test_spark_counts_the_rows_and_knows_the_types_of_every_table_and_view(spark, release) -> None:
    for name, resource in resources(release).items():
        frame = spark.read.parquet(str(parquet(release, name)))
        assert frame.count() == rows(release)[name]
        expected = [(field["name"], TYPES[field["type"]]) for field in resource["schema"]["fields"]]
        assert [(field.name, field.dataType) for field in frame.schema] == expected


def test_spark_answers_a_query_over_several_tables(spark, release) -> None:
    for name in ("cases", "people", "sentences"):
        spark.read.parquet(str(parquet(release, name))).createOrReplaceTempView(name)
    found = spark.sql("""
        SELECT people.name, sentences.main_penalty, sentences.decided_latest
        FROM sentences JOIN cases USING (case_id) JOIN people USING (person_id)
        WHERE sentences.instance = 'first' ORDER BY people.name
    """).collect()
    sentences, cases, people = (pl.read_parquet(parquet(release, name)) for name in ("sentences", "cases", "people"))
    expected = (
        sentences.filter(pl.col("instance") == "first")
        .join(cases, on="case_id")
        .join(people, on="person_id")
        .sort("name")
        .select("name", "main_penalty", "decided_latest")
    )
    assert [tuple(row) for row in found] == expected.rows()
    assert len(found) == 2


def test_spark_answers_a_query_on_the_prosecutions(spark, release) -> None:
    spark.read.parquet(str(parquet(release, "prosecutions"))).createOrReplaceTempView("prosecutions")
    found = spark.sql("""
        SELECT organization, last_known_status, count(*) AS cases, min(first_judgment_latest) AS earliest
        FROM prosecutions LATERAL VIEW explode(organizations) AS organization
        GROUP BY 1, 2 ORDER BY 1, 2
    """).collect()
    expected = (
        pl.read_parquet(parquet(release, "prosecutions"))
        .explode("organizations")
        .group_by(pl.col("organizations").alias("organization"), "last_known_status")
        .agg(pl.len().alias("cases"), pl.col("first_judgment_latest").min().alias("earliest"))
        .sort("organization", "last_known_status")
    )
    assert [tuple(row) for row in found] == expected.rows()
    assert sum(row["cases"] for row in found) >= rows(release)["cases"]
