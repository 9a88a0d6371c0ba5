"""Which version a change makes."""

import json
from types import SimpleNamespace

import pytest

from packages import add_row, copy_of_the_sound_package, drop_rows, set_cell
from ukim.curation.difference import Difference, SchemaChange
from ukim.diff.opened_versions import opened
from ukim.diff.schema_changes import schema_changes
from ukim.model import Table
from ukim.versioning.previous_release import Comparison
from ukim.versioning.required_bump import may_change_meaning, required_bumps

VIEW = "0-first.sql"


def asked(old, new) -> list[tuple[str, str]]:
    with opened(str(old)) as before, opened(str(new)) as after:
        tables = after.tables.package.tables
        difference = Comparison(before, after, "").difference()
        bumps = required_bumps(difference, [table for table in tables if "citations" not in table])
        return [(one.level.name, one.why) for one in bumps]


def edited(package, table, edit):
    path = package / f"schemas/tables/{table}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    edit(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")


def test_a_corrected_value_makes_a_patch(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    assert asked(untouched, sound) == [("patch", "people: 1 row corrected")]


def test_a_row_that_came_makes_a_minor_version(untouched, sound) -> None:
    add_row(sound, "events", "e-000004", "c-000002", "2021-02", "charged")
    assert asked(untouched, sound) == [("minor", "events: 1 row added")]


def test_an_id_that_went_makes_a_major_version(untouched, sound) -> None:
    drop_rows(sound, "events", "e-000003")
    assert asked(untouched, sound) == [("major", "events: 1 row withdrawn; an id that was published is gone")]


def test_a_citation_that_went_makes_a_patch(untouched, sound) -> None:
    drop_rows(sound, "citations", "e-000003")
    assert asked(untouched, sound) == [("patch", "citations: 1 row withdrawn")]


def test_the_list_of_changes_asks_for_nothing_itself(untouched, sound) -> None:
    add_row(sound, "changes", "p-000008", "*", "0.0.2", "withdrawn", "", "Entered twice.")
    assert asked(untouched, sound) == []


def test_the_most_is_told_first(untouched, sound) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    drop_rows(sound, "events", "e-000003")
    add_row(sound, "events", "e-000004", "c-000002", "2021-02", "charged")
    assert [level for level, _ in asked(untouched, sound)] == ["major", "minor", "patch"]


def test_a_column_that_came_makes_a_minor_version_and_one_that_went_a_major_one(untouched, sound) -> None:
    edited(
        sound,
        "regions",
        lambda schema: schema["fields"].append(
            {"name": "motto", "type": "string", "title": "Motto", "description": "What it says.", "example": "Aye."}
        ),
    )
    path = sound / "data/regions.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{header},motto", *(f"{row}," for row in rows), ""]), encoding="utf-8")
    assert [level for level, _ in asked(untouched, sound)] == ["minor"]
    assert [level for level, _ in asked(sound, untouched)] == ["major"]


FIELD = {"name": "word", "type": "string", "title": "Word", "description": "A word.", "example": "aye"}
TABLE = {
    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
    "title": "Words",
    "description": "One row is a word.",
    "fields": [{"name": "word_id", "type": "string", "title": "Id", "description": "Its key."}],
    "primaryKey": ["word_id"],
    "missingValues": [""],
}
OF_COURTS = {"fields": ["word"], "reference": {"resource": "courts", "fields": ["court_id"]}}
OF_PEOPLE = {"fields": ["word"], "reference": {"resource": "people", "fields": ["court_id"]}}
AYE = {"value": "aye", "label": "Aye", "description": "Yes."}
NAY = {"value": "nay", "label": "Nay", "description": "No."}


def limits(type_="string", **constraints):
    return {"type": type_, "constraints": constraints, "example": "1"}


COLUMNS = [
    ({}, {"type": "integer", "example": "1"}, "major", "major"),
    ({}, {"format": "uri", "example": "https://a.example"}, "major", "major"),
    ({}, limits(required=True), "major", "minor"),
    ({}, limits(unique=True), "major", "minor"),
    ({}, limits(pattern="^1$"), "major", "minor"),
    (limits(pattern="^1$"), limits(pattern="^[12]$"), "major", "major"),
    (limits("integer"), limits("integer", minimum=0), "major", "minor"),
    (limits("integer", minimum=0), limits("integer", minimum=1), "major", "minor"),
    (limits("integer", minimum=-10), limits("integer", minimum=-9), "major", "minor"),
    (limits("integer", maximum=9), limits("integer", maximum=10), "minor", "major"),
    (limits(minLength=1), limits(minLength=2), "major", "minor"),
    (limits(maxLength=9), limits(maxLength=10), "minor", "major"),
    ({}, {"ukim:checks": ["latin"]}, "major", "minor"),
    ({"categories": [AYE]}, {"categories": [AYE, NAY], "example": "aye"}, "minor", "major"),
    ({"categories": [AYE]}, {"categories": [AYE | {"label": "Yes"}]}, "patch", "patch"),
    ({"categories": [AYE]}, {"categories": [AYE | {"ukim:synonyms": ["yea"]}]}, "patch", "patch"),
    ({}, {"title": "Term"}, "patch", "patch"),
    ({}, {"description": "A term."}, "patch", "patch"),
    ({}, {"example": "nay"}, "patch", "patch"),
]
TABLES = [
    ({}, {"title": "Terms"}, "patch", "patch"),
    ({}, {"description": "One row is a term."}, "patch", "patch"),
    ({}, {"ukim:cited": True}, "major", "minor"),
    ({}, {"primaryKey": ["word_id", "word"]}, "major", "major"),
    ({}, {"uniqueKeys": [["word_id", "word"]]}, "major", "minor"),
    ({}, {"foreignKeys": [OF_COURTS]}, "major", "minor"),
    ({"foreignKeys": [OF_COURTS]}, {"foreignKeys": [OF_PEOPLE]}, "major", "major"),
]


