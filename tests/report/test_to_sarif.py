import json
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
from lanes import examples
from packages import ROOT, add_row, findings, set_cell
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.report.to_sarif import as_sarif
from ukim.validate.rules import catalogue

SCHEMA = json.loads((ROOT / "tests/fixtures/sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
OFFICIAL = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def run_of(*found: Finding) -> dict[str, Any]:
    rules = {finding.rule.id: finding.rule for finding in found}
    log = json.loads(as_sarif(found, rules, "0.0.1"))
    OFFICIAL.validate(log)
    (run,) = log["runs"]
    return dict(run)


def place_of(finding: Finding) -> dict[str, Any]:
    (result,) = run_of(finding)["results"]
    (location,) = result["locations"]
    return dict(location["physicalLocation"])


def test_the_report_of_a_broken_package_keeps_the_official_schema(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "main_penalty", "jail")
    set_cell(sound, "people", "p-000001", "name", "")
    add_row(sound, "regions", "KZ-99", " x")
    (sound / "data/changes.csv").unlink()
    (sound / "schemas/rules/new.sql").write_text("SELECT 1", encoding="utf-8")
    found = findings(sound, with_frictionless=False)
    rules = catalogue(sound)
    log = json.loads(as_sarif(found, rules, "0.0.1"))
    OFFICIAL.validate(log)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("ukim", "0.0.1")
    assert [rule["id"] for rule in driver["rules"]] == list(rules)
    assert len(run["results"]) == len(found) > 4
    for result, finding in zip(run["results"], found, strict=True):
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule.id
        assert result["level"] == finding.rule.severity


def test_the_official_schema_refuses_another_form() -> None:
    log = json.loads(as_sarif([Finding(BUILT_IN["type"], "a.csv", "wrong", 2)], BUILT_IN, "0.0.1"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not OFFICIAL.is_valid(log)


def test_a_rule_tells_title_why_mending_and_severity() -> None:
    rule = BUILT_IN["category"]
    (described,) = run_of(Finding(rule, "a.csv", "wrong"))["tool"]["driver"]["rules"]
    assert described == {
        "id": "category",
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix} Example: {rule.example}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"heuristic": False},
    }


def test_the_words_of_a_rule_can_be_seen() -> None:
    rule = Rule("new", "rule", *["a\u202eb"] * 4)
    (described,) = run_of(Finding(rule, "a.csv", "wrong"))["tool"]["driver"]["rules"]
    assert described["shortDescription"] == described["fullDescription"] == {"text": "a\\u202eb"}
    assert described["help"] == {"text": "a\\u202eb Example: a\\u202eb"}


def test_columns_count_code_points() -> None:
    finding = Finding(BUILT_IN["type"], "a.csv", "wrong", 2, 5, "x", "ж", text="👍,é,ж,1")
    assert run_of(finding)["columnKind"] == "unicodeCodePoints"
    assert place_of(finding)["region"] == {"startLine": 2, "startColumn": 5, "endColumn": 6, "snippet": {"text": "ж"}}
    assert place_of(finding)["contextRegion"] == {"startLine": 2, "snippet": {"text": "👍,é,ж,1"}}


def test_a_cell_in_quotes_is_shown_with_them() -> None:
    finding = Finding(BUILT_IN["type"], "a.csv", "wrong", 2, 3, "x", 'a, "b"', text='1,"a, ""b""",2')
    assert place_of(finding)["region"]["snippet"] == {"text": '"a, ""b"""'}


@pytest.mark.parametrize(
    ("finding", "region"),
    [
        (Finding(BUILT_IN["file-missing"], "a.csv", "gone"), None),
        (Finding(BUILT_IN["order"], "a.csv", "unsorted", 3), {"startLine": 3}),
        (Finding(BUILT_IN["order"], "a.csv", "unsorted", 3, text="a,b"), {"startLine": 3, "snippet": {"text": "a,b"}}),
        (
            Finding(BUILT_IN["header"], "a.csv", "wrong", 1, 1, value="a,b", text="a,b"),
            {"startLine": 1, "snippet": {"text": "a,b"}},
        ),
    ],
)
def test_what_is_wrong_as_a_whole_has_no_region_within_it(finding, region) -> None:
    place = place_of(finding)
    assert place.get("region") == region
    assert "contextRegion" not in place


def test_a_file_is_a_relative_address() -> None:
    place = place_of(Finding(BUILT_IN["file-missing"], "data/a b%#ж.csv", "gone"))
    assert place["artifactLocation"] == {"uri": "data/a%20b%25%23%D0%B6.csv", "uriBaseId": "%SRCROOT%"}
    assert unquote(place["artifactLocation"]["uri"]) == "data/a b%#ж.csv"


def test_a_message_holds_no_placeholder_and_no_link() -> None:
    finding = Finding(BUILT_IN["type"], "a.csv", "wrong", 2, 1, "x", "{0} [here](https://b.example)")
    (result,) = run_of(finding)["results"]
    text = result["message"]["text"]
    assert text.startswith('"{{0}} [here]\u200b(https://b.example)": wrong. ')


@examples(30)
@given(st.lists(hostile.findings(), max_size=3))
def test_whatever_the_data_says_the_report_keeps_the_official_schema(found) -> None:
    for finding, result in zip(found, run_of(*found)["results"], strict=True):
        assert "](" not in result["message"]["text"]
        region = result["locations"][0]["physicalLocation"].get("region")
        assert (region is None) == (finding.line is None)
