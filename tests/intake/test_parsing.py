import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from packages import ROOT, TODAY
from ukim.intake import parsing
from ukim.intake.form import json_schema
from ukim.intake.parsing import Fault, read_all
from ukim.intake.statement import Decision, Entry, Statement
from ukim.model import Package
from ukim.tables.draft import Draft
from ukim.tables.reading import read as read_table

PACKAGE = Package.read(ROOT / "datapackage.json")
TABLES = Draft(
    PACKAGE,
    {one.name: read_table(ROOT / "tests/fixtures/sound" / one.path, one.path, one.table) for one in PACKAGE.resources},
)
SCHEMA = json_schema(PACKAGE)
VALIDATOR = Draft202012Validator(SCHEMA)
GUIDE = (ROOT / "docs/intake.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(yaml|json)\n(.+?)```", GUIDE, re.DOTALL)
SOURCE = "source: {url: https://news.example/1, publisher: Mysal News}\n"
DECISION = "people:\n  - name: A Name\n    decisions:\n      - {instance: first, effect: convicted"
LINE = '{"source": {"url": "https://news.example/1", "publisher": "Mysal News"}'


def read_file(path: Path) -> list[Statement | Fault]:
    return read_all([path], TABLES, TODAY)


@pytest.fixture
def read(tmp_path):
    """Read a text, or bytes, as an intake file."""

    def outcome(text: str | bytes, name: str = "report.yaml") -> list[Statement | Fault]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_file(path)

    return outcome


def only(outcome: list[Any]) -> Any:
    (one,) = outcome
    return one


def entry(outcome: list[Any]) -> Entry:
    statement = only(outcome)
    assert isinstance(statement, Statement), statement
    (one,) = statement.entries
    return one


# What is read


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_every_example_of_the_guide_has_the_form_and_is_read(read, language, example) -> None:
    content = json.loads(example) if language == "json" else yaml.load(example, yaml.BaseLoader)  # noqa: S506
    VALIDATOR.validate(content)
    assert isinstance(only(read(example, "report.jsonl" if language == "json" else "report.yaml")), Statement)


def test_a_document_is_what_one_source_states(read) -> None:
    statement = only(read(EXAMPLES[1][1]))
    assert statement.source["title"] == "Verdict in Ulgi: two sentenced"
    assert statement.mirrors == ["https://www.news.example/amp/5"]
    assert statement.bans == [{"ban_id": "mysal-2018", "decided": "2018-03"}]
    mysal, ulgi = statement.entries
    assert mysal.person == {
        "name": "Mysal Ulgiliev",
        "name_ru": "Мысал Улгилиев",
        "other_names": "M. Ulgiliev",
    }
    assert mysal.case == {"settlement": "Ulgi", "plea": "not_guilty"}
    assert mysal.organizations == [{"organization_id": "mysal", "basis": "charge"}]
    assert mysal.charges == [{"offence_id": "kz-cc-2014-405-2", "role": "participating", "outcome": "convicted"}]
    penalty = {"kind": "activity_ban", "scope": "public_activity;assemblies", "amount": "36", "unit": "months"}
    assert mysal.decisions == [
        Decision(
            {
                "decided": "2021-02-22",
                "court_id": "ulgi-city",
                "instance": "first",
                "effect": "convicted",
                "main_penalty": "restriction_of_freedom",
                "term_months": "18",
            },
            [penalty],
        )
    ]
    assert ulgi.person == {"name": "Ulgi Mysalova", "person_id": "new"}


def test_a_value_of_yaml_is_the_text_that_is_written(read) -> None:
    text = (
        "source:\n  url: https://news.example/1\n  publisher: 012\n  title: 1e3\n  language: no\n"
        "  published: 2021-02-22\n  accessed: 2026-01-01\n  note: '2021'\n"
    )
    source = only(read(text)).source
    assert (source["publisher"], source["title"], source["language"]) == ("012", "1e3", "no")
    assert (source["published"], source["accessed"], source["note"]) == ("2021-02-22", "2026-01-01", "2021")


def test_a_value_of_json_is_the_text_of_a_cell(read) -> None:
    text = (
        LINE + ', "people": [{"name": "Mysal Ulgiliev", "birth_year": 1980, "plea": null}],'
        ' "bans": [{"ban_id": "mysal-2018", "ruling_published": false}]}'
    )
    statement = only(read(text, "report.jsonl"))
    assert statement.entries == [Entry(1, {"name": "Mysal Ulgiliev", "birth_year": "1980"}, {})]
    assert statement.bans == [{"ban_id": "mysal-2018", "ruling_published": "false"}]


