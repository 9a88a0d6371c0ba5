"""The tables of a package as text, open for what sources state.

A citation of `*` is written out to the columns that it stands for while a row is worked on, and put together again
when the tables are rendered; rows that no source of the intake speaks of keep theirs as they are.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ukim.intake.statement import Values
from ukim.model import Package
from ukim.tables.agreement import Relation, relation
from ukim.tables.canonical import by_key, render
from ukim.tables.reading import Reading

CITATIONS = "citations"
CHANGES = "changes"
WHOLE_ROW = "*"
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits and letters of random keys."""
KEY_LENGTH = 6
PREFIXES = {
    "people": "p",
    "cases": "c",
    "charges": "ch",
    "events": "e",
    "sentences": "s",
    "additional_penalties": "ap",
}

STRONGER = {
    ("case_organizations", "basis"): ["source", "authorities", "charge"],
    ("cases", "hearing_access"): ["open", "restricted", "closed"],
}
"""Columns that hold the strongest of what is reported, weakest first."""
OWN_WORDS = {"summary", "detail", "note", "occupation"}
"""Columns in the words of whoever codes: other words for the same are no disagreement."""


class Said(NamedTuple):
    """How a source is cited for a column: what it says instead, if so, and a note."""

    instead: str = ""
    note: str = ""


Cited = dict[tuple[str, str], Said]
"""Citations of one row, by column and source."""


