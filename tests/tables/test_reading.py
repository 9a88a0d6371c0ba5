import os
from pathlib import Path

import pytest

from packages import findings, places, rows_of, set_cell, write_rows


def swap_bytes(package: Path, table: str, old: bytes, new: bytes) -> None:
    path = package / "data" / f"{table}.csv"
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "rule"),
    [
        (b"Mysal Ulgiliev", b"Mysal \xc4lgiliev", 2, 16, "encoding"),
        (b"person_id,", b"\xef\xbb\xbfperson_id,", 1, 1, "byte-order-mark"),
        (b"\n", b"\r\n", 1, None, "line-ending"),
        (b",female,,,\n", b",female,,,", 3, None, "line-ending"),
        ("Үлгілиев".encode(), "Үлгілиев".encode().replace("і".encode(), "й".encode()), 2, None, "normal-form"),
        (b"Mysal Ulgiliev", b"Mysal\xe2\x80\x8b Ulgiliev", 2, 15, "control-character"),
        (b"Ulgi Mysalova", b'"Ulgi Mysalova', 3, 10, "csv-syntax"),
        (b"Ulgi Mysalova", b'"Ulgi "Mysalova"', 3, 10, "csv-syntax"),
        (b"Ulgi Mysalova", b'"Ulgi\nMysalova"', 3, None, "cell-line-break"),
        (b"p-000002", b"\np-000002", 3, None, "blank-line"),
        (b",female,,,", b",female,,", 3, None, "row-length"),
        (b"Ulgi Mysalova", b"Mysalova, Ulgi", 3, None, "row-length"),
        (b"Ulgi Mysalova", b'"Ulgi Mysalova"', 3, None, "quoting"),
        (b"name,name_kk", b"name_kk,name", 1, 1, "header"),
        (b"gender,", b"", 1, 1, "header"),
        (b"gender", b"gendre", 1, 1, "header"),
        (b"gender", b"name", 1, 1, "header"),
        (b"Mysal Ulgiliev", b"Mysal\tUlgiliev", 2, 15, "control-character"),
        (b"Mysal Ulgiliev", b"Mysal\xef\xbb\xbfUlgiliev", 2, 15, "control-character"),
        (b"Mysal Ulgiliev", b'Mysal "Ulgiliev', 2, 10, "csv-syntax"),
        (b"Mysal Ulgiliev", b'"Mysal "U" l"', 2, 10, "csv-syntax"),
        (b"\np-000002", b"\n,,,,,,,,\np-000002", 3, None, "blank-line"),
        (b"Mysal Ulgiliev", b"Mysal\x00Ulgiliev", None, None, "encoding"),
    ],
)
def test_a_fault_of_bytes_gives_one_finding_at_its_place(sound, old, new, line, column, rule) -> None:
    if rule == "normal-form":
        new = "Үлги\u0306лиев".encode()
    swap_bytes(sound, "people", old, new)
    (finding,) = findings(sound)
    assert (finding.file, finding.line, finding.column, finding.rule.id) == ("data/people.csv", line, column, rule)


def test_rows_out_of_order_give_one_finding_where_the_disorder_begins(sound) -> None:
    path = sound / "data" / "people.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + second + first, encoding="utf-8")
    assert places(sound) == [("people", 2, None, "order")]


