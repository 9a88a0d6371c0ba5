import pytest

from packages import ROOT, add_row, drop_rows, findings, places, set_cell

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
        ("sentences", "s-000001", "term_months", "85", "restriction-term"),
        ("sentences", "s-000001", "term_days", "5", None),
        ("sentences", "s-000004", "effect", "terminated", None),
        ("bans", "mysal-2018", "in_force_from", "2018-02", "ban-order"),
        ("additional_penalties", "ap-000002", "kind", "damages", "amount-unit"),
        ("additional_penalties", "ap-000002", "unit", "kzt", "amount-unit"),
        ("events", "e-000002", "date", "/2026-07-01", "event-in-future"),
    ],
)
def test_a_rule_of_several_parts_finds_each(sound, table, key, column, value, rule) -> None:
    set_cell(sound, table, key, column, value)
    assert {found.rule.id for found in findings(sound, with_frictionless=False)} >= ({rule} - {None})
    assert rule is not None or places(sound, with_frictionless=False) == []


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


def test_a_review_of_a_replacement_may_uphold_a_shorter_restriction(sound) -> None:
    for column, value in {"main_penalty": "restriction_of_freedom", "term_months": "4", "prison_regime": ""}.items():
        set_cell(sound, "sentences", "s-000003", column, value)
    review = ["s-000009", "c-000001", "2022-05", "", "appeal", "upheld", "s-000003", "restriction_of_freedom", "4"]
    add_row(sound, "sentences", *review)
    add_row(sound, "citations", "s-000009", "*", "news-1")
    assert places(sound, with_frictionless=False) == []


@pytest.mark.parametrize(("effect", "rules"), [("acquitted", ["penalty-without-conviction"]), ("terminated", [])])
def test_costs_may_stand_beside_any_decision_a_ban_only_beside_a_conviction(sound, effect, rules) -> None:
    set_cell(sound, "sentences", "s-000004", "effect", effect)
    kind = "activity_ban" if rules else "costs"
    add_row(sound, "additional_penalties", "ap-000009", "s-000004", kind)
    add_row(sound, "citations", "ap-000009", "*", "news-1")
    assert [found.rule.id for found in findings(sound, with_frictionless=False)] == rules


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("people", "p-000001", "person_id", "")], [("people", 2, "person_id", "required")]),
        ([("cases", "c-000001", "case_id", "c-00001")], [("cases", 3, "case_id", "constraint")]),
        ([("events", "e-000001", "event_id", "x-000001")], [("events", 4, "event_id", "constraint")]),
        (
            [("citations", "e-000001", "record_id", "e-00000l")],
            [("citations", 12, "record_id", "citation-without-row")],
        ),
        ([("citations", "e-000001", "field", "all")], [("citations", 10, "field", "citation-without-value")]),
        ([("citations", "e-000001", "field", "date"), ("citations", "e-000001", "stated_value", "2021-01")], None),
    ],
)
def test_one_slip_of_a_key_or_a_citation_is_one_finding(sound, changes, expected) -> None:
    for change in changes:
        set_cell(sound, *change)
    found = places(sound)
    if expected is None:
        assert {rule for _, _, _, rule in found} == {"citation-repeats-value", "uncited-cell"}
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("table", "key", "column", "value"),
    [
        ("publishers", "mysal-radio", "group_id", "mysal-radio"),
        ("publishers", "mysal-news", "group_id", "mysal-news"),
        ("sources", "news-1", "copy_of", "copy-1"),
        ("organizations", "mysal-old", "predecessor_id", "mysal"),
        ("bans", "mysal-2018", "continues_ban_id", "mysal-2018"),
    ],
)
def test_a_reference_that_goes_in_a_circle_is_one_finding(sound, table, key, column, value) -> None:
    set_cell(sound, table, key, column, value)
    (finding,) = findings(sound)
    assert (finding.rule.id, finding.field) == ("circular-reference", column)


def test_rules_about_a_table_that_cannot_be_read_are_left_out(sound) -> None:
    (sound / "data/citations.csv").unlink()
    assert places(sound) == [("citations", None, None, "file-missing")]


def test_every_rule_tells_why_and_how_to_mend_it() -> None:
    from ukim.validate.rules import files, read

    for path in files(ROOT):
        rule, _ = read(path)
        assert all((rule.title, rule.why, rule.fix, rule.example))


SOUND_HEADER = "-- severity: error\n-- title: t\n-- why: w\n-- fix: f\n-- example: e\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- severity: error\nSELECT 1", "the header lacks title, why, fix, example"),
        (SOUND_HEADER.replace("error", "eror") + "SELECT 1", "severity is error or warning, not 'eror'"),
        (SOUND_HEADER + "SELEC 1", "syntax error"),
        (SOUND_HEADER + "SELECT 1 AS line", "the SELECT must have the columns table_name, line, field, message"),
        (SOUND_HEADER + "SELECT 'x' AS table_name, 2 AS line, NULL AS field, '' AS message", "that does not exist"),
        (SOUND_HEADER + "SELECT 'people' AS table_name, 2 AS line, 'x' AS field, '' AS message", "that does not exist"),
        (SOUND_HEADER + "SELECT 'people' AS table_name, 99 AS line, 'name' AS field, '' AS message", "does not exist"),
        (
            SOUND_HEADER + "SELECT 'people' AS table_name, NULL AS line, 'name' AS field, '' AS message",
            "does not exist",
        ),
        (SOUND_HEADER + "SELECT 'people' AS table_name, 1 AS line, 'name' AS field, '' AS message", "does not exist"),
        (SOUND_HEADER + "SELECT content FROM read_text('/etc/hostname')", "disabled by configuration"),
        (SOUND_HEADER + "COPY (SELECT 1) TO 'written.csv'", "disabled by configuration"),
        (SOUND_HEADER + "SELECT * FROM 'https://example.org/a.csv'", "disabled by configuration"),
    ],
)
def test_a_rule_that_cannot_be_run_is_one_finding_and_the_others_run_on(sound, text, message) -> None:
    (sound / "schemas/rules/new.sql").write_text(text, encoding="utf-8")
    set_cell(sound, "charges", "ch-000002", "stated_as", "")
    blamed, broken = findings(sound, with_frictionless=False)
    assert (broken.file, broken.rule.id) == ("schemas/rules/new.sql", "rule-file")
    assert message in broken.message
    assert blamed.rule.id == "charge-says-nothing"


def test_a_rule_that_is_no_text_is_one_finding(sound) -> None:
    (sound / "schemas/rules/new.sql").write_bytes("SELECT 1".encode("utf-16"))
    assert places(sound, with_frictionless=False) == [("new", None, None, "rule-file")]


def test_every_value_of_a_list_has_its_place_in_the_rules_that_name_them() -> None:
    from ukim.model import Package

    tables = Package.read(ROOT / "datapackage.json").tables
    for rule, table, fields in [
        ("effect-instance", "sentences", ["instance", "effect"]),
        ("amount-unit", "additional_penalties", ["kind", "unit"]),
    ]:
        sql = (ROOT / f"schemas/rules/{rule}.sql").read_text(encoding="utf-8")
        for field in fields:
            assert [value for value in tables[table].by_name[field].allowed_values if f"'{value}'" not in sql] == []
