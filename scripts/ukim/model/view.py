"""A view, as the descriptor of a release states it: derived, so it has no keys and no constraints."""

from typing import Literal

from pydantic import Field as Property

from ukim.model.field import FieldType
from ukim.model.strict import Strict
from ukim.model.table import ForeignKey, Names

ViewType = FieldType | Literal["number"]


class ViewField(Strict):
    """A column of a view. It may hold fractions, which no hand-kept column does."""

    name: str = Property(pattern=r"^[a-z][a-z0-9_]*$")
    type: ViewType
    title: str
    description: str
    item_type: Literal["string"] | None = None
    delimiter: Literal[";"] | None = None

    @property
    def allowed_values(self) -> list[str]:
        """None: any value may stand."""
        return []


class View(Strict):
    """The columns of a view; where a table has keys, it has none."""

    schema_: str = Property(alias="$schema")
    title: str
    description: str
    fields: list[ViewField] = Property(min_length=1)
    missing_values: list[Literal[""]]

    @property
    def by_name(self) -> dict[str, ViewField]:
        """The columns by name, in order."""
        return {field.name: field for field in self.fields}

    @property
    def names(self) -> Names:
        """The names of the columns, in order."""
        return list(self.by_name)

    @property
    def primary_key(self) -> Names:
        """None."""
        return []

    @property
    def unique_keys(self) -> list[Names]:
        """None."""
        return []

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """None."""
        return []

    @property
    def always_filled(self) -> Names:
        """None."""
        return []
