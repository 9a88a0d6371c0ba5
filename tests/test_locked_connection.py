import duckdb
import polars as pl
import pytest

from ukim.compile.to_duckdb import locked_connection


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_text('{folder}/there.csv')",
        "FROM '{folder}/there.csv'",
        "FROM glob('{folder}/*')",
        "COPY (SELECT 1) TO '{folder}/written.csv'",
        "ATTACH '{folder}/written.db'",
        "EXPORT DATABASE '{folder}/written'",
        "CREATE PERSISTENT SECRET (TYPE http, BEARER_TOKEN 'x')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET temp_directory = '{folder}'",
        "SET threads = 2",
        "FROM frame",
    ],
)
def test_a_locked_connection_reaches_nothing_outside(tmp_path, sql) -> None:
    (tmp_path / "there.csv").write_text("a\n1\n", encoding="utf-8")
    frame = pl.DataFrame({"a": [1]})
    with locked_connection() as connection, pytest.raises(duckdb.Error):
        connection.execute(sql.format(folder=tmp_path)).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["there.csv"]
    assert frame.height == 1


def test_views_of_a_database_read_no_files(tmp_path) -> None:
    file = tmp_path / "foreign.duckdb"
    (tmp_path / "there.csv").write_text("a\n1\n", encoding="utf-8")
    with duckdb.connect(file) as connection:
        connection.execute(f"CREATE TABLE own AS SELECT 1 AS a; CREATE VIEW leak AS FROM '{tmp_path}/there.csv'")
    with locked_connection(file) as connection:
        assert connection.execute("FROM own").fetchall() == [(1,)]
        with pytest.raises(duckdb.Error, match="disabled by configuration"):
            connection.execute("FROM leak")
