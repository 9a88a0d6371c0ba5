"""Rows that go, and what follows: what cannot be without them, references, citations, what nothing uses any more."""

from collections import deque
from collections.abc import Iterator
from functools import partial

from ukim.curation.draft import CurationDraft
from ukim.findings import Finding
from ukim.tables.draft import citation
from ukim.tables.store import WHOLE_ROW, Place
from ukim.validate.staged import place_of

FOLLOWING = ("unused-row", "unused-source", "person-without-case")
"""The rules whose findings go too: the tables kept them before, so that what they find lost its use by the removal."""


class Removal:
    """What goes out of the tables, and why."""

    def __init__(self, draft: CurationDraft, action: str, reason: str, *, lists_sources: bool = True) -> None:
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
        if place.table == self._draft.package.citations:
            record, cited = citation(place.record)
            self._draft.uncite(record, partial(_is, cited))
        else:
            self.uncited += len(self._draft.cited.get(place.record, {}))
            self._draft.remove(*place)
        is_asked_for = not self.gone[place]
        has_own_key = len(self._draft.package.tables[place.table].primary_key) == 1
        # The key of a source leads to the article, which names the person: where that is withheld, nothing leads there.
        if is_asked_for or (has_own_key and (self._lists_sources or place.table != "sources")):
            self._draft.list_change(place.record, WHOLE_ROW, self._action, self._reason)

    def _let_go(self, place: Place) -> Iterator[Place]:
        """Empty what names the row that went; yield the rows that cannot."""
        draft = self._draft
        for name, key in draft.package.references_to(place.table):
            if name == draft.package.citations:
                self._uncite_source(place.record)
                continue
            for record, row in list(draft.rows(name).items()):
                if "/".join(row[column] for column in key.fields) != place.record:
                    continue
                if draft.package.tables[name].cannot_be_without(key):
                    yield Place(name, record)
                else:
                    for column in key.fields:
                        draft.clear(name, record, column)
                        self.emptied.append((Place(name, record), column))
        for record, cited in list(draft.cites_value(place.table, place.record)):
            self.uncited += draft.uncite(record, partial(_is, cited))

    def _uncite_source(self, source: str) -> None:
        for record in list(self._draft.cited):
            self.uncited += self._draft.uncite(record, lambda _, cited: cited == source)


def _is(one: tuple[str, str], *other: str) -> bool:
    return one == other
