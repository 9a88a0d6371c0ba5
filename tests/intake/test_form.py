import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from packages import ROOT, edit_json
from ukim.errors import UkimError
from ukim.intake.form import DOCUMENT, Form, Section, form_of, json_schema
from ukim.model import Package

PACKAGE = Package.read(ROOT / "datapackage.json")
FORM = form_of(PACKAGE)
SCHEMA = json_schema(PACKAGE)


def sections(section: Section = DOCUMENT, name: str = "document") -> Iterator[tuple[str, Section]]:
    yield name, section
    for key, inner in section.within.items():
        yield from sections(inner, key)


def forms(form: Form = FORM, name: str = "document") -> Iterator[tuple[str, Form]]:
    yield name, form
    for key, inner in form.within.items():
        yield from forms(inner, key)


def values() -> Iterator[tuple[str, dict[str, Any]]]:
    """The schema of every key, by section and key."""
    for definition in [SCHEMA, *SCHEMA["$defs"].values()]:
        for key, schema in definition["properties"].items():
            yield f"{definition['title']}.{key}", schema


SECTIONS = dict(sections())
FORMS = dict(forms())


def test_the_form_is_a_valid_json_schema() -> None:
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
    assert sorted(FORMS[name].keys) == sorted([*columns, *section.added, *section.within])


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
    assert set(FORMS[name].required) == required


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
def test_what_is_stated_otherwise_or_nowhere_is_not_a_key(name, key) -> None:
    assert key not in FORMS[name].keys


@pytest.mark.parametrize(
    ("name", "key"), [("events", "court_id"), ("decisions", "court_id"), ("source", "publisher"), ("source", "copy_of")]
)
def test_what_may_be_a_name_or_an_address_has_not_the_pattern_of_an_id(name, key) -> None:
    assert FORMS[name].cells[key].column.constraints.pattern is None


def test_a_new_column_is_a_new_key(sound) -> None:
    path = sound / "schemas/tables/events.schema.json"
    fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
    new = {"name": "weather", "type": "string", "title": "Weather", "description": "As reported."}
    edit_json(path, "fields", value=[*fields, new])
    form = form_of(Package.read(sound / "datapackage.json"))
    assert form.within["people"].within["events"].model.model_fields["weather"].description == "As reported."


@pytest.mark.parametrize(("key", "schema"), list(values()))
def test_every_key_is_described_and_accepts_its_example(key, schema) -> None:
    referred = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else {}
    assert {**referred, **schema}["description"]
    whole = SCHEMA | {"properties": {}, "required": [], "additionalProperties": schema}
    assert all(Draft202012Validator(whole).is_valid({"any": example}) for example in schema.get("examples", []))
    if "$ref" not in json.dumps(schema):
        assert schema["title"] not in {"", key.rpartition(".")[2]}


@pytest.mark.parametrize("name", FORMS)
def test_the_examples_of_columns_are_those_of_the_keys(name) -> None:
    """The value is written as YAML and JSON have it: a number is a number, a list a list."""
    schema = SCHEMA if name == "document" else SCHEMA["$defs"][SECTIONS[name].name]
    for key, cell in FORMS[name].cells.items():
        (shown,) = schema["properties"][key].get("examples", [None])
        text = ";".join(shown) if isinstance(shown, list) else shown if shown is None else str(shown)
        assert text == cell.column.example or text == str(cell.column.example).capitalize()


def test_a_category_is_listed_with_its_words() -> None:
    effect = SCHEMA["$defs"]["Decision"]["properties"]["effect"]
    listed = dict(zip(effect["enum"], effect["enumDescriptions"], strict=True))
    (category,) = (one for one in PACKAGE.tables["sentences"].by_name["effect"].categories if one.value == "convicted")
    assert listed["convicted"] == f"{category.label}. {category.description}"


@pytest.mark.parametrize(
    ("about", "is_valid"),
    [
        ({"name": "A Name"}, True),
        ({"name": "A Name", "gender": None, "birth_year": 1980, "charges": None}, True),
        ({"name": "A Name", "birth_year": "1980"}, True),
        ({"name": "A Name", "birth_year": 3000}, False),
        ({"name": "A Name", "gender": "no such"}, False),
        ({"name": "A Name", "case_id": "new", "person_id": "p-3f8k2m"}, True),
        ({"name": "A Name", "case_id": "newer"}, False),
        ({"name": "A Name", "nmae": "A Name"}, False),
        ({"person_id": "new"}, False),
        ({"plea": "guilty"}, False),
        ({"name": "A Name", "events": [{"kind": "hearing", "date": 2021}]}, True),
        ({"name": "A Name", "events": [{"date": "2021-02"}]}, False),
        ({"name": "A Name", "charges": [{}]}, False),
        ({"name": "A Name", "other_names": "B Name"}, False),
    ],
)
def test_the_schema_accepts_what_has_the_form(about, is_valid) -> None:
    document = {"source": {"url": "https://news.example/1", "publisher": "Mysal News"}, "people": [about]}
    assert Draft202012Validator(SCHEMA).is_valid(document) is is_valid


def test_a_package_without_a_table_of_an_intake_is_refused(sound) -> None:
    descriptor = json.loads((sound / "datapackage.json").read_text(encoding="utf-8"))
    kept = [one for one in descriptor["resources"] if one["name"] == "regions"]
    edit_json(sound / "datapackage.json", "resources", value=kept)
    with pytest.raises(UkimError, match="has no table publishers, which an intake needs"):
        form_of(Package.read(sound / "datapackage.json"))


@pytest.mark.parametrize(("table", "column"), [("sources", "url"), ("people", "name_kk"), ("publishers", "name")])
def test_a_package_without_a_column_that_an_intake_needs_is_refused(sound, table, column) -> None:
    path = sound / f"schemas/tables/{table}.schema.json"
    fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
    edit_json(path, "fields", value=[one for one in fields if one["name"] != column])
    with pytest.raises(UkimError, match=r"the tables of the package have no .*, which an intake needs"):
        form_of(Package.read(sound / "datapackage.json"))
