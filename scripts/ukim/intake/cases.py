"""Which prosecution of a person an entry is about."""

from ukim.intake.evidence import FAR_APART, Evidence, compared, days_apart
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import NEW, Entry
from ukim.tables.draft import Draft

OPENING = {
    "investigation_opened",
    "detained",
    "suspect_named",
    "charged",
    "custody_ordered",
    "sent_to_court",
    "trial_opened",
}
"""Steps that begin a prosecution; well after a judgment they belong to another one."""


def case_of(tables: Draft, entry: Entry, person: str, source: str, key: str) -> str:
    """The id of the case, or `NEW`; an id that the tables do not have yet is given to a new one.

    Raises:
        RefusedError: it is not clear which, or the case that the file names is not one of that person.

    """
    given = entry.case.get("case_id")
    cases = [one.id for one in tables.of("cases", "person_id", person)]
    if given and given in tables.rows("cases") and given not in cases:
        raise RefusedError(entry.line, f"{key}.case_id", f"{given} is the case of another person than {person}")
    if given == NEW:
        return next((case for case in cases if source in tables.sources_of(case)), NEW)
    if given or not cases:
        return given or NEW
    compare = {case: compared(tables, entry, case) for case in cases}
    for case, evidence in compare.items():
        if _is_over(tables, entry, case):
            evidence.rule_out("the steps come long after its judgment")
    fitting = [case for case in cases if not compare[case].is_another]
    if len(fitting) == 1:
        return fitting[0]
    ahead = sorted(fitting, key=lambda case: compare[case].points, reverse=True)
    if ahead and compare[ahead[0]].points > compare[ahead[1]].points:
        return ahead[0]
    raise RefusedError(entry.line, f"{key}.case_id", _doubt(compare))


def _is_over(tables: Draft, entry: Entry, case: str) -> bool:
    """Whether the entry tells of the opening of a prosecution, all of it long after the judgment of this case."""
    decisions = [one.row for one in tables.of("sentences", "case_id", case)]
    judged = [row["decided"] for row in decisions if row["instance"] == "first" and row["decided"]]
    opened = [event["date"] for event in entry.events if event["kind"] in OPENING and event.get("date")]
    if not judged or not opened or entry.decisions:
        return False
    return all(one > judged[0] and days_apart(one, judged[0]) > FAR_APART for one in opened)


def _doubt(compare: dict[str, Evidence]) -> str:
    lines = []
    for case, evidence in compare.items():
        reasons = [*evidence.reasons, *(f"but {one}" for one in evidence.against)] or ["nothing that agrees"]
        lines.append(f"\n  {case} ({'; '.join(reasons)})")
    first = next(iter(compare))
    return (
        f"it is not clear which prosecution this is:{''.join(lines)}\n"
        f"Say which in the file: case_id: {first}, or case_id: {NEW} for one that is not in the tables"
    )
