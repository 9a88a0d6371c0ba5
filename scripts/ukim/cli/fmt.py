"""`ukim fmt`."""

from typing import Annotated

import typer

from ukim.cli.arguments import PackagePath, descriptor_of


def run(
    path: PackagePath = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Print what would change and change nothing.")] = False,
) -> None:
    """Rewrite the tables in canonical form: row order, quoting, line feeds, Unicode normal form C.

    A table that cannot be read is left alone. Exit code 0: all is in canonical form now, 1: a table could not be read,
    or with --check something would change, 2: wrong use.
    """
    from ukim.files import write_together
    from ukim.model import Package
    from ukim.report.words import visible
    from ukim.tables.formatting import formatted

    package = Package.read(descriptor_of(path, writes=not check))
    tables = list(formatted(package))
    changed, unread = [one for one in tables if one.differs], [one for one in tables if one.after is None]
    for one in unread:
        from ukim.report.to_text import show

        show(one.findings)
    for line in (line for one in changed if check for line in one.diff()):
        shown = visible(line.removesuffix("\n"))
        typer.echo(shown if line.endswith("\n") else f"{shown}\n\\ No newline at end of file")
    if changed and not check:
        after = {one.path: one.after for one in changed}
        write_together(package.folder, after, {one.path: one.before for one in changed})
        typer.echo("\n".join(f"{one.path}: rewritten" for one in changed))
    done = "to rewrite" if check else "rewritten"
    typer.echo(f"{len(tables)} tables: {len(changed)} {done}, {len(unread)} left alone because they cannot be read.")
    raise typer.Exit(1 if unread or (check and changed) else 0)
