"""What Datasette shows: `metadata.json` beside the database."""

import json
import re
import sqlite3

import pytest

from ukim.model import Package
from ukim.release.datasette import QUERIES


@pytest.fixture(scope="module")
def shown(release) -> dict:
    return json.loads((release / "metadata.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def database(release):
    connection = sqlite3.connect(release / "ukim.sqlite")
    yield connection
    connection.close()


def test_it_tells_title_and_licence_of_the_package(shown, release) -> None:
    package = Package.read(release / "datapackage.json")
    assert (shown["title"], shown["description"]) == (package.title, package.description)
    assert (shown["license"], shown["license_url"]) == (package.licenses[0].title, package.licenses[0].path)


def test_every_column_of_every_table_of_the_database_is_described(shown, database, release) -> None:
    package = Package.read(release / "datapackage.json")
    schemas = package.tables | {view.name: view.table for view in package.views}
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert shown["databases"]["ukim"]["tables"].keys() == {*names}
    for name in names:
        told = shown["databases"]["ukim"]["tables"][name]
        columns = [column[1] for column in database.execute(f"PRAGMA table_info({name})")]
        assert told["columns"] == {column: schemas[name].by_name[column].description for column in columns}
        assert (told["title"], told["description"]) == (schemas[name].title, schemas[name].description)


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
