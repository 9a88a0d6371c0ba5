"""The form of an intake file: the keys that it takes, derived from the Table Schemas, and the JSON Schema of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ukim.errors import UkimError
from ukim.intake.statement import NEW
from ukim.model import Field, Package, Table
from ukim.text import dates


@dataclass(frozen=True)
class Section:
    """Keys that stand together: columns of tables, and sections within; `required` of None is what the tables require.

    `tables` gives for each table the columns that are no key here, `added` the column whose values a further key has.
    """

    description: str
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    within: Mapping[str, "Section"] = field(default_factory=dict)
    required: tuple[str, ...] | None = None
    one_of: tuple[str, ...] = ()
    is_list: bool = True


PENALTY = Section("Orders beside the main penalty.", {"additional_penalties": ("sentence_id",)})
ENTRY = Section(
    "What the source says of people: one entry is one person in one prosecution.",
    tables={"people": ("wikidata_id", "note"), "cases": ("person_id",)},
    within={
        "organizations": Section("Groups that the case is about.", {"case_organizations": ("case_id",)}),
        "charges": Section("Accusations.", {"charges": ("case_id",)}),
        "events": Section("Dated steps that decide neither guilt nor penalty.", {"events": ("case_id",)}),
        "decisions": Section(
            "Judicial decisions on guilt or penalty.", {"sentences": ("case_id",)}, within={"penalties": PENALTY}
        ),
    },
    required=(),
    one_of=("name", "name_kk", "name_ru", "person_id"),
)
SOURCE = Section(
    "The publication that states what follows.",
    tables={"sources": ("publisher_id",)},
    added={"publisher": ("publishers", "name"), "mirrors": ("sources", "url")},
    required=("url", "publisher"),
    is_list=False,
)
BAN = Section("What the source says of bans that are in the tables.", {"bans": ()}, required=("ban_id",))
DOCUMENT = Section(
    "What one source states.",
    within={"source": SOURCE, "people": ENTRY, "bans": BAN},
    required=("source",),
    is_list=False,
)
LISTS = ("mirrors",)
"""Keys that hold several values of a column, each by itself."""
LINKS_OR_NEW = ("person_id", "case_id")
"""Ids that may be `new` instead."""
OTHER_WORDS = {
    "publisher": "Who publishes it: a name, or an id of publishers.",
    "mirrors": "Other addresses of the same page.",
    "copy_of": "The original that this one reproduces: its address, or an id of sources.",
    "court_id": "The court: any of its names, or an id of courts.",
    "person_id": f"Who it is, where that is known: an id of people, or `{NEW}` for none of them.",
    "case_id": f"Which prosecution it is, where that is known: an id of cases, or `{NEW}` for none of them.",
}
"""What a key means that takes more than its column holds."""


@dataclass(frozen=True)
class Cell:
    """A key that holds what a cell of that column would; `is_list` where it holds a list."""

    key: str
    table: str
    column: Field
    title: str
    description: str
    is_list: bool
    takes_new: bool


@dataclass(frozen=True)
class Shape:
    """A section with its keys: those that hold values and those that hold sections."""

    description: str
    cells: dict[str, Cell]
    within: dict[str, "Shape"]
    required: tuple[str, ...]
    one_of: tuple[str, ...]
    is_list: bool

    @property
    def keys(self) -> list[str]:
        """All keys, in order."""
        return [*self.cells, *self.within]

    def homes(self, key: str) -> Iterator[str]:
        """The names of the sections that have the key, in this one and below it."""
        for name, inner in self.within.items():
            if key in inner.keys:
                yield name
            yield from inner.homes(key)


def shape(package: Package, section: Section = DOCUMENT) -> Shape:
    """The section with its keys, as the Table Schemas of the package describe them.

    Raises:
        UkimError: the package has not the tables and columns that an intake fills.

    """
    cells: dict[str, Cell] = {}
    required = list(section.required or ())
    for key, (name, added) in section.added.items():
        if column := _table(package, name).by_name.get(added):
            cells[key] = _cell(name, column, key)
    for name, left_out in section.tables.items():
        table = _table(package, name)
        columns = [column for column in table.fields if column.name not in left_out]
        cells |= {column.name: _cell(name, column, column.name) for column in columns}
        if section.required is None:
            required += [column.name for column in columns if table.requires(column) and not _is_own_key(table, column)]
    within = {key: shape(package, inner) for key, inner in section.within.items()}
    if lacking := {*section.added, *required, *section.one_of} - {*cells, *within}:
        message = f"the tables of the package have no {', '.join(sorted(lacking))}, which an intake needs"
        raise UkimError(message)
    return Shape(section.description, cells, within, tuple(required), section.one_of, section.is_list)


def _table(package: Package, name: str) -> Table:
    if name not in package.tables:
        message = f"the package has no table {name}, which an intake needs"
        raise UkimError(message)
    return package.tables[name]


def _is_own_key(table: Table, column: Field) -> bool:
    """Whether the column alone is the key of the table: it links to a row, and a new row is given one."""
    return table.primary_key == [column.name]


def _cell(table: str, column: Field, key: str) -> Cell:
    return Cell(
        key,
        table,
        column,
        column.title if key == column.name else key.capitalize(),
        OTHER_WORDS.get(key, column.description),
        is_list=column.type == "list" or key in LISTS,
        takes_new=key in LINKS_OR_NEW,
    )


WHOLE_NUMBER = "^(0|-?[1-9][0-9]*)$"
WRITTEN_AS: dict[str, dict[str, Any]] = {
    "string": {"type": ["string"]},
    "integer": {"type": ["integer", "string"], "pattern": WHOLE_NUMBER},
    "boolean": {"type": ["boolean", "string"], "enum": [True, False, "true", "false"]},
    "date": {"type": ["string"], "format": "date"},
    "list": {"type": ["string"]},
}
"""How a value is written, or an item of a list, by field type: YAML and JSON tell numbers from text, an intake not."""
PARTIAL_DATE = {"type": ["string", "integer"], "pattern": dates.FORM}
LIMITS = ("pattern", "minimum", "maximum", "minLength", "maxLength")
OF_LISTS = {"minLength": "minItems", "maxLength": "maxItems"}


def json_schema(package: Package) -> dict[str, Any]:
    """The form as a JSON Schema, for editors and programs; reading asks for more than it can say."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Generated from the Table Schemas by `make docs`.",
        "title": "Intake file",
        "description": DOCUMENT.description,
        **_keys(shape(package)),
    }


