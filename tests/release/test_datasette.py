"""What Datasette shows: `metadata.json` beside the database."""

import json
import re
import sqlite3

import pytest

from packages import ROOT
from ukim.release.datasette import QUERIES


@pytest.fixture(scope="module")
def shown(release) -> dict:
    return json.loads((release / "metadata.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def database(release):
    connection = sqlite3.connect(release / "ukim.sqlite")
    yield connection
    connection.close()


def test_it_has_title_and_licence_of_the_descriptor(shown) -> None:
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    assert (shown["title"], shown["description"]) == (descriptor["title"], descriptor["description"])
    assert shown["license"] == "Creative Commons Attribution 4.0 International"
    assert shown["license_url"] == "https://creativecommons.org/licenses/by/4.0/"


def test_every_column_of_every_table_of_the_database_is_described(shown, database) -> None:
    tables = shown["databases"]["ukim"]["tables"]
    assert {*tables} == {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, table in tables.items():
        assert [*table["columns"]] == [column[1] for column in database.execute(f"PRAGMA table_info({name})")]
        assert all([table["title"], table["description"], *table["columns"].values()])


def test_tables_and_their_columns_are_described_in_the_words_of_the_schemas(shown) -> None:
    tables = shown["databases"]["ukim"]["tables"]
    for path in (ROOT / "schemas/tables").glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        table = tables[path.name.removesuffix(".schema.json")]
        assert (table["title"], table["description"]) == (schema["title"], schema["description"])
        assert {field["name"]: field["description"] for field in schema["fields"]}.items() <= table["columns"].items()


def test_what_is_derived_is_described_too(shown) -> None:
    tables = shown["databases"]["ukim"]["tables"]
    assert tables["events"]["columns"]["date_latest"].startswith("Last day that `date` may mean")
    assert tables["prosecutions"]["title"] == "Prosecutions"
    assert tables["prosecutions"]["columns"]["name"] == "Name of the person."


TRIED = [
    ("find_person", {"name": "Ulgiliev"}, ("c-000001", "Mysal Ulgiliev")),
    ("first_judgments_by_year", {}, ("2021",)),
    ("single_source", {}, ("c-000001", "Mysal Ulgiliev")),
    ("sources_of_a_record", {"record_id": "s-000001"}, ("*", None, "Mysal News")),
    ("steps_of_a_case", {"case_id": "c-000001"}, ("2021-01", "event", "detained")),
]


@pytest.mark.parametrize(("query", "values", "first"), TRIED)
def test_a_query_answers_from_the_database(shown, database, query, values, first) -> None:
    told = shown["databases"]["ukim"]["queries"][query]
    assert database.execute(told["sql"], values).fetchone()[: len(first)] == first
    assert {*re.findall(r":(\w+)", told["sql"])} == {*values}


def test_every_query_is_tried_and_has_a_title_and_a_description(shown) -> None:
    queries = shown["databases"]["ukim"]["queries"]
    assert list(queries) == [query for query, *_ in TRIED] == sorted(file.stem for file in QUERIES.glob("*.sql"))
    assert all(one["title"] and one["description"] and not one["sql"].startswith("--") for one in queries.values())
