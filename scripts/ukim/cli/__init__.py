"""The command line: one file a command."""

import sys
from typing import Annotated

import typer

from ukim.cli import build, diff, explain, find, fmt, intake, merge, release, show, validate, verify, withdraw, withhold
from ukim.cli.quick_start import prepare
from ukim.errors import UkimError

INTERRUPTED = 130

app = typer.Typer(
    help="Check, tidy and build the Ukim dataset.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
COMMANDS = (
    validate,
    explain,
    fmt,
    intake,
    find,
    show,
    withdraw,
    merge,
    withhold,
    diff,
    build,
    verify,
    release,
)
for module in COMMANDS:
    app.command(module.__name__.rpartition(".")[2])(module.run)


def _version(asked: bool) -> None:
    if asked:
        from ukim import __version__

        typer.echo(f"ukim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version of the dataset.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line. Exit code 0: all well, 1: findings, 2: wrong use."""
    prepare()
    try:
        app()
    except (UkimError, OSError) as error:
        from ukim.report.words import one_line

        typer.echo(f"ukim: {one_line(str(error))}", err=True)
        sys.exit(2)
    except RuntimeError as error:
        if "interrupted" not in str(error):
            raise
        sys.exit(INTERRUPTED)  # DuckDB's word for Ctrl-C
