import json

import pytest

from packages import ROOT, edit_json, findings, places
from ukim.model import Package


def only_finding(package):
    (finding,) = findings(package)
    return finding


def test_every_table_of_the_repository_is_read_into_objects() -> None:
    package = Package.read(ROOT / "datapackage.json")
    files = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas/tables").iterdir()}
    assert package.tables.keys() == files
    assert all(field.title and field.description for table in package.tables.values() for field in table.fields)


def test_every_example_is_valid_in_its_own_column(sound) -> None:
    from ukim.compile.to_pandera import dataframe_schema
    from ukim.compile.to_polars import text_frame, typed_frame

    for name, table in Package.read(sound / "datapackage.json").tables.items():
        for field in table.fields:
            if field.example is None:
                continue
            cells = [field.example if other is field else "" for other in table.fields]
            frame = typed_frame(table, text_frame(table, [cells]))
            column = dataframe_schema(name, table).columns[field.name]
            assert frame[field.name][0] is not None, (name, field.name)
            column.validate(frame)


@pytest.mark.parametrize(
    ("keys", "value", "message"),
    [
        (("fields", 1, "colour"), "red", "fields[1].colour: unknown property"),
        (("fields", 1, "constraints", "maximumLength"), 3, "constraints.maximumLength: unknown property"),
        (("fieldsMatch",), ["equal"], "fieldsMatch: unknown property"),
        (("fields", 1, "constraints"), {"minimum": 3}, "'minimum' is not enforced for type 'string'"),
        (("fields", 1, "constraints"), {"pattern": "["}, "is not a regular expression"),
        (("fields", 1, "constraints"), {"pattern": "a"}, "must begin with ^ and end with $"),
        (("fields", 1, "type"), "geopoint", "Input should be 'string'"),
        (("primaryKey",), ["nobody"], "primaryKey names 'nobody'"),
        (("fields", 2, "name"), "name", "a column stands twice"),
        (("fields",), "none", "fields: Input should be a valid list"),
        (("missingValues",), ["", "NA"], "missingValues"),
        (("fields", 1, "constraints"), {"pattern": "^(?=M).*$"}, "uses look-around"),
        (("fields", 1, "constraints"), {"pattern": "^(a)\\1$"}, "back-references"),
        (("fields", 1, "ukim:checks"), ["spelling"], "ukim:checks[0]"),
        (("fields", 1, "ukim:names"), "nobody", "ukim:names"),
        (("fields", 1, "delimiter"), ";", "'delimiter' needs type 'list'"),
        (("fields", 6, "example"), "early", "the example is no integer"),
        (("fields", 6, "example"), 1980, "fields[6].example: Input should be a valid string"),
    ],
)
def test_what_the_model_does_not_know_is_one_finding_in_the_schema(sound, keys, value, message) -> None:
    edit_json(sound / "schemas/tables/people.schema.json", *keys, value=value)
    found = findings(sound)
    assert {one.file for one in found} == {"schemas/tables/people.schema.json"}
    assert len(found) == 1
    assert message in found[0].message


def test_an_enum_that_is_not_the_categories_is_a_second_statement(sound) -> None:
    edit_json(sound / "schemas/tables/people.schema.json", "fields", 5, "constraints", value={"enum": ["male"]})
    assert "enum is derived from categories" in only_finding(sound).message


def test_a_foreign_key_to_no_resource_is_found(sound) -> None:
    edit_json(sound / "schemas/tables/cases.schema.json", "foreignKeys", 0, "reference", "resource", value="persons")
    assert "names 'persons', which is no resource" in only_finding(sound).message


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("https://example.org/people.csv", "is remote"),
        ("//example.org/people.csv", "is remote"),
        ("s3://bucket/people.csv", "is remote"),
        ("../people.csv", "leaves the folder"),
        ("data/../../people.csv", "leaves the folder"),
        ("/etc/passwd", "is not a relative path"),
        ("C:/people.csv", "is not a relative path"),
        ("data\\people.csv", "is not a relative path"),
    ],
)
@pytest.mark.parametrize("property_", ["path", "schema"])
def test_a_path_that_is_remote_or_leaves_the_package_is_one_finding(sound, property_, path, message) -> None:
    edit_json(sound / "datapackage.json", "resources", 5, property_, value=path)
    finding = only_finding(sound)
    assert (finding.file, finding.rule.id, finding.value) == ("datapackage.json", "path", path)
    assert message in finding.message