def test_a_value_is_one_line_in_normal_form(read) -> None:
    text = f"""{SOURCE}people:
  - name: Mysal
      Ulgiliev
    name_ru: Мысал\u00a0 Улгилии\u0306
    summary: |
      a

      b
"""
    one = entry(read(text))
    assert one.person == {"name": "Mysal Ulgiliev", "name_ru": "Мысал Улгилий"}
    assert one.case == {"summary": "a b"}


def test_what_is_empty_is_not_stated(read) -> None:
    text = f"""{SOURCE}people:
  - name: Mysal Ulgiliev
    other_names: ['', A Name]
    gender:
    plea: ''
    events: []
    charges:
    decisions:
      -
bans:
"""
    assert entry(read(text)) == Entry(3, {"name": "Mysal Ulgiliev", "other_names": "A Name"}, {})


def test_an_id_may_be_given_or_new(read) -> None:
    text = (
        SOURCE
        + "people:\n  - {person_id: p-000001, case_id: new}\n  - {name: A Name, person_id: new, case_id: c-000001}"
    )
    one, two = only(read(text)).entries
    assert (one.person, one.case) == ({"person_id": "p-000001"}, {"case_id": "new"})
    assert (two.person["person_id"], two.case["case_id"]) == ("new", "c-000001")


def test_new_is_a_word_like_others_where_no_row_is_meant(read) -> None:
    assert only(read(SOURCE.replace("Mysal News", "new"))).source["publisher"] == "new"


def test_a_court_or_publisher_or_original_may_be_named_or_given_by_its_id(read) -> None:
    for court, publisher, original in (
        ("ulgi  CITY court", "Mysal News", "https://news.example/2"),
        ("ulgi-city", "mysal-news", "news-2"),
    ):
        source = SOURCE.replace("Mysal News", f"{publisher}, copy_of: '{original}'")
        text = f"{source}people:\n  - name: A Name\n    events: [{{kind: hearing, court_id: {court}}}]"
        statement = only(read(text))
        assert (statement.source["publisher"], statement.source["copy_of"]) == (publisher, original)
        assert statement.entries[0].events == [{"kind": "hearing", "court_id": "ulgi-city"}]


def test_documents_and_entries_know_their_lines(read) -> None:
    text = f"# A comment.\n{SOURCE}people:\n  - name: A Name\n\n  - name: Another\n---\n\n{SOURCE}...\n---\n"
    one, two = read(text)
    assert (one.line, [person.line for person in one.entries], two.line) == (2, [4, 6], 9)


def test_lines_of_json_know_their_lines(read) -> None:
    outcome = read(f'\n{LINE}, "people": [{{"name": "A Name"}}]}}\r\n\r\n{LINE}}}\n', "report.JSONL")
    assert [one.line for one in outcome] == [2, 4]
    assert outcome[0].entries[0].line == 2


def test_an_alias_stands_for_what_it_is_the_alias_of(read) -> None:
    text = (
        SOURCE + "people:\n  - {name: A Name, charges: &same [{role: financing}]}\n  - {name: Another, charges: *same}"
    )
    one, two = only(read(text)).entries
    assert one.charges == two.charges == [{"role": "financing"}]


