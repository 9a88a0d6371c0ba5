"""The quick way to read a table against the slow one: where it takes a file, the slow one finds nothing wrong."""

import re
import sys
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packages import ROOT
from ukim.model import Package
from ukim.tables.fast_path import UNUSUAL, sound_cells
from ukim.tables.reading import FORMULA, INVISIBLE, LONGEST, SPACES, read

PACKAGE = Package.read(ROOT / "datapackage.json")
DATA = ROOT / "tests" / "fixtures" / "sound" / "data"
PARTS = [*',;"\n\r\0 =+-@~?*aZ09Җй', "  ", '""', '","', ",,", "\u0301", "\u00a0", "\u200b", "\u0085", "\ufeff", "\\N"]


def cells_of(name: str, data: bytes) -> pl.DataFrame | None:
    return sound_cells(data, PACKAGE.tables[name], FORMULA, LONGEST)


def assert_both_ways_agree(path, name: str, data: bytes) -> None:
    path.write_bytes(data)
    slowly = read(path, path.name, PACKAGE.tables[name])
    cells = cells_of(name, data)
    assert (cells is None) == (slowly.findings != [])
    if cells is not None:
        assert cells.equals(slowly.cells)


@pytest.mark.parametrize("folder", [DATA, ROOT / "data"])
@pytest.mark.parametrize("name", PACKAGE.tables)
def test_a_sound_table_is_read_alike(tmp_path, folder, name) -> None:
    data = (folder / f"{name}.csv").read_bytes()
    assert cells_of(name, data) is not None
    assert_both_ways_agree(tmp_path / "table.csv", name, data)


@given(st.data())
def test_a_table_broken_at_random_is_judged_alike(tmp_path_factory, data) -> None:
    name = data.draw(st.sampled_from(list(PACKAGE.tables)))
    text = (DATA / f"{name}.csv").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 2, len(text))))
        text = text[:start] + data.draw(st.sampled_from(PARTS)) + text[end:]
    assert_both_ways_agree(tmp_path_factory.getbasetemp() / "broken.csv", name, text.encode())


@given(st.lists(st.lists(st.text(alphabet="".join(PARTS)), min_size=2, max_size=2), max_size=4))
def test_a_table_of_random_cells_is_judged_alike(tmp_path_factory, rows) -> None:
    from ukim.tables.canonical import render

    name = "publishers"
    text = render(PACKAGE.tables[name].names, [[f"p-{at}", *row] for at, row in enumerate(rows)])
    assert_both_ways_agree(tmp_path_factory.getbasetemp() / "random.csv", name, text.encode())


@pytest.mark.parametrize("data", [b"", b"\n", b"publisher_id,name,group_id", b"\xff\n", b"publisher_id,name\n"])
def test_a_file_without_a_table_is_not_taken(data) -> None:
    assert cells_of("publishers", data) is None


def test_rows_out_of_order_in_the_second_part_of_their_key_are_not_taken() -> None:
    data = (DATA / "citations.csv").read_bytes()
    one, other = b"ap-000001,*,news-1,,\n", b"ap-000001,*,news-0,,\n"
    assert cells_of("citations", data.replace(one, other + one)) is not None
    assert cells_of("citations", data.replace(one, one + other)) is None


def test_every_character_that_cannot_be_seen_is_taken_for_one() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    wanted = [one for one in characters if unicodedata.category(one) in INVISIBLE or re.search(SPACES, f"a{one}a")]
    found = pl.Series(characters).filter(pl.Series(characters).str.contains(UNUSUAL))
    assert set(wanted) - {" "} <= set(found)


def test_a_large_sound_table_has_the_lines_and_rows_of_its_file(tmp_path) -> None:
    path = tmp_path / "citations.csv"
    path.write_bytes((ROOT / "data" / "citations.csv").read_bytes())
    reading = read(path, path.name, PACKAGE.tables["citations"])
    lines = path.read_text(encoding="utf-8").split("\n")
    assert reading.lines == []
    assert [reading.line(number) for number in range(1, len(lines))] == lines[:-1]
    assert reading.line(len(lines)) is None
    assert len(reading.rows or []) == reading.height == len(lines) - 2
