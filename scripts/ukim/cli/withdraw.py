"""`ukim withdraw`."""

from typing import Annotated

import typer

from ukim.cli.arguments import PackageOption
from ukim.cli.curating import DryRun, Reason, carry_out


def run(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Key of a row of any table.", show_default=False)],
    *,
    reason: Reason,
    package: PackageOption = None,
    dry_run: DryRun = False,
) -> None:
    """Withdraw a row that should not have been there, and what cannot be without it or served it alone.

    Exit code 0: done, 1: the tables would have errors, nothing is written, 2: wrong use.
    """
    from ukim.curation.withdrawing import withdraw

    carry_out(package, reason, lambda draft: withdraw(draft, id_, reason), dry_run=dry_run)