def test_the_file_is_called_what_the_user_calls_it(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.yaml").write_text(SOURCE, encoding="utf-8")
    assert only(read_file(Path("report.yaml"))).file == "report.yaml"
    assert only(read_file(Path("other.yaml"))).file == "other.yaml"


def test_files_read_together_give_what_they_give_alone(tmp_path) -> None:
    texts = [SOURCE, "people: [", SOURCE + "bans: [{ban_id: X}]", "", SOURCE]
    paths = [tmp_path / f"{number}.yaml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    assert read_all(paths, TABLES, TODAY) == [one for path in paths for one in read_file(path)]


def test_a_column_is_checked_once_for_all_documents(read, monkeypatch) -> None:
    checked = []
    column_schema = parsing.column_schema
    monkeypatch.setattr(parsing, "column_schema", lambda *of: checked.append(of[1].name) or column_schema(*of))
    outcome = read("---\n".join([EXAMPLES[1][1]] * 450))
    assert len(outcome) == 450
    assert len(checked) < 40


# What is refused


MISTAKES = {
    "a key that is none": (
        "people:\n  - nmae: A Name",
        3,
        "people[0].nmae",
        '"nmae" is not a key here. Did you mean name?',
    ),
    "a key that belongs elsewhere": (
        "people:\n  - name: A Name\n    term_months: 18",
        4,
        "people[0].term_months",
        '"term_months" is not a key here. It belongs in decisions.',
    ),
    "a key like no other": ("xyz: 1", 2, "xyz", '"xyz" is not a key here. Keys: source, people, bans.'),
    "a key that is missing": (
        "people:\n  - name: A Name\n    decisions:\n      - decided: 2021\n        effect: convicted",
        5,
        "people[0].decisions[0].instance",
        "is missing. The stage at which the decision fell.",
    ),
    "a key that is empty": ("bans:\n  - ban_id:\n    decided: 2018", 3, "bans[0].ban_id", "is missing. "),
    "an entry of nobody": (
        "people:\n  - plea: guilty",
        3,
        "people[0]",
        "names nobody. Give one of these keys: ",
    ),
    "an entry of somebody new": ("people:\n  - person_id: new", 3, "people[0]", "names nobody. "),
    "an entry that says nothing": (
        "people:\n  - name: A Name\n    charges: [{}]",
        4,
        "people[0].charges[0]",
        "states nothing. Keys: ",
    ),
    "a key that appears twice": ("people: []\npeople: []", 3, "people", "appears twice. "),
    "a word that is in no list": (
        DECISION + ",\n         main_penalty: jail}",
        6,
        "people[0].decisions[0].main_penalty",
        '"jail" is not in the list of values. Did you mean imprisonment? Allowed: ',
    ),
    "an item that is in no list": (
        DECISION + ", penalties: [{kind: fine,\n         scope: [office, meetings]}]}",
        6,
        "people[0].decisions[0].penalties[0].scope",
        '"office;meetings" holds an item that is not in the list of values. ',
    ),
    "a day that does not exist": (
        "people:\n  - name: A Name\n    events:\n      - kind: hearing\n        date: 2021-02-30",
        6,
        "people[0].events[0].date",
        '"2021-02-30" is not a date of the forms allowed, or a day that does not exist. Write the year first, ',
    ),
    "a day ahead": (
        "bans:\n  - {ban_id: mysal-2018, decided: 2026-07}",
        3,
        "bans[0].decided",
        '"2026-07" lies after 2026-06-01. ',
    ),
    "a number with words": (
        "people:\n  - name: A Name\n    birth_year: 41 years",
        4,
        "people[0].birth_year",
        '"41 years" is not a whole number in plain digits: 18',
    ),
    "a number too big": (
        "people: [{name: A Name, birth_year: 3000}]",
        2,
        "people[0].birth_year",
        '"3000" is above 2015. ',
    ),
    "no yes or no": (
        "bans: [{ban_id: mysal-2018, ruling_published: no}]",
        2,
        "bans[0].ruling_published",
        '"no" is not true or false',
    ),
    "a wrong id": ("people: [{person_id: P-1}]", 2, "people[0].person_id", '"P-1" does not have the form ^p-'),
    "a letter of another script": (
        "people: [{name: Мысал}]",
        2,
        "people[0].name",
        '"Мысал" holds a letter that is not Latin. ',
    ),
    "a word for nothing": ("people: [{name: unknown}]", 2, "people[0].name", '"unknown" is a word for nothing. '),
    "a formula": ("people: [{name: =A}]", 2, "people[0].name", '"=A" begins with =, like a formula. '),
    "an invisible character": (
        "people: [{name: A\u200bB}]",
        2,
        "people[0].name",
        "contains an invisible character: U+200B. ",
    ),
    "an endless text": (f"people: [{{name: {'a' * 40_000}}}]", 2, "people[0].name", "has 40,000 characters. "),
    "a list for a value": ("people:\n  - name: [A, B]", 3, "people[0].name", "is a list, but must be one value. "),
    "keys for a value": (
        "people:\n  - name:\n      a: b",
        4,
        "people[0].name",
        "is a mapping, but must be one value. ",
    ),
    "a value for a list": (
        "people:\n  - name: A Name\n    other_names: B Name",
        4,
        "people[0].other_names",
        'is "B Name", but must be a list: [one, other], ',
    ),
    "a list in a list": (
        "people:\n  - {name: A Name, other_names: [[B]]}",
        3,
        "people[0].other_names[0]",
        "is a list, but must be one value. ",
    ),
    "a semicolon in a list": (
        "people:\n  - {name: A Name, other_names: [B, C;D]}",
        3,
        "people[0].other_names[1]",
        "an item of a list must not contain a semicolon. ",
    ),
    "keys for entries": (
        "people: {name: A Name}",
        2,
        "people",
        "is a mapping, but must be a list: [one, other], or entries with a dash before each",
    ),
    "a value for an entry": (
        "people: [A Name]",
        2,
        "people[0]",
        'is "A Name", but must be keys with their values, as name: …',
    ),
    "a tag": ("people: [{name: !A Name}]", 2, "people[0].name", 'a text that begins with "!" needs quotes around it'),
    "a tag in a list": ("people: [{name: A Name, other_names: [!B b]}]", 2, "people[0].other_names[0]", "a text that "),
    "a tag of a key": ("people: [{name: A Name, !B b: c}]", 2, "people[0]", "a key must be plain text"),
    "an alias of nothing": ("people: [{name: *A }]", 2, "people[0].name", 'a text that begins with "*" needs quotes'),
    "an alias of itself": ("people: &all [*all]", 2, "people[0]", "an alias is inside what it refers to"),
    "a hashtag": ("people:\n  - name: A #Name", 3, "people[0].name", 'a text with " #" in it needs quotes around it; '),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_fault_on_its_line_and_key(read, mistake) -> None:
    text, line, key, words = MISTAKES[mistake]
    fault = only(read(SOURCE + text))
    assert isinstance(fault, Fault)
    assert (fault.line, fault.key) == (line, key)
    assert fault.message.startswith(words), fault.message


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("source: {publisher: A}", "source.url"),
        ("source: {url: 'https://news.example/1'}", "source.publisher"),
        ("source:", "source"),
        ("source: news.example", "source"),
        ("source: {url: news.example, publisher: A}", "source.url"),
        ("source: {url: 'https://[news.example', publisher: A}", "source.url"),
        ("source: {url: 'https://news.example/1', publisher: n/a}", "source.publisher"),
        ("source: {url: 'https://news.example/1', publisher: A, mirrors: [news.example]}", "source.mirrors[0]"),
        ("source: {url: 'https://news.example/1', publisher: A, accessed: 2026-01}", "source.accessed"),
        ("bans: []", "source"),
        ("- source", ""),
        ("A report.", ""),
        ("? [source]\n: a", ""),
    ],
)
def test_a_mistake_in_the_source_is_one_fault(read, source, key) -> None:
    fault = only(read(source))
    assert (type(fault), fault.line, fault.key) == (Fault, 1, key)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the file is empty"),
        ("# A comment.\n---\n", 1, "the file is empty"),
        ("\ufeff" + SOURCE, 1, "the file begins with a byte order mark. "),
        (SOURCE.encode() + "people: [{name: Мысал}]".encode("cp1251"), 2, "byte 0xcc is not UTF-8. "),
        (SOURCE.encode("utf-16"), 1, "byte 0xff is not UTF-8. "),
        (SOURCE + "people: \x07", 2, "the line contains an invisible character: U+0007. "),
        (SOURCE + "people:\n\t- name: A Name", 3, "the indent contains a tab. "),
        (SOURCE + "people:\n  - name: A Name\n   plea: guilty", 4, "not valid YAML: "),
        (
            SOURCE + "people:\n  - name: A Name: B",
            3,
            "not valid YAML: mapping values are not allowed in this context. ",
        ),
        (
            SOURCE + 'people:\n  - name: "A Name\n    plea: guilty',
            3,
            "not valid YAML: found unexpected end of stream. ",
        ),
        (SOURCE + "people:\n  - name: @A", 3, "not valid YAML: found character that cannot start any token. "),
        (SOURCE + "people: [{name: A Name}\n", 2, "not valid YAML: "),
        (SOURCE + "people: " + "[" * 100_000, 2, "nested too deeply"),
        (SOURCE + "people:\n" + "- " * 100_000, 3, "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault_on_its_line(read, text, line, words) -> None:
    fault = only(read(text))
    assert (type(fault), fault.line, fault.key) == (Fault, line, "")
    assert fault.message.startswith(words), fault.message


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('{"source": ', "", "not valid JSON: Expecting value (character 12). Each line must be one whole source."),
        ("source: a", "", "not valid JSON: "),
        ("[]", "", "is a list, but must be keys with their values, as source: "),
        ("null", "", "the document is empty"),
        ("[" * 100_000, "", "nested too deeply"),
        (
            LINE + ', "people": [{"name": "A Name", "birth_year": 1980.0}]}',
            "people[0].birth_year",
            "this is a number with a fraction",
        ),
        (
            LINE + ', "people": [{"name": "A Name", "birth_year": NaN}]}',
            "people[0].birth_year",
            "this is a number with a fraction",
        ),
        (
            LINE + ', "people": [{"name": "A Name", "birth_year": 1e3}]}',
            "people[0].birth_year",
            "this is a number with a fraction",
        ),
        (
            LINE + ', "people": [{"name": "A Name", "birth_year": true}]}',
            "people[0].birth_year",
            '"true" is not a whole ',
        ),
        (LINE + ', "people": [{"name": "A Name", "name": "B"}]}', "people[0].name", "appears twice. "),
        (LINE + ', "people": [{"name": "A\\ud800"}]}', "people[0].name", "contains an invisible character: U+D800. "),
        (LINE + ', "people": [{"name": "A Name", "\\ud800": ""}]}', "people[0].?", '"?" is not a key here. '),
    ],
)
def test_a_line_of_json_with_a_mistake_is_one_fault_and_the_others_are_read(read, text, key, words) -> None:
    before, fault, after = read(f"{LINE}}}\n{text}\n{LINE}}}\n", "report.jsonl")
    assert (before.line, after.line) == (1, 3)
    assert (type(fault), fault.line, fault.key) == (Fault, 2, key)
    assert fault.message.startswith(words), fault.message


