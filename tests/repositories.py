"""Repositories that hold the small package, for tests that need a history."""

import subprocess
from pathlib import Path

from packages import add_row, copy_of_the_sound_package

CHANGELOG = """# Changelog

## Unreleased

- Something that users will notice.

## 0.0.1

The first.
"""


def git(folder: Path, *arguments: str) -> str:
    """Run git with a name of its own and no settings of whoever runs the tests."""
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def released_package(folder: Path) -> Path:
    """The sound package in a repository of its own, its version tagged as released."""
    package = copy_of_the_sound_package(folder)
    (package / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (package / ".gitignore").write_text("/dist/\n.ukim-*\n.*.ukim-*\n", encoding="utf-8")
    git(package, "init", "--quiet", "--initial-branch=main")
    git(package, "config", "user.name", "Nobody")
    git(package, "config", "user.email", "nobody@example.org")
    git(package, "config", "commit.gpgsign", "false")
    commit(package, "the first release")
    git(package, "tag", "v0.0.1")
    return package


def with_a_person_to_withhold(package: Path) -> None:
    """Add, to what was released, a person whose name stands in a title and an address too."""
    name = "Taina Syralieva"
    add_row(package, "people", "p-000007", name, "", "Тайна Сыралиева", "T. Syralieva", "female", "1971")
    add_row(package, "cases", "c-000007", "p-000007", "", "KZ-10", "Ulgi", "bookbinder", "not_guilty", "", "", "")
    add_row(package, "events", "e-000007", "c-000007", "2021-05-06", "detained", "", "At the well.")
    add_row(package, "case_organizations", "c-000007", "mysal", "charge")
    url = "https://news.example/7-syralieva"
    add_row(package, "sources", "news-7", url, "", "mysal-news", f"{name} held", "en", "2021-05-07", "news", "", "full")
    for record in ("p-000007", "c-000007", "e-000007", "c-000007/mysal", "e-000003"):
        add_row(package, "citations", record, "*", "news-7")
    commit(package, "another person")
    git(package, "tag", "--force", "v0.0.1")


def commit(package: Path, message: str) -> None:
    """Commit all that stands in the folder."""
    git(package, "add", "--all")
    git(package, "commit", "--quiet", f"--message={message}")
