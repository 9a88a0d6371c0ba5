import pytest

from packages import copy_of_the_sound_package
from told import tables_of
from ukim.intake.record_statement import Placing
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Decision, Entry

CASE = "c-000001"
FIRST = {"instance": "first", "effect": "convicted"}


@pytest.fixture
def tables(tmp_path):
    return tables_of(copy_of_the_sound_package(tmp_path / "package"))


def place(tables, *, case=CASE, source="news-1", **parts):
    entry = Entry(7, {"name": "Mysal Ulgiliev"}, parts.pop("values", {}), **parts)
    placing = Placing(tables, source)
    placing.entry(entry, "p-000001", case)
    return placing


def rows(tables, table, case=CASE):
    return [one.row for one in tables.of(table, "case_id", case)]


def cited(tables, record):
    return [row for row in tables.text("citations").splitlines() if row.startswith(f"{record},")]


def test_a_missing_value_is_filled_and_cited(tables) -> None:
    place(tables, case="c-000002", values={"plea": "not_guilty"})
    assert tables.rows("cases")["c-000002"]["plea"] == "not_guilty"
    assert "c-000002,*,news-1,," in cited(tables, "c-000002")


def test_the_same_value_from_another_source_is_support(tables) -> None:
    place(tables, source="radio-1", values={"plea": "not_guilty"})
    assert "c-000001,plea,radio-1,," in cited(tables, CASE)


def test_another_value_stands_beside_that_of_the_row(tables) -> None:
    (difference,) = place(tables, source="radio-1", values={"plea": "guilty"}).differences
    assert (difference.value, difference.stated) == ("not_guilty", "guilty")
    assert tables.rows("cases")[CASE]["plea"] == "not_guilty"
    assert "c-000001,plea,radio-1,guilty," in cited(tables, CASE)


def test_words_that_are_ours_stay_as_they_are(tables) -> None:
    before = cited(tables, CASE)
    (difference,) = place(tables, source="radio-1", values={"summary": "Other words."}).differences
    assert not difference.is_kept
    assert cited(tables, CASE) == before


def test_a_value_can_be_made_to_stand_and_the_old_one_is_kept_as_said(tables) -> None:
    place(tables, source="radio-1", values={"plea": "guilty"})
    tables.replace("cases", CASE, "plea", "guilty", "radio-1")
    assert tables.rows("cases")[CASE]["plea"] == "guilty"
    assert {"c-000001,plea,radio-1,,", "c-000001,plea,news-1,not_guilty,"} <= set(cited(tables, CASE))


def test_a_source_that_said_something_else_before_says_what_is_made_to_stand(tables) -> None:
    place(tables, source="news-1", values={"plea": "guilty"})
    tables.replace("cases", CASE, "plea", "guilty", "news-1")
    assert [one for one in cited(tables, CASE) if "guilty" in one] == []


def test_the_strongest_access_that_is_reported_counts(tables) -> None:
    place(tables, source="radio-1", values={"hearing_access": "open"})
    assert tables.rows("cases")[CASE]["hearing_access"] == "restricted"
    place(tables, source="radio-1", values={"hearing_access": "closed"})
    assert tables.rows("cases")[CASE]["hearing_access"] == "closed"


def test_a_name_in_other_letters_fills_its_column_and_another_form_is_an_other_name(tables) -> None:
    entry = Entry(1, {"name": "Ulgi Mysalovna", "name_ru": "Улги Мысалова"}, {})
    Placing(tables, "radio-1").entry(entry, "p-000002", "c-000002")
    row = tables.rows("people")["p-000002"]
    assert (row["name"], row["name_ru"], row["other_names"]) == ("Ulgi Mysalova", "Улги Мысалова", "Ulgi Mysalovna")


def test_the_same_kind_day_and_court_is_the_same_step(tables) -> None:
    place(tables, source="radio-1", events=[{"kind": "trial_opened", "date": "2021-02-01", "court_id": "ulgi-city"}])
    assert [row["event_id"] for row in rows(tables, "events")] == ["e-000001", "e-000002"]
    assert cited(tables, "e-000002") == ["e-000002,*,news-1,,", "e-000002,*,radio-1,,"]


def test_a_day_makes_a_month_more_precise(tables) -> None:
    place(tables, events=[{"kind": "detained", "date": "2021-01-07"}])
    assert tables.rows("events")["e-000001"]["date"] == "2021-01-07"


def test_another_day_or_another_court_is_another_step(tables) -> None:
    place(tables, events=[{"kind": "detained", "date": "2021-03-07"}])
    place(tables, events=[{"kind": "trial_opened", "date": "2021-02-01", "court_id": "ulgi-regional"}])
    assert len(rows(tables, "events")) == 4


def test_what_a_case_has_once_is_one_step_with_two_dates(tables) -> None:
    place(tables, source="radio-1", events=[{"kind": "trial_opened", "date": "2021-02-03"}])
    assert len(rows(tables, "events")) == 2
    assert "e-000002,date,radio-1,2021-02-03," in cited(tables, "e-000002")


def test_an_undated_step_that_may_be_one_of_several_is_told_and_left_out(tables) -> None:
    place(tables, events=[{"kind": "hearing", "date": "2021-02-08"}, {"kind": "hearing", "date": "2021-02-15"}])
    placing = place(tables, source="radio-1", events=[{"kind": "hearing"}])
    assert placing.unplaced == ["hearing: the case has several of these"]


