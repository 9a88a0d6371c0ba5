"""`ukim release`: the next version, from the difference to the commit."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of, local_today
from ukim.cli.quick_start import allow_pandas
from ukim.errors import UkimError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ukim.findings import Finding
    from ukim.model.semantic_version import Level
    from ukim.versioning.missing_reasons import Unexplained
    from ukim.versioning.required_bump import Demand

SHOWN = 8
"""So many of the changes that ask for a version are told."""


class Wanted(StrEnum):
    """Which number of a version to count up."""

    auto = "auto"
    patch = "patch"
    minor = "minor"
    major = "major"


def run(
    path: PackagePath = None,
    *,
    level: Annotated[
        Wanted, typer.Option(help="Which number of the version to count up; auto: the least that the changes allow.")
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
        bool, typer.Option("--dry-run", help="Tell the version and what lacks a reason, write nothing.")
    ] = False,
) -> None:
    """Make the next version: count it up, date it, list what changed and why, build, verify and commit it.

    Nothing is tagged, pushed or uploaded; what people do next is printed. If anything fails, all is as it was.

    Exit code 0: the release is made, 1: the tables are not valid or a reason is missing, 2: wrong use.
    """
    from functools import partial
    from shutil import copytree
    from tempfile import TemporaryDirectory

    from ukim.validate import validate
    from ukim.versioning.missing_reasons import unexplained
    from ukim.versioning.previous_release import compared, refuse_unclean
    from ukim.versioning.required_bump import demands

    descriptor, today = descriptor_of(path, writes=not dry_run), local_today()
    refuse_unclean(descriptor.parent)
    _stop_at(validate(descriptor, today).findings)
    allow_pandas()
    from ukim.model import Package
    from ukim.model.semantic_version import bumped
    from ukim.release.in_place import in_place
    from ukim.report.layout import laid_out
    from ukim.versioning import release_files
    from ukim.versioning.checklist import checklist
    from ukim.versioning.publish import FindingsError, committed, staged
    from ukim.versioning.required_bump import may_change_meaning

    with compared(descriptor.parent, since) as comparison, TemporaryDirectory() as out:
        old, new, difference = comparison.old.tables, comparison.new.tables, comparison.difference()
        release_files.refuse_forgotten(old, new)
        asked = demands(difference, [name for name, table in new.package.tables.items() if len(table.primary_key) == 1])
        chosen = _chosen(level, asked, old.package.version)
        version = bumped(old.package.version, chosen)
        _tell(version, asked)
        lacking = unexplained(difference, old, new)
        if dry_run:
            _list(lacking)
            typer.echo("Nothing was written (--dry-run).")
            return
        texts = release_files.texts(new.package, version, today)
        texts |= release_files.changes(old, new, version, _explained(lacking, reason))
        try:
            texts, suspected = staged(comparison, texts, today, Path(out))
        except FindingsError as error:
            _stop_at(error.findings)
        target = descriptor.parent / "dist" / version
        with in_place(target, partial(copytree, Path(out) / version, dirs_exist_ok=True)):
            committed(descriptor.parent, texts, comparison.commit, f"release: {version}")
        typer.echo(f"Version {version} is built, verified and committed.\n")
        package = Package.read(comparison.folder / descriptor.name)
        names = sorted(entry.name for entry in target.iterdir())
        doubtful = list(filter(may_change_meaning, difference.schema))
        for line in laid_out(checklist(package, chosen, names, doubtful, suspected)):
            typer.echo(line)


def _stop_at(findings: "Sequence[Finding]") -> None:
    if any(finding.fails_strict for finding in findings):
        from ukim.report.to_text import show
        from ukim.report.words import tally

        show(findings)
        typer.echo(f"Nothing is released: {tally(findings)}.")
        raise typer.Exit(1)


def _chosen(wanted: Wanted, asked: "Sequence[Demand]", before: str) -> "Level":
    """The level that is wanted, or the least that the changes allow.

    Raises:
        UkimError: that is more than what is wanted, or nothing changed.

    """
    from ukim.model.semantic_version import Level, bumped

    if not asked:
        if wanted is Wanted.auto:
            message = f"nothing differs from version {before}. To release all the same, name a level: --level patch."
            raise UkimError(message)
        return Level[wanted]
    least = asked[0].level
    chosen = least if wanted is Wanted.auto else Level[wanted]
    if chosen < least:
        message = (
            f"--level {wanted} is too small: the changes since {before} make at least a {least.name} version, "
            f"{bumped(before, least)}. {'; '.join(_reasons_for(asked, least))}."
        )
        raise UkimError(message)
    return chosen


def _reasons_for(asked: "Sequence[Demand]", level: "Level") -> "Iterator[str]":
    of_it = [demand.why for demand in asked if demand.level is level]
    yield from of_it[:SHOWN]
    if len(of_it) > SHOWN:
        yield f"and {len(of_it) - SHOWN} more"


def _tell(version: str, asked: "Sequence[Demand]") -> None:
    from ukim.model.semantic_version import Level
    from ukim.report.words import visible

    typer.echo(f"The next version is {version}.")
    for level in sorted(Level, reverse=True):
        for why in _reasons_for(asked, level):
            typer.echo(visible(f"  {level.name}: {why}"))


def _list(lacking: "Sequence[Unexplained]") -> None:
    from ukim.report.words import counted, visible

    for one in lacking:
        typer.echo(visible(f"No reason yet: {one.words}"))
    if lacking:
        typer.echo(f"{counted(len(lacking), 'change')} without a reason.")


def _explained(lacking: "Sequence[Unexplained]", reason: str | None) -> "Iterator[tuple[Unexplained, str]]":
    """Each change with its reason: the one given for all, or the answer of who is asked."""
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
