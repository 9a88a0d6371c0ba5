"""Which version a change makes."""

import json

import pytest

from packages import add_row, copy_of_the_sound_package, drop_rows, set_cell
from ukim.curation.difference import SchemaChange
from ukim.diff.opened_versions import opened
from ukim.versioning.previous_release import Comparison
from ukim.versioning.required_bump import demands, level_of, may_change_meaning

VIEW = "0-first.sql"


def asked(old, new) -> list[tuple[str, str]]:
    with opened(str(old)) as before, opened(str(new)) as after:
        tables = after.tables.package.tables
        difference = Comparison(before, after, "").difference()
        return [(one.level.name, one.why) for one in demands(difference, [t for t in tables if "citations" not in t])]


def edited(package, table, edit):
    path = package / f"schemas/tables/{table}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    edit(schema)
    path.write_text(json.dumps(schema), encoding="utf-8")


def field(schema, name):
    return next(one for one in schema["fields"] if one["name"] == name)


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


def test_a_category_that_came_makes_a_minor_version_and_one_that_went_a_major_one(untouched, sound) -> None:
    def add(schema) -> None:
        field(schema, "plea")["categories"].append({"value": "mute", "label": "Mute", "description": "Says nothing."})

    edited(sound, "cases", add)
    assert {level for level, _ in asked(untouched, sound)} == {"minor"}
    assert {level for level, _ in asked(sound, untouched)} == {"major"}


def test_a_bound_that_is_tighter_makes_a_major_version_and_a_looser_one_a_minor(untouched, sound) -> None:
    edited(sound, "people", lambda schema: field(schema, "birth_year")["constraints"].update(minimum=1910))
    assert {level for level, _ in asked(untouched, sound)} == {"major"}
    assert {level for level, _ in asked(sound, untouched)} == {"minor"}


def test_another_title_makes_a_patch(untouched, sound) -> None:
    edited(sound, "people", lambda schema: field(schema, "birth_year").update(title="Born"))
    assert {level for level, _ in asked(untouched, sound)} == {"patch"}


def test_columns_in_another_order_make_a_major_version(untouched, sound) -> None:
    edited(sound, "regions", lambda schema: schema["fields"].append(schema["fields"].pop(1)))
    path = sound / "data/regions.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(f"{','.join([*line[:1], *line[2:], line[1]])}\n" for line in lines), encoding="utf-8")
    assert {level for level, _ in asked(untouched, sound)} == {"major"}


@pytest.mark.parametrize(
    ("property_", "old", "new", "level"),
    [
        ("table", "", "What it is.", "minor"),
        ("table", "What it was.", "", "major"),
        ("view", "What it was.", "", "major"),
        ("column", "", "Motto (string): What it says.", "minor"),
        ("type", "string", "integer", "major"),
        ("format", "", "uri", "major"),
        ("key", "a", "a, b", "major"),
        ("required", "no", "yes", "major"),
        ("required", "yes", "no", "minor"),
        ("unique", "", "yes", "major"),
        ("pattern", "^a$", "^b$", "major"),
        ("pattern", "^a$", "", "minor"),
        ("minimum", "9", "10", "major"),
        ("minimum", "10", "9", "minor"),
        ("maximum", "9", "10", "minor"),
        ("maxLength", "10", "9", "major"),
        ("minLength", "", "1", "major"),
        ("check latin", "", "yes", "major"),
        ("check latin", "yes", "", "minor"),
        ("reference of court_id", "court_id of courts", "", "minor"),
        ("reference of court_id", "court_id of courts", "court_id of old_courts", "major"),
        ("unique together: a, b", "", "yes", "major"),
        ("every row is cited", "no", "yes", "major"),
        ("category jail", "Jail", "Jail: More words", "patch"),
        ("description", "One thing", "Another", "patch"),
        ("example", "1", "2", "patch"),
    ],
)
def test_what_is_stated_otherwise_makes(property_, old, new, level) -> None:
    assert level_of(SchemaChange("cases", "plea", property_, old, new)).name == level


def test_only_people_can_tell_whether_other_words_mean_something_else() -> None:
    doubtful = [("description", "One", "Other"), ("category a", "A", "A: more")]
    sure = [("description", "", "New"), ("category a", "", "A"), ("title", "One", "Other"), ("type", "date", "string")]
    assert all(may_change_meaning(SchemaChange("cases", "plea", *one)) for one in doubtful)
    assert not any(may_change_meaning(SchemaChange("cases", "plea", *one)) for one in sure)


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
