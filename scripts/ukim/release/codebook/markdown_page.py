"""The codebook in Markdown."""

from collections.abc import Iterable, Iterator

from ukim.release.codebook import NOTATION, VIEWS, Chapter, Column


def markdown(origin: str, tables: Iterable[Chapter], views: Iterable[Chapter]) -> str:
    """The page; `origin` is the sentence that tells what it describes."""
    lines = ["# Codebook", "", origin, *NOTATION, ""]
    for table in tables:
        lines += [f"## {table.name}", "", table.description, "", *_header()]
        lines += [f"| {_mark(one)} | {_type(table, one)} | {_words(one)} |" for one in table.columns]
        lines += ["", *_categories(table)]
    lines += ["# Views", "", VIEWS, ""]
    for view in views:
        lines += [f"## {view.name}", "", view.description, "", *_header()]
        lines += [f"| {_mark(one)} | {_type(view, one)} | {_words(one)} |" for one in view.columns]
        lines += [""]
    return "\n".join(lines)


def _header() -> tuple[str, str]:
    return "| column | type | description |", "|---|---|---|"


def _mark(column: Column) -> str:
    return f"`{column.name}`{'*' if column.is_key else '+' if column.is_required else ''}"


def _type(chapter: Chapter, column: Column) -> str:
    targets = ("this table" if target == chapter.name else target for target in column.references)
    return " ".join([column.type, *(f"→ {target}" for target in targets)])


def _words(column: Column) -> str:
    return column.description + ("" if column.example is None else f" Example: `{column.example}`.")


def _categories(table: Chapter) -> Iterator[str]:
    for column in table.columns:
        if column.categories:
            yield f"Values of `{column.name}`:"
            yield ""
            yield from (f"- `{category.value}`: {category.description}" for category in column.categories)
            yield ""
