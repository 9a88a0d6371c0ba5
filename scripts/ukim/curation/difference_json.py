"""The difference for programs: the fields of `ukim.curation.difference`."""

from dataclasses import asdict

from ukim.curation.difference import Difference
from ukim.report.to_json import dumps

VERSION = 1
"""Of the form; a change that could break a program that reads it counts it up."""


def as_json(difference: Difference) -> str:
    """One object: `version`, then the fields of the result."""
    return dumps({"version": VERSION, **asdict(difference)}) + "\n"
