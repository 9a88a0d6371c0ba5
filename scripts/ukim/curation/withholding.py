"""A row or a value is taken out to protect a person, and whatever gives it away elsewhere."""

from dataclasses import replace

from ukim.curation import leaks
from ukim.curation.change_list import CHANGE_LIST, as_json, change_list, redacted, rows_of
from ukim.curation.draft import CurationDraft
from ukim.curation.leaks_in_files import left_over
from ukim.curation.locate import located
from ukim.curation.redaction import SOURCES, Redaction, protected_in
from ukim.curation.redirecting import redirect
from ukim.curation.removal import Removal
from ukim.curation.summary import Outcome, told_of
from ukim.errors import UkimError
from ukim.findings import Finding
from ukim.names.matching import names_of, shares_a_word
from ukim.tables.draft import citation, random_key
from ukim.tables.store import Place, Record
from ukim.validate.suggestions import did_you_mean, near

ACTION = "withheld"
PHRASE = 5
"""A text of a withheld row is looked for elsewhere from so many words on: what is shorter, others say of others too."""


def withhold(draft: CurationDraft, key: str, field: str | None, reason: str) -> Outcome:
    """Take out a value, or a whole row with all that follows, and clear what carries it elsewhere.

    Raises:
        UkimError: there is no such row or value, it must be filled, or something that carries it must be.

    """
    record = located(draft, key)
    withholding = _Withholding(draft, reason, PHRASE if field is None else 1)
    if field is None:
        withholding.removal.take(record.table, record.id)
    else:
        _refuse(draft, record, field)
        draft.clear(record.table, record.id, field)
        draft.list_change(record.id, field, ACTION, reason)
        withholding.removal.emptied.append((Place(record.table, record.id), field))
    return withholding.outcome()


def _refuse(draft: CurationDraft, record: Record, field: str) -> None:
    """Refuse a column that is not there, that must be filled, or that is empty.

    Raises:
        UkimError: it is one of these.

    """
    schema, message = draft.package.tables[record.table], ""
    if field not in schema.by_name:
        meant = did_you_mean([near(field, schema.names)])
        message = f"{record.table} has no column {field!r}. {meant}Its columns: {', '.join(schema.names)}."
    elif (record.table, field) == ("people", "name"):
        message = (
            "a person without a name would only pretend to be withheld: the sources name them, and the case tells who "
            f"it is. Withhold the whole person: `ukim withhold {record.id} --reason ...`."
        )
    elif schema.requires(schema.by_name[field]):
        message = f"{field} must be filled. Withhold the whole row: `ukim withhold {record.id} --reason ...`."
    elif not record.row.get(field):
        message = f"{field} of {record.id} is empty: there is nothing to withhold."
    if message:
        raise UkimError(message)


