"""`ukim.xlsx`, as a spreadsheet opens it."""

import datetime
import zipfile

import polars as pl
import pytest
from openpyxl import load_workbook

from lanes import slow
from packages import set_cell
from release.test_build import built
from ukim.errors import UkimError
from ukim.model import Package
from ukim.release.formats import workbook as module
from ukim.views import content

HIGHEST = 409
"""Points; Excel shows no row higher."""
STAMP = datetime.datetime(2026, 5, 4)  # noqa: DTZ001 - what the formats hold has no zone


@pytest.fixture(scope="module")
def workbook(release):
    return load_workbook(release / "ukim.xlsx")


def rows(sheet) -> list[dict]:
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_there_is_a_sheet_for_the_codebook_the_prosecutions_and_each_table(workbook, release) -> None:
    tables = Package.read(release / "datapackage.json").tables
    assert workbook.sheetnames == ["codebook", "prosecutions", *tables]


def test_the_header_is_bold_and_stays_in_sight_and_columns_are_wide_enough(workbook) -> None:
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        widths = {place: one.width for one in sheet.column_dimensions.values() for place in range(one.min, one.max + 1)}
        for column in sheet.iter_cols():
            assert [cell.font.bold for cell in column] == [True] + [False] * (len(column) - 1)
            longest = max(len(str(cell.value or "")) for cell in column if not cell.is_date)
            assert widths[column[0].column] >= min(longest, module.WIDEST)


def test_a_sheet_prints_with_its_header_on_every_page(workbook) -> None:
    for sheet in workbook:
        assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")


def test_the_texts_of_the_codebook_are_shown_whole(workbook) -> None:
    sheet = workbook["codebook"]
    widths = {place: one.width for one in sheet.column_dimensions.values() for place in range(one.min, one.max + 1)}
    for row in sheet.iter_rows(min_row=2):
        lines = max(len(str(cell.value or "")) / widths[cell.column] for cell in row)
        assert all(cell.alignment.wrap_text for cell in row if cell.value)
        height = sheet.row_dimensions[row[0].row].height or sheet.sheet_format.defaultRowHeight
        assert lines * module.LINE <= height <= HIGHEST
    assert sheet.page_setup.fitToHeight == 0


def test_days_are_dates_and_dates_of_reduced_precision_are_text(workbook) -> None:
    (row,) = [row for row in rows(workbook["sentences"]) if row["sentence_id"] == "s-000002"]
    assert (row["decided"], row["decided_latest"]) == ("2021-04", datetime.datetime(2021, 4, 30))  # noqa: DTZ001
    header = [cell.value for cell in workbook["sentences"][1]]
    assert workbook["sentences"].cell(3, header.index("decided_latest") + 1).number_format == "yyyy-mm-dd"
    assert (row["term_months"], row["main_penalty"]) == (18, "restriction_of_freedom")


def test_numbers_and_truth_have_their_types_and_text_that_looks_like_one_stays_text(workbook) -> None:
    assert {row["article"] for row in rows(workbook["offences"])} == {"405"}
    assert [row["ruling_published"] for row in rows(workbook["bans"])] == [False, None]
    assert rows(workbook["people"])[0]["other_names"] == "Mysal Oulgiliev;M. Ulgiliev"


def test_there_are_no_formulas_and_no_links(release) -> None:
    with zipfile.ZipFile(release / "ukim.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in sheets if name.endswith(".rels")]
        assert all(b"<f>" not in archive.read(name) and b"<hyperlink" not in archive.read(name) for name in sheets)


def test_the_codebook_describes_every_column_of_every_table_and_view(workbook, release) -> None:
    package = Package.read(release / "datapackage.json")
    described = {(row["table"], row["column"]): row for row in rows(workbook["codebook"])}
    fields = [(name, field) for name, table in package.tables.items() for field in table.fields]
    fields += [(view.name, field) for view in package.views for field in view.table.fields]
    assert list(described) == [(name, field.name) for name, field in fields]
    assert all(described[name, field.name]["description"] == field.description for name, field in fields)
    assert "not_guilty: " in described["cases", "plea"]["values"]
    assert described["cases", "person_id"]["required"] == "yes"


@pytest.mark.parametrize("name", ["_x0041_ and more", "https://people.example", "1e5", "True"])
def test_text_is_kept_whatever_it_looks_like(sound, tmp_path, name) -> None:
    set_cell(sound, "joint_cases", "ulgi-2021", "title_en", name)
    package, frame = Package.read(sound / "datapackage.json"), pl.DataFrame({"title_en": [name]})
    table = package.tables["joint_cases"]
    table = table.model_copy(update={"fields": [table.by_name["title_en"]]})
    one = content.Content("joint_cases", table, frame)
    module.write(tmp_path, package, [one], STAMP)
    with module.opened(tmp_path) as read:
        assert read(one).equals(frame)


def test_days_before_excel_counts_them_right_are_text(sound, tmp_path) -> None:
    package, day = Package.read(sound / "datapackage.json"), datetime.date(1899, 5, 6)
    table = package.tables["regions"]
    table = table.model_copy(update={"fields": [table.by_name["valid_from"]]})
    one = content.Content("regions", table, pl.DataFrame({"valid_from": [day, datetime.date(1932, 3, 10)]}))
    module.write(tmp_path, package, [one], STAMP)
    values = [row["valid_from"] for row in rows(load_workbook(tmp_path / "ukim.xlsx")["regions"])]
    assert values == ["1899-05-06", datetime.datetime(1932, 3, 10)]  # noqa: DTZ001
    with module.opened(tmp_path) as read:
        assert read(one).equals(one.text)


def test_what_excel_cannot_hold_is_one_error_that_names_the_cell(sound, tmp_path) -> None:
    package = Package.read(sound / "datapackage.json")
    table = package.tables["joint_cases"]
    table = table.model_copy(update={"fields": [table.by_name["note"]]})
    one = content.Content("joint_cases", table, pl.DataFrame({"note": ["x" * 32_768]}))
    with pytest.raises(UkimError, match=r"cannot hold row 1 of joint_cases, column note: it is over a limit of Excel"):
        module.write(tmp_path, package, [one], STAMP)


@slow
def test_an_empty_table_has_a_header_alone(sound, tmp_path) -> None:
    path = sound / "data/changes.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    sheet = load_workbook(built(sound, tmp_path / "dist") / "ukim.xlsx")["changes"]
    assert (sheet.max_row, sheet["A1"].value) == (1, "record_id")
