"""Two rows that are one: what refers to the one is pointed to the other, which gets what it did not have."""

from ukim.curation.draft import CurationDraft
from ukim.curation.locate import located
from ukim.curation.redaction import ACTIONS
from ukim.curation.redirecting import redirect
from ukim.curation.removal import Removal
from ukim.curation.summary import Outcome, told_of
from ukim.errors import UkimError
from ukim.model import Table
from ukim.names.matching import NAME_FORMS
from ukim.report.words import counted
from ukim.tables.agreement import Relation
from ukim.tables.citations import Said
from ukim.tables.draft import Draft
from ukim.tables.store import WHOLE_ROW, Place, Record, Row

PEOPLE = "people"
OTHER_NAMES = "other_names"
DAY = len("2021-02-23")


def merge(draft: CurationDraft, key: str, into: str, reason: str) -> Outcome:
    """Let the row `into` stand for the row of that key too.

    Raises:
        UkimError: one of them is not there, or they cannot be one.

    """
    record, other = located(draft, key), located(draft, into)
    _refuse_strangers(draft, record, other)
    merging = _Merging(draft, reason)
    merging.merge(record.table, key, into)
    rest = Removal(draft, "withdrawn", reason)
    texts, findings = rest.settle()
    return Outcome(draft, [*merging.told, *told_of(rest)], texts, findings)


def _refuse_strangers(draft: CurationDraft, one: Record, other: Record) -> None:
    """Refuse what cannot be one row: of two tables or people, a row with itself, a row without a key of its own."""
    message = ""
    if one == other:
        message = f"{one.id} is one row already: name the row that goes, then the one that stays."
    elif one.table != other.table:
        message = (
            f"{one.id} is a row of {one.table}, {other.id} one of {other.table}: only rows of one table can be one."
        )
    elif len(draft.package.tables[one.table].primary_key) > 1:
        message = f"the key of a row of {one.table} is made of others: merge the rows that it names."
    elif one.table != PEOPLE:
        people = [draft.was.owner(record, PEOPLE) for record in (one, other)]
        if people[0] != people[1]:
            message = (
                f"{one.id} belongs to {people[0]}, {other.id} to {people[1]}. If the two are one person, merge them "
                f"first: `ukim merge {people[0]} {people[1]}`."
            )
    if message:
        raise UkimError(message)


class _Merging:
    """The merging of a row, and of rows that become equal by it."""

    def __init__(self, draft: CurationDraft, reason: str) -> None:
        self._draft, self._reason = draft, reason
        self.told: list[str] = []

    def merge(self, table: str, old: str, new: str, why: str = "") -> None:
        """Merge the old row into the new one."""
        self._keep_guards(table, old, new)
        self.told.append(f"{'Follows' if why else 'Goes'}: {table} {old}, merged into {new}{why}")
        citations = sum(old in (record, source) for record, cited in self._draft.cited.items() for _, source in cited)
        moved = redirect(self._draft, table, old, new, self._collide)
        if moved:
            self.told.append(
                f"Points to {new} now: {', '.join(sorted({f'{one.table} {one.record}' for one in moved}))}"
            )
        if citations:
            self.told.append(f"Follows: {counted(citations, 'citation')}")
        self._hand_over(table, old, new)
        self._draft.remove(table, old)
        self._draft.list_change(old, WHOLE_ROW, "merged", self._reason, new)
        if table != PEOPLE:  # two prosecutions of one person may look alike and be two
            self._merge_equal(table, new, moved)

    def _keep_guards(self, table: str, old: str, new: str) -> None:
        """Let what is withheld of the old row be withheld of the new one."""
        rows, changes = self._draft.rows(table), self._draft.rows(self._draft.package.changes)
        guards = [one for one in changes.values() if one["record_id"] == old and one["action"] in ACTIONS]
        for guard in guards:
            column = guard["field"]
            if rows[new].get(column) and rows[new].get(column) != rows[old].get(column):
                message = (
                    f"{column} of {old} is {guard['action']}, but {new} has it: withhold it there first, with "
                    f"`ukim withhold {new} {column}`."
                )
                raise UkimError(message)
            if not any(one["record_id"] == new and one["field"] == column for one in changes.values()):
                self._draft.list_change(new, column, guard["action"], guard["reason"])

    def _collide(self, place: Place, now: str) -> None:
        """Take out a row whose key is that of another one now, which gets its citations."""
        self.told.append(f"Follows: {place.table} {place.record}, which is {now} now, and that is there")
        self._hand_over(place.table, place.record, now)
        self._draft.remove(*place)

    def _hand_over(self, table: str, old: str, new: str) -> None:
        """Give the new row what the old one has."""
        row = self._draft.rows(table)[old]
        if table in self._draft.package.cited:
            kept = _restate(self._draft, table, old, new)
        else:
            mine = self._draft.rows(table)[new]
            kept = [column for column, value in row.items() if mine[column] not in {"", value}]
            selves = [key.fields[0] for key in self._draft.package.tables[table].self_references]
            self._draft.complete(
                table, new, {name: value for name, value in row.items() if name not in selves or value != new}
            )
            if OTHER_NAMES in self._draft.package.tables[table].by_name:
                self._draft.change(table, new, {OTHER_NAMES: _names_of_both(self._draft.rows(table)[new], row)})
                kept = [column for column in kept if column not in _forms(row)]
        keys = self._draft.package.tables[table].primary_key
        if kept := [column for column in kept if column not in keys]:
            self.told.append(f"Left out, since {new} has its own: {', '.join(kept)} of {old}")

    def _merge_equal(self, table: str, new: str, moved: list[Place]) -> None:
        """Merge rows that came along into those of the new one that say the same."""
        owned = [
            (name, key.fields[0])
            for name, key in self._draft.package.references_to(table)
            if self._draft.package.tables[name].cannot_be_without(key)
            and len(self._draft.package.tables[name].primary_key) == 1
        ]
        while pair := next((pair for name, owner in owned if (pair := self._equal(name, owner, new, moved))), None):
            self.merge(*pair, why=": they say the same")

    def _equal(self, name: str, owner: str, new: str, moved: list[Place]) -> tuple[str, str, str] | None:
        """Table and keys of a row that came along and of one that says the same."""
        schema, rows = self._draft.package.tables[name], self._draft.rows(name)
        here = {one for one, row in rows.items() if row[owner] == new}
        came = {place.record for place in moved if place.table == name} & here
        pairs = ((name, one, other) for one in sorted(came) for other in sorted(here - came))
        return next((pair for pair in pairs if _say_the_same(schema, *(rows[one] for one in pair[1:]))), None)


