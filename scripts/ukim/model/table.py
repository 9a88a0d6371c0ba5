"""A table, as its Table Schema states it."""

from typing import Literal, Self

from pydantic import Field as Property
from pydantic import model_validator

from ukim.model.field import Field
from ukim.model.strict import Strict

Names = list[str]


ROLES = {
    "citations": ("record_id", "field", "source_id", "stated_value", "note"),
    "changes": ("record_id", "field", "since_version", "action", "successor_id", "reason"),
}
"""The columns that a table of each role needs."""


class Reference(Strict):
    """The columns that a foreign key names; without `resource`, of its own table."""

    resource: str = ""
    fields: Names


class ForeignKey(Strict):
    """Columns whose values name a row of another table, or of the same one."""

    fields: Names
    reference: Reference


class Placeholders(Strict):
    """Which rows stand for one that is known by its place only: `flag` is true for them, `place` names the place."""

    flag: str
    place: str


class Table(Strict):
    """A table: its columns, keys and references."""

    schema_: str = Property(alias="$schema")
    title: str
    description: str
    is_cited: bool = Property(default=False, alias="ukim:cited")
    role: Literal["citations", "changes"] | None = Property(default=None, alias="ukim:role")
    """What the tools use the table for: who states which value, or what became of published rows and values."""
    placeholders: Placeholders | None = Property(default=None, alias="ukim:placeholders")
    fields: list[Field] = Property(min_length=1)
    primary_key: Names = Property(min_length=1)
    unique_keys: list[Names] = []
    foreign_keys: list[ForeignKey] = []
    missing_values: list[Literal[""]]

    @property
    def by_name(self) -> dict[str, Field]:
        """The columns by name, in order."""
        return {field.name: field for field in self.fields}

    @property
    def names(self) -> Names:
        """The names of the columns, in order."""
        return list(self.by_name)

    @property
    def self_references(self) -> list[ForeignKey]:
        """The foreign keys that name a row of the same table."""
        return [key for key in self.foreign_keys if not key.reference.resource]

    @property
    def free_text(self) -> list[str]:
        """The names of the columns that hold free text; keys and references do not."""
        bound = {*self.primary_key, *(name for key in self.foreign_keys for name in key.fields)}
        return [field.name for field in self.fields if field.is_free_text and field.name not in bound]

    def requires(self, field: Field) -> bool:
        """Whether a cell of the column must be filled: by constraint, or as part of the primary key."""
        return field.constraints.required or field.name in self.primary_key

    def cannot_be_without(self, key: "ForeignKey") -> bool:
        """True if every row of the table names a row by that key."""
        return all(name in self.always_filled for name in key.fields)

    @property
    def always_filled(self) -> Names:
        """The names of the columns whose cells must be filled."""
        return [field.name for field in self.fields if self.requires(field)]

    @model_validator(mode="after")
    def _keys_name_columns(self) -> Self:
        if len(self.by_name) != len(self.fields):
            message = "a column stands twice"
            raise ValueError(message)
        if any(len(key.fields) != len(key.reference.fields) for key in self.foreign_keys):
            message = "a foreign key names another number of columns than it has"
            raise ValueError(message)
        if len(self.self_references) > 1 or any(len(key.fields) > 1 for key in self.self_references):
            message = "a table may refer to itself by one foreign key of one column"
            raise ValueError(message)
        keys = {"primaryKey": [self.primary_key], "uniqueKeys": self.unique_keys}
        keys["foreignKeys"] = [key.fields for key in self.foreign_keys]
        for property_, names in ((property_, names) for property_, lists in keys.items() for names in lists):
            for name in names:
                if name not in self.by_name:
                    message = f"{property_} names {name!r}, which is no column of the table"
                    raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _roles_have_their_columns(self) -> Self:
        needed = set(ROLES[self.role]) if self.role else set()
        if self.placeholders:
            needed |= {self.placeholders.flag, self.placeholders.place}
        if lacking := sorted(needed - self.by_name.keys()):
            message = f"ukim:role or ukim:placeholders needs the columns {', '.join(lacking)}"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _only_free_text_has_names(self) -> Self:
        for field in self.fields:
            if field.whose_names and field.name not in self.free_text:
                message = f"{field.name!r} has 'ukim:names' and is no free text: nobody looks for names in it"
                raise ValueError(message)
        return self
