from pathlib import Path

import pytest
from hypothesis import settings

from packages import TODAY, copy_of_the_sound_package

settings.register_profile("bounded", deadline=None, derandomize=True)
settings.register_profile("fuzz", max_examples=10_000, deadline=None)
settings.load_profile("bounded")


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
    from ukim.release.build import build
    from ukim.validate import validate

    report = validate(untouched / "datapackage.json", TODAY)
    assert report.package is not None
    assert not report.findings
    return build(report.package, report.frames, tmp_path_factory.mktemp("dist"))
