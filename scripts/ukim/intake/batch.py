"""Many statements imported one after the other, each whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ukim.intake.cases import case_of
from ukim.intake.people import SAME, Candidate, named, person_of, ranked
from ukim.intake.record_statement import Difference, Placing
from ukim.intake.refusal import RefusedError
from ukim.intake.sources import source_of
from ukim.intake.statement import NEW, Entry, Statement
from ukim.names.matching import match, names_of
from ukim.tables.draft import Draft

Choices = Mapping[str, str]
"""The id of a person, or `NEW`, by a name as a file has it."""
CHECKPOINTS = 20
"""States of the tables that are kept while statements are imported: more need more memory, and save more time."""


class Placed(NamedTuple):
    """An entry, the ids of its person and case, and why it is that person."""

    entry: Entry
    person: str
    case: str
    found: str


@dataclass
class Outcome:
    """The result for a statement."""

    statement: Statement
    source: str = ""
    is_copy: bool = False
    placed: list[Placed] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    refusal: RefusedError | None = None


Progress = Callable[[int, int], None]
"""Takes how many statements are done, and of how many."""


def silent(done: int, of: int) -> None:
    """Show no progress."""


def take_in(
    tables: Draft,
    statements: Sequence[Statement],
    choices: Choices,
    progress: Progress = silent,
) -> list[Outcome]:
    """Import the statements in their order; one that is refused is tried again after the others: they may decide."""
    return Batch(tables, statements, choices).run(progress)


class Batch:
    """Statements, imported so that some can be refused afterwards without importing all others again."""

    def __init__(self, tables: Draft, statements: Sequence[Statement], choices: Choices) -> None:
        self._tables, self._choices = tables, choices
        self._known = set(tables.rows("people"))
        self._refused: set[int] = set()
        self._checkpoints: dict[int, Callable[[], None]] = {}
        self._after_first_round: list[Outcome] = []
        self.outcomes = [Outcome(statement) for statement in statements]

    def run(self, progress: Progress = silent, start: int = 0) -> list[Outcome]:
        """Import the statements from that number on; then try the refused ones again, as long as this helps."""
        total = len(self.outcomes)
        for number in range(start, total):
            if number % max(1, total // CHECKPOINTS) == 0:
                self._checkpoints[number] = self._tables.snapshot()
            self._try(number)
            progress(number + 1, total)
        self._checkpoints[total] = self._tables.snapshot()
        self._after_first_round = list(self.outcomes)
        imported = 1
        while imported:
            imported = sum(self._try(number) for number, one in enumerate(self.outcomes) if one.refusal)
        return self.outcomes

    def refuse(self, refusals: Mapping[int, RefusedError], progress: Progress = silent) -> list[Outcome]:
        """Refuse statements, by their number, and import again what came after the first of them."""
        self.outcomes = list(self._after_first_round)
        first = min(len(self.outcomes) if self.outcomes[number].refusal else number for number in refusals)
        start = max(number for number in self._checkpoints if number <= first)
        restore = self._checkpoints.pop(start)
        restore()
        self._refused |= refusals.keys()
        for number, refusal in refusals.items():
            self.outcomes[number] = Outcome(self.outcomes[number].statement, refusal=refusal)
        return self.run(progress, start)

    def _try(self, number: int) -> bool:
        """Import a statement, or leave the tables as they are; True if it is imported."""
        if number in self._refused:
            return False
        restore, statement = self._tables.snapshot(), self.outcomes[number].statement
        try:
            self.outcomes[number] = self._imported(statement)
        except RefusedError as refusal:
            restore()
            self.outcomes[number] = Outcome(statement, refusal=refusal)
        return not self.outcomes[number].refusal

    def _imported(self, statement: Statement) -> Outcome:
        tables = self._tables
        source = source_of(tables, statement)
        outcome = Outcome(statement, source, is_copy=bool(tables.rows("sources")[source]["copy_of"]))
        if not outcome.is_copy:
            self._state(outcome)
        return outcome

    def _state(self, outcome: Outcome) -> None:
        """Put what the source states into the tables: who and what is meant is decided before any row is added."""
        statement = outcome.statement
        if not statement.entries and not statement.bans:
            message = "the source states nothing about a person or a ban: it supports no row"
            raise RefusedError(statement.line, "people", message)
        placing = Placing(self._tables, outcome.source, outcome.differences, outcome.unplaced)
        new: list[Placed] = []
        for meant in self._meant(statement, outcome.source):
            person = meant.person
            if person == NEW:
                person = next((one.person for one in new if _same_name(meant.entry, one.entry)), NEW)
            placed = Placed(meant.entry, *placing.entry(meant.entry, person, meant.case), meant.found)
            if meant.person == NEW:
                new.append(placed)
            outcome.placed.append(placed)
        for ban in statement.bans:
            placing.state("bans", ban["ban_id"], ban)

    def _meant(self, statement: Statement, source: str) -> list[Placed]:
        """Return the person and case that each entry is about: ids, or `NEW`."""
        matches = [named(self._tables, entry) for entry in statement.entries]
        meant = []
        for place, entry in enumerate(statement.entries):
            others = matches[:place] + matches[place + 1 :]
            candidates = ranked(self._tables, entry, matches[place], others, source)
            meant.append(self._resolved(entry, candidates, source, f"people[{place}]"))
        return meant

    def _resolved(self, entry: Entry, candidates: list[Candidate], source: str, key: str) -> Placed:
        person = self._chosen(entry, candidates) or person_of(self._tables, entry, candidates, key)
        is_new = person not in self._tables.rows("people")
        if is_new and "name" not in entry.person:
            message = f"{entry.who} is new here: give the name in Latin letters too, as name"
            raise RefusedError(entry.line, f"{key}.name", message)
        case = case_of(self._tables, entry, person, source, key)
        if case not in self._tables.rows("cases") and not entry.organizations:
            message = (
                "a new case needs the group that it is about: organizations. Without a tie to one it is out of scope"
            )
            raise RefusedError(entry.line, f"{key}.organizations", message)
        found = next((one for one in candidates if one.person == person), None)
        return Placed(entry, person, case, "new" if is_new else _reasons(found))

    def _chosen(self, entry: Entry, candidates: list[Candidate]) -> str | None:
        """Return the id chosen for the name, if the file has none; somebody new may have been added before."""
        chosen = next((self._choices[name] for name in names_of(entry.person) if name in self._choices), None)
        if "person_id" in entry.person:
            return None
        if chosen != NEW:
            return chosen
        fresh = (one.person for one in candidates if one.match.score >= SAME and one.person not in self._known)
        return next(fresh, NEW)


def _reasons(candidate: Candidate | None) -> str:
    """Return what speaks for the person; only the id if nobody had to be looked for."""
    return f"found: {'; '.join([candidate.match.reason, *candidate.evidence.reasons])}" if candidate else "by the id"


def _same_name(entry: Entry, other: Entry) -> bool:
    forms = names_of(other.person)
    return any((one := match(name, forms)) is not None and one.score >= SAME for name in names_of(entry.person))
