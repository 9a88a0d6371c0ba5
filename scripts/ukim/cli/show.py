"""`ukim show`."""

from typing import Annotated

import typer

from ukim.cli.arguments import PackagePath, tables_of


def run(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Key of a person, a case or a source.", show_default=False)],
    path: PackagePath = None,
) -> None:
    """Show a person, a case or a source: what is known, and who says so.

    Exit code 0: shown, 2: wrong use.
    """
    from ukim.report.layout import laid_out
    from ukim.show.page import page

    typer.echo("\n".join(laid_out(page(tables_of(path), id_))))
