import json
import shutil
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanes import examples
from packages import add_row, drop_rows, edit_json, rows_of, set_cell, write_rows
from ukim.curation.change_list import as_json
from ukim.curation.difference import Difference
from ukim.diff import diff

TABLES = {
    "people": ("p-000001", "p-000002"),
    "cases": ("c-000001", "c-000002"),
    "sentences": ("s-000001", "s-000002", "s-000003", "s-000004"),
    "sources": ("copy-1", "news-1", "radio-1"),
}
"""Tables in which the first cell is the key, and their keys."""


def differs(old, new) -> Difference:
    """What differs between two packages on disk."""
    return diff(str(old), str(new))


def only_row(difference: Difference, kind: str):
    """The one row that differs, by that kind of change."""
    (table,) = difference.tables
    ((found, (row,)),) = table.by_kind
    assert found == kind
    return row


def test_a_package_does_not_differ_from_itself(untouched) -> None:
    assert differs(untouched, untouched).is_empty


def test_a_package_does_not_differ_from_its_release_nor_from_the_zip_of_it(untouched, release) -> None:
    assert differs(untouched, release).is_empty
    assert differs(release.with_name(f"{release.name}.zip"), untouched).is_empty


def test_a_correction_tells_cell_person_case_and_both_values_in_words(untouched, sound) -> None:
    set_cell(sound, "sentences", "s-000001", "term_months", "24")
    row = only_row(differs(untouched, sound), "corrected")
    assert (row.key, row.about) == ("s-000001", "Mysal Ulgiliev, case c-000001")
    (cell,) = row.cells
    assert (cell.column, cell.old, cell.new) == ("term_months", "18", "24")
    assert (cell.old_words, cell.new_words) == ("18 months", "24 months")


def test_a_reference_is_told_by_name_and_key(untouched, sound) -> None:
    set_cell(sound, "cases", "c-000002", "person_id", "p-000001")
    (cell,) = only_row(differs(untouched, sound), "corrected").cells
    assert (cell.old_words, cell.new_words) == ("Ulgi Mysalova (p-000002)", "Mysal Ulgiliev (p-000001)")


def test_a_row_that_came_is_added_and_in_the_other_direction_withdrawn(untouched, sound) -> None:
    add_row(sound, "events", "e-000009", "c-000002", "2021-03-04", "hearing")
    there, back = (
        only_row(differs(*pair), kind)
        for pair, kind in (((untouched, sound), "added"), ((sound, untouched), "withdrawn"))
    )
    assert there.about == back.about == "Ulgi Mysalova, case c-000002"
    assert [(cell.column, cell.old, cell.new) for cell in there.cells] == [
        ("event_id", "", "e-000009"),
        ("case_id", "", "c-000002"),
        ("date", "", "2021-03-04"),
        ("kind", "", "hearing"),
    ]
    assert [(cell.column, cell.new, cell.old) for cell in back.cells] == [
        (cell.column, cell.old, cell.new) for cell in there.cells
    ]


def test_a_citation_is_told_under_the_name_of_the_person_whom_it_is_about(untouched, sound) -> None:
    add_row(sound, "citations", "s-000004", "effect", "radio-1")
    row = only_row(differs(untouched, sound), "added")
    assert (row.key, row.about) == ("s-000004/effect/radio-1", "Ulgi Mysalova, case c-000002")


def test_a_ban_is_told_under_the_name_of_the_group(untouched, sound) -> None:
    set_cell(sound, "bans", "mysal-2018", "announced", "2018-03-15")
    assert only_row(differs(untouched, sound), "corrected").about == "Movement of Examples (mysal)"


