from dataclasses import replace

import pytest

from packages import copy_of_the_sound_package
from told import tables_of
from ukim.intake.batch import take_in
from ukim.intake.cases import case_of
from ukim.intake.evidence import compared
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Decision, Entry, Statement


@pytest.fixture
def tables(tmp_path):
    return tables_of(copy_of_the_sound_package(tmp_path / "package"))


GROUP = [{"organization_id": "mysal", "basis": "source"}]


def told_of(*entries: Entry, url: str = "https://news.example/9", **source: str) -> Statement:
    about = {"url": url, "publisher": "mysal-news", "language": "en", "kind": "news", "read": "full"}
    return Statement("a.yaml", 1, about | source, [], list(entries))


def entry(name: str = "Mysal Ulgiliev", *, case=None, judged: str = "", group: str = "mysal", **person: str) -> Entry:
    first = {"instance": "first", "effect": "convicted", "decided": judged}
    return Entry(
        3, {"name": name} | person, case or {}, GROUP if group else [], [], [], [Decision(first)] if judged else []
    )


def outcome(tables, *entries: Entry, **choices: str):
    (only,) = take_in(tables, [told_of(*entries)], choices)
    return only


def people(tables, *entries: Entry, **choices: str) -> list[str]:
    return [person for _, person, *_ in outcome(tables, *entries, **choices).placed]


@pytest.mark.parametrize("name", ["Mysal Ulgiliev", "Ulgiliev Mysal", "Mysal Oulgiliev", "M. Ulgiliev"])
def test_the_name_and_the_day_of_the_judgment_make_a_person(tables, name) -> None:
    assert people(tables, entry(name, judged="2021-02-22")) == ["p-000001"]


def test_the_name_in_another_script_is_the_same_name(tables) -> None:
    stated = Entry(1, {"name_ru": "Улгилиев Мысал"}, {}, [], [], [{"kind": "trial_opened", "date": "2021-02-01"}])
    assert people(tables, stated) == ["p-000001"]


def test_a_place_and_a_group_beside_the_name_are_enough(tables) -> None:
    assert people(tables, entry(case={"region_code": "KZ-10", "settlement": "Ulgi"})) == ["p-000001"]


@pytest.mark.parametrize("group", ["mysal", ""])
def test_the_name_alone_or_with_a_group_is_asked_about(tables, group) -> None:
    refusal = outcome(tables, entry(group=group)).refusal
    assert refusal.options == ["p-000001"]
    assert "p-000001 Mysal Ulgiliev (the same name" in refusal.message
    assert "--person 'Mysal Ulgiliev=p-000001'" in refusal.message
    assert "--person 'Mysal Ulgiliev=new'" in refusal.message


def test_a_choice_decides(tables) -> None:
    assert people(tables, entry(group=""), **{"Mysal Ulgiliev": "p-000001"}) == ["p-000001"]
    (new,) = people(tables, entry(judged="2023-01-01"), **{"Mysal Ulgiliev": "new"})
    assert new not in {"p-000001", "p-000002"}


def test_a_link_in_the_file_decides(tables) -> None:
    assert people(tables, entry("U. M.", group="", person_id="p-000002")) == ["p-000002"]


def test_somebody_chosen_as_new_stays_one_person_over_several_sources(tables) -> None:
    sources = [told_of(entry(judged="2023-01-01"), url=f"https://news.example/{number}") for number in (8, 9)]
    first, second = take_in(tables, sources, {"Mysal Ulgiliev": "new"})
    assert first.placed[0][1] == second.placed[0][1] != "p-000001"


def test_another_gender_is_never_joined(tables) -> None:
    refusal = outcome(tables, entry(judged="2021-02-22", gender="female")).refusal
    assert "but male, not female" in refusal.message


def test_another_place_is_never_joined_on_name_and_group(tables) -> None:
    assert outcome(tables, entry(case={"region_code": "KZ-75"})).refusal.options == ["p-000001"]


def test_a_name_that_is_only_near_needs_more(tables) -> None:
    near = "Mysal Ulgiliyeva"
    assert outcome(tables, entry(near, case={"region_code": "KZ-10", "settlement": "Ulgi"})).refusal is not None


def test_who_is_new_and_who_is_known_by_what_is_told(tables) -> None:
    known = entry("U. M.", person_id="p-000002")
    alike = entry(judged="2021-02-22", case={"settlement": "Ulgi"})
    fresh = entry("Ornek Qurgaqov", judged="2021-02-22")
    told = [outcome(tables, one).placed[0].found for one in (known, alike, fresh)]
    assert (told[0], told[1].partition(":")[0], told[2]) == ("by the id", "found", "new")


def test_a_name_that_nobody_has_is_a_new_person(tables) -> None:
    (person,) = people(tables, entry("Ornek Qurgaqov", judged="2021-02-22"))
    assert tables.rows("people")[person]["name"] == "Ornek Qurgaqov"


