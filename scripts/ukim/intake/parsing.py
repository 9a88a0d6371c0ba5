"""Intake files: what sources state in them, or what keeps a document from being read."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl
from pandera.errors import SchemaErrors

from ukim.compile.to_pandera import column_schema
from ukim.compile.to_polars import FORMS, cast
from ukim.findings import BUILT_IN, Rule
from ukim.intake.form import Cell, Shape, shape
from ukim.intake.statement import NEW, Decision, Entry, Statement, Values
from ukim.intake.yaml_documents import Items, Keys, Node, Odd, Text, UnreadableError, documents, is_blank
from ukim.model import Package, Table
from ukim.report.words import one_line, quoted
from ukim.tables.reading import FORMULA, INVISIBLE
from ukim.text import identifiers
from ukim.text.free_text import LONGEST
from ukim.validate.cells import advice, failures
from ukim.validate.suggestions import did_you_mean, near


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of an intake file; `key` is the path inside the document, empty for all of it."""

    file: str
    line: int
    key: str
    message: str


def read(path: Path, package: Package, today: date) -> list[Statement | Fault]:
    """What the sources of the file state, in order; instead of a document that breaks the form, all its faults."""
    return read_all([path], package, today)


def read_all(paths: Iterable[Path], package: Package, today: date) -> list[Statement | Fault]:
    """The same of several files, faster than one by one: the values for a column are checked together."""
    form = shape(package)
    drafts = [draft for path in paths for draft in _drafts(path, form)]
    _check_values(drafts, package, today)
    return [one for draft in drafts for one in draft.outcome()]


@dataclass(frozen=True)
class _Stated:
    """A value with its place and the cell that it is meant for."""

    line: int
    key: str
    cell: Cell
    text: str


@dataclass
class _Filled:
    """A section of the form as a document fills it."""

    line: int
    values: Values = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    within: "dict[str, list[_Filled]]" = field(default_factory=dict)


@dataclass
class _Draft:
    """A document on its way to a statement: what it says, what is wrong with it, and the values still to be checked."""

    file: str
    form: Shape
    faults: list[Fault] = field(default_factory=list)
    stated: list[_Stated] = field(default_factory=list)
    filled: _Filled | None = None

    def fault(self, line: int, key: str, message: str) -> None:
        """Note what is wrong at that place."""
        self.faults.append(Fault(self.file, line, key, one_line(message)))

    def outcome(self) -> list[Statement | Fault]:
        """The statement; all faults instead, where there are any."""
        if self.faults or self.filled is None:
            return sorted(self.faults, key=lambda fault: fault.line)
        return [_statement(self.file, self.form, self.filled)]


def _drafts(path: Path, form: Shape) -> Iterator[_Draft]:
    try:
        for document in documents(path):
            draft = _Draft(str(path), form)
            draft.filled = next(_fill(draft, form, document, ""), None)
            if draft.filled is None and not draft.faults:
                draft.fault(document.line, "", "the document is empty")
            yield draft
    except UnreadableError as error:
        draft = _Draft(str(path), form)
        draft.fault(error.line, "", str(error))
        yield draft


def _fill(draft: _Draft, section: Shape, node: Node, place: str) -> Iterator[_Filled]:
    """The section once, or of a list each entry, as far as they have the form."""
    match node:
        case Keys() if not section.is_list:
            yield _filled(draft, section, node, place)
        case Items() if section.is_list:
            for index, item in enumerate(node.items):
                yield from _fill(draft, replace(section, is_list=False), item, f"{place}[{index}]")
        case Text() if is_blank(node):
            return
        case _ if section.is_list:
            draft.fault(node.line, place, _misplaced(node, "a list of entries belongs, each begun with a dash"))
        case _:
            first, *_ = (*section.required, *section.one_of, *section.keys)
            draft.fault(node.line, place, _misplaced(node, f"keys with their values belong, as {first}: …"))


