import pytest

from packages import TODAY, rows_of
from ukim.curation.draft import CurationDraft


@pytest.fixture
def draft():
    """How a package is read to be changed."""
    return lambda package: CurationDraft.begin(package / "datapackage.json", TODAY)


@pytest.fixture
def changes():
    """What `changes` of a package says: key, column, version, action, successor, reason."""
    return lambda package: [tuple(row) for row in rows_of(package, "changes")[1] if row[0] != "p-000009"]
