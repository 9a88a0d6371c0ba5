"""After a withholding nothing tells it: no output, no file, no difference between before and after."""

import csv
import json
import shutil
import subprocess
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from lanes import examples, slow
from packages import TODAY, add_row, copy_of_the_sound_package, findings, rows_of, set_cell
from ukim.cli import app
from ukim.curation.change_list import CHANGE_LIST, as_json, change_list
from ukim.curation.draft import CurationDraft
from ukim.curation.withholding import withhold
from ukim.diff import diff
from ukim.diff.as_csv import as_csv
from ukim.diff.as_html import as_html
from ukim.diff.as_markdown import as_markdown
from ukim.diff.as_text import as_text
from ukim.errors import UkimError

WISH = "At the wish of the person."
SECRETS = (
    "syral",
    "сырал",
    "taina",
    "тайн",
    quote("Сыралиева").casefold(),
    "bookbinder",
    "wept",
    "secret-source",
    "1971",
)
FORMATS = (as_text, as_markdown, as_csv, as_html)


@pytest.fixture
def named(sound, tmp_path):
    """A package with one more person, whose name stands wherever it may; with a repository and a finished list."""
    add_row(sound, "people", "p-000007", "Taina Syralieva", "", "Тайна Сыралиева", "T. Syralieva", "female", "1971")
    add_row(sound, "cases", "c-000007", "p-000007", "", "KZ-10", "Ulgi", "bookbinder", "not_guilty", "", "", "Wept.")
    add_row(sound, "events", "e-000007", "c-000007", "2021-05-06", "detained", "", "At the well.")
    add_row(sound, "case_organizations", "c-000007", "mysal", "charge")
    add_row(sound, "distinct_people", "p-000001", "p-000007", "Another age.")
    add_row(sound, "publishers", "ulgi-today", "Ulgi Today")
    add_row(
        sound,
        "sources",
        "secret-source",
        "https://opaque.example/77",
        "",
        "ulgi-today",
        "Detained",
        "en",
        "2021-05-07",
        "news",
        "",
        "full",
    )
    for record in ("p-000007", "c-000007", "e-000007", "c-000007/mysal"):
        add_row(sound, "citations", record, "*", "secret-source")
    add_row(
        sound,
        "sources",
        "news-syraliyeva",
        f"https://news.example/{quote('Сыралиева')}",
        "",
        "mysal-radio",
        "",
        "en",
        "2021-05-07",
        "news",
        "",
        "full",
        "",
        "On Syralieva too.",
    )
    add_row(sound, "citations", "p-000001", "*", "news-syraliyeva", "", "Beside T. Syralieva.")
    add_row(sound, "citations", "s-000004", "note", "radio-1", "Syralieva was there.", "Ms Syralieva herself.")
    add_row(sound, "citations", "s-000004", "*", "radio-1", "", "Of Syralieva as well.")
    set_cell(sound, "sentences", "s-000004", "note", "Read out in Ulgi.")
    set_cell(sound, "sources", "copy-1", "title", "Осудили Тайну Сыралиеву")
    set_cell(sound, "sources", "copy-1", "url", "https://copy.example/taina-syralieva-1")
    set_cell(sound, "sources", "radio-1", "archive_url", "https://archive.example/x?u=SyralievaTaina")
    set_cell(sound, "cases", "c-000001", "summary", "Tried before Syraliyeva was.")
    set_cell(sound, "organizations", "mysal", "other_names", "Circle of Syralieva;Example Movement")
    assert findings(sound) == []
    without = shutil.copytree(sound, tmp_path / "without")
    for table in ("people", "cases", "events", "case_organizations", "distinct_people", "citations"):
        header, rows = rows_of(without, table)
        kept = [row for row in rows if not {"p-000007", "c-000007", "e-000007", "c-000007/mysal"} & set(row)]
        with (without / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *kept])
    (sound / CHANGE_LIST).write_text(as_json(diff(str(without), str(sound))), encoding="utf-8")
    (sound / "README.md").write_text("# A package\n\nIt names Taina Syralieva.\n", encoding="utf-8")
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *command], cwd=sound, check=True)  # noqa: S607 - whichever git there is
    return sound


def ukim(*arguments):
    done = CliRunner().invoke(app, [*arguments, "--reason", WISH], env={"COLUMNS": "120"})
    if isinstance(done.exception, Exception):
        raise done.exception
    return done


def held(text: str) -> list[str]:
    """The secrets in a text, its escapes undone."""
    read = {text, text.replace("\\\\", "\\"), unquote(text), unquote(text, "cp1251")}
    if "\\u" in text:
        read.add(text.encode().decode("unicode_escape", "replace"))
    return [secret for secret in SECRETS for one in read if secret in one.casefold()]


