"""Why a row or value changed, as the rows of `changes` say that one of the two versions has and the other has not."""

from ukim.curation.redaction import CHANGES, Redaction
from ukim.show.labels import labels
from ukim.tables.store import Tables


class Reasons:
    """The reasons by key and column; a column of `*` means the whole row."""

    def __init__(self, old: Tables, new: Tables, hidden: Redaction) -> None:
        self._told: dict[tuple[str, str], str] = {}
        for tables, other in ((old, new), (new, old)):
            schema = tables.package.tables.get(CHANGES)
            known = labels(schema.by_name["action"]) if schema else {}
            for key, row in sorted(tables.rows(CHANGES).items()):
                if key not in other.rows(CHANGES):
                    action = known.get(row["action"], row["action"])
                    into = f" into {hidden.redacted(row['successor_id'])}" if "successor_id" in row else ""
                    sentence = f"{action}{into}: {hidden.redacted(row.get('reason', ''))}"
                    self._told[row["record_id"], row["field"]] = sentence

    def of(self, record: str, column: str) -> str:
        """The reason; empty where none is new."""
        return self._told.get((record, column), "")
