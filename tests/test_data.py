"""What the tables of the repository must hold."""

import pytest

import ukim
from packages import ROOT, TODAY
from ukim.model import Package
from ukim.validate import validate

SEED = "rferl-31117768"


@pytest.fixture(scope="module")
def tables():
    return ukim.connect(ROOT)


def asked(tables, sql: str) -> list[tuple]:
    return tables.sql(sql).fetchall()


def test_validation_finds_nothing_in_the_tables() -> None:
    assert validate(ROOT / "datapackage.json", TODAY.replace(year=2027)).findings == []


def test_all_regions_of_the_standard_are_there_with_those_of_2022(tables) -> None:
    assert asked(tables, "SELECT kind, count(*) FROM regions GROUP BY kind ORDER BY kind") == [
        ("city", 3),
        ("region", 17),
    ]
    new = asked(tables, "SELECT region_code FROM regions WHERE valid_from = '2022-06-08' ORDER BY 1")
    assert new == [("KZ-10",), ("KZ-33",), ("KZ-62",)]


def test_both_bans_are_there_and_the_second_continues_the_first(tables) -> None:
    rows = asked(
        tables,
        "SELECT ban_id, organization_id, designation, decided, continues_ban_id FROM bans "
        "WHERE organization_id IN (FROM case_organizations SELECT organization_id) ORDER BY decided",
    )
    assert rows == [
        ("dvk-2018", "dvk", "extremist", "2018-03-13", None),
        ("koshe-2020", "koshe", "extremist", "2020-05-19", "dvk-2018"),
    ]
    ((grounds,),) = asked(tables, "SELECT grounds FROM bans WHERE ban_id = 'koshe-2020'")
    assert grounds.startswith("Links with the Democratic Choice of Kazakhstan")


def test_the_seed_supports_both_bans(tables) -> None:
    rows = asked(
        tables,
        f"SELECT DISTINCT record_id FROM citations JOIN bans ON ban_id = record_id WHERE source_id = '{SEED}'",
    )
    assert sorted(rows) == [("dvk-2018",), ("koshe-2020",)]


def test_the_first_defendant_of_the_seed_is_on_trial_and_his_defence_is_told_as_his(tables) -> None:
    ((case, region, access, mode, summary),) = asked(
        tables,
        "SELECT case_id, region_code, hearing_access, hearing_mode, summary FROM cases "
        "JOIN citations ON record_id = case_id "
        f"WHERE source_id = '{SEED}' AND field = '*' AND settlement IS NULL",
    )
    assert (region, access, mode) == ("KZ-19", "restricted", "mixed")
    assert "told the court" in summary
    assert asked(tables, f"SELECT role, outcome FROM charges WHERE case_id = '{case}'") == [(None, None)]
    assert asked(tables, f"SELECT organization_id FROM case_organizations WHERE case_id = '{case}'") == [("koshe",)]
    steps = asked(tables, f"SELECT kind, date FROM events WHERE case_id = '{case}' ORDER BY date")
    assert steps == [("trial_opened", "2021-02-23"), ("hearing_scheduled", "2021-03-03")]


def test_the_second_defendant_of_the_seed_was_sentenced_the_day_before(tables) -> None:
    rows = asked(
        tables,
        "SELECT sentences.case_id, main_penalty, term_months, settlement FROM sentences JOIN courts USING (court_id) "
        "WHERE decided = '2021-02-22'",
    )
    assert [row[1:] for row in rows] == [("restriction_of_freedom", 18, "Qaraghandy")]
    assert (rows[0][0], "koshe") in asked(tables, "SELECT case_id, organization_id FROM case_organizations")


def test_earlier_bans_are_context_without_cases(tables) -> None:
    rows = asked(
        tables,
        "SELECT organization_id, measure, decided FROM bans "
        "WHERE organization_id NOT IN (FROM case_organizations SELECT organization_id) ORDER BY ALL",
    )
    assert ("dvk-2001", "liquidation", "2005-01") in rows
    assert ("alga", "ban", "2012-12-21") in rows
    assert all(decided < "2013" for _, _, decided in rows)


def test_the_two_known_disagreements_on_a_first_judgment_are_kept(tables) -> None:
    stated = asked(
        tables,
        "SELECT name, field, stated_value FROM citations JOIN sentences ON sentence_id = record_id "
        "JOIN cases USING (case_id) JOIN people USING (person_id) "
        "WHERE stated_value IS NOT NULL AND instance = 'first' AND field IN ('decided', 'term_months')",
    )
    assert ("Almat Zhumaghulov", "term_months", "84") in stated
    assert ("Alibek Moldin", "decided", "2020-12-20") in stated


