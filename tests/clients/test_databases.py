"""DuckDB, an old DuckDB and SQLite open the databases of a release, as their users would."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from clients.held import NAMES, TABLES, parquet, rows
from packages import ROOT
from ukim.release.formats.duckdb_file import STORAGE_VERSION

OLD = ROOT / ".venv-duckdb-1.2/bin/python"
READ = """
import duckdb, json, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    names = connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    held = {name: connection.sql(f'FROM "{name}" ORDER BY ALL').fetchall() for (name,) in names}
    columns = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    print(json.dumps([duckdb.__version__, held, connection.execute(columns).fetchall()], default=str))
"""


@pytest.fixture(scope="module")
def duckdb_file(release) -> Path:
    return release.with_name(f"{release.name}.duckdb")


def read(python: str | Path, database: Path) -> tuple[str, dict, list]:
    """The version of DuckDB beside that Python; rows of each table and view; names, types and comments of columns."""
    done = subprocess.run(
        [python, "-c", READ, database], check=False, capture_output=True, text=True, timeout=120, env={"TZ": "UTC"}
    )
    assert done.returncode == 0, done.stderr
    version, held, columns = json.loads(done.stdout)
    return version, held, columns


def test_the_descriptor_tells_all_tables_and_views(release) -> None:
    assert list(rows(release)) == [*TABLES, *sorted(set(NAMES) - set(TABLES))]


def test_duckdb_opens_the_database_and_joins_it_with_parquet(release, duckdb_file) -> None:
    with duckdb.connect(duckdb_file, read_only=True) as connection:
        assert {name: connection.table(name).shape[0] for name in NAMES} == rows(release)
        found = connection.execute(
            "SELECT prosecutions.case_id, main_penalty FROM prosecutions JOIN read_parquet(?) USING (case_id) "
            "WHERE instance = 'enforcement'",
            [str(parquet(release, "sentences"))],
        ).fetchall()
    assert found == [("c-000001", "imprisonment")]


def test_the_oldest_duckdb_reads_every_table_and_view_as_the_newest_does(release, duckdb_file) -> None:
    if not OLD.exists():
        pytest.fail("The environment of the oldest DuckDB is missing. Make it with: make clients", pytrace=False)
    version, held, columns = read(OLD, duckdb_file)
    assert f"v{version}".rpartition(".")[0] == STORAGE_VERSION.rpartition(".")[0]
    assert {name: len(records) for name, records in held.items()} == rows(release)
    newer, *same = read(sys.executable, duckdb_file)
    assert newer != version
    assert [held, columns] == same


def test_sqlite_finds_the_references_whole_and_no_page_damaged(release) -> None:
    with closing(sqlite3.connect(f"file:{release / 'ukim.sqlite'}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in NAMES}
    assert counts == rows(release)


def test_sqlite_finds_a_reference_that_is_broken(release) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize((release / "ukim.sqlite").read_bytes())
        connection.execute("DELETE FROM people WHERE person_id = 'p-000001'")
        broken = {(table, target) for table, _, target, _ in connection.execute("PRAGMA foreign_key_check")}
    assert ("cases", "people") in broken