def _filled(draft: _Draft, section: Shape, node: Keys, place: str) -> _Filled:
    filled = _Filled(node.line)
    seen: set[str] = set()
    meant: set[str | None] = set()
    for key, value in node.pairs:
        at = _under(place, key.text)
        if key.text in seen:
            draft.fault(key.line, at, "stands twice. Keep one of the two.")
        elif key.text in section.cells:
            _fill_cell(draft, section.cells[key.text], value, at, filled)
        elif key.text in section.within:
            filled.within[key.text] = list(_fill(draft, section.within[key.text], value, at))
        else:
            meant.add(near(key.text, section.keys))
            draft.fault(key.line, at, _unknown(draft.form, section, key.text))
        seen.add(key.text)
    given = {key.text for key, value in node.pairs if not is_blank(value)} | meant
    of_nobody = {key for key, cell in section.cells.items() if cell.takes_new and filled.values.get(key) == NEW}
    _note_missing(draft, section, given - of_nobody, node.line, place)
    return filled


def _note_missing(draft: _Draft, section: Shape, given: set[str | None], line: int, place: str) -> None:
    """Note which of the keys that are needed is not given."""
    for key in section.required:
        if key not in given:
            needed = section.cells.get(key) or section.within[key]
            draft.fault(line, _under(place, key), f"is missing. {needed.description}")
    if section.one_of and not given.intersection(section.one_of):
        draft.fault(line, place, f"tells of nobody. One of these keys is needed: {', '.join(section.one_of)}.")
    elif not given and not section.required:
        draft.fault(line, place, f"says nothing. {_listed(section)}")


def _fill_cell(draft: _Draft, cell: Cell, node: Node, place: str, filled: _Filled) -> None:
    stated = list(_stated(draft, cell, node, place))
    if cell.is_list and cell.column.type != "list":
        filled.lists[cell.key] = [one.text for one in stated]
    elif stated:
        stated = [_Stated(node.line, place, cell, ";".join(one.text for one in stated))]
        filled.values[cell.key] = stated[0].text
    for one in stated:
        if problem := _unsound(one):
            draft.fault(one.line, one.key, problem)
        elif not (cell.takes_new and one.text == NEW):
            draft.stated.append(one)


def _stated(draft: _Draft, cell: Cell, node: Node, place: str) -> Iterator[_Stated]:
    """The value, or of a list each item; none where nothing is stated."""
    match node:
        case Text() if is_blank(node):
            return
        case Text() if not cell.is_list:
            yield _Stated(node.line, place, cell, _plain(node.text))
        case Items() if cell.is_list:
            for index, item in enumerate(node.items):
                for one in _stated(draft, replace(cell, is_list=False), item, f"{place}[{index}]"):
                    if cell.column.type == "list" and ";" in one.text:
                        draft.fault(one.line, one.key, "an item of a list holds no semicolon. Write two items.")
                    else:
                        yield one
        case _ if cell.is_list:
            draft.fault(node.line, place, _misplaced(node, "a list belongs, as [one, other]"))
        case _:
            wanted = 'one value belongs. A text with ": " in it, or a bracket before it, needs quotes around it.'
            draft.fault(node.line, place, _misplaced(node, wanted))


def _statement(file: str, form: Shape, filled: _Filled) -> Statement:
    (source,) = filled.within["source"]
    of_people = {key for key, cell in form.within["people"].cells.items() if cell.table == "people"}
    return Statement(
        file,
        filled.line,
        source.values,
        source.lists.get("mirrors", []),
        [_entry(one, of_people) for one in filled.within.get("people", [])],
        [one.values for one in filled.within.get("bans", [])],
    )


def _entry(filled: _Filled, of_people: set[str]) -> Entry:
    organizations, charges, events = (
        [one.values for one in filled.within.get(section, [])] for section in ("organizations", "charges", "events")
    )
    return Entry(
        filled.line,
        {key: text for key, text in filled.values.items() if key in of_people},
        {key: text for key, text in filled.values.items() if key not in of_people},
        organizations,
        charges,
        events,
        [
            Decision(one.values, [penalty.values for penalty in one.within.get("penalties", [])])
            for one in filled.within.get("decisions", [])
        ],
    )


