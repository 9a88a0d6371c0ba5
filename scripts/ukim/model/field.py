"""A column, as its Table Schema states it."""

import re
import warnings
from typing import Annotated, Literal, Self

from pydantic import Field as Property
from pydantic import field_validator, model_validator

from ukim.model.strict import Strict

FieldType = Literal["string", "integer", "boolean", "date", "list"]
Check = Literal["edtf", "not_future", "latin", "cyrillic"]
Bearer = Literal["people", "things", "anybody"]
"""Whose names a column has: of people in the tables, of groups and places, or of whomever others name."""

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
CHECKS = {"string": ("edtf", "not_future", "latin", "cyrillic"), "date": ("not_future",)}
"""Named checks that a field may ask for, by field type."""
EXAMPLES = {"integer": r"0|-?[1-9][0-9]*", "boolean": "true|false"}
"""How an example is written, by field type: as text, as a cell of CSV would hold it; of other types any text may be."""
RANDOM_KEY = re.compile(r"\^([a-z]+-)\[0-9a-hjkmnp-tv-z\]\{6\}\$")
"""The pattern of a column of random keys: a prefix and six characters of Crockford's base32."""
ONLY_FOR = {
    "format": "string",
    "categories": "string",
    "item_categories": "list",
    "item_type": "list",
    "delimiter": "list",
    "ranking": "string",
    "own_words": "string",
}
"""Properties that one field type alone has."""


class Category(Strict):
    """A value that a column may take, with the words that explain it; `synonyms` are what people write for it."""

    value: str
    label: str
    description: str = ""
    synonyms: list[str] = Property(default=[], alias="ukim:synonyms")


Length = Annotated[int, Property(ge=0, le=2**31 - 1)]
Number = Annotated[int, Property(ge=-(2**63), le=2**63 - 1)]


class Constraints(Strict):
    """What the values of a column must keep. `pattern` must match the whole value."""

    required: bool = False
    unique: bool = False
    min_length: Length | None = None
    max_length: Length | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    pattern: str | None = None
    enum: list[str] | None = None

    @field_validator("pattern")
    @classmethod
    def _anchored_whole(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error", FutureWarning)  # what Rust would read as an operation on sets
                    re.compile(pattern)
            except (re.error, OverflowError, RecursionError, FutureWarning) as error:
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
    example: str | None = None
    categories: list[Category] = []
    item_categories: list[Category] = Property(default=[], alias="ukim:itemCategories")
    checks: list[Check] = Property(default=[], alias="ukim:checks")
    ranking: list[str] = Property(default=[], alias="ukim:ranking")
    """The categories, weakest first, of a column that keeps the strongest of what is reported."""
    own_words: bool = Property(default=False, alias="ukim:ownWords")
    """Whether the column is in the words of whoever codes, so that other words are no disagreement."""
    whose_names: Bearer | None = Property(default=None, alias="ukim:names")
    constraints: Constraints = Constraints()

    @property
    def allowed_values(self) -> list[str]:
        """The values that the column, or for a list its items, may take; empty where any may stand."""
        return [category.value for category in self.categories or self.item_categories]

    @property
    def is_free_text(self) -> bool:
        """Whether nothing but the checks of any text limits what the column or its items hold."""
        form = self.allowed_values or self.constraints.pattern or self.format or self.is_partial_date
        return self.type in {"string", "list"} and not form

    @property
    def random_key_prefix(self) -> str:
        """What the random keys of the column begin with, such as `p-`; empty where its keys are readable."""
        found = RANDOM_KEY.fullmatch(self.constraints.pattern or "")
        return found[1] if found else ""

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
        if self.type == "string" and "not_future" in self.checks and not self.is_partial_date:
            message = "the check 'not_future' of a string needs 'edtf' beside it"
            raise ValueError(message)
        if self.example is not None and not re.fullmatch(EXAMPLES.get(self.type, ".*"), self.example):
            message = f"the example is no {self.type}"
            raise ValueError(message)
        if self.type == "list" and self.delimiter != ";":
            message = "a list needs the delimiter ';'"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _limits_leave_room(self) -> Self:
        limits = self.constraints
        for low, high in ((limits.minimum, limits.maximum), (limits.min_length, limits.max_length)):
            if low is not None and high is not None and low > high:
                message = f"nothing is between {low} and {high}"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _values_stated_once(self) -> Self:
        values = self.allowed_values
        if len(set(values)) != len(values):
            message = "a category stands twice"
            raise ValueError(message)
        if self.ranking and sorted(self.ranking) != sorted(values):
            message = "ukim:ranking must name each category once"
            raise ValueError(message)
        if self.constraints.enum is not None and self.constraints.enum != values:
            message = "enum is derived from categories and must equal them"
            raise ValueError(message)
        return self
