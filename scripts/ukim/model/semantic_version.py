"""Versions of the data, counted as https://semver.org has it."""

from enum import IntEnum


class Level(IntEnum):
    """What changes between two versions, from the least."""

    patch = 0
    minor = 1
    major = 2


def parts(version: str) -> tuple[int, int, int]:
    """The three numbers, which sort as the versions do."""
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def bumped(version: str, level: Level) -> str:
    """The next version of that level."""
    major, minor, patch = parts(version)
    match level:
        case Level.major:
            return f"{major + 1}.0.0"
        case Level.minor:
            return f"{major}.{minor + 1}.0"
        case Level.patch:
            return f"{major}.{minor}.{patch + 1}"
