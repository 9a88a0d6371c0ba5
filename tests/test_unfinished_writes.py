"""Writes that a killed command has left half done, and folders that only look like one."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from packages import copy_of_the_sound_package
from repositories import git
from test_files import NAMES, NEW, OLD, WRITTEN, contents, folder, refusal, repair
from ukim import files
from ukim.cli import app
from ukim.cli.arguments import writable
from ukim.errors import UkimError
from ukim.files import write_together

__all__ = ["folder"]


@pytest.fixture
def committed(folder, monkeypatch) -> Path:
    """What a writer leaves that is killed right after it has committed."""
    with monkeypatch.context() as patch:
        patch.setattr(files, "_complete", lambda *_: None)
        write_together(folder, WRITTEN)
    assert contents(folder).items() >= OLD.items()
    return folder / ".ukim-commit"


def test_a_committed_write_is_finished(folder, committed) -> None:
    (committed / "0.new").replace(folder / NAMES[0])
    repair(folder)
    assert contents(folder) == NEW


def edited(committed: Path, change: Callable[[dict], object]) -> None:
    journal = json.loads((committed / "journal.json").read_bytes())
    change(journal["files"])
    (committed / "journal.json").write_text(json.dumps(journal), encoding="utf-8")


def named(path: str) -> Callable[[Path], None]:
    """Let the journal name another file in the place of the first."""

    def forge(committed: Path) -> None:
        (committed / "0.new").write_bytes(b"#!/bin/sh\n")
        digests = {"old": None, "new": files._sha256(b"#!/bin/sh\n")}
        edited(committed, lambda names: [names.clear(), names.update({path: digests})])
        for left in committed.glob("*.*"):
            if left.name not in ("0.new", "journal.json"):
                left.unlink()

    return forge


def in_place_of(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Put something else in the place of a file in the committed folder."""

    def forge(committed: Path) -> None:
        (committed / name).rename(committed.with_name("moved"))
        make(committed / name)

    return forge


