from pathlib import Path

import pytest

from packages import ROOT, add_row, drop_rows, findings, places, set_cell
from ukim.errors import UkimError

BROKEN = {
    "uncited-row": (
        lambda package: drop_rows(package, "citations", "e-000001"),
        [("events", 2, None)],
    ),
    "uncited-cell": (
        lambda package: set_cell(package, "people", "p-000002", "other_names", "U. Mysalova"),
        [("people", 3, "other_names")],
    ),
    "citation-without-row": (
        lambda package: add_row(package, "citations", "e-999999", "*", "news-1"),
        [("citations", 13, "record_id")],
    ),
    "citation-without-value": (
        lambda package: add_row(package, "citations", "p-000002", "birth_year", "news-1"),
        [("citations", 16, "field")],
    ),
    "citation-repeats-value": (
        lambda package: add_row(package, "citations", "s-000002", "term_months", "radio-1", "18"),
        [("citations", 22, "stated_value")],
    ),
    "stated-value-of-whole-row": (
        lambda package: add_row(package, "citations", "s-000002", "*", "radio-1", "24"),
        [("citations", 22, "stated_value")],
    ),
    "effect-instance": (
        lambda package: set_cell(package, "sentences", "s-000002", "effect", "replaced_milder"),
        [("sentences", 3, "effect")],
    ),
    "acts-on-own-case": (
        lambda package: set_cell(package, "sentences", "s-000002", "acts_on_id", "s-000004"),
        [("sentences", 3, "acts_on_id")],
    ),
    "decision-order": (
        lambda package: set_cell(package, "sentences", "s-000002", "decided", "2021-01"),
        [("sentences", 3, "decided")],
    ),
    "first-instance-acts-on-nothing": (
        lambda package: set_cell(package, "sentences", "s-000002", "acts_on_id", ""),
        [("sentences", 3, "acts_on_id")],
    ),
    "term-fits-penalty": (
        lambda package: set_cell(package, "sentences", "s-000001", "fine_kzt", "1000"),
        [("sentences", 2, "fine_kzt")],
    ),
    "restriction-term": (
        lambda package: set_cell(package, "sentences", "s-000001", "term_months", "5"),
        [("sentences", 2, "term_months")],
    ),
    "penalty-without-conviction": (
        lambda package: set_cell(package, "sentences", "s-000004", "main_penalty", "fine"),
        [("sentences", 5, "main_penalty")],
    ),
    "amount-unit": (
        lambda package: set_cell(package, "additional_penalties", "ap-000002", "unit", "months"),
        [("additional_penalties", 3, "unit")],
    ),
    "charge-says-nothing": (
        lambda package: set_cell(package, "charges", "ch-000002", "stated_as", ""),
        [("charges", 3, "offence_id")],
    ),
    "case-without-organization": (
        lambda package: (
            drop_rows(package, "case_organizations", "c-000002"),
            drop_rows(package, "citations", "c-000002/mysal"),
        ),
        [("cases", 3, "case_id")],
    ),
    "person-without-case": (
        lambda package: (
            add_row(package, "people", "p-000003", "Ulgi Oulgieva"),
            add_row(package, "citations", "p-000003", "*", "news-1"),
        ),
        [("people", 4, "person_id")],
    ),
    "event-in-future": (
        lambda package: set_cell(package, "events", "e-000002", "date", "2026-07"),
        [("events", 3, "date")],
    ),
    "ban-order": (
        lambda package: set_cell(package, "bans", "mysal-2018", "announced", "2018-02"),
        [("bans", 2, "announced")],
    ),
}
"""One breakage of the sound package for each rule, and the places of the findings that it must give."""


@pytest.mark.parametrize("rule", sorted(path.stem for path in (ROOT / "schemas/rules").glob("*.sql")))
def test_a_rule_finds_what_breaks_it_and_nothing_else_does(sound, rule) -> None:
    breakage, expected = BROKEN[rule]
    breakage(sound)
    assert places(sound, with_frictionless=False) == [(*place, rule) for place in expected]


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "rule"),
    [
        ("additional_penalties", "ap-000001", "unit", "", "amount-unit"),
        ("additional_penalties", "ap-000002", "scope", "office", "amount-unit"),
        ("additional_penalties", "ap-000001", "sentence_id", "s-000004", "penalty-without-conviction"),
        ("sentences", "s-000001", "prison_regime", "minimum", "term-fits-penalty"),
        ("sentences", "s-000001", "main_penalty", "", "term-fits-penalty"),
        ("sentences", "s-000004", "acts_on_id", "s-000001", "acts-on-own-case"),
    ],
)
def test_a_rule_of_several_parts_finds_each(sound, table, key, column, value, rule) -> None:
    set_cell(sound, table, key, column, value)
    assert rule in {found.rule.id for found in findings(sound, with_frictionless=False)}


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        ("sentences", "s-000002", "decided", "2021"),
        ("sentences", "s-000002", "decided", ""),
        ("sentences", "s-000001", "decided", "2021-04-30"),
        ("additional_penalties", "ap-000001", "detail", "For three years."),
        ("events", "e-000003", "date", "2026-07-01"),
        ("bans", "mysal-2018", "announced", "2018-03"),
    ],
)
def test_a_rule_does_not_blame_what_may_be_right(sound, table, key, column, value) -> None:
    set_cell(sound, table, key, column, value)
    assert places(sound, with_frictionless=False) == []


def test_a_replacement_may_set_a_shorter_restriction_than_a_judgment(sound) -> None:
    for column, value in {"main_penalty": "restriction_of_freedom", "term_months": "4", "prison_regime": ""}.items():
        set_cell(sound, "sentences", "s-000003", column, value)
    assert places(sound, with_frictionless=False) == []


def test_rules_about_a_table_that_cannot_be_read_are_left_out(sound) -> None:
    (sound / "data/citations.csv").unlink()
    assert places(sound) == [("citations", None, None, "file-missing")]


def test_every_rule_tells_why_and_how_to_mend_it() -> None:
    from ukim.validate.rules import rules

    for rule, _ in rules(ROOT).values():
        assert rule.severity in {"error", "warning"}
        assert all((rule.title, rule.why, rule.fix))


def test_a_rule_without_its_header_is_refused_by_name(sound) -> None:
    (sound / "schemas/rules/new.sql").write_text("-- severity: error\nSELECT 1", encoding="utf-8")
    with pytest.raises(UkimError, match=r"new\.sql: the header lacks title, why, fix"):
        findings(sound, with_frictionless=False)


def test_a_rule_that_cannot_be_run_is_refused_by_name(sound: Path) -> None:
    header = "-- severity: error\n-- title: t\n-- why: w\n-- fix: f\n"
    (sound / "schemas/rules/new.sql").write_text(header + "SELEC 1", encoding="utf-8")
    with pytest.raises(UkimError, match="rule new cannot be run"):
        findings(sound, with_frictionless=False)
