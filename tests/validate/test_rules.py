import re

import pytest

from lanes import fast_first
from packages import ROOT, add_row, copy_of_the_sound_package, drop_rows, findings, places, set_cell


def cited(package, record, source="news-1") -> None:
    """Cite a row that a breakage adds."""
    add_row(package, "citations", record, "*", source)


def another_person(package, person="p-000003", name="Ulgi Mysalov", case="c-000003") -> None:
    """A third person, acquitted in a case of the same joint trial."""
    add_row(package, "people", person, name)
    add_row(package, "cases", case, person, "", "KZ-10", "Ulgi")
    add_row(package, "case_organizations", case, "mysal", "charge")
    for record in (person, case, f"{case}/mysal"):
        cited(package, record)


def another_event(package, day, kind, case="c-000001") -> None:
    add_row(package, "events", "e-000009", case, day, kind)
    cited(package, "e-000009", "radio-1")


def another_sentence(package, *cells) -> None:
    add_row(package, "sentences", "s-000009", *cells)
    cited(package, "s-000009", "radio-1")


def another_source(package, *cells) -> None:
    add_row(package, "sources", "radio-2", *cells)


def changed(package, *cells) -> None:
    add_row(package, "changes", *cells)


def another_ban(package, decision, months) -> None:
    add_row(package, "additional_penalties", "ap-00000a", decision, "activity_ban", "office", months, "months")
    cited(package, "ap-00000a")


