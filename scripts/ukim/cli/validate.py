"""`ukim validate`."""

import datetime
from enum import StrEnum
from typing import Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of, local_today


class Format(StrEnum):
    """Forms of the report."""

    text = "text"
    json = "json"


def run(
    path: PackagePath = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="Form of the report.")] = Format.text,
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

    Exit code 0: nothing wrong, 1: findings of severity error, 2: wrong use.
    """
    from ukim.report import as_json, as_text, counted
    from ukim.validate import validate

    descriptor = descriptor_of(path)
    day = today.date() if today else local_today()
    report = validate(descriptor, day)
    errors, warnings = len(report.errors), len(report.findings) - len(report.errors)
    if format_ is Format.json:
        typer.echo(as_json(report.findings, len(report.frames), report.rules))
    else:
        typer.echo(as_text(report.findings), nl=False)
        rows = sum(frame.height for frame in report.frames.values())
        checked = f"{len(report.frames)} tables, {rows} rows, {report.rules} rules"
        typer.echo(f"{checked}: {counted(errors, 'error')}, {counted(warnings, 'warning')}.")
    raise typer.Exit(1 if errors else 0)
