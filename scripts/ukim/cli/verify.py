"""`ukim verify`."""

from pathlib import Path
from typing import Annotated

import typer

from ukim.cli.quick_start import allow_pandas


def run(
    path: Annotated[
        Path,
        typer.Argument(help="Folder of a release, its zip, or dist/X.Y.Z; the database beside it is checked too."),
    ],
) -> None:
    """Check that a release is whole, and says the same in every format.

    Exit code 0: it is, 1: it is not, 2: wrong use.
    """
    allow_pandas()
    from ukim.release.verification import verify
    from ukim.report.words import counted, visible

    found = verify(path)
    for problem in found.problems:
        typer.echo(visible(f"{problem.file}: {problem.message}"))
    if found.problems:
        typer.echo(f"{path} is not as it was built: {counted(len(found.problems), 'problem')}.")
        raise typer.Exit(1)
    typer.echo(f"{path} is whole: {found.contents} tables and views, equal in CSV, {', '.join(found.formats)}.")