BROKEN = {
    "uncited-row": [
        (lambda package: drop_rows(package, "citations", "e-000001"), [("events", 2, None)]),
    ],
    "uncited-cell": [
        (
            lambda package: set_cell(package, "people", "p-000002", "other_names", "U. Mysalova"),
            [("people", 3, "other_names")],
        ),
    ],
    "citation-without-row": [
        (lambda package: cited(package, "e-999999"), [("citations", 13, "record_id")]),
    ],
    "citation-without-value": [
        (
            lambda package: add_row(package, "citations", "p-000002", "birth_year", "news-1"),
            [("citations", 16, "field")],
        ),
    ],
    "citation-repeats-value": [
        (
            lambda package: add_row(package, "citations", "s-000002", "term_months", "news-1", "18"),
            [("citations", 22, "stated_value")],
        ),
    ],
    "stated-value-of-whole-row": [
        (
            lambda package: add_row(package, "citations", "s-000002", "*", "news-1", "24"),
            [("citations", 21, "stated_value")],
        ),
    ],
    "stated-value-coarser": [
        (
            lambda package: add_row(package, "citations", "s-000001", "decided", "radio-1", "2021-02"),
            [("citations", 19, "stated_value")],
        ),
        (
            lambda package: add_row(package, "citations", "s-000004", "decided", "radio-1", "2021-02-23"),
            [("citations", 24, "stated_value")],
        ),
        (
            lambda package: add_row(package, "citations", "ap-000001", "scope", "radio-1", "public_activity"),
            [("citations", 3, "stated_value")],
        ),
        (
            lambda package: (
                add_row(package, "offences", "kz-cc-2014-405", "cc_2014", "405", "", "A banned association"),
                add_row(package, "citations", "ch-000001", "offence_id", "radio-1", "kz-cc-2014-405"),
            ),
            [("citations", 9, "stated_value")],
        ),
    ],
    "effect-instance": [
        (
            lambda package: set_cell(package, "sentences", "s-000002", "effect", "replaced_milder"),
            [("sentences", 3, "effect")],
        ),
    ],
    "acts-on-own-case": [
        (
            lambda package: set_cell(package, "sentences", "s-000003", "acts_on_id", "s-000004"),
            [("sentences", 4, "acts_on_id")],
        ),
    ],
    "decision-order": [
        (
            lambda package: set_cell(package, "sentences", "s-000002", "decided", "2021-01"),
            [("sentences", 3, "decided")],
        ),
    ],
    "first-instance-acts-on-nothing": [
        (
            lambda package: set_cell(package, "sentences", "s-000002", "acts_on_id", ""),
            [("sentences", 3, "acts_on_id")],
        ),
        (
            lambda package: (
                another_sentence(package, "c-000001", "2020-12", "", "cassation", "annulled_remitted", "s-000002"),
                set_cell(package, "sentences", "s-000009", "decided", "2021-05"),
                set_cell(package, "sentences", "s-000004", "case_id", "c-000001"),
                set_cell(package, "sentences", "s-000004", "acts_on_id", "s-000009"),
                set_cell(package, "sentences", "s-000004", "decided", "2021-06"),
                drop_rows(package, "citations", "s-000004"),
                cited(package, "s-000004", "radio-1"),
            ),
            [("sentences", 5, "acts_on_id")],
        ),
    ],
    "two-first-judgments": [
        (
            lambda package: another_sentence(package, "c-000002", "2021-02-25", "", "first", "acquitted", "", "none"),
            [("sentences", 6, "instance")],
        ),
    ],
    "judgment-before-ban": [
        (
            lambda package: (
                set_cell(package, "bans", "mysal-2018", "decided", "2021-02-23"),
                set_cell(package, "bans", "mysal-2018", "announced", ""),
            ),
            [("sentences", 2, "decided")],
        ),
    ],
    "term-fits-penalty": [
        (
            lambda package: set_cell(package, "sentences", "s-000001", "fine_kzt", "1000"),
            [("sentences", 2, "fine_kzt")],
        ),
        (
            lambda package: set_cell(package, "sentences", "s-000001", "prison_regime", "minimum"),
            [("sentences", 2, "prison_regime")],
        ),
        (
            lambda package: set_cell(package, "sentences", "s-000004", "term_months", "18"),
            [("sentences", 5, "term_months")],
        ),
        (
            lambda package: set_cell(package, "sentences", "s-000004", "term_days", "18"),
            [("sentences", 5, "term_days")],
        ),
        (
            lambda package: (
                set_cell(package, "sentences", "s-000003", "main_penalty", ""),
                set_cell(package, "sentences", "s-000003", "term_months", ""),
                set_cell(package, "sentences", "s-000003", "prison_regime", ""),
            ),
            [("sentences", 4, "term_days")],
        ),
    ],
    "term-in-months": [
        (
            lambda package: set_cell(package, "sentences", "s-000003", "term_days", "31"),
            [("sentences", 4, "term_days")],
        ),
    ],
    "restriction-term": [
        (
            lambda package: (
                set_cell(package, "sentences", "s-000001", "term_months", "5"),
                set_cell(package, "sentences", "s-000002", "effect", "increased"),
            ),
            [("sentences", 2, "term_months")],
        ),
    ],
    "review-fits-penalty": [
        (
            lambda package: set_cell(package, "sentences", "s-000002", "term_months", "26"),
            [("sentences", 3, "effect")],
        ),
        (
            lambda package: (
                set_cell(package, "sentences", "s-000002", "term_months", "26"),
                set_cell(package, "sentences", "s-000002", "effect", "reduced"),
            ),
            [("sentences", 3, "effect")],
        ),
        (
            lambda package: (
                set_cell(package, "sentences", "s-000002", "term_months", "17"),
                set_cell(package, "sentences", "s-000002", "effect", "increased"),
            ),
            [("sentences", 3, "effect")],
        ),
        (
            lambda package: set_cell(package, "sentences", "s-000002", "main_penalty", "imprisonment"),
            [("sentences", 3, "main_penalty")],
        ),
    ],
    "penalty-without-conviction": [
        (
            lambda package: set_cell(package, "sentences", "s-000004", "main_penalty", "fine"),
            [("sentences", 5, "main_penalty")],
        ),
        (
            lambda package: (
                add_row(package, "additional_penalties", "ap-000009", "s-000004", "confiscation"),
                cited(package, "ap-000009"),
            ),
            [("additional_penalties", 4, "sentence_id")],
        ),
    ],
    "amount-unit": [
        (
            lambda package: set_cell(package, "additional_penalties", "ap-000002", "unit", "months"),
            [("additional_penalties", 3, "unit")],
        ),
        (
            lambda package: set_cell(package, "additional_penalties", "ap-000001", "unit", ""),
            [("additional_penalties", 2, "amount")],
        ),
        (
            lambda package: set_cell(package, "additional_penalties", "ap-000002", "scope", "office"),
            [("additional_penalties", 3, "scope")],
        ),
    ],
    "activity-ban-term": [
        (
            lambda package: set_cell(package, "additional_penalties", "ap-000001", "amount", "3"),
            [("additional_penalties", 2, "amount")],
        ),
        (
            lambda package: another_ban(package, "s-000003", "121"),
            [("additional_penalties", 4, "amount")],
        ),
    ],
    "labour-beside-restriction": [
        (
            lambda package: set_cell(package, "additional_penalties", "ap-000002", "amount", "240"),
            [("additional_penalties", 3, "unit")],
        ),
        (
            lambda package: (
                set_cell(package, "sentences", "s-000001", "main_penalty", "imprisonment"),
                set_cell(package, "sentences", "s-000002", "main_penalty", "imprisonment"),
            ),
            [("additional_penalties", 3, "unit")],
        ),
    ],
    "court-level": [
        (
            lambda package: set_cell(package, "courts", "ulgi-regional", "level", "district"),
            [("sentences", 3, "court_id")],
        ),
    ],
    "court-outside-region": [
        (
            lambda package: (
                set_cell(package, "courts", "ulgi-city", "region_code", "KZ-75"),
                set_cell(package, "courts", "ulgi-city", "settlement", ""),
                set_cell(package, "cases", "c-000002", "region_code", ""),
            ),
            [("sentences", 2, "court_id")],
        ),
    ],
    "settlement-of-court": [
        (
            lambda package: set_cell(package, "cases", "c-000002", "settlement", "Taraz"),
            [("cases", 3, "settlement")],
        ),
    ],
    "settlement-spelling": [
        (
            lambda package: (
                another_person(package),
                set_cell(package, "cases", "c-000003", "settlement", "Ulgy"),
            ),
            [("cases", 4, "settlement")],
        ),
    ],
    "settlement-region": [
        (
            lambda package: (
                another_person(package),
                set_cell(package, "regions", "KZ-10", "valid_from", ""),
                set_cell(package, "cases", "c-000003", "region_code", "KZ-75"),
            ),
            [("cases", 4, "region_code")],
        ),
    ],
    "charge-says-nothing": [
        (
            lambda package: set_cell(package, "charges", "ch-000002", "stated_as", ""),
            [("charges", 3, "offence_id")],
        ),
    ],
    "charge-twice": [
        (
            lambda package: (
                add_row(package, "charges", "ch-000009", "c-000002", "", "having ties with the movement"),
                cited(package, "ch-000009"),
            ),
            [("charges", 4, None)],
        ),
    ],
    "outcome-fits-judgment": [
        (
            lambda package: set_cell(package, "charges", "ch-000002", "outcome", "convicted"),
            [("charges", 3, "outcome")],
        ),
        (
            lambda package: (
                set_cell(package, "charges", "ch-000002", "outcome", "acquitted"),
                set_cell(package, "sentences", "s-000004", "effect", "terminated"),
            ),
            [("charges", 3, "outcome")],
        ),
        (
            lambda package: (
                another_person(package),
                add_row(package, "charges", "ch-000009", "c-000003", "kz-cc-2014-405-1", "", "", "convicted"),
                cited(package, "ch-000009"),
            ),
            [("charges", 4, "outcome")],
        ),
    ],
    "case-without-organization": [
        (
            lambda package: (
                drop_rows(package, "case_organizations", "c-000002"),
                drop_rows(package, "citations", "c-000002/mysal"),
            ),
            [("cases", 3, "case_id")],
        ),
    ],
    "person-without-case": [
        (
            lambda package: (add_row(package, "people", "p-000003", "Taltal Taltalov"), cited(package, "p-000003")),
            [("people", 4, "person_id")],
        ),
    ],
    "possible-duplicate-person": [
        (
            lambda package: another_person(package, name="Oulgiliev Mysal"),
            [("people", 4, "name")],
        ),
        (
            lambda package: (
                another_person(package, name="Oulgiliev Mysal"),
                drop_rows(package, "citations", "p-000003"),
                drop_rows(package, "citations", "c-000003"),
                cited(package, "p-000003", "radio-1"),
                cited(package, "c-000003", "radio-1"),
                another_event(package, "2022-04", "searched", "c-000003"),
            ),
            [("people", 4, "name")],
        ),
    ],
    "distinct-pair": [
        (
            lambda package: add_row(package, "distinct_people", "p-000002", "p-000001", "Tried on different days."),
            [("distinct_people", 3, "other_person_id")],
        ),
    ],
    "joint-case-total": [
        (
            lambda package: (
                another_person(package),
                set_cell(package, "cases", "c-000003", "joint_case_id", "ulgi-2021"),
            ),
            [("joint_cases", 2, "defendants_total")],
        ),
    ],
    "step-after-judgment": [
        (lambda package: another_event(package, "2022-02-01", "charged"), [("events", 5, "date")]),
    ],
    "step-before-judgment": [
        (lambda package: another_event(package, "2021-01", "in_force"), [("events", 5, "date")]),
    ],
    "release-before-custody": [
        (lambda package: another_event(package, "2020-12-31", "freed_pretrial"), [("events", 5, "date")]),
        (lambda package: another_event(package, "2021-01", "released", "c-000002"), [("events", 5, "date")]),
    ],
    "step-after-death": [
        (
            lambda package: (
                another_event(package, "2022-03-26", "died"),
                add_row(package, "events", "e-00000a", "c-000001", "2022-04-01", "detained"),
                cited(package, "e-00000a", "radio-1"),
            ),
            [("events", 6, "date")],
        ),
    ],
    "step-twice": [
        (
            lambda package: (
                add_row(package, "events", "e-000009", "c-000001", "2021-02-01", "trial_opened", "ulgi-city"),
                cited(package, "e-000009"),
            ),
            [("events", 5, None)],
        ),
        (
            lambda package: another_sentence(
                package, "c-000001", "2022-03-25", "", "enforcement", "replaced_harsher", "s-000002", "imprisonment"
            ),
            [("sentences", 6, None)],
        ),
    ],
    "event-in-future": [
        (lambda package: set_cell(package, "events", "e-000001", "date", "2026-07"), [("events", 2, "date")]),
    ],
    "period-order": [
        (
            lambda package: set_cell(package, "published_counts", "news-2021", "period_to", "2017"),
            [("published_counts", 2, "period_to")],
        ),
        (
            lambda package: set_cell(package, "regions", "KZ-10", "valid_until", "2022-06-07"),
            [("regions", 2, "valid_until")],
        ),
        (
            lambda package: (
                set_cell(package, "sentences", "s-000003", "counted_from", "2021-05"),
                set_cell(package, "sentences", "s-000003", "ends", "2021-04"),
            ),
            [("sentences", 4, "ends")],
        ),
        (
            lambda package: set_cell(package, "sentences", "s-000003", "ends", "2022-03-24"),
            [("sentences", 4, "ends")],
        ),
    ],
    "ban-order": [
        (
            lambda package: set_cell(package, "bans", "mysal-2018", "announced", "2018-02"),
            [("bans", 2, "announced")],
        ),
        (
            lambda package: set_cell(package, "bans", "mysal-2018", "in_force_from", "2017"),
            [("bans", 2, "in_force_from")],
        ),
    ],
    "fact-after-sources": [
        (
            lambda package: set_cell(package, "events", "e-000002", "date", "2021-02-25"),
            [("events", 3, "date")],
        ),
        (
            lambda package: set_cell(package, "events", "e-000001", "date", "2022"),
            [("events", 2, "date")],
        ),
    ],
    "same-address": [
        (
            lambda package: (
                another_source(package, "http://www.radio.example/1/?utm_source=mysal", "", "mysal-radio", "", "ru"),
                set_cell(package, "sources", "radio-2", "kind", "news"),
                set_cell(package, "sources", "radio-2", "read", "full"),
                add_row(package, "citations", "s-000002", "*", "radio-2"),
            ),
            [("sources", 5, "url")],
        ),
    ],
    "same-title-and-day": [
        (
            lambda package: (
                another_source(
                    package,
                    "https://radio.example/2",
                    "",
                    "mysal-radio",
                    "Verdict, at last",
                    "en",
                    "2021-02-23",
                    "news",
                ),
                set_cell(package, "sources", "radio-2", "read", "full"),
                add_row(package, "citations", "s-000001", "*", "radio-2"),
            ),
            [("sources", 5, "title")],
        ),
    ],
    "copy-of-copy": [
        (
            lambda package: (
                another_source(package, "https://radio.example/2", "", "mysal-radio", "", "en", "", "news", "copy-1"),
                set_cell(package, "sources", "radio-2", "read", "full"),
            ),
            [("sources", 5, "copy_of")],
        ),
    ],
    "cited-copy": [
        (
            lambda package: add_row(package, "citations", "e-000001", "*", "copy-1"),
            [("citations", 10, "source_id")],
        ),
    ],
    "unused-source": [
        (
            lambda package: (
                another_source(package, "https://radio.example/2", "", "mysal-radio", "", "en", "", "news"),
                set_cell(package, "sources", "radio-2", "read", "full"),
            ),
            [("sources", 5, "source_id")],
        ),
    ],
    "unused-row": [
        (
            lambda package: add_row(package, "organizations", "mysal-new", "Newer Movement", *[""] * 4, "party"),
            [("organizations", 3, None)],
        ),
        (
            lambda package: add_row(package, "courts", "ulgi-second", "Second Court", "", "", "", "district", "false"),
            [("courts", 4, None)],
        ),
        (lambda package: add_row(package, "publishers", "mysal-site", "Mysal Site"), [("publishers", 4, None)]),
        (lambda package: add_row(package, "joint_cases", "ulgi-2022", "Trial of two"), [("joint_cases", 3, None)]),
    ],
    "group-of-group": [
        (
            lambda package: (
                add_row(package, "publishers", "mysal-house", "Mysal House"),
                set_cell(package, "publishers", "mysal-news", "group_id", "mysal-house"),
            ),
            [("publishers", 4, "group_id")],
        ),
    ],
    "ambiguous-id": [
        (
            lambda package: (
                add_row(package, "publishers", "mysal", "Mysal"),
                set_cell(package, "publishers", "mysal-radio", "group_id", "mysal"),
            ),
            [("publishers", 2, None)],
        ),
    ],
    "change-not-respected": [
        (
            lambda package: changed(package, "p-000002", "*", "0.0.1", "withdrawn", "", "Entered twice."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "p-000002", "*", "0.0.1", "withheld", "", "At their request."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "p-000002", "gender", "0.0.1", "withheld", "", "At their request."),
            [("changes", 2, "field")],
        ),
        (
            lambda package: changed(package, "p-000002", "*", "0.0.1", "merged", "p-000001", "One person."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "copy-1", "*", "0.0.1", "withdrawn", "", "Read wrongly."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "c-000002/mysal", "*", "0.0.1", "withheld", "", "At their request."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "p-000008", "gender", "0.0.1", "corrected", "", "Misread."),
            [("changes", 2, "record_id")],
        ),
        (
            lambda package: changed(package, "p-000002", "birth_year", "0.0.1", "generalised", "", "Safer."),
            [("changes", 2, "field")],
        ),
    ],
    "change-successor": [
        (
            lambda package: set_cell(package, "changes", "p-000009", "successor_id", "p-000001"),
            [("changes", 2, "successor_id")],
        ),
        (
            lambda package: set_cell(package, "changes", "p-000009", "action", "merged"),
            [("changes", 2, "successor_id")],
        ),
        (
            lambda package: (
                set_cell(package, "changes", "p-000009", "action", "merged"),
                set_cell(package, "changes", "p-000009", "successor_id", "p-000008"),
            ),
            [("changes", 2, "successor_id")],
        ),
    ],
    "source-without-address": [
        (
            lambda package: set_cell(package, "sources", "radio-1", "url", ""),
            [("sources", 4, "url")],
        ),
        (
            lambda package: (
                set_cell(package, "sources", "radio-1", "url", ""),
                changed(package, "radio-1", "url", "0.0.1", "corrected", "", "Mistyped."),
                changed(package, "radio-1", "title", "0.0.1", "withheld", "", "At their request."),
            ),
            [("sources", 4, "url")],
        ),
    ],
    "name-in-id": [
        (
            lambda package: (
                another_source(package, "https://radio.example/2", "", "mysal-radio", "", "en", "", "news"),
                set_cell(package, "sources", "radio-2", "read", "full"),
                set_cell(package, "sources", "radio-2", "source_id", "radio-mysalova-2"),
                add_row(package, "citations", "s-000002", "*", "radio-mysalova-2"),
            ),
            [("sources", 5, "source_id")],
        ),
    ],
}
"""Breakages of the sound package for each rule, one for each of its parts, and where each must be found."""


