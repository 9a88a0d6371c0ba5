"""What differs between two versions of the tables, told so that nothing withheld is told again."""

from ukim.curation.difference import Difference
from ukim.curation.redaction import Redaction, protected
from ukim.diff.compare import compare
from ukim.diff.opened_versions import listed_here, opened

__all__ = ["Difference", "diff"]


def diff(old: str, new: str) -> Difference:
    """Compare two versions: each a release (folder or zip), the folder of a package, or a revision of its repository.

    Raises:
        UkimError: there is no such version, or its tables cannot be read.

    """
    with opened(old) as before, opened(new) as after:
        listed = listed_here() | protected(before.tables) | protected(after.tables)
        return compare(before, after, Redaction([before.tables, after.tables], listed))
