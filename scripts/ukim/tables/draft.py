"""Tables that are changed in memory, and written all or none.

While a row is worked on, a citation of `*` is written out to the columns that it stands for; it is put together again
in the text. Rows that nobody works on keep their citations as they are.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Self

from ukim.files import write_together
from ukim.model import Package
from ukim.tables.agreement import Relation, relation
from ukim.tables.canonical import by_key, render
from ukim.tables.citations import Cited, Said, put_together, supported, written_out
from ukim.tables.reading import Reading
from ukim.tables.store import WHOLE_ROW, Row, Tables, read_tables

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits and letters of random keys."""
KEY_LENGTH = 6


def random_key(prefix: str) -> str:
    """Draw a key that says nothing: the prefix and six characters of Crockford's base32."""
    return prefix + "".join(secrets.choice(CROCKFORD) for _ in range(KEY_LENGTH))


class Draft(Tables):
    """The tables as they are to be."""

    def __init__(self, package: Package, readings: Mapping[str, Reading]) -> None:
        super().__init__(package, readings)
        self.cited: dict[str, Cited] = defaultdict(dict)
        self.before: dict[str, str] = {}
        """The files as they were, by path."""
        self.beside: dict[str, str] = {}
        """Other files that are written with the tables, by path."""
        self._written_out: dict[str, tuple[Cited, Cited]] = {}
        for row in self._rows.pop(package.citations, {}).values():
            self.cited[row["record_id"]][row["field"], row["source_id"]] = Said(row["stated_value"], row["note"])

    @classmethod
    def open(cls, package: Package) -> Self:
        """Read the tables of a package that is valid."""
        draft = cls(package, read_tables(package))
        draft.before = {one.path: (package.folder / one.path).read_bytes().decode() for one in package.resources}
        return draft

    def rows(self, table: str) -> dict[str, Row]:
        """Return the rows of a table by key; of citations as they are kept, `*` written out in rows worked on."""
        if not table or table != self.package.citations:
            return super().rows(table)
        return {
            f"{record}/{column}/{source}": Row.of(
                record_id=record, field=column, source_id=source, stated_value=said.instead, note=said.note
            )
            for record, cited in self.cited.items()
            for (column, source), said in cited.items()
        }

    def table_of(self, record: str) -> str | None:
        """Return the cited table that has the row."""
        return next((name for name in self.package.cited if record in self.rows(name)), None)

    def sources_of(self, record: str, column: str | None = None) -> set[str]:
        """Return the sources that are cited for the row, or for one of its columns."""
        return {source for cited, source in self.cited[record] if column in {None, cited}}

    def is_placeholder(self, table: str, key: str) -> bool:
        """True if the row stands for one that is known by its place only, or is not there."""
        marks = self.package.tables[table].placeholders
        row = self.rows(table).get(key)
        return marks is not None and (row is None or row[marks.flag] == "true")

    def is_taken(self, table: str, key: str) -> bool:
        """True if a row has the key, or had it in a release: keys are never used again."""
        return key in self.rows(table) or bool(self.of(self.package.changes, "record_id", key))

    def relation(self, table: str, column: str, stated: str, value: str) -> Relation:
        """Compare a stated value with that of a row.

        A placeholder is a less precise reference to a row of its place; of ranked values the stronger is more precise.
        """
        field = self.package.tables[table].by_name[column]
        target = self.target(table, column)
        if stated != value and field.ranking:
            is_stronger = field.ranking.index(stated) > field.ranking.index(value)
            return Relation.finer if is_stronger else Relation.coarser
        if stated != value and target and (marks := self.package.tables[target].placeholders):
            mine, other = self.rows(target).get(stated), self.rows(target).get(value)
            if not mine or not other or mine[marks.place] != other[marks.place]:
                return Relation.different
            flags = mine[marks.flag], other[marks.flag]
            return {("true", "false"): Relation.coarser, ("false", "true"): Relation.finer}.get(
                flags, Relation.different
            )
        return relation(field, stated, value)

    # Rows

    def add(self, table: str, values: Mapping[str, str]) -> str:
        """Add a row, with a fresh random key where it has none, and return its key."""
        schema = self.package.tables[table]
        key = schema.primary_key[0]
        row = Row((name, values[name]) for name in schema.names if values.get(name))
        return self._put(table, row if row[key] else row.changed({key: self._fresh(table)}))

    def remove(self, table: str, record: str) -> Row:
        """Remove the row and its citations; what refers to it stays as it is."""
        self.cited.pop(record, None)
        self._written_out.pop(record, None)
        row = self._rows[table].pop(record)
        self._regroup(table, record, row, None)
        return row

    def rekey(self, table: str, record: str, row: Row) -> None:
        """Put the row under the key that it has now; its citations follow."""
        cited, before = self.cited.get(record), self._written_out.get(record)
        self.remove(table, record)
        now = self._put(table, row)
        if cited is not None:
            self.cited[now] = cited
        if before is not None:
            self._written_out[now] = before

    def change(self, table: str, record: str, cells: Mapping[str, str]) -> None:
        """Change cells of a row; its citations stay as they are."""
        before = self._rows[table][record]
        self._rows[table][record] = before.changed(cells)
        self._regroup(table, record, before, self._rows[table][record])

    def complete(self, table: str, record: str, values: Mapping[str, str]) -> None:
        """Fill the empty cells of a row that needs no citation."""
        row = self.rows(table)[record]
        self.change(table, record, {name: value for name, value in values.items() if not row[name]})

    def snapshot(self) -> Callable[[], None]:
        """Return a function that restores the tables as they are now."""
        rows = {name: dict(rows) for name, rows in self._rows.items()}
        cited, before = self.cited.copy(), self._written_out.copy()

        def restore() -> None:
            self._rows = {name: dict(kept) for name, kept in rows.items()}
            self.cited, self._written_out, self._groups = cited.copy(), before.copy(), {}

        return restore

    # Statements

    def state(self, table: str, record: str, column: str, value: str, source: str) -> Relation | None:
        """Let the source state a value of the row; return its relation to what the row had, None if that was empty.

        An empty cell is filled, a more precise value replaces a less precise one; a value that differs is kept beside
        that of the row, except for words that are ours. A source that says both supports the row.
        """
        self.write_out(table, record)
        before = self.rows(table)[record][column]
        found = self.relation(table, column, value, before) if before else None
        if found is Relation.different and self.package.tables[table].by_name[column].own_words:
            return found
        if found in (None, Relation.finer):
            self.assign(table, record, column, value)
        said = self.cited[record].get((column, source))
        if found is Relation.different and said and not said.instead:
            return found
        instead = value if found is Relation.different else ""
        self._cite(record, column, source, Said(instead, said.note if said else ""))
        return found

    def assign(self, table: str, record: str, column: str, value: str) -> None:
        """Change a value; sources that said otherwise may support it now."""
        self.write_out(table, record)
        self.change(table, record, {column: value})
        for (cited_column, source), said in self.cited[record].items():
            if cited_column == column and said.instead:
                found = self.relation(table, column, said.instead, value)
                if found in {Relation.same, Relation.coarser}:
                    self._cite(record, column, source, Said("", said.note))

    def replace(self, table: str, record: str, column: str, value: str, source: str) -> None:
        """Replace the value of the row by that of the source; sources of the old value now say otherwise."""
        self.write_out(table, record)
        before = self.rows(table)[record][column]
        for (cited_column, other), said in self.cited[record].items():
            if cited_column == column and not said.instead:
                self._cite(record, column, other, Said(before, said.note))
        self.assign(table, record, column, value)
        noted = self.cited[record].get((column, source), Said()).note
        self._cite(record, column, source, Said("", noted))

    def cite_row(self, table: str, record: str, source: str) -> None:
        """Cite the source for the row, even if it states no value of it."""
        self.write_out(table, record)
        row = self.rows(table)[record]
        if source not in self.sources_of(record) and not any(map(row.get, self.package.stated_columns[table])):
            self.cited[record] = self.cited[record] | {(WHOLE_ROW, source): Said()}

    def write_out(self, table: str, record: str) -> None:
        """Write `*` out to the columns that it stands for; it is put together again in the text."""
        if record not in self._written_out:
            before = self.cited[record]
            self.cited[record] = written_out(before, self.rows(table)[record], self.package.stated_columns[table])
            self._written_out[record] = before, self.cited[record]

    # Removal of values and citations

    def clear(self, table: str, record: str, column: str) -> None:
        """Empty a cell; nothing is cited for it any more. A row that is left without a citation keeps its sources."""
        if table == self.package.citations:
            self._clear_citation(record, column)
        elif table not in self.package.cited:
            self.change(table, record, {column: ""})
        else:
            sources = self.sources_of(record)
            self.write_out(table, record)
            self.uncite(record, lambda cited, _: cited == column)
            self.change(table, record, {column: ""})
            if not self.cited[record]:
                for source in sorted(sources):
                    self.cite_row(table, record, source)

    def uncite(self, record: str, goes: Callable[[str, str], bool]) -> int:
        """Remove the citations of a row for whose column and source `goes` is true; return how many there were.

        What another `*` stands for stays as it was: it does not step in for a citation that is removed.
        """
        before = self.cited[record]
        going = {place for place in before if goes(*place)}
        if not going:
            return 0
        if table := self.table_of(record):
            self.write_out(table, record)
        whole = {source for column, source in going if column == WHOLE_ROW}
        going |= {(column, source) for column, source in self.cited[record] if source in whole} - before.keys()
        self.cited[record] = {place: said for place, said in self.cited[record].items() if place not in going}
        return sum(1 for place in before if place in going)

    def cites_value(self, target: str, value: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the citations that state the key of a row of the target instead of what the cited row has."""
        references = self.package.references_to(target)
        columns = {(name, key.fields[0]) for name, key in references if len(key.fields) == 1}
        for record, cited in list(self.cited.items()):
            for place, said in list(cited.items()):
                if said.instead == value and place[0] != WHOLE_ROW and (self.table_of(record), place[0]) in columns:
                    yield record, place

    # Text

    def text(self, name: str) -> str:
        """Return the table in canonical form."""
        table = self.package.tables[name]
        if name == self.package.citations:
            rows = [cells for record in self.cited for cells in self._citations(record)]
        else:
            rows = [[row[column] for column in table.names] for row in self.rows(name).values()]
        return render(table.names, by_key(table, rows))

    def texts(self) -> dict[str, str]:
        """Return the files of the tables as they are to be, by path."""
        return {one.path: self.text(one.name) for one in self.package.resources}

    def write(self, texts: Mapping[str, str]) -> None:
        """Write the files that differ from what was read, and those beside them, all or none.

        Raises:
            UkimError: they cannot be written, or were changed since they were read.

        """
        files = {path: text for path, text in {**texts, **self.beside}.items() if text != self.before[path]}
        expected = {path: self.before[path].encode() for path in files}
        write_together(self.package.folder, {path: text.encode() for path, text in files.items()}, expected)

    def _put(self, table: str, row: Row) -> str:
        record = "/".join(row[column] for column in self.package.tables[table].primary_key)
        self._rows[table][record] = row
        self._regroup(table, record, None, row)
        return record

    def _regroup(self, table: str, record: str, before: Row | None, after: Row | None) -> None:
        """Keep the groups of `of` up to date."""
        for (name, column), groups in self._groups.items():
            values = [None if row is None else row[column] for row in (before, after)]
            if name == table and values[0] != values[1]:
                if values[0] is not None:
                    groups[values[0]] = [one for one in groups[values[0]] if one != record]
                if values[1] is not None:
                    groups[values[1]] = [*groups.get(values[1], []), record]

    def _cite(self, record: str, column: str, source: str, said: Said) -> None:
        """Add a citation; once a value is stated, those of the empty row say nothing."""
        kept = {place: one for place, one in self.cited[record].items() if place[0] != WHOLE_ROW}
        self.cited[record] = kept | {(column, source): said}

    def _fresh(self, table: str) -> str:
        schema = self.package.tables[table]
        prefix = schema.by_name[schema.primary_key[0]].random_key_prefix
        while self.is_taken(table, key := random_key(prefix)):
            pass
        return key

    def _clear_citation(self, key: str, column: str) -> None:
        """Empty the note of a citation; without what it says instead it would support the row, so it is removed."""
        record, place = citation(key)
        if column == "note":
            self.cited[record] = self.cited[record] | {place: Said(self.cited[record][place].instead)}
        else:
            self.uncite(record, lambda *other: other == place)

    def _citations(self, record: str) -> Iterator[list[str]]:
        """Yield the rows of citations of a record, `*` put together again where the record was worked on."""
        cited = self.cited[record]
        if record in self._written_out:
            before, after = self._written_out[record]
            if cited == after:
                cited = before
            elif self._is_whole(record):
                cited = put_together(cited)
        for (column, source), said in cited.items():
            yield [record, column, source, *said]

    def _is_whole(self, record: str) -> bool:
        """True if every value of the row has its source; else `*` would say that some source states what none does."""
        table = self.table_of(record)
        columns = self.package.stated_columns[table] if table else []
        by_name = supported(self.cited[record])
        return table is not None and all(column in by_name for column in columns if self.rows(table)[record][column])


def citation(key: str) -> tuple[str, tuple[str, str]]:
    """Return the record of a citation, and its column and source, from its key."""
    record, column, source = key.rsplit("/", 2)
    return record, (column, source)
