"""`ukim release`: publish the next version, from the difference to the commit."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of, local_today
from ukim.cli.quick_start import allow_pandas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ukim.findings import Finding
    from ukim.versioning.missing_reasons import Unexplained
    from ukim.versioning.publish import NextRelease


class Wanted(StrEnum):
    """Which number of a version to bump."""

    auto = "auto"
    patch = "patch"
    minor = "minor"
    major = "major"


def run(
    path: PackagePath = None,
    *,
    level: Annotated[
        Wanted, typer.Option(help="Which number of the version to bump; auto: the least that the changes allow.")
    ] = Wanted.auto,
    since: Annotated[
        str | None,
        typer.Option(
            help="The last release: its folder, zip or revision; by default the newest tag, such as v0.1.0.",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(help="The reason for all that changed and has none yet, instead of asking.", show_default=False),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the version and what lacks a reason, write nothing.")
    ] = False,
) -> None:
    """Publish the next version: bump and date it, list what changed and why, build, verify and commit it.

    Nothing is tagged, pushed or uploaded; what people do next is printed. If anything fails, all is as it was.

    Exit code 0: the release is made, 1: the tables are not valid or a reason is missing, 2: wrong use.
    """
    from ukim.validate import validate
    from ukim.versioning.previous_release import refuse_unclean

    descriptor, today = descriptor_of(path, writes=not dry_run), local_today()
    refuse_unclean(descriptor.parent)
    _stop_at(validate(descriptor, today).findings)
    allow_pandas()
    from ukim.model.semantic_version import Level
    from ukim.report.layout import laid_out
    from ukim.versioning.publish import FindingsError, next_release

    wanted = None if level is Wanted.auto else Level[level]
    with next_release(descriptor.parent, since, wanted) as release:
        _show(release)
        if dry_run:
            _list(release.unexplained)
            typer.echo("Nothing was written (--dry-run).")
            return
        try:
            steps = release.publish(_explained(release.unexplained, reason), today)
        except FindingsError as error:
            _stop_at(error.findings)
        typer.echo(f"Version {release.version} is built, verified and committed.\n")
        for line in laid_out(steps):
            typer.echo(line)


def _stop_at(findings: "Sequence[Finding]") -> None:
    if any(finding.fails_strict for finding in findings):
        from ukim.report.to_text import show
        from ukim.report.words import tally

        show(findings)
        typer.echo(f"Nothing is released: {tally(findings)}.")
        raise typer.Exit(1)


def _show(release: "NextRelease") -> None:
    from ukim.model.semantic_version import Level
    from ukim.report.words import visible
    from ukim.versioning.required_bump import reasons_for

    typer.echo(f"The next version is {release.version}.")
    for level in sorted(Level, reverse=True):
        for why in reasons_for(release.bumps, level):
            typer.echo(visible(f"  {level.name}: {why}"))


def _list(lacking: "Sequence[Unexplained]") -> None:
    from ukim.report.words import counted, visible

    for one in lacking:
        typer.echo(visible(f"No reason yet: {one.words}"))
    if lacking:
        typer.echo(f"{counted(len(lacking), 'change')} without a reason.")


def _explained(lacking: "Sequence[Unexplained]", reason: str | None) -> "Iterator[tuple[Unexplained, str]]":
    """Yield each change with its reason: the one given for all, or the answer of the user."""
    from ukim.report.words import visible

    if lacking and reason is None:
        typer.echo(
            "Why? The reasons are published: one neutral sentence each, never the old value of what is withheld."
        )
    last = reason
    try:
        for one in lacking:
            if reason is None:
                typer.echo(visible(one.words))
                last = typer.prompt("Reason", default=last)
            yield one, (last or "").strip()
    except typer.Abort:
        typer.echo("")
        _list(lacking)
        typer.echo(
            "Nothing is released. Answer for each, give one reason for all with --reason, or add rows to `changes`."
        )
        raise typer.Exit(1) from None
