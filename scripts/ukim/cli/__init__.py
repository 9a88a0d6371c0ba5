"""The command line: one file a command."""

import sys

import typer

from ukim.cli import build, fmt, validate
from ukim.errors import UkimError

app = typer.Typer(
    help="Check, tidy and build the Ukim dataset.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (validate, fmt, build):
    app.command(module.__name__.rpartition(".")[2])(module.run)


@app.callback()
def _options(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version of the dataset and exit.", is_eager=True),
) -> None:
    if version:
        from ukim import __version__

        typer.echo(f"ukim {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line. Exit code 0: all well, 1: findings, 2: wrong use."""
    try:
        app()
    except UkimError as error:
        typer.echo(f"ukim: {error}", err=True)
        sys.exit(2)