def _say_the_same(schema: Table, one: Row, other: Row) -> bool:
    """Whether rows are equal in every column but the key; of the same day, in every column that both fill."""
    columns = [name for name in schema.names if name not in schema.primary_key]
    if all(one[name] == other[name] for name in columns):
        return True
    dates = [field.name for field in schema.fields if field.is_partial_date]
    is_of_one_day = any(one[name] == other[name] and len(one[name]) == DAY for name in dates)
    return is_of_one_day and all(one[name] == other[name] for name in columns if one[name] and other[name])


def _restate(tables: Draft, table: str, old: str, new: str) -> list[str]:
    """Let the sources of the old row state of the new one what they state of the old; return the columns left out."""
    tables.write_out(table, old)
    row, left_out, names = tables.rows(table)[old], set(), []
    for (column, source), said in sorted(tables.cited[old].items(), key=lambda one: (bool(one[1].instead), one[0])):
        value = said.instead or row[column]
        if column == WHOLE_ROW:
            tables.cite_row(table, new, source)
        elif table == PEOPLE and column in NAME_FORMS and not said.instead:
            names.append((column, value, source))
        elif (
            value != new and _state(tables, Place(table, new), (column, source), value, said.note) is Relation.different
        ):
            left_out |= {column} if tables.package.tables[table].by_name[column].own_words else set()
    for column, value, source in names:
        _name(tables, new, column, value, source)
    return sorted(left_out)


def _state(tables: Draft, place: Place, cited: tuple[str, str], value: str, note: str = "") -> Relation | None:
    """State a value of the row, with the note of the citation that it comes from."""
    found = tables.state(*place, cited[0], value, cited[1])
    said = tables.cited[place.record].get(cited)
    if said is not None and note and not said.note:
        tables.cited[place.record] = tables.cited[place.record] | {cited: Said(said.instead, note)}
    return found


def _name(tables: Draft, person: str, column: str, value: str, source: str) -> None:
    """State the names of a person; one that the row has not in its column is another name."""
    place, row = Place(PEOPLE, person), tables.rows(PEOPLE)[person]
    if column != OTHER_NAMES and row[column] in {"", value}:
        _state(tables, place, (column, source), value)
        return
    for name in value.split(";"):
        row = tables.rows(PEOPLE)[person]
        form = next((form for form in NAME_FORMS if form != OTHER_NAMES and row[form] == name), None)
        known = {*row[OTHER_NAMES].split(";"), name} - {""}
        _state(tables, place, (form or OTHER_NAMES, source), name if form else ";".join(sorted(known)))


def _names_of_both(row: Row, other: Row) -> str:
    """Return the other names of the row, with the names of the other one that it lacks."""
    names = [name for form in _forms(other) for name in other[form].split(";") if name]
    mine = {name for form in _forms(row) for name in row[form].split(";")}
    known = [*row[OTHER_NAMES].split(";"), *(name for name in names if name not in mine)]
    return ";".join(dict.fromkeys(name for name in known if name))


def _forms(row: Row) -> list[str]:
    return [form for form in (*NAME_FORMS, "name_en") if form in row]
