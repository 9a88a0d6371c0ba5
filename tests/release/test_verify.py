"""`ukim verify` finds whatever was changed, and says where."""

import json
import random
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from lanes import fast_first, slow
from release.test_build import ENTRIES, contents, database
from ukim.cli import app
from ukim.curation.change_list import CHANGE_LIST
from ukim.errors import UkimError
from ukim.release import checksums
from ukim.release.formats import duckdb_file
from ukim.release.verification import difference, verify

NAME = "ukim-0.0.1"
ALONE = [f"{NAME}/SHA256SUMS", f"{NAME}/datapackage.json", *ENTRIES[1:]]
"""Files that are tried one by one: with them, or for them, others would be judged otherwise."""


@pytest.fixture
def dist(release, tmp_path) -> Path:
    """A copy of a release and of what is beside it, that the test may break."""
    shutil.copytree(release.parent, tmp_path / "dist")
    return tmp_path / "dist"


def told(path: Path) -> list[str]:
    return [f"{problem.file}: {problem.message}" for problem in verify(path).problems]


def without_zip(dist: Path) -> Path:
    """The folder of the release, with no zip beside it that would differ."""
    (dist / f"{NAME}.zip").unlink()
    return dist / NAME


def summed_anew(folder: Path) -> Path:
    """The folder with sums of what is in it, as one who changes a release on purpose would write them."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        file = folder / resource["path"]
        resource["bytes"], resource["hash"] = file.stat().st_size, f"sha256:{checksums.sha256(file)}"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    checksums.write(folder)
    return folder


def test_a_release_as_it_was_built_is_whole_as_folder_as_zip_and_as_both(release) -> None:
    formats = ["Parquet", "SQLite", "Excel", "Stata", "DuckDB"]
    for path in (release, release.with_name(f"{NAME}.zip"), release.parent):
        found = verify(path)
        assert (found.problems, found.formats) == ([], formats)
        assert found.contents == len([*(release / "csv").iterdir(), *(release / "views").glob("*.csv")])


def flip(file: Path, where: float) -> None:
    """Turn the bits of one byte, as far into the file as `where` says: 0 is its beginning, 1 its end."""
    data = bytearray(file.read_bytes())
    data[round(where * (len(data) - 1))] ^= 0xFF
    file.write_bytes(data)


@slow
@pytest.mark.parametrize("where", fast_first([0, 0.3, 0.7, 1]))
def test_a_flipped_byte_in_any_file_is_found_and_told_of_that_file(dist, where) -> None:
    files = contents(dist).keys() - {*ALONE}
    assert {Path(file).suffix for file in files} >= {".csv", ".parquet", ".dta", ".sqlite", ".xlsx", ".json", ".md"}
    for file in files:
        flip(dist / file, where)
    assert files <= {problem.file for problem in verify(dist / NAME).problems}


@slow
@pytest.mark.parametrize("file", fast_first(ALONE))
def test_a_flipped_byte_in_what_tells_of_others_is_found(dist, file) -> None:
    for where in (0, 0.5, 1):
        flip(dist / file, where)
        assert [problem.message for problem in verify(dist / NAME).problems] != []
        flip(dist / file, where)


@slow
def test_a_flipped_byte_anywhere_in_a_zip_that_stands_alone_is_found(release, tmp_path) -> None:
    file = tmp_path / f"{NAME}.zip"
    data = bytearray(release.with_name(file.name).read_bytes())
    with zipfile.ZipFile(release.with_name(file.name)) as archive:
        headers = [entry.header_offset + place for entry in archive.infolist()[::9] for place in range(0, 60, 7)]
        directory = range(archive.start_dir, archive.start_dir + 100)
    end = range(len(data) - 22, len(data))
    for place in [*headers, *directory, *end, *range(0, len(data), len(data) // 60)]:
        data[place] ^= 0xFF
        file.write_bytes(data)
        assert [problem.file for problem in verify(file).problems] == [file.name], place
        data[place] ^= 0xFF
    file.write_bytes(data)
    assert told(file) == []


@slow
def test_a_file_that_is_added_or_taken_away_is_found(dist) -> None:
    folder = without_zip(dist)
    (folder / "stray.txt").write_text("new", encoding="utf-8")
    (folder / "stata/people.dta").unlink()
    assert told(folder) == [
        f"{NAME}/stray.txt: SHA256SUMS has no sum of it",
        f"{NAME}/SHA256SUMS: has a sum of 'stata/people.dta', which does not exist",
        f"{NAME}/stata/people.dta: does not exist",
    ]


@slow
def test_lines_of_the_sums_in_another_order_are_found(dist) -> None:
    folder = without_zip(dist)
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(reversed(lines)), encoding="utf-8")
    assert told(folder) == [f"{NAME}/SHA256SUMS: has other lines than one for each file, in order"]


def change_csv(folder: Path) -> None:
    file = folder / "csv/cases.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("activist", "worker"), encoding="utf-8")


def change_parquet(folder: Path) -> None:
    table = pq.read_table(folder / "parquet/cases.parquet")
    changed = pl.DataFrame(table).with_columns(pl.col("occupation").replace("activist", "worker"))
    pq.write_table(changed.to_arrow().cast(table.schema), folder / "parquet/cases.parquet")


def change_sqlite(folder: Path) -> None:
    connection = sqlite3.connect(folder / "ukim.sqlite")
    connection.execute("UPDATE cases SET occupation = 'worker' WHERE occupation = 'activist'")
    connection.commit()
    connection.close()


def change_excel(folder: Path) -> None:
    workbook = load_workbook(folder / "ukim.xlsx")
    (cell,) = [cell for row in workbook["cases"] for cell in row if cell.value == "activist"]
    cell.value = "worker"
    workbook.save(folder / "ukim.xlsx")


def change_stata(folder: Path) -> None:
    file = folder / "stata/cases.dta"
    file.write_bytes(file.read_bytes().replace(b"activist", b"worker\0\0"))


@slow
@pytest.mark.parametrize(
    ("change", "file"),
    [
        (change_parquet, "parquet/cases.parquet"),
        (change_sqlite, "ukim.sqlite"),
        (change_excel, "ukim.xlsx"),
        (change_stata, "stata/cases.dta"),
    ],
)
def test_a_value_that_is_changed_in_one_format_is_found_even_with_right_sums(dist, change, file) -> None:
    folder = without_zip(dist)
    change(folder)
    summed_anew(folder)
    where = "cases: row 1, column occupation: is 'worker', CSV has 'activist'"
    assert told(folder) == [f"{NAME}/{file}: {where}"]


@slow
def test_a_value_that_is_changed_in_csv_differs_from_every_other_format(dist) -> None:
    folder = without_zip(dist)
    change_csv(folder)
    summed_anew(folder)
    where = "cases: row 1, column occupation: is 'activist', CSV has 'worker'"
    files = ["parquet/cases.parquet", "ukim.sqlite", "ukim.xlsx", "stata/cases.dta"]
    assert told(folder) == [*(f"{NAME}/{file}: {where}" for file in files), f"{NAME}.duckdb: {where}"]


@slow
@pytest.mark.parametrize("seed", range(4))
def test_files_damaged_at_random_with_right_sums_are_told_in_plain_lines(dist, seed, capfd) -> None:
    chance, folder = random.Random(seed), without_zip(dist)  # noqa: S311
    damaged = [file for file in folder.rglob("*.*") if file.suffix in {".csv", ".dta", ".parquet", ".sqlite", ".xlsx"}]
    for file in damaged:
        data = bytearray(file.read_bytes())
        for _ in range(chance.choice([1, 3, 50])):
            data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        file.write_bytes(data)
    checksums.write(folder)
    problems = told(folder)
    assert problems
    assert not [line for line in problems if "\n" in line]
    assert capfd.readouterr() == ("", "")


@slow
def test_a_database_that_holds_something_else_is_found_even_with_a_right_sum(dist) -> None:
    file = database(dist / NAME)
    with duckdb.connect(file) as connection:
        connection.execute("UPDATE cases SET occupation = 'worker' WHERE occupation = 'activist'")
    assert told(dist / NAME) == [f"{file.name}: its bytes differ from the sum in {file.name}.sha256"]
    duckdb_file.sum_file(file).write_text(duckdb_file.sum_line(file), encoding="utf-8")
    assert told(dist / NAME) == [
        f"{file.name}: its content differs from the digest in {file.name}.digest",
        f"{file.name}: cases: row 1, column occupation: is 'worker', CSV has 'activist'",
        f"{file.name}: prosecutions: row 1, column occupation: is 'worker', CSV has 'activist'",
    ]


@slow
def test_a_row_that_refers_to_none_is_found(dist) -> None:
    folder = without_zip(dist)
    connection = sqlite3.connect(folder / "ukim.sqlite")
    connection.execute("UPDATE cases SET person_id = 'p-999999' WHERE case_id = 'c-000001'")
    connection.commit()
    connection.close()
    summed_anew(folder)
    assert f"{NAME}/ukim.sqlite: table cases: row 1 refers to a row of people that is not there" in told(folder)


def described_otherwise(folder: Path, change: Callable[[dict], None]) -> Path:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (cases,) = [resource for resource in descriptor["resources"] if resource["name"] == "cases"]
    change(cases)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    checksums.write(folder)
    return folder


@slow
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda cases: cases.update({"ukim:rows": 9}), "csv/cases.csv: has 2 rows, the descriptor says 9"),
        (
            lambda cases: cases["schema"]["fields"][-1].update(description="Otherwise."),
            "parquet/cases.parquet: column summary: its title or description is not that of the descriptor",
        ),
        (
            lambda cases: cases["schema"].update(title="Otherwise"),
            "parquet/cases.parquet: its title or description is not that of the descriptor",
        ),
        (
            lambda cases: cases["schema"]["fields"][-1].setdefault("constraints", {}).update(required=True),
            "parquet/cases.parquet: column summary: is string, the descriptor says string, always filled",
        ),
    ],
)
def test_a_descriptor_that_says_otherwise_is_found(dist, change, message) -> None:
    assert told(described_otherwise(without_zip(dist), change)) == [f"{NAME}/{message}"]


@slow
def test_another_sum_in_the_descriptor_is_found(dist) -> None:
    folder = described_otherwise(without_zip(dist), lambda cases: cases.update(hash=f"sha256:{'0' * 64}"))
    (problem,) = told(folder)
    assert problem.startswith(f"{NAME}/csv/cases.csv: has ")
    assert problem.endswith(f"and sha256:{'0' * 64}")


@slow
def test_the_version_of_the_folder_and_of_the_citation_must_be_that_of_the_descriptor(dist) -> None:
    folder = (dist / NAME).rename(dist / "ukim-0.0.2")
    (folder / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 0.0.3\n", encoding="utf-8")
    checksums.write(folder)
    assert told(folder) == [
        "ukim-0.0.2/datapackage.json: is that of ukim-0.0.1, but the folder is called ukim-0.0.2",
        "ukim-0.0.2/CITATION.cff: cites version 0.0.3, the descriptor is that of 0.0.1",
    ]


@slow
@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("0.0.3", "lists the changes of version 0.0.3, the descriptor is that of 0.0.1"),
        (3, "cannot be read: CHANGES.json is no list"),
    ],
)
def test_the_list_of_changes_must_be_one_of_the_version(dist, number, message) -> None:
    folder = without_zip(dist)
    side = {"name": "ukim", "version": number, "day": "2026-05-04"}
    (folder / CHANGE_LIST).write_text(json.dumps({"version": 1, "old": side, "new": side, "schema": [], "tables": []}))
    checksums.write(folder)
    (problem,) = told(folder)
    assert problem.startswith(f"{NAME}/CHANGES.json: {message}")


@slow
def test_a_zip_of_another_folder_is_found(dist) -> None:
    folder = dist / NAME
    (folder / "README.md").write_text("Other words.", encoding="utf-8")
    checksums.write(folder)
    assert told(folder) == [f"{NAME}.zip: contains other files than the folder {NAME}"]


@slow
@pytest.mark.parametrize("end", fast_first(["duckdb", "duckdb.sha256", "duckdb.digest"]))
def test_a_database_is_verified_where_all_that_belongs_to_it_is_there(dist, end) -> None:
    (dist / f"{NAME}.{end}").unlink()
    (problem,) = told(dist / NAME)
    assert problem.startswith(f"{NAME}.{end}: does not exist, though ")


@slow
def test_without_a_database_beside_it_the_other_formats_are_compared(dist) -> None:
    for file in dist.glob(f"{NAME}.duckdb*"):
        file.unlink()
    found = verify(dist / NAME)
    assert (found.problems, found.formats) == ([], ["Parquet", "SQLite", "Excel", "Stata"])


@slow
def test_a_folder_with_the_zip_alone_is_verified_by_the_zip(dist) -> None:
    shutil.rmtree(dist / NAME)
    flip(dist / f"{NAME}.zip", 0.5)
    assert {problem.file for problem in verify(dist).problems} == {f"{NAME}.zip"}


@pytest.mark.parametrize("name", ["nowhere", "empty", "two", "stripped"])
def test_a_path_without_one_release_is_one_error(tmp_path, name) -> None:
    for folder in ("empty", "two/ukim-0.0.1", "two/ukim-0.0.2", "stripped/ukim-0.0.1"):
        (tmp_path / folder).mkdir(parents=True)
    for number in "12":
        (tmp_path / f"two/ukim-0.0.{number}/SHA256SUMS").touch()
    (tmp_path / "stripped/ukim-0.0.1.zip").touch()
    with pytest.raises(UkimError, match=r"does not exist|is no release"):
        verify(tmp_path / name)


def test_what_is_missing_to_verify_is_named_with_how_to_install_it(release, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UkimError, match=r"openpyxl is not installed\. .* pip install 'ukim\[release\]'"):
        verify(release)


def test_the_command_prints_a_line_a_problem_and_ends_with_1(dist) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["verify", str(dist / NAME)])
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    assert done.output.endswith("equal in CSV, Parquet, SQLite, Excel, Stata, DuckDB.\n")
    (dist / f"{NAME}.zip").write_bytes(b"no zip")
    done = runner.invoke(app, ["verify", str(dist / NAME)])
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{NAME}.zip: cannot be read: File is not a zip file",
        f"{dist / NAME} is not as it was built: 1 problem.",
    ]


def test_rows_that_differ_are_told_apart_by_columns_number_and_cell() -> None:
    expected = pl.DataFrame({"a": ["1", None], "b": ["x", "y"]})
    assert difference(expected, expected.clone()) is None
    assert difference(expected, expected.select("b", "a")) == "has the columns b, a, CSV has a, b"
    assert difference(expected, expected.head(1)) == "has 1 rows, CSV has 2"
    other = pl.DataFrame({"a": ["1", "0"], "b": ["x", "y"]})
    assert difference(expected, other) == "row 2, column a: is '0', CSV has ''"
