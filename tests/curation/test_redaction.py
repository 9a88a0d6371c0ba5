"""What is withheld is told nowhere, in no format."""

import json
import shutil
from urllib.parse import quote

import pytest

from packages import add_row, drop_rows, rows_of, set_cell, write_rows
from ukim.curation.change_list import as_json
from ukim.curation.redaction import Redaction, protected
from ukim.diff import diff
from ukim.diff.as_csv import as_csv
from ukim.diff.as_html import as_html
from ukim.diff.as_markdown import as_markdown
from ukim.diff.as_text import as_text
from ukim.tables.store import Tables

FORMATS = {"text": as_text, "md": as_markdown, "csv": as_csv, "json": as_json, "html": as_html}
NAME = ("Тайна Сыралиева", "Сыралиев", "Taina", "Syralieva", "syralieva", "Тайна")
every_format = pytest.mark.parametrize("form", sorted(FORMATS))
each_way = pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "backwards"])


def told(old, new, form: str, *, forwards: bool = True) -> str:
    """The answer, with the escapes of JSON undone."""
    text = FORMATS[form](diff(*map(str, (old, new) if forwards else (new, old))))
    return json.dumps(json.loads(text), ensure_ascii=False) if form == "json" else text


@pytest.fixture
def named(sound):
    """A package with one more person, whose name stands in titles, addresses, slugs and free text too."""
    add_row(sound, "people", "p-000007", "Taina Syralieva", "", "Тайна Сыралиева", "T. Syralieva", "female", "1971")
    add_row(
        sound, "cases", "c-000007", "p-000007", "", "KZ-10", "Ulgi", "bookbinder", "not_guilty", "", "", "Wept aloud."
    )
    add_row(sound, "events", "e-000007", "c-000007", "2021-05-06", "detained", "", "At the well.")
    add_row(sound, "case_organizations", "c-000007", "mysal", "charge")
    add_row(sound, "distinct_people", "p-000001", "p-000007", "Another age.")
    add_row(sound, "citations", "p-000007", "*", "secret-source")
    add_row(sound, "citations", "c-000007", "*", "secret-source", "", "The bookbinder.")
    add_row(
        sound, "sources", "secret-source", "https://opaque.example/77", "", "mysal-news", "Detained", "en", "2021-05-07"
    )
    add_row(sound, "citations", "c-000007/mysal", "*", "secret-source")
    set_cell(sound, "sources", "copy-1", "title", "Осудили Тайну Сыралиеву")
    set_cell(sound, "sources", "copy-1", "url", "https://copy.example/taina-syralieva-1")
    set_cell(sound, "sources", "news-1", "url", f"https://news.example/{quote('Сыралиева')}")
    set_cell(sound, "sources", "radio-1", "archive_url", "https://archive.example/x?u=SyralievaTaina")
    set_cell(sound, "cases", "c-000001", "summary", "Tried before Syraliyeva was.")
    add_row(sound, "sources", "mysal-syralieva", "https://syralieva.example/", "", "mysal-news", "A title", "en")
    return sound


def without_the_person(named, folder):
    """The package from which the person was withheld, and all that carries the name."""
    new = shutil.copytree(named, folder / "new")
    for table, key in {
        "people": "p-000007",
        "cases": "c-000007",
        "events": "e-000007",
        "case_organizations": "c-000007",
        "sources": "mysal-syralieva",
        "citations": "c-000007/mysal",
    }.items():
        drop_rows(new, table, key)
    drop_rows(new, "sources", "secret-source")
    for table, column in (("citations", 0), ("distinct_people", 1)):
        header, rows = rows_of(new, table)
        write_rows(new, table, header, [row for row in rows if row[column] not in {"p-000007", "c-000007"}])
    for key, column in (("copy-1", "title"), ("radio-1", "archive_url")):
        set_cell(new, "sources", key, column, "")
    set_cell(new, "sources", "copy-1", "url", "https://copy.example/1")
    set_cell(new, "sources", "news-1", "url", "https://news.example/1")
    set_cell(new, "cases", "c-000001", "summary", "Tried before.")
    add_row(new, "changes", "p-000007", "*", "0.0.2", "withheld", "", "At the wish of the person.")
    return new


