import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanes import examples, slow
from packages import TODAY, add_row, copy_of_the_sound_package, findings, rows_of, set_cell, write_rows
from ukim.curation.draft import CurationDraft
from ukim.curation.withdrawing import withdraw
from ukim.errors import UkimError

WHY = "Entered by mistake."


def done(draft, package, key):
    """The package after the withdrawal of the row."""
    outcome = withdraw(draft(package), key, WHY)
    assert outcome.errors == []
    outcome.draft.write(outcome.texts)
    assert findings(package) == []
    return outcome


def keys(package, table):
    return [row[0] for row in rows_of(package, table)[1]]


def test_what_cannot_be_without_a_row_and_what_served_it_alone_goes_with_it(sound, draft, changes) -> None:
    done(draft, sound, "c-000001")
    assert keys(sound, "cases") == ["c-000002"]
    assert keys(sound, "events") == ["e-000003"]
    assert keys(sound, "sentences") == ["s-000004"]
    assert keys(sound, "additional_penalties") == []
    assert keys(sound, "courts") == ["ulgi-city"]
    assert {"c-000001", "c-000001/mysal", "p-000001", "s-000001"}.isdisjoint(keys(sound, "citations"))
    listed = {row[0] for row in changes(sound)}
    assert listed == {
        *("c-000001", "ch-000001", "e-000001", "e-000002", "s-000001", "s-000002", "s-000003", "ap-000001"),
        *("ap-000002", "ulgi-regional", "p-000001"),
    }
    assert {row[1:] for row in changes(sound)} == {("*", "1.0.0", "withdrawn", "", WHY)}


@slow
def test_a_person_goes_with_the_last_case_and_not_before(sound, draft) -> None:
    add_row(sound, "cases", "c-000003", "p-000001", "", "KZ-10", "Ulgi")
    add_row(sound, "case_organizations", "c-000003", "mysal", "charge")
    for record in ("c-000003", "c-000003/mysal"):
        add_row(sound, "citations", record, "*", "news-1")
    done(draft, sound, "c-000001")
    assert keys(sound, "people") == ["p-000001", "p-000002"]
    told = done(draft, sound, "c-000003").told
    assert keys(sound, "people") == ["p-000002"]
    assert any("people, 1 row (p-000001): has no case" in line for line in told)


@slow
def test_a_source_that_supports_nothing_any_more_goes_with_its_publisher(sound, draft, changes) -> None:
    add_row(sound, "publishers", "ulgi-today", "Ulgi Today")
    add_row(sound, "sources", "ulgi-1", "https://ulgi.example/1", "", "ulgi-today", "", "en", "2021-03-04", "news")
    set_cell(sound, "sources", "ulgi-1", "read", "full")
    add_row(sound, "citations", "e-000003", "*", "ulgi-1")
    done(draft, sound, "e-000003")
    assert "ulgi-1" not in keys(sound, "sources")
    assert "ulgi-today" not in keys(sound, "publishers")
    assert {row[0] for row in changes(sound)} == {"e-000003", "ulgi-1", "ulgi-today"}


@slow
def test_a_reference_that_may_be_empty_is_emptied_with_its_citations(sound, draft) -> None:
    add_row(sound, "citations", "e-000002", "court_id", "radio-1", "ulgi-regional")
    done(draft, sound, "ulgi-regional")
    header, rows = rows_of(sound, "sentences")
    assert next(row for row in rows if row[0] == "s-000002")[header.index("court_id")] == ""
    assert not any("ulgi-regional" in row for row in rows_of(sound, "citations")[1])


@slow
def test_a_source_is_not_replaced_by_another_that_states_the_rest_of_the_row(sound, draft) -> None:
    add_row(sound, "citations", "p-000001", "gender", "radio-1")
    outcome = withdraw(draft(sound), "radio-1", WHY)
    blamed = {(one.rule.id, one.field) for one in outcome.errors if one.file == "data/people.csv" and one.line == 2}
    assert blamed == {("uncited-cell", "gender")}


@slow
def test_a_row_of_several_keys_is_named_by_all_of_them(sound, draft, changes) -> None:
    done(draft, sound, "p-000001/p-000002")
    assert keys(sound, "distinct_people") == []
    assert changes(sound) == [("p-000001/p-000002", "*", "0.0.2", "withdrawn", "", WHY)]


@slow
def test_a_citation_goes_alone(sound, draft) -> None:
    done(draft, sound, "s-000001/term_months/radio-1")
    assert ["s-000001", "term_months", "news-1", "", ""] not in rows_of(sound, "citations")[1]
    assert ["s-000001", "*", "news-1", "", ""] in rows_of(sound, "citations")[1]


@slow
def test_what_breaks_another_rule_is_found_and_not_written(sound, draft) -> None:
    outcome = withdraw(draft(sound), "s-000001", WHY)
    assert {one.rule.id for one in outcome.errors} == {"outcome-fits-judgment", "first-instance-acts-on-nothing"}


@slow
def test_tables_with_errors_must_be_mended_first(sound, draft) -> None:
    set_cell(sound, "sentences", "s-000001", "term_months", "x")
    with pytest.raises(UkimError, match="fix them first"):
        draft(sound)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("p-000009", "There is no p-000009 any more: withdrawn in 0.0.1. Entered twice."),
        ("p-00001", "No row has the key 'p-00001'. Did you mean p-000001?"),
        ("p-000009/*/0.0.1", "p-000009/*/0.0.1 is a row of changes, which stays"),
    ],
)
def test_a_key_that_no_row_has_is_answered_with_what_became_of_it_or_was_meant(untouched, draft, key, told) -> None:
    with pytest.raises(UkimError) as refused:
        withdraw(draft(untouched), key, WHY)
    assert str(refused.value).startswith(told)


@slow
def test_a_key_that_went_cannot_be_used_again(sound, draft) -> None:
    before = rows_of(sound, "events")
    done(draft, sound, "e-000003")
    write_rows(sound, "events", *before)
    add_row(sound, "citations", "e-000003", "*", "news-1")
    assert [one.rule.id for one in findings(sound)] == ["change-not-respected"]


@slow
@examples(12)
@given(st.data())
def test_whatever_is_withdrawn_the_tables_stay_sound_or_as_they_were(tmp_path_factory, data) -> None:
    package = copy_of_the_sound_package(tmp_path_factory.mktemp("any") / "package")
    draft = CurationDraft.begin(package / "datapackage.json", TODAY)
    key = data.draw(st.sampled_from(sorted(one.id for one in draft.was.records() if one.table != "changes")))
    outcome = withdraw(draft, key, WHY)
    if not outcome.errors:
        draft.write(outcome.texts)
        assert findings(package, with_frictionless=False) == []
        assert CurationDraft.begin(package / "datapackage.json", TODAY).was.record(key) is None
