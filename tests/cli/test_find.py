import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from packages import ROOT, add_row, drop_rows, rows_of, set_cell
from ukim.cli import app
from ukim.errors import UkimError


def find(*arguments: str | Path):
    """Run the command in a terminal of usual width."""
    return CliRunner().invoke(app, ["find", *map(str, arguments)], env={"COLUMNS": "100"})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Mysal Ulgiliev", "the same name"),
        ("Мысал Улгилиев", "the same name"),
        ("ULGILIEV, Mysal", "the same name"),
        ("Mysal Ulgiliyev", "Ulgiliyev is another spelling of Ulgiliev"),
        ("Үлгілиев Мысал", "Мысал Үлгілиев is another spelling of Mysal Ulgiliev"),
        ("Mysal T. Ulgiliev", "the same name; the known name is without T."),
        ("А. Улгилиев", None),
        ("М. Улгилиев", "Улгилиев is another spelling of Ulgiliev; М. may stand for Mysal"),
        ("Ulgiliev M", "the same surname; M. may stand for Mysal"),
        ("Улгилиев", "Улгилиев is another spelling of Ulgiliev; the surname alone"),
        ("Mysal", "the given name alone"),
        ("Mysal Ulgilbiev", "the surname differs slightly: Ulgilbiev / Ulgiliev"),
    ],
)
def test_a_person_is_found_with_the_reason_why_the_name_matches(untouched, name, reason) -> None:
    done = find(name, untouched)
    if reason is None:
        assert done.exit_code == 1
    else:
        found = f"p-000001  Mysal Ulgiliev: Ulgi, 2021-2022 (c-000001)\n          {reason}\n"
        assert (done.exit_code, done.stdout) == (0, found)


def test_the_most_likely_comes_first(sound) -> None:
    set_cell(sound, "people", "p-000002", "name", "Mysal Ulgilbiev")
    for name, order in (("Mysal Ulgiliev", ["p-000001", "p-000002"]), ("Мысал Улгилбиев", ["p-000002", "p-000001"])):
        lines = find(name, sound).stdout.splitlines()
        assert [line.split()[0] for line in lines[::2]] == order


def test_every_case_is_told_and_what_is_not_known_of_it(sound) -> None:
    set_cell(sound, "cases", "c-000002", "person_id", "p-000001")
    set_cell(sound, "cases", "c-000002", "settlement", "")
    add_row(sound, "cases", "c-000003", "p-000001")
    drop_rows(sound, "people", "p-000002")
    add_row(sound, "people", "p-000002", "Ulgi Mysalova")
    told = "Ulgi, 2021-2022 (c-000001); Region One, 2021 (c-000002); place unknown, year unknown (c-000003)"
    assert " ".join(find("Mysal Ulgiliev", sound).stdout.split()).startswith(f"p-000001 Mysal Ulgiliev: {told} the")
    assert "p-000002  Ulgi Mysalova: no case\n" in find("Ulgi Mysalova", sound).stdout


def test_nobody_is_code_1_and_one_line_with_the_nearest_names(untouched) -> None:
    done = find("Aman Ulgiliev", untouched)
    assert done.exit_code == 1
    assert done.stdout == "Nobody matches 'Aman Ulgiliev'. The nearest names: Mysal Ulgiliev (p-000001).\n"
    for name in ("Zzz Xxx", "", "...", "\x1b[31m"):
        done = find(name, untouched)
        assert (done.exit_code, done.stdout) == (1, f"Nobody matches {name!r}.\n")


def test_programs_read_who_matches_and_how_surely(untouched) -> None:
    done = find("Ulgiliev M.", untouched, "--format", "json")
    assert json.loads(done.stdout) == [
        {
            "person_id": "p-000001",
            "name": "Mysal Ulgiliev",
            "score": 0.75,
            "reason": "the same surname; M. may stand for Mysal",
            "cases": ["Ulgi, 2021-2022 (c-000001)"],
        }
    ]
    done = find("Zzz", untouched, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)) == (1, [])


def test_nothing_in_a_table_steers_the_terminal(sound) -> None:
    set_cell(sound, "people", "p-000001", "name", "Mysal \x1b[31mUlgiliev\u202e")
    for form in ("text", "json"):
        text = find("Улгилиев", sound, "--format", form).stdout
        assert "\\u001b[31mUlgiliev\\u202e" in text
        assert not set("\x1b\u202e") & set(text)


def test_without_a_package_upwards_the_people_of_this_package_are_looked_through(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    key, name, *_ = rows_of(ROOT, "people")[1][0]
    assert find(name).stdout.startswith(f"{key}  {name}: ")


def test_every_form_of_every_name_in_the_dataset_finds_its_person_first() -> None:
    from ukim.show.find_people import found
    from ukim.tables.store import Tables

    tables = Tables.read(ROOT / "datapackage.json")
    for key, row in tables.rows("people").items():
        for form in (row["name"], row.get("name_kk"), row.get("name_ru"), *row.get("other_names", "").split(";")):
            if form:
                assert found(tables, form)[0].person_id == key


def test_a_name_of_two_words_without_quotes_is_answered_with_how_to_write_it(untouched, monkeypatch) -> None:
    monkeypatch.chdir(untouched)
    error = find("Mysal", "Ulgiliev").exception
    assert isinstance(error, UkimError)
    assert str(error).endswith("A name of several words goes in quotes: ukim find 'Mysal Ulgiliev'")


def test_a_package_whose_people_can_be_read_is_looked_through(sound) -> None:
    (sound / "data/sources.csv").unlink()
    done = find("Ulgiliev", sound)
    assert done.exit_code == 0
    assert done.stderr == "ukim: data/sources.csv cannot be read and is left out; `ukim validate` says why.\n"


def test_people_that_cannot_be_read_are_not_taken_for_nobody(sound) -> None:
    (sound / "data/people.csv").write_text('"', encoding="utf-8")
    error = find("Ulgiliev", sound).exception
    assert isinstance(error, UkimError)
    assert str(error) == "Nobody can be looked for without data/people.csv."


def test_little_is_loaded_to_look_for_a_name(untouched) -> None:
    code = (
        "import atexit, sys\nfrom ukim.cli import main\n"
        "atexit.register(lambda: print({'polars', 'duckdb', 'frictionless', 'pandera'} & sys.modules.keys()))\n"
        "sys.argv = ['ukim', 'find', 'Zzz', sys.argv[1]]\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code, str(untouched)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()) == (1, ["Nobody matches 'Zzz'.", "set()"])
