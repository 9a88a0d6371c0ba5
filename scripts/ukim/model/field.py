"""A column, as its Table Schema states it."""

import re
from typing import Literal, Self

from pydantic import Field as Property
from pydantic import field_validator, model_validator

from ukim.model.strict import Strict

FieldType = Literal["string", "integer", "boolean", "date", "list"]
Check = Literal["edtf", "not_future"]

LENGTHS = ("min_length", "max_length")
RANGE = ("minimum", "maximum")
ALLOWED = {
    "string": ("required", "unique", "pattern", "enum", *LENGTHS),
    "integer": ("required", "unique", *RANGE),
    "boolean": ("required",),
    "date": ("required", "unique"),
    "list": ("required", *LENGTHS),
}
"""Constraints that are enforced, by field type."""
CHECKS = {"string": ("edtf", "not_future"), "date": ("not_future",)}
"""Named checks that a field may ask for, by field type."""
ONLY_FOR = {
    "format": "string",
    "categories": "string",
    "item_categories": "list",
    "item_type": "list",
    "delimiter": "list",
}
"""Properties that one field type alone has."""


class Category(Strict):
    """A value that a column may take, with the words that explain it."""

    value: str
    label: str
    description: str = ""


class Constraints(Strict):
    """What the values of a column must keep. `pattern` must match the whole value."""

    required: bool = False
    unique: bool = False
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    pattern: str | None = None
    enum: list[str] | None = None

    @field_validator("pattern")
    @classmethod
    def _anchored_whole(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"is not a regular expression: {error}"
                raise ValueError(message) from error
            if re.search(r"\(\?(?!:)|\\[1-9]", pattern):
                message = "uses look-around, groups with names or back-references, which not every engine has"
                raise ValueError(message)
            if not (pattern.startswith("^") and pattern.endswith("$")):
                message = "must begin with ^ and end with $, so that every engine matches the whole value"
                raise ValueError(message)
        return pattern


class Field(Strict):
    """A column."""

    name: str = Property(pattern=r"^[a-z][a-z0-9_]*$")
    type: FieldType
    title: str
    description: str
    format: Literal["uri"] | None = None
    item_type: Literal["string"] | None = None
    delimiter: Literal[";"] | None = None
    example: str | int | bool | None = None
    categories: list[Category] = []
    item_categories: list[Category] = Property(default=[], alias="ukim:itemCategories")
    checks: list[Check] = Property(default=[], alias="ukim:checks")
    constraints: Constraints = Constraints()

    @property
    def allowed_values(self) -> list[str]:
        """The values that the column, or for a list its items, may take; empty where any may stand."""
        return [category.value for category in self.categories or self.item_categories]

    @property
    def is_partial_date(self) -> bool:
        """Whether the column holds dates of reduced precision."""
        return "edtf" in self.checks

    @model_validator(mode="after")
    def _properties_fit_the_type(self) -> Self:
        for name in self.constraints.model_fields_set:
            if name not in ALLOWED[self.type]:
                message = f"constraint {name!r} is not enforced for type {self.type!r}"
                raise ValueError(message)
        for name, type_ in ONLY_FOR.items():
            if getattr(self, name) and self.type != type_:
                message = f"property {name!r} needs type {type_!r}"
                raise ValueError(message)
        if not set(self.checks) <= set(CHECKS.get(self.type, ())):
            message = f"a check is not made for type {self.type!r}"
            raise ValueError(message)
        if self.type == "list" and self.delimiter != ";":
            message = "a list needs the delimiter ';'"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _values_stated_once(self) -> Self:
        values = self.allowed_values
        if len(set(values)) != len(values):
            message = "a category stands twice"
            raise ValueError(message)
        if self.constraints.enum is not None and self.constraints.enum != values:
            message = "enum is derived from categories and must equal them"
            raise ValueError(message)
        return self