class Tables:
    """Rows by table and record id (the parts of a key joined by slashes), each with all its columns, and citations."""

    def __init__(self, package: Package, readings: Mapping[str, Reading]) -> None:
        self.package = package
        self.rows: dict[str, dict[str, Values]] = {}
        self.cited: dict[str, Cited] = defaultdict(dict)
        self._members: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._opened: dict[str, tuple[Cited, Cited]] = {}
        self.stated = {name: package.stated_columns(name) for name in package.cited}
        for name, reading in readings.items():
            names = reading.table.names
            self.rows[name] = {}
            for cells in reading.rows or []:
                row = dict(zip(names, cells, strict=True))
                if name == CITATIONS:
                    self.cited[row["record_id"]][row["field"], row["source_id"]] = Said(
                        row["stated_value"], row["note"]
                    )
                else:
                    self._put(name, row)

    def of(self, table: str, column: str, value: str) -> list[str]:
        """The ids of the rows of the table that refer to that value in the column."""
        return self._members[table, column, value]

    def sources_of(self, record: str) -> set[str]:
        """The sources that the row is cited from."""
        return {source for _, source in self.cited[record]}

    def is_vague(self, court: str) -> bool:
        """Whether of the court no more is known than its place."""
        return self.rows["courts"].get(court, {"name_en": "A court"})["name_en"].startswith("A court")

    def add(self, table: str, values: Values) -> str:
        """Add a row, with a fresh random key where it has none, and return its id."""
        names, key = self.package.tables[table].names, self.package.tables[table].primary_key
        row = {name: values.get(name, "") for name in names}
        if not row[key[0]]:
            row[key[0]] = self._fresh(table)
        return self._put(table, row)

    def state(self, table: str, record: str, column: str, value: str, source: str) -> Relation | None:
        """Let the source state a value of the row; None where the row had none.

        An empty cell is filled, a more precise value takes the place of a less precise one; a value that differs is
        kept beside that of the row, but for words that are ours. A source that says both supports the row.
        """
        self.write_out(table, record)
        before = self.rows[table][record][column]
        found = self.relation(table, column, value, before) if before else None
        if found is Relation.different and column in OWN_WORDS:
            return found
        if found in (None, Relation.finer):
            self._set(table, record, column, value)
        said = self.cited[record].get((column, source))
        if found is Relation.different and said and not said.instead:
            return found
        instead = value if found is Relation.different else ""
        self._cite(record, column, source, Said(instead, said.note if said else ""))
        return found

    def complete(self, table: str, record: str, values: Values) -> None:
        """Fill the empty cells of a row that needs no citation."""
        empty = {name: value for name, value in values.items() if not self.rows[table][record][name]}
        self.rows[table][record] = self.rows[table][record] | empty

    def link(self, decision: str, acted_on: str) -> None:
        """Write which decision a decision acts on."""
        self.write_out("sentences", decision)
        self._set("sentences", decision, "acts_on_id", acted_on)

    def snapshot(self) -> Callable[[], None]:
        """What to call to have the tables as they are now."""
        rows = {name: dict(rows) for name, rows in self.rows.items()}
        cited, members, opened = self.cited.copy(), self._members.copy(), self._opened.copy()

        def restore() -> None:
            self.rows, self.cited, self._members, self._opened = rows, cited, members, opened

        return restore

    def replace(self, table: str, record: str, column: str, value: str, source: str) -> None:
        """Let the value that the source states stand in the row; those that support the other one now say otherwise."""
        self.write_out(table, record)
        before = self.rows[table][record][column]
        for (cited_column, other), said in self.cited[record].items():
            if cited_column == column and not said.instead:
                self._cite(record, column, other, Said(before, said.note))
        self._set(table, record, column, value)
        noted = self.cited[record].get((column, source), Said()).note
        self._cite(record, column, source, Said("", noted))

    def cite_row(self, table: str, record: str, source: str) -> None:
        """See that the row is cited from the source, even if this states no value of it."""
        self.write_out(table, record)
        if not any(cited_source == source for _, cited_source in self.cited[record]):
            filled = [column for column in self.stated[table] if self.rows[table][record][column]]
            if not filled:
                self.cited[record] = self.cited[record] | {(WHOLE_ROW, source): Said()}

    def relation(self, table: str, column: str, stated: str, value: str) -> Relation:
        """How a stated value stands to that of a row.

        A court that is known by its place alone is a less precise one; of values that get stronger, the strongest
        counts.
        """
        field = self.package.tables[table].by_name[column]
        if stated != value and column == "court_id":
            return self._of_courts(stated, value)
        if stated != value and (strength := STRONGER.get((table, column))):
            return Relation.finer if strength.index(stated) > strength.index(value) else Relation.coarser
        return relation(field, stated, value)

    def is_taken(self, table: str, key: str) -> bool:
        """Whether a row has the key, or had it in a release: keys are never used again."""
        return key in self.rows[table] or any(row["record_id"] == key for row in self.rows.get(CHANGES, {}).values())

    def remove(self, table: str, record: str) -> Values:
        """Take the row and its citations out; what refers to it is left as it is."""
        self.cited.pop(record, None)
        self._opened.pop(record, None)
        row = self.rows[table].pop(record)
        for place, members in self._members.items():
            if place[0] == table and record in members:
                self._members[place] = [one for one in members if one != record]
        return row

    def rekey(self, table: str, record: str, row: Values) -> None:
        """Put the row under the key that it has now; its citations come with it."""
        cited, opened = self.cited.get(record), self._opened.get(record)
        self.remove(table, record)
        now = self._put(table, row)
        if cited is not None:
            self.cited[now] = cited
        if opened is not None:
            self._opened[now] = opened

    def write_out(self, table: str, record: str) -> None:
        """Write `*` out to the columns that it stands for; it is put together again in the text."""
        if record in self._opened:
            return
        before = self.cited[record]
        cited = dict(before)
        supported = {column for (column, _), said in cited.items() if column != WHOLE_ROW and not said.instead}
        row = self.rows[table][record]
        rest = [column for column in self.stated[table] if row[column] and column not in supported]
        for (column, source), said in list(cited.items()):
            if column == WHOLE_ROW and rest:
                del cited[column, source]
                for other in rest:
                    cited.setdefault((other, source), said)
        self.cited[record] = cited
        self._opened[record] = before, cited

    def text(self, name: str) -> str:
        """The table in canonical form."""
        table = self.package.tables[name]
        if name == CITATIONS:
            rows = [cells for record in self.cited for cells in self._citations(record)]
        else:
            rows = [[row[column] for column in table.names] for row in self.rows[name].values()]
        return render(table.names, by_key(table, rows))

    def _put(self, table: str, row: Values) -> str:
        record = "/".join(row[column] for column in self.package.tables[table].primary_key)
        self.rows[table][record] = row
        for key in self.package.tables[table].foreign_keys:
            if len(key.fields) == 1:
                place = table, key.fields[0], row[key.fields[0]]
                self._members[place] = [*self._members[place], record]
        return record

    def _set(self, table: str, record: str, column: str, value: str) -> None:
        """Change a value; who said otherwise may support it now."""
        self.rows[table][record] = self.rows[table][record] | {column: value}
        for (cited_column, source), said in self.cited[record].items():
            if cited_column == column and said.instead:
                found = self.relation(table, column, said.instead, value)
                if found in {Relation.same, Relation.coarser}:
                    self._cite(record, column, source, Said("", said.note))

    def _cite(self, record: str, column: str, source: str, said: Said) -> None:
        """Add a citation; once a value is stated, those of the empty row say nothing."""
        kept = {key: one for key, one in self.cited[record].items() if key[0] != WHOLE_ROW}
        self.cited[record] = kept | {(column, source): said}

    def _fresh(self, table: str) -> str:
        while True:
            drawn = "".join(secrets.choice(CROCKFORD) for _ in range(KEY_LENGTH))
            if not self.is_taken(table, key := f"{PREFIXES[table]}-{drawn}"):
                return key

    def _of_courts(self, stated: str, value: str) -> Relation:
        courts = self.rows["courts"]
        mine, other = courts.get(stated), courts.get(value)
        if not mine or not other or mine["settlement"] != other["settlement"]:
            return Relation.different
        vague = (self.is_vague(stated), self.is_vague(value))
        return {(True, False): Relation.coarser, (False, True): Relation.finer}.get(vague, Relation.different)

    def _is_whole(self, record: str) -> bool:
        """Whether every value of the row has its source; else `*` would say that some source states what none does."""
        name = next(name for name in self.stated if record in self.rows[name])
        supported = {column for (column, _), said in self.cited[record].items() if not said.instead}
        return all(column in supported for column in self.stated[name] if self.rows[name][record][column])

    def _citations(self, record: str) -> Iterator[list[str]]:
        cited = self.cited[record]
        if record in self._opened:
            before, written_out = self._opened[record]
            if cited == written_out:
                cited = before
            elif self._is_whole(record):
                cited = _put_together(cited)
        for (column, source), said in cited.items():
            yield [record, column, source, *said]


def _put_together(cited: Cited) -> Cited:
    """The citations with `*` for the sources that state most columns together, where that makes them fewer."""
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
    put = {key: said for key, said in cited.items() if key[0] not in columns}
    return put | {(WHOLE_ROW, source): Said("", note) for source, note in sources}
