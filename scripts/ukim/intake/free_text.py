"""Free text of an intake names nobody who is not in the tables or in the file itself."""

from collections.abc import Callable, Iterator

from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Statement, Values
from ukim.names.matching import names_of
from ukim.tables.draft import Draft
from ukim.text.third_parties import known, unknown_names

OF_PLACES_AND_GROUPS = ("organizations", "courts", "regions", "publishers", "offences")


def check_of(tables: Draft) -> Callable[[Draft, Statement], None]:
    """A check that refuses a statement whose free text names somebody else."""
    columns = {
        column
        for table in tables.package.stated_columns
        if table != "people"
        for column in tables.package.tables[table].free_text
    }
    things = list(_things(tables))

    def check(tables: Draft, statement: Statement) -> None:
        texts = [one for one in _texts(statement) if one[1] in columns and " " in one[2]]
        if not texts:
            return
        people = [name for row in tables.rows("people").values() for name in names_of(row)]
        people += [name for entry in statement.entries for name in names_of(entry.person)]
        of_people = known(people, things)
        for line, column, text in texts:
            if names := unknown_names(text, of_people):
                message = f"{column} names {', '.join(names)}, who is not in people: leave the name out"
                raise RefusedError(line, column, message)

    return check


def _things(tables: Draft) -> Iterator[str]:
    for name in OF_PLACES_AND_GROUPS:
        table = tables.package.tables[name]
        for row in tables.rows(name).values():
            for column in set(table.free_text) - {field.name for field in table.fields if field.own_words}:
                yield from (part for part in row[column].split(";") if part)
    for row in tables.rows("cases").values():
        if row["settlement"]:
            yield row["settlement"]


def _texts(statement: Statement) -> Iterator[tuple[int, str, str]]:
    """Line, column and text of every value of the statement."""
    for entry in statement.entries:
        penalties = [penalty for decision in entry.decisions for penalty in decision.penalties]
        parts: list[Values] = [entry.case, *entry.organizations, *entry.charges, *entry.events, *penalties]
        parts += [decision.values for decision in entry.decisions]
        yield from ((entry.line, column, text) for part in parts for column, text in part.items())
    yield from ((statement.line, column, text) for ban in statement.bans for column, text in ban.items())
    if "note" in statement.source:
        yield statement.line, "note", statement.source["note"]
