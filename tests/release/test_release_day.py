"""The day for which a release speaks is never that of the clock."""

from datetime import date
from functools import partial

import duckdb
import pytest

import ukim
from packages import set_cell
from release.test_views import cell, event
from ukim.model import Package
from ukim.release.database import fill


def day(database: duckdb.DuckDBPyConnection) -> str:
    ((found,),) = database.sql("FROM release_day").fetchall()
    return str(found)


@pytest.mark.parametrize(
    ("change", "newest"),
    [
        (cell("sources", "news-1", "accessed", "2026-02-03"), "2026-02-03"),
        (cell("sources", "radio-1", "published", "2026-02-03"), "2026-02-03"),
        (cell("sources", "radio-1", "published", "2027"), "2027-01-01"),
        (cell("sentences", "s-000003", "decided", "2026-02-03"), "2026-02-03"),
        (cell("sentences", "s-000003", "decided", "2026-02"), "2026-02-01"),
        (event("e-000009", "hearing", "2026-02-03"), "2026-02-03"),
        (event("e-000009", "hearing", "2026-02"), "2026-02-01"),
        (event("e-000009", "hearing", "/2026-02-03"), "2026-01-01"),
        (event("e-000009", "hearing_scheduled", "2026-02-03"), "2026-01-01"),
    ],
)
def test_it_is_the_newest_that_the_tables_certainly_speak_of(sound, change, newest) -> None:
    change(sound)
    assert day(ukim.connect(sound)) == newest


def test_the_date_of_the_release_goes_before_it_and_stays_in_the_database(untouched, tmp_path) -> None:
    with duckdb.connect(tmp_path / "dated.duckdb") as database:
        package = Package.read(untouched / "datapackage.json")
        fill(database, package, partial(ukim.load, path=untouched), as_of=date(2025, 3, 4))
        assert day(database) == "2025-03-04"
    with duckdb.connect(tmp_path / "dated.duckdb", read_only=True) as database:
        assert day(database) == "2025-03-04"
        database.execute("SET VARIABLE as_of = DATE '2022-01-01'")
        assert day(database) == "2022-01-01"


def test_a_reader_may_set_another(untouched, release) -> None:
    for database in (ukim.connect(untouched), duckdb.connect(release / "ukim.duckdb", read_only=True)):
        database.execute("SET VARIABLE as_of = DATE '2022-01-01'")
        assert day(database) == "2022-01-01"
        assert {as_of for (as_of,) in database.sql("SELECT as_of_day FROM sentences_in_force").fetchall()} == {
            date(2022, 1, 1)
        }
        database.close()


def test_without_a_single_date_no_day_is_known_and_no_sentence_is_left_out(sound) -> None:
    for source in ("news-1", "copy-1", "radio-1"):
        set_cell(sound, "sources", source, "published", "")
        set_cell(sound, "sources", source, "accessed", "")
    for sentence in ("s-000001", "s-000002", "s-000003", "s-000004"):
        set_cell(sound, "sentences", sentence, "decided", "")
    set_cell(sound, "sentences", "s-000003", "ends", "1990")
    for key in ("e-000001", "e-000002"):
        set_cell(sound, "events", key, "date", "")
    database = ukim.connect(sound)
    assert day(database) == "None"
    assert database.sql("SELECT case_id FROM sentences_in_force").fetchall() == [("c-000001",)]
