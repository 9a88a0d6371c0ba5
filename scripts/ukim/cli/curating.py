"""What `ukim withdraw`, `ukim merge` and `ukim withhold` have in common: their options, and how they end."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import descriptor_of, local_today
from ukim.errors import UkimError

if TYPE_CHECKING:
    from ukim.curation.draft import CurationDraft
    from ukim.curation.summary import Outcome

Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is published in `changes`.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would go and write nothing.")]


def carry_out(package: Path | None, reason: str, act: "Callable[[CurationDraft], Outcome]", *, dry_run: bool) -> None:
    """Read the tables, let `act` change them, tell what goes, and write them unless a rule would be broken."""
    from ukim.curation.draft import CurationDraft
    from ukim.report.words import visible

    if not reason.strip():
        message = "--reason is empty: say why, in words that are safe to publish."
        raise UkimError(message)
    outcome = act(CurationDraft.begin(descriptor_of(package, writes=not dry_run), local_today()))
    for line in outcome.told:
        typer.echo(visible(line))
    _show_findings(outcome)
    if outcome.errors:
        typer.echo("Nothing was written: the tables would have errors that they have not now.")
        raise typer.Exit(1)
    if dry_run:
        typer.echo("Nothing was written (--dry-run).")
    else:
        outcome.draft.write(outcome.texts)
        typer.echo("Written.")
    for line in outcome.to_mend:
        typer.echo(visible(line))


def _show_findings(outcome: "Outcome") -> None:
    from ukim.report.to_text import show

    if outcome.findings:
        typer.echo("What validation would find in the result:")
        show(outcome.findings)
    if outcome.merges_first:
        typer.echo(f"If these say the same, merge them first: {', '.join(outcome.merges_first)}.")
