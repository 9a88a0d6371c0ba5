"""A table as a release holds it: the hand-kept columns and those derived from them."""

from ukim.model.field import Field
from ukim.model.table import Table

BOUNDS = {"_earliest": "First day", "_latest": "Last day"}


def released(table: Table) -> Table:
    """The table with two date columns, its bounds, behind each date of reduced precision."""
    fields: list[Field] = []
    for field in table.fields:
        fields.append(field)
        if field.is_partial_date and f"{field.name}_latest" not in table.by_name:
            fields += [_bound(field, suffix, words) for suffix, words in BOUNDS.items()]
    return table.model_copy(update={"fields": fields})


def _bound(field: Field, suffix: str, words: str) -> Field:
    return Field(
        name=field.name + suffix,
        type="date",
        title=f"{field.title}: {words.lower()}",
        description=f"{words} that `{field.name}` may mean; derived from it, empty where it has no such bound.",
    )