def stated(changes, of_table=None):
    """What stands where a table `words` has these properties of its column `word`, and these of its own."""
    table = TABLE | {"fields": [*TABLE["fields"], FIELD | changes]} | (of_table or {})
    return SimpleNamespace(tables={"words": Table.model_validate(table)})


def level_of(changes):
    """The level that all these changes together ask for."""
    return required_bumps(Difference(None, None, tuple(changes), ()), [])[0].level.name


@pytest.mark.parametrize(
    ("old", "new", "there", "back"),
    [
        *((stated(old), stated(new), *levels) for old, new, *levels in COLUMNS),
        *((stated({}, old), stated({}, new), *levels) for old, new, *levels in TABLES),
        (stated({}), stated({}, {"fields": [FIELD, *TABLE["fields"]]}), "major", "major"),
        (stated({}), stated({}, {"fields": [*TABLE["fields"], FIELD, FIELD | {"name": "other"}]}), "minor", "major"),
        (SimpleNamespace(tables={}), stated({}), "minor", "major"),
    ],
)
def test_what_a_schema_states_otherwise_makes_a_version_whatever_the_words(old, new, there, back) -> None:
    for changes, level in [(schema_changes(old, new), there), (schema_changes(new, old), back)]:
        found = list(changes)
        assert level_of(found) == level
        for words in [("column", "no", ""), ("title", "", "yes"), ("category a", "9", "10")]:
            reworded = [SchemaChange("a", "b", *words, one.effect) for one in found]
            assert level_of(reworded) == level
            assert [may_change_meaning(one) for one in reworded] == [may_change_meaning(one) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "is_doubtful"),
    [
        ({}, {"description": "A term."}, True),
        ({"categories": [AYE]}, {"categories": [AYE | {"description": "No."}]}, True),
        ({"categories": [AYE]}, {"categories": [AYE, NAY]}, False),
        ({}, {"title": "Term"}, False),
        ({}, {"type": "integer", "example": "1"}, False),
    ],
)
def test_only_people_can_tell_whether_other_words_mean_something_else(old, new, is_doubtful) -> None:
    assert any(map(may_change_meaning, schema_changes(stated(old), stated(new)))) == is_doubtful


def test_columns_of_views_count_as_those_of_tables_do(tmp_path) -> None:
    old, new = (_with_a_view(tmp_path / name, columns) for name, columns in VIEWS.items())
    assert [(level, why.partition(":")[0]) for level, why in asked(old, new)] == [
        ("major", "first.born"),
        ("major", "first.name"),
        ("minor", "first.gender"),
        ("patch", "first"),
    ]


VIEWS = {"old": "person_id, name, birth_year AS born", "new": "person_id, gender, birth_year :: VARCHAR AS born"}


def _with_a_view(folder, columns):
    package = copy_of_the_sound_package(folder)
    scripts = package / "scripts/ukim/views/sql"
    scripts.mkdir(parents=True)
    names = [column.split()[-1] for column in columns.split(", ")]
    comments = "".join(f"COMMENT ON COLUMN first.{name} IS 'The {name}.';" for name in names)
    view = f"CREATE VIEW first AS SELECT {columns} FROM people;COMMENT ON VIEW first IS 'Of {folder.name} columns.';"
    (scripts / VIEW).write_text(view + comments, encoding="utf-8")
    return package


def test_a_release_has_the_views_of_its_package(release, untouched) -> None:
    assert asked(release, untouched) == []


def test_a_view_that_went_makes_a_major_version(release, sound) -> None:
    scripts = sound / "scripts/ukim/views/sql"
    scripts.mkdir(parents=True)
    (scripts / VIEW).write_text("", encoding="utf-8")
    found = asked(release, sound)
    assert {level for level, _ in found} == {"major"}
    assert any(why.startswith("prosecutions: view removed") for _, why in found)