def test_somebody_new_needs_a_name_in_latin_letters(tables) -> None:
    refusal = outcome(tables, Entry(4, {"name_ru": "Орнек Кургаков"}, {})).refusal
    assert (refusal.line, refusal.key) == (4, "people[0].name")


def test_two_entries_of_one_new_name_are_one_person_with_two_cases(tables) -> None:
    two = [entry("Ornek Qurgaqov", judged=day) for day in ("2019-05-05", "2021-02-22")]
    first, second = outcome(tables, *two).placed
    assert first[1] == second[1]
    assert first[2] != second[2]


def test_a_judgment_long_before_or_after_is_another_case_and_asked_about(tables) -> None:
    stated = entry(judged="2023-05-05", case={"settlement": "Ulgi"}, person_id="p-000001")
    refusal = outcome(tables, stated).refusal
    assert refusal.key == "people[0].case_id"
    assert "the first judgment fell on 2021-02-22, not 2023-05-05" in refusal.message


@pytest.mark.parametrize("judged", ["2021-02-22", "2023-05-05"])
def test_reasons_in_other_words_lead_to_the_same_case(tables, monkeypatch, judged) -> None:
    def reworded(*of):
        found = compared(*of)
        return replace(found, reasons=["the judgment"], against=["the judgment" for _ in found.against])

    def decided():
        try:
            return case_of(tables, entry(judged=judged, case={"settlement": "Elsewhere"}), "p-000001", "news-1", "")
        except RefusedError:
            return "refused"

    before = decided()
    monkeypatch.setattr("ukim.intake.cases.compared", reworded)
    assert decided() == before == ("c-000001" if judged == "2021-02-22" else "refused")


def test_a_case_that_is_called_new_is_another_one_and_stays_the_same_the_second_time(tables) -> None:
    stated = entry(judged="2023-05-05", case={"case_id": "new"}, person_id="p-000001")
    case = outcome(tables, stated).placed[0][2]
    assert case != "c-000001"
    assert outcome(tables, stated).placed[0][2] == case


def test_a_refused_source_leaves_no_trace(tables) -> None:
    before = {name: tables.text(name) for name in tables.package.tables}
    outcome(tables, entry("Ornek Qurgaqov", judged="2021-02-22"), entry(group=""))
    assert {name: tables.text(name) for name in tables.package.tables} == before


def test_a_source_that_is_doubtful_alone_may_be_clear_after_another(tables) -> None:
    """The second source tells where and when; the first only names somebody whom the second names too."""
    doubtful = told_of(
        Entry(1, {"name": "Ornek Qurgaqov"}, {}, GROUP, [], [{"kind": "detained", "date": "2020-05-05"}]),
        url="https://a.example",
    )
    again = told_of(
        Entry(1, {"name": "Ornek Qurgaqov"}, {}, [], [], [{"kind": "hearing", "date": "2020-06-06"}]),
        url="https://b.example",
    )
    clear = told_of(
        Entry(
            1,
            {"name": "Ornek Qurgaqov"},
            {},
            GROUP,
            [],
            [{"kind": "detained", "date": "2020-05-05"}, {"kind": "hearing", "date": "2020-06-06"}],
        ),
        url="https://c.example",
    )
    outcomes = take_in(tables, [doubtful, again, clear], {})
    assert [one.refusal for one in outcomes] == [None, None, None]
    assert len({one.placed[0][1] for one in outcomes}) == 1


def test_a_new_case_needs_its_group_and_gets_it_from_the_source_that_tells(tables) -> None:
    step = [{"kind": "detained", "date": "2020-05-05"}]
    alone = told_of(Entry(2, {"name": "Ornek Qurgaqov"}, {}, [], [], step), url="https://a.example")
    (refused,) = take_in(tables, [alone], {})
    assert (refused.refusal.line, refused.refusal.key) == (2, "people[0].organizations")
    tied = told_of(Entry(2, {"name": "Ornek Qurgaqov"}, {}, GROUP, [], step), url="https://b.example")
    assert [one.refusal for one in take_in(tables, [alone, tied], {})] == [None, None]


def test_a_source_that_tells_of_nobody_is_refused(tables) -> None:
    assert "it supports no row" in outcome(tables).refusal.message


@pytest.mark.parametrize("court", ["ulgi-city", "Ulgi City Court", "ulgi  city court"])
def test_a_court_is_named_by_id_or_name(tables, court) -> None:
    decision = {"instance": "first", "effect": "convicted", "decided": "2021-02-22", "court_id": court}
    assert people(tables, Entry(1, {"name": "Mysal Ulgiliev"}, {}, [], [], [], [Decision(decision)])) == ["p-000001"]


def test_an_entry_may_give_the_id_alone(tables) -> None:
    only_id = Entry(1, {"person_id": "p-000001"}, {"plea": "not_guilty"})
    assert people(tables, only_id) == ["p-000001"]
    assert only_id.who == "p-000001"
