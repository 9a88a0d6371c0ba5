import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import hostile
import ukim.report
from packages import add_row, edit_json, findings, set_cell
from ukim.findings import BUILT_IN, Finding
from ukim.report.to_json import VERSION, as_json, dumps

SCHEMA: dict[str, Any] = json.loads(
    (Path(ukim.report.__file__).parent / "report.schema.json").read_text(encoding="utf-8")
)
REPORT = jsonschema.Draft202012Validator(SCHEMA)


def _bad_cells(package: Path) -> None:
    set_cell(package, "sentences", "s-000001", "main_penalty", "jail")
    set_cell(package, "people", "p-000001", "name", "")
    add_row(package, "people", "p-000001", "Ulgi Mysalova")


def _no_file(package: Path) -> None:
    (package / "data/changes.csv").unlink()


def _no_text(package: Path) -> None:
    (package / "data/people.csv").write_bytes(b"\xff\xfe\0")


def _bad_header(package: Path) -> None:
    (package / "data/people.csv").write_text("person_id;name\n", encoding="utf-8")


def _bad_descriptor(package: Path) -> None:
    edit_json(package / "datapackage.json", "resources", 0, "path", value="../people.csv")


def _no_json(package: Path) -> None:
    (package / "datapackage.json").write_text("{", encoding="utf-8")


def _bad_rule(package: Path) -> None:
    (package / "schemas/rules/new.sql").write_text("SELECT 1", encoding="utf-8")


def _nothing(_: Path) -> None:
    pass


BREAKS = [_bad_cells, _no_file, _no_text, _bad_header, _bad_descriptor, _no_json, _bad_rule, _nothing]


@pytest.mark.parametrize("break_it", BREAKS)
def test_a_report_keeps_its_schema(sound, break_it) -> None:
    break_it(sound)
    found = findings(sound, with_frictionless=False)
    assert bool(found) == (break_it is not _nothing)
    report = json.loads(as_json(found, 19, 20))
    REPORT.validate(report)
    assert report["findings"] == [finding.as_dict() for finding in found]
    assert report["summary"]["errors"] == len(found)


def test_the_schema_is_valid_and_knows_every_key_of_a_finding_and_no_other() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    finding = SCHEMA["$defs"]["finding"]
    keys = list(Finding(BUILT_IN["type"], "a.csv", "wrong").as_dict())
    assert finding["required"] == keys == list(finding["properties"])


def test_the_schema_requires_and_describes_every_key_and_lets_nothing_else_through() -> None:
    objects = [SCHEMA, *SCHEMA["$defs"].values()]
    assert len(objects) == 3
    for one in objects:
        assert one["type"] == "object"
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])
        assert all(described["description"].endswith(".") for described in one["properties"].values())


def test_the_schema_states_the_version_of_the_form() -> None:
    assert SCHEMA["properties"]["version"]["const"] == VERSION


@pytest.mark.parametrize(
    "change", [{"line": 0}, {"line": "2"}, {"severity": "note"}, {"message": ""}, {"value": 1}, {"text": "a line"}]
)
def test_the_schema_refuses_another_form(change) -> None:
    report = json.loads(as_json([Finding(BUILT_IN["type"], "a.csv", "wrong", 2, 1, "x", "y")], 1, 1))
    REPORT.validate(report)
    report["findings"][0] |= change
    assert not REPORT.is_valid(report)


@given(st.dictionaries(hostile.text, st.lists(hostile.text)))
@example({"\x7f": ["\x1b", "##[error]"]})
def test_json_is_plain_ascii_and_says_the_same(content) -> None:
    text = dumps(content)
    assert text.replace("\n", "").isascii()
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text
    assert json.loads(text) == json.loads(json.dumps(content))
