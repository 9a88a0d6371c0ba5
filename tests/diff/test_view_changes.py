"""The views of a compared package: its scripts are foreign, and make views or nothing."""

import pytest

from ukim.diff.opened_versions import opened
from ukim.diff.view_changes import views
from ukim.errors import UkimError


@pytest.fixture
def views_of(sound):
    """What views the package has with this script."""
    scripts = sound / "scripts/ukim/views/sql"
    scripts.mkdir(parents=True)

    def found(sql, name="0-first.sql"):
        (scripts / name).write_bytes(sql.encode("latin-1"))
        with opened(str(sound)) as version:
            return views(version)

    return found


VIEW = "CREATE VIEW first AS SELECT {} AS word FROM people; COMMENT ON VIEW first IS 'One.'; "
COMMENT = "COMMENT ON COLUMN first.word IS 'A word.';"


def test_a_script_makes_views_and_describes_them(views_of) -> None:
    found = views_of(f"-- a; b\n\nCREATE MACRO twice(word) AS word || word; {VIEW.format('twice(name)')}{COMMENT}")
    assert {name: [field.name for field in view.fields] for name, view in found.items()} == {"first": ["word"]}


@pytest.mark.parametrize(
    "sql",
    [
        "COPY people TO '{folder}/written.csv';",
        "CREATE TABLE first AS SELECT 1 AS word;",
        "CREATE OR REPLACE TABLE people AS SELECT 1 AS word;",
        "ALTER TABLE people RENAME TO first;",
        "INSERT INTO people VALUES (1);",
        "SET threads = 2;",
        "ATTACH '{folder}/written.db';",
        "SELECT 1;",
        "CREATE SECRET (TYPE http);",
        "CREATE VIEW first AS FROM read_text('{folder}/there.csv');",
        "CREATE VIEW first AS SELECT nothing FROM people;",
        "SELEC 1;",
        "-- \xe9",
    ],
)
def test_a_script_that_does_anything_else_is_one_error_that_names_it(views_of, tmp_path, sql) -> None:
    (tmp_path / "there.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(UkimError, match=r"^0-first\.sql "):
        views_of(sql.format(folder=tmp_path))
    assert not list(tmp_path.glob("written*"))


@pytest.mark.parametrize(
    ("sql", "name", "words"),
    [
        (VIEW.format("name") + COMMENT, "first.sql", "has no number"),
        (VIEW.format("name"), "0-first.sql", "a view with no description"),
        (VIEW.format("TIME '12:00'") + COMMENT, "0-first.sql", "or with a column of another type"),
    ],
)
def test_views_that_cannot_be_compared_are_one_error(views_of, sql, name, words) -> None:
    with pytest.raises(UkimError, match=words):
        views_of(sql, name)
