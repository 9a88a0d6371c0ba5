import pytest

import ukim
from packages import ROOT, add_row, drop_rows, set_cell
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


def event(key: str, kind: str, date: str, case: str = "c-000001"):
    return lambda package: add_row(package, "events", key, case, date, kind)


def decision(key: str, date: str, instance: str, effect: str, acts_on: str = "", *rest: str, case: str = "c-000001"):
    return lambda package: add_row(package, "sentences", key, case, date, "", instance, effect, acts_on, *rest)


def cell(*place: str):
    return lambda package: set_cell(package, *place)


EARLY_RELEASE = cell("sentences", "s-000003", "effect", "early_released")
REVIEW = [cell("sentences", "s-000003", "instance", "cassation"), cell("sentences", "s-000003", "term_days", "")]


@pytest.mark.parametrize(
    ("changes", "status", "as_of"),
    [
        ([], "convicted", "2022-03-25"),
        ([event("e-000009", "hearing", "2023")], "convicted", "2022-03-25"),
        ([event("e-000009", "wanted", "2023")], "convicted", "2022-03-25"),
        ([event("e-000009", "released", "2022-05-01")], "released", "2022-05-01"),
        ([event("e-000009", "released", "2021-02-22")], "convicted", "2022-03-25"),
        ([event("e-000009", "died", "2022-01")], "died", "2022-01"),
        ([EARLY_RELEASE], "released", "2022-03-25"),
        ([EARLY_RELEASE, event("e-000009", "returned_to_custody", "2022-09")], "convicted", "2022-09"),
        ([cell("sentences", "s-000003", "effect", "pardoned")], "released", "2022-03-25"),
        ([EARLY_RELEASE, decision("s-000009", "2023-01", "cassation", "upheld", "s-000002")], "released", "2023-01"),
        ([EARLY_RELEASE, decision("s-000009", "2022-03", "appeal", "annulled", "s-000003")], "convicted", "2022-03"),
        (
            [
                EARLY_RELEASE,
                decision("s-000008", "2022-05", "appeal", "annulled", "s-000003"),
                decision("s-000009", "2022-09", "cassation", "upheld", "s-000008"),
            ],
            "convicted",
            "2022-09",
        ),
        ([*REVIEW, cell("sentences", "s-000003", "effect", "upheld")], "convicted", "2022-03-25"),
        ([*REVIEW, cell("sentences", "s-000003", "effect", "annulled_acquitted")], "acquitted", "2022-03-25"),
        ([*REVIEW, cell("sentences", "s-000003", "effect", "annulled_terminated")], "terminated", "2022-03-25"),
        ([*REVIEW, cell("sentences", "s-000003", "effect", "annulled_remitted")], "remitted", "2022-03-25"),
        (
            [
                *REVIEW,
                cell("sentences", "s-000003", "effect", "annulled_remitted"),
                event("e-000009", "trial_opened", "2022-06-01"),
            ],
            "on_trial",
            "2022-06-01",
        ),
        (
            [
                *REVIEW,
                cell("sentences", "s-000003", "effect", "annulled_remitted"),
                cell("sentences", "s-000003", "decided", ""),
            ],
            "remitted",
            None,
        ),
        (
            [
                *REVIEW,
                cell("sentences", "s-000003", "effect", "annulled_remitted"),
                decision("s-000009", "2022", "first", "acquitted", "", "none"),
            ],
            "acquitted",
            "2022",
        ),
    ],
)
def test_the_status_is_what_the_decisions_leave_then_what_events_add(
    prosecution, sound, changes, status, as_of
) -> None:
    for change in changes:
        change(sound)
    row = prosecution("c-000001")
    assert (row["last_known_status"], row["status_as_of"]) == (status, as_of)


