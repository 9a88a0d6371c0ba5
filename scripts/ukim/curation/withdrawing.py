"""A row that should not have been there goes."""

from ukim.curation.draft import CurationDraft
from ukim.curation.locate import located
from ukim.curation.removal import Removal
from ukim.curation.summary import Outcome, told_of


def withdraw(draft: CurationDraft, key: str, reason: str) -> Outcome:
    """Take the row out, with all that cannot be without it and all that served it alone.

    Raises:
        UkimError: no row has that key.

    """
    record = located(draft, key)
    removal = Removal(draft, "withdrawn", reason)
    removal.take(record.table, record.id)
    texts, findings = removal.settle()
    return Outcome(draft, list(told_of(removal)), texts, findings)
