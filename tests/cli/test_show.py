import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lanes import fast_first
from packages import ROOT, add_row, drop_rows, rows_of, set_cell
from ukim.cli import app
from ukim.errors import UkimError
from ukim.model import Package


def show(*arguments: str | Path, width: int = 100):
    """Run the command in a terminal of that width."""
    return CliRunner().invoke(app, ["show", *map(str, arguments)], env={"COLUMNS": str(width)})


def shown(*arguments: str | Path, width: int = 100) -> list[str]:
    """The lines of the page."""
    done = show(*arguments, width=width)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def complaint(*arguments: str | Path) -> str:
    """What a wrong use is answered with."""
    done = show(*arguments)
    assert isinstance(done.exception, UkimError)
    assert done.stdout == ""
    return str(done.exception)


PERSON = """\
Mysal Ulgiliev (p-000001)
  Name             Mysal Ulgiliev [1]
  Name in Kazakh   Мысал Үлгілиев [1]
  Name in Russian  Мысал Улгилиев [1]
  Other names      Mysal Oulgiliev, M. Ulgiliev [1]
  Gender           male [1]
  Birth year       1980 [1]
  Not the same as  Ulgi Mysalova (p-000002): Tried on different days.

Case c-000001: Ulgi, 2021-2022
  Summary             Says that the rally was peaceful. [1]
  Place               Ulgi, Region One [1]
  Court               Ulgi City Court [1]
  Organization        Movement of Examples: the charge or the judgment names the group [1]
  Joint case          Trial of two in Ulgi, 2021, with Ulgi Mysalova (p-000002) [1]
  Occupation          activist [1]
  Plea                not guilty (rejects the charge) [1]
  Access to hearings  restricted (press or public were kept out of the room, wholly or partly,
                      without a closed trial) [1]
  Mode of hearings    mixed (in the courtroom, and by video link for some) [1]
  Last known status   convicted, as of 2022-03-25; main penalty: imprisonment, 7 months and 17 days

  Charged with
    -  article 405, part 2 of the Criminal Code of 2014: Taking part in the activity of a banned
       association; role: participating; outcome: convicted [1]

  Timeline
    2021-01     Detained [1]
    2021-02-01  Trial opened, Ulgi City Court [1]
    2021-02-22  First instance: convicted, Ulgi City Court [1]
                Main penalty: restriction of freedom, 18 months [1]
                Activity ban (public activity, assemblies), 36 months [1]
                Compulsory labour, 100 hours a year [1]
                Term: 18 months [1], 24 months according to [2]
    2021-04     Appeal: upheld, Ulgi Regional Court [2]
                Main penalty after it: restriction of freedom, 18 months [2]
    2022-03-25  Enforcement: replaced by a harsher penalty [2]
                Main penalty after it: imprisonment, 7 months and 17 days, minimum security [2]

Sources
[1]  Mysal News, 2021-02-23, read: full (news-1)
     Verdict, at last
     https://news.example/1
[2]  Mysal Radio, 2022-04, read: excerpt (radio-1)
     https://radio.example/1
"""


def test_a_person_is_shown_with_every_case_and_who_says_what(untouched) -> None:
    assert show("p-000001", untouched).stdout == PERSON


def test_a_case_is_shown_under_the_name_of_its_person(untouched) -> None:
    lines = shown("c-000002", untouched)
    assert lines[:3] == ["Ulgi Mysalova (p-000002)", "", "Case c-000002: Ulgi, 2021"]
    assert "    about 2021-02-23  First instance: acquitted, Ulgi City Court [1]" in lines
    assert not any("c-000001" in line for line in lines)


