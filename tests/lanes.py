"""The slow lane of the tests: what `make test-rest` runs and `make test` does not."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

slow = pytest.mark.slow


def fast_first(cases: Iterable[Any], fast: int = 1) -> list[Any]:
    """Parameters of a test: the first cases are fast, the others slow."""
    return [
        pytest.param(*(case if type(case) is tuple else (case,)), marks=[slow] if number >= fast else [])
        for number, case in enumerate(cases)
    ]


def examples(number: int) -> settings:
    """So many examples of a property in the slow lane; a tenth of them in the fast one."""
    return settings(max_examples=max(settings.default.max_examples * number // 100, 1))
