"""Lines of text that fit the terminal, in characters that can be seen."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ukim.report.words import visible

NARROWEST, WIDEST = 40, 100
INDENT = 2


class Line(NamedTuple):
    """A text, and a head before it; the texts of neighbours with heads begin in one column, an empty head included."""

    text: str
    head: str | None = None
    indent: int = 0


BLANK = Line("")


def laid_out(lines: Iterable[Line]) -> Iterator[str]:
    """The lines as a terminal shows them; where the output is no terminal, as wide as is pleasant to read."""
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((WIDEST, 0)).columns))
    for (indent, has_heads), block in groupby(lines, lambda line: (line.indent, line.head is not None)):
        shown = [(visible(line.head or ""), visible(line.text)) for line in block]
        column = max(len(head) for head, _ in shown) + INDENT if has_heads else 0
        for head, text in shown:
            yield from _wrapped(" " * INDENT * indent + head.ljust(column), text, width) or [""]


def _wrapped(head: str, text: str, width: int) -> list[str]:
    """The text behind its head, its further lines below it; an address is not broken."""
    return textwrap.wrap(
        text,
        max(width, len(head) + NARROWEST // 2),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )
