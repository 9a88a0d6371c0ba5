"""The views of a release outside the database: as files, in the descriptor, and in SQLite."""

import json
import re

import duckdb
import frictionless
import polars as pl
import pyarrow.parquet as pq
import pytest

import ukim
from packages import ROOT
from release.test_build import database, plain
from ukim.model import DescriptorError, Package, View
from ukim.release.formats import csv_files, duckdb_file, parquet_files
from ukim.tables.canonical import render
from ukim.views import content


@pytest.fixture(scope="module")
def package(release) -> Package:
    return Package.read(release / "datapackage.json")


def test_every_view_of_the_database_is_a_resource_behind_the_tables(release, package) -> None:
    with duckdb_file.connected(database(release)) as connection:
        names = [
            name for (name,) in connection.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        ]
    assert [view.name for view in package.views] == sorted(names)
    assert "prosecutions" in names
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    last = descriptor["resources"][-len(names) :]
    assert [resource["path"] for resource in last] == [f"views/{name}.csv" for name in sorted(names)]


def test_csv_and_parquet_hold_what_the_view_gives(release, package) -> None:
    with duckdb_file.connected(database(release)) as connection:
        for view in package.views:
            expected = plain(connection.sql(f"FROM {view.name}").pl())
            parquet = pl.read_parquet(release / f"views/{view.name}.parquet")
            assert plain(parquet) == expected
            assert pl.read_csv(release / view.path, infer_schema=False).fill_null("").to_dicts() == expected
            assert plain(ukim.load(view.name, release)) == expected


def test_the_words_of_a_view_are_in_the_descriptor_and_in_the_metadata_of_parquet(release, package) -> None:
    with duckdb_file.connected(database(release)) as connection:
        words = dict(connection.sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
        for view in package.views:
            schema = pq.read_schema(release / f"views/{view.name}.parquet")
            assert schema.metadata[b"description"].decode() == view.table.description == words[view.name]
            for name, comment in connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [view.name]
            ).fetchall():
                assert schema.field(name).metadata[b"description"].decode() == comment
                assert view.table.by_name[name].description == comment


def test_types_of_a_view_are_those_of_its_columns(package) -> None:
    views = {view.name: view.table for view in package.views}
    types = {name: field.type for name, field in views["prosecutions"].by_name.items()}
    assert (types["organizations"], types["opened_latest"], types["sources"]) == ("list", "date", "integer")
    assert views["coverage"].by_name["share"].type == "number"
    assert views["decisions_in_order"].by_name["on_serving"].type == "boolean"


def test_frictionless_reads_the_views_as_the_descriptor_says(release) -> None:
    package = frictionless.Package(str(release / "datapackage.json"))
    rows = package.get_resource("coverage").read_rows()
    assert rows[0]["published_value"] == 2
    report = frictionless.validate(str(release / "datapackage.json"))
    assert report.valid
    assert {task.name for task in report.tasks} >= {"prosecutions", "timeline", "coverage"}


@pytest.mark.parametrize("script", sorted((ROOT / "scripts/ukim/views/sql").glob("*.sql")), ids=lambda path: path.stem)
def test_every_view_states_the_order_of_its_rows(script) -> None:
    statements = [one.query for one in duckdb.extract_statements(script.read_text(encoding="utf-8"))]
    views = [statement for statement in statements if "CREATE VIEW" in statement]
    assert views
    assert all(re.search(r"\nORDER BY [^()]+$", statement.rstrip("; \n")) for statement in views)


def test_views_are_no_tables_of_the_package(package) -> None:
    assert not {view.name for view in package.views} & package.tables.keys()
    assert all(isinstance(view.table, View) for view in package.views)


def test_a_view_that_is_described_wrongly_is_refused(release, tmp_path) -> None:
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][-1]["schema"]["fields"][0]["type"] = "geopoint"
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(DescriptorError, match=r"fields\[0\]\.type"):
        Package.read(tmp_path / "datapackage.json")


def test_parquet_of_fractions_says_so(package, tmp_path) -> None:
    view = {view.name: view.table for view in package.views}["coverage"]
    fields = [view.by_name["share"]]
    one = content.Content("coverage", view.model_copy(update={"fields": fields}), pl.DataFrame({"share": [0.5, None]}))
    parquet_files.write(tmp_path, [one])
    assert str(pq.read_schema(tmp_path / "views/coverage.parquet").field("share").type) == "double"
    assert list(parquet_files.schema_problems(tmp_path, one)) == []


@pytest.mark.parametrize("cell", ["a,b", 'say "so"', '"', "", "plain", "пакет", " ", "a;b", "1e5", "'", "NULL", "\\N"])
def test_csv_is_written_in_the_canonical_form_of_the_tables(tmp_path, cell) -> None:
    frame = content.as_text(pl.DataFrame({"x": ["1", "2"], "y": [cell, None]}))
    data = csv_files.rendered(frame)
    assert data == render(["x", "y"], [["1", cell], ["2", ""]]).encode()
    (tmp_path / "file.csv").write_bytes(data)
    assert csv_files.read(tmp_path / "file.csv").equals(frame)
