"""A release from end to end, in a repository of its own: each kind of change alone, and all together."""

import json
import re
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

from commands import ukim, ukim_process
from lanes import fast_first, slow
from packages import add_row, drop_rows, edit_json, rows_of, set_cell
from repositories import commit, git, released_package, with_a_person_to_withhold
from ukim.cli import app
from ukim.errors import UkimError
from ukim.release.verification import verify

MOTTO = {"name": "motto", "type": "string", "title": "Motto", "description": "What it says.", "example": "Aye."}


@pytest.fixture
def package(tmp_path) -> Path:
    """The small package, its version 0.0.1 tagged."""
    return released_package(tmp_path / "package")


def release(package: Path, *arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    return ukim("release", *arguments, folder=package, answers=answers)


def version(package: Path) -> str:
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["version"]


def state(package: Path) -> tuple[str, str, dict[Path, bytes]]:
    """What git and the disk hold."""
    files = {path: path.read_bytes() for path in package.rglob("*") if path.is_file() and ".git" not in path.parts}
    return git(package, "rev-parse", "HEAD"), git(package, "status", "--porcelain"), files


def changes(package: Path) -> str:
    return (package / f"dist/{version(package)}/ukim-{version(package)}/CHANGES.md").read_text(encoding="utf-8")


def correct(package: Path) -> None:
    set_cell(package, "people", "p-000001", "birth_year", "1981")
    commit(package, "a correction")


def add(package: Path) -> None:
    add_row(package, "events", "e-000004", "c-000002", "2021-02", "charged")
    add_row(package, "citations", "e-000004", "*", "news-1")
    commit(package, "an addition")


def withdraw(package: Path) -> None:
    done = ukim("withdraw", "e-000002", "--reason", "It was another trial.", folder=package)
    assert done.returncode == 0, done.stdout + done.stderr
    commit(package, "a withdrawal")


def withhold(package: Path) -> None:
    done = ukim("withhold", "p-000007", "--reason", "At the wish of the person.", folder=package)
    assert done.returncode == 0, done.stdout + done.stderr
    commit(package, "a name withheld")


def add_a_column(package: Path) -> None:
    path = package / "schemas/tables/regions.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"].append(MOTTO)
    path.write_text(json.dumps(schema), encoding="utf-8")
    table = package / "data/regions.csv"
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([f"{header},motto", *(f"{row}," for row in rows), ""]), encoding="utf-8")
    commit(package, "a column")


