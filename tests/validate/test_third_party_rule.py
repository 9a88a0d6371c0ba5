"""Names of third parties in the tables: where the rule looks, whom it knows, and what people may allow."""

import json
from pathlib import Path

import pytest

from packages import ROOT, findings, rows_of, set_cell, write_rows
from ukim.findings import BUILT_IN
from ukim.model import Package
from ukim.validate.rules import RuleError, read

NAMED = "Her lawyer Erke Toibi was not let in."
SAYS = "seems to name somebody who is in no table:"
TABLES = Package.read(ROOT / "datapackage.json").tables
SEARCHED = [
    (name, column)
    for name, table in TABLES.items()
    for column in table.free_text
    if table.by_name[column].whose_names is None
]


def suspected(package: Path) -> list[tuple[str, str | None, str]]:
    """What the rule finds: table, column, message."""
    found = findings(package, with_frictionless=False)
    return [(Path(one.file).stem, one.field, one.message) for one in found if one.rule.id == "third-party-name"]


def forget_whose_names(package: Path, table: str, *columns: str) -> None:
    path = package / f"schemas/tables/{table}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for field in schema["fields"]:
        if field["name"] in columns:
            del field["ukim:names"]
    path.write_text(json.dumps(schema), encoding="utf-8")


def test_every_free_text_of_every_table_is_searched(sound) -> None:
    for table, column in SEARCHED:
        header, rows = rows_of(sound, table)
        rows[0][header.index(column)] = NAMED
        write_rows(sound, table, header, rows)
    found = {(Path(one.file).stem, one.field): one.rule.id for one in findings(sound, with_frictionless=False)}
    refused = {("citations", "stated_value"), ("changes", "successor_id")}  # by rules that come first
    assert {place for place, rule in found.items() if rule == "third-party-name"} == set(SEARCHED) - refused
    assert refused <= found.keys()


def test_a_cell_is_found_once_with_all_the_names_in_it(sound) -> None:
    set_cell(sound, "sentences", "s-000003", "note", "Said Erke Toibisky, his son Erke Toibi and Nurlan Ulgenov.")
    names = "Erke Toibisky, Erke Toibi, Nurlan Ulgenov"
    assert suspected(sound) == [("sentences", "note", f"note {SAYS} {names}")]


def test_people_of_the_tables_may_be_named_in_any_of_their_spellings(sound) -> None:
    set_cell(sound, "people", "p-000001", "other_names", "Ерке Тойби;Mysal Oulgiliev")
    set_cell(sound, "cases", "c-000001", "summary", NAMED)
    assert suspected(sound) == []
    forget_whose_names(sound, "people", "other_names")
    assert ("cases", "summary", f"summary {SAYS} Erke Toibi") in suspected(sound)


def test_words_of_groups_and_places_are_nobodys_name(sound) -> None:
    set_cell(sound, "publishers", "mysal-news", "name", "Ulgenov Daily")
    set_cell(sound, "sentences", "s-000003", "note", "Reported by Ulgenov alone.")
    assert suspected(sound) == []
    forget_whose_names(sound, "publishers", "name")
    assert ("sentences", "note", f"note {SAYS} Ulgenov") in suspected(sound)


def test_titles_of_sources_name_whom_they_name(sound) -> None:
    set_cell(sound, "sources", "news-1", "title", "Nurlan Ulgenov on the verdict")
    assert suspected(sound) == []
    forget_whose_names(sound, "sources", "title")
    assert suspected(sound) == [("sources", "title", f"title {SAYS} Nurlan Ulgenov")]


def test_a_package_that_marks_no_names_of_people_is_not_searched(sound) -> None:
    set_cell(sound, "cases", "c-000001", "summary", NAMED)
    forget_whose_names(sound, "people", "name", "name_kk", "name_ru", "other_names")
    assert suspected(sound) == []


def test_while_the_people_may_be_wrong_nobody_is_suspected(sound) -> None:
    set_cell(sound, "sentences", "s-000003", "note", NAMED)
    set_cell(sound, "people", "p-000001", "gender", "neither")
    assert suspected(sound) == []


def test_an_allowed_name_is_not_reported_and_others_in_the_cell_are(sound) -> None:
    set_cell(sound, "cases", "c-000001", "summary", "The judge Erke Toibi heard Nurlan Ulgenov.")
    (sound / "schemas/allowed_names.txt").write_text("# A minister.\n\nErke Toibi\n", encoding="utf-8")
    assert suspected(sound) == [("cases", "summary", f"summary {SAYS} Nurlan Ulgenov")]


def test_an_allowed_name_that_no_text_has_is_reported_at_its_line(sound) -> None:
    (sound / "schemas/allowed_names.txt").write_text("# A minister.\nErke Toibi\n", encoding="utf-8")
    (found,) = findings(sound, with_frictionless=False)
    assert (found.file, found.line, found.message, found.advice) == (
        "schemas/allowed_names.txt",
        2,
        "allows Erke Toibi, whom no text names",
        "Delete the line.",
    )


def test_without_a_list_no_name_is_allowed(sound) -> None:
    (sound / "schemas/allowed_names.txt").unlink()
    set_cell(sound, "cases", "c-000001", "summary", NAMED)
    assert suspected(sound) == [("cases", "summary", f"summary {SAYS} Erke Toibi")]


def test_heuristic_warnings_fail_no_strict_validation_and_others_do(sound) -> None:
    from typer.testing import CliRunner

    from ukim.cli import app

    def strict() -> tuple[int, int]:
        done = CliRunner().invoke(app, ["validate", str(sound), "--engine", "fast", "--strict", "--format", "json"])
        return done.exit_code, json.loads(done.output)["summary"]["warnings"]

    set_cell(sound, "cases", "c-000001", "summary", NAMED)
    assert strict() == (0, 1)
    rule = sound / "schemas/rules/always.sql"
    header = "".join(f"-- {part}: words\n" for part in ("title", "why", "fix", "example"))
    select = "SELECT 'people' AS table_name, _line AS line, 'note' AS field, 'is wrong' AS message FROM people LIMIT 1"
    rule.write_text(f"-- severity: warning\n-- heuristic: yes\n{header}{select}", encoding="utf-8")
    assert strict() == (0, 2)
    rule.write_text(f"-- severity: warning\n-- heuristic: no\n{header}{select}", encoding="utf-8")
    assert strict() == (1, 2)


@pytest.mark.parametrize(("severity", "heuristic"), [("warning", "maybe"), ("error", "yes")])
def test_only_a_warning_is_heuristic_or_not(tmp_path, severity, heuristic) -> None:
    rule = tmp_path / "rule.sql"
    header = "".join(f"-- {part}: words\n" for part in ("title", "why", "fix", "example"))
    rule.write_text(f"-- severity: {severity}\n-- heuristic: {heuristic}\n{header}SELECT 1", encoding="utf-8")
    with pytest.raises(RuleError, match="heuristic is yes or no, and yes for a warning only"):
        read(rule)


def test_no_built_in_error_is_heuristic() -> None:
    assert [rule.id for rule in BUILT_IN.values() if rule.is_heuristic] == ["third-party-name"]


def test_names_are_marked_in_free_text_only(sound) -> None:
    path = sound / "schemas/tables/people.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][0]["ukim:names"] = "people"
    path.write_text(json.dumps(schema), encoding="utf-8")
    (found,) = findings(sound, with_frictionless=False)
    assert found.rule.id == "descriptor"
    assert "'person_id' has 'ukim:names' and is no free text" in found.message