def test_all_faults_of_a_document_are_told_and_the_other_documents_are_read(read) -> None:
    outcome = read(f"{SOURCE}---\n{SOURCE}people: [{{name: A, gender: x}}]\nbans: [{{ban_id: B}}]\n---\n{SOURCE}")
    assert [type(one) for one in outcome] == [Statement, Fault, Fault, Statement]
    assert [one.key for one in outcome[1:3]] == ["people[0].gender", "bans[0].ban_id"]


REFERENCES = """people:
  - name: A Name
    region_code: KZ-99
    joint_case_id: nobody-2018
    organizations:
      - {organization_id: mysall, basis: charge}
    charges:
      - offence_id: kz-cc-1868-1
    events:
      - kind: hearing
        court_id: Ulgy City Court
    decisions:
      - instance: first
        effect: convicted
        court_id: Nowhere Court
bans:
  - ban_id: mysal-2019
    organization_id: mysal
    continues_ban_id: mysal-1868
"""


def test_every_row_that_the_tables_do_not_have_is_a_fault_on_its_own_line(read) -> None:
    assert [
        (fault.line, fault.key, fault.message.partition(" Correct it, add the row to data/")[0])
        for fault in read(SOURCE + REFERENCES)
    ] == [
        (4, "people[0].region_code", '"KZ-99" is not in regions.'),
        (5, "people[0].joint_case_id", '"nobody-2018" is not in joint_cases.'),
        (7, "people[0].organizations[0].organization_id", '"mysall" is not in organizations. Did you mean mysal?'),
        (9, "people[0].charges[0].offence_id", '"kz-cc-1868-1" is not in offences.'),
        (12, "people[0].events[0].court_id", '"Ulgy City Court" is not in courts. Did you mean ulgi-city?'),
        (16, "people[0].decisions[0].court_id", '"Nowhere Court" is not in courts.'),
        (18, "bans[0].ban_id", '"mysal-2019" is not in bans. Did you mean mysal-2018?'),
        (20, "bans[0].continues_ban_id", '"mysal-1868" is not in bans. Did you mean mysal-2018?'),
    ]


