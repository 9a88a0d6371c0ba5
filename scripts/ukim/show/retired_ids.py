"""What became of a row that is not there any more."""

from ukim.show.labels import in_words
from ukim.tables.store import WHOLE_ROW, Tables


def what_became_of(tables: Tables, key: str) -> str | None:
    """What `changes` says of the key, as a message; None where it says nothing."""
    told = sorted(tables.of("changes", "record_id", key), key=lambda one: one.row.get("field") != WHOLE_ROW)
    for change in told[:1]:
        action = in_words(tables, "changes", "action", change.row["action"])
        since, reason = change.row["since_version"], change.row["reason"]
        successor = change.row.get("successor_id")
        now = f" `ukim show {successor}` shows what stands for it now." if successor else ""
        return f"There is no {key} any more: {action} in {since}. {reason}{now}"
    return None