@pytest.fixture
def withheld(named, tmp_path):
    """The package before and after the person was withheld, and what the command said."""
    before = shutil.copytree(named, tmp_path / "before", ignore=shutil.ignore_patterns(".git"))
    done = ukim("withhold", "p-000007", "--package", str(named))
    assert done.exit_code == 0
    return before, named, done.output


def test_no_file_of_the_package_and_no_output_holds_the_name_any_more(withheld) -> None:
    _, after, output = withheld
    assert findings(after) == []
    assert held(output) == []
    files = [file for file in after.rglob("*") if file.is_file() and ".git" not in file.parts]
    found = {file.relative_to(after).as_posix(): held(file.read_text(encoding="utf-8")) for file in files}
    assert {name for name, secrets in found.items() if secrets} == {"README.md"}
    assert not any(held(file.name) for file in files)


@slow
@pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "backwards"])
def test_no_difference_between_before_and_after_tells_it(withheld, forwards) -> None:
    before, after, _ = withheld
    found = diff(*map(str, (before, after) if forwards else (after, before)))
    for written in FORMATS:
        assert held(written(found)) == []
    assert held(json.dumps(json.loads(as_json(found)), ensure_ascii=False)) == []
    assert WISH in as_text(found)


@slow
def test_the_finished_list_of_changes_tells_the_rows_as_withheld(withheld) -> None:
    _, after, _ = withheld
    finished = change_list(after)
    (people,) = (table for table in finished.tables if table.name == "people")
    assert [cell.column for cell in people.added[0].cells] == ["*"]
    assert (people.added[0].key, people.added[0].about) == ("p-000007", "withheld")


@slow
def test_what_was_cleared_is_told_by_file_key_and_column_and_stays_guarded(withheld) -> None:
    _, after, output = withheld
    cleared = {
        line.removeprefix("Cleared, for it carried that: ") for line in output.splitlines() if "carried that:" in line
    }
    listed = {(row[0], row[1]) for row in rows_of(after, "changes")[1]}
    for file, key, column in [
        ("sources", "copy-1", "title"),
        ("sources", "copy-1", "url"),
        ("sources", "radio-1", "archive_url"),
        ("cases", "c-000001", "summary"),
    ]:
        assert f"data/{file}.csv, {key}, {column}" in cleared
        assert (key, column) in listed
    assert CHANGE_LIST in cleared
    assert ("p-000007", "*") in listed
    assert not any(record in {"secret-source", "news-syraliyeva"} for record, _ in listed)
    set_cell(after, "cases", "c-000001", "summary", "Filled in again.")
    assert [one.rule.id for one in findings(after)] == ["change-not-respected"]


@slow
def test_of_a_list_the_item_goes_and_a_citation_that_states_the_name_goes_whole(withheld) -> None:
    _, after, _ = withheld
    header, rows = rows_of(after, "organizations")
    assert next(row for row in rows if row[0] == "mysal")[header.index("other_names")] == "Example Movement"
    assert not any(row[:3] == ["s-000004", "note", "radio-1"] for row in rows_of(after, "citations")[1])


@slow
def test_a_key_that_carries_the_name_becomes_one_that_says_nothing(withheld) -> None:
    _, after, output = withheld
    (key,) = (row[0] for row in rows_of(after, "sources")[1] if row[0].startswith("source-"))
    assert f"Has a new key: data/sources.csv, {key}" in output
    assert any(row[0] == "p-000001" and row[2] == key for row in rows_of(after, "citations")[1])


@slow
def test_other_files_are_named_with_their_lines_and_the_rest_is_told_in_the_docs(withheld) -> None:
    *_, output = withheld
    lines = output.splitlines()
    assert "  README.md, line 3" in lines
    assert lines[-1].startswith("docs/people.md tells")


@slow
def test_names_of_people_who_stay_are_no_reason_to_clear_anything(withheld) -> None:
    before, after, _ = withheld
    for table in ("people", "joint_cases", "offences", "bans", "regions"):
        kept = [row for row in rows_of(before, table)[1] if row[0] != "p-000007"]
        assert rows_of(after, table)[1] == kept


@slow
def test_a_dry_run_says_the_same_and_writes_nothing(named) -> None:
    before = {file: file.read_bytes() for file in named.rglob("*") if file.is_file()}
    dry = ukim("withhold", "p-000007", "--dry-run", "--package", str(named))
    assert "Nothing was written (--dry-run)." in dry.output
    assert held(dry.output) == []
    assert before == {file: file.read_bytes() for file in named.rglob("*") if file.is_file()}


def withholding(package, *arguments):
    """What withholding a row or value of the package would do."""
    return withhold(CurationDraft.begin(package / "datapackage.json", TODAY), *arguments)


@slow
def test_a_required_cell_that_carries_the_name_is_written_by_hand_first(named) -> None:
    set_cell(named, "joint_cases", "ulgi-2021", "title_en", "Trial with Syralieva")
    with pytest.raises(UkimError, match=r"joint_cases\.csv, ulgi-2021, title_en") as refused:
        withholding(named, "p-000007", None, WISH)
    assert held(str(refused.value)) == []


