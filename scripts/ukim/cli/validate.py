"""`ukim validate`."""

import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of, local_today
from ukim.errors import UkimError

if TYPE_CHECKING:
    from ukim.validate import Report


class Format(StrEnum):
    """Forms of the report."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class Engine(StrEnum):
    """Which engines check."""

    all = "all"
    fast = "fast"


RULES = "RULE[,RULE...]"


def run(  # noqa: PLR0913 - one argument an option
    path: PackagePath = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="Form of the report.")] = Format.text,
    select: Annotated[
        list[str] | None, typer.Option(metavar=RULES, help="Report what breaks these rules only.", show_default=False)
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar=RULES, help="Leave out what breaks these rules.", show_default=False)
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Let warnings fail too, but those of heuristic rules.")
    ] = False,
    engine: Annotated[Engine, typer.Option(help="fast leaves frictionless out.")] = Engine.all,
    today: Annotated[
        datetime.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Day after which nothing may have happened; by default, today.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Check the tables of a data package: bytes, schemas, rules.

    Exit code 0: nothing wrong, 1: errors (with --strict, warnings too), 2: wrong use.
    """
    from ukim.validate import validate

    descriptor = descriptor_of(path)
    only = _asked_for(descriptor.parent, _ids(select), _ids(ignore))
    day = today.date() if today else local_today()
    report = validate(descriptor, day, with_frictionless=engine is Engine.all, only=only)
    _print(report, format_, descriptor.parent)
    raise typer.Exit(1 if report.errors or (strict and any(finding.fails_strict for finding in report.findings)) else 0)


def _ids(values: list[str] | None) -> list[str]:
    return [name.strip() for value in values or [] for name in value.split(",")]


def _asked_for(folder: Path, select: list[str], ignore: list[str]) -> set[str] | None:
    """The ids of the rules that are asked for; None if all are.

    Raises:
        UkimError: there is no such rule, or it cannot be left out.

    """
    if not select and not ignore:
        return None
    from ukim.validate.rules import catalogue, rule_named

    rules = catalogue(folder)
    for name in [*select, *ignore]:
        if rule_named(name, rules).layer == "descriptor" and name in ignore:
            message = f"{name} cannot be ignored: where it is broken, nothing was checked. Take it out of --ignore."
            raise UkimError(message)
    return set(select or rules) - set(ignore)


def _print(report: "Report", form: Format, folder: Path) -> None:
    from ukim.report.words import tally

    if form is Format.json:
        from ukim.report.to_json import as_json

        typer.echo(as_json(report.findings, len(report.rows), report.rules))
        return
    if form is Format.sarif:
        from ukim import __version__
        from ukim.report.to_sarif import as_sarif
        from ukim.validate.rules import catalogue

        typer.echo(as_sarif(report.findings, catalogue(folder), __version__))
        return
    if report.findings and form is Format.github:
        from ukim.report.to_github import as_annotations

        typer.echo(as_annotations(report.findings), nl=False)
    elif report.findings:
        from ukim.report.to_text import show
        from ukim.report.words import visible

        show(report.findings)
        typer.echo(f"`ukim explain {visible(report.findings[0].rule.id)}` tells why, with an example.")
    checked = f"{len(report.rows)} tables, {sum(report.rows.values())} rows, {report.rules} rules"
    typer.echo(f"{checked}: {tally(report.findings)}.")
