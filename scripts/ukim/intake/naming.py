"""What a statement names in other tables: courts by id or name, everything else by id; each must be there."""

from collections.abc import Iterator
from dataclasses import replace

from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Decision, Entry, Statement, Values
from ukim.tables.draft import Draft
from ukim.validate.suggestions import NAMES, did_you_mean, near_row


def with_ids(tables: Draft, statement: Statement) -> Statement:
    """The statement with the ids of its courts.

    Raises:
        RefusedError: it names a row that is not there.

    """
    courts = dict(_courts(tables))
    entries = [_entry(tables, courts, place, entry) for place, entry in enumerate(statement.entries)]
    bans = [_values(tables, courts, "bans", ban, statement.line, f"bans[{n}]") for n, ban in enumerate(statement.bans)]
    for place, ban in enumerate(bans):
        if ban["ban_id"] not in tables.rows("bans"):
            raise _unknown(tables, "bans", ban["ban_id"], statement.line, f"bans[{place}].ban_id")
    return replace(statement, entries=entries, bans=bans)


def _entry(tables: Draft, courts: dict[str, str], number: int, entry: Entry) -> Entry:
    key = f"people[{number}]"

    def each(table: str, name: str, rows: list[Values]) -> list[Values]:
        places = (f"{key}.{name}[{place}]" for place in range(len(rows)))
        return [_values(tables, courts, table, row, entry.line, place) for row, place in zip(rows, places, strict=True)]

    decided = each("sentences", "decisions", [decision.values for decision in entry.decisions])
    return replace(
        entry,
        case=_values(tables, courts, "cases", entry.case, entry.line, key),
        organizations=each("case_organizations", "organizations", entry.organizations),
        charges=each("charges", "charges", entry.charges),
        events=each("events", "events", entry.events),
        decisions=[Decision(row, one.penalties) for row, one in zip(decided, entry.decisions, strict=True)],
    )


def _values(tables: Draft, courts: dict[str, str], table: str, values: Values, line: int, key: str) -> Values:
    found = dict(values)
    for foreign in tables.package.tables[table].foreign_keys:
        (column,), target = foreign.fields, foreign.reference.resource
        if column not in found or not target or target in {"people", "cases", "sentences"}:
            continue
        if target == "courts":
            found[column] = courts.get(_plain(found[column]), found[column])
        if found[column] not in tables.rows(target):
            raise _unknown(tables, target, found[column], line, f"{key}.{column}")
    return found


def _courts(tables: Draft) -> Iterator[tuple[str, str]]:
    """Every name of every court, plain, and its id."""
    for court, row in tables.rows("courts").items():
        yield from ((_plain(name), court) for name in _names(row))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _unknown(tables: Draft, table: str, value: str, line: int, key: str) -> RefusedError:
    rows = ((key, _names(row)) for key, row in tables.rows(table).items())
    meant = did_you_mean([near_row(value, rows)])
    message = f"{value} names no row of {table}. {meant}Correct it, add the row to data/{table}.csv, or leave it out"
    return RefusedError(line, key, message)


def _names(row: Values) -> list[str]:
    return [name for column in NAMES for name in row.get(column, "").split(";") if name]
