"""`ukim diff`."""

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """Forms of the answer."""

    text = "text"
    md = "md"
    csv = "csv"
    json = "json"
    html = "html"


VERSION = "a release (folder or zip), the folder of a package, or a git revision of the package's repository"


def run(
    old: Annotated[str, typer.Argument(help=f"The version before: {VERSION}.", show_default=False)],
    new: Annotated[str, typer.Argument(help="The version after: the same.", show_default=False)],
    *,
    format_: Annotated[Format, typer.Option("--format", help="Form of the answer.")] = Format.text,
) -> None:
    """Tell what differs between two versions: rows added, withdrawn and corrected, and what the schemas state.

    Exit code 0: nothing differs or what does is shown, 2: wrong use.
    """
    from ukim.diff import diff

    difference = diff(old, new)
    match format_:
        case Format.text:
            from ukim.diff.as_text import as_text as written
        case Format.md:
            from ukim.diff.as_markdown import as_markdown as written
        case Format.csv:
            from ukim.diff.as_csv import as_csv as written
        case Format.json:
            from ukim.curation.change_list import as_json as written
        case Format.html:
            from ukim.diff.as_html import as_html as written
    typer.echo(written(difference), nl=False)
