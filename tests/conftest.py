import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import settings

from packages import TODAY, copy_of_the_sound_package
from ukim.validate.frictionless import Frictionless
from ukim.validate.frictionless_process import errors_of

settings.register_profile("fast", max_examples=10, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("fuzz", max_examples=10_000, deadline=None)
settings.load_profile("fast")


FIRST = 1
"""So many cases of a parametrized test are in the fast lane; all of them if it is marked `every_case`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark further cases of parametrized tests as slow."""
    cases: Counter[str] = Counter()
    for item in items:
        if hasattr(item, "callspec") and not item.get_closest_marker("every_case"):
            test = item.nodeid.partition("[")[0]
            cases[test] += 1
            if cases[test] > FIRST:
                item.add_marker(pytest.mark.slow)


class _FrictionlessHere(Frictionless):
    """Frictionless without a process of its own, which takes a second to start."""

    def __enter__(self) -> Self:
        return self

    def read(self, folder: str, descriptor: dict[str, Any]) -> None:
        self._errors = errors_of(folder, json.loads(json.dumps(descriptor)))

    def errors(self) -> list[dict[str, Any]]:
        return self._errors

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True, scope="session")
def _frictionless_here() -> Iterator[None]:
    """Let frictionless run in the process of the tests, except where `frictionless_process` is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ukim.validate.Frictionless", _FrictionlessHere)
        yield


@pytest.fixture
def frictionless_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frictionless in a process of its own, as users have it."""
    monkeypatch.setattr("ukim.validate.Frictionless", Frictionless)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A sound package that the test may break."""
    return copy_of_the_sound_package(tmp_path / "package")


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound package that no test changes."""
    return copy_of_the_sound_package(tmp_path_factory.mktemp("untouched") / "package")


@pytest.fixture(scope="session")
def release(untouched: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sound package that no test changes."""
    from ukim.release.writer import build
    from ukim.validate import validate

    report = validate(untouched / "datapackage.json", TODAY)
    assert report.package is not None
    assert not report.findings
    return build(report.package, report.frames, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def described(untouched: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release with the files that describe it."""
    from ukim.api.dataset import connect
    from ukim.model import Package
    from ukim.release.data_files import data_files
    from ukim.release.metadata import metadata

    folder = tmp_path_factory.mktemp("described") / release.name
    shutil.copytree(release, folder)
    package = Package.read(untouched / "datapackage.json")
    for path, text in metadata(package, connect(untouched), data_files(folder)).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    return folder