def test_a_row_that_an_intake_may_add_need_not_be_there(read) -> None:
    text = SOURCE.replace("}", ", source_id: news-99, copy_of: news-98}") + (
        "people: [{name: A Name, person_id: p-zzzzzz, case_id: c-zzzzzz, decisions: [{instance: appeal, effect: upheld,"
        " sentence_id: s-zzzzzz, acts_on_id: s-zzzzz0}]}]"
    )
    assert isinstance(only(read(text)), Statement)


def test_mistakes_of_every_kind_in_every_section_are_reported_together(read) -> None:
    text = """source:
  url: news.example
  kind: gossip
  kind: news
people:
  - plea: guilty
    xyz: 1
    charges: none
    events:
      - {kind: arrest, date: 2021-02-30, court_id: Nowhere Court}
      - {date: !x 2021}
    decisions:
      - instance: first
        term_months: [18]
        penalties: [{kind: fine, scope: [office;meetings]}, fine]
bans: [{decided: 2018}]
"""
    assert sorted((fault.line, fault.key) for fault in read(text)) == [
        (2, "source.publisher"),
        (2, "source.url"),
        (3, "source.kind"),
        (4, "source.kind"),
        (6, "people[0]"),
        (7, "people[0].xyz"),
        (8, "people[0].charges"),
        (10, "people[0].events[0].court_id"),
        (10, "people[0].events[0].date"),
        (10, "people[0].events[0].kind"),
        (11, "people[0].events[1].date"),
        (11, "people[0].events[1].kind"),
        (13, "people[0].decisions[0].effect"),
        (14, "people[0].decisions[0].term_months"),
        (15, "people[0].decisions[0].penalties[0].scope[0]"),
        (15, "people[0].decisions[0].penalties[1]"),
        (16, "bans[0].ban_id"),
    ]


