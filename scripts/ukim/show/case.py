"""A case as people read it: what it is about, the charges, how it stands."""

from collections.abc import Iterator

from ukim.report.layout import BLANK, Line
from ukim.show.case_status import Standing
from ukim.show.footnotes import Citing, Told, told_once
from ukim.show.labels import court, date, description, in_words, label, named, penalty, place_and_years, title
from ukim.show.steps import steps
from ukim.tables.store import Record, Row, Tables

PLACE = ("settlement", "region_code")
TOLD_BEFORE = ("case_id", "person_id", "joint_case_id", "summary", *PLACE)
"""Columns of a case that are not told in the order of the schema."""
HEARINGS = ("trial_opened", "hearing", "hearing_scheduled", "penalty_requested")
"""Kinds of events that are held before the court of first instance."""
STATUS = {"on_trial": "on trial", "remitted": "sent for a new hearing"}
"""Words for a status where they are not the value itself."""
Fact = tuple[str, str]
"""What it is, and what is said of it."""


def case(citing: Citing, record: Record, standing: Standing) -> Iterator[Line]:
    """The facts of a case, its charges, and its steps in their order."""
    yield BLANK
    yield Line(f"Case {record.id}: {place_and_years(citing.tables, record.id)}")
    for head, text in (*_facts(citing, record), *_last_known(citing.tables, standing.last_known)):
        yield Line(text, head, 1)
    yield from _charges(citing, record.id)
    yield from steps(citing, record.id, standing.steps)


def _facts(citing: Citing, record: Record) -> Iterator[Fact]:
    tables, row = citing.tables, record.row
    fields = tables.package.tables["cases"].by_name
    if "summary" in row:
        yield title(fields["summary"]), row["summary"] + citing.marks(record, "summary")
    places = dict.fromkeys(in_words(tables, "cases", column, row[column]) for column in PLACE if column in row)
    if places:
        yield "Place", ", ".join(places) + citing.marks(record, *PLACE)
    yield from _courts(citing, record.id)
    yield from _organizations(citing, record.id)
    if "joint_case_id" in row:
        yield title(fields["joint_case_id"]), _trial(tables, record) + citing.marks(record, "joint_case_id")
    for column in (column for column in row if column not in TOLD_BEFORE):
        value, why = (words(fields[column], row[column]) for words in (label, description))
        text = value if value == why else f"{value} ({why})"
        yield title(fields[column]), text + citing.marks(record, column)
    yield from (("", doubt) for doubt in citing.doubts(record))


def _courts(citing: Citing, case: str) -> Iterator[Fact]:
    """The court of first instance; where no judgment names one, that of a hearing."""
    steps = (*citing.tables.of("sentences", "case_id", case), *citing.tables.of("events", "case_id", case))
    heard = [step for step in steps if step.row.get("instance") == "first" or step.row.get("kind") in HEARINGS]
    for record in [step for step in heard if "court_id" in step.row][:1]:
        heading = title(citing.tables.package.tables[record.table].by_name["court_id"])
        yield heading, court(citing.tables, record.row["court_id"]) + citing.marks(record, "court_id")


def _organizations(citing: Citing, case: str) -> Iterator[Fact]:
    """The groups that the case is about, and who says so."""
    tables = citing.tables
    fields = tables.package.tables["case_organizations"].by_name
    heading = title(fields["organization_id"])
    for record in tables.of("case_organizations", "case_id", case):
        name = named(tables, "organizations", record.row["organization_id"])
        basis = description(fields["basis"], record.row["basis"])
        yield heading, f"{name}: {basis}{citing.marks(record, 'basis')}"
        yield from (("", doubt) for doubt in citing.doubts(record))
        heading = ""


def _trial(tables: Tables, record: Record) -> str:
    """The trial of several people, and which of them are in the tables."""
    trial = record.row["joint_case_id"]
    others = [one.row["person_id"] for one in tables.of("cases", "joint_case_id", trial) if one.id != record.id]
    people = " and ".join(f"{named(tables, 'people', other)} ({other})" for other in others)
    return f"{named(tables, 'joint_cases', trial)}{', with ' if people else ''}{people}"


def _last_known(tables: Tables, known: Row) -> Iterator[Fact]:
    """What the last step that is known leaves; the penalty only where one stands."""
    status = known.get("last_known_status")
    if status is None:
        return
    columns = Row((column.removeprefix("last_known_"), value) for column, value in known.items())
    stands = penalty(tables, columns) if columns.get("main_penalty") != "none" else ""
    heading = title(tables.package.tables["sentences"].by_name["main_penalty"]).lower()
    since = f", as of {date(known['status_as_of'])}" if "status_as_of" in known else ""
    yield "Last known status", f"{STATUS.get(status, status)}{since}{f'; {heading}: {stands}' if stands else ''}"


def _charges(citing: Citing, case: str) -> Iterator[Line]:
    charges = citing.tables.of("charges", "case_id", case)
    if charges:
        yield from (BLANK, Line("Charged with", indent=1))
    for record in charges:
        yield Line(told_once(_charge(citing, record), "; "), "-", 2)
        yield from (Line(doubt, "", 2) for doubt in citing.doubts(record))


def _charge(citing: Citing, record: Record) -> Iterator[Told]:
    """The article or the words of an accusation, then what else is known of it."""
    fields = citing.tables.package.tables["charges"].by_name
    for column in ("offence_id", "stated_as"):
        if column in record.row:
            yield in_words(citing.tables, "charges", column, record.row[column]), citing.marks(record, column)
    for column in ("role", "outcome"):
        if column in record.row:
            text = f"{title(fields[column]).lower()}: {label(fields[column], record.row[column])}"
            yield text, citing.marks(record, column)
