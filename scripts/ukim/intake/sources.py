"""The source of a statement and its publisher: found in the tables, or added."""

import re
import zlib
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Statement, Values
from ukim.names.matching import names_of, shares_a_word
from ukim.tables.draft import Draft
from ukim.text.addresses import canonical

NUMBER = re.compile(r"\d{5,}")
"""A number in an address that tells an article."""
WORDS = re.compile(r"[a-z0-9]+")
LITTLE_WORDS = {"and", "for", "in", "of", "on", "the"}
SHORTEST_INITIALS = 4
NEARLY_EQUAL = 92
"""Percent of letters that two spellings of one name share."""


def source_of(tables: Draft, statement: Statement) -> str:
    """The id of the source; it is added where the tables do not have it, and gets what they did not know of it.

    Raises:
        RefusedError: its publisher or its original cannot be told.

    """
    stated = statement.source
    source = stated.get("source_id") or _known(tables, [stated["url"], *statement.mirrors])
    values = {name: value for name, value in stated.items() if name not in {"publisher", "copy_of"}}
    original = stated.get("copy_of") or _original(tables, stated, source)
    if original and (copied := _copied(tables, statement, original)) != source:
        values["copy_of"] = copied
    if source is None or source not in tables.rows("sources"):
        values["publisher_id"] = _publisher(tables, statement)
        values["source_id"] = source or _readable_id(tables, values)
        return tables.add("sources", values)
    tables.complete("sources", source, values)
    return source


def _known(tables: Draft, addresses: list[str]) -> str | None:
    """The id of the source that has one of these addresses in any form."""
    meant = {canonical(address) for address in addresses}
    known = ((one, row["url"]) for one, row in tables.rows("sources").items())
    return next((one for one, address in known if address and canonical(address) in meant), None)


def _original(tables: Draft, stated: Values, source: str | None) -> str | None:
    """The source whose title and day a text on another site has: it is a copy of that."""
    title, day = stated.get("title", "").casefold(), stated.get("published", "")
    if not title or not day:
        return None
    for other, row in tables.rows("sources").items():
        if other != source and not row["copy_of"] and (row["title"].casefold(), row["published"]) == (title, day):
            return other if row["copy_of"] != source else None
    return None


def _copied(tables: Draft, statement: Statement, original: str) -> str:
    found = original if original in tables.rows("sources") else _known(tables, [original])
    if found is None:
        message = f"{original} is no source of the tables; take the original in first"
        raise RefusedError(statement.line, "source.copy_of", message)
    return tables.rows("sources")[found]["copy_of"] or found


def _publisher(tables: Draft, statement: Statement) -> str:
    """The id of the publisher, found by id or by a spelling of its name; a service of a known house joins the house."""
    stated, publishers = statement.source["publisher"], tables.rows("publishers")
    if stated in publishers:
        return stated
    alike = [one for one, row in publishers.items() if _is_spelling(stated, row["name"])]
    if alike:
        return alike[0]
    houses = [one for one, row in publishers.items() if not row["group_id"] and _is_service(stated, row["name"])]
    group = houses[0] if len(houses) == 1 else ""
    return tables.add("publishers", {"publisher_id": _slug(tables, stated), "name": stated, "group_id": group})


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\(.*?\)", "", name).casefold()))


def _is_spelling(name: str, other: str) -> bool:
    """Whether two names are one: but for punctuation, brackets and slips, or where one is the initials of the other."""
    one, two = sorted((_plain(name), _plain(other)), key=len)
    initials = "".join(word[0] for word in two.split() if word not in LITTLE_WORDS)
    is_short = " " not in one and len(one) >= SHORTEST_INITIALS
    return fuzz.ratio(one, two) >= NEARLY_EQUAL or (is_short and initials.startswith(one))


def _is_service(name: str, house: str) -> bool:
    """Whether the name is that of a house with more words behind it: RFE/RL, RFE/RL Kazakh Service."""
    return _plain(name).startswith(f"{_plain(house)} ")


def _slug(tables: Draft, name: str) -> str:
    words = "-".join(WORDS.findall(re.sub(r"\(.*?\)", "", name).casefold())) or f"publisher-{_checksum(name)}"
    return _free(tables, "publishers", words)


def _readable_id(tables: Draft, values: Values) -> str:
    """Publisher and number of the article, else its day; never a word that may be the name of a person."""
    numbers = NUMBER.findall(urlsplit(values["url"]).path)
    rest = numbers[-1] if numbers else values.get("published") or _checksum(canonical(values["url"]))
    names = [name for row in tables.rows("people").values() for name in names_of(row)]
    publisher = "source" if shares_a_word(values["publisher_id"], names) else values["publisher_id"]
    stem = f"{publisher}-{rest.strip('~?/')}"
    if not tables.is_taken("sources", stem):
        return stem
    return _free(tables, "sources", f"{stem}-{_checksum(canonical(values['url']))}")


def _free(tables: Draft, table: str, stem: str) -> str:
    """The stem, with a number behind it where that is a key already."""
    stems = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(one for one in stems if not tables.is_taken(table, one))


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
