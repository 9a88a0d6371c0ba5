"""Rows that go, and what follows: what cannot be without them, references, citations, what nothing uses any more."""

from collections import deque
from collections.abc import Iterator
from functools import partial

from ukim.curation.draft import Draft
from ukim.curation.editing import citation, cites_value, empty, must_stay_filled, references, uncite
from ukim.findings import Finding
from ukim.intake.tables import CITATIONS, WHOLE_ROW
from ukim.validate.staged import Place, place_of

FOLLOWING = ("unused-row", "unused-source", "person-without-case")
"""The rules whose findings go too: the tables kept them before, so that what they find lost its use by the removal."""


class Removal:
    """What goes out of the tables, and why."""

    def __init__(self, draft: Draft, action: str, reason: str, *, lists_sources: bool = True) -> None:
        self._draft, self._action, self._reason = draft, action, reason
        self._lists_sources = lists_sources
        self.gone: dict[Place, str] = {}
        """The rows that went, each with why it followed; empty where it was asked for."""
        self.emptied: list[tuple[Place, str]] = []
        """The cells that named one of them."""
        self.uncited = 0
        """How many citations went."""

    def take(self, table: str, record: str, why: str = "") -> None:
        """Take the row out, and what cannot be without it."""
        waiting = deque([(Place(table, record), why)])
        while waiting:
            place, why = waiting.popleft()
            if place not in self.gone:
                self.gone[place] = why
                self._take_one(place)
                waiting.extend((one, f"cannot be without its row of {place.table}") for one in self._let_go(place))

    def settle(self) -> tuple[dict[str, str], list[Finding]]:
        """Take out what nothing uses any more, until nothing is left of that; then the files, and what is found."""
        while True:
            texts = self._draft.texts()
            found = self._draft.findings(texts)
            blamed = [one for one in found if one.rule.id in FOLLOWING]
            if not blamed:
                return texts, found
            for finding in blamed:
                place = place_of(finding, self._draft.package, texts)
                if place is not None and place not in self.gone:
                    self.take(*place, why=finding.message.removeprefix(f"{place.record} "))

    def _take_one(self, place: Place) -> None:
        tables = self._draft.tables
        if place.table == CITATIONS:
            record, cited = citation(place.record)
            uncite(tables, record, partial(_is, cited))
        else:
            self.uncited += len(tables.cited.get(place.record, {}))
            tables.remove(*place)
        is_asked_for = not self.gone[place]
        has_own_key = len(self._draft.package.tables[place.table].primary_key) == 1
        # The key of a source leads to the article, which names the person: where that is withheld, nothing leads there.
        if is_asked_for or (has_own_key and (self._lists_sources or place.table != "sources")):
            self._draft.list_change(place.record, WHOLE_ROW, self._action, self._reason)

    def _let_go(self, place: Place) -> Iterator[Place]:
        """Empty what names the row that went; yield the rows that cannot."""
        tables = self._draft.tables
        for name, key in references(tables, place.table):
            if name == CITATIONS:
                self._uncite_source(place.record)
                continue
            for record, row in list(tables.rows[name].items()):
                if "/".join(row[column] for column in key.fields) != place.record:
                    continue
                if must_stay_filled(tables, name, key):
                    yield Place(name, record)
                else:
                    for column in key.fields:
                        empty(tables, name, record, column)
                        self.emptied.append((Place(name, record), column))
        for record, cited in list(cites_value(tables, place.table, place.record)):
            self.uncited += uncite(tables, record, partial(_is, cited))

    def _uncite_source(self, source: str) -> None:
        for record in list(self._draft.tables.cited):
            self.uncited += uncite(self._draft.tables, record, lambda _, cited: cited == source)


def _is(one: tuple[str, str], *other: str) -> bool:
    return one == other
