from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanes import examples, slow
from packages import TODAY, add_row, copy_of_the_sound_package, findings, rows_of, set_cell
from ukim.curation.draft import CurationDraft
from ukim.curation.merging import merge
from ukim.errors import UkimError

WHY = "One and the same."


def done(draft, package, key, into):
    """The package after the row of that key was merged into the other."""
    outcome = merge(draft(package), key, into, WHY)
    assert [(one.rule.id, one.message) for one in outcome.errors] == []
    outcome.draft.write(outcome.texts)
    assert findings(package) == []
    return outcome


def row(package, table, key):
    header, rows = rows_of(package, table)
    return dict(zip(header, next(one for one in rows if one[0] == key), strict=True))


def cited(package, record):
    return [tuple(one[1:4]) for one in rows_of(package, "citations")[1] if one[0] == record]


@pytest.fixture
def twice(sound):
    """A package in which the first person and her case stand again, from another source."""
    add_row(sound, "people", "p-000008", "Mysal Ulgilieva", "", "", "M. U.", "male", "1981")
    add_row(sound, "cases", "c-000008", "p-000008", "", "KZ-10", "Ulgi", "", "", "", "online", "Other words.")
    add_row(sound, "case_organizations", "c-000008", "mysal", "source")
    add_row(sound, "charges", "ch-000008", "c-000008", "kz-cc-2014-405-2", "", "participating", "convicted")
    add_row(sound, "events", "e-000008", "c-000008", "2021-02-01", "trial_opened", "ulgi-city")
    add_row(sound, "sentences", "s-000008", "c-000008", "2021-02-22", "ulgi-city", "first", "convicted")
    add_row(sound, "sentences", "s-000009", "c-000008", "2021-04-15", "", "appeal", "upheld", "s-000008")
    add_row(sound, "distinct_people", "p-000002", "p-000008", "Another gender.")
    for record in ("c-000008", "c-000008/mysal", "ch-000008", "e-000008", "s-000008", "s-000009"):
        add_row(sound, "citations", record, "*", "radio-1", "", "In passing.")
    add_row(sound, "citations", "p-000008", "*", "radio-1")
    add_row(sound, "distinct_people", "p-000001", "p-000008", "Not sure.")
    assert findings(sound) == []
    return sound


def test_a_person_gets_what_the_other_had_and_is_named_in_its_place(twice, draft, changes) -> None:
    done(draft, twice, "p-000008", "p-000001")
    person = row(twice, "people", "p-000001")
    assert person["name"] == "Mysal Ulgiliev"
    assert person["other_names"] == "M. U.;M. Ulgiliev;Mysal Oulgiliev;Mysal Ulgilieva"
    assert (person["gender"], person["birth_year"]) == ("male", "1980")
    assert ("birth_year", "radio-1", "1981") in cited(twice, "p-000001")
    assert ("*", "radio-1", "") in cited(twice, "p-000001")
    assert row(twice, "cases", "c-000008")["person_id"] == "p-000001"
    assert [one[:2] for one in rows_of(twice, "distinct_people")[1]] == [["p-000001", "p-000002"]]
    assert not cited(twice, "p-000008")
    assert changes(twice) == [("p-000008", "*", "1.0.0", "merged", "p-000001", WHY)]


@slow
def test_step_by_step_every_state_is_sound(twice, draft, changes) -> None:
    done(draft, twice, "p-000008", "p-000001")
    set_cell(twice, "sentences", "s-000008", "main_penalty", "fine")
    refused = merge(draft(twice), "c-000008", "c-000001", WHY)
    assert {one.rule.id for one in refused.errors} == {"two-first-judgments"}
    assert refused.merges_first == ["`ukim merge s-000008 s-000001`"]
    done(draft, twice, "ch-000008", "ch-000001")
    too_early = merge(draft(twice), "s-000008", "s-000001", WHY)
    assert {one.rule.id for one in too_early.errors} == {"acts-on-own-case"}
    assert too_early.merges_first == []
    done(draft, twice, "s-000009", "s-000002")
    done(draft, twice, "s-000008", "s-000001")
    done(draft, twice, "e-000008", "e-000002")
    done(draft, twice, "c-000008", "c-000001")
    assert {one[0] for one in changes(twice)} == {
        *("p-000008", "ch-000008", "s-000008", "s-000009", "e-000008", "c-000008")
    }
    assert ("main_penalty", "radio-1", "fine") in cited(twice, "s-000001")
    assert row(twice, "sentences", "s-000002")["decided"] == "2021-04-15"
    assert row(twice, "cases", "c-000001")["hearing_mode"] == "mixed"
    assert ("hearing_mode", "radio-1", "online") in cited(twice, "c-000001")
    assert row(twice, "case_organizations", "c-000001")["basis"] == "charge"
    assert len(cited(twice, "c-000001/mysal")) == 2


@slow
def test_steps_that_say_the_same_are_merged_with_the_case(twice, draft, changes) -> None:
    add_row(twice, "events", "e-000007", "c-000008", "", "detained")
    add_row(twice, "citations", "e-000007", "*", "radio-1")
    done(draft, twice, "p-000008", "p-000001")
    done(draft, twice, "c-000008", "c-000001")
    merged = {(one[0], one[4]) for one in changes(twice)} - {("p-000008", "p-000001"), ("c-000008", "c-000001")}
    assert merged == {("ch-000008", "ch-000001"), ("e-000008", "e-000002"), ("s-000008", "s-000001")}
    assert row(twice, "events", "e-000007")["case_id"] == "c-000001"
    assert row(twice, "sentences", "s-000009")["acts_on_id"] == "s-000001"


