"""`ukim build`."""

from pathlib import Path
from typing import Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of, local_today
from ukim.cli.quick_start import allow_pandas


def run(
    path: PackagePath = None,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the releases; by default dist/ in the package.", show_default=False)
    ] = None,
) -> None:
    """Build a release of valid tables in dist/X.Y.Z/: a folder with every format, its zip, a DuckDB database.

    Exit code 0: the release is built, 1: the tables are not valid, 2: wrong use.
    """
    from ukim.validate import validate

    report = validate(descriptor_of(path), local_today())
    if report.errors or report.package is None:
        from ukim.report.to_text import show
        from ukim.report.words import counted

        show(report.findings)
        typer.echo(f"Nothing is built: {counted(len(report.errors), 'error')}.")
        raise typer.Exit(1)
    allow_pandas()
    from ukim.release.writer import build

    target = build(report.package, report.frames, out or report.package.folder / "dist")
    rows = sum(frame.height for frame in report.frames.values())
    typer.echo(f"Checked and built {target}: {len(report.frames)} tables, {rows} rows.")
