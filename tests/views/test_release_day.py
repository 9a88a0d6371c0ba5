"""The day for which a release speaks is never that of the clock."""

from datetime import date

import duckdb

import ukim
from packages import RELEASED_ON, edit_json


def day(database: duckdb.DuckDBPyConnection) -> str:
    ((found,),) = database.sql("FROM release_day").fetchall()
    return str(found)


def test_it_is_that_of_the_release(sound) -> None:
    edit_json(sound / "datapackage.json", "created", value="2025-03-04T00:00:00Z")
    assert day(ukim.connect(sound)) == "2025-03-04"


def test_it_stays_in_the_database_file(release) -> None:
    with duckdb.connect(release.with_name(f"{release.name}.duckdb"), read_only=True) as database:
        assert day(database) == str(RELEASED_ON)


def test_a_reader_may_set_another(untouched, release) -> None:
    file = release.with_name(f"{release.name}.duckdb")
    for database in (ukim.connect(untouched), duckdb.connect(file, read_only=True)):
        database.execute("SET VARIABLE as_of = DATE '2022-01-01'")
        assert day(database) == "2022-01-01"
        assert {as_of for (as_of,) in database.sql("SELECT as_of_day FROM sentences_in_force").fetchall()} == {
            date(2022, 1, 1)
        }
        database.close()