def test_a_document_of_many_mistakes_is_read_in_linear_time(read) -> None:
    """Ten times the mistakes may take twenty times the time, not a hundred times."""
    seconds = []
    for number in (1_000, 10_000):
        begun = time.process_time()
        assert len(read(SOURCE + "".join(f"key{one}: a\n" for one in range(number)))) == number
        seconds.append(time.process_time() - begun)
    assert seconds[1] < 20 * seconds[0]


def test_documents_before_broken_yaml_are_read(read) -> None:
    statement, fault = read(f"{SOURCE}---\nsource: [\n")
    assert (type(statement), type(fault), fault.line) == (Statement, Fault, 3)


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_a_file_that_is_none_is_one_fault(tmp_path, name) -> None:
    fault = only(read_file(tmp_path / name))
    assert (fault.line, fault.key) == (1, "")
    assert fault.message.startswith("the file cannot be read: ")


@pytest.mark.parametrize("key", ["title", "url", "kind", "published", "accessed", "language", "read", "mirrors"])
def test_what_may_be_a_personal_identifier_is_not_repeated(read, key) -> None:
    number = "+7 701 123 45 67"
    fault = only(
        read(
            SOURCE.replace("}", f", {key}: 'call {number}'}}")
            if key != "url"
            else f"source: {{publisher: A, url: 'a {number}'}}"
        )
    )
    assert fault.key == f"source.{key}"
    assert not re.search(r"701|123", fault.message)


def test_an_e_mail_address_in_two_scripts_is_not_repeated(read) -> None:
    fault = only(read(SOURCE.replace("}", ", title: 'to аmysal@mail.example'}")))
    assert "@" not in fault.message
    assert fault.message.startswith("the value holds an e-mail address")


def test_a_key_that_may_be_a_personal_identifier_is_not_repeated(read) -> None:
    fault = only(read(SOURCE + "87011234567: a"))
    assert fault.key == "?"
    assert "8701" not in fault.message


def test_a_fault_is_told_in_characters_that_can_be_seen(read) -> None:
    fault = only(read(LINE + ', "people": [{"name": "A Name", "gender": "\\u001b[31m\\u202e"}]}', "report.jsonl"))
    assert fault.message.isprintable()


@pytest.mark.parametrize("levels", [10, 10_000])
def test_aliases_that_grow_beyond_all_bounds_are_one_fault(read, levels) -> None:
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    fault = only(read("\n".join(["a0: &a0 [a, a, a]", *lines])))
    assert fault.message == "has more than 1,000,000 characters, aliases written out"