def _keys(section: Shape) -> dict[str, Any]:
    """The mapping that has the keys of the section."""
    properties = {key: _cell_schema(cell, key in section.required) for key, cell in section.cells.items()}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties | {key: _section_schema(inner) for key, inner in section.within.items()},
        "required": list(section.required),
        "additionalProperties": False,
    }
    if section.one_of:
        schema["anyOf"] = [_states(key, section.cells[key]) for key in section.one_of]
    return schema


def _states(key: str, cell: Cell) -> dict[str, Any]:
    """That the key holds a value, which does not merely say that the row is new."""
    stated = {"type": "string", "minLength": 1} | ({"not": {"const": NEW}} if cell.takes_new else {})
    return {"properties": {key: stated}, "required": [key]}


def _section_schema(section: Shape) -> dict[str, Any]:
    if not section.is_list:
        return {"description": section.description, **_keys(section)}
    items = {**_keys(section), "minProperties": 1}
    return {"description": section.description, "type": ["array", "null"], "items": items}


def _cell_schema(cell: Cell, is_required: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": cell.title, "description": cell.description}
    if cell.is_list:
        schema |= {"type": ["array", "null"], "items": _typed(_value(cell))}
        if cell.column.type == "list":
            schema |= {OF_LISTS[name]: limit for name, limit in _limits(cell.column).items()}
    else:
        schema |= _typed({"minLength": 1} | _value(cell) if is_required else _or_nothing(_value(cell)))
    return schema | _examples(cell)


def _value(cell: Cell) -> dict[str, Any]:
    """The value of a cell, or an item of its list."""
    column = cell.column
    schema = dict(PARTIAL_DATE if column.is_partial_date else WRITTEN_AS[column.type])
    if column.type != "list":
        schema |= _limits(column)
    if categories := column.categories or column.item_categories:
        schema["enum"] = column.allowed_values
        schema["enumDescriptions"] = [f"{one.label}. {one.description}".strip() for one in categories]
    if column.format:
        schema["format"] = column.format
    if cell.takes_new and "pattern" in schema:
        schema["pattern"] = f"^{NEW}$|{schema['pattern']}"
    return schema


def _limits(column: Field) -> dict[str, Any]:
    stated = column.constraints.model_dump(by_alias=True, exclude_unset=True)
    return {name: stated[name] for name in LIMITS if name in stated}


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, or null for what is not stated."""
    optional = schema | {"type": [*schema["type"], "null"]}
    if "enum" in schema:
        optional["enum"] = [*schema["enum"], None]
    if "enumDescriptions" in schema:
        optional["enumDescriptions"] = [*schema["enumDescriptions"], "Not stated."]
    return optional


def _typed(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, a single type written without brackets."""
    types = schema["type"]
    return schema | {"type": types[0] if len(types) == 1 else types}


def _examples(cell: Cell) -> dict[str, Any]:
    example = cell.column.example
    if example is None:
        return {}
    if cell.is_list:
        return {"examples": [example.split(";")]}
    return {"examples": [json.loads(example) if cell.column.type in {"integer", "boolean"} else example]}
