"""The files of Stata, as pandas reads them."""

from datetime import datetime

import pandas as pd
import polars as pl
import pytest

from packages import RELEASED_ON
from ukim.errors import UkimError
from ukim.model import Package
from ukim.release.formats import stata_files
from ukim.release.short_names import shortened
from ukim.views.content import Content

STAMP = datetime(2026, 5, 4)  # noqa: DTZ001 - what the formats hold has no zone


@pytest.fixture(scope="module")
def package(release) -> Package:
    return Package.read(release / "datapackage.json")


def reader(release, name) -> pd.io.stata.StataReader:
    return pd.io.stata.StataReader(release / f"stata/{name}.dta")


def test_there_is_a_file_for_each_table_and_view(release, package) -> None:
    names = {*package.tables, *(view.name for view in package.views)}
    assert {file.stem for file in (release / "stata").iterdir()} == names


def test_variables_are_labelled_with_the_description_or_where_that_is_long_the_title(release, package) -> None:
    for name, table in package.tables.items():
        with reader(release, name) as file:
            labels = file.variable_labels()
            assert file.data_label == table.title
        assert list(labels) == table.names
        for field in table.fields:
            assert labels[field.name] == (field.description if len(field.description) <= 80 else field.title)


def test_values_of_categories_are_numbers_with_the_value_as_label(release, package) -> None:
    with reader(release, "sentences") as file:
        labels = file.value_labels()
    for column in ("instance", "effect", "main_penalty", "prison_regime"):
        assert list(labels[column].values()) == package.tables["sentences"].by_name[column].allowed_values
    frame = pd.read_stata(release / "stata/sentences.dta")
    assert frame["main_penalty"].tolist() == [
        "restriction_of_freedom",
        "restriction_of_freedom",
        "imprisonment",
        "none",
    ]
    bare = pd.read_stata(release / "stata/sentences.dta", convert_categoricals=False)
    assert bare["instance"].tolist() == [0, 1, 3, 0]


def test_days_are_dates_lists_are_text_and_truth_has_labels(release) -> None:
    sentences = pd.read_stata(release / "stata/sentences.dta")
    assert sentences["decided_latest"].dt.strftime("%Y-%m-%d").tolist()[1] == "2021-04-30"
    assert sentences["decided"].tolist()[1] == "2021-04"
    assert pd.read_stata(release / "stata/people.dta")["other_names"].tolist() == ["Mysal Oulgiliev;M. Ulgiliev", ""]
    assert pd.read_stata(release / "stata/bans.dta")["ruling_published"].tolist()[:1] == ["false"]


def test_the_time_in_the_files_is_no_clock(release) -> None:
    with reader(release, "cases") as file:
        assert file.time_stamp == f"{RELEASED_ON:%d %b %Y} 00:00"


def one_column(package, column: str, values: list) -> Content:
    table = package.tables["sentences"]
    table = table.model_copy(update={"fields": [table.by_name[column]]})
    return Content("sentences", table, pl.DataFrame({column: values}))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("note", ["Ұ" * 5000, None, "short"]),
        ("note", [None, None]),
        ("note", []),
        ("term_months", [None, 7, 480]),
        ("term_months", pl.Series([], dtype=pl.Int64)),
        ("fine_kzt", [2**40, None]),
        ("decided_earliest", pl.Series([None, None], dtype=pl.Date)),
        ("main_penalty", [None, "none"]),
        ("main_penalty", pl.Series([], dtype=pl.String)),
    ],
)
def test_what_is_written_is_read_back(package, tmp_path, column, values) -> None:
    content = one_column(package, column, values)
    content = Content(content.name, content.table, content.frame.cast({pl.Null: pl.String}))
    stata_files.write(tmp_path, [content], STAMP)
    with stata_files.opened(tmp_path) as read:
        assert read(content).equals(content.text)


def test_a_number_that_stata_cannot_hold_is_one_error(package, tmp_path) -> None:
    with pytest.raises(UkimError, match=r"stata/sentences\.dta cannot hold the table"):
        stata_files.write(tmp_path, [one_column(package, "fine_kzt", [2**53 + 1])], STAMP)


def test_a_name_that_is_long_reserved_or_would_collide_gets_one_of_its_own(package) -> None:
    table = package.tables["sentences"]
    names = ["x" * 33, "x" * 32, "x" * 40, "int"]
    fields = [table.by_name["note"].model_copy(update={"name": name}) for name in names]
    short = stata_files.variable_names(table.model_copy(update={"fields": fields}))
    assert list(short.values()) == ["x" * 32, "x" * 30 + "_2", "x" * 30 + "_3", "int_2"]


def test_names_that_fit_stay_as_they_are() -> None:
    assert shortened(["a", "bc"], 2) == {"a": "a", "bc": "bc"}