def test_a_correction_makes_a_patch_and_its_reason_is_asked_for(package) -> None:
    correct(package)
    done = release(package, answers="The year was misread.\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert version(package) == "0.0.2"
    assert rows_of(package, "changes")[1][0] == [
        "p-000001",
        "birth_year",
        "0.0.2",
        "corrected",
        "",
        "The year was misread.",
    ]
    assert "| Birth year | 1980 | 1981 | Corrected: The year was misread. |" in changes(package)


@slow
def test_an_addition_makes_a_minor_version_and_no_reason_is_asked_for(package) -> None:
    add(package)
    refused = release(package, "--level", "patch")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--level patch is too small" in refused.stderr
    assert "minor version, 0.1.0. events: 1 row added; citations: 1 row added." in refused.stderr
    assert release(package).returncode == 0
    assert version(package) == "0.1.0"
    assert "## Events: added" in changes(package)


@slow
def test_a_withdrawal_makes_a_major_version(package) -> None:
    withdraw(package)
    assert rows_of(package, "changes")[1][0][2] == "1.0.0"
    for level in ("patch", "minor"):
        assert "major version, 1.0.0. events: 1 row withdrawn" in release(package, "--level", level).stderr
    assert release(package).returncode == 0
    assert version(package) == "1.0.0"
    assert "Withdrawn: It was another trial." in changes(package)


@slow
def test_a_withheld_name_is_told_nowhere(package) -> None:
    with_a_person_to_withhold(package)
    withhold(package)
    done = release(package, "--level", "major")
    assert done.returncode == 0, done.stdout + done.stderr
    assert version(package) == "1.0.0"
    assert "withheld" in changes(package)
    told = done.stdout + "".join(_texts(package))
    assert "p-000007" in told
    assert not re.search("syraliev|сыралиев|taina|тайна", told, re.IGNORECASE)


@slow
def test_a_change_of_the_schema_is_listed(package) -> None:
    add_a_column(package)
    assert release(package).returncode == 0
    assert version(package) == "0.1.0"
    assert "- regions.motto: column added: Motto" in changes(package)


@slow
def test_all_together_make_the_version_that_the_greatest_asks_for(package) -> None:
    with_a_person_to_withhold(package)
    for change in (correct, add, withdraw, withhold, add_a_column):
        change(package)
    assert "--level minor is too small" in release(package, "--level", "minor").stderr
    done = release(package, "--reason", "Read again.")
    assert done.returncode == 0, done.stdout + done.stderr
    assert version(package) == "1.0.0"
    told = changes(package)
    for words in ("Corrected: Read again.", "Events: added", "another trial", "withheld", "regions.motto"):
        assert words in told
    assert "yraliev" not in told
    header, rows = rows_of(package, "changes")
    assert {row[header.index("since_version")] for row in rows if row[0] != "p-000009"} == {"1.0.0"}


@slow
def test_a_greater_version_than_the_least_can_be_asked_for(package) -> None:
    correct(package)
    assert release(package, "--level", "minor", "--reason", "Misread.").returncode == 0
    assert version(package) == "0.1.0"


@slow
def test_the_release_is_whole_committed_and_described(package) -> None:
    add(package)
    set_cell(package, "events", "e-000004", "detail", "Her lawyer Erke Toibi was there.")
    commit(package, "what a heuristic rule suspects")
    done = release(package)
    assert git(package, "status", "--porcelain") == ""
    assert git(package, "log", "-1", "--format=%s") == "release: 0.1.0\n"
    assert git(package, "tag") == "v0.0.1\n"
    assert verify(package / "dist/0.1.0").problems == []
    told = (package / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased\n\n## 0.1.0\n\n- Something that users will notice.\n\n## 0.0.1\n" in told
    first, *steps = done.stdout.partition("What people do next")[2].splitlines()
    assert first == ""
    assert any("git tag --annotate v0.1.0" in step for step in steps)
    unwrapped = " ".join(done.stdout.split())
    told_of = "data/events.csv:5 third-party-name: detail seems to name somebody who is in no table: Erke Toibi"
    assert unwrapped.count(told_of) == unwrapped.count("Toibi") == 1
    assert [step.strip() for step in steps if "acquitted" in step] == [
        "-  p-000002, c-000002: a single source, acquitted"
    ]
    for entry in (package / "dist/0.1.0").iterdir():
        assert any(step.strip() == f"-  {entry.name}" for step in steps), entry.name


@slow
def test_a_shallow_clone_and_a_zip_of_the_commit_build_the_same_release(package, tmp_path) -> None:
    correct(package)
    release(package, "--reason", "The year was misread.")
    git(tmp_path, "clone", "--quiet", "--depth=1", package.as_uri(), "shallow")
    git(package, "archive", "--format=zip", f"--output={tmp_path}/packed.zip", "HEAD")
    with zipfile.ZipFile(tmp_path / "packed.zip") as packed:
        packed.extractall(tmp_path / "packed")
    made = (package / "dist/0.0.2/ukim-0.0.2.zip").read_bytes()
    for folder in ("shallow", "packed"):
        done = ukim("build", folder=tmp_path / folder)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / folder / "dist/0.0.2/ukim-0.0.2.zip").read_bytes() == made


@slow
def test_the_next_release_is_compared_with_the_one_before(package) -> None:
    correct(package)
    release(package, "--reason", "The year was misread.")
    untagged = release(package)
    assert untagged.returncode == 2
    assert "datapackage.json states version 0.0.2, the last release is 0.0.1" in untagged.stderr
    git(package, "tag", "v0.0.2")
    add(package)
    _say_something(package)
    assert release(package).returncode == 0
    assert version(package) == "0.1.0"
    assert rows_of(package, "changes")[1][0][2] == "0.0.2"
    assert "1981" not in changes(package)


@slow
def test_the_last_release_may_be_a_file(package) -> None:
    ukim("build", folder=package)
    last = shutil.move(package / "dist/0.0.1/ukim-0.0.1.zip", package.parent / "last.zip")
    git(package, "tag", "--delete", "v0.0.1")
    add(package)
    assert "no release is tagged here" in release(package).stderr
    assert release(package, "--since", str(last)).returncode == 0
    assert version(package) == "0.1.0"


@slow
def test_a_trial_run_tells_the_version_and_writes_nothing(package) -> None:
    correct(package)
    before = state(package)
    done = release(package, "--dry-run")
    assert done.stdout.splitlines() == [
        "The next version is 0.0.2.",
        "  patch: people: 1 row corrected",
        "No reason yet: People: Mysal Ulgiliev (p-000001): Birth year: 1980 → 1981",
        "1 change without a reason.",
        "Nothing was written (--dry-run).",
    ]
    assert state(package) == before


def _unfinished(package) -> None:
    for name in ("notes.txt", "other.txt"):
        (package / name).write_text("To do.", encoding="utf-8")


def _untested(package) -> None:
    set_cell(package, "people", "p-000001", "gender", "neither")
    commit(package, "a mistake")


def _doubtful(package) -> None:
    add_row(
        package, "sources", "news-2", "https://news.example/2", "", "mysal-news", "Verdict, at last", "en", "2021-02-23"
    )
    set_cell(package, "sources", "news-2", "kind", "news")
    set_cell(package, "sources", "news-2", "read", "full")
    add_row(package, "citations", "e-000001", "*", "news-2")
    commit(package, "the same once more?")


def _unexplained(package) -> None:
    correct(package)


def _unchanged(package) -> None:
    assert package


def _untold(package) -> None:
    add(package)
    edit = (package / "CHANGELOG.md").read_text(encoding="utf-8").replace("- Something that users will notice.\n", "")
    (package / "CHANGELOG.md").write_text(edit, encoding="utf-8")
    commit(package, "nothing to tell")


def _untold_and_unexplained(package) -> None:
    _untold(package)
    correct(package)


def _counted_by_hand(package) -> None:
    edit_json(package / "datapackage.json", "version", value="0.0.2")
    changelog = package / "CHANGELOG.md"
    changelog.write_text(changelog.read_text(encoding="utf-8").replace("Unreleased", "0.0.2"), encoding="utf-8")
    commit(package, "a version")


def _forgotten(package) -> None:
    drop_rows(package, "changes", "p-000009")
    commit(package, "a change forgotten")


def _unsafe_reason(package) -> None:
    correct(package)
    add_row(package, "changes", "p-000001", "birth_year", "0.0.2", "corrected", "", "Says who@example.org.")
    commit(package, "an address")


def _hook(package: Path, script: str) -> Path:
    hook = package / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)
    return hook


