"""The difference for programs: the fields of `ukim.curation.difference`."""

from dataclasses import asdict

from ukim.curation.difference import Difference
from ukim.report.to_json import dumps

VERSION = 1
"""Of the form; a change that could break a program that reads it counts it up."""


def as_json(difference: Difference) -> str:
    """One object: `version`, then the fields of the result; those that are not known are left out."""
    return dumps({"version": VERSION, **asdict(difference, dict_factory=_known)}) + "\n"


def _known(fields: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in fields if value is not None}
