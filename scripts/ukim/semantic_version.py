"""Versions of the dataset: three numbers, and which of them a change counts up."""

from enum import StrEnum


class Level(StrEnum):
    """What a change asks of the version, from least to most: `patch < minor < major`."""

    patch = "patch"
    minor = "minor"
    major = "major"

    def __lt__(self, other: str) -> bool:
        """Whether it asks less."""
        return _rank(self) < _rank(other)

    def __le__(self, other: str) -> bool:
        """Whether it asks no more."""
        return _rank(self) <= _rank(other)

    def __gt__(self, other: str) -> bool:
        """Whether it asks more."""
        return _rank(self) > _rank(other)

    def __ge__(self, other: str) -> bool:
        """Whether it asks no less."""
        return _rank(self) >= _rank(other)


def _rank(level: str) -> int:
    return list(Level).index(Level(level))


def bumped(version: str, level: Level) -> str:
    """The smallest version behind this one that counts up the number of that level, or a greater one."""
    major, minor, patch = map(int, version.split("."))
    match level:
        case Level.major:
            return f"{major + 1}.0.0"
        case Level.minor:
            return f"{major}.{minor + 1}.0"
        case Level.patch:
            return f"{major}.{minor}.{patch + 1}"
