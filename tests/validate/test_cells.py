import pytest

from packages import add_row, edit_json, findings, places, set_cell


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rule"),
    [
        ("sentences", "s-000001", "term_months", "18x", "type"),
        ("sentences", "s-000001", "term_months", "18.0", "type"),
        ("sentences", "s-000001", "term_months", "018", "type"),
        ("bans", "mysal-2018", "ruling_published", "no", "type"),
        ("regions", "KZ-10", "valid_from", "2022-06-31", "type"),
        ("sources", "news-1", "accessed", "2026-01", "type"),
        ("people", "p-000001", "name", "", "required"),
        ("cases", "c-000001", "person_id", "", "required"),
        ("sentences", "s-000001", "main_penalty", "jail", "category"),
        ("additional_penalties", "ap-000001", "scope", "public_activity;meetings", "category"),
        ("people", "p-000001", "wikidata_id", "42", "constraint"),
        ("sentences", "s-000001", "term_months", "481", "constraint"),
        ("sentences", "s-000003", "term_days", "0", "constraint"),
        ("people", "p-000001", "other_names", "A Name;;Another", "constraint"),
        ("people", "p-000001", "other_names", "A Name;A Name", "constraint"),
        ("sources", "news-1", "url", "news.example/1", "constraint"),
        ("sources", "news-1", "archive_url", "https://[archive.example/1", "web-address"),
        ("sentences", "s-000001", "decided", "2021-02-30", "date-form"),
        ("sentences", "s-000001", "decided", "22.02.2021", "date-form"),
        ("sentences", "s-000001", "decided", "2026-07", "date-future"),
        ("sentences", "s-000001", "decided", "/2026-07-01", "date-future"),
        ("sources", "copy-1", "url", "https://news.example/1", "unique"),
        ("cases", "c-000002", "region_code", "KZ-99", "foreign-key"),
        ("sentences", "s-000002", "acts_on_id", "s-999999", "foreign-key"),
    ],
)
def test_a_bad_cell_is_one_finding_on_it(sound, table, key, column, value, rule) -> None:
    set_cell(sound, table, key, column, value)
    (finding,) = findings(sound)
    assert finding.rule.id == rule
    assert (finding.file, finding.field, finding.value or "") == (f"data/{table}.csv", column, value)
    line = (sound / finding.file).read_text(encoding="utf-8").split("\n")[finding.line - 1]
    assert line.split(",")[0] in {key, "news-1"}
    assert line[finding.column - 1 :].startswith(value)


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
    ("constraints", "broken"),
    [({"minLength": 14}, 2), ({"minLength": 15}, 4), ({"maxLength": 13}, 2), ({"pattern": "^Mysal|x$"}, 4)],
)
def test_lengths_and_patterns_are_held_against_the_whole_value(sound, constraints, broken) -> None:
    edit_json(sound / "schemas/tables/people.schema.json", "fields", 1, "constraints", value=constraints)
    found = places(sound, with_frictionless=False)
    assert len(found) == broken // 2
    assert {rule for _, _, _, rule in found} == {"constraint"}


def test_a_constraint_that_the_schema_gains_is_enforced_at_once(sound) -> None:
    edit_json(
        sound / "schemas/tables/people.schema.json",
        "fields",
        1,
        "constraints",
        value={"required": True, "maxLength": 13},
    )
    assert places(sound) == [("people", 2, "name", "constraint")]
