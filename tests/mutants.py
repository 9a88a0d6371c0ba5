"""The checks in Python, each left out in turn.

A check is a statement that names a rule of the catalogue: it reports a finding, or makes the check that will.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packages import ROOT
from ukim.findings import BUILT_IN

CODE = ROOT / "scripts/ukim"
MODULES = ["tables/reading.py", "text/free_text.py", "compile/to_pandera.py", "validate"]
OF_FRICTIONLESS = {"frictionless.py", "frictionless_only.py", "frictionless_process.py"}
"""Left out: they tell what another program found, and have tests of their own."""


class Mutant(NamedTuple):
    """A module without one of its checks, and the rule that nothing enforces then."""

    module: str
    line: int
    rule: str
    text: str


def mutants() -> Iterator[Mutant]:
    """One for each check."""
    for name in MODULES:
        path = CODE / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            if file.name not in OF_FRICTIONLESS:
                yield from _of(file)


def _of(file: Path) -> Iterator[Mutant]:
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    for statement in ast.walk(ast.parse(text)):
        if not isinstance(statement, ast.Expr | ast.Return) or _is_docstring(statement):
            continue
        rules = [
            node.value for node in ast.walk(statement) if isinstance(node, ast.Constant) and node.value in BUILT_IN
        ]
        nothing = _nothing(statement)
        if len(rules) == 1 and nothing is not None:
            indent = " " * statement.col_offset
            before, behind = lines[: statement.lineno - 1], lines[statement.end_lineno :]
            mutated = "".join([*before, f"{indent}{nothing}\n", *behind])
            ast.parse(mutated)
            yield Mutant(file.relative_to(CODE).as_posix(), statement.lineno, rules[0], mutated)


def _is_docstring(statement: ast.Expr | ast.Return) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _nothing(statement: ast.Expr | ast.Return) -> str | None:
    """The same statement without its check; None where only a crash would be left."""
    match statement:
        case ast.Expr(ast.Yield() | ast.YieldFrom()):
            return "yield from ()"
        case ast.Expr():
            return "pass"
        case ast.Return(ast.List()):
            return "return []"
        case ast.Return(ast.Tuple()):
            return "return None"
    return None
