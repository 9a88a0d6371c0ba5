"""The row with a given key."""

from ukim.curation.draft import CurationDraft
from ukim.errors import UkimError
from ukim.show.retired_ids import what_became_of
from ukim.tables.store import Record
from ukim.validate.suggestions import did_you_mean, near


def located(draft: CurationDraft, key: str) -> Record:
    """Return the row with that key, from whatever table.

    Raises:
        UkimError: there is none, or it is a row of changes, which stays.

    """
    record = draft.was.record(key)
    if record is None:
        raise UkimError(what_became_of(draft.was, key) or _unknown(draft, key))
    if record.table == draft.package.changes:
        message = f"{key} is a row of changes, which stays: it says what became of another row."
        raise UkimError(message)
    return record


def _unknown(draft: CurationDraft, key: str) -> str:
    keys = (one.id for one in draft.was.records() if one.table != draft.package.changes)
    meant = did_you_mean([near(key, keys)])
    return f"No row has the key {key!r}. {meant}`ukim find NAME` looks for people by name."
