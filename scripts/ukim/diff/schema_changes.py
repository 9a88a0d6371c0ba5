"""What two versions state otherwise about their tables: columns, types, constraints, keys, categories."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from ukim.curation.difference import Effect, SchemaChange
from ukim.model import Category, Field, ForeignKey, Package, Table
from ukim.model.released import BOUNDS


class Kind(Enum):
    """What a property is about, which decides what a change of it does."""

    words = auto()
    meaning = auto()
    category = auto()
    structure = auto()
    limit = auto()
    lower_bound = auto()
    upper_bound = auto()


OF_FIELDS = {
    "type": Kind.structure,
    "title": Kind.words,
    "description": Kind.meaning,
    "format": Kind.structure,
    "example": Kind.words,
}
"""The kinds of what a column states beside its constraints."""
OF_CONSTRAINTS = {
    "minimum": Kind.lower_bound,
    "minLength": Kind.lower_bound,
    "maximum": Kind.upper_bound,
    "maxLength": Kind.upper_bound,
}
"""The kinds of constraints; the others are limits of which no one can say whether another is looser."""


class Property(NamedTuple):
    """Something that is stated: in words, and of a constraint its value, None where it allows everything."""

    kind: Kind
    text: str
    value: str | int | None = None


Properties = Mapping[str, Property]
"""What is stated, by what it is called."""


class Column(NamedTuple):
    """A column: what is told of it where it comes or goes, and what is stated of it."""

    told: str
    properties: Properties


Columns = Mapping[str, Column]
"""Columns by name, in order."""


def hand_kept(table: Table) -> list[Field]:
    """The columns without the bounds of dates that a release derives, so that it compares with a package."""
    bounds = {field.name + suffix for field in table.fields if field.is_partial_date for suffix in BOUNDS}
    return [field for field in table.fields if field.name not in bounds]


def schema_changes(old: Package, new: Package) -> Iterator[SchemaChange]:
    """Every property that is stated otherwise, table by table in the order of the new package, dropped ones last."""
    for name in dict.fromkeys((*new.tables, *old.tables)):
        tables = old.tables.get(name), new.tables.get(name)
        before, after = tables
        if before is None or after is None:
            yield part_changed(name, "", "table", *(table.description if table else None for table in tables))
        else:
            yield from changed(name, "", _of_table(before), _of_table(after))
            yield from columns_changed(name, _columns(before), _columns(after))


def columns_changed(name: str, before: Columns, after: Columns) -> Iterator[SchemaChange]:
    """The columns of a table or view that came or went, what is stated otherwise of the others, and their order."""
    for column in dict.fromkeys((*after, *before)):
        if column in before and column in after:
            yield from changed(name, column, before[column].properties, after[column].properties)
        else:
            told = (fields[column].told if column in fields else None for fields in (before, after))
            yield part_changed(name, column, "column", *told)
    old, new = (", ".join(one for one in fields if one in before and one in after) for fields in (before, after))
    if old != new:
        yield SchemaChange(name, "", "order of columns", old, new, Effect.restructured)


def part_changed(table: str, column: str, part: str, old: str | None, new: str | None) -> SchemaChange:
    """A table, view or column that is new or removed; None where it is not."""
    return SchemaChange(table, column, part, old or "", new or "", Effect.added if old is None else Effect.removed)


def changed(table: str, column: str, old: Properties, new: Properties) -> Iterator[SchemaChange]:
    """The properties that differ."""
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        was, is_ = (one.text if one else "" for one in (before, after))
        if was != is_:
            yield SchemaChange(table, column, name, was, is_, _effect(before, after))


def _effect(before: Property | None, after: Property | None) -> Effect:
    match (before or after or NOTHING).kind:
        case Kind.words:
            return Effect.reworded
        case Kind.meaning:
            return Effect.redefined if before and before.text else Effect.reworded
        case Kind.category if before is None:
            return Effect.added
        case Kind.category:
            return Effect.redefined if after else Effect.removed
        case Kind.structure:
            return Effect.restructured
    return Effect.loosened if _is_looser(before or NOTHING, after or NOTHING) else Effect.tightened


NOTHING = Property(Kind.limit, "")


def _is_looser(before: Property, after: Property) -> bool:
    """True if a constraint allows all that it did; of two patterns nobody can tell."""
    match before.value, after.value:
        case _, None:
            return True
        case int(old), int(new) if after.kind is Kind.lower_bound:
            return new < old
        case int(old), int(new) if after.kind is Kind.upper_bound:
            return new > old
    return False


def _of_table(table: Table) -> Properties:
    return {
        "title": Property(Kind.words, table.title),
        "description": Property(Kind.meaning, table.description),
        "every row is cited": _constraint(table.is_cited),
        "key": Property(Kind.structure, ", ".join(table.primary_key)),
        **{f"unique together: {', '.join(key)}": _constraint(True) for key in table.unique_keys},
        **{f"reference of {', '.join(key.fields)}": _constraint(_target(key)) for key in table.foreign_keys},
    }


def _of_column(table: Table, field: Field) -> Properties:
    own = field.model_dump(by_alias=True, exclude_defaults=True, include=set(OF_FIELDS))
    limits = field.constraints.model_dump(by_alias=True, exclude_defaults=True, exclude={"enum", "required"})
    categories = (*field.categories, *field.item_categories)
    return {
        **{name: Property(OF_FIELDS[name], str(value)) for name, value in own.items()},
        **({"names": Property(Kind.words, field.whose_names)} if field.whose_names else {}),
        "required": _constraint(table.requires(field)),
        **{name: _constraint(value, OF_CONSTRAINTS.get(name, Kind.limit)) for name, value in limits.items()},
        **{f"check {check}": _constraint(True) for check in field.checks},
        **{f"category {one.value}": Property(Kind.category, _category(one)) for one in categories},
    }


def _columns(table: Table) -> Columns:
    return {
        field.name: Column(f"{field.title} ({field.type}): {field.description}", _of_column(table, field))
        for field in hand_kept(table)
    }


def _category(category: Category) -> str:
    also = f" Also written: {', '.join(category.synonyms)}." if category.synonyms else ""
    return f"{category.label}{f': {category.description}' if category.description else ''}{also}"


def _target(key: ForeignKey) -> str:
    return f"{', '.join(key.reference.fields)} of {key.reference.resource or 'the same table'}"


def _constraint(value: str | int, kind: Kind = Kind.limit) -> Property:
    if isinstance(value, bool):
        return Property(kind, "yes" if value else "no", value or None)
    return Property(kind, str(value), value)
