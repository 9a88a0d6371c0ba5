import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from commands import ukim, ukim_process
from lanes import slow
from packages import ROOT, copy_of_the_sound_package, edit_json, rows_of, set_cell

SOUND = ROOT / "tests/fixtures/sound"
ROWS = sum(len(rows_of(SOUND, file.stem)[1]) for file in (SOUND / "data").glob("*.csv"))
CHECKED = f"19 tables, {ROWS} rows, {len(list((ROOT / 'schemas/rules').glob('*.sql')))} rules"
JAIL = ("sentences", "s-000001", "main_penalty", "jail")
DOUBT = """-- severity: warning
-- title: A doubt
-- why: It may be so.
-- fix: Look again.
-- example: the first row of data/people.csv
SELECT 'people' AS table_name, 2 AS line, 'name' AS field, 'name is doubtful' AS message
"""
"""A rule of the package, which finds one doubtful name."""


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_sound_package_passes_with_code_0(untouched, form) -> None:
    done = ukim("validate", untouched, "--format", form)
    assert (done.returncode, done.stdout) == (0, f"{CHECKED}: 0 errors, 0 warnings.\n")


def test_without_a_path_the_nearest_package_upwards_is_checked(untouched) -> None:
    done = ukim("validate", folder=untouched / "schemas" / "tables")
    assert done.returncode == 0


def test_a_finding_is_told_with_place_rule_value_and_how_to_mend_it(sound) -> None:
    set_cell(sound, *JAIL)
    done = ukim("validate", sound)
    assert done.returncode == 1
    heading, told, line, mark, advice, empty, hint, last = done.stdout.splitlines()
    assert heading == "data/sentences.csv: 1 error, 0 warnings"
    assert told == 'data/sentences.csv:2:57  category  "jail"  main_penalty is not in the list of values'
    assert line.startswith("    | s-000001,c-000001,")
    assert line[mark.index("^") : len(mark)] == "jail"
    assert advice.startswith("    > ")
    assert "imprisonment, suspended_imprisonment," in advice
    assert (empty, hint) == ("", "`ukim explain category` tells why, with an example.")
    assert last == f"{CHECKED}: 1 error, 0 warnings."


def test_annotations_of_github_end_with_the_summary(sound) -> None:
    set_cell(sound, *JAIL)
    done = ukim("validate", sound, "--format", "github")
    assert done.returncode == 1
    annotation, last = done.stdout.splitlines()
    assert annotation.startswith("::error file=data/sentences.csv,line=2,col=57,title=A value is in the list")
    assert last == f"{CHECKED}: 1 error, 0 warnings."


def test_sarif_names_the_version_of_the_dataset_and_the_rules_of_the_package(sound) -> None:
    set_cell(sound, *JAIL)
    (sound / "schemas/rules/doubt.sql").write_text(DOUBT, encoding="utf-8")
    done = ukim("validate", sound, "--format", "sarif")
    assert done.returncode == 1
    (run,) = json.loads(done.stdout)["runs"]
    driver = run["tool"]["driver"]
    assert driver["version"] == json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert "doubt" in [rule["id"] for rule in driver["rules"]]
    assert [result["ruleId"] for result in run["results"]] == ["doubt", "category"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_broken_descriptor_is_reported_in_every_form(sound, form) -> None:
    (sound / "datapackage.json").write_text("{", encoding="utf-8")
    done = ukim("validate", sound, "--format", form)
    assert (done.returncode, done.stderr) == (1, "")
    assert "not valid JSON" in done.stdout


def rules_found(*arguments: str | Path) -> tuple[int, list[str]]:
    done = ukim("validate", *arguments, "--format", "json", "--engine", "fast")
    return done.returncode, [finding["rule"] for finding in json.loads(done.stdout)["findings"]]


def test_rules_can_be_selected_and_ignored(sound) -> None:
    set_cell(sound, *JAIL)
    set_cell(sound, "people", "p-000001", "name", "")
    set_cell(sound, "people", "p-000002", "wikidata_id", "42")
    (sound / "data/changes.csv").unlink()
    all_ = ["file-missing", "required", "constraint", "category"]
    assert rules_found(sound) == (1, all_)
    assert rules_found(sound, "--select", "category,required") == (1, ["required", "category"])
    assert rules_found(sound, "--select", "category", "--select", "required") == (1, ["required", "category"])
    assert rules_found(sound, "--ignore", "category, required") == (1, ["file-missing", "constraint"])
    assert rules_found(sound, "--select", "category,required", "--ignore", "required") == (1, ["category"])
    assert rules_found(sound, "--ignore", ",".join(all_)) == (0, [])
    assert rules_found(sound, "--select", "type") == (0, [])


def test_a_rule_of_the_package_can_be_ignored(sound) -> None:
    (sound / "schemas/rules/doubt.sql").write_text(DOUBT, encoding="utf-8")
    assert rules_found(sound) == (0, ["doubt"])
    assert rules_found(sound, "--ignore", "doubt") == (0, [])


def test_what_keeps_the_check_from_running_is_reported_whatever_is_selected(sound) -> None:
    (sound / "schemas/rules/new.sql").write_text("SELECT 1", encoding="utf-8")
    assert rules_found(sound, "--select", "category") == (1, ["rule-file"])
    (sound / "datapackage.json").write_text("{", encoding="utf-8")
    assert rules_found(sound, "--select", "category", "--ignore", "order") == (1, ["descriptor"])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--select", "categry"], "There is no rule 'categry'. Did you mean category? `ukim explain` lists the rules."),
        (["--ignore", "order,xyzzy"], "There is no rule 'xyzzy'. `ukim explain` lists the rules."),
        (["--select", ""], "There is no rule ''. `ukim explain` lists the rules."),
        (["--ignore", "path"], "path cannot be ignored: where it is broken, nothing was checked."),
        (["--ignore", "order", "--ignore", "rule-file"], "rule-file cannot be ignored: where it is broken,"),
    ],
)
def test_a_rule_that_does_not_exist_or_cannot_be_ignored_is_wrong_use(untouched, arguments, complaint) -> None:
    done = ukim("validate", untouched, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"ukim: {complaint}")
    assert done.stderr.count("\n") == 1


