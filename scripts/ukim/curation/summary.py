"""What a retraction does, for whoever asked for it: in plain words, and as files that may be written."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ukim.curation.draft import CurationDraft
from ukim.curation.removal import Removal
from ukim.findings import Finding
from ukim.report.words import counted, listed
from ukim.tables.store import Place
from ukim.validate.staged import place_of


@dataclass(frozen=True)
class Outcome:
    """What goes and follows, line by line, the files as they are to be, and what validation finds in them."""

    draft: CurationDraft
    told: list[str]
    texts: dict[str, str]
    findings: list[Finding]
    to_mend: list[str] = field(default_factory=list)
    """What is left for a human to mend by hand."""

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being written."""
        return [finding for finding in self.findings if finding.is_error]

    @property
    def merges_first(self) -> list[str]:
        """The merges that would fix a finding about two rows that may be one, where both were there before."""
        found = []
        for one in self.errors:
            place = place_of(one, self.draft.package, self.texts)
            if place and {place.record, one.other_id} <= self.draft.was.rows(place.table).keys():
                found.append(f"`ukim merge {place.record} {one.other_id}`")
        return list(dict.fromkeys(found))


def told_of(removal: Removal, shown: Callable[[Place], str] = lambda place: place.record) -> Iterator[str]:
    """What went, by table, with the keys as they are `shown`, and why it followed; what was emptied."""
    by_reason: defaultdict[tuple[str, bool], list[Place]] = defaultdict(list)
    for place, why in removal.gone.items():
        by_reason[place.table, bool(why)].append(place)
    for (table, follows), places in by_reason.items():
        verb = "Follows" if follows else "Goes"
        keys = listed(dict.fromkeys(map(shown, places)))
        reasons = sorted({removal.gone[place] for place in places} - {""})
        yield f"{verb}: {table}, {counted(len(places), 'row')} ({keys}){''.join(f': {why}' for why in reasons[:1])}"
    if removal.uncited:
        yield f"Follows: {counted(removal.uncited, 'citation')}"
    for place, column in removal.emptied:
        if place not in removal.gone:
            yield f"Emptied: {place.table}, {shown(place)}, {column}"
