"""A row that should not have been there goes."""

from ukim.retraction.draft import Draft
from ukim.retraction.locating import located
from ukim.retraction.outcome import Outcome, told_of
from ukim.retraction.removal import Removal


def withdraw(draft: Draft, key: str, reason: str) -> Outcome:
    """Take the row out, with all that cannot be without it and all that served it alone.

    Raises:
        UkimError: no row has that key.

    """
    record = located(draft, key)
    removal = Removal(draft, "withdrawn", reason)
    removal.take(record.table, record.id)
    texts, findings = removal.settle()
    return Outcome(draft, list(told_of(removal)), texts, findings)
