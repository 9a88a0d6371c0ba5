"""`ukim merge`."""

from typing import Annotated

import typer

from ukim.cli.arguments import PackageOption
from ukim.cli.curating import DryRun, Reason, carry_out


def run(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Key of the row that goes.", show_default=False)],
    into: Annotated[str, typer.Argument(metavar="INTO", help="Key of the row that stands for it.", show_default=False)],
    *,
    reason: Reason,
    package: PackageOption = None,
    dry_run: DryRun = False,
) -> None:
    """Merge a row into another one of its table: both are the same person, case, step or whatever else it is.

    Of two people first merge the people, then their steps that are one, the latest first, then the cases; steps that
    say the same are merged with the case. Exit code 0: done, 1: the tables would have errors, nothing is written, 2:
    wrong use.
    """
    from ukim.curation.merging import merge

    carry_out(package, reason, lambda draft: merge(draft, id_, into, reason), dry_run=dry_run)
