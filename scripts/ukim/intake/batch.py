"""Many statements taken in one after the other, each whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ukim.intake.cases import case_of
from ukim.intake.naming import with_ids
from ukim.intake.people import SAME, Candidate, named, person_of, ranked
from ukim.intake.record_statement import Difference, Placing
from ukim.intake.refusal import RefusedError
from ukim.intake.sources import source_of
from ukim.intake.statement import NEW, Entry, Statement
from ukim.names.matching import match, names_of
from ukim.tables.draft import Draft

Choices = Mapping[str, str]
"""The id of a person, or `NEW`, by a name as a file has it."""


class Placed(NamedTuple):
    """An entry, the ids of its person and case, and why it is that person."""

    entry: Entry
    person: str
    case: str
    found: str


@dataclass
class Outcome:
    """What became of a statement."""

    statement: Statement
    source: str = ""
    is_copy: bool = False
    placed: list[Placed] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    refusal: RefusedError | None = None


Progress = Callable[[int, int], None]
"""Is told how many statements are done, and of how many."""


def silent(done: int, of: int) -> None:
    """Show no progress."""


def take_in(
    tables: Draft,
    statements: Sequence[Statement],
    choices: Choices,
    progress: Progress = silent,
) -> list[Outcome]:
    """Take the statements in, in their order; one that is refused is tried again after the others: they may decide."""
    known = set(tables.rows("people"))
    outcomes = []
    for done, statement in enumerate(statements, 1):
        outcomes.append(_taken(tables, statement, choices, known))
        progress(done, len(statements))
    open_, before = [one for one in outcomes if one.refusal], 0
    while open_ and len(open_) != before:
        before = len(open_)
        for outcome in open_:
            again = _taken(tables, outcome.statement, choices, known)
            outcomes[outcomes.index(outcome)] = again
        open_ = [one for one in outcomes if one.refusal]
    return outcomes


def _taken(tables: Draft, statement: Statement, choices: Choices, known: set[str]) -> Outcome:
    restore, outcome = tables.snapshot(), Outcome(statement)
    try:
        outcome.source = source_of(tables, statement)
        outcome.is_copy = bool(tables.rows("sources")[outcome.source]["copy_of"])
        if not outcome.is_copy:
            _place(tables, outcome, with_ids(tables, statement), choices, known)
    except RefusedError as refusal:
        restore()
        return Outcome(statement, refusal=refusal)
    return outcome


def _place(tables: Draft, outcome: Outcome, statement: Statement, choices: Choices, known: set[str]) -> None:
    placing = Placing(tables, outcome.source, outcome.differences, outcome.unplaced)
    entries = statement.entries
    if not entries and not statement.bans:
        raise RefusedError(statement.line, "people", "the source tells of nobody and of no ban: it supports no row")
    matches = [named(tables, entry) for entry in entries]
    resolved = []
    for place, entry in enumerate(entries):
        candidates = ranked(tables, entry, matches[place], matches[:place] + matches[place + 1 :], outcome.source)
        key = f"people[{place}]"
        person = _chosen(entry, candidates, choices, known) or person_of(tables, entry, candidates, key)
        is_new = person not in tables.rows("people")
        if is_new and "name" not in entry.person:
            message = f"{entry.who} is new here: give the name in Latin letters too, as name"
            raise RefusedError(entry.line, f"{key}.name", message)
        case = case_of(tables, entry, person, outcome.source, key)
        if case not in tables.rows("cases") and not entry.organizations:
            message = (
                "a new case needs the group that it is about: organizations. Without a tie to one it is out of scope"
            )
            raise RefusedError(entry.line, f"{key}.organizations", message)
        why = next((one for one in candidates if one.person == person), None)
        resolved.append((person, case, "new" if is_new else _found(why)))
    new: list[tuple[Entry, str]] = []
    for entry, (person, case, found) in zip(entries, resolved, strict=True):
        twice = next((one for other, one in new if _same_name(entry, other)), NEW)
        ids = placing.entry(entry, twice if person == NEW else person, case)
        if person == NEW:
            new.append((entry, ids[0]))
        outcome.placed.append(Placed(entry, *ids, found))
    for ban in statement.bans:
        placing.state("bans", ban["ban_id"], ban)


def _found(candidate: Candidate | None) -> str:
    """What speaks for the person; nothing but their id where nobody had to be looked for."""
    return f"found: {'; '.join([candidate.match.reason, *candidate.evidence.reasons])}" if candidate else "by the id"


def _chosen(entry: Entry, candidates: list[Candidate], choices: Choices, known: set[str]) -> str | None:
    """The id that was chosen for the name, where the file links to none; one who is new may have come just before."""
    chosen = next((choices[name] for name in names_of(entry.person) if name in choices), None)
    if "person_id" in entry.person or chosen != NEW:
        return None if "person_id" in entry.person else chosen
    fresh = [one.person for one in candidates if one.match.score >= SAME and one.person not in known]
    return fresh[0] if fresh else NEW


def _same_name(entry: Entry, other: Entry) -> bool:
    forms = names_of(other.person)
    return any((one := match(name, forms)) is not None and one.score >= SAME for name in names_of(entry.person))
