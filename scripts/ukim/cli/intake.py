"""`ukim intake`: turn what sources state into rows and citations."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import PackageOption, descriptor_of, local_today
from ukim.errors import UkimError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ukim.intake.run import Result

MANY = 20
"""From this number of sources on, progress is shown."""


def run(  # noqa: PLR0913 - one argument an option
    files: Annotated[list[Path], typer.Argument(help="Intake files: YAML, or JSON Lines (.jsonl).")],
    *,
    package: PackageOption = None,
    person: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ID", help="Who a name is, or NAME=new; may be given again.", show_default=False),
    ] = None,
    replace: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID.COLUMN",
            help="Put the value that the source states into this row; may be given again.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    today: Annotated[
        datetime.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Day after which nothing may have happened; by default, today.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Import what sources state: find or add people, cases and steps, and cite the source.

    Exit code 0: all imported, 1: some file or source was refused, 2: wrong use.
    """
    from ukim.intake.run import Intake

    day = today.date() if today else local_today()
    intake = Intake(descriptor_of(package, writes=not dry_run), files, _choices(person), _cells(replace), day)
    result = intake.plan(_progress)
    while not dry_run and sys.stdin.isatty() and (asked := _ask(result)):
        intake.choices.update(asked)
        result = intake.plan(_progress)
    _show(result)
    if not result.changed:
        typer.echo("Nothing to write: the tables have all this already." if result.imported else "Nothing to write.")
    elif dry_run:
        typer.echo("Nothing was written (--dry-run).")
    elif yes or (sys.stdin.isatty() and typer.confirm("Write this?")):
        intake.write(result)
        typer.echo(f"Written: {', '.join(sorted(result.changed))}.")
    elif sys.stdin.isatty():
        typer.echo("Nothing was written.")
    else:
        message = "nothing was written: there is no terminal to ask on. Run again with --yes, or with --dry-run."
        raise UkimError(message)
    raise typer.Exit(1 if result.refused or result.faults else 0)


def _choices(given: list[str] | None) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in given or []]
    if wrong := next(
        (one for one, (name, _, id_) in zip(given or [], pairs, strict=True) if not name or not id_), None
    ):
        message = f"--person {wrong}: write the name, an equals sign, and the id of a person or new."
        raise UkimError(message)
    return {name: id_ for name, _, id_ in pairs}


def _cells(given: list[str] | None) -> set[tuple[str, str]]:
    pairs = [one.rpartition(".") for one in given or []]
    if wrong := next(
        (one for one, (id_, _, column) in zip(given or [], pairs, strict=True) if not id_ or not column), None
    ):
        message = f"--replace {wrong}: write the id of a row, a full stop, and the column."
        raise UkimError(message)
    return {(id_, column) for id_, _, column in pairs}


def _progress(done: int, of: int) -> None:
    if of >= MANY and sys.stderr.isatty():
        typer.echo(f"\r{done} of {of} sources", nl=done == of, err=True)


def _ask(result: "Result") -> "Mapping[str, str]":
    """Return the people that the user chose for doubtful names; empty if no name is doubtful or none was chosen."""
    from ukim.intake.statement import NEW
    from ukim.report.words import visible

    chosen: dict[str, str] = {}
    for outcome in result.outcomes:
        refusal = outcome.refusal
        if refusal is None or refusal.entry is None or not refusal.options:
            continue
        name = refusal.entry.who
        if name in chosen:
            continue
        typer.echo("\n".join(visible(line) for line in refusal.message.split("\n")[:-1]))
        answer = typer.prompt(
            f"Which? An id, {NEW} if none of them, nothing to leave it", default="", show_default=False
        )
        if answer in {*refusal.options, NEW}:
            chosen[name] = answer
    return chosen


def _show(result: "Result") -> None:
    from ukim.intake.plan import diff, words
    from ukim.report.to_text import show
    from ukim.report.words import counted, one_line, visible

    for fault in result.faults:
        place = f"{fault.file}:{fault.line} {fault.key}" if fault.key else f"{fault.file}:{fault.line}"
        typer.echo(one_line(f"{place}: {fault.message}"))
    for outcome in result.outcomes:
        for line in words(outcome, result.tables):
            typer.echo("\n".join(visible(part) for part in line.split("\n")))
    file = ""
    for path, sign, line in diff(result.tables.before, result.changed):
        if path != file:
            typer.secho(path, bold=True)
            file = path
        typer.secho(f"{sign} {visible(line)}", fg="green" if sign == "+" else "red")
    if result.findings:
        typer.echo("What validation would find in the result:")
        show(result.findings)
    mistakes = f"; {counted(len(result.faults), 'mistake')} in the files" if result.faults else ""
    typer.echo(f"{counted(len(result.imported), 'source')} imported, {len(result.refused)} refused{mistakes}.")
