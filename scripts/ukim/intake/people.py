"""Which person of the tables an entry is about: ranked, with reasons, never on the name alone."""

from dataclasses import dataclass

from ukim.intake.evidence import DECISIVE, FAINT, HELPFUL, TELLING, Evidence, compared
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import NEW, Entry
from ukim.names.matching import Match, match, names_of
from ukim.tables.draft import Draft

SAME = 0.9
"""From this score on the names are spellings of one; below it they are only near."""
MAYBE = 0.6
"""From this score on, an initial or a letter or two off, it is asked about whatever else agrees."""
ENOUGH = 2.5
"""Points beside the same name that make a match clear: a place and a group, or a day."""
ENOUGH_IF_NEAR = 4.0
LEAD = 1.0
"""So many points a clear match must be ahead of the next one."""


@dataclass(frozen=True)
class Candidate:
    """A person of the tables that an entry may be about."""

    person: str
    name: str
    match: Match
    evidence: Evidence
    is_cited: bool
    """Whether the source is cited for the person already."""

    @property
    def is_clear(self) -> bool:
        """Whether so much agrees beside the name that it is this person."""
        enough = ENOUGH if self.match.score >= SAME else ENOUGH_IF_NEAR
        return self.evidence.points >= enough and not self.evidence.against

    @property
    def is_possible(self) -> bool:
        """Whether it may be this person: a name that may be the same, or one less near and something that agrees."""
        return self.match.score >= MAYBE or self.evidence.points >= TELLING

    def __str__(self) -> str:
        """As a report puts it."""
        reasons = [self.match.reason, *self.evidence.reasons, *(f"but {one}" for one in self.evidence.against)]
        return f"{self.person} {self.name} ({'; '.join(reasons)})"


Named = dict[str, Match]
"""People of the tables by id, with what speaks for their name."""


def named(tables: Draft, entry: Entry) -> Named:
    """The people whose names match the names in the entry."""
    found = {}
    for person, row in tables.rows("people").items():
        forms = names_of(row)
        matches = [one for name in names_of(entry.person) if (one := match(name, forms)) is not None]
        if matches:
            found[person] = max(matches, key=lambda one: one.score)
    return found


def ranked(tables: Draft, entry: Entry, matches: Named, others: list[Named], source: str) -> list[Candidate]:
    """The people that the entry may be about, best first.

    Args:
        tables: where they are.
        entry: what the source says of the person.
        matches: the people of that name.
        others: the people of the names in the other entries of the source.
        source: its id.

    """
    candidates = []
    for person, name_match in matches.items():
        row = tables.rows("people")[person]
        evidence = _evidence(tables, entry, person, others, source)
        if entry.person.get("gender") and row["gender"] and entry.person["gender"] != row["gender"]:
            evidence.against.append(f"{row['gender']}, not {entry.person['gender']}")
        is_cited = source in tables.sources_of(person)
        candidates.append(Candidate(person, row["name"], name_match, evidence, is_cited))
    candidates.sort(key=lambda one: (one.match.score >= SAME, one.evidence.points, one.match.score), reverse=True)
    return [one for one in candidates if not _is_known_to_differ(tables, candidates[0], one)]


def person_of(tables: Draft, entry: Entry, candidates: list[Candidate], key: str) -> str:
    """The id of the person, or `NEW`; an id that the tables do not have yet is given to somebody new.

    Raises:
        RefusedError: it is not clear which, or the person that the file names does not exist.

    """
    given = entry.person.get("person_id")
    same = [one for one in candidates if one.match.score >= SAME]
    if given == NEW:
        return next((one.person for one in same if one.is_cited), NEW)
    if given and same and given not in tables.rows("people"):
        message = f"{given} is the id of no person, and {same[0].name} is {same[0].person}"
        raise RefusedError(entry.line, f"{key}.person_id", message)
    if given:
        return given
    possible = [one for one in candidates if one.is_possible]
    if not possible:
        return NEW
    best, *others = possible
    if best.is_clear and all(other.evidence.points <= best.evidence.points - LEAD for other in others):
        return best.person
    raise RefusedError(entry.line, f"{key}.person_id", _doubt(entry, possible), entry, [one.person for one in possible])


def _doubt(entry: Entry, possible: list[Candidate]) -> str:
    """The candidates and what decides between them."""
    listed = "".join(f"\n  {one}" for one in possible)
    return (
        f"{entry.who} may be one of these, and more than the name must agree:{listed}\n"
        f"Say which: --person '{entry.who}={possible[0].person}', or --person '{entry.who}={NEW}' if it is none of them"
    )


def _evidence(tables: Draft, entry: Entry, person: str, others: list[Named], source: str) -> Evidence:
    cases = [one.id for one in tables.of("cases", "person_id", person)]
    found = max((compared(tables, entry, case) for case in cases), key=lambda one: one.points, default=Evidence())
    if source in tables.sources_of(person):
        found.add(DECISIVE, "this source is cited for the person already")
    for other in others:
        if companion := _companion(tables, other, person):
            found.add(HELPFUL, f"named together with {companion}")
    year = entry.person.get("birth_year")
    if year and tables.rows("people")[person]["birth_year"] == year:
        found.add(FAINT, f"born in {year}")
    return found


def _companion(tables: Draft, other: Named, person: str) -> str | None:
    """The name of somebody in another entry whom another source, or a joint case, knows together with the person."""
    for one, name_match in other.items():
        if one != person and name_match.score >= SAME:
            together = tables.sources_of(person) & tables.sources_of(one)
            if together or _trials(tables, person) & _trials(tables, one):
                return tables.rows("people")[one]["name"]
    return None


def _trials(tables: Draft, person: str) -> set[str]:
    return {case.row["joint_case_id"] for case in tables.of("cases", "person_id", person)} - {""}


def _is_known_to_differ(tables: Draft, best: Candidate, other: Candidate) -> bool:
    """Whether the tables say that the other one, whose name is only near, is not the best one."""
    pair = "/".join(sorted((best.person, other.person)))
    return best.match.score >= SAME > other.match.score and pair in tables.rows("distinct_people")
