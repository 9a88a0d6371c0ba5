"""The form of an intake file: pydantic models made from the Table Schemas, and the JSON Schema that they give."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ukim.errors import UkimError
from ukim.intake.statement import NEW
from ukim.model import Field as Column
from ukim.model import Package, Table
from ukim.model.field import EXAMPLES
from ukim.text import dates


@dataclass(frozen=True)
class Section:
    """Keys that belong together: columns of tables, and sections within.

    `tables` gives for each table the columns that are no keys here, `added` the column whose values a further key has.
    `required` of None is what the tables require.
    """

    name: str
    description: str
    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    within: Mapping[str, "Section"] = field(default_factory=dict)
    required: tuple[str, ...] | None = None
    one_of: tuple[str, ...] = ()
    is_list: bool = True


ENTRY = Section(
    "Entry",
    "What the source says of people: one entry is one person in one prosecution.",
    tables={"people": ("wikidata_id", "note"), "cases": ("person_id",)},
    within={
        "organizations": Section(
            "Organization", "Groups that the case is about.", {"case_organizations": ("case_id",)}
        ),
        "charges": Section("Charge", "Accusations.", {"charges": ("case_id",)}),
        "events": Section("Event", "Dated steps that decide neither guilt nor penalty.", {"events": ("case_id",)}),
        "decisions": Section(
            "Decision",
            "Judicial decisions on guilt or penalty.",
            {"sentences": ("case_id",)},
            within={
                "penalties": Section(
                    "Penalty", "Orders beside the main penalty.", {"additional_penalties": ("sentence_id",)}
                )
            },
        ),
    },
    required=(),
    one_of=("name", "name_kk", "name_ru", "person_id"),
)
SOURCE = Section(
    "Source",
    "The publication that states what follows.",
    tables={"sources": ("publisher_id",)},
    added={"publisher": ("publishers", "name"), "mirrors": ("sources", "url")},
    required=("url", "publisher"),
    is_list=False,
)
BAN = Section("Ban", "What the source says of bans that are in the tables.", {"bans": ()}, required=("ban_id",))
DOCUMENT = Section(
    "Document",
    "What one source states.",
    within={"source": SOURCE, "people": ENTRY, "bans": BAN},
    required=("source",),
    is_list=False,
)
LIMITS = ("pattern", "minimum", "maximum", "minLength", "maxLength")
"""Constraints that a JSON Schema states by the same name."""
LISTS = ("mirrors",)
"""Keys with several values of a column, each by itself."""
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
"""The meaning of a key that takes more than its column does."""


Annotation: TypeAlias = Any
"""What pydantic takes as the type of a field."""


class Cell(NamedTuple):
    """A key whose value fills a cell of that column; `is_list` if it has a list of values."""

    key: str
    table: str
    column: Column
    is_list: bool
    takes_new: bool


@dataclass(frozen=True)
class Form:
    """A section with the model of it, its keys with values, and the forms within."""

    section: Section
    model: type[BaseModel]
    cells: dict[str, Cell]
    within: dict[str, "Form"]

    @property
    def keys(self) -> list[str]:
        """All keys, in order."""
        return [*self.cells, *self.within]

    @property
    def required(self) -> list[str]:
        """The keys that must be given."""
        return [key for key, one in self.model.model_fields.items() if one.is_required()]

    def homes(self, key: str) -> Iterator[str]:
        """Yield the names of the sections below this one that have the key."""
        for name, inner in self.within.items():
            if key in inner.keys:
                yield name
            yield from inner.homes(key)


def form_of(package: Package, section: Section = DOCUMENT) -> Form:
    """Return the form of the section, as the Table Schemas of the package describe its keys.

    Raises:
        UkimError: the package lacks tables or columns that an intake fills.

    """
    cells = {cell.key: cell for cell in _cells(package, section)}
    within = {key: form_of(package, inner) for key, inner in section.within.items()}
    required = section.required
    if required is None:
        required = tuple(cell.key for cell in cells.values() if _is_required(package.tables[cell.table], cell.column))
    if lacking := {*section.added, *required, *section.one_of} - {*cells, *within}:
        message = f"the tables of the package have no {', '.join(sorted(lacking))}, which an intake needs"
        raise UkimError(message)
    types: dict[str, Any] = {key: (_cell_type(cell, key in required), _words(cell)) for key, cell in cells.items()}
    types |= {key: (_section_type(inner), {"description": inner.section.description}) for key, inner in within.items()}
    fields: dict[str, Any] = {
        key: (type_, Field(**words)) if key in required else (type_ | None, Field(default=None, **words))
        for key, (type_, words) in types.items()
    }
    config = ConfigDict(extra="forbid", json_schema_extra=_conditions(section))
    made = create_model(section.name, __config__=config, __doc__=section.description, **fields)
    return Form(section, made, cells, within)


def _cells(package: Package, section: Section) -> Iterator[Cell]:
    for key, (name, added) in section.added.items():
        if column := _table(package, name).by_name.get(added):
            yield Cell(key, name, column, key in LISTS, takes_new=False)
    for name, left_out in section.tables.items():
        for column in _table(package, name).fields:
            if column.name not in left_out:
                yield Cell(column.name, name, column, column.type == "list", column.name in LINKS_OR_NEW)


def _table(package: Package, name: str) -> Table:
    if name not in package.tables:
        message = f"the package has no table {name}, which an intake needs"
        raise UkimError(message)
    return package.tables[name]


def _is_required(table: Table, column: Column) -> bool:
    """True if a new row needs a value that it is not given: it is given its key."""
    return table.requires(column) and table.primary_key != [column.name]


def _section_type(form: Form) -> Annotation:
    made: Any = form.model
    return list[made | None] if form.section.is_list else made


def _cell_type(cell: Cell, is_required: bool) -> Annotation:
    """Return the type of a value: text, whose limits are in the JSON Schema; they are checked column by column."""
    schema = _written(cell) | ({"minLength": 1} if is_required else {})
    text: Any = Annotated[str, WithJsonSchema(schema)]
    return list[text | None] if cell.is_list else text


WRITTEN: dict[str, dict[str, Any]] = {
    "integer": {"type": ["integer", "string"], "pattern": f"^({EXAMPLES['integer']})$"},
    "boolean": {"type": ["boolean", "string"], "pattern": f"^({EXAMPLES['boolean']})$"},
    "date": {"type": "string", "format": "date"},
    "partial date": {"type": ["string", "integer"], "pattern": dates.FORM},
}
"""How YAML and JSON write the values of a type; they tell numbers from text, an intake does not."""


def _written(cell: Cell) -> dict[str, Any]:
    """Return the JSON Schema of a value, or of an item of a list."""
    column = cell.column
    schema = {"type": "string", **WRITTEN.get("partial date" if column.is_partial_date else column.type, {})}
    if column.type != "list":
        limits = column.constraints.model_dump(by_alias=True, exclude_unset=True)
        schema |= {name: limits[name] for name in LIMITS if name in limits}
    if cell.takes_new and "pattern" in schema:
        schema["pattern"] = f"^{NEW}$|{schema['pattern']}"
    if categories := column.categories or column.item_categories:
        schema["enum"] = column.allowed_values
        schema["enumDescriptions"] = [f"{one.label}. {one.description}".strip() for one in categories]
    return schema | ({"format": column.format} if column.format else {})


def _words(cell: Cell) -> dict[str, Any]:
    column, example = cell.column, cell.column.example
    title = column.title if cell.key == column.name else cell.key.capitalize()
    words = {"title": title, "description": OTHER_WORDS.get(cell.key, column.description)}
    if example is None:
        return words
    if cell.is_list:
        return words | {"examples": [example.split(";")]}
    return words | {"examples": [json.loads(example) if column.type in {"integer", "boolean"} else example]}


def _conditions(section: Section) -> dict[str, Any]:
    """Return what the JSON Schema asks of the keys together."""
    conditions: dict[str, Any] = {"minProperties": 1} if section.is_list else {}
    if section.one_of:
        conditions["anyOf"] = [
            {"required": [key], "properties": {key: {"type": "string", "minLength": 1, "not": {"const": NEW}}}}
            for key in section.one_of
        ]
    return conditions


class _Generator(GenerateJsonSchema):
    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out that an optional key is null by default."""
        return self.generate_inner(schema["schema"])


def json_schema(package: Package) -> dict[str, Any]:
    """Return the form as a JSON Schema, for editors and programs; intake checks more than it can express."""
    schema = form_of(package).model.model_json_schema(schema_generator=_Generator)
    comment = "Generated from the Table Schemas by `make docs`."
    return {"$schema": _Generator.schema_dialect, "$comment": comment, **schema, "title": "Intake file"}
