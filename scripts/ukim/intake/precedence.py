"""Which of two values stands: a court document before an authority, before a reporter, before who passes things on."""

from ukim.intake.record_statement import Difference
from ukim.tables.draft import Draft

RANKS = {
    "court_document": 0,
    "kz_authority": 1,
    "foreign_authority": 1,
    "intergovernmental": 1,
    "news": 2,
    "ngo": 2,
    "analysis": 2,
}
LAST = 3


def stated_stands(tables: Draft, one: Difference) -> bool:
    """Whether by the rule what the source states would stand in the row: a nearer source, else more publishers."""
    cited = [item for item in tables.cited[one.record].items() if item[0][0] == one.column]
    mine = _weight(tables, [source for (_, source), said in cited if said.instead == one.stated])
    theirs = _weight(tables, [source for (_, source), said in cited if not said.instead])
    return mine < theirs


def _weight(tables: Draft, sources: list[str]) -> tuple[int, int]:
    """The rank of the nearest source, and how many houses have that rank, as a smaller number the more they are."""
    rows = [tables.rows("sources")[source] for source in sources]
    ranks = [RANKS.get(row["kind"], LAST) for row in rows]
    nearest = min(ranks, default=LAST + 1)
    publishers = {row["publisher_id"] for row, rank in zip(rows, ranks, strict=True) if rank == nearest}
    houses = {tables.rows("publishers")[one]["group_id"] or one for one in publishers}
    return nearest, -len(houses)
