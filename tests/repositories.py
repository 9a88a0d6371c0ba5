"""Repositories that hold the small package, for tests that need a history."""

import subprocess
from pathlib import Path

from packages import copy_of_the_sound_package

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


def commit(package: Path, message: str) -> None:
    """Commit all that stands in the folder."""
    git(package, "add", "--all")
    git(package, "commit", "--quiet", f"--message={message}")
