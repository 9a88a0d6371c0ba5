"""CONTRIBUTING.md followed to the letter, in a checkout of its own: both ways lead to the same commit."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from lanes import slow
from packages import ROOT
from pages import Page

GUIDE = ROOT / "CONTRIBUTING.md"
KEY = re.compile(r"\b(p|c|ch|e|s|ap)-[0-9a-z]{6}\b")
FINDS_NOBODY = ".venv/bin/ukim find"
"""The command of the page that ends with 1: nobody of that name is there yet."""
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A. Newcomer"), ("EMAIL", "newcomer@ukim.example"))
}


@cache
def chapters() -> dict[str, Page]:
    """The page by its headings."""
    _, *parts = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {part.partition("\n")[0]: Page(GUIDE, part.partition("\n")[2]) for part in parts}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder, env=os.environ | IDENTITY, capture_output=True, encoding="utf-8", check=True
    ).stdout


@pytest.fixture
def checkout(tmp_path) -> Path:
    """The repository as a fresh clone has it, with an environment that runs its own code."""
    folder = tmp_path / "ukim"
    for path in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "The state of things")
    programs = folder / ".venv/bin"
    programs.mkdir(parents=True)
    for program, arguments in (("python", ""), ("ukim", "-m ukim")):
        script = f'#!/bin/sh\nPYTHONPATH={folder}/scripts exec {sys.executable} {arguments} "$@"\n'
        (programs / program).write_text(script, encoding="utf-8")
        (programs / program).chmod(0o755)
    (folder / ".venv/.ready").touch()  # nothing is to be installed
    return folder


def follow(checkout: Path, chapter: str) -> None:
    """Type each line of the chapter."""
    lines = [line for block in chapters()[chapter].blocks("") for line in block.splitlines()]
    assert lines
    for line in lines:
        command = shlex.split(line, comments=True)
        done = subprocess.run(
            command, cwd=checkout, env=os.environ | IDENTITY, capture_output=True, text=True, check=False
        )
        assert done.returncode == line.startswith(FINDS_NOBODY), f"{line}\n{done.stdout}{done.stderr}"


def by_intake(checkout: Path) -> None:
    (report,) = chapters()["By an intake file"].blocks("yaml")
    (checkout / "report.yaml").write_text(report, encoding="utf-8")
    follow(checkout, "By an intake file")


def by_hand(checkout: Path) -> None:
    """Add each row below the last one of its table."""
    follow(checkout, "By hand")
    table = checkout
    for line in "".join(chapters()["By hand"].blocks("csv")).splitlines():
        if line.startswith("data/"):
            table = checkout / line
        else:
            table.write_text(f"{table.read_text(encoding='utf-8')}{line}\n", encoding="utf-8", newline="\n")


def added(checkout: Path) -> list[str]:
    """What the commit adds, its random keys left out."""
    changes = git(checkout, "show", "--format=", "--unified=0", "HEAD")
    return sorted(without_keys(line[1:]) for line in changes.splitlines() if line.startswith("+"))


def without_keys(line: str) -> str:
    return KEY.sub(r"\1-", line)


@slow
def test_both_ways_lead_to_a_commit_of_the_same_rows_and_to_nothing_else(checkout, tmp_path) -> None:
    other = shutil.copytree(checkout, tmp_path / "other")
    for program in ("python", "ukim"):
        script = other / ".venv/bin" / program
        script.write_text(script.read_text(encoding="utf-8").replace(str(checkout), str(other)), encoding="utf-8")
    commits = []
    for folder, way in ((checkout, by_intake), (other, by_hand)):
        follow(folder, "Begin")
        way(folder)
        follow(folder, "Check, and send")
        assert git(folder, "branch", "--show-current") != "main\n"
        assert git(folder, "status", "--porcelain") in {"", "?? report.yaml\n"}
        commits.append(added(folder))
    assert commits[0] == commits[1]
    rows = [line for line in "".join(chapters()["By hand"].blocks("csv")).splitlines() if not line.startswith("data/")]
    assert set(map(without_keys, rows)) <= set(commits[0])
    assert any("people in" in line for line in commits[0]), "the README counts one more"
