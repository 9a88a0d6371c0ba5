"""The data card says what the release holds."""

import re

import pytest

from lanes import slow
from packages import set_cell
from release.test_build import built


@pytest.fixture(scope="module")
def card(release) -> str:
    return (release / "README.md").read_text(encoding="utf-8")


def row(card: str, begin: str) -> list[str]:
    (line,) = [line for line in card.splitlines() if line.startswith(f"| {begin} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_card_counts_the_rows_of_every_table(card, release) -> None:
    for csv in (release / "csv").glob("*.csv"):
        lines = csv.read_text(encoding="utf-8").splitlines()
        assert row(card, f"`{csv.stem}`")[1] == str(len(lines) - 1)


def test_the_card_counts_cases_by_year_region_and_status(card) -> None:
    assert row(card, "2021") == ["2021", "2"]
    assert row(card, "Region One") == ["Region One", "2"]
    assert row(card, "acquitted") == ["acquitted", "none", "1"]


def test_the_card_holds_our_counts_against_the_published_ones(card) -> None:
    assert row(card, "at least 2 people convicted")[2:] == ["2021-01", "0", "0"]


def test_the_card_leaves_nothing_to_fill_in(card) -> None:
    assert not re.search(r"\$|None|\{|\}", card)


@slow
def test_the_card_follows_the_tables(sound, tmp_path) -> None:
    set_cell(sound, "sentences", "s-000004", "decided", "2022-02-23~")
    card = (built(sound, tmp_path / "dist") / "README.md").read_text(encoding="utf-8")
    assert row(card, "2022") == ["2022", "1"]
