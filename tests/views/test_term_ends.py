"""The last day to which a term can run."""

import pytest

import ukim
from packages import drop_rows, set_cell
from views.test_views import cell, decision


@pytest.fixture
def end(sound):
    def of(sentence: str) -> tuple[str, str]:
        sql = f"SELECT ends_by::VARCHAR, end_basis FROM term_ends WHERE sentence_id = '{sentence}'"
        (row,) = ukim.connect(sound).sql(sql).fetchall()
        return row

    return of


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ("2022-08-22", "counted")),
        ({"term_days": "10"}, ("2022-09-01", "counted")),
        ({"term_months": "", "term_days": "10"}, ("2021-03-04", "counted")),
        ({"term_months": ""}, (None, "unknown")),
        ({"decided": "2021-02"}, ("2022-08-28", "counted")),
        ({"decided": "/2021-02-22"}, ("2022-08-22", "counted")),
        ({"decided": ""}, (None, "unknown")),
        ({"counted_from": "2020-09"}, ("2022-03-30", "counted")),
        ({"decided": "", "counted_from": "2020-09-01"}, ("2022-03-01", "counted")),
        ({"ends": "2022-05"}, ("2022-05-31", "stated")),
        ({"decided": "", "term_months": "", "ends": "2022"}, ("2022-12-31", "stated")),
    ],
)
def test_a_term_runs_from_the_day_that_is_named_else_from_the_judgment(sound, end, cells, expected) -> None:
    for column, value in cells.items():
        set_cell(sound, "sentences", "s-000001", column, value)
    assert end("s-000001") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], ("2022-10-30", "counted")),
        ([cell("sentences", "s-000001", "decided", "")], ("2022-10-30", "counted")),
        ([cell("sentences", "s-000002", "decided", "")], (None, "unknown")),
        ([cell("sentences", "s-000001", "counted_from", "2020-09-01")], ("2022-03-01", "counted")),
        ([cell("sentences", "s-000002", "counted_from", "2020-10-01")], ("2022-04-01", "counted")),
        ([cell("sentences", "s-000001", "ends", "2022-05-05")], ("2022-05-05", "stated")),
        (
            [cell("sentences", "s-000001", "ends", "2022-05"), cell("sentences", "s-000002", "ends", "2022-06-06")],
            ("2022-06-06", "stated"),
        ),
        # An end that was stated before the term was changed is no longer the end.
        (
            [cell("sentences", "s-000001", "ends", "2022-05-05"), cell("sentences", "s-000002", "term_months", "24")],
            ("2023-04-30", "counted"),
        ),
        # A term is counted on from its day however long it becomes, but not for another penalty.
        (
            [
                cell("sentences", "s-000001", "counted_from", "2020-09-01"),
                cell("sentences", "s-000002", "term_months", "24"),
            ],
            ("2022-09-01", "counted"),
        ),
        (
            [
                cell("sentences", "s-000001", "counted_from", "2020-09-01"),
                cell("sentences", "s-000002", "main_penalty", "imprisonment"),
            ],
            ("2022-10-30", "counted"),
        ),
        ([cell("sentences", "s-000002", "main_penalty", "")], ("2022-10-30", "counted")),
    ],
)
def test_an_appeal_starts_the_term_unless_a_day_is_named(sound, end, changes, expected) -> None:
    for change in changes:
        change(sound)
    assert end("s-000002") == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["upheld", "s-000002"], ("2022-10-30", "counted")),
        (["reduced", "s-000002", "restriction_of_freedom", "12"], ("2022-04-30", "counted")),
        (["increased", "s-000002", "imprisonment", "18"], ("2023-03-01", "counted")),
    ],
)
def test_cassation_does_not_start_the_term_anew_but_another_penalty_does(sound, end, cells, expected) -> None:
    decision("s-000009", "2021-09-01", "cassation", *cells)(sound)
    assert end("s-000009") == expected


@pytest.mark.parametrize("named_by", ["s-000001", "s-000002"])
def test_a_day_that_is_named_holds_through_every_appeal(sound, end, named_by) -> None:
    set_cell(sound, "sentences", named_by, "counted_from", "2020-09-01")
    decision("s-000009", "2021-09-01", "appeal", "upheld", "s-000002")(sound)
    assert end("s-000009") == ("2022-03-01", "counted")


def test_a_replacement_runs_from_its_own_day(sound, end) -> None:
    set_cell(sound, "sentences", "s-000001", "counted_from", "2020-09-01")
    set_cell(sound, "sentences", "s-000002", "ends", "2022-05-05")
    assert end("s-000003") == ("2022-11-11", "counted")