RULES = sorted(path.stem for path in (ROOT / "schemas/rules").glob("*.sql"))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.every_case
def test_a_rule_finds_what_breaks_it_and_nothing_else_does(tmp_path, rule) -> None:
    for number, (breakage, expected) in enumerate(BROKEN[rule]):
        package = copy_of_the_sound_package(tmp_path / str(number))
        breakage(package)
        assert places(package, with_frictionless=False) == [(*place, rule) for place in expected]


def parts_of(sql: str) -> list[str]:
    """The SQL without each of its parts in turn: selects joined by UNION ALL; of a single one, without any row."""
    header, *body = re.split(r"^(?=SELECT|WITH)", sql, maxsplit=1, flags=re.MULTILINE)
    parts = "".join(body).split("\nUNION ALL\n")
    if len(parts) == 1:
        return [f"{header}SELECT * FROM ({parts[0]}) WHERE false"]
    names, first = re.split(r"^(?=SELECT)", parts[0], maxsplit=1, flags=re.MULTILINE)
    selects = [first, *parts[1:]]
    return [
        header + names + "\nUNION ALL\n".join(part for part in selects if part is not left_out) for left_out in selects
    ]


@pytest.mark.parametrize("rule", fast_first(RULES))
def test_no_part_of_a_rule_can_be_left_out_unnoticed(tmp_path, rule) -> None:
    sql = (ROOT / f"schemas/rules/{rule}.sql").read_text(encoding="utf-8")
    for mutant, text in enumerate(parts_of(sql)):
        caught = False
        for number, (breakage, expected) in enumerate(BROKEN[rule]):
            package = copy_of_the_sound_package(tmp_path / f"{mutant}-{number}")
            breakage(package)
            (package / f"schemas/rules/{rule}.sql").write_text(text, encoding="utf-8")
            caught = caught or places(package, with_frictionless=False) != [(*place, rule) for place in expected]
        assert caught, text


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
        ("sentences", "s-000002", "decided", "2021-02"),
        ("additional_penalties", "ap-000001", "detail", "For three years."),
        ("events", "e-000003", "date", "2026-07-01"),
        ("bans", "mysal-2018", "announced", "2018-03"),
    ],
)
def test_a_rule_does_not_blame_what_may_be_right(sound, table, key, column, value) -> None:
    set_cell(sound, table, key, column, value)
    assert places(sound, with_frictionless=False) == []