@slow
def test_the_reason_must_not_carry_it_either(named) -> None:
    with pytest.raises(UkimError, match="write a neutral one") as refused:
        withholding(named, "p-000007", None, "Ms Syralieva asked for it.")
    assert held(str(refused.value)) == []


@slow
def test_a_value_goes_with_its_citations_and_wherever_else_it_is_told(sound, tmp_path) -> None:
    set_cell(sound, "people", "p-000001", "note", "Runs a bakery.")
    add_row(sound, "citations", "p-000001", "note", "radio-1")
    add_row(sound, "citations", "p-000001", "note", "news-1", "Ran a mill.")
    set_cell(sound, "sources", "news-1", "title", "He who runs a bakery. A verdict")
    before = shutil.copytree(sound, tmp_path / "before")
    outcome = withholding(sound, "p-000001", "note", WISH)
    outcome.draft.write(outcome.texts)
    assert findings(sound) == []
    texts = [file.read_text(encoding="utf-8") for file in (sound / "data").iterdir()]
    texts += [written(diff(str(before), str(sound))) for written in FORMATS]
    assert not [text for text in texts if "bakery" in text or "a mill" in text]
    added = [tuple(row) for row in rows_of(sound, "changes")[1] if row[0] != "p-000009"]
    assert added == [
        ("news-1", "title", "0.0.2", "withheld", "", WISH),
        ("p-000001", "note", "0.0.2", "withheld", "", WISH),
    ]


@slow
def test_a_row_whose_only_value_is_withheld_keeps_its_sources(sound) -> None:
    set_cell(sound, "cases", "c-000002", "joint_case_id", "")
    set_cell(sound, "joint_cases", "ulgi-2021", "defendants_total", "")
    outcome = withholding(sound, "e-000003", "court_id", WISH)
    assert outcome.errors == []
    assert "e-000003,*,news-1,," in outcome.texts["data/citations.csv"]


@pytest.mark.parametrize(
    ("key", "field", "told"),
    [
        ("p-000001", "name", "would only pretend"),
        ("p-000001", "nam", "Did you mean name"),
        ("e-000001", "kind", "Withhold the whole row"),
        ("e-000001", "court_id", "nothing to withhold"),
        ("p-000009", None, "withdrawn in 0.0.1"),
    ],
)
def test_what_cannot_be_withheld_is_refused(untouched, key, field, told) -> None:
    with pytest.raises(UkimError, match=told):
        withholding(untouched, key, field, WISH)


@slow
def test_a_person_who_was_merged_into_the_withheld_one_is_withheld_too(named, tmp_path) -> None:
    before = shutil.copytree(named, tmp_path / "before")
    add_row(before, "people", "p-000008", "Sirli Atau")
    add_row(named, "changes", "p-000008", "*", "0.0.2", "merged", "p-000007", "One and the same.")
    outcome = withholding(named, "p-000007", None, WISH)
    outcome.draft.write(outcome.texts)
    assert findings(named) == []
    for written in (*FORMATS, as_json):
        assert "Atau" not in written(diff(str(before), str(named)))


@slow
def test_in_a_folder_without_a_repository_the_documents_are_looked_through(named) -> None:
    shutil.rmtree(named / ".git")
    (named / "docs").mkdir()
    (named / "docs/a.md").write_text("Тайна Сыралиева\n", encoding="utf-8")
    (named / "docs/syralieva.md").write_text("Nothing.\n", encoding="utf-8")
    (named / "schemas/allowed_names.txt").write_text("Тайна Сыралиева\n", encoding="utf-8")
    told = withholding(named, "p-000007", None, WISH).to_mend
    assert told[1:-1] == [
        "  README.md, line 3",
        "  docs/a.md, line 1",
        "  A file in docs/, whose own name carries it",
        "  schemas/allowed_names.txt, line 1",
    ]


@slow
@examples(12)
@given(st.data())
def test_whatever_is_withheld_the_tables_stay_sound_or_as_they_were(tmp_path_factory, data) -> None:
    package = copy_of_the_sound_package(tmp_path_factory.mktemp("any") / "package")
    draft = CurationDraft.begin(package / "datapackage.json", TODAY)
    rows = [row for row in draft.was.records() if row.table != "changes"]
    row = data.draw(st.sampled_from(rows))
    field = data.draw(st.sampled_from([None, *row.row]))
    try:
        outcome = withhold(draft, row.id, field, WISH)
    except UkimError:
        return
    if not outcome.errors:
        draft.write(outcome.texts)
        assert findings(package, with_frictionless=False) == []
        assert field or CurationDraft.begin(package / "datapackage.json", TODAY).was.record(row.id) is None