def test_a_date_ahead_depends_on_the_day(tmp_path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(SOURCE + "bans: [{ban_id: mysal-2018, decided: 2026-07}]", encoding="utf-8")
    assert isinstance(only(read_all([path], TABLES, date(2026, 7, 1))), Statement)


# Whatever is given


def instances(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Whatever the schema accepts, and a little more."""
    if "$ref" in schema:
        return instances(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "type" not in schema:
        return st.one_of(*map(instances, schema["anyOf"]))
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(OF_TYPE[type_](schema) for type_ in types))


def strings(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"])
    return st.one_of(st.sampled_from(["A Name", "new", "2021-02-22"]), st.text(min_size=schema.get("minLength", 0)))


def objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    keys = {key: instances(inner) for key, inner in schema["properties"].items()}
    choices = [{*schema.get("required", []), *branch["required"]} for branch in schema.get("anyOf", [{"required": []}])]
    return st.sampled_from(choices).flatmap(
        lambda needed: st.fixed_dictionaries(
            {key: one for key, one in keys.items() if key in needed},
            optional={key: one for key, one in keys.items() if key not in needed},
        )
    )


OF_TYPE = {
    "null": lambda _: st.none(),
    "boolean": lambda _: st.booleans(),
    "integer": lambda schema: st.integers(schema.get("minimum"), schema.get("maximum")),
    "string": strings,
    "array": lambda schema: st.lists(instances(schema["items"]), max_size=2),
    "object": objects,
}


def stated(content: Any) -> Any:
    """The content as YAML has it: without what is null, which in a list is an empty text."""
    match content:
        case dict():
            return {key: stated(one) for key, one in content.items() if one is not None}
        case list():
            return ["" if one is None else stated(one) for one in content]
    return content


def without_places(outcome: list[Statement | Fault]) -> list[str]:
    """What is read or refused, as text, without the file and the lines of it."""
    return [re.sub(r"(file='.*?'|\bline=\d+), ", "", str(one)) for one in outcome]


def test_a_document_is_read_alike_in_yaml_and_json(tmp_path) -> None:
    names = {"name": "A Name", "other_names": [None, "B Name"], "birth_year": 1980, "plea": None, "gender": "x"}
    source = {"url": "https://news.example/1", "publisher": "Mysal News", "published": 2021}
    read_alike(tmp_path, {"source": source, "people": [names], "bans": [{"ban_id": "a", "ruling_published": False}]})


@pytest.mark.slow
@given(instances(SCHEMA))
def test_what_the_schema_accepts_is_read_or_refused_and_alike_in_yaml_and_json(tmp_path_factory, content) -> None:
    assume(VALIDATOR.is_valid(content))
    read_alike(tmp_path_factory.mktemp("accepted"), content)


def read_alike(folder: Path, content: Any) -> None:
    (folder / "a.jsonl").write_text(json.dumps(content), encoding="utf-8")
    (folder / "a.yaml").write_text(yaml.safe_dump(stated(content), sort_keys=False), encoding="utf-8")
    of_json, of_yaml = (read_file(folder / name) for name in ("a.jsonl", "a.yaml"))
    assert of_json
    assert sorted(without_places(of_json)) == sorted(without_places(of_yaml))


PIECES = [
    *("source", "people", "bans", "name", "url", "publisher", "events", "kind", "hearing", "other_names", "person_id"),
    *(": ", ":", "\n", "\n  ", "\n  - ", "- ", "[", "]", "{", "}", ", ", "'", '"', " #", "? ", "|", ">"),
    *(
        "---\n",
        "...\n",
        "&a ",
        "*a",
        "!b ",
        "%",
        "@",
        "`",
        "\t",
        "\\",
        "\\u0",
        "\r",
        "\0",
        "\u2028",
        "\ufeff",
        "\u200b",
    ),
    *("new", "1", "A Name", "<<: ", "!!int ", "%YAML 1.1\n", "null", "~", "https://news.example/1", SOURCE, LINE),
]


def answered(folder: Path, data: bytes) -> None:
    for name in ("a.yaml", "a.jsonl"):
        (folder / name).write_bytes(data)
        outcome = read_file(folder / name)
        assert outcome
        assert all(isinstance(one, Statement) or (one.line >= 1 and one.message) for one in outcome)


def test_a_file_of_all_signs_is_refused(tmp_path) -> None:
    answered(tmp_path, "".join(PIECES).encode())


@pytest.mark.slow
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map(lambda all_: "".join(all_).encode())
    )
)
def test_any_bytes_are_read_or_refused(tmp_path_factory, data) -> None:
    answered(tmp_path_factory.mktemp("bytes"), data)