@every_format
@each_way
def test_nothing_of_a_withheld_person_is_told(named, tmp_path, form, forwards) -> None:
    new = without_the_person(named, tmp_path)
    text = told(named, new, form, forwards=forwards)
    assert text.count("withheld") > 5
    assert "At the wish of the person." in text
    secrets = ("syral", "сырал", "taina", "тайн", quote("Сыралиева").lower(), "1971", "bookbinder", "wept", "the well")
    found = [
        secret
        for secret in (*secrets, "another age", "secret-source", "opaque", "c-000007/mysal", "2021-05")
        if secret in text.casefold()
    ]
    assert not found


@every_format
def test_without_the_row_of_changes_the_same_is_told(named, tmp_path, form) -> None:
    new = without_the_person(named, tmp_path)
    drop_rows(new, "changes", "p-000007")
    text = told(named, new, form).casefold()
    assert all(word in text for word in ("syralieva", "тайна", "1971", "bookbinder", "well", "another age", "opaque"))


@every_format
@each_way
@pytest.mark.parametrize("action", ["withheld", "generalised"])
def test_a_withheld_value_is_withheld_on_both_sides_and_wherever_else_it_stands(
    sound, tmp_path, form, forwards, action
) -> None:
    set_cell(sound, "people", "p-000001", "note", "Runs a bakery")
    set_cell(sound, "sources", "news-1", "title", "He who runs a bakery is sentenced")
    new = shutil.copytree(sound, tmp_path / "new")
    set_cell(new, "people", "p-000001", "note", "" if action == "withheld" else "Runs a shop")
    set_cell(new, "sources", "news-1", "title", "")
    add_row(new, "changes", "p-000001", "note", "0.0.2", action, "", "It tells who it is.")
    text = told(sound, new, form, forwards=forwards)
    assert "bakery" not in text
    assert "shop" not in text
    assert "withheld" in text
    (people,) = (one for one in diff(str(sound), str(new)).tables if one.name == "people")
    (cell,) = people.corrected[0].cells
    assert {cell.old, cell.new, cell.old_words, cell.new_words} == {"withheld"}
    assert people.corrected[0].about == "Mysal Ulgiliev"


@every_format
def test_a_source_that_states_a_withheld_value_is_not_named(sound, tmp_path, form) -> None:
    add_row(sound, "citations", "p-000001", "birth_year", "mysal-7", "1979", "Said so.")
    new = shutil.copytree(sound, tmp_path / "new")
    header, rows = rows_of(new, "citations")
    write_rows(new, "citations", header, [row for row in rows if row[2] != "mysal-7"])
    set_cell(new, "people", "p-000001", "birth_year", "")
    add_row(new, "changes", "p-000001", "birth_year", "0.0.2", "withheld", "", "A wish.")
    text = told(sound, new, form)
    assert not [secret for secret in ("1979", "1980", "Said so", "mysal-7") if secret in text]


@every_format
def test_a_former_name_that_is_withheld_hides_neither_the_person_nor_the_present_name(sound, tmp_path, form) -> None:
    set_cell(sound, "people", "p-000001", "other_names", "Mysal Burynov")
    set_cell(sound, "sources", "news-1", "title", "Бурынова судят")
    new = shutil.copytree(sound, tmp_path / "new")
    set_cell(new, "people", "p-000001", "other_names", "")
    set_cell(new, "people", "p-000001", "birth_year", "1981")
    set_cell(new, "sources", "news-1", "title", "")
    add_row(new, "changes", "p-000001", "other_names", "0.0.2", "withheld", "", "A wish.")
    text = told(sound, new, form)
    assert "Mysal Ulgiliev" in text
    assert "1981" in text
    assert "Buryn" not in text
    assert "Бурын" not in text


def test_a_withholding_that_only_the_package_here_knows_of_counts(named, tmp_path, monkeypatch) -> None:
    here = without_the_person(named, tmp_path)
    later = shutil.copytree(named, tmp_path / "later")
    set_cell(later, "people", "p-000007", "birth_year", "1972")
    monkeypatch.chdir(tmp_path)
    assert "1972" in told(named, later, "text")
    monkeypatch.chdir(here)
    text = told(named, later, "text")
    assert not [secret for secret in ("1971", "1972", "Syralieva") if secret in text]