def test_an_article_without_its_part_is_the_same_charge(tables) -> None:
    place(tables, source="radio-1", charges=[{"offence_id": "kz-cc-2014-405"}])
    assert [row["offence_id"] for row in rows(tables, "charges")] == ["kz-cc-2014-405-2"]


def test_another_article_is_another_charge(tables) -> None:
    place(tables, charges=[{"offence_id": "kz-cc-2014-405-1"}])
    assert len(rows(tables, "charges")) == 2


def test_two_charges_of_one_source_are_two(tables) -> None:
    place(tables, case="c-000002", charges=[{"role": "organizing"}, {"role": "participating"}])
    assert [row["role"] for row in rows(tables, "charges", "c-000002")] == ["", "organizing", "participating"]


def test_a_case_has_one_first_judgment_with_two_dates(tables) -> None:
    place(tables, source="radio-1", decisions=[Decision(FIRST | {"decided": "2021-02-24"})])
    assert len(rows(tables, "sentences")) == 3
    assert "s-000001,decided,radio-1,2021-02-24," in cited(tables, "s-000001")


def test_a_new_decision_acts_on_the_one_before_it(tables) -> None:
    later = {"instance": "enforcement", "effect": "early_released", "decided": "2023-01-05"}
    place(tables, decisions=[Decision(later)])
    (new,) = [row for row in rows(tables, "sentences") if row["decided"] == "2023-01-05"]
    assert new["acts_on_id"] == "s-000003"


def test_a_decision_that_comes_between_is_acted_on_by_the_next(tables) -> None:
    place(tables, case="c-000002", decisions=[Decision(FIRST | {"sentence_id": "s-000004"})])
    early = {"instance": "enforcement", "effect": "pardoned", "decided": "2022-01"}
    place(tables, case="c-000002", decisions=[Decision(early)])
    appeal = {"instance": "appeal", "effect": "reduced", "decided": "2021-05"}
    place(tables, case="c-000002", decisions=[Decision(appeal)])
    by_effect = {row["effect"]: row for row in rows(tables, "sentences", "c-000002")}
    assert by_effect["pardoned"]["acts_on_id"] == by_effect["reduced"]["sentence_id"]


def test_a_decision_of_a_month_does_not_come_before_one_of_a_day_in_it_that_it_acts_on(tables) -> None:
    freed = {"sentence_id": "s-000008", "instance": "enforcement", "effect": "early_released", "decided": "2023-02-01"}
    annulled = {"sentence_id": "s-000009", "instance": "appeal", "effect": "annulled", "decided": "2023-02"}
    place(tables, decisions=[Decision(freed), Decision(annulled | {"acts_on_id": "s-000008"})])
    place(tables, source="radio-1", decisions=[Decision(annulled)])
    acts_on = {row["sentence_id"]: row["acts_on_id"] for row in rows(tables, "sentences")}
    assert (acts_on["s-000008"], acts_on["s-000009"]) == ("s-000003", "s-000008")


def test_a_decision_without_a_date_that_may_act_on_several_is_asked_about(tables) -> None:
    with pytest.raises(RefusedError, match="acts_on_id"):
        place(tables, decisions=[Decision({"instance": "appeal", "effect": "annulled", "main_penalty": "fine"})])


def test_what_only_a_conviction_can_have_tells_of_the_first_judgment(tables) -> None:
    entry = Entry(
        1, {"name": "Ornek Qurgaqov"}, {}, [], [], [], [Decision({"instance": "appeal", "effect": "reduced"})]
    )
    _, case = Placing(tables, "news-1").entry(entry, "new", "new")
    assert [(row["instance"], row["effect"]) for row in rows(tables, "sentences", case)] == [
        ("first", "convicted"),
        ("appeal", "reduced"),
    ]


def test_a_review_that_tells_nothing_of_the_first_judgment_is_refused(tables) -> None:
    entry = Entry(9, {"name": "Ornek Qurgaqov"}, {}, [], [], [], [Decision({"instance": "appeal", "effect": "upheld"})])
    with pytest.raises(RefusedError, match="the first judgment that this decision acts on is not known"):
        Placing(tables, "news-1").entry(entry, "new", "new")


def test_the_same_order_with_less_of_its_scope_is_support(tables) -> None:
    order = {"kind": "activity_ban", "scope": "assemblies", "amount": "36", "unit": "months"}
    place(tables, source="radio-1", decisions=[Decision(FIRST, [order])])
    assert len(tables.of("additional_penalties", "sentence_id", "s-000001")) == 2
    assert len(cited(tables, "ap-000001")) == 2


def test_a_group_is_tied_to_the_case_once_and_by_the_strongest_basis(tables) -> None:
    tie = {"organization_id": "mysal", "basis": "authorities"}
    place(tables, source="radio-1", organizations=[tie])
    assert tables.rows("case_organizations")["c-000001/mysal"]["basis"] == "charge"


def test_rows_with_given_keys_get_them(tables) -> None:
    place(tables, events=[{"event_id": "e-00000x", "kind": "hearing", "date": "2021-02-10"}])
    assert tables.rows("events")["e-00000x"]["date"] == "2021-02-10"
