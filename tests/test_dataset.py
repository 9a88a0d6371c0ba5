import shutil

import polars as pl
import pytest

import ukim
from packages import ROOT, set_cell
from ukim.errors import UkimError
from ukim.model import Package


@pytest.fixture(scope="module")
def archive(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("zip")
    return shutil.make_archive(str(folder / release.name), "zip", release.parent, release.name)


def test_the_packaged_tables_are_loaded_by_default() -> None:
    names = {line.split(",")[0] for line in (ROOT / "data/cases.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert set(ukim.load("cases")["case_id"]) == names


@pytest.mark.parametrize("name", Package.read(ROOT / "datapackage.json").tables)
def test_a_table_is_the_same_from_the_package_a_release_and_a_zip(untouched, release, archive, name) -> None:
    frame = ukim.load(name, untouched)
    assert ukim.load(name, release).equals(frame)
    assert ukim.load(name, str(archive)).equals(frame)
    assert ukim.load(name, release).schema == frame.schema


def test_types_are_those_of_the_schema(release) -> None:
    schema = ukim.load("additional_penalties", release).schema
    assert schema["scope"] == pl.List(pl.String)
    assert schema["amount"] == pl.Int64
    assert ukim.load("bans", release).schema["ruling_published"] == pl.Boolean


def test_a_database_has_all_tables_and_views_whatever_it_is_made_from(untouched, release, archive) -> None:
    expected = {*Package.read(ROOT / "datapackage.json").tables, "prosecutions", "timeline", "last_known_status"}
    expected |= {"coverage", "decisions_in_order", "event_stages"}
    rows = []
    for source in (untouched, release, archive):
        connection = ukim.connect(source)
        assert {
            name for (name,) in connection.sql("SELECT table_name FROM information_schema.tables").fetchall()
        } == expected
        rows.append(connection.sql("FROM prosecutions").fetchall())
    assert rows[0] == rows[1] == rows[2]


@pytest.mark.parametrize(("name", "path"), [("nothing", None), ("nothing", "release"), ("nothing", "archive")])
def test_an_unknown_table_is_answered_with_those_that_there_are(request, name, path) -> None:
    source = None if path is None else request.getfixturevalue(path)
    with pytest.raises(UkimError, match=r"There is no table 'nothing' .* Tables: additional_penalties, bans"):
        ukim.load(name, source)


@pytest.mark.parametrize("function", [lambda path: ukim.load("cases", path), ukim.connect])
@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip", "text.zip", "empty"])
def test_a_path_that_holds_no_dataset_is_told(tmp_path, function, name) -> None:
    (tmp_path / "text.zip").write_text("no zip", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UkimError):
        function(tmp_path / name)


def test_a_table_that_cannot_be_read_is_told(sound) -> None:
    (sound / "data/cases.csv").write_text('"', encoding="utf-8")
    with pytest.raises(UkimError, match=r"cases\.csv cannot be read: a quote is not closed"):
        ukim.load("cases", sound)


def test_a_value_that_is_not_of_its_type_is_not_silently_lost(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "term_months", "18x")
    with pytest.raises(UkimError, match=r"sentences\.csv holds a value that is not of its type"):
        ukim.load("sentences", sound)


def test_a_frame_is_sorted_by_key_whatever_the_file_is(sound) -> None:
    path = sound / "data/people.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + second + first, encoding="utf-8")
    assert ukim.load("people", sound)["person_id"].to_list() == ["p-000001", "p-000002"]


def test_tables_that_are_not_valid_are_no_traceback_of_the_database(sound) -> None:
    set_cell(sound, "cases", "c-000001", "person_id", "p-999999")
    with pytest.raises(UkimError, match="do not keep their schemas; `ukim validate` tells where"):
        ukim.connect(sound)


def test_the_version_is_read_out_of_the_descriptor() -> None:
    assert ukim.__version__ == Package.read(ROOT / "datapackage.json").version
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ukim.nothing
