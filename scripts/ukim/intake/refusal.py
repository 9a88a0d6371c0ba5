"""Why a statement is not taken in: one clear message, with the place in its file."""

from dataclasses import dataclass, field

from ukim.intake.statement import Entry


@dataclass
class RefusedError(Exception):
    """What stands in the way, and what decides it; `key` is the place inside the document."""

    line: int
    key: str
    message: str
    entry: Entry | None = None
    """The entry that it is about."""
    options: list[str] = field(default_factory=list)
    """Ids of which one decides, where that is what is missing."""
