"""The rules that no schema property states: one breakage at least for each, and what exactly it must give."""

from pathlib import Path

import pytest

from breakages import EXPECTED
from packages import add_row, copy_of_the_sound_package, edit_json, findings, set_cell
from ukim.findings import BUILT_IN


def replace(file: str, old: str, new: str | bytes):
    """A breakage of bytes: the first `old` of the file becomes `new`."""

    def apply(package: Path) -> None:
        path = package / file
        data = path.read_bytes()
        assert old.encode() in data
        path.write_bytes(data.replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1))

    return apply


def write(file: str, text: str | bytes):
    """A breakage that writes a whole file."""

    def apply(package: Path) -> None:
        (package / file).write_bytes(text if isinstance(text, bytes) else text.encode())

    return apply


def resource(*keys: str | int, value: object):
    return lambda package: edit_json(package / "datapackage.json", "resources", *keys, value=value)


def cell(table: str, key: str, column: str, value: str):
    return lambda package: set_cell(package, table, key, column, value)


def stated(*citation: str):
    return lambda package: add_row(package, "citations", *citation)


def reordered(package: Path) -> None:
    path = package / "data/people.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + second + first, encoding="utf-8")


ALLOWED = "schemas/allowed_names.txt"
PEOPLE = "data/people.csv"
PEOPLE_SCHEMA = "schemas/tables/people.schema.json"
CASES = [
    ("descriptor", write("datapackage.json", "{"), [("datapackage.json", 1, 2)]),
    ("descriptor", write(PEOPLE_SCHEMA, "[]"), [(PEOPLE_SCHEMA, None, None)]),
    ("path", resource(0, "path", value="../people.csv"), [("datapackage.json", None, None)]),
    ("rule-file", write("schemas/rules/uncited-row.sql", "SELECT 1"), [("schemas/rules/uncited-row.sql", None, None)]),
    (
        "rule-file",
        replace("schemas/rules/uncited-row.sql", "SELECT ", "SELECT nothing, "),
        [("schemas/rules/uncited-row.sql", None, None)],
    ),
    ("file-missing", lambda package: (package / PEOPLE).unlink(), [(PEOPLE, None, None)]),
    (
        "file-missing",
        resource(5, "path", value=f"data/{'a' * 300}.csv"),
        [("data/" + "a" * 300 + ".csv", None, None, "file-missing"), (PEOPLE, None, None, "stray-file")],
    ),
    ("file-empty", write(PEOPLE, ""), [(PEOPLE, None, None)]),
    ("stray-file", write("data/people (copy).csv", "person_id\n"), [("data/people (copy).csv", None, None)]),
    ("encoding", replace(PEOPLE, "Mysal U", b"Mysal \xc4"), [(PEOPLE, 2, 16)]),
    ("encoding", replace(PEOPLE, "Mysal U", b"Mysal\0U"), [(PEOPLE, None, None)]),
    ("byte-order-mark", replace(PEOPLE, "person_id", "\ufeffperson_id"), [(PEOPLE, 1, 1)]),
    ("line-ending", replace(PEOPLE, "\n", "\r\n"), [(PEOPLE, 1, None)]),
    ("line-ending", replace(PEOPLE, ",female,,,\n", ",female,,,"), [(PEOPLE, 3, None)]),
    ("normal-form", replace(PEOPLE, "Улгилиев", "Улгили\u0306ев"), [(PEOPLE, 2, None)]),
    ("control-character", replace(PEOPLE, "Mysal U", "Mysal\u200b U"), [(PEOPLE, 2, 15)]),
    ("control-character", replace(PEOPLE, "Mysal U", "Mysal\u202e U"), [(PEOPLE, 2, 15)]),
    ("spaces", replace(PEOPLE, "Mysal U", "Mysal  U"), [(PEOPLE, 2, 10)]),
    ("spaces", replace(PEOPLE, "Mysal U", "Mysal\u00a0U"), [(PEOPLE, 2, 10)]),
    ("formula", cell("people", "p-000001", "note", "=1+1"), [(PEOPLE, 2, 94)]),
    ("cell-length", cell("people", "p-000001", "note", "a" * 32_768), [(PEOPLE, 2, 94)]),
    ("csv-syntax", replace(PEOPLE, "Ulgi Mysalova", '"Ulgi Mysalova'), [(PEOPLE, 3, 10)]),
    ("csv-syntax", replace(PEOPLE, "Ulgi Mysalova", 'Ulgi "Mysalova"'), [(PEOPLE, 3, 10)]),
    ("cell-line-break", replace(PEOPLE, "Ulgi Mysalova", '"Ulgi\nMysalova"'), [(PEOPLE, 3, None)]),
    ("blank-line", replace(PEOPLE, "p-000002", "\np-000002"), [(PEOPLE, 3, None)]),
    ("row-length", replace(PEOPLE, ",female,,,", ",female,,"), [(PEOPLE, 3, None)]),
    ("row-length", replace(PEOPLE, ",female,,,", ",female,,,,"), [(PEOPLE, 3, None)]),
    ("row-count", resource(5, "ukim:rows", value=3), [(PEOPLE, None, None)]),
    ("checksum", resource(5, "bytes", value=3), [(PEOPLE, None, None)]),
    ("checksum", resource(5, "hash", value="sha256:" + "0" * 64), [(PEOPLE, None, None)]),
    ("quoting", replace(PEOPLE, "Ulgi Mysalova", '"Ulgi Mysalova"'), [(PEOPLE, 3, None)]),
    ("order", reordered, [(PEOPLE, 2, None)]),
    ("header", replace(PEOPLE, "gender,", ""), [(PEOPLE, 1, 1)]),
    ("header", replace(PEOPLE, "gender", "gendre"), [(PEOPLE, 1, 1)]),
    ("header", replace(PEOPLE, "gender", "name"), [(PEOPLE, 1, 1)]),
    ("header", replace(PEOPLE, "name,name_kk", "name_kk,name"), [(PEOPLE, 1, 1)]),
    ("header", replace(PEOPLE, "gender", "gender,age"), [(PEOPLE, 1, 1)]),
    ("stated-value", stated("s-000002", "term_months", "news-1", "two years"), [("data/citations.csv", 22, 29)]),
    ("stated-value", stated("s-000001", "main_penalty", "news-1", "jail"), [("data/citations.csv", 19, 30)]),
    ("stated-value", stated("s-000001", "decided", "news-1", "22.02.2021"), [("data/citations.csv", 19, 25)]),
    ("stated-value", stated("s-000001", "court_id", "news-1", "ulgi-town"), [("data/citations.csv", 19, 26)]),
    (
        "third-party-name",
        cell("cases", "c-000001", "summary", "Her lawyer Erke Toibi was not let in."),
        [("data/cases.csv", 2, 77)],
    ),
    ("third-party-name", write("schemas/allowed_names.txt", "# A minister.\nErke Toibi\n"), [(ALLOWED, 2, None)]),
    ("version-without-changelog", write("CHANGELOG.md", "# Changelog\n"), [("CHANGELOG.md", None, None)]),
]
"""Rule, breakage, and the places (file, line, character) at which exactly that rule must find it."""


def places_of(package: Path) -> list[tuple[str, int | None, int | None, str]]:
    return [(one.file, one.line, one.column, one.rule.id) for one in findings(package, with_frictionless=False)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{CASES[number][0]}-{number}")
@pytest.mark.every_case
def test_a_breakage_gives_exactly_its_findings(tmp_path, number) -> None:
    rule, breakage, expected = CASES[number]
    package = copy_of_the_sound_package(tmp_path / "package")
    breakage(package)
    assert places_of(package) == [(*place, rule)[:4] for place in expected]


def test_every_rule_of_the_catalogue_has_a_breakage() -> None:
    assert BUILT_IN.keys() - {rule for rule, _, _ in CASES} - {row["rule"] for row in EXPECTED.values()} == {
        "frictionless"
    }


def test_what_frictionless_alone_finds_is_told(sound, monkeypatch) -> None:
    error = {"resource": "people", "type": "source-error", "line": None, "fields": [], "value": None, "note": "a note"}
    monkeypatch.setattr("ukim.validate.Frictionless.errors", lambda _: [error])
    (found,) = findings(sound)
    assert (found.file, found.rule.id, found.message) == (PEOPLE, "frictionless", "frictionless: a note")
