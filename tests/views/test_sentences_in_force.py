"""Which sentences are served as of the release."""

from pathlib import Path

import pytest

import ukim
from packages import drop_rows, set_cell
from views.test_views import EARLY_RELEASE, cell, decision, event

MILDER = [
    cell("sentences", "s-000001", "main_penalty", "imprisonment"),
    cell("sentences", "s-000002", "main_penalty", "imprisonment"),
    cell("sentences", "s-000003", "effect", "replaced_milder"),
    cell("sentences", "s-000003", "main_penalty", "restriction_of_freedom"),
]


def without_judgment(package: Path) -> None:
    for sentence in ("s-000001", "s-000002", "s-000003"):
        drop_rows(package, "sentences", sentence)
    for penalty in ("ap-000001", "ap-000002"):
        drop_rows(package, "additional_penalties", penalty)


@pytest.fixture
def in_force(sound):
    def as_of(day: str) -> list[dict]:
        database = ukim.connect(sound)
        database.execute(f"SET VARIABLE as_of = DATE '{day}'")
        return database.sql("FROM sentences_in_force").pl().to_dicts()

    return as_of


def test_the_decision_that_stands_is_told_with_its_penalty_and_its_end(in_force) -> None:
    (row,) = in_force("2022-06-01")
    assert {name: str(value) for name, value in row.items()} == {
        "case_id": "c-000001",
        "person_id": "p-000001",
        "name": "Mysal Ulgiliev",
        "sentence_id": "s-000003",
        "decided": "2022-03-25",
        "instance": "enforcement",
        "effect": "replaced_harsher",
        "main_penalty": "imprisonment",
        "term_months": "7",
        "term_days": "17",
        "status_as_of": "2022-03-25",
        "ends_by": "2022-11-11",
        "end_basis": "counted",
        "as_of_day": "2022-06-01",
    }


@pytest.mark.parametrize(("day", "number"), [("2022-11-11", 1), ("2022-11-12", 0)])
def test_a_sentence_is_left_out_from_the_day_after_its_term_has_run_out(in_force, day, number) -> None:
    assert len(in_force(day)) == number


def test_a_sentence_of_unknown_end_stays_and_is_flagged(sound, in_force) -> None:
    set_cell(sound, "sentences", "s-000003", "term_months", "")
    set_cell(sound, "sentences", "s-000003", "term_days", "")
    assert [(row["ends_by"], row["end_basis"]) for row in in_force("2040-01-01")] == [(None, "unknown")]


def test_an_end_that_a_source_states_goes_before_one_that_is_counted(sound, in_force) -> None:
    set_cell(sound, "sentences", "s-000003", "ends", "2022-08")
    assert [(str(row["ends_by"]), row["end_basis"]) for row in in_force("2022-08-31")] == [("2022-08-31", "stated")]
    assert in_force("2022-09-01") == []


def test_the_review_that_confirms_a_sentence_is_the_one_that_stands(sound, in_force) -> None:
    drop_rows(sound, "sentences", "s-000003")
    assert [row["sentence_id"] for row in in_force("2022-01-01")] == ["s-000002"]


def test_a_review_of_the_judgment_does_not_displace_its_replacement(sound, in_force) -> None:
    decision("s-000009", "2022-05", "cassation", "upheld", "s-000002")(sound)
    assert [row["sentence_id"] for row in in_force("2022-06-01")] == ["s-000003"]


@pytest.mark.parametrize(
    "changes",
    [
        [EARLY_RELEASE],
        [cell("sentences", "s-000003", "effect", "pardoned")],
        [event("e-000009", "released", "2022-05-01")],
        [event("e-000009", "died", "2022-05-01")],
        [decision("s-000009", "2022-05", "cassation", "annulled", "s-000002")],
        [decision("s-000009", "2022-05", "cassation", "annulled_acquitted", "s-000002")],
        [decision("s-000009", "2022-05", "cassation", "annulled_terminated", "s-000002")],
        [decision("s-000009", "2022-05", "cassation", "annulled_remitted", "s-000002")],
        [
            decision("s-000009", "2022-05", "cassation", "annulled_remitted", "s-000002"),
            event("e-000009", "trial_opened", "2022-05-20"),
        ],
        [without_judgment],
        [cell("sentences", "s-000003", "main_penalty", "none")],
    ],
    ids=[
        "early released",
        "pardoned",
        "released",
        "died",
        "annulled",
        "acquitted",
        "terminated",
        "remitted",
        "on trial",
        "no judgment",
        "no penalty",
    ],
)
def test_whose_penalty_is_no_longer_served_is_left_out(sound, in_force, changes) -> None:
    assert len(in_force("2022-06-01")) == 1
    for change in changes:
        change(sound)
    assert in_force("2022-06-01") == []


def test_an_unknown_penalty_is_no_absent_one(sound, in_force) -> None:
    for column in ("main_penalty", "term_months", "term_days"):
        set_cell(sound, "sentences", "s-000003", column, "")
    assert [(row["main_penalty"], row["end_basis"]) for row in in_force("2040-01-01")] == [(None, "unknown")]


def test_who_was_taken_back_into_custody_serves_a_sentence_of_unknown_end(sound, in_force) -> None:
    for change in [*MILDER, event("e-000009", "returned_to_custody", "2022-05-01")]:
        change(sound)
    set_cell(sound, "sentences", "s-000003", "ends", "2022-05-02")
    (row,) = in_force("2040-01-01")
    assert (row["sentence_id"], row["status_as_of"]) == ("s-000003", "2022-05-01")
    assert (row["main_penalty"], row["term_months"], row["term_days"]) == (None, None, None)
    assert (row["ends_by"], row["end_basis"]) == (None, "unknown")


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ([event("e-000009", "returned_to_custody", "2022-03-25")], "counted"),
        ([EARLY_RELEASE, event("e-000009", "returned_to_custody", "2022-05-01")], "unknown"),
        (
            [event("e-000008", "released", "2022-04-01"), event("e-000009", "returned_to_custody", "2022-05-01")],
            "unknown",
        ),
    ],
)
def test_a_term_of_imprisonment_is_in_doubt_only_after_time_outside(sound, in_force, changes, basis) -> None:
    for change in changes:
        change(sound)
    assert [(row["main_penalty"], row["end_basis"]) for row in in_force("2022-06-01")] == [("imprisonment", basis)]
