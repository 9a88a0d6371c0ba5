"""A milder penalty that was taken back."""

import pytest

import ukim
from views.test_sentences_in_force import MILDER
from views.test_views import EARLY_RELEASE, cell, decision, event


@pytest.fixture
def known(sound):
    def after(*changes) -> dict:
        for change in changes:
            change(sound)
        sql = "SELECT * EXCLUDE case_id FROM last_known_status WHERE case_id = 'c-000001'"
        (row,) = ukim.connect(sound).sql(sql).pl().to_dicts()
        return row

    return after


def as_told(status: str, as_of: str, penalty: str | None, months: int | None, days: int | None, *, back: bool) -> dict:
    return {
        "last_known_status": status,
        "status_as_of": as_of,
        "last_known_main_penalty": penalty,
        "last_known_term_months": months,
        "last_known_term_days": days,
        "standing_sentence_id": "s-000003",
        "is_taken_back": back,
    }


def restricted() -> dict:
    return as_told("convicted", "2022-03-25", "restriction_of_freedom", 7, 17, back=False)


def test_who_is_taken_back_into_custody_no_longer_serves_the_milder_penalty(known) -> None:
    row = known(*MILDER, event("e-000009", "returned_to_custody", "2023"))
    assert row == as_told("convicted", "2023", None, None, None, back=True)


def test_nor_does_it_matter_that_he_had_left_prison_for_it(known) -> None:
    row = known(*MILDER, event("e-000010", "released", "2022-04"), event("e-000009", "returned_to_custody", "2023"))
    assert row == as_told("convicted", "2023", None, None, None, back=True)


@pytest.mark.parametrize("penalty", ["suspended_imprisonment", "community_service", ""])
def test_any_other_penalty_than_imprisonment_is_unknown_then(known, penalty) -> None:
    row = known(
        *MILDER,
        cell("sentences", "s-000003", "main_penalty", penalty),
        event("e-000009", "returned_to_custody", "2023"),
    )
    assert row == as_told("convicted", "2023", None, None, None, back=True)


@pytest.mark.parametrize("penalty", ["imprisonment", "arrest"])
def test_imprisonment_goes_on(known, penalty) -> None:
    row = known(
        cell("sentences", "s-000003", "main_penalty", penalty), event("e-000009", "returned_to_custody", "2023")
    )
    assert row == as_told("convicted", "2023", penalty, 7, 17, back=False)


def test_release_from_a_milder_penalty_is_taken_back_too(known) -> None:
    row = known(*MILDER, EARLY_RELEASE, event("e-000009", "returned_to_custody", "2023"))
    assert row == as_told("convicted", "2023", None, None, None, back=True)


@pytest.mark.parametrize("release", [EARLY_RELEASE, event("e-000010", "released", "2022-04")])
def test_imprisonment_after_a_release_goes_on_for_an_unknown_time(known, release) -> None:
    row = known(release, event("e-000009", "returned_to_custody", "2023"))
    assert row == as_told("convicted", "2023", "imprisonment", 7, 17, back=True)


@pytest.mark.parametrize(
    "events",
    [
        [event("e-000009", "returned_to_custody", "2021-12")],
        [event("e-000009", "returned_to_custody", "")],
        [event("e-000009", "released", "2022-04")],
        [event("e-000009", "returned_to_custody", "2022-04"), event("e-000010", "released", "2022-05")],
        [event("e-000009", "detained", "2023")],
    ],
    ids=["before the decision", "without a date", "only released", "released since", "detained for something else"],
)
def test_the_milder_penalty_stands_unless_the_return_is_the_last_step(known, events) -> None:
    assert known(*MILDER, *events) == restricted()


def test_a_decision_after_the_return_tells_the_penalty_again(known) -> None:
    row = known(
        *MILDER,
        event("e-000009", "returned_to_custody", "2023-01"),
        decision("s-000009", "2023-05", "enforcement", "replaced_harsher", "s-000003", "imprisonment", "9"),
    )
    assert row == as_told("convicted", "2023-05", "imprisonment", 9, None, back=False) | {
        "standing_sentence_id": "s-000009"
    }


def test_who_died_after_the_return_died(known) -> None:
    row = known(*MILDER, event("e-000008", "died", "2024"), event("e-000009", "returned_to_custody", "2023"))
    assert row == as_told("died", "2024", None, None, None, back=True)


@pytest.mark.parametrize("effect", ["replaced_milder", "replaced_harsher"])
def test_a_replacement_by_a_penalty_that_is_not_told_leaves_it_unknown(known, effect) -> None:
    row = known(
        cell("sentences", "s-000003", "effect", effect),
        *(cell("sentences", "s-000003", column, "") for column in ("main_penalty", "term_months", "term_days")),
    )
    assert row == as_told("convicted", "2022-03-25", None, None, None, back=False)


def test_the_standing_decision_is_that_on_serving_while_the_conviction_stands(known) -> None:
    row = known(decision("s-000009", "2022-05", "cassation", "annulled_acquitted", "s-000002"))
    assert row["standing_sentence_id"] == "s-000009"
