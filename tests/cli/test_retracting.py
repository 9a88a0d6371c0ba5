import pytest

from commands import ukim
from lanes import slow
from packages import findings, rows_of, set_cell

WHY = ("--reason", "Entered twice.")


def contents(package):
    return {file: file.read_bytes() for file in sorted(package.rglob("*")) if file.is_file()}


def test_withdraw_tells_by_table_what_goes_and_writes_it(sound) -> None:
    done = ukim("withdraw", "c-000002", "--package", sound, *WHY)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Goes: cases, 1 row (c-000002)"
    assert "Follows: people, 1 row (p-000002): has no case" in lines
    assert "Follows: 7 citations" in lines
    assert lines[-1] == "Written."
    assert findings(sound) == []
    again = ukim("withdraw", "c-000002", *WHY, folder=sound / "data")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "ukim: There is no c-000002 any more: withdrawn in 1.0.0. Entered twice.\n"


@slow
@pytest.mark.parametrize(
    "arguments", [("withdraw", "e-000003"), ("merge", "copy-1", "news-1"), ("withhold", "c-000001", "summary")]
)
def test_a_dry_run_writes_nothing(sound, arguments) -> None:
    before = contents(sound)
    done = ukim(*arguments, "--package", sound, "--dry-run", *WHY)
    assert done.returncode == 0
    assert "Nothing was written (--dry-run)." in done.stdout
    assert contents(sound) == before


@slow
def test_what_would_break_a_rule_is_shown_and_not_written(sound) -> None:
    before = contents(sound)
    done = ukim("withdraw", "s-000001", "--package", sound, *WHY)
    assert done.returncode == 1
    assert "outcome-fits-judgment" in done.stdout
    assert done.stdout.endswith("Nothing was written: the tables would have errors that they have not now.\n")
    assert contents(sound) == before


def test_merge_leads_from_one_key_to_the_other(sound) -> None:
    done = ukim("merge", "p-000002", "p-000001", "--package", sound, *WHY)
    assert done.returncode == 0
    assert "Points to p-000001 now: cases c-000002" in done.stdout
    shown = ukim("show", "p-000002", sound)
    assert shown.stderr.endswith("Entered twice. `ukim show p-000001` shows what stands for it now.\n")
    assert rows_of(sound, "changes")[1][0] == ["p-000002", "*", "1.0.0", "merged", "p-000001", "Entered twice."]


@slow
def test_withhold_says_at_last_where_the_rest_is_told(sound) -> None:
    done = ukim("withhold", "p-000001", "birth_year", "--package", sound, "--reason", "A wish.")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("docs/people.md tells")
    assert "1980" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("withdraw", "e-000003"),
        ("withdraw", "e-000003", "--reason", " "),
        ("withdraw", "e-000009", *WHY),
        ("merge", "e-000003", *WHY),
        ("merge", "e-000003", "c-000001", *WHY),
        ("withhold", "e-000003", "kinds", *WHY),
    ],
)
def test_a_wrong_use_is_code_2_and_no_traceback(untouched, arguments) -> None:
    done = ukim(*arguments, folder=untouched)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@slow
def test_a_reason_that_breaks_a_rule_is_found(sound) -> None:
    done = ukim("withdraw", "e-000003", "--package", sound, "--reason", "=unknown")
    assert done.returncode == 1
    assert "data/changes.csv" in done.stdout


@slow
def test_unsound_tables_are_mended_first(sound) -> None:
    set_cell(sound, "events", "e-000001", "kind", "seen")
    done = ukim("withdraw", "e-000003", "--package", sound, *WHY)
    assert done.returncode == 2
    assert "fix them first" in done.stderr
