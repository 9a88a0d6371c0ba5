"""Intake files: what their sources state, or every mistake in them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import yaml
from pandera.errors import SchemaErrors
from pydantic import ValidationError

from ukim.compile.to_pandera import column_schema
from ukim.compile.to_polars import FORMS, cast
from ukim.findings import BUILT_IN, Rule
from ukim.intake.form import LINKS_OR_NEW, Cell, Form, form_of
from ukim.intake.naming import Names
from ukim.intake.statement import NEW, Decision, Entry, Statement, Values
from ukim.intake.yaml_documents import DEEPEST, PROBLEM, TOO_DEEP, documents, line_of
from ukim.model import Table
from ukim.report.words import one_line, quoted
from ukim.tables.draft import Draft
from ukim.tables.reading import FORMULA, INVISIBLE
from ukim.text import identifiers
from ukim.text.free_text import LONGEST
from ukim.validate.cells import advice, failures
from ukim.validate.suggestions import did_you_mean, near

LARGEST = 1_000_000
"""Characters that a document may have, its aliases written out and each value counted as ten more."""
Place = tuple[str | int, ...]
"""The keys and the numbers of entries that lead to a value of a document."""
Content = Any
"""A text, a list or a mapping of such, or None where nothing is stated."""

WANTED = {
    "string_type": 'one value. A text with ": " in it, or a bracket before it, needs quotes around it',
    "list_type": "a list: [one, other], or entries with a dash before each",
}
"""What must be at a place, by the type of error that pydantic reports."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of an intake file; `key` is the path inside the document, empty for all of it."""

    file: str
    line: int
    key: str
    message: str


def read_all(paths: Iterable[Path], tables: Draft, today: date) -> list[Statement | Fault]:
    """Return what the sources of the files state, in order; instead of a document with mistakes, all of these."""
    form = form_of(tables.package)
    drafts = [_draft(str(path), form, root) for path in paths for root in documents(path)]
    _check_values([one for draft in drafts for one in draft.stated], tables, today)
    return [one for draft in drafts for one in draft.outcome()]


def _draft(file: str, form: Form, root: yaml.Node) -> "_Draft":
    draft = _Draft(file, form)
    draft.content = draft.read(root)
    if isinstance(draft.content, dict):
        draft.collect(form, draft.content, ())
    return draft


class _Wrong(str):
    """Any text in place of what no document may contain, which is a fault already."""

    __slots__ = ()


class _Stated(NamedTuple):
    """A value, and the cell that it is meant for."""

    draft: "_Draft"
    place: Place
    cell: Cell
    text: str


