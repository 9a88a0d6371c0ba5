"""What each source of a package tells, read back from its citations: the statements that an intake would have had."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from ukim.intake.statement import Decision, Entry, Statement, Values
from ukim.model import Package
from ukim.tables.draft import Draft

IDS = {"person_id", "case_id", "charge_id", "event_id", "sentence_id", "acts_on_id", "penalty_id"}
OF_CASES = ("case_organizations", "charges", "events", "sentences")


def tables_of(folder: Path) -> Draft:
    return Draft.open(Package.read(folder / "datapackage.json"))


def emptied(tables: Draft) -> Draft:
    """Without people and all that belongs to them, sources, and citations of them."""
    for name in ("people", "cases", *OF_CASES, "additional_penalties", "sources", "changes", "published_counts"):
        tables.rows(name).clear()
    tables.cited.clear()
    tables._groups.clear()
    return tables


def told(tables: Draft, *, with_ids: bool = False) -> list[Statement]:
    """One statement a source, originals first; without ids, the tool has to find who and what is meant."""
    said, sources = _said(tables), tables.rows("sources")
    used = {source for source in sources if (sources[source]["copy_of"] or source) in said}
    originals_first = sorted(used, key=lambda source: (sources[source]["copy_of"], source))
    statements = [
        Statement(
            "told", line, _source(tables, source), [], _entries(tables, said[source]), _bans(tables, said[source])
        )
        for line, source in enumerate(originals_first, 1)
    ]
    return statements if with_ids else [_without_ids(statement) for statement in statements]


def by_person(statements: list[Statement]) -> list[Statement]:
    """The same, one statement a person: what one source leaves out of somebody holds up nobody else."""
    return [
        part
        for one in statements
        for part in ([replace(one, entries=[entry], bans=[]) for entry in one.entries] + [replace(one, entries=[])])
        if part.entries or part.bans or part.source.get("copy_of")
    ]


def _without_ids(statement: Statement) -> Statement:
    return replace(statement, entries=[_entry_without_ids(entry) for entry in statement.entries])


def _entry_without_ids(entry: Entry) -> Entry:
    decisions = [Decision(_bare(one.values), [_bare(penalty) for penalty in one.penalties]) for one in entry.decisions]
    parts = [[_bare(one) for one in part] for part in (entry.charges, entry.events)]
    return Entry(entry.line, _bare(entry.person), _bare(entry.case), entry.organizations, *parts, decisions)


def _bare(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in IDS}


def _said(tables: Draft) -> dict[str, dict[str, Values]]:
    """By source and record what the source says of the record."""
    said: dict[str, dict[str, Values]] = defaultdict(lambda: defaultdict(dict))
    for name in tables.package.cited:
        columns = tables.package.stated_columns[name]
        for record, row in tables.rows(name).items():
            tables.write_out(name, record)
            for (column, source), one in tables.cited[record].items():
                said[source][record] |= {} if column == "*" else {column: one.instead or row[column]}
                assert column in (*columns, "*")
    return said


def _source(tables: Draft, source: str) -> Values:
    row = tables.rows("sources")[source]
    return {name: value for name, value in row.items() if value and name != "publisher_id"} | {
        "publisher": row["publisher_id"]
    }


def _entries(tables: Draft, said: dict[str, Values]) -> list[Entry]:
    cases: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in ("cases", *OF_CASES):
        for record, row in tables.rows(name).items():
            if record in said:
                cases[row["case_id"]][name].append(record)
    for record, row in tables.rows("additional_penalties").items():
        if record in said:
            cases[tables.rows("sentences")[row["sentence_id"]]["case_id"]]["sentences"].append(row["sentence_id"])
    people = {record for record in tables.rows("people") if record in said}
    of_cases = [_entry(tables, said, case, records) for case, records in cases.items()]
    alone = people - {tables.rows("cases")[case]["person_id"] for case in cases}
    any_case = {person: {"case_id": tables.of("cases", "person_id", person)[0].id} for person in sorted(alone)}
    return of_cases + [Entry(1, _named(tables, said, person), case) for person, case in any_case.items()]


def _named(tables: Draft, said: dict[str, Values], person: str) -> Values:
    """What the source says of the person, with the name of the row where it says none."""
    values = {"person_id": person, **(said.get(person) or {})}
    values.pop("note", None)
    if not values.keys() & {"name", "name_kk", "name_ru"}:
        values["name"] = tables.rows("people")[person]["name"]
    return values


def _entry(tables: Draft, said: dict[str, Values], case: str, records: dict[str, list[str]]) -> Entry:
    person = tables.rows("cases")[case]["person_id"]
    named = _named(tables, said, person)
    organizations = [
        {"organization_id": record.partition("/")[2], **said[record]} for record in records["case_organizations"]
    ]
    kinds = {one: tables.rows("events")[one]["kind"] for one in records["events"]}
    events = [{"event_id": one, "kind": kind, **said[one]} for one, kind in kinds.items()]
    decisions = [_decision(tables, said, one) for one in dict.fromkeys(records["sentences"])]
    charges = [{"charge_id": one, **said[one]} for one in records["charges"]]
    return Entry(1, named, {"case_id": case, **(said.get(case) or {})}, organizations, charges, events, decisions)


def _decision(tables: Draft, said: dict[str, Values], record: str) -> Decision:
    row = tables.rows("sentences")[record]
    values = {"sentence_id": record, "instance": row["instance"], "effect": row["effect"], **(said.get(record) or {})}
    penalties = [
        {"penalty_id": one, "kind": tables.rows("additional_penalties")[one]["kind"], **said[one]}
        for _, one, _ in tables.of("additional_penalties", "sentence_id", record)
        if one in said
    ]
    return Decision(values, penalties)


def _bans(tables: Draft, said: dict[str, Values]) -> list[Values]:
    return [{"ban_id": ban, **said[ban]} for ban in tables.rows("bans") if ban in said]


def shape(tables: Draft) -> dict[str, list[str]]:
    """All that hangs on each person, without random ids: one line a row, with what is cited for it."""
    lines: dict[str, list[str]] = {}
    for person, row in tables.rows("people").items():
        mine = [_line(tables, "people", person)]
        for _, case, _ in tables.of("cases", "person_id", person):
            mine.append(_line(tables, "cases", case))
            for name in OF_CASES:
                mine += [_line(tables, name, record.id) for record in tables.of(name, "case_id", case)]
            for sentence in tables.of("sentences", "case_id", case):
                orders = tables.of("additional_penalties", "sentence_id", sentence.id)
                mine += [_line(tables, "additional_penalties", record.id) for record in orders]
        lines[row["name"]] = sorted(mine)
    return lines


def _line(tables: Draft, name: str, record: str) -> str:
    tables.write_out(name, record)
    ids = {column for key in ("case_id", "person_id", "sentence_id", "acts_on_id") for column in (key,)}
    row = {
        column: value
        for column, value in sorted(tables.rows(name)[record].items())
        if value and column not in {*tables.package.tables[name].primary_key, *ids} - {"organization_id"}
    }
    cited = sorted(
        f"{column} {source} {said.instead}".strip()
        for (column, source), said in tables.cited[record].items()
        if column != "acts_on_id"
    )
    return f"{name} {row} {cited}"