def test_an_appeal_against_a_replacement_starts_its_term_whatever_day_the_penalty_before_it_ran_from(
    sound, end
) -> None:
    set_cell(sound, "sentences", "s-000001", "counted_from", "2020-09-01")
    decision("s-000009", "2022-05-04", "appeal", "upheld", "s-000003")(sound)
    assert end("s-000009") == ("2022-12-21", "counted")


def test_a_replacement_by_the_same_penalty_runs_from_its_own_day(sound, end) -> None:
    set_cell(sound, "sentences", "s-000003", "main_penalty", "restriction_of_freedom")
    assert end("s-000003") == ("2022-11-11", "counted")


def test_a_decision_on_serving_that_sets_no_penalty_leaves_the_end_as_it_was(sound, end) -> None:
    decision("s-000009", "2022-02-01", "enforcement", "early_released", "s-000002")(sound)
    assert end("s-000009") == ("2022-10-30", "counted")


def test_an_end_that_was_stated_holds_though_the_penalty_is_unknown(sound, end) -> None:
    for sentence in ("s-000001", "s-000002"):
        set_cell(sound, "sentences", sentence, "main_penalty", "")
        set_cell(sound, "sentences", sentence, "term_months", "")
    set_cell(sound, "sentences", "s-000001", "ends", "2022-05-05")
    assert end("s-000002") == ("2022-05-05", "stated")


def test_a_new_judgment_runs_from_its_own_day(sound, end) -> None:
    drop_rows(sound, "sentences", "s-000003")
    set_cell(sound, "sentences", "s-000001", "counted_from", "2020-09-01")
    for column, value in {"effect": "annulled_remitted", "main_penalty": "", "term_months": ""}.items():
        set_cell(sound, "sentences", "s-000002", column, value)
    decision("s-000009", "2021-10-01", "first", "convicted", "", "restriction_of_freedom", "18")(sound)
    assert end("s-000002") == (None, "unknown")
    assert end("s-000009") == ("2023-04-01", "counted")


@pytest.mark.parametrize(
    ("months", "expected"), [("", "2022-10-30"), ("12", "2022-09-01"), ("17", "2022-10-30")], ids=str
)
def test_a_term_that_was_cut_ends_no_later_than_it_would_have(sound, end, months, expected) -> None:
    drop_rows(sound, "sentences", "s-000003")
    kind = "restriction_of_freedom" if months else ""
    decision("s-000009", "2021-09-01", "enforcement", "shortened", "s-000002", kind, months)(sound)
    assert end("s-000009") == (expected, "counted")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([], (None, "unknown")),
        ([("appeal", "upheld")], (None, "unknown")),
        ([("cassation", "upheld")], (None, "unknown")),
        ([("enforcement", "replaced_milder", "restriction_of_freedom", "6")], ("2022-08-01", "counted")),
    ],
)
@pytest.mark.parametrize("kind", ["", "restriction_of_freedom"])
def test_no_end_is_certain_of_a_term_that_was_put_off_until_it_is_set_anew(sound, end, kind, later, expected) -> None:
    drop_rows(sound, "sentences", "s-000003")
    set_cell(sound, "sentences", "s-000002", "ends", "2022-05-05")
    set_cell(sound, "sentences", "s-000002", "counted_from", "2020-09-01")
    decision("s-000008", "2021-09-01", "enforcement", "deferred", "s-000002", kind, "18" if kind else "")(sound)
    for instance, effect, *rest in later:
        decision("s-000009", "2022-02-01", instance, effect, "s-000008", *rest)(sound)
    assert end("s-000009" if later else "s-000008") == expected


def test_a_term_that_was_put_off_to_a_day_runs_from_it(sound, end) -> None:
    decision("s-000008", "2022-06-01", "enforcement", "deferred", "s-000003")(sound)
    set_cell(sound, "sentences", "s-000008", "counted_from", "2023-01-01")
    assert end("s-000008") == ("2023-08-18", "counted")


@pytest.mark.parametrize("effect", ["annulled", "annulled_remitted"])
def test_no_end_is_certain_of_a_penalty_that_came_back(sound, end, effect) -> None:
    decision("s-000009", "2022-06-01", "appeal", effect, "s-000003")(sound)
    assert end("s-000009") == (None, "unknown")


def test_every_decision_has_its_row(untouched) -> None:
    database = ukim.connect(untouched)
    assert (
        database.sql("SELECT sentence_id FROM term_ends ORDER BY 1").fetchall()
        == database.sql("SELECT sentence_id FROM sentences ORDER BY 1").fetchall()
    )