@pytest.mark.parametrize(
    ("events", "status", "as_of"),
    [
        ([], None, None),
        ([("detained", "2021-03")], "investigated", "2021-03"),
        ([("detained", "2021-03"), ("charged", "2021-03-02")], "charged", "2021-03-02"),
        ([("trial_opened", "2021-02-23"), ("hearing_scheduled", "2021-03-03")], "on_trial", "2021-02-23"),
        ([("trial_opened", "2021-02-23"), ("detained", "2021")], "on_trial", "2021-02-23"),
        ([("charged", "2021-02"), ("suspect_named", "2021-05")], "investigated", "2021-05"),
        ([("charged", "")], "charged", None),
    ],
)
def test_without_a_judgment_the_status_is_the_furthest_stage_that_may_be_the_last(
    prosecution, sound, events, status, as_of
) -> None:
    drop_rows(sound, "sentences", "s-000004")
    drop_rows(sound, "events", "e-000003")
    for number, (kind, date) in enumerate(events):
        add_row(sound, "events", f"e-00001{number}", "c-000002", date, kind)
    row = prosecution("c-000002")
    assert (row["last_known_status"], row["status_as_of"]) == (status, as_of)


@pytest.mark.parametrize("date", ["2021", "2021-02", ""])
def test_an_imprecise_review_stands_behind_its_judgment(prosecution, sound, date) -> None:
    set_cell(sound, "sentences", "s-000002", "decided", date)
    set_cell(sound, "sentences", "s-000002", "effect", "increased")
    set_cell(sound, "sentences", "s-000002", "term_months", "26")
    drop_rows(sound, "sentences", "s-000003")
    row = prosecution("c-000001")
    assert (row["first_judgment"], row["first_term_months"]) == ("2021-02-22", 18)
    assert (row["last_effect"], row["last_known_term_months"]) == ("increased", 26)


@pytest.mark.parametrize("date", ["2022-06-01", "2022", ""])
def test_the_first_judgment_is_the_one_before_the_case_was_sent_back(prosecution, sound, date) -> None:
    set_cell(sound, "sentences", "s-000003", "instance", "cassation")
    set_cell(sound, "sentences", "s-000003", "effect", "annulled_remitted")
    set_cell(sound, "sentences", "s-000003", "main_penalty", "")
    decision("s-000000", date, "first", "acquitted", "", "none")(sound)
    row = prosecution("c-000001")
    assert (row["first_effect"], row["last_effect"], row["last_known_main_penalty"]) == (
        "convicted",
        "acquitted",
        "none",
    )


@pytest.mark.parametrize(
    ("effect", "penalty", "months"),
    [
        ("annulled_acquitted", "none", None),
        ("annulled_terminated", "none", None),
        ("annulled_remitted", None, None),
        ("annulled", None, None),
        ("upheld", "restriction_of_freedom", 18),
    ],
)
def test_the_last_known_penalty_ends_with_the_conviction(prosecution, sound, effect, penalty, months) -> None:
    for column, value in {"instance": "cassation", "effect": effect, "main_penalty": "", "term_months": ""}.items():
        set_cell(sound, "sentences", "s-000003", column, value)
    row = prosecution("c-000001")
    assert (row["last_known_main_penalty"], row["last_known_term_months"]) == (penalty, months)


def test_an_annulled_replacement_brings_the_penalty_before_it_back(prosecution, sound) -> None:
    decision("s-000009", "2022-06", "appeal", "annulled", "s-000003")(sound)
    row = prosecution("c-000001")
    assert (row["last_known_main_penalty"], row["last_known_term_months"]) == ("restriction_of_freedom", 18)


@pytest.mark.parametrize(
    ("kind", "date", "opened"),
    [
        ("custody_ordered", "2020-12", ("2020-12", "2020-12-01", "2020-12-31")),
        ("house_arrest_ordered", "2020-12-05", ("2020-12-05", "2020-12-05", "2020-12-05")),
        ("charged", "2021", ("2021-01", "2021-01-01", "2021-01-31")),
        ("trial_opened", "2020-12", ("2021-01", "2021-01-01", "2021-01-31")),
        ("wanted", "", ("2021-01", "2021-01-01", "2021-01-31")),
    ],
)
def test_a_case_opens_with_its_first_dated_step_of_investigation_or_charge(
    prosecution, sound, kind, date, opened
) -> None:
    event("e-000009", kind, date)(sound)
    row = prosecution("c-000001")
    assert (row["opened"], str(row["opened_earliest"]), str(row["opened_latest"])) == opened


def test_an_announced_hearing_is_no_status(prosecution) -> None:
    row = prosecution("c-000002")
    assert (row["last_known_status"], row["status_as_of"]) == ("acquitted", "2021-02-23~")


