import json
import shutil
from pathlib import Path

import pytest

from commands import ukim
from packages import edit_json, set_cell
from repositories import git
from ukim.diff.as_csv import COLUMNS

LATER = ("people", "p-000001", "birth_year", "1981")


@pytest.fixture
def repository(sound) -> Path:
    """A package in a folder of a repository: tagged, then corrected."""
    top = sound.parent
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", "package")
    git(top, "commit", "--quiet", "--message=first")
    git(top, "tag", "v0.0.1")
    set_cell(sound, *LATER)
    git(top, "commit", "--quiet", "--all", "--message=second")
    return sound


def corrected(*arguments: str | Path, folder: Path | None = None) -> list[tuple[str, str]]:
    """The old and new value of each corrected cell."""
    done = ukim("diff", *arguments, "--format", "json", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [row for table in json.loads(done.stdout)["tables"] for row in table["corrected"]]
    return [(cell["old"], cell["new"]) for row in rows for cell in row["cells"]]


def complaint(*arguments: str | Path, folder: Path) -> str:
    """What a wrong use is answered with."""
    done = ukim("diff", *arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    return line.removeprefix("ukim: ")


def test_revisions_of_the_repository_are_compared(repository) -> None:
    assert corrected("v0.0.1", "HEAD", folder=repository) == [("1980", "1981")]
    assert corrected("main", "HEAD~1", folder=repository / "data") == [("1981", "1980")]


def test_a_revision_is_compared_with_what_stands_in_the_folder(repository) -> None:
    set_cell(repository, "people", "p-000001", "birth_year", "1982")
    assert corrected("HEAD", ".", folder=repository) == [("1981", "1982")]


def test_a_revision_is_compared_with_a_release(repository, release) -> None:
    assert corrected("v0.0.1", release, folder=repository) == []
    assert corrected(release.with_name(f"{release.name}.zip"), "main", folder=repository) == [("1980", "1981")]


def test_neither_work_tree_nor_index_is_touched(repository) -> None:
    set_cell(repository, "people", "p-000001", "birth_year", "1982")
    git(repository, "add", "data/people.csv")
    set_cell(repository, "people", "p-000001", "birth_year", "1983")

    def state() -> list[object]:
        files = sorted(path for path in repository.parent.rglob("*") if path.is_file() and path.name != "index")
        status = git(repository, "status", "--porcelain"), git(repository, "stash", "list"), git(repository, "diff")
        return [*status, [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files]]

    before = state()
    assert corrected("v0.0.1", "HEAD", folder=repository) == [("1980", "1981")]
    assert state() == before


def test_line_ends_that_git_is_set_to_change_do_not_differ(repository) -> None:
    git(repository, "config", "core.autocrlf", "true")
    assert corrected("HEAD", ".", folder=repository) == []


@pytest.mark.parametrize("form", ["text", "md", "csv", "json", "html"])
def test_every_format_is_written_whatever_differs(untouched, sound, form) -> None:
    set_cell(sound, *LATER)
    done = ukim("diff", untouched, sound, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(word in done.stdout for word in ("1980", "1981", "Mysal Ulgiliev", "p-000001"))
    same = ukim("diff", untouched, untouched, "--format", form)
    nothing = {"csv": ",".join(f'"{name}"' for name in COLUMNS), "json": '"tables": []'}
    assert (same.returncode, same.stderr) == (0, "")
    assert nothing.get(form, "Nothing differs.") in same.stdout


def test_the_answer_says_nothing_of_where_the_versions_stand(untouched, sound) -> None:
    set_cell(sound, *LATER)
    for form in ("text", "md", "csv", "json", "html"):
        assert str(sound.parent) not in ukim("diff", untouched, sound, "--format", form).stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("v9.9.9", "There is no release, zip or package v9.9.9, and the repository knows no revision of that name"),
        ("--output=x", "There is no release, zip or package --output=x, and the repository knows no revision"),
        ("gone.zip", "There is no release gone.zip."),
        ("data", "There is no release, zip or package data, and the repository knows no revision of that name"),
    ],
)
def test_what_is_no_version_is_told_in_plain_words(repository, name, told) -> None:
    assert complaint("--", "HEAD", name, folder=repository).startswith(told)
    assert complaint("--", name, ".", folder=repository).startswith(told)


def test_outside_of_a_repository_a_revision_is_no_version(sound, tmp_path) -> None:
    assert complaint("v0.0.1", ".", folder=sound).endswith("package is in no git repository, or git is not installed.")
    assert complaint("v0.0.1", sound, folder=tmp_path).endswith("the working folder is in no package.")


def test_a_revision_before_the_package_is_told(repository) -> None:
    git(repository.parent, "checkout", "--quiet", "--orphan", "empty")
    git(repository.parent, "rm", "--quiet", "-r", "--cached", "package")
    git(repository.parent, "commit", "--quiet", "--allow-empty", "--message=nothing")
    assert complaint("empty", ".", folder=repository) == "The revision empty holds no package in this folder."


def test_a_file_that_is_no_zip_and_a_zip_without_a_dataset_are_told(untouched, tmp_path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04")
    assert complaint("broken.zip", untouched, folder=tmp_path).startswith("broken.zip cannot be opened as a zip: ")
    shutil.make_archive(str(tmp_path / "other"), "zip", untouched / "data")
    told = "other.zip holds no dataset: there is no datapackage.json in it."
    assert complaint(untouched, "other.zip", folder=tmp_path) == told


def test_a_table_that_cannot_be_read_is_told(untouched, sound) -> None:
    (sound / "data" / "people.csv").write_bytes(b"\xff\n")
    told = "data/people.csv of package cannot be read; `ukim validate` tells why."
    assert complaint(untouched, sound, folder=untouched) == told


def test_a_key_that_stands_twice_is_told(untouched, sound) -> None:
    file = sound / "data" / "joint_cases.csv"
    header, row = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(header + row + row)
    assert complaint(untouched, sound, folder=untouched).startswith("data/joint_cases.csv of package has a key twice")


def test_a_version_that_this_code_cannot_read_is_named(untouched, sound) -> None:
    edit_json(sound / "datapackage.json", "created", value="yesterday")
    told = complaint(untouched, sound, folder=untouched)
    assert told.startswith("This version of ukim cannot read package: datapackage.json: created: ")


def test_a_link_in_a_revision_is_not_followed(repository, untouched) -> None:
    people = repository / "data" / "people.csv"
    people.unlink()
    people.symlink_to(untouched / "data" / "people.csv")
    git(repository, "commit", "--quiet", "--all", "--message=link")
    assert complaint("v0.0.1", "HEAD", folder=repository).startswith("data/people.csv of HEAD cannot be read;")