def _refused_by_a_hook(package) -> None:
    add(package)
    _hook(package, "echo not today >&2\nexit 1")


def _ignoring_dist_of_any_kind(package) -> None:
    (package / ".gitignore").write_text("/dist\n.ukim-*\n.*.ukim-*\n", encoding="utf-8")
    add(package)


def _dist_is_a_file(package) -> None:
    _ignoring_dist_of_any_kind(package)
    (package / "dist").write_text("", encoding="utf-8")


def _dist_is_a_dead_link(package) -> None:
    _ignoring_dist_of_any_kind(package)
    (package / "dist").symlink_to("nowhere")


def _the_release_is_a_file(package) -> None:
    add(package)
    (package / "dist").mkdir()
    (package / "dist/0.1.0").write_text("mine", encoding="utf-8")


def _refused_by_a_hook_after_an_earlier_try(package) -> None:
    _refused_by_a_hook(package)
    (package / "dist/0.1.0").mkdir(parents=True)
    (package / "dist/0.1.0/notes.txt").write_text("of an earlier try", encoding="utf-8")


@slow
@pytest.mark.parametrize(
    ("cause", "code", "words"),
    fast_first(
        [
            (_unfinished, 2, "the work tree has changes that are not committed: notes.txt and 1 more."),
            (_untested, 1, "Nothing is released: 1 error"),
            (_doubtful, 1, "Nothing is released: 0 errors, 1 warning"),
            (_unexplained, 1, "1 change without a reason"),
            (_unchanged, 2, "nothing differs from version 0.0.1"),
            (_untold, 2, 'CHANGELOG.md tells nothing under "## Unreleased"'),
            (_untold_and_unexplained, 2, 'CHANGELOG.md tells nothing under "## Unreleased"'),
            (_counted_by_hand, 2, "datapackage.json states version 0.0.2, the last release is 0.0.1"),
            (_forgotten, 2, "the row p-000009/*/0.0.1 was released; a released change stays"),
            (_unsafe_reason, 1, "Nothing is released: 1 error"),
            (_refused_by_a_hook, 2, "git commit failed: not today"),
            (_refused_by_a_hook_after_an_earlier_try, 2, "git commit failed: not today"),
            (_dist_is_a_file, 2, "dist/0.1.0 cannot be written"),
            (_dist_is_a_dead_link, 2, "dist/0.1.0 cannot be written"),
            (_the_release_is_a_file, 2, "dist/0.1.0 is not a folder; move it away"),
        ]
    ),
)
def test_a_release_that_is_refused_leaves_everything_as_it_was(package, cause, code, words) -> None:
    cause(package)
    before = state(package)
    done = release(package)
    assert (done.returncode, words in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    assert state(package) == before


def test_outside_a_repository_nothing_is_released(sound) -> None:
    done = release(sound)
    assert done.returncode == 2
    assert "git status failed" in done.stderr


def _say_something(package: Path) -> None:
    changelog = package / "CHANGELOG.md"
    told = changelog.read_text(encoding="utf-8").replace("## Unreleased\n", "## Unreleased\n\n- More.\n")
    changelog.write_text(told, encoding="utf-8")
    commit(package, "what users will notice")


def _texts(folder: Path):
    for path in folder.rglob("*"):
        if ".git" in path.parts:
            continue
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                yield from (packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
        elif path.is_file():
            yield path.read_bytes().decode("utf-8", "ignore")


@slow
@pytest.mark.parametrize("commits", [False, True], ids=["edited", "committed"])
def test_what_changes_meanwhile_is_not_lost(package, monkeypatch, commits) -> None:
    """Somebody works on while the release is being built."""
    from ukim.release import writer
    from ukim.versioning import publish

    def changed_meanwhile(*arguments):
        _say_something(package) if commits else _unfinished(package)
        return writer.build(*arguments)

    add(package)
    monkeypatch.setattr(publish, "build", changed_meanwhile)
    monkeypatch.chdir(package)
    with pytest.raises(UkimError, match="in the meantime" if commits else r"not committed: notes\.txt"):
        app(["release"], standalone_mode=False)
    assert version(package) == "0.0.1"
    assert not list((package / "dist").glob("**/*"))


@slow
@pytest.mark.parametrize("is_done", [False, True], ids=["before", "after"])
def test_a_release_whose_commit_breaks_off_leaves_nothing(package, monkeypatch, is_done) -> None:
    from ukim import git as of_ukim

    lines = of_ukim.lines

    def breaking_off(folder: Path, command: str, *arguments: str) -> list[str]:
        if command == "commit":
            monkeypatch.setattr(of_ukim, "lines", lines)
            if is_done:
                lines(folder, command, *arguments)
            raise RuntimeError("the disk is full")
        return lines(folder, command, *arguments)

    add(package)
    before = state(package)
    monkeypatch.setattr(of_ukim, "lines", breaking_off)
    monkeypatch.chdir(package)
    with pytest.raises(RuntimeError, match="the disk is full"):
        app(["release"], standalone_mode=False)
    assert state(package) == before


@slow
def test_after_a_release_was_killed_at_its_commit_the_next_one_says_what_to_do(package) -> None:
    add(package)
    hook = _hook(package, "kill -9 $(cut -d ' ' -f 4 /proc/$PPID/stat)\nexit 1")
    before = git(package, "rev-parse", "HEAD")
    assert ukim_process("release", folder=package).returncode == -signal.SIGKILL
    assert (git(package, "rev-parse", "HEAD"), version(package)) == (before, "0.1.0")
    again = release(package)
    assert again.returncode == 2
    assert "changes that are not committed: CHANGELOG.md and 2 more. Commit or stash them first." in again.stderr
    git(package, "stash")
    hook.unlink()
    assert release(package).returncode == 0
    assert verify(package / "dist/0.1.0").problems == []
    assert [path.name for path in (package / "dist").iterdir()] == ["0.1.0"]
