"""Who says what: the sources of each value, numbered as they are named first, and where they disagree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ukim.report.layout import BLANK, Line
from ukim.show.labels import in_words, label, title
from ukim.tables.store import WHOLE_ROW, Record, Row, Tables

Told = tuple[str, str]
"""A text and the marks of its sources."""


def told_once(parts: Iterable[Told], between: str) -> str:
    """The texts as one, each with its marks; marks that all share stand once, at the end."""
    told = list(parts)
    if len({marks for _, marks in told}) == 1:
        return between.join(text for text, _ in told) + told[0][1]
    return between.join(text + marks for text, marks in told)


class Citing:
    """The sources that a page names."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._numbers: dict[str, int] = {}

    def marks(self, record: Record, *columns: str) -> str:
        """The numbers of the sources that state what stands in these columns, with a space before them."""
        sources = [source for column in columns if column in record.row for source in self._supporters(record, column)]
        return self._numbered(sources)

    def doubts(self, record: Record, *columns: str) -> Iterator[str]:
        """Where sources disagree about these columns, or about any, and what is noted about their statements."""
        for column in columns or (*self.tables.package.tables[record.table].names, WHOLE_ROW):
            others = defaultdict(list)
            for citation in self._citations(record, column):
                if "stated_value" in citation and column != WHOLE_ROW:
                    others[citation["stated_value"]].append(citation["source_id"])
            if others:
                yield self._disagreement(record, column, others)
            for citation in self._citations(record, column):
                if "note" in citation:
                    yield f"Note on{self._numbered([citation['source_id']])}: {citation['note']}"

    def sources(self) -> Iterator[Line]:
        """The sources by number: publisher, date, title, address."""
        if self._numbers:
            yield from (BLANK, Line("Sources"))
        for source, number in self._numbers.items():
            first, *others = self._described(source)
            yield Line(first, f"[{number}]")
            yield from (Line(other, "") for other in others)

    def _disagreement(self, record: Record, column: str, others: dict[str, list[str]]) -> str:
        field = self.tables.package.tables[record.table].by_name[column]
        said = []
        if column in record.row:
            value = in_words(self.tables, record.table, column, record.row[column])
            said.append(f"{value}{self._numbered(self._supporters(record, column))}")
        for other, sources in others.items():
            value = in_words(self.tables, record.table, column, other)
            said.append(f"{value} according to{self._numbered(sources)}")
        return f"{title(field)}: {', '.join(said)}"

    def _supporters(self, record: Record, column: str) -> list[str]:
        """The sources cited for the column, or where none is, for the row; not those that state something else."""
        cited = self._citations(record, column)
        others = [row["source_id"] for row in cited if "stated_value" in row]
        agreeing = [row["source_id"] for row in cited if "stated_value" not in row]
        of_the_row = [row["source_id"] for row in self._citations(record, WHOLE_ROW)]
        return agreeing or [source for source in of_the_row if source not in others]

    def _citations(self, record: Record, column: str) -> list[Row]:
        rows = [citation.row for citation in self.tables.of("citations", "record_id", record.id)]
        return [row for row in rows if "source_id" in row and row.get("field") == column]

    def _numbered(self, sources: Iterable[str]) -> str:
        numbers = {self._numbers.setdefault(source, len(self._numbers) + 1) for source in sources}
        return "".join(f" [{number}]" for number in sorted(numbers))

    def _described(self, source: str) -> Iterator[str]:
        row = self.tables.row("sources", source)
        columns = [column for column in ("publisher_id", "published") if column in row]
        told = [in_words(self.tables, "sources", column, row[column]) for column in columns]
        read = self.tables.package.tables["sources"].by_name["read"]
        told += [f"{title(read).lower()}: {label(read, row['read'])}"] if "read" in row else []
        yield f"{', '.join(told)} ({source})".strip()
        yield from (row[column] for column in ("title", "url", "archive_url") if column in row)