def test_a_decision_without_a_date_stands_behind_the_one_that_it_acts_on(prosecution, sound) -> None:
    set_cell(sound, "sentences", "s-000003", "decided", "")
    assert prosecution("c-000001")["last_known_main_penalty"] == "imprisonment"


def test_every_kind_of_event_and_every_effect_has_its_place() -> None:
    tables = Package.read(ROOT / "datapackage.json").tables
    folder = ROOT / "scripts/ukim/views/sql"
    stages = (folder / "2-event_stages.sql").read_text(encoding="utf-8")
    assert [kind for kind in tables["events"].by_name["kind"].allowed_values if f"('{kind}'," not in stages] == []
    order = (folder / "1-decisions_in_order.sql").read_text(encoding="utf-8")
    effects = set(tables["sentences"].by_name["effect"].allowed_values) - {"convicted"}
    assert [effect for effect in effects if f"'{effect}'" not in order] == []


def test_the_timeline_holds_every_event_and_decision_once_in_order(untouched) -> None:
    steps = ukim.connect(untouched).sql("SELECT record_id, name FROM timeline WHERE case_id = 'c-000001'").fetchall()
    assert [record for record, _ in steps] == ["e-000001", "e-000002", "s-000001", "s-000002", "s-000003"]
    assert {name for _, name in steps} == {"Mysal Ulgiliev"}


def test_every_column_of_every_view_is_described(untouched) -> None:
    silent = ukim.connect(untouched).sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
    )
    assert silent.fetchall() == []


@pytest.mark.parametrize(
    ("changes", "counted", "at_most", "share"),
    [
        ([], 0, 0, 0.0),
        ([cell("published_counts", "news-2021", "period_to", "2021-02")], 1, 1, 0.5),
        ([cell("published_counts", "news-2021", "period_to", "")], 1, 1, 0.5),
        ([cell("published_counts", "news-2021", "period_from", "2021-03")], 0, 0, 0.0),
        ([cell("sentences", "s-000001", "decided", "2021")], 0, 1, 0.0),
        ([cell("sentences", "s-000001", "decided", "")], 0, 1, 0.0),
        ([cell("published_counts", "news-2021", "stage", "charged")], 0, 0, 0.0),
        ([cell("published_counts", "news-2021", "stage", "investigated")], 1, 1, 0.5),
        (
            [
                cell("published_counts", "news-2021", "stage", "charged"),
                cell("published_counts", "news-2021", "period_to", "2021-02"),
            ],
            2,
            2,
            1.0,
        ),
        ([cell("published_counts", "news-2021", "stage", "detained")], 1, 1, 0.5),
        (
            [
                cell("published_counts", "news-2021", "stage", "charged"),
                cell("published_counts", "news-2021", "period_to", ""),
                cell("published_counts", "news-2021", "basis", "art_405"),
            ],
            1,
            1,
            0.5,
        ),
        (
            [
                cell("published_counts", "news-2021", "stage", "detained"),
                cell("published_counts", "news-2021", "period_from", ""),
            ],
            None,
            None,
            None,
        ),
        ([cell("published_counts", "news-2021", "unit", "events")], None, None, None),
        ([cell("published_counts", "news-2021", "stage", "imprisoned")], None, None, None),
        ([cell("published_counts", "news-2021", "basis", "political")], None, None, None),
    ],
)
def test_a_published_total_is_held_against_what_the_tables_count(sound, changes, counted, at_most, share) -> None:
    for change in changes:
        change(sound)
    rows = ukim.connect(sound).sql("SELECT counted, counted_at_most, share FROM coverage").fetchall()
    assert rows == [(counted, at_most, share)]


def test_a_person_with_two_cases_is_one_of_the_people_counted(sound) -> None:
    set_cell(sound, "cases", "c-000002", "person_id", "p-000001")
    set_cell(sound, "published_counts", "news-2021", "stage", "investigated")
    set_cell(sound, "published_counts", "news-2021", "period_to", "")
    people = ukim.connect(sound).sql("SELECT counted_at_most FROM coverage").fetchall()
    set_cell(sound, "published_counts", "news-2021", "unit", "cases")
    cases = ukim.connect(sound).sql("SELECT counted_at_most FROM coverage").fetchall()
    assert (people, cases) == ([(1,)], [(2,)])