def test_other_people_of_the_same_given_name_keep_theirs(named, tmp_path) -> None:
    add_row(named, "people", "p-000008", "Taina Basqa", "", "", "", "female", "1990")
    new = without_the_person(named, tmp_path)
    set_cell(new, "people", "p-000008", "birth_year", "1991")
    assert "Taina Basqa (p-000008)" in told(named, new, "text")


def test_a_name_is_found_in_the_forms_that_press_and_addresses_give_it(named) -> None:
    add_row(named, "changes", "p-000007", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(named / "datapackage.json")
    hidden = Redaction([tables], protected(tables))
    forms = (
        *NAME,
        "суд над Сыралиевой",
        "Сыралиевтің ісі",
        "SYRALIYEVA",
        "https://x.example/2021/syralieva_sud.html",
        "https://x.example/tainasyralieva",
        f"https://x.example/{quote('сыралиева', encoding='cp1251')}",
    )
    assert [form for form in forms if not hidden.leaks(form)] == []
    assert not hidden.leaks("Ulgi Mysalova")
    assert not hidden.leaks("A verdict in Ulgi, at last")


def test_numbers_and_categories_that_others_have_too_are_not_hidden_with_a_person(named) -> None:
    add_row(named, "sentences", "s-000007", "c-000007", "2021-05", "", "first", "convicted", "", "imprisonment", "24")
    add_row(named, "citations", "s-000007", "term_months", "secret-source", "60")
    add_row(named, "citations", "s-000007", "main_penalty", "secret-source", "fine")
    add_row(named, "changes", "p-000007", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(named / "datapackage.json")
    hidden = Redaction([tables], protected(tables))
    assert not [value for value in ("24", "60", "fine", "not_guilty", "Ulgi", "2021-05") if hidden.leaks(value)]
    assert hidden.leaks("A bookbinder is charged")


def test_a_place_that_sounds_like_a_withheld_name_is_none(named) -> None:
    set_cell(named, "people", "p-000007", "name", "Taina Ulg")
    set_cell(named, "courts", "ulgi-city", "name_en", "Ulgitau District Court of Ulgi")
    add_row(named, "changes", "p-000007", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(named / "datapackage.json")
    hidden = Redaction([tables], protected(tables))
    assert hidden.leaks("Ulg was tried")
    assert hidden.leaks("https://x.example/taina-ulg")
    assert not hidden.leaks("A verdict in Ulgi")
    assert not hidden.leaks("trial-in-ulgitau-2021")


def test_the_name_of_a_court_that_goes_with_a_person_may_stand_elsewhere(named) -> None:
    add_row(named, "courts", "sirli", "Sirli District Court", "", "", "", "district", "false", "Sirli", "KZ-10")
    add_row(named, "changes", "sirli", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(named / "datapackage.json")
    assert not Redaction([tables], protected(tables)).leaks("The Sirli District Court has a new building")


def test_short_values_are_looked_for_only_where_it_is_asked(named) -> None:
    set_cell(named, "cases", "c-000007", "summary", "She says that she only read aloud.")
    add_row(named, "changes", "p-000007", "*", "0.0.2", "withheld", "", "A wish.")
    tables = Tables.read(named / "datapackage.json")
    hidden = Redaction([tables], protected(tables))
    assert hidden.leaks("A bookbinder is charged")
    assert not hidden.leaks("A bookbinder is charged", shortest=5)
    assert hidden.leaks("Note: she says that she only read aloud.", shortest=5)
    assert hidden.leaks("Syralieva", shortest=5)


def test_where_nothing_is_withheld_nothing_is_hidden(untouched) -> None:
    tables = Tables.read(untouched / "datapackage.json")
    hidden = Redaction([tables], protected(tables))
    assert not any(
        hidden.leaks(value) for table in TABLE_NAMES for row in tables.rows(table).values() for value in row.values()
    )


TABLE_NAMES = ("people", "sources", "cases", "events")
