"""What needs a reason, and what follows from something else."""

from packages import add_row, drop_rows, rows_of, set_cell, write_rows
from ukim.diff.opened_versions import opened
from ukim.versioning.missing_reasons import unexplained
from ukim.versioning.previous_release import Comparison


def asked(old, new) -> list[tuple[str, str, str]]:
    with opened(str(old)) as before, opened(str(new)) as after:
        found = unexplained(Comparison(before, after, "").difference(), before.tables, after.tables)
        return [(one.record, one.field, one.action) for one in found]


def drop_citation(package, *key: str) -> None:
    header, rows = rows_of(package, "citations")
    assert list(key) in [row[:3] for row in rows]
    write_rows(package, "citations", header, [row for row in rows if row[:3] != list(key)])


def test_each_value_that_was_published_and_is_another_needs_one(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    set_cell(sound, "people", "p-000001", "gender", "")
    assert asked(untouched, sound) == [("p-000001", "gender", "withdrawn"), ("p-000001", "birth_year", "corrected")]


def test_a_value_that_came_needs_none(untouched, sound) -> None:
    set_cell(sound, "people", "p-000002", "birth_year", "1981")
    set_cell(sound, "people", "p-000001", "other_names", "M. Ulgiliev;Mysal Oulgiliev;Misal Ulgiliev")
    add_row(sound, "events", "e-000004", "c-000002", "2021-02", "charged")
    assert asked(untouched, sound) == []


def test_a_list_that_lost_an_item_needs_one(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "other_names", "M. Ulgiliev;Misal Ulgiliev")
    assert asked(untouched, sound) == [("p-000001", "other_names", "corrected")]


def test_what_changes_tells_needs_no_other(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    drop_rows(sound, "events", "e-000003")
    add_row(sound, "changes", "p-000001", "birth_year", "0.0.2", "corrected", "", "Misread.")
    add_row(sound, "changes", "e-000003", "*", "0.0.2", "withdrawn", "", "It was another trial.")
    assert asked(untouched, sound) == []


def test_a_reason_for_the_whole_row_is_one_for_each_of_its_values(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    add_row(sound, "changes", "p-000001", "*", "0.0.2", "corrected", "", "Two people were mixed up.")
    assert asked(untouched, sound) == []


def test_what_cannot_be_without_a_row_goes_with_it(untouched, sound) -> None:
    drop_rows(sound, "sentences", "s-000001")
    drop_rows(sound, "additional_penalties", "ap-000001")
    drop_rows(sound, "additional_penalties", "ap-000002")
    for key in ("s-000001", "ap-000001", "ap-000002"):
        drop_rows(sound, "citations", key)
    set_cell(sound, "sentences", "s-000002", "acts_on_id", "")
    assert asked(untouched, sound) == [("s-000001", "*", "withdrawn")]


def test_a_citation_that_went_needs_one_unless_its_source_supports_the_row_still(untouched, sound) -> None:
    drop_citation(sound, "e-000001", "*", "news-1")
    assert asked(untouched, sound) == [("e-000001/*/news-1", "*", "withdrawn")]
    add_row(sound, "citations", "e-000001", "kind", "news-1")
    assert asked(untouched, sound) == []


def test_a_citation_of_what_changed_needs_none(untouched, sound) -> None:
    set_cell(sound, "events", "e-000001", "date", "2021-02")
    drop_citation(sound, "e-000001", "*", "news-1")
    assert asked(untouched, sound) == [("e-000001", "date", "corrected")]


def test_a_stated_value_that_is_another_needs_one(untouched, sound) -> None:
    header, rows = rows_of(sound, "citations")
    changed = [[*row[:3], "23", row[4]] if row[3] == "24" else row for row in rows]
    write_rows(sound, "citations", header, changed)
    assert asked(untouched, sound) == [("s-000001/term_months/radio-1", "stated_value", "corrected")]


def test_what_is_withheld_is_not_asked_for(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "")
    add_row(sound, "changes", "p-000001", "birth_year", "0.0.2", "withheld", "", "At the wish of the person.")
    drop_rows(sound, "events", "e-000003")
    add_row(sound, "changes", "e-000003", "*", "0.0.2", "withheld", "", "At the wish of the person.")
    assert asked(untouched, sound) == []
