"""`ukim withhold`."""

from typing import Annotated

import typer

from ukim.cli.arguments import PackageOption
from ukim.cli.curating import DryRun, Reason, carry_out


def run(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Key of a row of any table.", show_default=False)],
    field: Annotated[
        str | None,
        typer.Argument(metavar="[FIELD]", help="Column of the value; without it, the row.", show_default=False),
    ] = None,
    *,
    reason: Reason,
    package: PackageOption = None,
    dry_run: DryRun = False,
) -> None:
    """Withhold a value, or a row and what cannot be without it, to protect a person.

    What carries it elsewhere goes too: titles, addresses and keys of sources, free text. Exit code 0: done, 1: the
    tables would have errors, nothing is written, 2: wrong use.
    """
    from ukim.curation.withholding import withhold

    carry_out(package, reason, lambda draft: withhold(draft, id_, field, reason), dry_run=dry_run)
