"""No check can be left out unnoticed: each mutant breaks a case of its rule."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from breakages import BREAKAGES, EXPECTED
from lanes import fast_first, slow
from mutants import CODE, Mutant, mutants
from packages import ROOT, copy_of_the_sound_package

MUTANTS = list(mutants())
TRIED = 30
"""Breakages made from schemas that are tried, beside all cases that are written by hand."""


def broken_packages(rule: str, folder: Path) -> list[tuple[Path, list[list[str | int | None]]]]:
    """A package for each case of the rule, and what must be found in it: file, line, character, rule."""
    from test_built_in import CASES

    cases = [(breakage, [[*place, rule][:4] for place in places]) for name, breakage, places in CASES if name == rule]
    for name, row in [(name, row) for name, row in EXPECTED.items() if row["rule"] == rule][:TRIED]:
        place = [f"data/{row['table']}.csv", int(row["line"]), int(row["column"]), rule]
        cases.append((BREAKAGES[name].apply, [place]))
    packages = []
    for number, (breakage, places) in enumerate(cases):
        package = copy_of_the_sound_package(folder / str(number))
        breakage(package)
        packages.append((package, places))
    return packages


JUDGE = """
import json, sys
from datetime import date
from pathlib import Path
from ukim.validate import validate

for package, places in json.load(sys.stdin):
    found = validate(Path(package, "datapackage.json"), date(2026, 6, 1), with_frictionless=False).findings
    if [[one.file, one.line, one.column, one.rule.id] for one in found] != places:
        sys.exit(f'{package}: {found}')
"""
"""Ends with another code than 0 at the first package in which something else is found than must be, or by a crash."""


def verdict(code: Path, packages: list[tuple[Path, list[list[str | int | None]]]]) -> int:
    return subprocess.run(
        [sys.executable, "-c", JUDGE],
        input=json.dumps([(str(package), places) for package, places in packages]),
        env={**os.environ, "PYTHONPATH": str(code)},
        cwd=code,
        text=True,
        capture_output=True,
        check=False,
    ).returncode


def test_there_is_a_mutant_for_most_rules_that_are_checked_in_python() -> None:
    assert len(MUTANTS) > 30
    assert {"encoding", "header", "category", "date-form", "foreign-key", "stated-value"} <= {
        one.rule for one in MUTANTS
    }


@pytest.mark.parametrize("mutant", fast_first(MUTANTS), ids=lambda one: f"{one.module}:{one.line}-{one.rule}")
def test_a_check_left_out_breaks_a_case_of_its_rule(tmp_path, mutant: Mutant) -> None:
    packages = broken_packages(mutant.rule, tmp_path)
    code = tmp_path / "code"
    shutil.copytree(CODE, code / "ukim", ignore=shutil.ignore_patterns("__pycache__"))
    (code / "ukim" / mutant.module).write_text(mutant.text, encoding="utf-8")
    assert verdict(code, packages) != 0


@slow
def test_the_code_as_it_is_keeps_every_case(tmp_path) -> None:
    rules = sorted({one.rule for one in MUTANTS})
    packages = [package for rule in rules for package in broken_packages(rule, tmp_path / rule)[:2]]
    assert verdict(ROOT / "scripts", packages) == 0
