import pytest

import ukim
from packages import ROOT, add_row, set_cell
from ukim.model import Package


@pytest.fixture
def prosecution(sound):
    def of(case_id: str) -> dict:
        (row,) = ukim.connect(sound).sql(f"FROM prosecutions WHERE case_id = '{case_id}'").pl().to_dicts()
        return row

    return of


def test_a_prosecution_tells_its_first_judgment_and_its_last_known_penalty(prosecution) -> None:
    row = prosecution("c-000001")
    assert (row["first_judgment"], row["first_main_penalty"], row["first_term_months"]) == (
        "2021-02-22",
        "restriction_of_freedom",
        18,
    )
    assert (row["last_decision"], row["last_effect"]) == ("2022-03-25", "replaced_harsher")
    assert (row["last_known_main_penalty"], row["last_known_term_months"], row["last_known_term_days"]) == (
        "imprisonment",
        7,
        17,
    )
    assert (row["opened"], row["trial_opened"]) == ("2021-01", "2021-02-01")
    assert row["additional_penalties"] == ["activity_ban", "compulsory_labour"]
    assert row["organizations"] == ["mysal"]


def test_what_is_not_known_of_a_prosecution_is_empty(prosecution) -> None:
    row = prosecution("c-000002")
    assert (row["opened"], row["trial_opened"], row["offences"], row["plea"]) == (None, None, None, None)


def test_copies_and_services_of_one_house_count_once(prosecution, sound) -> None:
    add_row(sound, "citations", "e-000001", "*", "copy-1")
    set_cell(sound, "publishers", "mysal-radio", "group_id", "mysal-news")
    row = prosecution("c-000001")
    assert (row["sources"], row["sources_read_in_full"], row["publisher_groups"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "as_of"),
    [
        ([], "convicted", "2022-03-25"),
        ([("events", "e-000002", "date", "2023")], "on_trial", "2023"),
        ([("events", "e-000002", "date", "2022")], "convicted", "2022-03-25"),
        ([("sentences", "s-000003", "effect", "early_released")], "released", "2022-03-25"),
        (
            [
                ("sentences", "s-000003", "instance", "cassation"),
                ("sentences", "s-000003", "effect", "annulled_remitted"),
            ],
            "remitted",
            "2022-03-25",
        ),
        (
            [("sentences", "s-000003", "instance", "cassation"), ("sentences", "s-000003", "effect", "upheld")],
            "convicted",
            "2022-03-25",
        ),
    ],
)
def test_the_status_is_that_of_the_last_dated_step(prosecution, sound, changes, status, as_of) -> None:
    for change in changes:
        set_cell(sound, *change)
    row = prosecution("c-000001")
    assert (row["last_known_status"], row["status_as_of"]) == (status, as_of)


def test_an_announced_hearing_is_no_status(prosecution) -> None:
    row = prosecution("c-000002")
    assert (row["last_known_status"], row["status_as_of"]) == ("acquitted", "2021-02-23~")


def test_a_decision_without_a_date_stands_behind_the_one_that_it_acts_on(prosecution, sound) -> None:
    set_cell(sound, "sentences", "s-000003", "decided", "")
    assert prosecution("c-000001")["last_known_main_penalty"] == "imprisonment"


def test_an_annulled_release_leaves_the_conviction(prosecution, sound) -> None:
    set_cell(sound, "sentences", "s-000003", "effect", "early_released")
    add_row(sound, "sentences", "s-000009", "c-000001", "2022-06", "", "appeal", "annulled", "s-000003")
    add_row(sound, "citations", "s-000009", "*", "radio-1")
    assert prosecution("c-000001")["last_known_status"] == "convicted"


def test_every_kind_of_event_and_every_effect_has_a_place_among_the_statuses() -> None:
    tables = Package.read(ROOT / "datapackage.json").tables
    kinds = {*tables["events"].by_name["kind"].allowed_values, *tables["sentences"].by_name["effect"].allowed_values}
    script = (ROOT / "scripts/ukim/release/sql/2-last_known_status.sql").read_text(encoding="utf-8")
    assert [kind for kind in kinds if f"('{kind}'," not in script] == ["upheld"]


def test_the_timeline_holds_every_event_and_decision_once_in_order(untouched) -> None:
    steps = ukim.connect(untouched).sql("SELECT record_id, name FROM timeline WHERE case_id = 'c-000001'").fetchall()
    assert [record for record, _ in steps] == ["e-000001", "e-000002", "s-000001", "s-000002", "s-000003"]
    assert {name for _, name in steps} == {"Mysal Ulgiliev"}


def test_every_column_of_every_view_is_described(untouched) -> None:
    silent = ukim.connect(untouched).sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
    )
    assert silent.fetchall() == []
