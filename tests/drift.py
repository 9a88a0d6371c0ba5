"""Where a page has drifted from what there is: commands, names and links that lead nowhere."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from known_names import commands, exists_in_python, make_targets, names
from packages import ROOT
from pages import Page

NAME = re.compile(r"(?:[a-z][A-Za-z0-9]*:)?[a-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*(?:\(\))?")
"""What a name looks like: `snake_case`, `kebab-case`, `camelCase`, `table.column`, `ukim:checks`, `ukim.cite()`."""
PATH = re.compile(
    r"(?:[\w.@…-]+/)+[\w.…-]*|[\w.…-]+\.(?:py|md|csv|json|jsonl|yaml|sql|cff|toml|zip|xlsx|sqlite|duckdb\S*)"
)
TYPED_BEFORE = re.compile(r"^(?:\.venv/bin/)?(ukim|make)$")
ELSEWHERE = {
    "other_id": "a column that a rule in SQL may give",
    "query": "a function of DuckDB",
    "setseed": "a function of DuckDB",
    "nextval": "a function of DuckDB",
    "python3-venv": "a package of Debian",
    "default-jre-headless": "a package of Debian",
    "libreoffice-calc": "a package of Debian",
    "cffconvert": "a package of PyPI that is not installed here",
    "@microsoft/sarif-multitool-linux": "a package of npm",
    "CHANGES.md": "a file of every release but the first",
    "CHANGES.json": "the same, and a file of the package once it has made one",
    "main": "a branch of git",
    "v0.1.0": "a tag of git",
    "polars.read_parquet": "a function of Polars",
    "message": "a column that a rule in SQL gives",
    "no": "a value of YAML",
    "report.yaml": "an intake file of the reader's",
    "unsound-target": "a reason of tests/validate/test_parity.py",
    "unread": "a reason of tests/validate/test_parity.py",
    "today": "a variable of the rules in SQL",
}
"""Words in code that name nothing of this project, and what they are."""


def wrong_commands(page: Page) -> Iterator[str]:
    """Commands, options, values of options and targets of make that do not exist."""
    for line in page.command_lines:
        words = [word.strip("[]…") for word in _words(line)]
        if re.match(r"--[a-z]", line):
            option = words[0].partition("=")[0]
            if not any(option in options for options in commands().values()):
                yield f"{line}: no command has {option}"
        for place, word in enumerate(words):
            typed = TYPED_BEFORE.match(word)
            rest = words[place + 1 :]
            if typed and rest and (place == 0 or "/" in word):
                yield from (f"{line}: {wrong}" for wrong in (_wrong_target if typed[1] == "make" else _wrong_use)(rest))


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _wrong_target(words: list[str]) -> Iterator[str]:
    yield from (
        f"make has no {word}" for word in words if re.fullmatch(r"[a-z-]+", word) and word not in make_targets()
    )


def _wrong_use(words: list[str]) -> Iterator[str]:
    command = "" if words[0].startswith("-") else words[0]
    if command not in commands():
        yield f"ukim has no command {command}"
        return
    options = commands()[command]
    for place, word in enumerate(words):
        option, _, given = word.partition("=")
        if not option.startswith("--"):
            continue
        if option not in options:
            yield f"ukim {command} has no {option}"
            continue
        following = given or "".join(words[place + 1 : place + 2])
        yield from (
            f"{option} does not take {value}"
            for value in (following.split("|") if options[option] else [])
            if value not in options[option]
        )


def unknown_names(page: Page, release: Path) -> Iterator[str]:
    """Code in the text that looks like a name or a path and is none of the project's, nor of a release."""
    for span in page.spans:
        if span in ELSEWHERE or span.removesuffix("()") in names():
            continue
        python = span.removesuffix("()")
        if PATH.fullmatch(span):
            if not _is_path(span, page, release):
                yield f"{span}: there is no such file or folder"
        elif python.startswith("ukim."):
            if not exists_in_python(python):
                yield f"{span}: Python finds none"
        elif NAME.fullmatch(span):
            yield f"{span}: nothing has that name"


def _is_path(span: str, page: Page, release: Path) -> bool:
    """Whether it is a file or folder, seen from the page or from the repository, or of a release."""
    built = re.sub(r"^dist/(X\.Y\.Z/)?", "", span).replace("ukim-X.Y.Z", release.name)
    places = (page.path.parent / span, ROOT / span, release / built, release.parent / built)
    return any(place.exists() for place in places)


def broken_links(page: Page) -> Iterator[str]:
    """Links and pictures that lead to no file, no folder or no heading; those that leave must be safe."""
    for link in page.links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = page.path.parent / path if path else page.path
        if ":" in path or (path and not target.exists()):
            yield f"{link}: leads nowhere"
        elif anchor and anchor not in (Page.read(target) if path else page).anchors:
            yield f"{link}: there is no such heading"
