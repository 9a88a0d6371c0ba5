"""Citations of a row: `*` written out to the columns that it stands for, and put together again."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ukim.tables.store import WHOLE_ROW, Row


class Said(NamedTuple):
    """How a source is cited for a column: the value that it states instead, if any, and a note."""

    instead: str = ""
    note: str = ""


Cited = dict[tuple[str, str], Said]
"""Citations of one row, by column and source."""


def supported(cited: Cited) -> set[str]:
    """Return the columns whose value a source supports by name."""
    return {column for (column, _), said in cited.items() if column != WHOLE_ROW and not said.instead}


def written_out(cited: Cited, row: Row, stated: Sequence[str]) -> Cited:
    """Return the citations with `*` as the columns it stands for: the filled ones that no source supports by name."""
    by_name = supported(cited)
    rest = [column for column in stated if row[column] and column not in by_name]
    columns = dict(cited)
    for (column, source), said in cited.items():
        if column == WHOLE_ROW and rest:
            del columns[column, source]
            for other in rest:
                columns.setdefault((other, source), said)
    return columns


def put_together(cited: Cited) -> Cited:
    """Return the citations with `*` for the sources that state most columns together, where that makes them fewer."""
    support: dict[str, list[tuple[str, str]]] = defaultdict(list)
    disputed = {column for (column, _), said in cited.items() if said.instead}
    for (column, source), said in sorted(cited.items()):
        if column not in disputed and column != WHOLE_ROW:
            support[column].append((source, said.note))
    groups = Counter(tuple(sources) for sources in support.values())
    if not groups:
        return cited
    sources, number = max(groups.items(), key=lambda group: ((group[1] - 1) * len(group[0]), group[0]))
    columns = [column for column in support if tuple(support[column]) == sources]
    if number == 1 and len({column for column, _ in cited}) > 1:
        return cited
    kept = {place: said for place, said in cited.items() if place[0] not in columns}
    return kept | {(WHOLE_ROW, source): Said("", note) for source, note in sources}