def test_a_source_is_shown_with_its_copies_and_what_it_states_by_person(untouched) -> None:
    lines = shown("news-1", untouched)
    assert lines[0] == "Verdict, at last (news-1)"
    assert "  Copied by  Mysal News, https://copy.example/1 (copy-1)" in lines
    people = [line for line in lines if line in {"  Mysal Ulgiliev (p-000001)", "  Ulgi Mysalova (p-000002)", "  Bans"}]
    assert people == ["  Mysal Ulgiliev (p-000001)", "  Ulgi Mysalova (p-000002)", "  Bans"]
    assert "    Event e-000001                Date: 2021-01; Kind: detained" in lines
    assert "    Person p-000002     Name: Ulgi Mysalova" in lines
    assert lines[-2].startswith("    Count news-2021  Unit: people; Stage: convicted; Basis: DVK or Koshe;")


def test_what_a_source_states_instead_stands_beside_what_the_row_has(untouched) -> None:
    line = "    Sentence s-000001  Term: 24 months (the row has 18 months)"
    assert line in shown("radio-1", untouched)


def test_a_source_whose_address_is_withheld_is_shown_without_one(sound) -> None:
    for source in ("news-1", "copy-1"):
        set_cell(sound, "sources", source, "url", "")
    assert "  Copied by  Mysal News (copy-1)" in shown("news-1", sound)
    assert not any("//" in line for line in shown("c-000002", sound))


def test_a_copy_names_its_original(untouched) -> None:
    assert "  Copy of    news-1" in shown("copy-1", untouched)


def test_the_page_is_the_same_from_a_release(untouched, release) -> None:
    assert show("p-000001", release).stdout == show("p-000001", untouched).stdout
    assert show("news-1", release).stdout.count("earliest") == 0


def test_without_a_package_upwards_the_tables_of_this_package_are_shown(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    key = rows_of(ROOT, "people")[1][0][0]
    assert shown(key) == shown(key, ROOT)


@pytest.mark.parametrize("table", fast_first(["sources", "people", "cases"]))
def test_every_row_of_the_dataset_can_be_shown(table) -> None:
    from ukim.report.layout import laid_out
    from ukim.show.page import page
    from ukim.tables.store import Tables

    tables = Tables.read(ROOT / "datapackage.json")
    for key in tables.rows(table):
        text = "\n".join(laid_out(page(tables, key)))
        assert key in text
        assert "  \n" not in text


def test_two_cases_share_one_list_of_sources(sound) -> None:
    set_cell(sound, "cases", "c-000002", "person_id", "p-000001")
    lines = shown("p-000001", sound)
    assert [line for line in lines if line.startswith("Case")] == [
        "Case c-000001: Ulgi, 2021-2022",
        "Case c-000002: Ulgi, 2021",
    ]
    assert lines.count("Sources") == 1


def test_marks_stand_behind_what_each_source_states(sound) -> None:
    add_row(sound, "citations", "s-000001", "decided", "news-1")
    add_row(sound, "citations", "s-000001", "effect", "radio-1")
    add_row(sound, "citations", "s-000001", "court_id", "radio-1")
    lines = shown("c-000001", sound)
    assert "    2021-02-22  First instance: convicted [1] [2], Ulgi City Court [2]" in lines


def test_a_note_on_a_statement_is_told_with_the_source_that_it_is_about(sound) -> None:
    set_cell(sound, "citations", "s-000004", "note", "The headline says otherwise.")
    lines = shown("c-000002", sound)
    assert "                      Note on [1]: The headline says otherwise." in lines


def test_a_source_that_is_cited_for_the_row_does_not_support_what_it_contradicts(sound) -> None:
    drop_rows(sound, "citations", "s-000004")
    add_row(sound, "citations", "s-000004", "*", "news-1")
    add_row(sound, "citations", "s-000004", "*", "radio-1")
    add_row(sound, "citations", "s-000004", "effect", "radio-1", "terminated")
    text = "Effect: acquitted [1], terminated according to [2]"
    assert [line.strip() for line in shown("c-000002", sound) if "according to" in line] == [text]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2021-02", "2021-02"),
        ("2021~", "about 2021"),
        ("2021-03?", "perhaps 2021-03"),
        ("/2021-02-03", "by 2021-02-03"),
    ],
)
def test_a_date_is_told_as_precisely_as_it_is_known(sound, value, words) -> None:
    set_cell(sound, "events", "e-000003", "date", value)
    assert any(line.split("  ")[2:3] == [words] and "Hearing scheduled" in line for line in shown("c-000002", sound))


def test_the_court_is_that_of_the_first_judgment_or_of_a_hearing_but_not_of_a_later_step(sound) -> None:
    set_cell(sound, "sentences", "s-000001", "court_id", "")
    assert "  Court               Ulgi City Court [1]" in shown("c-000001", sound)
    set_cell(sound, "events", "e-000002", "kind", "early_release_refused")
    assert not any(line.startswith("  Court ") for line in shown("c-000001", sound))


def test_a_note_on_a_whole_row_is_told_with_what_the_source_states(sound) -> None:
    set_cell(sound, "citations", "e-000003", "note", "Told by a visitor.")
    text = "Date: 2021-03-03; Kind: hearing scheduled; Court: Ulgi City Court; Told by a visitor."
    assert text in " ".join(" ".join(shown("news-1", sound)).split())


def test_an_undated_step_is_told_to_be_so(sound) -> None:
    set_cell(sound, "events", "e-000003", "date", "")
    assert any("undated" in line and "Hearing scheduled" in line for line in shown("c-000002", sound))


def test_a_decision_tells_what_it_acts_on_unless_that_is_the_one_before(sound) -> None:
    set_cell(sound, "sentences", "s-000003", "acts_on_id", "s-000001")
    lines = shown("c-000001", sound)
    assert any(
        "Enforcement: replaced by a harsher penalty (acts on the decision of 2021-02-22)" in one for one in lines
    )
    assert sum("acts on" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"term_months": "1"}, "restriction of freedom, 1 month [1]"),
        ({"main_penalty": "fine", "term_months": "", "fine_kzt": "1500000"}, "fine, 1,500,000 tenge [1]"),
        (
            {"counted_from": "2020-09", "ends": "2022-08~"},
            "restriction of freedom, 18 months, counted from 2020-09, until about 2022-08 [1]",
        ),
    ],
)
def test_a_penalty_is_told_in_words(sound, cells, words) -> None:
    for column, value in cells.items():
        set_cell(sound, "sentences", "s-000001", column, value)
    assert f" Main penalty: {words}" in " ".join(line.strip() for line in shown("c-000001", sound))


def test_an_additional_penalty_tells_what_the_source_adds(sound) -> None:
    set_cell(sound, "additional_penalties", "ap-000002", "unit", "lifetime")
    set_cell(sound, "additional_penalties", "ap-000002", "amount", "")
    set_cell(sound, "additional_penalties", "ap-000002", "detail", "For good.")
    assert "                Compulsory labour, lifetime. For good. [1]" in shown("c-000001", sound)


def test_labels_are_those_of_the_schemas_of_the_package(sound) -> None:
    path = sound / "schemas/tables/events.schema.json"
    text = path.read_text(encoding="utf-8")
    label = Package.read(sound / "datapackage.json").tables["events"].by_name["kind"].categories[2].label
    path.write_text(text.replace(f'"label": "{label}"', '"label": "Taken away"'), encoding="utf-8")
    assert "    2021-01     Taken away [1]" in shown("c-000001", sound)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_the_page_fits_the_terminal_and_breaks_no_address(sound, width) -> None:
    address = "https://news.example/" + "a" * 120
    set_cell(sound, "sources", "news-1", "url", address)
    lines = shown("p-000001", sound, width=width)
    assert f"     {address}" in lines
    assert max(len(line) for line in lines if address not in line) <= max(width, 48)


