"""What one source states, as an intake file says it: every value as the text of the cell that it would fill."""

from dataclasses import dataclass, field

Values = dict[str, str]
"""Values by the name of the column that they are meant for; what is not stated is not in it."""

NEW = "new"
"""In place of an id: certainly none of those that are in the tables."""


@dataclass(frozen=True)
class Decision:
    """A judicial decision (columns of `sentences`) and what it orders beside the main penalty."""

    values: Values
    penalties: list[Values] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """What the source says of one person in one prosecution.

    `person` and `case` hold columns of `people` and `cases`, among them `person_id` and `case_id` where the file links
    to a row or says that it is `NEW`; `line` is where the entry begins in the file, from 1.
    """

    line: int
    person: Values
    case: Values
    organizations: list[Values] = field(default_factory=list)
    charges: list[Values] = field(default_factory=list)
    events: list[Values] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def who(self) -> str:
        """The name, or the id of the person where the file gives that alone."""
        forms = (self.person.get(form, "") for form in ("name", "name_kk", "name_ru", "other_names", "person_id"))
        return next(form.split(";")[0] for form in forms if form)


@dataclass(frozen=True)
class Statement:
    """One source and what it says.

    `source` holds columns of `sources`; its `publisher` is a name or an id, its `copy_of` an address or an id.
    `mirrors` are other addresses of the same page. `bans` hold columns of `bans`, each with its `ban_id`.
    """

    file: str
    line: int
    source: Values
    mirrors: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    bans: list[Values] = field(default_factory=list)
