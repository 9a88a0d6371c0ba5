"""The steps of a case as people read them: events and decisions in the order of their dates."""

from collections.abc import Iterator, Sequence

from ukim.report.layout import BLANK, Line
from ukim.show.footnotes import Citing, Told, told_once
from ukim.show.labels import court, date, in_words, label, labels, order, penalty, title
from ukim.tables.store import Record

TERM = ("main_penalty", "term_months", "term_days", "fine_kzt", "prison_regime", "counted_from", "ends")
ORDER = ("kind", "scope", "amount", "unit")
UNDATED = "undated"


def steps(citing: Citing, case: str, in_order: Sequence[str]) -> Iterator[Line]:
    """The timeline of a case; what has no place in the order comes last."""
    tables = citing.tables
    known = [*tables.of("events", "case_id", case), *tables.of("sentences", "case_id", case)]
    place = {step: at for at, step in enumerate(in_order)}
    if known:
        yield from (BLANK, Line("Timeline", indent=1))
    before = ""
    for record in sorted(known, key=lambda one: place.get(one.id, len(place))):
        if record.table == "events":
            yield from _event(citing, record)
        else:
            yield from _decision(citing, record, before)
            before = record.id


def _event(citing: Citing, record: Record) -> Iterator[Line]:
    row = record.row
    kind = row["kind"]
    what = labels(citing.tables.package.tables["events"].by_name["kind"]).get(kind, kind)
    told = [(what, citing.marks(record, "kind", "date")), *_court(citing, record)]
    yield Line(told_once(told, ", "), date(row.get("date", UNDATED)), 2)
    yield from _added(citing, record, "detail")


def _decision(citing: Citing, record: Record, before: str) -> Iterator[Line]:
    """A decision and what stands after it; what it acts on is told unless that is the decision `before` it."""
    row, tables = record.row, citing.tables
    fields = tables.package.tables["sentences"].by_name
    stage = labels(fields["instance"]).get(row["instance"], title(fields["sentence_id"]))
    what = f"{stage}: {label(fields['effect'], row.get('effect', ''))}"
    earlier = row.get("acts_on_id", before)
    if earlier != before:
        acts_on = title(fields["acts_on_id"]).lower()
        what += f" ({acts_on} {in_words(tables, 'sentences', 'acts_on_id', earlier)})"
    told = [(what, citing.marks(record, "effect", "instance", "decided")), *_court(citing, record)]
    yield Line(told_once(told, ", "), date(row.get("decided", UNDATED)), 2)
    yield from _penalties(citing, record)
    yield from _added(citing, record, "note")


def _court(citing: Citing, record: Record) -> Iterator[Told]:
    if "court_id" in record.row:
        yield court(citing.tables, record.row["court_id"]), citing.marks(record, "court_id")


def _penalties(citing: Citing, record: Record) -> Iterator[Line]:
    tables = citing.tables
    main = penalty(tables, record.row)
    if main:
        heading = title(tables.package.tables["sentences"].by_name["main_penalty"])
        then = "" if record.row.get("instance") == "first" else " after it"
        yield Line(f"{heading}{then}: {main}{citing.marks(record, *TERM)}", "", 2)
    for one in tables.of("additional_penalties", "sentence_id", record.id):
        told = [(order(tables, one.row), citing.marks(one, *ORDER))]
        if "detail" in one.row:
            told.append((one.row["detail"], citing.marks(one, "detail")))
        yield Line(told_once(told, ". "), "", 2)
        yield from (Line(doubt, "", 2) for doubt in citing.doubts(one))


def _added(citing: Citing, record: Record, column: str) -> Iterator[Line]:
    """What a source adds, and where sources disagree."""
    if column in record.row:
        yield Line(record.row[column] + citing.marks(record, column), "", 2)
    yield from (Line(doubt, "", 2) for doubt in citing.doubts(record))
