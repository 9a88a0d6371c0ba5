"""A source as people read it: what it is, its copies, and what it states of whom."""

from collections import defaultdict
from collections.abc import Iterator

from ukim.report.layout import BLANK, Line
from ukim.show.footnotes import WHOLE_ROW
from ukim.show.labels import description, in_words, named, title
from ukim.tables.rows import Record, Row, Tables


def source(tables: Tables, record: Record) -> Iterator[Line]:
    """What the source is, then its statements, person by person."""
    row, fields = record.row, tables.package.tables["sources"].by_name
    yield Line(f"{row.get('title', named(tables, 'publishers', row.get('publisher_id', '')))} ({record.id})")
    for column in (column for column in row if column not in ("source_id", "title")):
        words, why = in_words(tables, "sources", column, row[column]), description(fields[column], row[column])
        yield Line(words if why == row[column] else f"{words} ({why})", title(fields[column]), 1)
    for copy in tables.of("sources", "copy_of", record.id):
        publisher = named(tables, "publishers", copy.row.get("publisher_id", ""))
        where = ", ".join(filter(None, (publisher, copy.row.get("url"))))
        yield Line(f"{where} ({copy.id})", "Copied by", 1)
    yield from _stated(tables, record.id)


def _stated(tables: Tables, source: str) -> Iterator[Line]:
    """The statements by person; behind them those about nobody, under the title of their table."""
    people: dict[str, list[Line]] = defaultdict(list)
    others: dict[str, list[Line]] = defaultdict(list)
    for record, texts in (*_statements(tables, source), *_counts(tables, source)):
        person = tables.owner(record, "people")
        table = tables.package.tables[record.table]
        line = Line(
            "; ".join(texts), f"{title(table.by_name[table.primary_key[-1]])} {record.id.rpartition('/')[2]}", 2
        )
        if person is None:
            others[table.title].append(line)
        else:
            people[f"{named(tables, 'people', person)} ({person})"].append(line)
    if people or others:
        yield from (BLANK, Line("What it states"))
    for subject, lines in (*people.items(), *others.items()):
        yield from (BLANK, Line(subject, indent=1), *lines)


def _statements(tables: Tables, source: str) -> Iterator[tuple[Record, list[str]]]:
    """The rows that the source is cited for, in the order of the tables, and what it states of each."""
    cited: dict[str, dict[str, Row]] = defaultdict(dict)
    for citation in tables.of("citations", "source_id", source):
        cited[citation.row.get("record_id", "")][citation.row.get("field", "")] = citation.row
    order = list(tables.package.tables)
    records = [tables.by_id[key] for key in cited if key in tables.by_id]
    for record in sorted(records, key=lambda one: (order.index(one.table), _day(one.row), one.id)):
        by_column = cited[record.id]
        columns = set(by_column) | (_of_the_whole_row(tables, record) if WHOLE_ROW in by_column else set())
        names = [name for name in tables.package.tables[record.table].names if name in columns]
        note = by_column.get(WHOLE_ROW, {}).get("note")
        texts = [_told(tables, record, name, by_column.get(name, {})) for name in names]
        yield record, [*texts, *([note] if note else [])]


def _day(row: Row) -> str:
    """The date of a step."""
    return row.get("date", row.get("decided", ""))


def _of_the_whole_row(tables: Tables, record: Record) -> set[str]:
    """The columns that a citation of the whole row stands for."""
    alone = {citation.row.get("field") for citation in tables.of("citations", "record_id", record.id)}
    stated = tables.package.stated_columns(record.table)
    return {column for column in stated if column in record.row and column not in alone}


def _told(tables: Tables, record: Record, column: str, citation: Row) -> str:
    """What is stated for a column; beside it what the row has, where that is something else, and what is noted."""
    field = tables.package.tables[record.table].by_name[column]
    values = [citation.get("stated_value"), record.row.get(column)]
    stated, *others = [in_words(tables, record.table, column, value) for value in values if value] or ["unknown"]
    but = f" (the row has {others[0]})" if others else ""
    note = f" ({citation['note']})" if "note" in citation else ""
    return f"{title(field)}: {stated}{but}{note}"


def _counts(tables: Tables, source: str) -> Iterator[tuple[Record, list[str]]]:
    """The totals that the source publishes."""
    for record in tables.of("published_counts", "source_id", source):
        columns = [column for column in record.row if column not in ("count_id", "source_id")]
        yield record, [_told(tables, record, column, {}) for column in columns]
