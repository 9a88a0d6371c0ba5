"""`ukim fmt`."""

import difflib
import unicodedata
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
    from ukim.tables.canonical import by_key, render
    from ukim.tables.reading import read

    package = Package.read(descriptor_of(path, writes=not check))
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    unread = 0
    for resource in package.resources:
        file = package.folder / resource.path
        reading = read(file, resource.path, resource.table)
        if reading.rows is None:
            unread += 1
            from ukim.report.to_text import show

            show(reading.findings)
            continue
        rows = [[unicodedata.normalize("NFC", cell) for cell in row] for row in reading.rows]
        text = render(resource.table.names, by_key(resource.table, rows))
        found = file.read_bytes()
        if text.encode() == found:
            continue
        before[resource.path], after[resource.path] = found, text.encode()
        if check:
            names = (f"{resource.path} (as it is)", f"{resource.path} (canonical)")
            diff = difflib.unified_diff(
                found.decode().splitlines(keepends=True), text.splitlines(keepends=True), *names, n=0
            )
            for line in diff:
                shown = visible(line.removesuffix("\n"))
                typer.echo(shown if line.endswith("\n") else f"{shown}\n\\ No newline at end of file")
    if after and not check:
        write_together(package.folder, after, before)
        typer.echo("\n".join(f"{path}: rewritten" for path in after))
    done = "to rewrite" if check else "rewritten"
    typer.echo(
        f"{len(package.resources)} tables: {len(after)} {done}, {unread} left alone because they cannot be read."
    )
    raise typer.Exit(1 if unread or (check and after) else 0)
