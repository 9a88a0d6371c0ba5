import json

import pytest

from packages import add_row, edit_json, findings, places, set_cell


@pytest.mark.parametrize(
    ("cell", "rule", "place"),
    [
        (("sentences", "s-000001", "term_months", "18x"), "type", (2, 80)),
        (("sentences", "s-000001", "term_months", "18.0"), "type", (2, 80)),
        (("sentences", "s-000001", "term_months", "018"), "type", (2, 80)),
        (("bans", "mysal-2018", "ruling_published", "no"), "type", (2, 66)),
        (("regions", "KZ-10", "valid_from", "2022-06-31"), "type", (2, 27)),
        (("sources", "news-1", "accessed", "2026-01"), "type", (3, 87)),
        (("people", "p-000001", "name", ""), "required", (2, 10)),
        (("cases", "c-000001", "person_id", ""), "required", (2, 10)),
        (("sentences", "s-000001", "main_penalty", "jail"), "category", (2, 57)),
        (("additional_penalties", "ap-000001", "scope", "public_activity;meetings"), "category", (2, 33)),
        (("people", "p-000001", "wikidata_id", "42"), "constraint", (2, 93)),
        (("sentences", "s-000001", "term_months", "481"), "constraint", (2, 80)),
        (("sentences", "s-000003", "term_days", "0"), "constraint", (4, 84)),
        (("people", "p-000001", "other_names", "A Name;;Another"), "constraint", (2, 55)),
        (("people", "p-000001", "other_names", "A Name;A Name"), "constraint", (2, 55)),
        (("sources", "news-1", "url", "news.example/1"), "constraint", (3, 8)),
        (("sources", "news-1", "archive_url", "https://[archive.example/1"), "web-address", (3, 31)),
        (("sentences", "s-000001", "decided", "2021-02-30"), "date-form", (2, 19)),
        (("sentences", "s-000001", "decided", "22.02.2021"), "date-form", (2, 19)),
        (("sentences", "s-000001", "decided", "2026-07"), "date-future", (2, 19)),
        (("sentences", "s-000001", "decided", "/2026-07-01"), "date-future", (2, 19)),
        (("sources", "copy-1", "url", "https://news.example/1"), "unique", (3, 8)),
        (("cases", "c-000002", "region_code", "KZ-99"), "foreign-key", (3, 29)),
        (("sentences", "s-000002", "acts_on_id", "s-999999"), "foreign-key", (3, 55)),
    ],
)
def test_a_bad_cell_is_one_finding_on_it(sound, cell, rule, place) -> None:
    set_cell(sound, *cell)
    table, _, column, value = cell
    (finding,) = findings(sound)
    assert (finding.file, finding.field, finding.value or "") == (f"data/{table}.csv", column, value)
    assert (finding.rule.id, finding.line, finding.column) == (rule, *place)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        ("ulgi-cty", "Did you mean ulgi-city? Correct the value, or add the row to data/courts.csv."),
        ("Ulgi Cty Court", "Did you mean ulgi-city? Correct the value, or add the row to data/courts.csv."),
        ("ulgi-regional-court", "Did you mean ulgi-regional? Correct the value, or add the row to data/courts.csv."),
        ("taraz", "Correct the value, or add the row to data/courts.csv."),
    ],
)
def test_a_reference_by_a_name_or_with_a_slip_is_answered_with_the_key_that_was_meant(sound, value, fix) -> None:
    set_cell(sound, "sentences", "s-000001", "court_id", value)
    assert [one.fix for one in findings(sound) if one.rule.id == "foreign-key"] == [fix]


def test_a_date_of_today_or_of_this_year_does_not_lie_ahead(sound) -> None:
    set_cell(sound, "sources", "radio-1", "published", "")
    set_cell(sound, "sentences", "s-000003", "decided", "2026-06-01")
    set_cell(sound, "events", "e-000001", "date", "2021")
    assert places(sound) == []


def test_the_end_of_a_term_may_lie_ahead(sound) -> None:
    set_cell(sound, "sentences", "s-000003", "ends", "2027-01")
    assert places(sound, with_frictionless=False) == []


def test_a_key_that_stands_twice_is_found_where_it_stands_again(sound) -> None:
    add_row(sound, "joint_cases", "ulgi-2021", "Trial of two in Ulgi")
    assert places(sound) == [("joint_cases", 3, "joint_case_id", "primary-key")]


def test_a_key_of_several_columns_that_stands_twice_is_found(sound) -> None:
    add_row(sound, "case_organizations", "c-000001", "mysal", "source")
    assert places(sound) == [("case_organizations", 3, "case_id", "primary-key")]


def test_unique_keys_that_frictionless_ignores_are_kept(sound) -> None:
    add_row(sound, "offences", "kz-cc-2014-405-2-again", "cc_2014", "405", "2", "The same again")
    assert places(sound) == [("offences", 4, "code", "unique")]


