"""What two versions state otherwise about their tables: columns, types, constraints, keys, categories."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ukim.curation.difference import SchemaChange
from ukim.model import Category, Field, ForeignKey, Package, Table
from ukim.model.released import BOUNDS

Properties = dict[str, str]
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
            yield SchemaChange(name, "", "table", *(table.description if table else "" for table in tables))
        else:
            yield from changed(name, "", _of_table(before), _of_table(after))
            yield from columns_changed(name, _columns(before), _columns(after))


def columns_changed(name: str, before: Columns, after: Columns) -> Iterator[SchemaChange]:
    """The columns of a table or view that came or went, what is stated otherwise of the others, and their order."""
    for column in dict.fromkeys((*after, *before)):
        if column in before and column in after:
            yield from changed(name, column, before[column].properties, after[column].properties)
        else:
            told = (fields[column].told if column in fields else "" for fields in (before, after))
            yield SchemaChange(name, column, "column", *told)
    kept = [[one for one in fields if one in before and one in after] for fields in (before, after)]
    if kept[0] != kept[1]:
        yield SchemaChange(name, "", "order of columns", *map(", ".join, kept))


def changed(table: str, column: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[SchemaChange]:
    """The properties that differ."""
    for name in dict.fromkeys((*new, *old)):
        if old.get(name, "") != new.get(name, ""):
            yield SchemaChange(table, column, name, old.get(name, ""), new.get(name, ""))


def _of_table(table: Table) -> Properties:
    return {
        "title": table.title,
        "description": table.description,
        "every row is cited": _answer(table.is_cited),
        "key": ", ".join(table.primary_key),
        **{f"unique together: {', '.join(key)}": "yes" for key in table.unique_keys},
        **{f"reference of {', '.join(key.fields)}": _target(key) for key in table.foreign_keys},
    }


def _of_column(table: Table, field: Field) -> Properties:
    own = field.model_dump(
        by_alias=True, exclude_defaults=True, include={"type", "title", "description", "format", "example"}
    )
    limits = field.constraints.model_dump(by_alias=True, exclude_defaults=True, exclude={"enum", "required"})
    stated = {**own, "required": _answer(table.requires(field)), **limits}
    return {
        **{name: _answer(value) if isinstance(value, bool) else str(value) for name, value in stated.items()},
        **{f"check {check}": "yes" for check in field.checks},
        **({"names": field.whose_names} if field.whose_names else {}),
        **{f"category {one.value}": _category(one) for one in (*field.categories, *field.item_categories)},
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


def _answer(value: bool) -> str:
    return "yes" if value else "no"
