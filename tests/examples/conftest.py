"""The pictures of `examples`, each drawn once from the fixture and once from the tables of the repository."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from lanes import fast_first
from packages import ROOT

PICTURES = ("cases_by_month", "main_penalties", "time_to_judgment", "regions", "overlap")


@cache
def draw(picture: str, data: Path) -> Any:
    # Imported here, so that what collects these tests without running them need not have matplotlib.
    return import_module(picture).draw(data)


@pytest.fixture(params=fast_first(["fixture", "real"]))
def data(request: pytest.FixtureRequest) -> Path:
    """The package of the fixture, then the tables of the repository."""
    return request.getfixturevalue("untouched") if request.param == "fixture" else ROOT


@pytest.fixture(params=PICTURES)
def picture(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def drawn(data: Path) -> Callable[[str], Any]:
    """The figure of a picture, drawn from the data."""
    return lambda picture: draw(picture, data)