class _Withholding:
    """What goes, what is cleared, and what of it is told."""

    def __init__(self, draft: CurationDraft, reason: str, phrase: int) -> None:
        self._draft, self._reason, self._phrase = draft, reason, phrase
        self.removal = Removal(draft, ACTION, reason, lists_sources=False)
        self._cleared: list[leaks.Cell] = []
        self._rekeyed: list[Place] = []
        self._dropped = 0

    def outcome(self) -> Outcome:
        """Clear and settle until nothing is left to do; then what is told of it."""
        done = -1
        while done != (done := len(self.removal.gone) + len(self._cleared)):
            hidden = self._hidden()
            self._clear(hidden)
            texts, found = self.removal.settle()
        self._redact(hidden)
        return Outcome(self._draft, self._told(hidden), texts, _without_text(found), self._to_mend(hidden))

    def _hidden(self) -> Redaction:
        """What must not be told, as the tables were and as `changes` is to be."""
        listed = protected_in(self._draft.rows(self._draft.package.changes).values())
        finished = change_list(self._draft.package.folder)
        versions = [self._draft.was, *([rows_of(finished, self._draft.package)] if finished else [])]
        return Redaction(versions, listed)

    def _clear(self, hidden: Redaction) -> None:
        """Clear every cell and key that carries it."""
        tables = self._draft

        def leaking(text: str) -> bool:
            return hidden.leaks(text, self._phrase)

        if leaking(self._reason):
            message = "the reason carries what is withheld, and it is published: write a neutral one."
            raise UkimError(message)
        for place in list(leaks.changes(tables, leaking)):
            tables.remove(*place)
            self._dropped += 1
        for place in list(leaks.keys(tables, leaking)):
            self._rekey(place, hidden)
        found = list(leaks.cells(tables, leaking))
        if required := [cell for cell in found if leaks.is_required(tables, cell)]:
            cells = "; ".join(self._named(cell, hidden) for cell in required)
            message = f"these cells carry what is withheld and must be filled. Write them without it first: {cells}."
            raise UkimError(message)
        # Notes of citations first: what stands behind `*` is written out once a value of its row goes.
        for cell in sorted(found, key=lambda one: (one.place.table != tables.package.citations, one.column != "note")):
            self._cleared.append(cell)
            if not self._is_there(cell.place):
                continue
            leaks.clear(tables, cell)
            if not cell.rest and self._is_there(cell.place):
                self._draft.list_change(cell.place.record, cell.column, ACTION, self._reason)

    def _is_there(self, place: Place) -> bool:
        """Whether the row still stands; a citation goes whole with what it says instead."""
        if place.table != self._draft.package.citations:
            return True
        record, cited = citation(place.record)
        return cited in self._draft.cited[record]

    def _rekey(self, place: Place, hidden: Redaction) -> None:
        """Give the row a key that says nothing. `changes` does not list the old one, which carries the name."""
        tables = self._draft
        (column,) = self._draft.package.tables[place.table].primary_key
        row = tables.rows(place.table)[place.record]
        stems = (row["publisher_id"], place.table.removesuffix("s").replace("_", "-"))
        names = [name for person in tables.rows("people").values() for name in names_of(person)]
        stem = next(one for one in stems if one and not hidden.leaks(one) and not shares_a_word(one, names))
        now = random_key(f"{stem}-")
        tables.rekey(place.table, place.record, row.changed({column: now}))
        redirect(tables, place.table, place.record, now, lambda *_: None)
        self._rekeyed.append(Place(place.table, now))

    def _redact(self, hidden: Redaction) -> None:
        """Take it out of the finished list of changes too."""
        folder = self._draft.package.folder
        finished = change_list(folder)
        if finished is not None:
            before = (folder / CHANGE_LIST).read_bytes().decode()
            after = as_json(redacted(finished, hidden, self._draft.was))
            self._draft.replace_beside(CHANGE_LIST, before, after)

    def _told(self, hidden: Redaction) -> list[str]:
        files = {one.name: one.path for one in self._draft.package.resources}
        lines = list(told_of(self.removal, lambda place: self._key(place, hidden)))
        lines += [f"Cleared, for it carried that: {self._named(cell, hidden)}" for cell in self._cleared]
        lines += [f"Has a new key: {files[one.table]}, {one.record}" for one in self._rekeyed]
        if self._dropped:
            lines.append(
                f"Went: rows of {files[self._draft.package.changes]} about keys that carried that: {self._dropped}"
            )
        if self._draft.beside:
            lines.append(f"Cleared, for it carried that: {', '.join(self._draft.beside)}")
        return lines

    def _named(self, cell: leaks.Cell, hidden: Redaction) -> str:
        """File, key and column, never what stands there."""
        files = {one.name: one.path for one in self._draft.package.resources}
        return f"{files[cell.place.table]}, {self._key(cell.place, hidden)}, {cell.column}"

    def _key(self, place: Place, hidden: Redaction) -> str:
        """The key; of a source that went not: it leads to the article."""
        return ACTION if place.table == SOURCES and place in self.removal.gone else hidden.redacted(place.record)

    def _to_mend(self, hidden: Redaction) -> list[str]:
        known = {*self._draft.before, CHANGE_LIST}

        def leaking(text: str) -> bool:
            return hidden.leaks(text, self._phrase)

        left = list(left_over(self._draft.package.folder, known, leaking))
        heading = "Mend these by hand, where they carry it and no other word that sounds so:"
        lines = [heading, *(f"  {line}" for line in left)] if left else []
        return [*lines, "docs/people.md tells what to do about the history in git, older releases and archives."]


def _without_text(findings: list[Finding]) -> list[Finding]:
    """The findings without what the tables say."""
    return [replace(one, text=None, value=None) for one in findings]