def test_a_unique_key_with_an_empty_part_repeats_nothing(sound) -> None:
    add_row(sound, "offences", "kz-cc-2014-405", "cc_2014", "405", "", "The whole article")
    add_row(sound, "offences", "kz-cc-2014-405-whole", "cc_2014", "405", "", "The whole article again")
    assert places(sound) == []


def test_several_faults_of_one_cell_are_one_finding_of_the_earliest_layer(sound) -> None:
    set_cell(sound, "citations", "mysal-old-2005", "source_id", "")
    assert places(sound) == [
        ("citations", 14, "source_id", "required"),
    ]


def test_a_misspelt_value_is_answered_with_the_one_that_was_meant(sound) -> None:
    set_cell(sound, "people", "p-000001", "gender", "mail")
    (finding,) = findings(sound, with_frictionless=False)
    assert finding.fix == "Did you mean male? Allowed: female, male."


def test_a_label_is_answered_with_its_value(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "main_penalty", "Restriction of freedom")
    (finding,) = findings(sound, with_frictionless=False)
    assert finding.fix.startswith("Did you mean restriction_of_freedom?")


def test_categories_are_enforced_where_the_descriptor_is_read_by_frictionless_alone(sound) -> None:
    from frictionless import Package as Reference

    from ukim.compile.to_frictionless import package_descriptor
    from ukim.model import Package

    set_cell(sound, "people", "p-000001", "gender", "mail")
    descriptor = package_descriptor(Package.read(sound / "datapackage.json"))
    report = Reference.from_descriptor(descriptor, basepath=str(sound)).validate()
    assert report.flatten(["rowNumber", "fieldName", "type"]) == [[2, "gender", "constraint-error"]]


def test_what_only_frictionless_finds_is_reported_with_its_words(sound) -> None:
    from ukim.model import Package
    from ukim.tables.reading import read
    from ukim.validate.frictionless_only import beyond

    package = Package.read(sound / "datapackage.json")
    readings = {one.name: read(sound / one.path, one.path, one.table) for one in package.resources}
    error = {"resource": "people", "type": "row-error", "line": 2, "fields": [], "value": None, "note": "it is odd"}
    (finding,) = beyond([], [error], readings)
    assert (finding.rule.id, finding.line, finding.message) == ("frictionless", 2, "frictionless: it is odd")


def test_a_warning_of_ours_does_not_hide_an_error_in_the_same_cell() -> None:
    from dataclasses import replace

    from ukim.findings import BUILT_IN, Finding, by_precedence

    warning = Finding(replace(BUILT_IN["type"], severity="warning"), "data/people.csv", "odd", 2, field="name")
    error = Finding(BUILT_IN["foreign-key"], "data/people.csv", "wrong", 2, field="name")
    assert by_precedence([warning, error]) == [error]


def test_what_we_find_in_one_cell_does_not_hide_what_frictionless_finds_in_another(sound) -> None:
    from ukim.findings import BUILT_IN
    from ukim.model import Package
    from ukim.tables.reading import read
    from ukim.validate.frictionless_only import beyond

    package = Package.read(sound / "datapackage.json")
    readings = {one.name: read(sound / one.path, one.path, one.table) for one in package.resources}
    ours = [readings["people"].at_row(BUILT_IN["constraint"], 0, "wikidata_id", "is wrong")]
    error = {"resource": "people", "type": "constraint-error", "line": 2, "value": "x", "note": 'constraint "pattern"'}
    assert [found.field for found in beyond(ours, [error | {"fields": ["name"]}], readings)] == ["name"]
    assert list(beyond(ours, [error | {"fields": ["wikidata_id"]}], readings)) == []
    assert next(beyond([], [error | {"resource": None, "fields": []}], readings)).file == "datapackage.json"


@pytest.mark.parametrize(
    ("constraints", "lines"),
    [
        ({"minLength": 14}, [3]),
        ({"minLength": 15}, [2, 3]),
        ({"maxLength": 13}, [2]),
        ({"pattern": "^Mysal|x$"}, [2, 3]),
    ],
)
def test_lengths_and_patterns_are_held_against_the_whole_value(sound, constraints, lines) -> None:
    path = sound / "schemas/tables/people.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    del schema["fields"][1]["ukim:names"]  # with a pattern the column is no free text
    schema["fields"][1]["constraints"] = constraints
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert places(sound, with_frictionless=False) == [("people", line, "name", "constraint") for line in lines]


def test_a_constraint_that_the_schema_gains_is_enforced_at_once(sound) -> None:
    edit_json(
        sound / "schemas/tables/people.schema.json",
        "fields",
        1,
        "constraints",
        value={"required": True, "maxLength": 13},
    )
    assert places(sound) == [("people", 2, "name", "constraint")]
