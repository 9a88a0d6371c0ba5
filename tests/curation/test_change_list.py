import pytest

from packages import ROOT, add_row, drop_rows, edit_json, set_cell
from ukim.curation.change_list import CHANGE_LIST, as_json, change_list, redacted, rows_of
from ukim.curation.difference import Effect
from ukim.curation.redaction import Redaction, protected
from ukim.diff import diff
from ukim.errors import UkimError
from ukim.tables.store import Tables


def test_what_was_written_is_read_again(sound, untouched) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    edit_json(sound / "schemas/tables/people.schema.json", "title", value="Persons")
    difference = diff(str(untouched), str(sound))
    assert [one.effect for one in difference.schema] == [Effect.reworded]
    (sound / CHANGE_LIST).write_text(as_json(difference), encoding="utf-8")
    assert not difference.is_empty
    assert change_list(sound) == difference


def test_lists_of_older_versions_are_read_and_written_as_they_were() -> None:
    """They do not say what effect a change of a schema has."""
    difference = change_list(ROOT)
    assert difference is not None
    assert {one.effect for one in difference.schema} == {None}
    assert as_json(difference) == (ROOT / CHANGE_LIST).read_text(encoding="utf-8")


def test_a_package_before_its_second_release_has_none(sound) -> None:
    assert change_list(sound) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "tables": []}', "\xff"])
def test_what_is_no_list_of_changes_is_refused(sound, text) -> None:
    (sound / CHANGE_LIST).write_bytes(text.encode("latin-1"))
    with pytest.raises(UkimError, match=r"CHANGES\.json is no list of changes"):
        change_list(sound)


def test_what_is_withheld_later_is_told_as_a_comparison_would_have_told_it(sound, untouched) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    set_cell(sound, "people", "p-000002", "gender", "")
    set_cell(sound, "cases", "c-000001", "summary", "Says that Ulgiliev was there.")
    set_cell(sound, "sources", "news-1", "title", "Ulgiliev: a verdict")
    set_cell(sound, "organizations", "mysal-old", "founded", "2001")
    finished = diff(str(untouched), str(sound))
    add_row(sound, "changes", "p-000001", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(sound / "datapackage.json")
    told = redacted(finished, Redaction([tables], protected(tables)), tables)
    by_comparison = {table.name: table for table in diff(str(untouched), str(sound)).tables}
    assert {table.name for table in told.tables} == {"people", "cases", "sources", "organizations"}
    for table in told.tables:
        for row, other in zip(table.corrected, by_comparison[table.name].corrected, strict=True):
            assert (row.key, row.cells, row.about) == (other.key, other.cells, other.about)


def test_rows_that_only_the_list_tells_of_belong_to_the_withheld_person_too(sound, untouched) -> None:
    for table, key in (("events", "e-000003"), ("citations", "e-000003")):
        drop_rows(sound, table, key)
    finished = diff(str(untouched), str(sound))
    add_row(sound, "changes", "p-000002", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(sound / "datapackage.json")
    hidden = Redaction([tables, rows_of(finished, tables.package)], protected(tables))
    events, citations = sorted(redacted(finished, hidden, tables).tables, key=lambda table: table.name, reverse=True)
    assert [cell.column for cell in events.withdrawn[0].cells] == ["*"]
    assert (citations.withdrawn[0].key, citations.withdrawn[0].about) == ("e-000003/withheld/withheld", "withheld")
