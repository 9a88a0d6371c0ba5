"""LibreOffice opens the workbook of a release, and what it writes of it as CSV is what the release holds as CSV."""

import csv as csv_module
from datetime import date
from pathlib import Path

import pytest

from clients.held import TABLES, csv, resources
from clients.programs import program, started
from ukim.release.formats.workbook import CODEBOOK, FIRST, SURE_FROM

SECONDS = 180
ALL_SHEETS_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
"""UTF-8 with commas, a file a sheet; cells as they are shown, text in quotes and only text: so types can be seen."""


@pytest.fixture(scope="module")
def sheets(release, tmp_path_factory) -> dict[str, Path]:
    """A CSV file for each sheet, by the name of the sheet."""
    folder = tmp_path_factory.mktemp("libreoffice")
    office = program("soffice", "libreoffice-calc")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", ALL_SHEETS_AS_SHOWN, "--outdir", folder / "csv"]
    log = folder / "log"
    with started([*command, release / "ukim.xlsx"], log) as process:
        assert process.wait(SECONDS) == 0, log.read_text(encoding="utf-8")
    written = {path.stem.removeprefix("ukim-"): path for path in (folder / "csv").iterdir()}
    assert written, log.read_text(encoding="utf-8")
    return written


def expected(cell: str, type_: str) -> str:
    """A cell of the release as LibreOffice writes it in CSV: text in quotes, days and numbers bare."""
    if not cell:
        return ""
    if type_ == "boolean":
        return cell.upper()
    if type_ in {"integer", "number"} or (type_ == "date" and date.fromisoformat(cell).year >= SURE_FROM):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def test_there_is_a_sheet_for_the_codebook_the_prosecutions_and_each_table(sheets) -> None:
    assert sheets.keys() == {CODEBOOK, FIRST, *TABLES}


@pytest.mark.parametrize("name", [*TABLES, FIRST])
def test_every_cell_of_a_sheet_is_that_of_csv_in_its_type(release, sheets, name) -> None:
    types = [field["type"] for field in resources(release)[name]["schema"]["fields"]]
    with csv(release, name).open(encoding="utf-8", newline="") as file:
        header, *records = csv_module.reader(file)
    lines = [",".join(f'"{column}"' for column in header)]
    lines += [",".join(map(expected, record, types)) for record in records]
    assert sheets[name].read_text(encoding="utf-8").splitlines() == lines


def test_the_codebook_has_a_row_for_every_column_and_its_whole_description(release, sheets) -> None:
    with sheets[CODEBOOK].open(encoding="utf-8", newline="") as file:
        told = [(row["table"], row["column"], row["type"], row["description"]) for row in csv_module.DictReader(file)]
    assert told == [
        (name, field["name"], field["type"], field["description"])
        for name, resource in resources(release).items()
        for field in resource["schema"]["fields"]
    ]
