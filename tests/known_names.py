"""Every name that a page may use as code: of tables, columns, rules, commands, as the package has them."""

import dataclasses
import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import typer

from packages import ROOT, TODAY
from ukim.api.dataset import connect, load
from ukim.cli import app
from ukim.curation import difference as diff_result
from ukim.findings import PRECEDENCE
from ukim.intake.form import json_schema
from ukim.model import Package
from ukim.model.field import Check
from ukim.model.released import released
from ukim.model.strict import Strict
from ukim.release.codebook import views
from ukim.validate import validate
from ukim.validate.rules import catalogue

VALUES = re.compile(r"[<\[](\w+(?:\|\w+)+)[>\]]")
"""The values of an option, as its help lists them."""
PACKAGE = Package.read(ROOT / "datapackage.json")
EVERY_TABLE = """-- severity: warning
-- title: Tells what a rule sees
-- why: Every table and column that a rule may name.
-- fix: Leave it.
-- example: the first row
SELECT 'people' AS table_name, 2 AS line, NULL AS field,
  (SELECT string_agg(table_name || '.' || column_name, ' ') FROM duckdb_columns() WHERE NOT internal) AS message
"""


@cache
def commands() -> dict[str, dict[str, tuple[str, ...]]]:
    """The options of each command, and the values that each takes if they are listed; of `""` those of `ukim` alone."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    context = group.make_context("ukim", [], resilient_parsing=True)
    return {
        name: {
            option: tuple(values[1].split("|")) if (values := VALUES.search(help_[0])) else ()
            for parameter in command.get_params(context)
            if (help_ := parameter.get_help_record(context))
            for option in parameter.opts
            if option.startswith("--")
        }
        for name, command in [("", group), *group.commands.items()]
    }


@cache
def make_targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@cache
def names() -> frozenset[str]:
    """All that a word in code may be the name of."""
    sources = (
        _tables,
        _keys,
        _views,
        _rules,
        _seen_by_rules,
        _descriptor,
        _intake,
        _command_line,
        _differences,
        _extras,
    )
    return frozenset(name for source in sources for name in source())


def exists_in_python(name: str) -> bool:
    """Whether `ukim.a.b` is a module or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        try:
            for part in parts[length:]:
                found = getattr(found, part)
        except AttributeError:
            return False
        return True
    return False


def _tables() -> Iterator[str]:
    for name, table in PACKAGE.tables.items():
        yield from _columns(name, released(table).names)
        for field in table.fields:
            yield from (category.value for category in [*(field.categories or []), *field.item_categories])
            yield from (field.example or "").split(";")


def _keys() -> Iterator[str]:
    """The keys of rows, in the repository and in the small package."""
    for folder in (ROOT, ROOT / "tests/fixtures/sound"):
        for name, table in PACKAGE.tables.items():
            if len(table.primary_key) == 1:
                lines = (folder / f"data/{name}.csv").read_text(encoding="utf-8").splitlines()
                yield from (line.partition(",")[0] for line in lines[1:])


def _views() -> Iterator[str]:
    for view in views(connect(ROOT)):
        yield from _columns(view.name, [column.name for column in view.columns])
    yield from (status for status in load("prosecutions", ROOT)["last_known_status"].unique() if status)


def _columns(table: str, columns: list[str]) -> Iterator[str]:
    yield table
    yield from columns
    yield from (f"{table}.{column}" for column in columns)


def _rules() -> Iterator[str]:
    yield from catalogue(ROOT)
    yield from PRECEDENCE
    yield from (rule.severity for rule in catalogue(ROOT).values())


def _seen_by_rules() -> Iterator[str]:
    """Tables and columns that a rule in SQL sees: asked by one."""
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for part in ("datapackage.json", "CHANGELOG.md"):
            shutil.copy(ROOT / part, folder)
        for part in ("schemas", "data"):
            shutil.copytree(ROOT / part, folder / part)
        (folder / "schemas/rules/every-table.sql").write_text(EVERY_TABLE, encoding="utf-8")
        report = validate(folder / "datapackage.json", TODAY.replace(year=2027), with_frictionless=False)
    (told,) = [finding.message for finding in report.findings if finding.rule.id == "every-table"]
    for name in told.split():
        yield from (name, *name.split("."))


def _descriptor() -> Iterator[str]:
    """Properties of the descriptor and the schemas, and the checks that a field may ask for."""
    yield from get_args(Check)
    kinds = [Strict]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        yield from (field.alias or name for name, field in kind.model_fields.items())


def _intake() -> Iterator[str]:
    def keys(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
        for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []:
            yield from keys(part)

    yield from keys(json.loads(json.dumps(json_schema(PACKAGE))))


def _command_line() -> Iterator[str]:
    yield from ("ukim", *commands(), *make_targets())
    yield from (value for options in commands().values() for values in options.values() for value in values)


def _differences() -> Iterator[str]:
    """The fields of what `ukim diff` finds."""
    for kind in vars(diff_result).values():
        if dataclasses.is_dataclass(kind):
            yield from (field.name for field in dataclasses.fields(kind))


def _extras() -> Iterator[str]:
    """Extras and groups of dependencies, the packages in them, and marks of tests."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = content["project"]["optional-dependencies"] | content["dependency-groups"]
    yield from extras
    yield from (mark.partition(":")[0] for mark in content["tool"]["pytest"]["ini_options"]["markers"])
    for needed in [content["project"]["dependencies"], *extras.values()]:
        yield from (re.split(r"[\[><=]", one)[0] for one in needed if isinstance(one, str))