@pytest.mark.parametrize("data", [b"", b"\n", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_one_finding(sound, data) -> None:
    (sound / "data" / "people.csv").write_bytes(data)
    assert places(sound) == [("people", None, None, "file-empty")]


def test_a_missing_file_is_one_finding_although_others_refer_to_it(sound) -> None:
    (sound / "data" / "people.csv").unlink()
    assert places(sound) == [("people", None, None, "file-missing")]


def test_a_folder_in_place_of_a_file_is_one_finding(sound) -> None:
    (sound / "data" / "people.csv").unlink()
    (sound / "data" / "people.csv").mkdir()
    assert places(sound) == [("people", None, None, "file-missing")]


def test_an_unclosed_quote_gives_no_finding_in_the_tables_that_refer_to_the_broken_one(sound) -> None:
    swap_bytes(sound, "cases", b"activist", b'"activist')
    assert places(sound) == [("cases", 2, None, "csv-syntax")]


def test_a_moved_header_names_the_right_one(sound) -> None:
    swap_bytes(sound, "regions", b"region_code,name_en", b"name_en,region_code")
    (finding,) = findings(sound)
    assert "not in the order of the schema" in finding.message
    assert "region_code,name_en,name_kk,name_ru,kind,valid_from,valid_until" in finding.fix


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("name", " Mysal Ulgiliev", "spaces"),
        ("name", "Mysal Ulgiliev ", "spaces"),
        ("name", "Mysal  Ulgiliev", "spaces"),
        ("name", "Mysal\u00a0Ulgiliev", "spaces"),
        ("name", "Mysal\u3000Ulgiliev", "spaces"),
        ("other_names", "Mysal Oulgiliev; M. Ulgiliev", "spaces"),
        ("other_names", "Mysal Oulgiliev ;M. Ulgiliev", "spaces"),
        ("note", "=HYPERLINK(1)", "formula"),
        ("note", "+7", "formula"),
        ("note", "-", "formula"),
        ("note", "@mysal", "formula"),
    ],
)
def test_spaces_that_cannot_be_seen_and_formulas_are_one_finding_on_their_cell(sound, column, value, rule) -> None:
    set_cell(sound, "people", "p-000001", column, value)
    (finding,) = findings(sound)
    assert (finding.rule.id, finding.line, finding.field, finding.value) == (rule, 2, column, value)


@pytest.mark.parametrize(
    ("column", "value"), [("note", "Says so; and so."), ("name", "M. Ulgiliev-Mysal"), ("note", "1 = 1")]
)
def test_plain_spaces_and_signs_inside_a_cell_are_not_blamed(sound, column, value) -> None:
    set_cell(sound, "people", "p-000001", column, value)
    assert places(sound, with_frictionless=False) == []


@pytest.mark.parametrize(("separator", "name"), [(b";", "semicolons"), (b"\t", "tabs")])
def test_another_separator_is_called_by_its_name(sound, separator, name) -> None:
    path = sound / "data/regions.csv"
    path.write_bytes(path.read_bytes().replace(b",", separator))
    (finding,) = findings(sound)
    assert finding.message == f"the cells are separated by {name}; a table is separated by commas"


def test_a_missing_header_line_is_called_so(sound) -> None:
    path = sound / "data/regions.csv"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])
    (finding,) = findings(sound)
    assert finding.message == "the header line is missing"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1251"])
def test_a_file_in_another_encoding_is_one_finding(sound, encoding) -> None:
    path = sound / "data/people.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding, errors="replace")
    assert [place[3] for place in places(sound)] == ["encoding"]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(sound) -> None:
    (sound / "data/people.csv").unlink()
    os.mkfifo(sound / "data/people.csv")
    assert places(sound, with_frictionless=False) == [("people", None, None, "file-missing")]


def test_a_misspelt_header_is_answered_with_the_column_that_was_meant(sound) -> None:
    swap_bytes(sound, "regions", b"valid_from", b"valid_form")
    (finding,) = findings(sound)
    assert finding.message == "'valid_form' is no column (did you mean 'valid_from'?)"


@pytest.mark.parametrize(("length", "expected"), [(32_767, []), (32_768, [("cases", 2, "summary", "cell-length")])])
def test_a_cell_is_as_long_as_a_spreadsheet_can_hold(sound, length, expected) -> None:
    set_cell(sound, "cases", "c-000001", "summary", "a" * length)
    assert places(sound) == expected


def test_a_cell_of_a_million_characters_is_one_finding(sound) -> None:
    set_cell(sound, "cases", "c-000001", "summary", "7" * 1_000_000)
    assert places(sound) == [("cases", 2, "summary", "cell-length")]


def test_a_table_of_its_header_alone_is_sound(sound) -> None:
    header, _ = rows_of(sound, "distinct_people")
    write_rows(sound, "distinct_people", header, [])
    assert places(sound) == []
