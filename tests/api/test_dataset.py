import csv
import json
import pkgutil
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


FUNCTIONS = [
    lambda path: ukim.load("cases", path),
    lambda path: ukim.load("cases", path, as_="arrow"),
    ukim.connect,
    ukim.cite,
    lambda path: ukim.schema("cases", path),
    lambda path: ukim.codebook("prosecutions", path),
]


def tampered(archive, target, member, change):
    """A copy of the zip with other bytes in the members that end so, under their right sums."""
    with ZipFile(archive) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.endswith(member) else data)
    return target


def marked(archive, target, offset, value):
    """A copy of the zip that states something else of each member, in the header before it and in the directory."""
    data = bytearray(Path(archive).read_bytes())
    for sign, at in ((b"PK\x03\x04", offset), (b"PK\x01\x02", offset + 2)):
        start = data.find(sign)
        while start >= 0:
            data[start + at] = value
            start = data.find(sign, start + 4)
    target.write_bytes(data)
    return target


@pytest.mark.parametrize(
    ("damage", "functions"),
    [
        (lambda _, new: new.write_text("no zip") and new, FUNCTIONS),
        (lambda archive, new: new.write_bytes(Path(archive).read_bytes()[:-100]) and new, FUNCTIONS),
        (lambda archive, new: marked(archive, new, 6, 1), FUNCTIONS),  # encrypted
        (lambda archive, new: marked(archive, new, 8, 99), FUNCTIONS),  # compressed in an unknown way
        (lambda archive, new: marked(archive, new, 14, 0), FUNCTIONS),  # with a wrong sum
        (lambda archive, new: tampered(archive, new, "/datapackage.json", lambda data: data[:-9]), FUNCTIONS[2:]),
        (lambda archive, new: tampered(archive, new, "/cases.parquet", lambda data: data[:-9]), FUNCTIONS[:3]),
        (lambda archive, new: tampered(archive, new, "/cases.parquet", lambda _: b""), FUNCTIONS[:3]),
    ],
)
def test_a_damaged_zip_is_one_error_that_names_it_and_says_what_to_do(archive, tmp_path, damage, functions) -> None:
    damaged = damage(archive, tmp_path / "damaged.zip")
    for function in functions:
        with pytest.raises(UkimError, match=r"damaged\.zip.*(download or copy the release again|datapackage\.json)"):
            function(damaged)


@pytest.mark.parametrize("function", FUNCTIONS[:3])
def test_a_damaged_file_of_a_release_is_one_error_that_names_it(release, tmp_path, function) -> None:
    folder = shutil.copytree(release, tmp_path / "release")
    (folder / "parquet/cases.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(UkimError, match=r"cases\.parquet cannot be read: .* download or copy the release again"):
        function(folder)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), value=st.integers(1, 255), is_cut=st.booleans())
def test_whatever_is_damaged_is_read_or_is_one_error(archive, tmp_path, place, value, is_cut) -> None:
    data = bytearray(Path(archive).read_bytes())
    at = int(place * len(data))
    data[at] ^= value
    (tmp_path / "damaged.zip").write_bytes(data[:at] if is_cut else data)
    for function in (FUNCTIONS[0], FUNCTIONS[1], ukim.cite):
        with suppress(UkimError):
            function(tmp_path / "damaged.zip")


def test_a_connection_of_the_user_may_read_files(untouched, tmp_path) -> None:
    (tmp_path / "mine.csv").write_text("case_id\nc-000001\n", encoding="utf-8")
    connection = ukim.connect(untouched)
    mine = f"SELECT case_id FROM cases SEMI JOIN '{tmp_path}/mine.csv' USING (case_id)"
    assert connection.sql(mine).fetchall() == [("c-000001",)]


STATE = """
import csv, decimal, gc, importlib, json, locale, logging, os, signal, socket, sys, threading, warnings

def state():
    return {
        "csv": csv.field_size_limit(),
        "gc": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), gc.get_debug()],
        "warnings": warnings.filters[:],
        "locale": locale.setlocale(locale.LC_ALL),
        "imports": [sys.meta_path[:], sys.path[:], sys.path_hooks[:]],
        "signals": [signal.getsignal(one) for one in signal.valid_signals()],
        "decimal": str(decimal.getcontext()),
        "hooks": [sys.excepthook, sys.displayhook, threading.excepthook, sys.unraisablehook],
        "limits": [sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval()],
        "logging": [logging.root.level, logging.root.handlers[:], logging.root.manager.disable],
        "process": [dict(os.environ), os.getcwd(), socket.getdefaulttimeout(), os.umask(os.umask(0o22))],
        "streams": [sys.stdin, sys.stdout, sys.stderr],
    }

names = json.loads(sys.argv[1])
for name in json.loads(sys.argv[2]):
    try:
        importlib.import_module(name)
    except Exception:
        pass
before = state()
for name in names:
    importlib.import_module(name)
after = state()
others = [name for name in sys.modules if name.partition(".")[0] not in ("ukim", "__main__")]
print(json.dumps([[name for name in before if before[name] != after[name]], others]))
"""


def test_importing_a_module_changes_nothing_in_the_process_of_the_user() -> None:
    """What the libraries do when they are imported is theirs, so the second time they come first."""
    names = [one.name for one in pkgutil.walk_packages(ukim.__path__, "ukim.") if not one.name.endswith("__main__")]
    others: list[str] = []
    for _ in range(2):
        command = [sys.executable, "-c", STATE, json.dumps(["ukim", *names]), json.dumps(others)]
        changed, others = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert len(names) > 100
    assert changed == []


def test_reading_a_table_leaves_the_limit_of_the_csv_module_as_it_was(sound) -> None:
    before = csv.field_size_limit(1000)
    try:
        set_cell(sound, "cases", "c-000001", "summary", "x" * 200_000)
        assert ukim.load("cases", sound)["summary"].str.len_chars().max() == 200_000
        assert csv.field_size_limit() == 1000
    finally:
        csv.field_size_limit(before)


def test_a_table_that_cannot_be_read_is_told(sound) -> None:
    (sound / "data/cases.csv").write_text('"', encoding="utf-8")
    with pytest.raises(UkimError, match=r"cases\.csv cannot be read: a quote is not closed"):
        ukim.load("cases", sound)


def test_a_value_that_is_not_of_its_type_is_not_silently_lost(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "term_months", "18x")
    with pytest.raises(UkimError, match=r"sentences\.csv has a value that is not of its type"):
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
