"""Where sources say otherwise."""

import pytest

import ukim
from packages import add_row, drop_rows, rows_of, set_cell
from ukim.model import Package


@pytest.fixture
def told(sound):
    def of(record: str) -> list[dict]:
        return ukim.connect(sound).sql(f"FROM disagreements WHERE record_id = '{record}'").pl().to_dicts()

    return of


def test_a_disagreement_tells_both_values_and_who_states_them(told) -> None:
    assert told("s-000001") == [
        {
            "table_name": "sentences",
            "record_id": "s-000001",
            "case_id": "c-000001",
            "person_id": "p-000001",
            "name": "Mysal Ulgiliev",
            "field": "term_months",
            "value": "18",
            "stated_value": "24",
            "value_sources": ["news-1"],
            "value_groups": ["mysal-news"],
            "stated_by_sources": ["radio-1"],
            "stated_by_groups": ["mysal-news"],
        }
    ]


def test_the_value_that_stands_is_that_of_csv_for_every_column_of_every_cited_table(sound) -> None:
    tables = Package.read(sound / "datapackage.json").tables
    expected = {}
    drop_rows(sound, "citations", "s-000001")
    for name, table in tables.items():
        if table.is_cited:
            header, rows = rows_of(sound, name)
            for row in rows:
                key = "/".join(row[header.index(column)] for column in table.primary_key)
                expected |= {(name, key, column): cell for column, cell in zip(header, row, strict=True) if cell}
    for _, key, column in expected:
        if (key, column) != ("p-000002", "gender"):
            add_row(sound, "citations", key, column, "radio-1", "otherwise")
    del expected["people", "p-000002", "gender"]
    rows = ukim.connect(sound).sql("SELECT table_name, record_id, field, value FROM disagreements").fetchall()
    assert {tuple(row[:3]): row[3] for row in rows} == expected
    assert len(rows) == len(expected) > 100


def test_each_value_that_is_stated_instead_is_a_row(sound, told) -> None:
    add_row(sound, "sources", "news-2", "https://news.example/2", "", "mysal-news", "", "en", "", "news", "", "full")
    add_row(sound, "citations", "s-000001", "term_months", "news-2", "12")
    assert [(row["stated_value"], row["stated_by_sources"]) for row in told("s-000001")] == [
        ("12", ["news-2"]),
        ("24", ["radio-1"]),
    ]


def test_sources_that_state_the_same_stand_together_and_houses_count_once(sound, told) -> None:
    add_row(sound, "publishers", "a-paper", "A Paper")
    for source, house in {"a-1": "a-paper", "news-2": "mysal-news"}.items():
        add_row(sound, "sources", source, f"https://{source}.example", "", house, "", "en", "", "news", "", "full")
        add_row(sound, "citations", "s-000001", "term_months", source, "24")
    set_cell(sound, "sources", "copy-1", "copy_of", "radio-1")
    add_row(sound, "citations", "s-000001", "term_months", "copy-1", "24")
    (row,) = told("s-000001")
    assert row["stated_by_sources"] == ["a-1", "news-2", "radio-1"]
    assert row["stated_by_groups"] == ["a-paper", "mysal-news"]


def test_who_is_cited_for_the_whole_row_states_the_value_where_nobody_is_cited_for_it(sound, told) -> None:
    add_row(sound, "citations", "e-000001", "date", "radio-1", "2021-03")
    (row,) = told("e-000001")
    assert (row["value"], row["value_sources"]) == ("2021-01", ["news-1"])


def test_who_is_cited_for_the_whole_row_does_not_state_a_value_that_others_are_cited_for(sound, told) -> None:
    add_row(sound, "sources", "news-2", "https://news.example/2", "", "mysal-news", "", "en", "", "news", "", "full")
    add_row(sound, "citations", "s-000001", "*", "news-2")
    add_row(sound, "citations", "s-000001", "decided", "news-2")
    (row,) = told("s-000001")
    assert row["value_sources"] == ["news-1"]


def test_who_says_otherwise_does_not_state_the_value_by_being_cited_for_the_whole_row(sound, told) -> None:
    add_row(sound, "citations", "e-000001", "date", "news-1", "2021-03")
    (row,) = told("e-000001")
    assert (row["value_sources"], row["value_groups"], row["stated_by_sources"]) == (None, None, ["news-1"])


def test_a_disagreement_about_a_cell_that_is_empty_is_not_lost(sound, told) -> None:
    set_cell(sound, "sentences", "s-000001", "term_months", "")
    assert [(row["value"], row["stated_value"]) for row in told("s-000001")] == [(None, "24")]


def test_a_disagreement_about_a_ban_is_of_no_case_and_one_about_a_person_of_that_person(sound, told) -> None:
    add_row(sound, "citations", "mysal-2018", "designation", "radio-1", "terrorist")
    add_row(sound, "citations", "p-000002", "name", "radio-1", "Ulgi Mysalkyzy")
    (ban,), (person,) = told("mysal-2018"), told("p-000002")
    assert (ban["case_id"], ban["person_id"], ban["name"]) == (None, None, None)
    assert (person["case_id"], person["person_id"], person["name"]) == (None, "p-000002", "Ulgi Mysalova")
