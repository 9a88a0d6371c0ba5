"""What can be shown without names tells no small number."""

from collections import defaultdict
from itertools import product
from pathlib import Path

import duckdb
import pytest

import ukim
from lanes import fast_first
from packages import ROOT, add_row, set_cell

SCRIPT = ROOT / "scripts/ukim/views/sql/12-aggregates.sql"
Rows = list[tuple[str | None, bool, int]]


def aggregates(package: Path, dimension: str) -> Rows:
    sql = f"SELECT value, is_rest, cases FROM aggregates WHERE dimension = '{dimension}'"
    return ukim.connect(package).sql(sql).fetchall()


def people_in(package: Path, region: str, number: int) -> None:
    """Add that many people with a case each; the package has two in KZ-10."""
    if region not in ("KZ-10", "KZ-75", ""):
        add_row(package, "regions", region, f"Region {region}", "", "", "region")
    for place in range(number):
        key = f"{region[3:] or 'zz'}{place:04}"
        add_row(package, "people", f"p-{key}", "Mysal Mysaluly")
        add_row(package, "cases", f"c-{key}", f"p-{key}", "", region)


def test_fewer_than_three_people_in_all_are_not_counted(untouched) -> None:
    assert ukim.connect(untouched).sql("FROM aggregates").fetchall() == []


def test_cells_of_three_people_are_shown_with_their_total(sound) -> None:
    people_in(sound, "KZ-10", 1)
    people_in(sound, "KZ-75", 4)
    assert aggregates(sound, "region") == [("KZ-10", False, 3), ("KZ-75", False, 4)]
    assert aggregates(sound, "total") == [(None, False, 7)]


def test_a_small_cell_goes_into_the_rest_and_the_next_smallest_with_it(sound) -> None:
    people_in(sound, "KZ-75", 3)
    people_in(sound, "KZ-31", 4)
    assert aggregates(sound, "region") == [("KZ-31", False, 4), (None, True, 5)]


def test_all_cells_of_the_next_size_go_with_it(sound) -> None:
    people_in(sound, "KZ-75", 3)
    people_in(sound, "KZ-31", 3)
    people_in(sound, "KZ-33", 4)
    assert aggregates(sound, "region") == [("KZ-33", False, 4), (None, True, 8)]


def test_where_all_cells_are_small_only_their_sum_is_told(sound) -> None:
    people_in(sound, "KZ-75", 1)
    assert aggregates(sound, "region") == [(None, True, 3)]


def test_the_unknown_is_a_cell_like_another(sound) -> None:
    people_in(sound, "KZ-10", 1)
    people_in(sound, "", 4)
    assert aggregates(sound, "region") == [("KZ-10", False, 3), (None, False, 4)]


def test_many_cases_of_one_person_are_a_small_cell(sound) -> None:
    people_in(sound, "KZ-10", 1)
    people_in(sound, "KZ-75", 1)
    for key in ("c-000008", "c-000009"):
        add_row(sound, "cases", key, "p-750000", "", "KZ-75")
    assert aggregates(sound, "region") == [(None, True, 6)]


def test_many_cases_of_two_people_are_not_counted(sound) -> None:
    add_row(sound, "cases", "c-000009", "p-000001")
    assert ukim.connect(sound).sql("FROM aggregates").fetchall() == []


@pytest.mark.parametrize(
    ("date", "month"),
    [("2021-02-22", "2021-02"), ("2021-02", "2021-02"), ("2021-02-22~", "2021-02")]
    + [(vague, None) for vague in ("2021", "/2021-02-22", "")],
)
def test_a_case_counts_in_the_month_of_its_first_judgment_where_that_is_known(sound, date, month) -> None:
    people_in(sound, "KZ-75", 1)
    for number, case in enumerate(("c-000001", "c-000002", "c-750000")):
        if number == 0:
            set_cell(sound, "sentences", "s-000001", "decided", date)
        elif number == 1:
            set_cell(sound, "sentences", "s-000004", "decided", date)
        else:
            add_row(sound, "sentences", "s-000009", case, date, "", "first", "convicted")
    assert aggregates(sound, "month") == [(month, False, 3)]


def test_a_case_counts_under_all_its_groups_at_once(sound) -> None:
    people_in(sound, "KZ-75", 1)
    add_row(sound, "case_organizations", "c-750000", "mysal", "charge")
    assert aggregates(sound, "organization") == [("mysal", False, 3)]
    for case in ("c-000001", "c-000002", "c-750000"):
        add_row(sound, "case_organizations", case, "mysal-old", "charge")
    assert aggregates(sound, "organization") == [("mysal;mysal-old", False, 3)]


def test_a_case_counts_under_its_last_known_penalty(sound) -> None:
    people_in(sound, "KZ-75", 2)
    add_row(sound, "sentences", "s-000008", "c-750000", "2021", "", "first", "convicted", "", "imprisonment")
    add_row(sound, "sentences", "s-000009", "c-750001", "2021", "", "first", "convicted", "", "imprisonment")
    set_cell(sound, "sentences", "s-000004", "main_penalty", "imprisonment")
    assert aggregates(sound, "main_penalty") == [("imprisonment", False, 4)]


def test_no_key_of_a_person_or_a_case_and_no_name_is_in_it(sound) -> None:
    people_in(sound, "KZ-75", 4)
    database = ukim.connect(sound)
    assert database.sql("FROM aggregates").columns == ["dimension", "value", "is_rest", "cases"]
    dimensions = {row[0] for row in database.sql("SELECT dimension FROM aggregates").fetchall()}
    assert dimensions == {"total", "month", "region", "organization", "main_penalty"}


@pytest.fixture(scope="module")
def shown():
    """What the view shows of made-up numbers of people in regions, one case each."""
    with duckdb.connect() as database:
        database.execute("""
            CREATE TABLE prosecutions (person_id BIGINT, region_code VARCHAR, first_judgment_earliest DATE,
              first_judgment_latest DATE, organizations VARCHAR[], last_known_main_penalty VARCHAR);
            CREATE VIEW cases AS FROM prosecutions
        """)
        database.execute(SCRIPT.read_text(encoding="utf-8"))

        def of(numbers: tuple[int, ...]) -> tuple:
            database.execute("DELETE FROM prosecutions")
            for region, number in enumerate(numbers):
                people = f"SELECT {region} * 100 + i, 'r{region}' FROM range({number}) AS numbers(i)"
                database.execute(f"INSERT INTO prosecutions (person_id, region_code) {people}")
            sql = "SELECT value, is_rest, cases FROM aggregates WHERE dimension IN ('region', 'total')"
            return tuple(database.sql(sql).fetchall())

        yield of


@pytest.mark.parametrize(("regions", "most"), fast_first([(2, 9), (3, 6), (4, 4)]))
def test_no_number_under_three_can_be_computed_from_what_is_shown(shown, regions, most) -> None:
    """All numbers that one showing leaves possible differ in every small cell, even for who knows how it was made."""
    possible = defaultdict(list)
    for numbers in product(range(most + 1), repeat=regions):
        possible[shown(numbers)].append(numbers)
    assert len(possible) > regions
    for numbers in possible.values():
        for cell in range(regions):
            found = {row[cell] for row in numbers}
            # The numbers are tried up to a bound: where more could stand in a cell, more is possible than is listed.
            assert len(found) > 1 or found.isdisjoint({1, 2}), (cell, numbers)
