import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from packages import ROOT
from ukim.model import Package
from ukim.tables.canonical import by_key, cell_column, render
from ukim.tables.reading import read

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]))
ROWS = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5)


@given(ROWS)
def test_what_is_rendered_reads_back_the_same(rows: list[list[str]]) -> None:
    text = render(["a", "b", "c", "d"], rows)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b", "c", "d"], *rows]


@given(st.lists(CELLS, min_size=2, max_size=6))
def test_the_column_of_a_cell_is_where_it_begins_in_the_line(cells: list[str]) -> None:
    line = render(cells, []).removesuffix("\n")
    for index in range(len(cells)):
        before = render(cells[:index], []).removesuffix("\n") if index else ""
        assert cell_column(line, index) == len(before) + (2 if index else 1) or cells[:index] == [""]


def test_rows_are_sorted_part_by_part_of_the_key() -> None:
    table = Package.read(ROOT / "datapackage.json").tables["citations"]
    rows = [["c-1/a", "*", "s", "", ""], ["c-1", "b", "s", "", ""], ["c-1", "*", "s", "", ""]]
    assert [row[:2] for row in by_key(table, rows)] == [["c-1", "*"], ["c-1", "b"], ["c-1/a", "*"]]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(tmp_path_factory, data: bytes) -> None:
    path: Path = tmp_path_factory.mktemp("bytes") / "cases.csv"
    path.write_bytes(data)
    reading = read(path, "cases.csv", Package.read(ROOT / "datapackage.json").tables["regions"])
    assert reading.rows is not None or reading.findings
