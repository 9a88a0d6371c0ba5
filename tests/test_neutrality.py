"""Our own words neither praise nor blame; docs/neutrality.md tells why."""

import re
from collections.abc import Iterator

import pytest

import ukim
from packages import ROOT, set_cell
from ukim.api.dataset import package_at

QUOTED = {("bans", "grounds"), ("sources", "title"), ("citations", "stated_value"), ("charges", "stated_as")}
"""Columns that hold the words of others."""
JUDGING = re.compile(
    r"\b(?:regime|dictator\w*|hero(?:ic|es)?|brave\w*|courageous\w*|brutal\w*|notorious\w*|infamous\w*|so-called|fabricated"
    r"|trumped[- ]up|bogus|sham|farcical|show trial|dissidents?|radicals?|fanatics?|agitators?|henchm[ae]n|traitors?"
    r"|innocent|unjust\w*|draconian|baseless)\b",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"\b(?:extremists|terrorists|(?:extremist|terrorist) (?:activist|leader|blogger|supporter)\w*)\b", re.IGNORECASE
)
"""A term of the law for groups and activity, made a name for people."""


def own_words(path) -> Iterator[tuple[str, str]]:
    """Each free text in our words, and where it stands."""
    for name, table in package_at(path).tables.items():
        for column in table.free_text:
            if (name, column) not in QUOTED and not column.startswith(("name", "other_names", "title")):
                for cell in ukim.load(name, path)[column].drop_nulls().to_list():
                    yield from ((f"{name}.{column}", text) for text in (cell if isinstance(cell, list) else [cell]))


def judging(path) -> list[tuple[str, str]]:
    return [(place, text) for place, text in own_words(path) if JUDGING.search(text) or LABELLED.search(text)]


def test_our_words_neither_praise_nor_blame_nor_label_anybody() -> None:
    assert judging(ROOT) == []


@pytest.mark.parametrize(
    "text",
    ["A notorious blogger.", "Sentenced in a sham trial.", "One of the extremists.", "Says little of the regime."],
)
def test_a_word_of_praise_or_blame_is_found(sound, text) -> None:
    set_cell(sound, "cases", "c-000001", "summary", text)
    assert judging(sound) == [("cases.summary", text)]


def test_an_occupation_is_never_a_term_of_the_criminal_code() -> None:
    occupations = ukim.load("cases", ROOT)["occupation"].drop_nulls().to_list()
    assert occupations
    assert not [one for one in occupations if re.search("extremis|terroris|criminal", one, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("table", "column"), [("cases", "settlement"), ("courts", "settlement"), ("courts", "name_en")]
)
def test_the_capital_is_always_astana(table, column) -> None:
    names = ukim.load(table, ROOT)[column].drop_nulls().to_list()
    assert any("Astana" in name for name in names)
    assert not [name for name in names if re.search("Nur-?Sultan|Aqmola$|Akmola$", name)]
