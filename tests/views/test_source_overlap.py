"""Which publishers know which case."""

import ukim
from packages import add_row, set_cell

COLUMNS = "case_id, publisher_group, publisher, sources, sources_read_in_full, cases_of_group, groups_of_case"


def overlap(package) -> list[tuple]:
    return ukim.connect(package).sql(f"SELECT {COLUMNS} FROM source_overlap").fetchall()


def test_services_of_one_house_are_one_and_its_sources_are_counted(untouched) -> None:
    assert overlap(untouched) == [
        ("c-000001", "mysal-news", "Mysal News", 2, 1, 2, 1),
        ("c-000002", "mysal-news", "Mysal News", 1, 1, 2, 1),
    ]


def test_each_independent_publisher_of_a_case_is_a_row(sound) -> None:
    set_cell(sound, "publishers", "mysal-radio", "group_id", "")
    assert overlap(sound) == [
        ("c-000001", "mysal-news", "Mysal News", 1, 1, 2, 2),
        ("c-000001", "mysal-radio", "Mysal Radio", 1, 0, 1, 2),
        # That the radio states the gender of the person does not say that it knows the case.
        ("c-000002", "mysal-news", "Mysal News", 1, 1, 2, 1),
    ]


def test_who_says_otherwise_knows_the_case_too(sound) -> None:
    set_cell(sound, "publishers", "mysal-radio", "group_id", "")
    add_row(sound, "citations", "e-000003", "date", "radio-1", "2021-03-05")
    assert overlap(sound)[-1] == ("c-000002", "mysal-radio", "Mysal Radio", 1, 0, 2, 2)


def test_a_source_is_counted_once_however_often_it_is_cited(sound) -> None:
    add_row(sound, "citations", "e-000003", "date", "news-1")
    add_row(sound, "citations", "e-000003", "kind", "copy-1")
    assert overlap(sound)[-1] == ("c-000002", "mysal-news", "Mysal News", 1, 1, 2, 1)


def test_joined_with_itself_it_tells_how_many_cases_two_publishers_share(sound) -> None:
    set_cell(sound, "publishers", "mysal-radio", "group_id", "")
    pairs = ukim.connect(sound).sql("""
        SELECT a.publisher_group, b.publisher_group, count(*)
        FROM source_overlap AS a JOIN source_overlap AS b USING (case_id) GROUP BY ALL ORDER BY ALL
    """)
    assert pairs.fetchall() == [
        ("mysal-news", "mysal-news", 2),
        ("mysal-news", "mysal-radio", 1),
        ("mysal-radio", "mysal-news", 1),
        ("mysal-radio", "mysal-radio", 1),
    ]


def test_a_case_that_nobody_is_cited_for_has_no_row(sound) -> None:
    add_row(sound, "cases", "c-000009", "p-000001")
    assert {row[0] for row in overlap(sound)} == {"c-000001", "c-000002"}