@dataclass
class _Draft:
    """A document on its way to a statement: its content with lines, the values to check, and its mistakes."""

    file: str
    form: Form
    content: Content = None
    lines: dict[Place, int] = field(default_factory=dict)
    lines_of_keys: dict[Place, int] = field(default_factory=dict)
    stated: list[_Stated] = field(default_factory=list)
    faults: dict[tuple[int, Place], Fault] = field(default_factory=dict)
    size: int = 0

    def fault(self, place: Place, message: str, line: int | None = None) -> None:
        """Note what is wrong at a place; of several mistakes in one value, the first."""
        line = line or next(self.lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in self.lines)
        self.faults.setdefault((line, place), Fault(self.file, line, _path(place), one_line(message)))

    def read(self, node: yaml.Node, place: Place = (), above: tuple[yaml.Node, ...] = ()) -> Content:
        """Return the content of a node, and note what no document may contain."""
        self.lines[place] = line_of(node)
        self.size += 10 + (len(node.value) if isinstance(node, yaml.ScalarNode) else 0)
        if self.size > LARGEST:
            self.fault((), f"has more than {LARGEST:,} characters, aliases written out")
            return None
        if problem := _problem(node, above):
            self.fault(place, problem)
            return _Wrong()
        if isinstance(node, yaml.SequenceNode):
            return [self.read(one, (*place, index), (*above, node)) for index, one in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return _plain(node.value) or None
        content: dict[str, Content] = {}
        for key, value in node.value:
            name = key.value.encode(errors="replace").decode()
            at = (*place, name)
            if name in content:
                self.fault(at, "appears twice. Keep one of the two.", line_of(key))
            else:
                self.lines_of_keys[at] = line_of(key)
                content[name] = self.read(value, at, (*above, node))
        return content

    def collect(self, form: Form, content: Content, place: Place) -> None:
        """Collect the values of a section, and note if it states too little."""
        given = _given(form, content)
        if form.section.one_of and not given.intersection(form.section.one_of):
            self.fault(place, f"names nobody. Give one of these keys: {', '.join(form.section.one_of)}.")
        elif not given and not form.required:
            self.fault(place, f"states nothing. {_listed(form)}")
        for key, value in content.items():
            if cell := form.cells.get(key):
                self._collect_values(cell, value, (*place, key))
            elif inner := form.within.get(key):
                for at, one in _entries(inner.section.is_list, value, (*place, key)):
                    if isinstance(one, dict):
                        self.collect(inner, one, at)

    def _collect_values(self, cell: Cell, value: Content, place: Place) -> None:
        """Collect the value, of a list each item; the items of a column of lists are one value."""
        texts = [(at, one) for at, one in _entries(cell.is_list, value, place) if type(one) is str]
        if cell.column.type == "list":
            for at, text in texts:
                if ";" in text:
                    self.fault(at, "an item of a list must not contain a semicolon. Write two items.")
            items = [text for _, text in texts if ";" not in text]
            texts = [(place, ";".join(items))] if items else []
        for at, text in texts:
            if problem := _unsound(cell, text):
                self.fault(at, problem)
            elif not (cell.takes_new and text == NEW):
                self.stated.append(_Stated(self, at, cell, text))

    def _at(self, place: Iterable[str | int]) -> Content:
        return reduce(lambda content, part: content[part], place, self.content)

    def put(self, place: Place, text: str) -> None:
        """Put another text in place of a value."""
        *above, key = place
        self._at(above)[key] = text

    def outcome(self) -> list[Statement | Fault]:
        """Return the statement; instead all faults, if there are any."""
        if of_all := [fault for (_, place), fault in self.faults.items() if not place]:
            return list(of_all)
        try:
            document = self.form.model.model_validate(self.content)
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                self._explain(error["type"], error["loc"], error["input"])
        if self.faults:
            return sorted(self.faults.values(), key=lambda fault: fault.line)
        return [self._statement(document.model_dump(exclude_none=True, warnings=False))]

    def _explain(self, kind: str, place: Place, value: Content) -> None:
        """Note in our words what pydantic finds wrong at a place."""
        *above, key = place or ("",)
        form = reduce(lambda form, part: form.within.get(str(part), form), above, self.form)
        if kind == "extra_forbidden":
            self.fault(place, _unknown(self.form, form, str(key)), self.lines_of_keys[place])
        elif kind != "missing" and value is not None:
            section = form.within.get(str(key), form)
            first, *_ = (*section.required, *section.section.one_of, *section.keys)
            found = _shown(value) if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping"
            self.fault(place, f"is {found}, but must be {WANTED.get(kind, f'keys with their values, as {first}: …')}")
        elif not place:
            self.fault(place, "the document is empty")
        elif key not in _given(form, self._at(above)):
            self.fault(place, f"is missing. {form.model.model_fields[str(key)].description}")

    def _statement(self, document: dict[str, Any]) -> Statement:
        source, mirrors = document["source"], _items(document["source"], "mirrors")
        of_people = {key for key, cell in self.form.within["people"].cells.items() if cell.table == "people"}
        entries = [
            _entry(self.lines["people", index], one, of_people)
            for index, one in enumerate(document.get("people", []))
            if one is not None
        ]
        bans = [_texts(one) for one in _items(document, "bans")]
        return Statement(self.file, self.lines[()], _texts(source), mirrors, entries, bans)


def _entry(line: int, content: dict[str, Any], of_people: set[str]) -> Entry:
    organizations, charges, events = (
        [_texts(one) for one in _items(content, key)] for key in ("organizations", "charges", "events")
    )
    decisions = [
        Decision(_texts(one), [_texts(penalty) for penalty in penalties])
        for one in _items(content, "decisions")
        for penalties in [_items(one, "penalties")]
    ]
    texts = _texts(content)
    person = {key: text for key, text in texts.items() if key in of_people}
    case = {key: text for key, text in texts.items() if key not in of_people}
    return Entry(line, person, case, organizations, charges, events, decisions)


def _items(content: dict[str, Any], key: str) -> list[Any]:
    """Take a list out of the content, without its empty items."""
    return [one for one in content.pop(key, []) if one is not None]


def _texts(values: dict[str, Any]) -> Values:
    """Return the values as cells have them; a list without any item is not stated."""
    texts = {key: value if isinstance(value, str) else ";".join(filter(None, value)) for key, value in values.items()}
    return {key: text for key, text in texts.items() if text}


def _entries(is_list: bool, value: Content, place: Place) -> list[tuple[Place, Content]]:
    """Return the value with its place; of a list, its entries; nothing if it is not what it should be."""
    if not is_list:
        return [(place, value)]
    return [((*place, index), one) for index, one in enumerate(value)] if isinstance(value, list) else []


def _given(form: Form, content: dict[str, Content]) -> set[str | None]:
    """Return the keys that state something, and those that were meant by keys that do not exist."""
    return {
        key if key in form.keys else near(key, form.keys)
        for key, value in content.items()
        if value is not None and not (key in LINKS_OR_NEW and value == NEW)
    }


# Values


def _check_values(all_stated: list[_Stated], tables: Draft, today: date) -> None:
    """Note each value that its column could not contain; all values for a column are checked at once."""
    names = Names(tables)
    columns: dict[tuple[str, str], list[_Stated]] = defaultdict(list)
    for one in all_stated:
        columns[one.cell.table, one.cell.column.name].append(one)
    for (table, name), stated in columns.items():
        cell, texts = stated[0].cell, pl.Series(name, [one.text for one in stated], pl.String)
        problems: dict[int, str] = {}
        for row, problem in _misfits(tables.package.tables[table], cell, texts, today):
            problems.setdefault(row, problem)
        target = names.target(cell)
        for row, one in enumerate(stated):
            if wrong := problems.get(row) or (target and names.problem(target, one.text)):
                one.draft.fault(one.place, f"{_shown(one.text)} {wrong}")
            elif target:
                one.draft.put(one.place, names.id_of(target, one.text))


def _misfits(table: Table, cell: Cell, texts: pl.Series, today: date) -> Iterator[tuple[int, str]]:
    """Yield row and problem of each text that the column could not contain."""
    column = cell.column
    frame = pl.DataFrame(texts).select(cast(column))
    yield from ((row, f"is not {FORMS[column.type]}") for row in frame[column.name].is_null().arg_true())
    try:
        column_schema(table, column, today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.check_output is not None and error.check.name != "unique":
                for row, rule, words in failures(error, texts):
                    yield row, _explained(cell, rule, words, texts[row])


def _explained(cell: Cell, rule: Rule, words: str, text: str) -> str:
    """Return what is wrong with the text, and how to fix it."""
    if rule.id == "mixed-script" and _may_identify(text):
        words = "mixes Latin and Cyrillic letters"
    fix = advice(cell.table, cell.column, rule, text) or rule.fix
    return f"{words}. {fix}{f' Or write {NEW}.' if cell.takes_new else ''}"


def _unsound(cell: Cell, text: str) -> str | None:
    """Return what is wrong with a text that no cell may contain."""
    invisible = next((one for one in text if unicodedata.category(one) in {*INVISIBLE, "Cs"}), None)
    if invisible is not None:
        return f"contains an invisible character: U+{ord(invisible):04X}. {BUILT_IN['control-character'].fix}"
    if text[0] in FORMULA and cell.column.type != "integer":
        return f"{_shown(text)} begins with {text[0]}, like a formula. {BUILT_IN['formula'].fix}"
    if len(text) > LONGEST:
        return f"has {len(text):,} characters. {BUILT_IN['cell-length'].fix}"
    return None


# Words


def _problem(node: yaml.Node, above: tuple[yaml.Node, ...]) -> str | None:
    """Return why no document may contain the node."""
    if node.tag == PROBLEM:
        return str(node.value)
    if node in above:
        return "an alias is inside what it refers to"
    if len(above) > DEEPEST:
        return TOO_DEEP
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    if not all(isinstance(key, yaml.ScalarNode) and key.tag != PROBLEM for key in keys):
        return "a key must be plain text"
    return None


def _unknown(document: Form, section: Form, key: str) -> str:
    homes = list(dict.fromkeys(document.homes(key)))
    hint = f"It belongs in {' or '.join(homes)}." if homes else did_you_mean([near(key, section.keys)]).strip()
    return f"{_shown(key)} is not a key here. {hint or _listed(section)}"


def _listed(section: Form) -> str:
    return f"Keys: {', '.join(section.keys)}."


def _plain(text: str) -> str:
    """Return the text as one line in Unicode normal form C, with single plain spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _path(place: Place) -> str:
    """Return the path of a place; a key that is no plain word is not shown."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_word(part)}" for part in place)
    return "".join(parts).removeprefix(".")


def _word(key: str) -> str:
    return key if re.fullmatch(r"\w{1,40}", key) and not _may_identify(key) else "?"


def _shown(text: str) -> str:
    """Return the text in quotes, if it cannot contain a personal identifier."""
    return "the value" if _may_identify(text) else quoted(text)


def _may_identify(text: str) -> bool:
    return re.search(identifiers.SUSPICIOUS, text[:LONGEST]) is not None
