"""`ukim.sqlite`, as its users open it."""

import sqlite3

import polars as pl
import pytest

from ukim.model import Package


@pytest.fixture(scope="module")
def database(release):
    connection = sqlite3.connect(release / "ukim.sqlite")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def tables(release) -> dict:
    return Package.read(release / "datapackage.json").tables


def test_sqlite_finds_its_references_and_pages_in_order(database) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_it_has_the_keys_and_references_of_the_schemas(database, tables) -> None:
    for name, table in tables.items():
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        assert [column[1] for column in columns] == table.names
        assert {column[1] for column in columns if column[5]} == set(table.primary_key)
        assert {column[1] for column in columns if column[3]} == set(table.always_filled)
        keys = {(key[3], key[2], key[4]) for key in database.execute(f"PRAGMA foreign_key_list({name})")}
        expected = {(*key.fields, key.reference.resource or name, *key.reference.fields) for key in table.foreign_keys}
        assert keys == expected


def test_the_definition_of_a_table_says_what_each_column_is(database, tables, release) -> None:
    definitions = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for name, table in tables.items():
        assert f"-- {table.title}. {table.description}\n" in definitions[name]
        for field in table.fields:
            assert f"-- {' '.join(field.description.split())}\n" in definitions[name]
    for view in Package.read(release / "datapackage.json").views:
        assert all(f"-- {field.description}\n" in definitions[view.name] for field in view.table.fields)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people (person_id) VALUES ('p-000009')",
        "INSERT INTO people (person_id, name) VALUES ('p-000001', 'X')",
        "INSERT INTO people (person_id, name, gender) VALUES ('p-000009', 'X', 'mail')",
        "INSERT INTO people (person_id, name, birth_year) VALUES ('p-000009', 'X', 1899)",
        "INSERT INTO people (person_id, name, birth_year) VALUES ('p-000009', 'X', 2016)",
        "INSERT INTO cases (case_id, person_id) VALUES ('c-000009', 'p-999999')",
        "INSERT INTO offences VALUES ('x', 'cc_2014', '405', '2', 'again', NULL)",
        "UPDATE bans SET ruling_published = 2",
        "DELETE FROM people",
    ],
)
def test_the_database_itself_refuses_what_the_schema_forbids(release, statement) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize((release / "ukim.sqlite").read_bytes())
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_lists_days_and_truth_are_in_the_types_that_sqlite_has(database) -> None:
    assert database.execute("SELECT scope FROM additional_penalties WHERE scope IS NOT NULL").fetchall() == [
        ("public_activity;assemblies",)
    ]
    assert database.execute("SELECT decided_latest FROM sentences WHERE sentence_id = 's-000002'").fetchall() == [
        ("2021-04-30",)
    ]
    assert database.execute("SELECT ruling_published FROM bans WHERE ban_id = 'mysal-2018'").fetchall() == [(0,)]
    assert database.execute("SELECT count(*) FROM people WHERE name_kk = ''").fetchall() == [(0,)]


def test_polars_reads_it(release, database) -> None:
    frame = pl.read_database("SELECT * FROM prosecutions", database)
    assert frame.height == pl.read_parquet(release / "views/prosecutions.parquet").height
