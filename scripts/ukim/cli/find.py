"""`ukim find`."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.cli.arguments import PackagePath, tables_of
from ukim.errors import UkimError

if TYPE_CHECKING:
    from ukim.report.layout import Line
    from ukim.show.find_people import Found


class Format(StrEnum):
    """Forms of the answer."""

    text = "text"
    json = "json"


def run(
    name: Annotated[str, typer.Argument(help="A name in any script, spelling and order; initials too.")],
    path: PackagePath = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help="Form of the answer.")] = Format.text,
) -> None:
    """List the people whose names match, the most likely first, and tell why they do.

    Exit code 0: somebody matches, 1: nobody does, 2: wrong use.
    """
    from ukim.report.layout import laid_out
    from ukim.show.find_people import found, nearest

    if path is not None and not path.exists():
        message = f"There is no folder {path}. A name of several words goes in quotes: ukim find '{name} {path}'"
        raise UkimError(message)
    tables = tables_of(path)
    people = found(tables, name)
    if format_ is Format.json:
        from ukim.report.to_json import dumps

        typer.echo(dumps([one._asdict() for one in people]))
    elif people:
        typer.echo("\n".join(laid_out(_lines(people))))
    else:
        from ukim.report.words import visible

        near = ", ".join(nearest(tables, name))
        typer.echo(visible(f"Nobody matches {name!r}.{f' The nearest names: {near}.' if near else ''}"))
    raise typer.Exit(0 if people else 1)


def _lines(people: "list[Found]") -> "Iterator[Line]":
    from ukim.report.layout import Line

    for one in people:
        yield Line(f"{one.name}: {'; '.join(one.cases) or 'no case'}", one.person_id)
        yield Line(one.reason, "")