def test_the_reason_that_changes_gives_stands_with_the_correction(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    add_row(sound, "changes", "p-000001", "birth_year", "0.0.2", "corrected", "", "Misread.")
    people = next(table for table in differs(untouched, sound).tables if table.name == "people")
    assert people.corrected[0].cells[0].reason == "Corrected: Misread."


def test_a_reason_that_both_versions_have_is_of_an_older_change(sound, tmp_path) -> None:
    add_row(sound, "changes", "p-000001", "birth_year", "0.0.1", "corrected", "", "Misread.")
    later = shutil.copytree(sound, tmp_path / "later")
    set_cell(later, "people", "p-000001", "birth_year", "1981")
    assert only_row(differs(sound, later), "corrected").cells[0].reason == ""


def schema_of(package, table: str):
    return package / "schemas" / "tables" / f"{table}.schema.json"


def field_index(package, table: str, column: str) -> int:
    fields = json.loads(schema_of(package, table).read_text(encoding="utf-8"))["fields"]
    return [field["name"] for field in fields].index(column)


@pytest.mark.parametrize(
    ("property_", "value", "told"),
    [
        (("type",), "string", ("type", "integer", "string")),
        (("title",), "Born in", ("title", "Birth year", "Born in")),
        (("constraints", "minimum"), 1901, ("minimum", "1900", "1901")),
        (("constraints", "required"), True, ("required", "no", "yes")),
    ],
)
def test_what_a_column_states_otherwise_is_a_change_of_the_schema(untouched, sound, property_, value, told) -> None:
    place = field_index(sound, "people", "birth_year")
    if property_ == ("type",):
        edit_json(schema_of(sound, "people"), "fields", place, "constraints", value={})
    edit_json(schema_of(sound, "people"), "fields", place, *property_, value=value)
    found = [(one.table, one.column, one.property, one.old, one.new) for one in differs(untouched, sound).schema]
    assert ("people", "birth_year", *told) in found
    assert {(table, column) for table, column, *_ in found} == {("people", "birth_year")}


def test_a_category_that_came_is_told_with_its_words(untouched, sound) -> None:
    place = field_index(sound, "people", "gender")
    known = json.loads(schema_of(sound, "people").read_text(encoding="utf-8"))["fields"][place]["categories"]
    new = {"value": "stated_otherwise", "label": "Stated otherwise", "description": "As the person says."}
    edit_json(schema_of(sound, "people"), "fields", place, "categories", value=[*known, new])
    (change,) = differs(untouched, sound).schema
    assert (change.property, change.old) == ("category stated_otherwise", "")
    assert change.new == "Stated otherwise: As the person says."


def with_a_column(package, *, filled: str):
    """Add a column to the table of people, filled for the first."""
    schema = json.loads(schema_of(package, "people").read_text(encoding="utf-8"))
    field = {"name": "nickname", "type": "string", "title": "Nickname", "description": "What friends say."}
    edit_json(schema_of(package, "people"), "fields", value=[*schema["fields"], field])
    header, rows = rows_of(package, "people")
    write_rows(
        package, "people", [*header, "nickname"], [[*row, filled if not n else ""] for n, row in enumerate(rows)]
    )


def test_a_column_that_came_is_told_with_what_it_holds(untouched, sound) -> None:
    with_a_column(sound, filled="M")
    found = differs(untouched, sound)
    (change,) = found.schema
    assert (change.column, change.property, change.old) == ("nickname", "column", "")
    (cell,) = only_row(replace(found, schema=()), "corrected").cells
    assert (cell.column, cell.old, cell.new) == ("nickname", "", "M")
    (change,) = differs(sound, untouched).schema
    assert (change.column, change.property, change.new) == ("nickname", "column", "")


def test_a_table_that_went_is_told_with_its_rows(untouched, sound) -> None:
    descriptor = json.loads((sound / "datapackage.json").read_text(encoding="utf-8"))
    kept = [resource for resource in descriptor["resources"] if resource["name"] != "distinct_people"]
    edit_json(sound / "datapackage.json", "resources", value=kept)
    found = differs(untouched, sound)
    assert [(one.table, one.property, one.new) for one in found.schema] == [("distinct_people", "table", "")]
    assert only_row(found, "withdrawn").key == "p-000001/p-000002"


def applied(old, difference: dict) -> dict[str, dict[str, dict[str, str]]]:
    """The rows of the old tables, by key, after what the difference lists was done to them."""
    tables = {name: by_key(old, name) for name in TABLES}
    for table in difference["tables"]:
        rows = tables[table["name"]]
        for row in table["withdrawn"]:
            gone = rows.pop(row["key"])
            assert {cell["column"]: cell["old"] for cell in row["cells"]} == {
                name: value for name, value in gone.items() if value
            }
        for row in table["added"]:
            assert row["key"] not in rows
            rows[row["key"]] = dict.fromkeys(rows_of(old, table["name"])[0], "")
        for row in (*table["added"], *table["corrected"]):
            for cell in row["cells"]:
                assert rows[row["key"]][cell["column"]] == cell["old"]
                rows[row["key"]][cell["column"]] = cell["new"]
    return tables


def by_key(package, table: str) -> dict[str, dict[str, str]]:
    header, rows = rows_of(package, table)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


@st.composite
def edits(draw: st.DrawFn) -> list[tuple]:
    """Cells to set, rows to drop and rows to add."""
    text = st.text("aЖ =+|<*\"',;1", max_size=6)
    table = st.sampled_from(sorted(TABLES))
    found = []
    for name in draw(st.lists(table, max_size=6)):
        kind = draw(st.sampled_from(["set", "drop", "add"]))
        found.append((kind, name, draw(st.sampled_from(TABLES[name])), draw(st.integers(1, 4)), draw(text)))
    return found


@examples(25)
@given(edits())
def test_what_is_listed_makes_the_new_tables_of_the_old_ones(untouched, tmp_path_factory, made) -> None:
    new = shutil.copytree(untouched, tmp_path_factory.mktemp("edited") / "package")
    for number, (kind, table, key, column, value) in enumerate(made):
        header, rows = rows_of(new, table)
        if kind == "add":
            add_row(new, table, f"{key}-{number}", *[value] * column)
        elif any(row[0] == key for row in rows):
            drop_rows(new, table, key) if kind == "drop" else set_cell(new, table, key, header[column], value)
    found = json.loads(as_json(differs(untouched, new)))
    assert applied(untouched, found) == {name: by_key(new, name) for name in TABLES}