# What is wrong


def _check_values(drafts: list[_Draft], package: Package, today: date) -> None:
    """Note each value that its column could not hold; all values for a column are checked at once."""
    columns: dict[tuple[str, str], list[tuple[_Draft, _Stated]]] = defaultdict(list)
    for draft in drafts:
        for one in draft.stated:
            columns[one.cell.table, one.cell.column.name].append((draft, one))
    for (table, _), stated in columns.items():
        cell = stated[0][1].cell
        texts = pl.Series(cell.column.name, [one.text for _, one in stated], pl.String)
        problems: dict[int, str] = {}
        for row, problem in _misfits(package.tables[table], cell, texts, today):
            problems.setdefault(row, problem)
        for row, problem in problems.items():
            draft, one = stated[row]
            draft.fault(one.line, one.key, f"{_shown(one.text)} {problem}")


def _misfits(table: Table, cell: Cell, texts: pl.Series, today: date) -> Iterator[tuple[int, str]]:
    """Place and problem of each text that the column could not hold."""
    column = cell.column
    frame = pl.DataFrame(texts).select(cast(column))
    yield from ((row, f"is not {FORMS[column.type]}") for row in frame[column.name].is_null().arg_true())
    try:
        column_schema(table, column, today).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            if error.check_output is not None and error.check.name != "unique":
                for row, rule, words in failures(error, texts):
                    yield row, _told(cell, rule, words, texts[row])


def _told(cell: Cell, rule: Rule, words: str, text: str) -> str:
    """What is wrong with the text, and how to mend it."""
    if rule.id == "mixed-script" and _may_identify(text):
        words = "mixes Latin and Cyrillic letters"
    fix = advice(cell.table, cell.column, rule, text) or rule.fix
    return f"{words}. {fix}{f' Or write {NEW}.' if cell.takes_new else ''}"


def _unsound(stated: _Stated) -> str | None:
    """What is wrong with a text that no cell may hold."""
    text = stated.text
    invisible = next((one for one in text if unicodedata.category(one) in {*INVISIBLE, "Cs"}), None)
    if invisible is not None:
        return f"holds an invisible character: U+{ord(invisible):04X}. {BUILT_IN['control-character'].fix}"
    if text[0] in FORMULA and stated.cell.column.type != "integer":
        return f"{_shown(text)} begins with {text[0]}, like a formula. {BUILT_IN['formula'].fix}"
    if len(text) > LONGEST:
        return f"holds {len(text):,} characters. {BUILT_IN['cell-length'].fix}"
    return None


def _unknown(form: Shape, section: Shape, key: str) -> str:
    homes = list(dict.fromkeys(form.homes(key)))
    hint = f"It belongs in {' or '.join(homes)}." if homes else did_you_mean([near(key, section.keys)]).strip()
    return f"{_shown(key)} is no key here. {hint or _listed(section)}"


def _listed(section: Shape) -> str:
    return f"Keys: {', '.join(section.keys)}."


def _misplaced(node: Node, wanted: str) -> str:
    match node:
        case Odd():
            return node.message
        case Text():
            return f"{_shown(_plain(node.text))} stands where {wanted}"
        case Items():
            return f"a list stands where {wanted}"
        case Keys():
            return f"keys stand where {wanted}"


def _plain(text: str) -> str:
    """The text as one line in Unicode normal form C, with single plain spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _under(place: str, key: str) -> str:
    """The path of the key; a key that is no plain word is not shown."""
    word = key if re.fullmatch(r"\w{1,40}", key) and not _may_identify(key) else "?"
    return f"{place}.{word}" if place else word


def _shown(text: str) -> str:
    """The text in quotes, where it cannot hold a personal identifier."""
    return "the value" if _may_identify(text) else quoted(text)


def _may_identify(text: str) -> bool:
    return re.search(identifiers.SUSPICIOUS, text[:LONGEST]) is not None