def test_nothing_in_a_table_steers_the_terminal(sound) -> None:
    evil = "\x1b[31m\u202e\x9b1m"
    for table, key, column in [
        ("people", "p-000001", "name"),
        ("cases", "c-000001", "summary"),
        ("events", "e-000001", "date"),
        ("events", "e-000002", "kind"),
        ("sources", "news-1", "title"),
        ("sources", "news-1", "url"),
        ("courts", "ulgi-city", "name_en"),
    ]:
        set_cell(sound, table, key, column, evil)
    for key in ("p-000001", "c-000001", "news-1"):
        text = show(key, sound).stdout
        assert "\\u001b[31m\\u202e\\u009b1m" in text
        assert not set("\x1b\u202e\x9b") & set(text)


def test_a_key_that_is_mistyped_is_answered_with_the_one_that_was_meant(untouched) -> None:
    assert complaint("p-00001", untouched) == (
        "There is no person, case or source 'p-00001'. Did you mean p-000001? "
        "`ukim find NAME` looks for people by name."
    )


def test_a_name_in_place_of_a_key_is_answered_with_where_to_look(untouched) -> None:
    assert complaint("Ulgiliev", untouched) == (
        "There is no person, case or source 'Ulgiliev'. `ukim find NAME` looks for people by name."
    )


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("e-000001", "e-000001 is a row of events: `ukim show c-000001` tells of it."),
        ("ap-000001", "ap-000001 is a row of additional_penalties: `ukim show c-000001` tells of it."),
        ("c-000002/mysal", "c-000002/mysal is a row of case_organizations: `ukim show c-000002` tells of it."),
        ("mysal", "mysal is a row of organizations: `ukim show` takes a person, a case or a source."),
        ("ulgi-city", "ulgi-city is a row of courts: `ukim show` takes a person, a case or a source."),
        ("mysal-news", "mysal-news is a row of publishers: `ukim show` takes a person, a case or a source."),
        ("mysal-2018", "mysal-2018 is a row of bans: `ukim show` takes a person, a case or a source."),
    ],
)
def test_the_key_of_another_row_is_answered_with_what_can_be_shown(untouched, key, told) -> None:
    assert complaint(key, untouched) == told


def test_a_row_that_was_taken_out_is_answered_with_why(sound) -> None:
    assert complaint("p-000009", sound) == "There is no p-000009 any more: withdrawn in 0.0.1. Entered twice."
    set_cell(sound, "changes", "p-000009", "successor_id", "p-000001")
    assert complaint("p-000009", sound).endswith(" `ukim show p-000001` shows what stands for it now.")


def test_a_wrong_use_is_code_2_and_one_line(untouched) -> None:
    for arguments in (["p-000003", untouched], ["p-000001", untouched / "schemas"]):
        done = subprocess.run(
            [sys.executable, "-m", "ukim", "show", *map(str, arguments)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("ukim: ")
        assert done.stderr.count("\n") == 1


def test_an_unsound_package_is_shown_as_far_as_it_can_be_read(sound) -> None:
    (sound / "data/charges.csv").write_text('"', encoding="utf-8")
    set_cell(sound, "cases", "c-000001", "region_code", "KZ-99")
    set_cell(sound, "sentences", "s-000001", "term_months", "18x")
    set_cell(sound, "sentences", "s-000002", "effect", "kept")
    add_row(sound, "sentences", "", "c-000001")
    done = show("p-000001", sound)
    assert done.exit_code == 0
    assert done.stderr == "ukim: data/charges.csv cannot be read and is left out; `ukim validate` says why.\n"
    assert "  Place               Ulgi, KZ-99 [1]\n" in done.stdout
    assert "Main penalty: restriction of freedom, 18x months [1]\n" in done.stdout
    assert "Appeal: kept, Ulgi Regional Court [2]\n" in done.stdout
    assert "Charged with" not in done.stdout


def test_what_belongs_to_nothing_is_no_traceback(sound) -> None:
    drop_rows(sound, "people", "p-000001")
    drop_rows(sound, "sources", "radio-1")
    add_row(sound, "citations", "nothing", "*", "news-1")
    add_row(sound, "cases", "", "p-000002")
    assert shown("c-000001", sound)[0] == "p-000001 (p-000001)"
    assert shown("news-1", sound)
    assert shown("p-000002", sound)