def test_a_link_that_leaves_the_package_is_refused(sound, tmp_path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("secret", encoding="utf-8")
    (sound / "data/people.csv").unlink()
    (sound / "data/people.csv").symlink_to(secret)
    assert only_finding(sound).rule.id == "path"


def test_frictionless_is_never_given_a_descriptor_with_a_remote_path(sound, monkeypatch) -> None:
    from ukim.validate.frictionless import Frictionless

    monkeypatch.setattr(Frictionless, "read", lambda *_: pytest.fail("frictionless was asked to read"))
    edit_json(sound / "datapackage.json", "resources", 5, "path", value="https://example.org/people.csv")
    assert only_finding(sound).rule.id == "path"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "not valid JSON"),
        ('{"name": }', 1, "not valid JSON"),
        ('{\n"name": "a"\n"b": 1}', 3, "not valid JSON"),
        ("[]", None, "must hold a JSON object"),
        ('{"name": "a", "name": "b"}', None, "'name' stands twice"),
        ("{}", None, "resources: Field required"),
        ('{"resources": 1}', None, "resources: Input should be a valid list"),
        ("[" * 100_000, None, "nested too deeply"),
    ],
)
def test_a_broken_descriptor_is_told_with_its_place(sound, text, line, message) -> None:
    (sound / "datapackage.json").write_text(text, encoding="utf-8")
    found = findings(sound)
    assert {one.file for one in found} == {"datapackage.json"}
    assert any(message in one.message and one.line == line for one in found)


def test_a_schema_that_is_missing_or_no_utf8_is_one_finding(sound) -> None:
    schema = sound / "schemas/tables/people.schema.json"
    schema.write_bytes(b'{"title": "\xff"}')
    assert only_finding(sound).message == "the file is not UTF-8 (byte 12)"
    schema.unlink()
    assert only_finding(sound).message == "the file is missing"


def test_foreign_keys_between_tables_in_a_circle_are_refused(sound) -> None:
    key = {"fields": ["note"], "reference": {"resource": "cases", "fields": ["case_id"]}}
    edit_json(sound / "schemas/tables/people.schema.json", "foreignKeys", value=[key])
    assert "foreign keys go in a circle" in only_finding(sound).message


def test_a_name_that_leaves_the_folder_of_releases_is_refused(sound) -> None:
    edit_json(sound / "datapackage.json", "name", value="../../evil")
    assert only_finding(sound).message.startswith("name: ")


@pytest.mark.parametrize("path", ["data/\0.csv", "data/\ud800.csv", "loop/a.csv"])
def test_a_path_that_the_system_does_not_know_is_one_finding(sound, path) -> None:
    (sound / "loop").symlink_to(sound / "loop")
    edit_json(sound / "datapackage.json", "resources", 5, "path", value=path)
    assert len(findings(sound)) == 1


def test_another_number_of_rows_than_the_descriptor_says_is_found(sound) -> None:
    edit_json(sound / "datapackage.json", "resources", 5, "ukim:rows", value=99)
    finding = only_finding(sound)
    assert (finding.file, finding.rule.id) == ("data/people.csv", "row-count")


def test_frictionless_alone_finds_the_repository_valid() -> None:
    import frictionless

    assert frictionless.validate(str(ROOT / "datapackage.json")).valid


def test_a_version_that_is_none_is_refused(sound) -> None:
    edit_json(sound / "datapackage.json", "version", value="1.0")
    assert places(sound) == [("datapackage", None, None, "descriptor")]


@pytest.mark.parametrize("created", ["2026-02-30T00:00:00Z", "2026-11-23", "2026-11-23T12:00:00Z", 2026])
def test_a_day_of_release_that_is_none_is_refused(sound, created) -> None:
    edit_json(sound / "datapackage.json", "created", value=created)
    assert places(sound) == [("datapackage", None, None, "descriptor")]
    assert only_finding(sound).message.startswith("created: ")


def test_the_descriptor_and_every_schema_are_of_the_standard() -> None:
    import frictionless

    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    package = frictionless.Package.from_descriptor(descriptor, basepath=str(ROOT))
    assert not list(package.metadata_validate(package.to_descriptor()))
