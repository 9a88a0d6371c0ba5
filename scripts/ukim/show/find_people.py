"""People by name: who matches, how surely, and why."""

from typing import NamedTuple

from ukim.errors import UkimError
from ukim.names.matching import likeness, match, names_of
from ukim.show.labels import named, place_and_years
from ukim.tables.store import Tables

NEAREST = 3
"""So many names at most are near."""
NEAR = 0.7
"""So near a name must be to be told."""


class Found(NamedTuple):
    """Somebody whose name matches: how sure that is, from 0 to 1, why, and where and when the cases were."""

    person_id: str
    name: str
    score: float
    reason: str
    cases: list[str]


def found(tables: Tables, name: str) -> list[Found]:
    """The people whose names match, the most likely first.

    Raises:
        UkimError: the table of people cannot be read.

    """
    if not tables.readings["people"].is_read:
        message = f"Nobody can be looked for without {tables.readings['people'].file}."
        raise UkimError(message)
    people = []
    for key, row in tables.rows("people").items():
        matched = match(name, names_of(row))
        if matched is not None:
            cases = [f"{place_and_years(tables, case.id)} ({case.id})" for case in tables.of("cases", "person_id", key)]
            people.append(Found(key, named(tables, "people", key), matched.score, matched.reason, cases))
    return sorted(people, key=lambda one: (-one.score, one.name))


def nearest(tables: Tables, name: str) -> list[str]:
    """The names that are most like one that nobody has."""
    like = {key: likeness(name, names_of(row)) for key, row in tables.rows("people").items()}
    best = sorted((key for key in like if like[key] >= NEAR), key=lambda key: -like[key])
    return [f"{named(tables, 'people', key)} ({key})" for key in best[:NEAREST]]