def sent_back(package) -> None:
    """The appeal sends the first case back, and it is judged anew."""
    set_cell(package, "sentences", "s-000002", "effect", "annulled_remitted")
    for column in ("main_penalty", "term_months"):
        set_cell(package, "sentences", "s-000002", column, "")
    drop_rows(package, "sentences", "s-000003")
    drop_rows(package, "citations", "s-000003")
    another_sentence(package, "c-000001", "2021-06", "", "first", "convicted", "", "restriction_of_freedom", "18")


HARMLESS = {
    "a court that only a source which says otherwise names": lambda package: (
        add_row(package, "courts", "ulgi-second", "Second Court", "", "", "", "district", "false"),
        add_row(package, "citations", "s-000001", "court_id", "radio-1", "ulgi-second"),
    ),
    "the rest of a ban in a decision of enforcement": lambda package: another_ban(package, "s-000003", "3"),
    "a source states another day": lambda package: add_row(
        package, "citations", "s-000001", "decided", "radio-1", "2021-02-23"
    ),
    "a case that was sent back is judged again": sent_back,
    "a case that was sent back is tried again": lambda package: (
        sent_back(package),
        another_event(package, "2021-05", "trial_opened"),
    ),
    "an acquittal before the ban": lambda package: (
        set_cell(package, "sentences", "s-000004", "decided", "2018-01"),
        drop_rows(package, "events", "e-000003"),
        drop_rows(package, "citations", "e-000003"),
    ),
    "a conviction of something else before the ban": lambda package: (
        set_cell(package, "bans", "mysal-2018", "decided", "2021-02-23"),
        set_cell(package, "bans", "mysal-2018", "announced", ""),
        set_cell(package, "charges", "ch-000001", "outcome", "dropped"),
    ),
    "a fact of the day after its source": lambda package: set_cell(package, "events", "e-000001", "date", "2021-02-24"),
    "a fact whose only source has no date": lambda package: (
        set_cell(package, "sources", "radio-1", "published", ""),
        set_cell(package, "sentences", "s-000003", "decided", "2024"),
    ),
    "a fact that a later source states by column": lambda package: (
        set_cell(package, "events", "e-000002", "date", "2021-02-25"),
        set_cell(package, "sentences", "s-000001", "decided", ""),
        set_cell(package, "sentences", "s-000002", "decided", ""),
        add_row(package, "citations", "e-000002", "date", "radio-1"),
    ),
    "a region that was made later": lambda package: (
        set_cell(package, "courts", "ulgi-city", "region_code", "KZ-10"),
        set_cell(package, "cases", "c-000001", "region_code", "KZ-75"),
    ),
    "a labour in hours of the whole term": lambda package: (
        set_cell(package, "additional_penalties", "ap-000002", "unit", "hours"),
        set_cell(package, "additional_penalties", "ap-000002", "amount", "150"),
    ),
    "a ban for life": lambda package: (
        set_cell(package, "additional_penalties", "ap-000001", "unit", "lifetime"),
        set_cell(package, "additional_penalties", "ap-000001", "amount", ""),
    ),
    "an amended term": lambda package: (
        set_cell(package, "sentences", "s-000002", "effect", "amended"),
        set_cell(package, "sentences", "s-000002", "term_months", "12"),
    ),
    "an arrest of forty days": lambda package: [
        set_cell(package, "sentences", "s-000003", column, value)
        for column, value in {
            "main_penalty": "arrest",
            "term_months": "",
            "term_days": "40",
            "prison_regime": "",
        }.items()
    ],
    "a pair that is settled": lambda package: (
        another_person(package, name="Oulgiliev Mysal"),
        add_row(package, "distinct_people", "p-000001", "p-000003", "One was born in 1980, the other in 1990."),
    ),
    "one name in times far apart": lambda package: (
        another_person(package, name="Oulgiliev Mysal"),
        drop_rows(package, "citations", "p-000003"),
        drop_rows(package, "citations", "c-000003"),
        cited(package, "p-000003", "radio-1"),
        cited(package, "c-000003", "radio-1"),
        another_event(package, "2018-12", "searched", "c-000003"),
    ),
    "one title on different days": lambda package: set_cell(package, "sources", "radio-1", "title", "Verdict, at last"),
    "one title and day, explained": lambda package: (
        set_cell(package, "sources", "radio-1", "title", "Verdict, at last"),
        set_cell(package, "sources", "radio-1", "published", "2021-02-23"),
        set_cell(package, "sources", "radio-1", "note", "Another text under the same title."),
        set_cell(package, "sentences", "s-000002", "decided", ""),
        set_cell(package, "sentences", "s-000003", "decided", ""),
    ),
    "a correction of a row that stands": lambda package: changed(
        package, "p-000002", "gender", "0.0.1", "corrected", "", "Misread."
    ),
    "a correction of a row that was withdrawn later": lambda package: changed(
        package, "p-000009", "gender", "0.0.1", "corrected", "", "Misread."
    ),
    "a merged row that leads to another": lambda package: (
        set_cell(package, "changes", "p-000009", "action", "merged"),
        set_cell(package, "changes", "p-000009", "successor_id", "p-000001"),
    ),
    "a merged row whose successor was withdrawn": lambda package: (
        changed(package, "p-000008", "*", "0.0.1", "merged", "p-000009", "Entered twice."),
    ),
    "addresses that were withheld": lambda package: [
        (
            set_cell(package, "sources", source, "url", ""),
            changed(package, source, "url", "0.0.1", "withheld", "", "At their request."),
        )
        for source in ("news-1", "radio-1")
    ],
    "a release where nobody knows of an arrest": lambda package: (
        drop_rows(package, "sentences", "s-000004"),
        drop_rows(package, "citations", "s-000004"),
        another_event(package, "2021-01", "released", "c-000002"),
    ),
    "a charge acquitted on appeal": lambda package: set_cell(package, "charges", "ch-000001", "outcome", "acquitted"),
    "a name of a place in a key": lambda package: set_cell(package, "people", "p-000001", "name", "Ulgi Ulgiliev"),
    "a step on two days": lambda package: another_event(package, "2021-02-02", "trial_opened"),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_no_rule_blames(sound, what) -> None:
    HARMLESS[what](sound)
    assert places(sound, with_frictionless=False) == []


def test_a_replacement_may_set_a_shorter_restriction_than_a_judgment(sound) -> None:
    for column, value in {"main_penalty": "restriction_of_freedom", "term_months": "4", "prison_regime": ""}.items():
        set_cell(sound, "sentences", "s-000003", column, value)
    assert places(sound, with_frictionless=False) == []


def test_a_review_of_a_replacement_may_uphold_a_shorter_restriction(sound) -> None:
    for column, value in {"main_penalty": "restriction_of_freedom", "term_months": "4", "prison_regime": ""}.items():
        set_cell(sound, "sentences", "s-000003", column, value)
    review = [
        "s-000009",
        "c-000001",
        "2022-04",
        "",
        "appeal",
        "upheld",
        "s-000003",
        "restriction_of_freedom",
        "4",
        "17",
    ]
    add_row(sound, "sentences", *review)
    cited(sound, "s-000009", "radio-1")
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
        (SOUND_HEADER + "SELECT * FROM 'https://example.org/a.csv'", "disabled by configuration"),
        (SOUND_HEADER + "SELECT * FROM glob('/etc/*')", "disabled by configuration"),
        (SOUND_HEADER + "SELECT getenv('HOME')", "getenv does not exist"),
        (SOUND_HEADER + "SELECT * FROM sqlite_scan('a.db', 'b')", "is not in the catalog"),
        (SOUND_HEADER + "SELECT * FROM statement", "statement does not exist"),
        (SOUND_HEADER + "SELECT $today", "it has parameters: today"),
        (SOUND_HEADER + "SELECT setseed (0.1)", "it may not use setseed"),
        (SOUND_HEADER + "FROM \"query\"/**/('SELECT 1')", "it may not use query"),
        *(
            (SOUND_HEADER + sql, f"one SELECT and nothing else, but there is: {kinds}")
            for sql, kinds in [
                ("", "nothing"),
                ("SELECT 1; SELECT 2", "SELECT, SELECT"),
                ("SET threads = 2; SELECT 1", "SET, SELECT"),
                ("SET VARIABLE today = DATE '1990-01-01'", "SET"),
                ("CREATE OR REPLACE TEMP VIEW charges AS FROM charges LIMIT 0; SELECT 1", "CREATE, SELECT"),
                ("DROP VIEW charges", "DROP"),
                ("PRAGMA version", "PRAGMA"),
                ("CALL pragma_version()", "CALL"),
                ("ATTACH 'written.db'", "ATTACH"),
                ("COPY (SELECT 1) TO 'written.csv'", "COPY"),
                ("EXPORT DATABASE 'written'", "EXPORT"),
                ("PREPARE one AS SELECT 1", "PREPARE"),
                ("PIVOT people ON gender", "MULTI"),
            ]
        ),
    ],
)
def test_a_rule_that_cannot_be_run_is_one_finding_and_the_others_run_on(sound, text, message) -> None:
    (sound / "schemas/rules/new.sql").write_text(text, encoding="utf-8")
    set_cell(sound, "charges", "ch-000002", "stated_as", "")
    blamed, broken = findings(sound, with_frictionless=False)
    assert (broken.file, broken.rule.id) == ("schemas/rules/new.sql", "rule-file")
    assert message in broken.message
    assert blamed.rule.id == "charge-says-nothing"


