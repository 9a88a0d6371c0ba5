"""What agrees between what a source says of a person and a case in the tables, in words and in points.

The points weigh how much a thing agreed on tells two people apart: a day of a decision or a step nearly everything, a
group next to nothing. They are the judgment of those who coded the first cases, measured on them.
"""

from dataclasses import dataclass, field

from ukim.intake.statement import Entry, Values
from ukim.tables.agreement import span
from ukim.tables.draft import Draft

DAY, MONTH = 10, 7
"""Characters of a date that is known to the day, to the month."""
DECISIVE = 3.0
TELLING = 2.0
HELPFUL = 1.5
FAINT = 1.0
FAR_APART = 60
"""Days between two dates of one first judgment beyond which they are two judgments; sources differ by less."""


@dataclass
class Evidence:
    """Points for one and the same, with their reasons, and what speaks against it."""

    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    is_another: bool = False
    """True if what speaks against it rules it out."""

    def add(self, points: float, reason: str) -> None:
        """Count a reason once."""
        if reason not in self.reasons:
            self.points += points
            self.reasons.append(reason)

    def rule_out(self, reason: str) -> None:
        """Add a reason why it is another case."""
        self.against.append(reason)
        self.is_another = True


def compared(tables: Draft, entry: Entry, case: str) -> Evidence:
    """What agrees and what does not between the entry and the case."""
    found = Evidence()
    _decisions(tables, entry, case, found)
    _steps(tables, entry, case, found)
    _place(tables.rows("cases")[case], entry.case, found)
    _groups_and_charges(tables, entry, case, found)
    return found


def days_apart(one: str, other: str) -> int:
    """Days between two dates as printed; 0 where both may be the same day, or one is unknown."""
    mine, theirs = span(one or "/"), span(other or "/")
    if mine is None or theirs is None:
        return 0
    return max((theirs[0] - mine[1]).days, (mine[0] - theirs[1]).days, 0)


def _decisions(tables: Draft, entry: Entry, case: str, found: Evidence) -> None:
    for decision in entry.decisions:
        stated = decision.values
        for _, _, row in tables.of("sentences", "case_id", case):
            if row["instance"] != stated["instance"]:
                continue
            what = f"{stated['instance']} decision"
            _day(stated.get("decided", ""), row["decided"], what, found)
            _court(tables, stated, row, found)
            if row["term_months"] and row["term_months"] == stated.get("term_months"):
                found.add(FAINT, f"{what} of {row['term_months']} months")
            if stated["instance"] == "first" and days_apart(stated.get("decided", ""), row["decided"]) > FAR_APART:
                found.rule_out(f"the first judgment fell on {row['decided']}, not {stated['decided']}")


def _steps(tables: Draft, entry: Entry, case: str, found: Evidence) -> None:
    for stated in entry.events:
        for _, _, row in tables.of("events", "case_id", case):
            if row["kind"] == stated["kind"]:
                _day(stated.get("date", ""), row["date"], row["kind"], found)
                _court(tables, stated, row, found)


def _day(stated: str, known: str, what: str, found: Evidence) -> None:
    if stated and known and days_apart(stated, known) == 0:
        precision = min(len(stated.rstrip("~?")), len(known.rstrip("~?")))
        found.add({DAY: DECISIVE, MONTH: HELPFUL}.get(precision, FAINT), f"{what} of {known}")


def _court(tables: Draft, stated: Values, row: Values, found: Evidence) -> None:
    court = row["court_id"]
    if court and court == stated.get("court_id") and not tables.is_placeholder("courts", court):
        found.add(HELPFUL, f"court {court}")


def _place(row: Values, stated: Values, found: Evidence) -> None:
    for column, points in (("settlement", HELPFUL), ("region_code", FAINT)):
        mine, other = stated.get(column, ""), row[column]
        if mine and mine == other:
            found.add(points, mine)
            return
        if mine and other:
            found.against.append(f"{other}, not {mine}")
            found.points -= points
            return


def _groups_and_charges(tables: Draft, entry: Entry, case: str, found: Evidence) -> None:
    for organization in entry.organizations:
        if f"{case}/{organization['organization_id']}" in tables.rows("case_organizations"):
            found.add(FAINT, f"group {organization['organization_id']}")
    offences = {one.row["offence_id"] for one in tables.of("charges", "case_id", case)}
    for charge in entry.charges:
        offence = charge.get("offence_id", "")
        if offence and offence in offences:
            found.add(FAINT / 2, f"offence {offence}")
