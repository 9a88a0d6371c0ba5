"""Redaction: what `changes` lists as withheld, and whatever would leak it elsewhere.

A value that was made less precise is treated as one that was removed: beside the new value the old one says as much.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from ukim.model import Table
from ukim.names.folding import folded
from ukim.names.matching import NAME_FORMS
from ukim.show.labels import NAMES
from ukim.tables.store import WHOLE_ROW, Row, Tables

WITHHELD = "withheld"
CHANGES, CITATIONS, PEOPLE, SOURCES = "changes", "citations", "people", "sources"
ACTIONS = frozenset({"withheld", "generalised"})
"""The actions of `changes` that protect a person."""
MERGED = "merged"
REGIONS, COURTS, SETTLEMENT = "regions", "courts", "settlement"
NAME_COLUMNS = frozenset({*NAMES, *NAME_FORMS})
"""The columns of names, of people and of things."""
INSTITUTIONS = frozenset({"organizations", "regions", "courts", "offences", "publishers"})
"""The tables whose names appear in many texts and identify no person, even where a row is removed with one."""
Listed = frozenset[tuple[str, str]]
"""The keys and columns that `changes` lists as protected."""
NOT_A_LETTER = re.compile(r"[\W\d_]+")
TELLING = re.compile(r"[^\W\d_].*[^\W\d_]")
"""A text that is looked for elsewhere too; a number or a date says too little."""
LONG = 4
"""A name of at least so many sounds is found inside longer words, as in an address; a shorter one only as a word."""
ENCODINGS = ("utf-8", "cp1251")
"""The encodings in which addresses write Cyrillic."""


def protected(tables: Tables) -> Listed:
    """Return what the tables list as protected."""
    return protected_in(tables.rows(tables.package.changes).values())


def protected_in(changes: Iterable[Mapping[str, str]]) -> Listed:
    """Return what these rows of `changes` list as protected, also in rows that were merged into protected ones."""
    rows = list(changes)
    merged = [(row["record_id"], row.get("successor_id")) for row in rows if row.get("action") == MERGED]
    listed = {(row["record_id"], row["field"]) for row in rows if row.get("action") in ACTIONS}
    while more := {(old, field) for old, into in merged for one, field in listed if one == into} - listed:
        listed |= more
    return frozenset(listed)


class Redaction:
    """What is withheld in two versions: asked about a row, a cell, or any text that is to be shown."""

    def __init__(self, versions: Sequence[Tables], listed: Listed) -> None:
        self._listed = listed
        self._citations = {tables.package.citations for tables in versions}
        self._changes = {tables.package.changes for tables in versions}
        self._ids = {record for record, field in listed if field == WHOLE_ROW}
        while any(self._add_dependent_rows(tables) for tables in versions):
            pass
        self._articles = {source for tables in versions for source in tables.rows(SOURCES)}
        self._sources = {source for tables in versions for source in self._sources_of_withheld_alone(tables)}
        self._public: set[str] = set()
        self._texts: set[str] = set()
        self._sounds: set[str] = set()
        self._spellings: set[str] = set()
        self._places: set[str] = set()
        if listed:
            self._places = {word for tables in versions for place in _places(tables) for word in _words(place)}
            self._learn_names(versions)
            self._learn_texts(versions)

    def hides_row(self, table: str, id_: str, row: Row) -> bool:
        """True if nothing of the row may be shown: it is withheld, depends on a row that is, or serves only such."""
        if table in self._citations:
            cited = row["record_id"], row["field"]
            return id_ in self._ids or cited[0] in self._ids or cited in self._listed
        if table == SOURCES and id_ in self._sources:
            return True
        return table not in self._changes and id_ in self._ids

    def hides_cell(self, table: str, id_: str, column: str, row: Row) -> bool:
        """True if the cell is withheld."""
        return self.hides_row(table, id_, row) or (table not in self._changes and (id_, column) in self._listed)

    def redacted_key(self, table: str, id_: str, row: Row) -> str:
        """Return the key as it may be shown: of a hidden row, the parts that name a row and say nothing else.

        The key of a source says more: it leads to the article.
        """
        parts = id_.split("/")
        if self.hides_row(table, id_, row):
            parts = [part if part in self._ids - self._articles else WITHHELD for part in parts]
        return "/".join(map(self.redacted, parts))

    def redacted(self, text: str) -> str:
        """Return the text, or "withheld" if it leaks something that is."""
        return WITHHELD if self.leaks(text) else text

    def leaks(self, text: str, shortest: int = 1) -> bool:
        """True if the text contains a withheld value, or a form of a withheld name; names of other people are fine.

        A withheld value of fewer words than `shortest` is not looked for.
        """
        if not text or not (self._texts or self._sounds or self._spellings) or self._is_public(text):
            return False
        read = {text.casefold(), *(unquote(text, encoding, "replace").casefold() for encoding in ENCODINGS)}
        values = [value for value in self._texts if len(value.split()) >= shortest]
        return any(value in one for one in read for value in values) or any(map(self._names_somebody, read))

    def _is_public(self, text: str) -> bool:
        return bool(self._public) and all(item in self._public for item in text.split(";"))

    def _names_somebody(self, text: str) -> bool:
        """True if the text contains a form of a withheld name; a place that sounds like one is none."""
        written = [word for word in NOT_A_LETTER.split(text) if word in self._spellings or word not in self._places]
        words = [folded(word) for word in written]
        run = [*words, folded("".join(written))]
        return any(word in self._spellings for word in written) or any(
            sound in words if len(sound) < LONG else any(sound in one for one in run) for sound in self._sounds
        )

    def _add_dependent_rows(self, tables: Tables) -> bool:
        """Add the rows that cannot be without a withheld one; true if there are more than before."""
        found = set()
        for name, table in tables.package.tables.items():
            owners = [key.fields for key in table.foreign_keys if table.cannot_be_without(key)]
            for id_, row in tables.rows(name).items():
                if any("/".join(row[part] for part in owner) in self._ids for owner in owners):
                    found.add(id_)
        is_more = bool(found - self._ids)
        self._ids |= found
        return is_more

    def _sources_of_withheld_alone(self, tables: Tables) -> set[str]:
        """Return the sources that are cited for what is withheld, and for nothing else."""
        hidden: set[str] = set()
        others: set[str] = set()
        citations = tables.package.citations
        for id_, row in tables.rows(citations).items():
            (hidden if self.hides_row(citations, id_, row) else others).add(row["source_id"])
        return hidden - others

    def _learn_names(self, versions: Sequence[Tables]) -> None:
        """Learn the words of withheld names, as they sound and as they are spelt, and the names that stay public."""
        forms = [
            (person, form, self.hides_cell(PEOPLE, person, column, row))
            for tables in versions
            for person, row in tables.rows(PEOPLE).items()
            for column in NAME_FORMS
            for form in filter(None, row[column].split(";"))
        ]
        self._public = {form for _, form, is_hidden in forms if not is_hidden}
        self._public -= {form for _, form, is_hidden in forms if is_hidden}
        for person, form, is_hidden in forms:
            if is_hidden:
                public = [name for other, name, _ in forms if other == person and name in self._public]
                self._learn_name(form, {word for name in public for word in _words(name)})

    def _learn_name(self, form: str, public: set[str]) -> None:
        """Learn the words of a withheld name that no public form of the name of the same person has."""
        new = [word for word in _words(form) if word not in public]
        self._spellings |= {word for word in new if len(word) > 1}
        sounds = {_stem(folded(word)) for word in new if len(folded(word)) > 1}
        self._sounds |= sounds - {_stem(folded(word)) for word in public}

    def _learn_texts(self, versions: Sequence[Tables]) -> None:
        """Learn the withheld texts that are no category and that no other row has in that column."""
        schemas = {name: table for tables in versions for name, table in tables.package.tables.items()}
        common = {value for table in schemas.values() for field in table.fields for value in field.allowed_values}
        for name, table in schemas.items():
            names = NAME_COLUMNS | {SETTLEMENT} if name in INSTITUTIONS else frozenset()
            for column in (one for one in telling(table) if one not in names):
                found = [self._values(tables, name, column) for tables in versions]
                hidden, others = (set().union(*sets) for sets in zip(*found, strict=True))
                self._texts |= {value for value in hidden - others - common if TELLING.search(value)}

    def _values(self, tables: Tables, name: str, column: str) -> tuple[set[str], set[str]]:
        """Return the values of a column that are withheld, and those that are not."""
        hidden: set[str] = set()
        others: set[str] = set()
        for id_, row in tables.rows(name).items():
            if column in row:
                (hidden if self.hides_cell(name, id_, column, row) else others).add(row[column].casefold())
        return hidden, others


def _places(tables: Tables) -> Iterator[str]:
    """Yield the names of regions, settlements, and of courts, which are named after districts."""
    for table in (REGIONS, COURTS):
        for row in tables.rows(table).values():
            yield from (row[column] for column in NAME_COLUMNS if column in row)
    for table in tables.package.tables:
        yield from (row[SETTLEMENT] for row in tables.rows(table).values() if SETTLEMENT in row)


def _words(name: str) -> list[str]:
    return [word for word in NOT_A_LETTER.split(name.casefold()) if word]


def _stem(sounds: str) -> str:
    """Return a name without the vowel of a woman's surname, which other grammatical cases of it do not have."""
    return sounds.removesuffix("a") if len(sounds) > LONG else sounds


def telling(table: Table) -> list[str]:
    """Return the columns whose values identify by themselves whom they are about, wherever they appear."""
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    fields = (field for field in table.fields if field.name not in keys)
    return [field.name for field in fields if field.is_free_text or field.format == "uri"]
