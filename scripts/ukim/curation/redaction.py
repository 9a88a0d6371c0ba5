"""What must not be told again: what `changes` says is withheld, and what would give it away elsewhere.

A value that was made less precise is treated as one that was taken out: beside the new one the old one is as telling.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from ukim.model import Table
from ukim.names.folding import folded
from ukim.show.find_people import FORMS
from ukim.show.labels import NAMES
from ukim.tables.rows import Row, Tables

WITHHELD = "withheld"
CHANGES, CITATIONS, PEOPLE, SOURCES = "changes", "citations", "people", "sources"
WHOLE_ROW = "*"
ACTIONS = frozenset({"withheld", "generalised"})
"""What `changes` calls the ways to protect a person."""
MERGED = "merged"
REGIONS, COURTS, SETTLEMENT = "regions", "courts", "settlement"
CALLED = frozenset({*NAMES, *FORMS})
"""The columns of names, of whatever it is."""
INSTITUTIONS = frozenset({"organizations", "regions", "courts", "offences", "publishers"})
"""The tables whose names stand in many texts and tell of no person, even where a row goes with one."""
Listed = frozenset[tuple[str, str]]
"""The keys and columns that `changes` lists as protected."""
NOT_A_LETTER = re.compile(r"[\W\d_]+")
TELLING = re.compile(r"[^\W\d_].*[^\W\d_]")
"""Of a text that is looked for elsewhere too; a number or a date says too little."""
LONG = 4
"""A name is found inside longer words, as in an address, from so many sounds on; a shorter one only as a word."""
ENCODINGS = ("utf-8", "cp1251")
"""In which addresses carry Cyrillic."""


def protected(tables: Tables) -> Listed:
    """What the tables list as protected."""
    return protected_in(tables.rows(CHANGES).values())


def protected_in(changes: Iterable[Mapping[str, str]]) -> Listed:
    """What these rows of `changes` list as protected, in rows too that were merged into the protected ones."""
    rows = list(changes)
    merged = [(row["record_id"], row.get("successor_id")) for row in rows if row.get("action") == MERGED]
    listed = {(row["record_id"], row["field"]) for row in rows if row.get("action") in ACTIONS}
    while more := {(old, field) for old, into in merged for one, field in listed if one == into} - listed:
        listed |= more
    return frozenset(listed)


class Withheld:
    """What is withheld in two versions: asked for a row, a cell, or any text that is to be shown."""

    def __init__(self, versions: Sequence[Tables], listed: Listed) -> None:
        self._listed = listed
        self._ids = {record for record, field in listed if field == WHOLE_ROW}
        while any(self._follow(tables) for tables in versions):
            pass
        self._articles = {source for tables in versions for source in tables.rows(SOURCES)}
        self._sources = {source for tables in versions for source in self._of_withheld_alone(tables)}
        self._public: set[str] = set()
        self._texts: set[str] = set()
        self._sounds: set[str] = set()
        self._spellings: set[str] = set()
        self._places: set[str] = set()
        if listed:
            self._places = {word for tables in versions for place in _places(tables) for word in _words(place)}
            self._learn_names(versions)
            self._learn_texts(versions)

    def row(self, table: str, id_: str, row: Row) -> bool:
        """Whether nothing of the row is told: it is withheld, needs a row that is, or serves one."""
        if table == CITATIONS:
            cited = row.get("record_id", ""), row.get("field", "")
            return id_ in self._ids or cited[0] in self._ids or cited in self._listed
        if table == SOURCES and id_ in self._sources:
            return True
        return table != CHANGES and id_ in self._ids

    def cell(self, table: str, id_: str, column: str, row: Row) -> bool:
        """Whether the cell is withheld."""
        return self.row(table, id_, row) or (table != CHANGES and (id_, column) in self._listed)

    def key(self, table: str, id_: str, row: Row) -> str:
        """The key as it may be told: of a withheld row, the parts that name a row and say nothing else.

        The key of a source says more: it leads to the article.
        """
        parts = id_.split("/")
        if self.row(table, id_, row):
            parts = [part if part in self._ids - self._articles else WITHHELD for part in parts]
        return "/".join(map(self.shown, parts))

    def shown(self, text: str) -> str:
        """The text, or that it is withheld if it carries something that is."""
        return WITHHELD if self.carries(text) else text

    def carries(self, text: str, shortest: int = 1) -> bool:
        """Whether the text holds a withheld value, or a form of a withheld name; the names of other people do not.

        A withheld value of fewer words than the `shortest` is not looked for.
        """
        if not text or not (self._texts or self._sounds or self._spellings) or self._is_public(text):
            return False
        read = {text.casefold(), *(unquote(text, encoding, "replace").casefold() for encoding in ENCODINGS)}
        values = [value for value in self._texts if len(value.split()) >= shortest]
        return any(value in one for one in read for value in values) or any(map(self._names, read))

    def _is_public(self, text: str) -> bool:
        return bool(self._public) and all(item in self._public for item in text.split(";"))

    def _names(self, text: str) -> bool:
        """Whether the text holds a form of a withheld name; a place that sounds like one is none."""
        written = [word for word in NOT_A_LETTER.split(text) if word in self._spellings or word not in self._places]
        words = [folded(word) for word in written]
        run = [*words, folded("".join(written))]
        return any(word in self._spellings for word in written) or any(
            sound in words if len(sound) < LONG else any(sound in one for one in run) for sound in self._sounds
        )

    def _follow(self, tables: Tables) -> bool:
        """Add the rows that cannot be without a withheld one; whether there are any."""
        found = set()
        for name, table in tables.package.tables.items():
            owners = [
                key.fields for key in table.foreign_keys if all(map(table.always_filled.__contains__, key.fields))
            ]
            for id_, row in tables.rows(name).items():
                if any("/".join(row.get(part, "") for part in owner) in self._ids for owner in owners):
                    found.add(id_)
        is_more = bool(found - self._ids)
        self._ids |= found
        return is_more

    def _of_withheld_alone(self, tables: Tables) -> set[str]:
        """The sources that are cited, and for nothing but what is withheld."""
        hidden: set[str] = set()
        others: set[str] = set()
        for id_, row in tables.rows(CITATIONS).items():
            (hidden if self.row(CITATIONS, id_, row) else others).add(row.get("source_id", ""))
        return hidden - others

    def _learn_names(self, versions: Sequence[Tables]) -> None:
        """The words of withheld names, as they sound and as they are spelt; the names that stay in the tables."""
        hidden: set[str] = set()
        for id_, column, row, form in _forms(versions):
            (hidden if self.cell(PEOPLE, id_, column, row) else self._public).add(form)
        self._public -= hidden
        for id_, column, row, form in _forms(versions):
            if self.cell(PEOPLE, id_, column, row):
                kept = {
                    word
                    for other, *_, name in _forms(versions)
                    if other == id_ and name in self._public
                    for word in _words(name)
                }
                sounds = set(map(folded, kept))
                new = [word for word in _words(form) if word not in kept]
                self._spellings |= {word for word in new if len(word) > 1}
                self._sounds |= {_stem(folded(word)) for word in new if len(folded(word)) > 1} - set(map(_stem, sounds))

    def _learn_texts(self, versions: Sequence[Tables]) -> None:
        """The withheld texts that are no category and that no other row has in that column."""
        schemas = {name: table for tables in versions for name, table in tables.package.tables.items()}
        common = {value for table in schemas.values() for field in table.fields for value in field.allowed_values}
        for name, table in schemas.items():
            names = CALLED | {SETTLEMENT} if name in INSTITUTIONS else frozenset()
            for column in (one for one in telling(table) if one not in names):
                found = [self._values(tables, name, column) for tables in versions]
                hidden, others = (set().union(*sets) for sets in zip(*found, strict=True))
                self._texts |= {value for value in hidden - others - common if TELLING.search(value)}

    def _values(self, tables: Tables, name: str, column: str) -> tuple[set[str], set[str]]:
        """The values of a column that are withheld, and those that are not."""
        hidden: set[str] = set()
        others: set[str] = set()
        for id_, row in tables.rows(name).items():
            if column in row:
                (hidden if self.cell(name, id_, column, row) else others).add(row[column].casefold())
        return hidden, others


def _forms(versions: Iterable[Tables]) -> Iterator[tuple[str, str, Row, str]]:
    """Each form of each name: key of the person, column, row, form."""
    for tables in versions:
        for id_, row in tables.rows(PEOPLE).items():
            for column in FORMS:
                yield from ((id_, column, row, form) for form in row.get(column, "").split(";") if form)


def _places(tables: Tables) -> Iterator[str]:
    """The names of regions, settlements, and of courts, which are named after districts."""
    for table in (REGIONS, COURTS):
        for row in tables.rows(table).values():
            yield from (row[column] for column in CALLED if column in row)
    for table in tables.package.tables:
        yield from (row[SETTLEMENT] for row in tables.rows(table).values() if SETTLEMENT in row)


def _words(name: str) -> list[str]:
    return [word for word in NOT_A_LETTER.split(name.casefold()) if word]


def _stem(sounds: str) -> str:
    """A name without the vowel of a woman's surname, which other cases of it do not have."""
    return sounds.removesuffix("a") if len(sounds) > LONG else sounds


def telling(table: Table) -> list[str]:
    """The columns whose values tell by themselves of whom they are, wherever they stand."""
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    fields = (field for field in table.fields if field.name not in keys)
    return [field.name for field in fields if field.is_free_text or field.format == "uri"]
