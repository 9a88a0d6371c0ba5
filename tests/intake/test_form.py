import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from packages import ROOT, edit_json
from ukim.errors import UkimError
from ukim.intake.form import DOCUMENT, Section, Shape, json_schema, shape
from ukim.model import Package

PACKAGE = Package.read(ROOT / "datapackage.json")
FORM = shape(PACKAGE)
SCHEMA = json_schema(PACKAGE)


def sections(section: Section = DOCUMENT, name: str = "document") -> Iterator[tuple[str, Section]]:
    yield name, section
    for key, inner in section.within.items():
        yield from sections(inner, key)


def shapes(form: Shape = FORM, name: str = "document") -> Iterator[tuple[str, Shape]]:
    yield name, form
    for key, inner in form.within.items():
        yield from shapes(inner, key)


def values(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of all values, and of all items of lists of values."""
    for inner in schema.get("properties", {}).values():
        yield from values(inner)
    if "items" in schema:
        yield from values(schema["items"])
    if "title" in schema and "properties" not in schema:
        yield schema


SECTIONS = dict(sections())
SHAPES = dict(shapes())


def test_the_form_is_a_sound_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("name", SECTIONS)
def test_every_column_that_the_form_leaves_out_is_one(name) -> None:
    for table, left_out in SECTIONS[name].tables.items():
        assert set(left_out) <= set(PACKAGE.tables[table].names)


@pytest.mark.parametrize("name", SECTIONS)
def test_every_other_column_is_one_key_and_no_key_is_two_columns(name) -> None:
    section = SECTIONS[name]
    columns = [
        column
        for table, left_out in section.tables.items()
        for column in PACKAGE.tables[table].names
        if column not in left_out
    ]
    assert sorted(SHAPES[name].keys) == sorted([*columns, *section.added, *section.within])


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_needed_is_a_key(name) -> None:
    assert {*SHAPES[name].required, *SHAPES[name].one_of} <= set(SHAPES[name].keys)


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("document", {"source"}),
        ("source", {"url", "publisher"}),
        ("people", set()),
        ("organizations", {"organization_id", "basis"}),
        ("charges", set()),
        ("events", {"kind"}),
        ("decisions", {"instance", "effect"}),
        ("penalties", {"kind"}),
        ("bans", {"ban_id"}),
    ],
)
def test_a_section_needs_what_its_table_needs_but_ids_that_are_given(name, required) -> None:
    assert set(SHAPES[name].required) == required


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("people", "wikidata_id"),
        ("people", "note"),
        ("source", "publisher_id"),
        ("events", "case_id"),
        ("penalties", "sentence_id"),
    ],
)
def test_what_is_told_otherwise_or_nowhere_is_no_key(name, key) -> None:
    assert key not in SHAPES[name].keys


@pytest.mark.parametrize(
    ("name", "key"), [("events", "court_id"), ("decisions", "court_id"), ("source", "publisher"), ("source", "copy_of")]
)
def test_what_may_be_a_name_or_an_address_has_not_the_pattern_of_an_id(name, key) -> None:
    assert SHAPES[name].cells[key].column.constraints.pattern is None


def test_a_new_column_is_a_new_key(sound) -> None:
    path = sound / "schemas/tables/events.schema.json"
    fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
    new = {"name": "weather", "type": "string", "title": "Weather", "description": "As told."}
    edit_json(path, "fields", value=[*fields, new])
    form = shape(Package.read(sound / "datapackage.json"))
    assert form.within["people"].within["events"].cells["weather"].description == "As told."


@pytest.mark.parametrize("schema", list(values(SCHEMA)), ids=lambda schema: schema["title"])
def test_every_value_has_words_and_an_example_that_it_accepts(schema) -> None:
    assert schema["title"]
    assert schema["description"]
    assert all(Draft202012Validator(schema).is_valid(example) for example in schema.get("examples", []))


def test_a_category_is_told_with_its_words() -> None:
    effect = SCHEMA["properties"]["people"]["items"]["properties"]["decisions"]["items"]["properties"]["effect"]
    told = dict(zip(effect["enum"], effect["enumDescriptions"], strict=True))
    (category,) = (one for one in PACKAGE.tables["sentences"].by_name["effect"].categories if one.value == "convicted")
    assert told["convicted"] == f"{category.label}. {category.description}"


def test_a_package_without_a_table_of_an_intake_is_told(sound) -> None:
    descriptor = json.loads((sound / "datapackage.json").read_text(encoding="utf-8"))
    kept = [one for one in descriptor["resources"] if one["name"] == "regions"]
    edit_json(sound / "datapackage.json", "resources", value=kept)
    with pytest.raises(UkimError, match="has no table publishers, which an intake needs"):
        shape(Package.read(sound / "datapackage.json"))


@pytest.mark.parametrize(("table", "column"), [("sources", "url"), ("people", "name_kk"), ("publishers", "name")])
def test_a_package_without_a_column_that_an_intake_needs_is_told(sound, table, column) -> None:
    path = sound / f"schemas/tables/{table}.schema.json"
    fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
    edit_json(path, "fields", value=[one for one in fields if one["name"] != column])
    with pytest.raises(UkimError, match=r"the tables of the package have no .*, which an intake needs"):
        shape(Package.read(sound / "datapackage.json"))