def test_the_thirteen_of_almaty_are_tried_together(tables) -> None:
    rows = asked(
        tables,
        "SELECT first_main_penalty, count(*) FROM prosecutions WHERE joint_case_id = 'almaty-2021' "
        "AND first_judgment = '2021-10-11' GROUP BY 1 ORDER BY 1",
    )
    assert rows == [("imprisonment", 4), ("restriction_of_freedom", 9)]


def test_a_person_with_two_prosecutions_is_one_person(tables) -> None:
    twice = asked(tables, "SELECT name, count(*) FROM prosecutions GROUP BY person_id, name HAVING count(*) > 1")
    assert ("Gulzipa Zhaukerova", 2) in twice


def test_the_copy_of_the_seed_is_a_copy(tables) -> None:
    assert asked(tables, f"SELECT publisher_id FROM sources WHERE copy_of = '{SEED}'") == [("asiapacificstar",)]


@pytest.mark.parametrize(
    ("what", "sql"),
    [
        ("an acquittal", "SELECT 1 FROM sentences WHERE effect = 'acquitted'"),
        ("an appeal", "SELECT 1 FROM sentences WHERE instance = 'appeal'"),
        ("a milder replacement", "SELECT 1 FROM sentences WHERE effect = 'replaced_milder'"),
        ("a harsher replacement", "SELECT 1 FROM sentences WHERE effect = 'replaced_harsher'"),
        ("a joint case", "SELECT 1 FROM cases WHERE joint_case_id IS NOT NULL"),
        ("a disagreement", "SELECT 1 FROM citations WHERE stated_value IS NOT NULL"),
        ("a name in three scripts", "SELECT 1 FROM people WHERE name_kk IS NOT NULL AND name_ru IS NOT NULL"),
        ("look-alikes", "SELECT 1 FROM distinct_people"),
        ("a published total", "SELECT 1 FROM published_counts"),
    ],
)
def test_the_first_rows_show(tables, what, sql) -> None:
    assert asked(tables, sql), what


def test_every_main_penalty_of_the_cases_in_scope_occurs(tables) -> None:
    penalties = asked(tables, "SELECT DISTINCT main_penalty FROM sentences WHERE main_penalty IS NOT NULL ORDER BY 1")
    assert penalties == [("imprisonment",), ("none",), ("restriction_of_freedom",)]


def test_every_table_has_rows(tables) -> None:
    empty = [
        name
        for name in Package.read(ROOT / "datapackage.json").tables
        if not asked(tables, f"SELECT 1 FROM {name} LIMIT 1")
    ]
    assert empty == []


def test_every_source_supports_a_row_or_is_a_copy(tables) -> None:
    unused = asked(
        tables,
        "SELECT source_id FROM sources WHERE copy_of IS NULL AND source_id NOT IN (SELECT source_id FROM citations) "
        "AND source_id NOT IN (SELECT source_id FROM published_counts)",
    )
    assert unused == []


def test_every_organization_court_offence_and_publisher_is_used(tables) -> None:
    used = {
        "organizations": "SELECT organization_id FROM bans UNION SELECT organization_id FROM case_organizations",
        "courts": "SELECT court_id FROM bans UNION SELECT court_id FROM events UNION SELECT court_id FROM sentences "
        "UNION SELECT stated_value FROM citations WHERE field = 'court_id'",
        "offences": "SELECT offence_id FROM charges "
        "UNION SELECT stated_value FROM citations WHERE field = 'offence_id'",
        "publishers": "SELECT publisher_id FROM sources UNION SELECT group_id FROM publishers",
    }
    for name, sql in used.items():
        key = Package.read(ROOT / "datapackage.json").tables[name].primary_key[0]
        assert (
            asked(
                tables,
                f"SELECT {key} FROM {name} WHERE {key} NOT IN (SELECT * FROM ({sql}) AS t(k) WHERE k IS NOT NULL)",
            )
            == []
        )


def test_no_slug_carries_the_name_of_a_person(tables) -> None:
    words = {
        word.lower()
        for names in asked(
            tables, "SELECT name, unnest(other_names) FROM people UNION ALL SELECT name, NULL FROM people"
        )
        for name in names
        if name
        for word in name.split()
    }
    slugs = asked(
        tables,
        "SELECT source_id FROM sources UNION SELECT joint_case_id FROM joint_cases UNION SELECT court_id FROM courts",
    )
    assert [slug for (slug,) in slugs if words & set(slug.split("-"))] == []
