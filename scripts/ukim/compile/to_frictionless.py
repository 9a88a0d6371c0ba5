"""Descriptors for frictionless and for a release: the model, and what follows from it, written out."""

from typing import Any

from ukim.model import Field, Package, Table


def package_descriptor(package: Package, tables: dict[str, Table] | None = None) -> dict[str, Any]:
    """The descriptor with the schema of each resource in place; of `tables`, where given, else of the package."""
    descriptor = package.model_dump(by_alias=True, exclude_unset=True)
    for resource in descriptor["resources"]:
        resource["schema"] = schema_descriptor((tables or package.tables)[resource["name"]])
    return descriptor


def schema_descriptor(table: Table) -> dict[str, Any]:
    """The Table Schema with derived constraints: `enum` from categories, `required` from the primary key."""
    descriptor = table.model_dump(by_alias=True, exclude_unset=True)
    descriptor["fields"] = [_field_descriptor(table, field) for field in table.fields]
    return descriptor


def _field_descriptor(table: Table, field: Field) -> dict[str, Any]:
    descriptor = field.model_dump(by_alias=True, exclude_unset=True)
    derived: dict[str, Any] = {}
    if table.requires(field):
        derived["required"] = True
    if field.categories:
        derived["enum"] = field.allowed_values
    if derived:
        descriptor["constraints"] = descriptor.get("constraints", {}) | derived
    return descriptor