CHANGING = [
    "SET VARIABLE today = DATE '1990-01-01'",
    "CREATE VIEW people AS SELECT 1 AS name",
    "CREATE MACRO length(word) AS 0",
    "SET default_collation = 'nocase'",
    "SELECT setseed(0.5) AS line",
    "WITH new AS (INSERT INTO seen VALUES (2) RETURNING *) SELECT * FROM new",
    "FROM query('SELECT setseed(0.5) AS line')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT setseed(0.5) AS line'))",
    "FROM register_external_resource_type('disk', kind := 'disk')",
    "FROM enable_logging()",
    "FROM 'written.csv'",
]


def test_no_rule_leaves_anything_behind_for_another(tmp_path) -> None:
    from ukim.validate import rules

    def left_behind():
        tables = ("duckdb_settings()", "duckdb_variables()", "duckdb_views()", "duckdb_functions()")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables]

    (tmp_path / "schemas/rules").mkdir(parents=True)
    for number, sql in enumerate(CHANGING):
        (tmp_path / f"schemas/rules/changing-{number:02}.sql").write_text(SOUND_HEADER + sql, encoding="utf-8")
    with rules.connect() as connection:
        connection.execute("CREATE VIEW seen AS SELECT 1 AS line; SET VARIABLE today = DATE '2021-02-22'")
        before = left_behind()
        selects, broken = rules.selects(tmp_path, connection)
        found = [*broken, *rules.check(connection, selects, {}, set(), is_complete=True)]
        assert left_behind() == before
    assert {one.rule.id for one in found} == {"rule-file"}
    assert {one.file for one in found} == {f"schemas/rules/{path.name}" for path in rules.files(tmp_path)}


def test_a_rule_that_changes_a_table_does_not_silence_another(sound) -> None:
    """The first rule of the alphabet empties what the others read."""
    text = SOUND_HEADER + "CREATE OR REPLACE TEMP VIEW charges AS FROM charges LIMIT 0; SELECT 1"
    (sound / "schemas/rules/a.sql").write_text(text, encoding="utf-8")
    set_cell(sound, "charges", "ch-000002", "stated_as", "")
    found = places(sound, with_frictionless=False)
    assert [rule for *_, rule in found] == ["charge-says-nothing", "rule-file"]


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


def test_a_rule_is_not_blamed_for_what_it_says_of_a_row_whose_key_is_wrong(sound) -> None:
    """A key that stands twice is unknown to the rules, so that a message made of it is no text."""
    add_row(sound, "people", "p-000001", "Ulgi Mysalbekov")
    assert places(sound, with_frictionless=False) == [("people", 3, "person_id", "primary-key")]