def test_warnings_fail_only_if_strict(sound) -> None:
    (sound / "schemas/rules/doubt.sql").write_text(DOUBT, encoding="utf-8")
    lenient, strict = ukim("validate", sound), ukim("validate", sound, "--strict")
    assert (lenient.returncode, strict.returncode) == (0, 1)
    assert lenient.stdout == strict.stdout
    assert '  doubt  "Mysal Ulgiliev"  warning: name is doubtful\n' in lenient.stdout


def test_strict_passes_what_has_no_warning(untouched) -> None:
    assert ukim("validate", untouched, "--strict").returncode == 0


def test_the_fast_engines_leave_frictionless_out(untouched, monkeypatch) -> None:
    from ukim.cli.validate import Engine, run

    monkeypatch.setattr("ukim.validate.Frictionless", lambda: pytest.fail("frictionless was started"))
    with pytest.raises(typer.Exit) as done:
        run(untouched, engine=Engine.fast)
    assert done.value.exit_code == 0
    with pytest.raises(pytest.fail.Exception):
        run(untouched)


def test_explain_lists_every_rule_under_its_layer(untouched) -> None:
    from ukim.findings import PRECEDENCE
    from ukim.validate.rules import catalogue

    done = ukim("explain", folder=untouched / "schemas")
    assert done.returncode == 0
    layer, listed = "", {}
    for line in done.stdout.splitlines()[:-1]:
        if line.startswith("  "):
            name, title = line.split(maxsplit=1)
            listed[name] = layer, title
        elif line:
            layer = line.removesuffix(":")
    assert listed == {name: (rule.layer, rule.title) for name, rule in catalogue(untouched).items()}
    assert list(dict.fromkeys(layer for layer, _ in listed.values())) == list(PRECEDENCE)


def test_explain_tells_a_rule_of_the_package_whole(sound) -> None:
    (sound / "schemas/rules/doubt.sql").write_text(DOUBT, encoding="utf-8")
    assert ukim("explain", "doubt", folder=sound).stdout.splitlines() == [
        "doubt: A doubt",
        "  Severity  warning: validation fails with --strict only",
        "  Layer     rule",
        "  Why       It may be so.",
        "  Mend      Look again.",
        "  Example   the first row of data/people.csv",
    ]


def test_explain_without_a_package_upwards_knows_the_rules_of_the_dataset(tmp_path) -> None:
    done = ukim("explain", "decision-order", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("decision-order: ")


def test_explain_tells_what_a_misspelt_rule_was_meant_to_be(untouched) -> None:
    done = ukim("explain", "forein-key", folder=untouched)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "ukim: There is no rule 'forein-key'. Did you mean foreign-key? `ukim explain` lists the rules.\n"
    )


