import shutil
import subprocess
import sys
from datetime import date

import pandas as pd
import polars as pl
import pytest

import ukim
from packages import ROOT, set_cell
from ukim.errors import UkimError
from ukim.model import Package
from ukim.views.database import SCRIPTS


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
    views = {script.stem.partition("-")[2] for script in SCRIPTS.glob("*.sql")}
    expected = {*Package.read(ROOT / "datapackage.json").tables, *views}
    rows = []
    for source in (untouched, release, archive):
        connection = ukim.connect(source)
        assert {
            name for (name,) in connection.sql("SELECT table_name FROM information_schema.tables").fetchall()
        } == expected
        rows.append({view: connection.sql(f"FROM {view} ORDER BY ALL").fetchall() for view in views})
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


@pytest.mark.parametrize("name", [*Package.read(ROOT / "datapackage.json").tables, "prosecutions", "timeline"])
def test_pandas_and_arrow_hold_what_polars_holds(untouched, release, archive, name) -> None:
    rows = ukim.load(name, untouched).to_dicts()
    for source in (untouched, release, archive):
        assert ukim.load(name, source).to_dicts() == rows
        assert ukim.load(name, source, as_="arrow").to_pylist() == rows
        pandas = ukim.load(name, source, as_="pandas")
        assert pl.from_pandas(pandas).to_dicts() == rows
        assert list(pandas.columns) == ukim.load(name, source).columns


def test_pandas_keeps_whole_numbers_days_lists_and_what_is_missing(release) -> None:
    sentences = ukim.load("sentences", release, as_="pandas")
    assert sentences["term_days"].tolist() == [pd.NA, pd.NA, 17, pd.NA]
    assert [type(value) for value in sentences["term_days"].dropna()] == [int]
    assert sentences["decided_latest"][0] == date(2021, 2, 22)
    penalties = ukim.load("additional_penalties", release, as_="pandas")
    assert list(penalties["scope"][0]) == ["public_activity", "assemblies"]
    assert penalties["scope"][1] is pd.NA
    assert ukim.load("bans", release, as_="pandas")["ruling_published"].tolist() == [False, pd.NA]


@pytest.mark.parametrize("source", ["untouched", "release", "archive"])
def test_arrow_carries_the_descriptions(request, source) -> None:
    table = ukim.load("cases", request.getfixturevalue(source), as_="arrow")
    field = Package.read(ROOT / "datapackage.json").tables["cases"].by_name["plea"]
    assert table.schema.field("plea").metadata[b"description"].decode() == field.description
    assert table.schema.equals(ukim.load("cases", request.getfixturevalue("release"), as_="arrow").schema)


def test_a_view_that_a_release_holds_is_read_from_its_file(release, tmp_path) -> None:
    shutil.copytree(release, tmp_path / "release")
    (tmp_path / "release/views").mkdir(exist_ok=True)
    marked = ukim.load("prosecutions", release).with_columns(summary=pl.lit("from the file"))
    marked.write_parquet(tmp_path / "release/views/prosecutions.parquet")
    assert ukim.load("prosecutions", tmp_path / "release").equals(marked)
    packed = shutil.make_archive(str(tmp_path / "release"), "zip", tmp_path, "release")
    assert ukim.load("prosecutions", packed).equals(marked)
    assert ukim.load("prosecutions", packed, as_="arrow").to_pylist() == marked.to_dicts()


def test_another_library_is_refused_with_those_that_there_are(release) -> None:
    with pytest.raises(UkimError, match="cannot be loaded as 'dask'; choose polars, pandas or arrow"):
        ukim.load("cases", release, as_="dask")


def test_a_missing_pandas_is_one_error_that_says_how_to_install_it(release, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UkimError, match="pip install pandas"):
        ukim.load("cases", release, as_="pandas")


def test_the_types_of_what_is_loaded_are_known_to_a_checker(tmp_path) -> None:
    code = tmp_path / "code.py"
    code.write_text(
        "import ukim\n"
        "reveal_type(ukim.load('cases'))\n"
        "reveal_type(ukim.codebook('cases'))\n"
        "reveal_type(ukim.cite().bibtex)\n"
        "ukim.load('cases', as_='dask')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(code)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout.splitlines()
    types = [line.split('"')[1] for line in told if "Revealed type" in line]
    assert types == ["polars.dataframe.frame.DataFrame", "polars.dataframe.frame.DataFrame", "str"]
    assert any("No overload variant" in line or "call-overload" in line for line in told)
