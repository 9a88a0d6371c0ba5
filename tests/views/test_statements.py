"""Each citation, with the case and the house behind it."""

import pytest

import ukim
from packages import add_row, set_cell


@pytest.mark.parametrize(
    ("record", "table", "case", "person"),
    [
        ("mysal-2018", "bans", None, None),
        ("p-000001", "people", None, "p-000001"),
        ("c-000001", "cases", "c-000001", "p-000001"),
        ("c-000001/mysal", "case_organizations", "c-000001", "p-000001"),
        ("ch-000001", "charges", "c-000001", "p-000001"),
        ("e-000001", "events", "c-000001", "p-000001"),
        ("s-000001", "sentences", "c-000001", "p-000001"),
        ("ap-000001", "additional_penalties", "c-000001", "p-000001"),
    ],
)
def test_a_statement_tells_the_table_the_case_and_the_person_of_its_row(untouched, record, table, case, person) -> None:
    sql = f"SELECT DISTINCT table_name, case_id, person_id FROM statements WHERE record_id = '{record}'"
    assert ukim.connect(untouched).sql(sql).fetchall() == [(table, case, person)]


def test_every_citation_is_a_statement(untouched) -> None:
    database = ukim.connect(untouched)
    citations = database.sql("SELECT record_id, field, stated_value FROM citations ORDER BY ALL").fetchall()
    assert database.sql("SELECT record_id, field, stated_value FROM statements ORDER BY ALL").fetchall() == citations


def test_a_copy_stands_as_its_original(sound) -> None:
    add_row(sound, "publishers", "other-news", "Other News")
    set_cell(sound, "sources", "copy-1", "publisher_id", "other-news")
    set_cell(sound, "sources", "radio-1", "publisher_id", "other-news")
    add_row(sound, "citations", "e-000001", "date", "copy-1")
    add_row(sound, "citations", "e-000001", "kind", "radio-1")
    rows = ukim.connect(sound).sql(
        "SELECT field, source_id, read, publisher_group FROM statements WHERE record_id = 'e-000001' ORDER BY field"
    )
    assert rows.fetchall() == [
        ("*", "news-1", "full", "mysal-news"),
        ("date", "news-1", "full", "mysal-news"),
        ("kind", "radio-1", "excerpt", "other-news"),
    ]


def test_a_service_stands_as_its_house(untouched) -> None:
    sql = "SELECT DISTINCT publisher_group FROM statements WHERE source_id = 'radio-1'"
    assert ukim.connect(untouched).sql(sql).fetchall() == [("mysal-news",)]
