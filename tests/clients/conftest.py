"""Whatever stands here opens a release with what its users have, as they would."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Import these tests only where they are asked for: what they need is an environment of its own."""
    return None if config.getoption("-m") == "clients" else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.clients)