@slow
def test_what_keeps_a_merge_from_being_sound_is_told_with_the_merges_that_come_first(twice, draft) -> None:
    done(draft, twice, "p-000008", "p-000001")
    set_cell(twice, "charges", "ch-000008", "outcome", "")
    outcome = merge(draft(twice), "c-000008", "c-000001", WHY)
    assert "`ukim merge ch-000008 ch-000001`" in outcome.merges_first
    reworded = [replace(one, message="s-000008 p-000001 c-000001") for one in outcome.findings]
    assert replace(outcome, findings=reworded).merges_first == outcome.merges_first


@slow
def test_what_is_withheld_of_a_row_stays_withheld_of_its_successor(twice, draft, changes) -> None:
    set_cell(twice, "people", "p-000008", "birth_year", "")
    add_row(twice, "changes", "p-000008", "birth_year", "0.0.1", "withheld", "", "A wish.")
    with pytest.raises(UkimError, match="`ukim withhold p-000001 birth_year`"):
        merge(draft(twice), "p-000008", "p-000001", WHY)
    set_cell(twice, "people", "p-000001", "birth_year", "")
    done(draft, twice, "p-000008", "p-000001")
    assert ("p-000001", "birth_year", "0.0.2", "withheld", "", "A wish.") in changes(twice)


@slow
def test_a_court_that_another_source_states_is_led_to_the_one_that_stays(sound, draft) -> None:
    add_row(sound, "courts", "ulgi-city-2", "City Court of Ulgi", "", "", "", "district", "false", "Ulgi", "KZ-10")
    add_row(sound, "citations", "e-000002", "court_id", "radio-1", "ulgi-city-2")
    set_cell(sound, "events", "e-000003", "court_id", "ulgi-city-2")
    done(draft, sound, "ulgi-city-2", "ulgi-city")
    assert row(sound, "events", "e-000003")["court_id"] == "ulgi-city"
    assert ("court_id", "radio-1", "") in cited(sound, "e-000002")
    assert row(sound, "courts", "ulgi-city")["other_names"] == "City Court of Ulgi"


@slow
def test_a_source_is_cited_in_place_of_the_one_that_goes(sound, draft) -> None:
    add_row(sound, "citations", "e-000003", "*", "radio-1", "", "In passing.")
    set_cell(sound, "sources", "news-1", "published", "2022-04")
    set_cell(sound, "published_counts", "news-2021", "source_id", "news-1")
    done(draft, sound, "radio-1", "news-1")
    assert cited(sound, "e-000003") == [("*", "news-1", "")]
    assert ("term_months", "news-1", "") in cited(sound, "s-000001") or cited(sound, "s-000001") == [
        ("*", "news-1", "")
    ]
    assert not any(one[2] == "radio-1" for one in rows_of(sound, "citations")[1])


@slow
def test_a_copy_becomes_its_original(sound, draft) -> None:
    done(draft, sound, "copy-1", "news-1")
    assert row(sound, "sources", "news-1")["copy_of"] == ""


@slow
def test_an_original_becomes_no_copy_of_itself(sound, draft) -> None:
    done(draft, sound, "news-1", "copy-1")
    assert row(sound, "sources", "copy-1")["copy_of"] == ""
    assert cited(sound, "e-000003") == [("*", "copy-1", "")]


@pytest.mark.parametrize(
    ("key", "into", "told"),
    [
        ("p-000001", "p-000001", "one row already"),
        ("p-000001", "c-000001", "a row of people, c-000001 one of cases"),
        ("c-000001/mysal", "c-000002/mysal", "made of others"),
        ("e-000001", "e-000003", "`ukim merge p-000001 p-000002`"),
        ("e-000001", "e-00003", "Did you mean e-000003"),
        ("p-000009", "p-000001", "withdrawn in 0.0.1"),
    ],
)
def test_what_cannot_be_one_is_refused(untouched, draft, key, into, told) -> None:
    with pytest.raises(UkimError, match=told):
        merge(draft(untouched), key, into, WHY)


@slow
@examples(15)
@given(st.data())
def test_whatever_is_merged_the_tables_stay_sound_or_as_they_were(tmp_path_factory, data) -> None:
    package = copy_of_the_sound_package(tmp_path_factory.mktemp("any") / "package")
    draft = CurationDraft.begin(package / "datapackage.json", TODAY)
    own = [name for name, table in draft.package.tables.items() if len(table.primary_key) == 1]
    pairs = [(one, other) for name in own for one in draft.was.rows(name) for other in draft.was.rows(name)]
    key, into = data.draw(st.sampled_from(pairs))
    try:
        outcome = merge(draft, key, into, WHY)
    except UkimError:
        return
    if not outcome.errors:
        draft.write(outcome.texts)
        assert findings(package, with_frictionless=False) == []
        was = CurationDraft.begin(package / "datapackage.json", TODAY).was
        assert was.record(key) is None
        assert was.record(into)