def test_the_json_report_has_every_key_and_null_where_there_is_none(sound) -> None:
    set_cell(sound, *JAIL)
    (sound / "data/changes.csv").unlink()
    done = ukim("validate", sound, "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    missing, category = report["findings"]
    assert missing == {
        "file": "data/changes.csv",
        "line": None,
        "column": None,
        "field": None,
        "rule": "file-missing",
        "severity": "error",
        "heuristic": False,
        "value": None,
        "message": "the file does not exist",
        "fix": "Restore the file, or take the resource out of datapackage.json.",
    }
    assert (category["line"], category["column"], category["field"]) == (2, 57, "main_penalty")
    rules = len(list((sound / "schemas/rules").glob("*.sql")))
    assert report["summary"] == {"errors": 2, "warnings": 0, "tables": 18, "rules": rules}


def test_today_says_what_lies_ahead(untouched) -> None:
    assert ukim("validate", untouched, "--today", "2022-04-30").returncode == 1
    assert ukim("validate", untouched, "--today", "2026-01-02").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", "nowhere"],
        ["validate", "--format", "xml"],
        ["validate", "--today", "yesterday"],
        ["validate", "--engine", "slow"],
        ["explain", "xyzzy"],
        ["fmt", "nowhere"],
        ["build", "nowhere"],
        ["frobnicate"],
        ["validate", "--frobnicate"],
    ],
)
def test_wrong_use_is_code_2_and_one_message(arguments, tmp_path) -> None:
    done = ukim(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", ["README.md", "data/people.csv", "other.json"])
def test_a_file_that_is_no_descriptor_is_wrong_use(sound, file) -> None:
    (sound / "README.md").write_text("read", encoding="utf-8")
    done = ukim("validate", sound / file)
    assert done.returncode == 2
    assert "is no data package: name its folder or the datapackage.json in it." in done.stderr
    assert ukim("validate", sound / "datapackage.json").returncode == 0


def test_a_value_that_the_terminal_cannot_show_is_no_traceback(sound) -> None:
    set_cell(sound, "people", "p-000001", "gender", "еркек")
    done = ukim_process("validate", sound, PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert "\\u0435" in done.stdout


def test_code_in_the_folder_of_a_package_is_not_run(sound) -> None:
    (sound / "frictionless.py").write_text("raise SystemExit('run')", encoding="utf-8")
    assert ukim_process("validate", folder=sound).returncode == 0


def test_no_package_anywhere_upwards_is_told(tmp_path) -> None:
    done = ukim("validate", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("ukim: No datapackage.json in ")


@pytest.mark.parametrize(("command", "code"), [("validate", 1), ("build", 1), ("fmt", 2)])
def test_a_broken_descriptor_is_no_traceback(sound, command, code) -> None:
    (sound / "datapackage.json").write_text("{", encoding="utf-8")
    done = ukim(command, sound)
    assert done.returncode == code
    assert "datapackage.json" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_version_is_that_of_the_descriptor() -> None:
    version = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert ukim("--version").stdout == f"ukim {version}\n"


def test_help_names_every_command() -> None:
    modules = (ROOT / "scripts/ukim/cli").glob("*.py")
    commands = {path.stem for path in modules if "\ndef run(" in path.read_text(encoding="utf-8")}
    text = ukim("--help").stdout
    assert all(f"  {command} " in text for command in commands)
    assert {command for command, *_ in IN_PROCESSES} == commands


WHY = ("--reason", "Entered twice.", "--dry-run")
IN_PROCESSES = [
    ("validate",),
    ("explain", "category"),
    ("fmt", "--check"),
    ("intake", "report.yaml"),
    ("find", "Mysal Ulgiliev"),
    ("show", "c-000001"),
    ("withdraw", "c-000002", *WHY),
    ("merge", "p-000002", "p-000001", *WHY),
    ("withhold", "c-000001", "occupation", *WHY),
    ("diff", ".", "."),
    ("build", "--out", "datapackage.json"),
    ("verify", "."),
    ("release", "--dry-run"),
]


@pytest.mark.parametrize("command", IN_PROCESSES, ids=lambda command: command[0])
@pytest.mark.every_case
def test_a_command_answers_in_a_process_of_its_own_as_in_that_of_the_tests(untouched, command) -> None:
    one, other = ukim(*command, folder=untouched), ukim_process(*command, folder=untouched)
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)
    assert one.stdout or one.stderr.startswith("ukim: ")


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, ukim.cli; print({'polars', 'pydantic', 'duckdb', 'frictionless', 'rich'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_validation_does_not_wait_for_imports_that_it_can_do_without(untouched) -> None:
    code = (
        "import atexit, sys\nfrom ukim.cli import main\n"
        "atexit.register(lambda: print({'pandas', 'numpy', 'pyarrow', 'rich'} & sys.modules.keys()))\n"
        "sys.argv = ['ukim', 'validate', sys.argv[1]]\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(untouched)], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [f"{CHECKED}: 0 errors, 0 warnings.", "set()"]


def test_fmt_sorts_quotes_ends_and_normalizes_and_loses_nothing(sound) -> None:
    path = sound / "data/people.csv"
    right = path.read_bytes()
    header, first, second = right.decode().splitlines()
    wrong = "\ufeff" + "\r\n".join([header, second.replace("Ulgi Mysalova", '"Ulgi Mysalova"'), first])
    path.write_bytes(wrong.encode())
    done = ukim("fmt", sound)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "data/people.csv: rewritten")
    assert path.read_bytes() == right
    assert ukim("fmt", sound).stdout == "19 tables: 0 rewritten, 0 left alone because they cannot be read.\n"


def test_fmt_writes_decomposed_letters_composed(sound) -> None:
    set_cell(sound, "people", "p-000002", "name_ru", "Мысалова Ейи\u0306".replace("Ейи\u0306", "и\u0306"))
    ukim("fmt", sound)
    assert "й" in (sound / "data/people.csv").read_text(encoding="utf-8")
    assert ukim("validate", sound).stdout.count("normal-form") == 0


def test_fmt_check_prints_the_difference_and_changes_nothing(sound) -> None:
    path = sound / "data/people.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, second, first]), encoding="utf-8")
    before = path.read_bytes()
    done = ukim("fmt", "--check", sound)
    assert done.returncode == 1
    assert f"+{first}\n" in done.stdout
    assert f"-{first}\n\\ No newline at end of file\n" in done.stdout
    assert path.read_bytes() == before


def test_fmt_leaves_a_file_alone_that_cannot_be_read_and_mends_the_others(sound) -> None:
    broken, other = sound / "data/people.csv", sound / "data/regions.csv"
    broken.write_text(broken.read_text(encoding="utf-8").replace("Ulgi M", '"Ulgi M'), encoding="utf-8")
    other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
    before = broken.read_bytes()
    done = ukim("fmt", sound)
    assert done.returncode == 1
    assert "data/people.csv:3:10  csv-syntax" in done.stdout
    assert broken.read_bytes() == before
    assert b"\r" not in other.read_bytes()


def test_fmt_check_shows_what_cannot_be_seen(sound) -> None:
    path = sound / "data/people.csv"
    path.write_bytes(path.read_bytes().replace(b"Ulgi Mysalova", b"\x1b[31mUlgi").replace(b"\n", b"\r\n"))
    done = ukim("fmt", "--check", sound)
    assert "\x1b" not in done.stdout
    assert "-p-000002,\\u001b[31mUlgi,,,,female,,,\\u000d\n" in done.stdout


def test_a_wrong_use_is_told_in_characters_that_can_be_seen(sound) -> None:
    edit_json(sound / "datapackage.json", "resources", 0, "schema", value="\x1b[31m.json")
    done = ukim("fmt", sound)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert done.stderr == "ukim: \\u001b[31m.json: the file is missing\n"


def test_what_does_not_validate_is_not_built(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "main_penalty", "jail")
    done = ukim("build", sound)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "Nothing is built: 1 error."
    assert not (sound / "dist").exists()


def test_the_release_goes_where_out_says(sound, tmp_path) -> None:
    done = ukim("build", sound, "--out", tmp_path / "elsewhere")
    assert done.returncode == 0
    assert (tmp_path / "elsewhere/0.0.1/ukim-0.0.1.duckdb").is_file()
    assert done.stdout == f"Checked and built {tmp_path}/elsewhere/0.0.1/ukim-0.0.1: 19 tables, {ROWS} rows.\n"


def test_an_out_that_is_a_file_is_one_error(sound, tmp_path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    done = ukim("build", sound, "--out", tmp_path / "file")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@slow
def test_no_command_asks_the_network(tmp_path) -> None:
    package = copy_of_the_sound_package(tmp_path / "package")
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n\ndef refuse(*_, **__):\n    raise SystemExit('the network was asked')\n\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n",
        encoding="utf-8",
    )
    for command in ("validate", "build"):
        assert ukim_process(command, package, PYTHONPATH=str(tmp_path)).returncode == 0
