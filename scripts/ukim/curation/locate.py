"""The row that a key means."""

from ukim.curation.draft import Draft
from ukim.errors import UkimError
from ukim.intake.tables import CHANGES
from ukim.show.retired_ids import what_became_of
from ukim.tables.rows import Record
from ukim.validate.suggestions import did_you_mean, near


def located(draft: Draft, key: str) -> Record:
    """The row of that key, in whatever table.

    Raises:
        UkimError: there is none, or it tells of a change, which stays.

    """
    record = draft.was.by_id.get(key)
    if record is None:
        raise UkimError(what_became_of(draft.was, key) or _unknown(draft, key))
    if record.table == CHANGES:
        message = f"{key} is a row of changes, which stays: it tells what became of another row."
        raise UkimError(message)
    return record


def _unknown(draft: Draft, key: str) -> str:
    keys = (one for one, record in draft.was.by_id.items() if record.table != CHANGES)
    meant = did_you_mean([near(key, keys)])
    return f"No row has the key {key!r}. {meant}`ukim find NAME` looks for people by name."
