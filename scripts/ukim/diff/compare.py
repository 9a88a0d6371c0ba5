"""The comparison: rows are matched by table and key, cells by column."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ukim.curation.difference import Cell, Difference, Row, Side, TableDifference, withheld_cell, withheld_row
from ukim.curation.redaction import Redaction
from ukim.diff.opened_versions import Version
from ukim.diff.schema_changes import hand_kept, schema_changes
from ukim.diff.stated_reasons import Reasons
from ukim.diff.subjects import about, in_plain_words
from ukim.model import Field, Table
from ukim.tables import store
from ukim.tables.store import WHOLE_ROW, Record, Tables


def compare(old: Version, new: Version, hidden: Redaction) -> Difference:
    """What differs, with all that is `hidden` replaced."""
    packages = old.tables.package, new.tables.package
    changes = schema_changes(*packages)
    schema = (replace(one, old=hidden.redacted(one.old), new=hidden.redacted(one.new)) for one in changes)
    reasons = Reasons(old.tables, new.tables, hidden)
    names = dict.fromkeys((*packages[1].tables, *packages[0].tables))
    tables = (_Comparison(name, old.tables, new.tables, hidden, reasons).difference() for name in names)
    sides = [Side(hidden.redacted(one.side.name), one.side.version, one.side.day) for one in (old, new)]
    found = tuple(table for table in tables if any(table.by_kind))
    return Difference(sides[0], sides[1], tuple(schema), found)


@dataclass(frozen=True)
class _Comparison:
    """The comparison of one table."""

    name: str
    old: Tables
    new: Tables
    hidden: Redaction
    reasons: Reasons

    def difference(self) -> TableDifference:
        before, after = self.old.rows(self.name), self.new.rows(self.name)
        schemas = [tables.package.tables.get(self.name) for tables in (self.old, self.new)]
        keys = [schema.primary_key for schema in schemas if schema is not None]
        common = {key for key in before if key in after} if keys[0] == keys[-1] else set()
        return TableDifference(
            self.name,
            next(schema.title for schema in reversed(schemas) if schema is not None),
            tuple(self._row(key, store.Row(), after[key]) for key in sorted(after) if key not in common),
            tuple(self._row(key, before[key], store.Row()) for key in sorted(before) if key not in common),
            tuple(self._row(key, before[key], after[key]) for key in sorted(common) if self._differs(key)),
        )

    def _differs(self, key: str) -> bool:
        before, after = (tables.rows(self.name)[key] for tables in (self.old, self.new))
        return any(before.get(field.name) != after.get(field.name) for field in hand_kept(self._schema(self.new)))

    def _row(self, key: str, before: store.Row, after: store.Row) -> Row:
        tables, row = (self.new, after) if after else (self.old, before)
        shown = self.hidden.redacted_key(self.name, key, row)
        reason = self.reasons.of(key, WHOLE_ROW)
        if self.hidden.hides_row(self.name, key, row):
            return withheld_row(shown, reason)
        cells = tuple(self._cells(key, before, after, hand_kept(self._schema(tables))))
        return Row(shown, about(tables, self.hidden, Record(self.name, key, row)), cells, reason)

    def _cells(self, key: str, before: store.Row, after: store.Row, fields: list[Field]) -> Iterator[Cell]:
        for field in fields:
            old, new = (row[field.name] for row in (before, after))
            reason = self.reasons.of(key, field.name)
            is_hidden = self.hidden.hides_cell(self.name, key, field.name, after or before)
            if old == new:
                continue
            if is_hidden or self.hidden.leaks(old) or self.hidden.leaks(new):
                yield withheld_cell(field.name, field.title, reason)
            else:
                words = self._words(self.old, field, old), self._words(self.new, field, new)
                yield Cell(field.name, field.title, old, new, *words, reason)

    def _words(self, tables: Tables, field: Field, value: str) -> str:
        schema = tables.package.tables.get(self.name)
        if not value or schema is None or field.name not in schema.by_name:
            return self.hidden.redacted(value)
        return in_plain_words(tables, self.hidden, self.name, field.name, value)

    def _schema(self, tables: Tables) -> Table:
        return tables.package.tables[self.name]
