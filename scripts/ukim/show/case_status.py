"""What the views of a release say of the cases: the order of their steps, and how they stand."""

from dataclasses import dataclass, field

from ukim.compile.to_duckdb import locked_connection, register
from ukim.compile.to_polars import typed_frame, with_bounds
from ukim.tables.store import Row, Tables
from ukim.views.database import create_views


@dataclass
class Standing:
    """The keys of the events and decisions of a case in their order, and what is last known of it."""

    steps: list[str] = field(default_factory=list)
    last_known: Row = field(default_factory=Row)


def standings(tables: Tables) -> dict[str, Standing]:
    """How each case stands; a value that is not of its type is unknown."""
    found = {case: Standing() for case in tables.rows("cases")}
    with locked_connection() as connection:
        for name, table in tables.package.tables.items():
            text = tables.readings[name].cells
            register(connection, name, with_bounds(table, typed_frame(table, text)))
        create_views(connection, tables.package.released_on)
        for case, step in connection.execute("SELECT case_id, record_id FROM timeline").fetchall():
            found[case].steps.append(step)
        status = connection.execute("FROM last_known_status")
        names = [column[0] for column in status.description]
        for values in status.fetchall():
            row = Row((name, str(value)) for name, value in zip(names, values, strict=True) if value is not None)
            if "case_id" in row:
                found[row["case_id"]].last_known = row
    return found