def in_the_package(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Put something else in the place of a file of the package."""
    return lambda committed: [(committed.parent / name).unlink(), make(committed.parent / name)]


def link(path: Path) -> None:
    """Lead to a file outside that has the right content."""
    moved = next(iter(path.parents[path.parent.name == ".ukim-commit"].glob("moved")), None)
    path.symlink_to(moved or path.parent / "cases.csv")


FORGED = {
    "leaves": (named("../outside.csv"), "names a file that no command writes"),
    "absolute": (named("/outside.csv"), "names a file that no command writes"),
    "hook": (named(".git/hooks/x"), "names a file that no command writes"),
    "program": (named(".venv/bin/ukim"), "names a file that no command writes"),
    "staged link": (in_place_of("0.new", link), "0.new is a link"),
    "staged folder": (in_place_of("0.new", Path.mkdir), "0.new is not a file"),
    "place is a link": (in_the_package("data/people.csv", link), "people.csv is a link"),
    "place is a folder": (in_the_package("data/people.csv", Path.mkdir), "people.csv is not a file"),
    "place was edited": (in_the_package("data/people.csv", Path.touch), "data/people.csv was changed afterwards"),
    "extra file": (lambda committed: (committed / "9.new").touch(), "contains a file that the journal does not name"),
    "extra journal entry": (lambda one: edited(one, lambda f: f.pop("gone.txt")), "contains a file that the journal"),
    "other content": (lambda committed: (committed / "0.new").write_bytes(b"x"), "0.new is not as it was staged"),
    "other digest": (lambda one: edited(one, lambda f: f[NAMES[0]].update(new="0")), "0.new is not as it was staged"),
    "digests are a list": (lambda one: edited(one, lambda f: f.update({NAMES[0]: []})), "its journal cannot be read"),
    "no journal": (lambda committed: (committed / "journal.json").unlink(), "its journal cannot be read"),
    "pipe": (in_place_of("journal.json", os.mkfifo), "journal.json is not a file"),
    "folder": (in_place_of("journal.json", Path.mkdir), "journal.json is not a file"),
    "journal link": (in_place_of("journal.json", link), "journal.json is a link"),
    **{
        text[:9]: (lambda one, text=text: (one / "journal.json").write_text(text), "its journal cannot be read")
        for text in ("", "{", "[]", "5", '{"files": {}}', "[" * 100_000, '"\\ud800"')
    },
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_or_damaged_commit_is_refused_and_nothing_is_touched(folder, committed, case) -> None:
    forge, why = FORGED[case]
    forge(committed)
    left = contents(folder)
    said = refusal(lambda: repair(folder))
    assert said.startswith(f"{committed} does not belong to a write of this package: ")
    assert why in said
    assert ". Nothing was changed. Delete that folder (if it was committed: `git rm -r`)" in said
    assert contents(folder) == left
    committed.rename(folder / ".ukim-undo")
    assert refusal(lambda: repair(folder)).startswith(f"{folder}/.ukim-undo does not belong to a write")
    assert contents(folder).keys() == {name.replace("commit", "undo") for name in left}


@pytest.mark.parametrize(("name", "side", "present"), [(".ukim-commit", "new", "old"), (".ukim-undo", "old", "new")])
def test_a_commit_that_lost_a_staged_file_is_refused(folder, committed, name, side, present) -> None:
    (committed / f"0.{present}").replace(folder / NAMES[0])
    (committed / f"0.{side}").unlink()
    committed.rename(folder / name)
    assert "the content of data/cases.csv is missing" in refusal(lambda: repair(folder))


def test_a_file_or_a_link_in_the_place_of_the_commit_is_refused(folder, committed) -> None:
    committed.rename(folder.parent / "elsewhere")
    committed.symlink_to(folder.parent / "elsewhere")
    assert "it is not a folder" in refusal(lambda: repair(folder))
    committed.unlink()
    committed.write_text("mine", encoding="utf-8")
    assert "it is not a folder" in refusal(lambda: repair(folder))
    assert contents(folder) == OLD | {".ukim-commit": b"mine"}


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("copy", ["copied", "cloned", "tracked"])
def test_a_commit_that_is_copied_or_tracked_is_refused(folder, copy) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "--force", ".")
    git(folder, "commit", "--quiet", "--message=a pull request")
    other = folder.parent / "other"
    if copy == "cloned":
        git(folder.parent, "clone", "--quiet", str(folder), str(other))
    elif copy == "copied":
        shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".git"))
    place = folder if copy == "tracked" else other
    assert ("it was written in another folder" if copy == "copied" else "git tracks it") in refusal(
        lambda: repair(place)
    )
    assert contents(place).items() >= OLD.items()


@pytest.fixture
def half_written(tmp_path, monkeypatch) -> Path:
    """A package in which a killed command has left a table to be moved into place."""
    package = copy_of_the_sound_package(tmp_path / "package")
    table = package / "data/people.csv"
    whole = table.read_bytes()
    table.write_bytes(b"old\n")
    with monkeypatch.context() as patch:
        patch.setattr(files, "_complete", lambda *_: None)
        write_together(package, {"data/people.csv": whole})
    monkeypatch.chdir(package)
    return package


READING = [
    "validate",
    "fmt --check",
    "build",
    "diff . .",
    "find Mysal",
    "show p-000001",
    "explain",
    "release --dry-run",
]
READING += ["withdraw e-000001 --reason x --dry-run", "intake none.yaml --dry-run"]


@pytest.mark.parametrize("command", READING)
def test_a_command_that_reads_refuses_an_unfinished_write_and_repairs_nothing(half_written, command) -> None:
    before = contents(half_written)
    done = CliRunner().invoke(app, command.split())
    assert done.exit_code != 0
    assert isinstance(done.exception, UkimError)
    today = f"{time.localtime().tm_year}-"
    assert str(done.exception).startswith(f"an unfinished write of {today}")
    assert str(done.exception).endswith(".ukim-commit. Some files may be new, others old: run `ukim fmt` to finish.")
    assert contents(half_written) == before


@pytest.mark.parametrize("command", ["fmt", "withdraw e-1 --reason x", "intake none.yaml --yes", "release"])
def test_a_command_that_writes_finishes_first(half_written, command) -> None:
    CliRunner().invoke(app, command.split())
    assert (half_written / "data/people.csv").read_bytes() != b"old\n"
    assert {path.name for path in half_written.rglob(".*")} == set()


def test_the_files_that_commands_may_write_are_the_tables_and_what_a_release_writes(half_written) -> None:
    tables = {f"data/{path.name}" for path in (half_written / "data").glob("*.csv")}
    beside = {"datapackage.json", "CHANGELOG.md", "CHANGES.json"}
    assert writable(half_written / "datapackage.json") == tables | beside
