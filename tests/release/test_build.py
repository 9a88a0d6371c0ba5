import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from resource import RLIMIT_FSIZE, setrlimit

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from lanes import fast_first, slow
from packages import RELEASED_ON, TODAY, edit_json, set_cell
from ukim.errors import UkimError
from ukim.model import Package
from ukim.release import archive, checksums, datasette, descriptor, reproduce
from ukim.release.formats import csv_files, duckdb_file, parquet_files, sqlite_file, stata_files, workbook
from ukim.release.reproduce import differences
from ukim.release.writer import build
from ukim.validate import validate

STEPS = [csv_files, parquet_files, sqlite_file, workbook, stata_files, datasette, descriptor, checksums, archive]
ENTRIES = ["ukim-0.0.1", *(f"ukim-0.0.1.{end}" for end in ("duckdb", "duckdb.digest", "duckdb.sha256", "zip"))]


def contents(folder: Path) -> dict[str, bytes]:
    """All files in the folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(package, out):
    report = validate(package / "datapackage.json", TODAY, with_frictionless=False)
    return build(report.package, report.frames, out)


def database(release: Path) -> Path:
    """The database beside the folder of a release."""
    return release.with_name(f"{release.name}.duckdb")


@pytest.fixture(scope="module")
def tables(release) -> dict:
    return Package.read(release / "datapackage.json").tables


def plain(frame: pl.DataFrame) -> list[dict]:
    """The rows with lists joined and everything as text, as CSV holds them."""
    lists = pl.col(pl.List(pl.String)).list.join(";")
    return frame.with_columns(lists).cast(pl.String).fill_null("").to_dicts()


def test_csv_parquet_and_duckdb_hold_equal_rows_for_each_reader(release, tables) -> None:
    with duckdb.connect(database(release), read_only=True) as connection:
        for name, table in tables.items():
            parquet = release / "parquet" / f"{name}.parquet"
            expected = plain(pl.read_parquet(parquet))
            csv = release / "csv" / f"{name}.csv"
            assert pl.read_csv(csv, infer_schema=False).fill_null("").to_dicts() == expected
            assert pd.read_csv(csv, dtype=str, keep_default_na=False).to_dict("records") == expected
            assert plain(pl.from_pandas(pd.read_parquet(parquet, dtype_backend="pyarrow"))) == expected
            assert plain(pl.DataFrame(pq.read_table(parquet))) == expected
            key = ", ".join(table.primary_key)
            assert plain(connection.sql(f"FROM {name} ORDER BY {key}").pl()) == expected
            assert plain(connection.sql(f"FROM '{parquet}'").pl()) == expected


def test_every_table_is_ordered_by_its_key(release, tables) -> None:
    for name, table in tables.items():
        frame = pl.read_parquet(release / "parquet" / f"{name}.parquet")
        assert frame.select(table.primary_key).equals(frame.select(table.primary_key).sort(table.primary_key))


def test_parquet_carries_the_words_of_the_schema_and_is_compressed(release, tables) -> None:
    for name, table in tables.items():
        file = pq.ParquetFile(release / "parquet" / f"{name}.parquet")
        assert file.schema_arrow.metadata[b"description"].decode() == table.description
        for field in table.fields:
            assert file.schema_arrow.field(field.name).metadata[b"description"].decode() == field.description
        if file.num_row_groups:
            assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_partial_dates_gain_their_bounds(release) -> None:
    sentences = pl.read_parquet(release / "parquet" / "sentences.parquet")
    row = sentences.row(by_predicate=pl.col("sentence_id") == "s-000002", named=True)
    assert (str(row["decided_earliest"]), str(row["decided_latest"])) == ("2021-04-01", "2021-04-30")
    assert sentences.schema["decided_latest"] == pl.Date


def test_the_database_has_keys_constraints_and_comments(release, tables) -> None:
    with duckdb.connect(database(release), read_only=True) as connection:
        kinds = connection.sql(
            "SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()"
        ).fetchall()
        for name, table in tables.items():
            assert (name, "PRIMARY KEY", table.primary_key) in kinds
            for key in table.foreign_keys:
                assert (name, "FOREIGN KEY", key.fields) in kinds
            for key in table.unique_keys:
                assert (name, "UNIQUE", key) in kinds
        comments = dict(
            connection.sql("SELECT table_name || '.' || column_name, comment FROM duckdb_columns()").fetchall()
        )
        assert comments["cases.plea"] == tables["cases"].by_name["plea"].description


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO people (person_id) VALUES ('p-000009')",
        "INSERT INTO people (person_id, name) VALUES ('p-9', 'X')",
        "INSERT INTO people (person_id, name) VALUES ('p-000001', 'X')",
        "INSERT INTO people (person_id, name, gender) VALUES ('p-000009', 'X', 'mail')",
        "INSERT INTO people (person_id, name, birth_year) VALUES ('p-000009', 'X', 1899)",
        "INSERT INTO people (person_id, name, birth_year) VALUES ('p-000009', 'X', 2016)",
        "INSERT INTO cases (case_id, person_id) VALUES ('c-000009', 'p-999999')",
        "INSERT INTO offences VALUES ('x', 'cc_2014', '405', '2', 'again', NULL)",
        "INSERT INTO additional_penalties VALUES ('ap-000009', 's-000001', 'fine', ['meetings'], NULL, NULL, NULL)",
    ],
)
def test_the_database_itself_refuses_what_the_schema_forbids(release, tmp_path, statement) -> None:
    copy = shutil.copy(database(release), tmp_path)
    with duckdb.connect(copy) as connection, pytest.raises(duckdb.ConstraintException):
        connection.execute(statement)


def test_frictionless_finds_the_release_valid(release) -> None:
    assert frictionless.validate(str(release / "datapackage.json")).valid


def test_the_descriptor_tells_bytes_rows_and_sums(release) -> None:
    descriptor = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["version"] == "0.0.1"
    for resource in descriptor["resources"]:
        data = (release / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["ukim:rows"] == pl.read_csv(data, infer_schema=False).height


def test_the_sums_are_those_of_every_file(release) -> None:
    lines = (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    checksums = {file: total for total, file in (line.split("  ") for line in lines)}
    files = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    assert checksums.keys() == files - {"SHA256SUMS"}
    assert all(hashlib.sha256((release / file).read_bytes()).hexdigest() == total for file, total in checksums.items())


@slow
def test_built_twice_every_summed_file_is_the_same(untouched, release, tmp_path) -> None:
    again = built(untouched, tmp_path)
    assert (again / "SHA256SUMS").read_bytes() == (release / "SHA256SUMS").read_bytes()


@slow
def test_a_release_that_is_built_again_takes_the_place_of_the_old_one(sound, tmp_path) -> None:
    old = built(sound, tmp_path)
    (old / "stray").write_text("left from before", encoding="utf-8")
    set_cell(sound, "people", "p-000001", "name", "Mysal Oulgiliev")
    assert built(sound, tmp_path) == old
    assert not (old / "stray").exists()
    assert "Mysal Oulgiliev" in (old / "csv/people.csv").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.glob(".*")] == []


@slow
@pytest.mark.parametrize("step", STEPS)
def test_an_interrupted_build_leaves_the_old_release_as_it_was(sound, tmp_path, monkeypatch, step) -> None:
    out = tmp_path / "dist"
    built(sound, out)
    before = contents(out)
    done = step.write

    def interrupted(*arguments: object) -> None:
        done(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(step, "write", interrupted)
    set_cell(sound, "people", "p-000001", "name", "Mysal Oulgiliev")
    with pytest.raises(KeyboardInterrupt):
        built(sound, out)
    assert contents(out) == before
    assert [path.name for path in out.glob(".*")] == []


@slow
def test_builds_at_the_same_time_leave_one_whole_release(sound, tmp_path) -> None:
    command = [sys.executable, "-m", "ukim", "build", str(sound), "--out", str(tmp_path / "dist")]
    builds = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [build.wait() for build in builds] == [0, 0, 0]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["0.0.1"]
    assert sorted(path.name for path in (tmp_path / "dist/0.0.1").iterdir()) == ENTRIES
    assert frictionless.validate(str(tmp_path / "dist/0.0.1/ukim-0.0.1/datapackage.json")).valid


@pytest.mark.parametrize(
    "error", fast_first([OSError(28, "No space left on device"), duckdb.IOException("No space left on device")])
)
def test_a_full_disk_is_one_error_and_no_half_release(sound, tmp_path, monkeypatch, error) -> None:
    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(checksums, "write", full)
    with pytest.raises(UkimError, match="No space left on device"):
        built(sound, tmp_path / "dist")
    assert list((tmp_path / "dist").iterdir()) == []


@slow
def test_every_file_that_is_too_large_for_the_disk_is_one_error(sound, tmp_path) -> None:
    built(sound, tmp_path / "dist")
    before = contents(tmp_path / "dist")
    command = [sys.executable, "-m", "ukim", "build", str(sound), "--out", str(tmp_path / "dist")]
    for limit in (10, 30_000, 100_000, 200_000):
        done = subprocess.run(
            command,
            preexec_fn=lambda: setrlimit(RLIMIT_FSIZE, (limit, limit)),  # noqa: B023
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert "dist/0.0.1 cannot be written: " in done.stderr
        assert done.stderr.endswith("What was there is unchanged.\n")
        assert contents(tmp_path / "dist") == before
        assert list((tmp_path / "dist").glob(".*")) == []


def test_a_folder_that_may_not_be_written_is_one_error(sound, tmp_path, monkeypatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    (tmp_path / "dist").mkdir()
    with pytest.raises(UkimError, match=r"dist/0\.0\.1 cannot be written: Permission denied\. What was there"):
        built(sound, tmp_path / "dist")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_error(sound, tmp_path) -> None:
    (tmp_path / "dist").mkdir(mode=0o555)
    with pytest.raises(UkimError, match=r"cannot be written: Permission denied\. What was there is unchanged\."):
        built(sound, tmp_path / "dist")


@slow
def test_an_older_release_is_never_touched(sound, tmp_path) -> None:
    built(sound, tmp_path / "dist")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (tmp_path / "dist").rglob("*")}
    edit_json(sound / "datapackage.json", "version", value="0.0.2")
    assert built(sound, tmp_path / "dist").name == "ukim-0.0.2"
    after = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (tmp_path / "dist").rglob("*")}
    assert {path: after[path] for path in before} == before


def test_what_is_missing_to_build_is_named_before_anything_is_written(sound, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UkimError, match=r"xlsxwriter is not installed\. .* pip install 'ukim\[release\]'"):
        built(sound, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@slow
def test_the_files_beside_the_database_tell_of_its_bytes_and_of_what_it_holds(release, untouched, tmp_path) -> None:
    file = database(release)
    total = hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.with_name("ukim-0.0.1.duckdb.sha256").read_text(encoding="utf-8") == f"{total}  ukim-0.0.1.duckdb\n"
    again = database(built(untouched, tmp_path)).with_name("ukim-0.0.1.duckdb.digest")
    assert again.read_bytes() == file.with_name(again.name).read_bytes()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET birth_year = 1981 WHERE person_id = 'p-000001'",
        "DELETE FROM changes",
        "COMMENT ON COLUMN people.name IS 'Otherwise.'",
        "COMMENT ON VIEW timeline IS 'Otherwise.'",
        "DROP VIEW coverage",
        "CREATE TABLE more (x INTEGER)",
    ],
)
def test_the_logical_digest_changes_with_what_the_database_holds(release, tmp_path, statement) -> None:
    with duckdb.connect(shutil.copy(database(release), tmp_path)) as connection:
        before = duckdb_file.logical_digest(connection)
        connection.execute(statement)
        assert duckdb_file.logical_digest(connection) != before


def test_the_zip_holds_the_folder_in_order_with_one_time_and_plain_permissions(release) -> None:
    with zipfile.ZipFile(release.with_name("ukim-0.0.1.zip")) as archive:
        entries = archive.infolist()
        files = {entry.filename: archive.read(entry) for entry in entries}
    assert files == {f"ukim-0.0.1/{name}": data for name, data in contents(release).items()}
    assert [entry.filename for entry in entries] == sorted(files)
    assert {(entry.date_time, entry.external_attr >> 16, entry.create_system) for entry in entries} == {
        ((*RELEASED_ON.timetuple()[:3], 0, 0, 0), 0o100644, 3)
    }


@slow
def test_a_release_is_the_same_in_any_folder_locale_time_zone_and_number_of_threads(untouched, tmp_path) -> None:
    assert differences(untouched, tmp_path) == []


def test_files_that_differ_between_two_builds_are_told(untouched, tmp_path, monkeypatch) -> None:
    sums_of = [{"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "9", "d": "4"}]
    by_another = {"a": "5", "b": "9", "d": "4"}
    monkeypatch.setattr(reproduce, "_built", lambda *_: builds.pop(0))
    builds = [*sums_of]
    assert differences(untouched, tmp_path) == ["b", "c", "d"]
    builds = [*sums_of, by_another]
    assert differences(untouched, tmp_path, ["python3"]) == ["a", "b", "c", "d"]


@slow
def test_tables_that_refer_to_themselves_are_filled_parents_first(sound, tmp_path) -> None:
    set_cell(sound, "bans", "mysal-2018", "continues_ban_id", "mysal-old-2005")
    set_cell(sound, "organizations", "mysal-old", "predecessor_id", "mysal")
    set_cell(sound, "organizations", "mysal", "predecessor_id", "")
    out = built(sound, tmp_path / "dist")
    with duckdb.connect(database(out), read_only=True) as connection:
        pairs = connection.sql("SELECT ban_id, continues_ban_id FROM bans ORDER BY ban_id").fetchall()
        assert pairs == [("mysal-2018", "mysal-old-2005"), ("mysal-old-2005", None)]
        assert connection.sql("SELECT predecessor_id FROM organizations ORDER BY 1").fetchall()[0] == ("mysal",)
    with closing(sqlite3.connect(out / "ukim.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT ban_id, continues_ban_id FROM bans ORDER BY 1").fetchall() == pairs
