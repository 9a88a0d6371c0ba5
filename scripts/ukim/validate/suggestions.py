"""What a wrong value was probably meant to be."""

from collections.abc import Iterable

from ukim.model import Field

NEAR = 75.0
"""How alike, of 100, a value that was meant must be: below it "arrested" would be answered with "released"."""
NAMES = ("name", "name_en", "name_kk", "name_ru", "other_names")
"""Columns that hold the names of what a row is about."""
SHOWN = 8
"""A list of allowed values is written out in a message up to this length."""


def near(value: str, choices: Iterable[str]) -> str | None:
    """The choice that is most like the value; None where none is near."""
    from rapidfuzz import fuzz, process, utils

    match = process.extractOne(value, choices, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR)
    return match[0] if match else None


def near_row(value: str, rows: Iterable[tuple[str, Iterable[str]]]) -> str | None:
    """The key of the row whose key, or one of whose names, is most like the value; None where none is near."""
    known: dict[str, str] = {}
    for key, names in rows:
        known[key] = key
        for name in names:
            known.setdefault(name, key)
    return known.get(near(value, list(known)) or "")


def did_you_mean(meant: Iterable[str | None]) -> str:
    """The hint, with a space behind it; empty where nothing is near."""
    words = dict.fromkeys(word for word in meant if word)
    return f"Did you mean {', '.join(words)}? " if words else ""


def for_category(table: str, field: Field, value: str) -> str:
    """How to mend a value that is not in the list of its column: synonyms and slips are recognised."""
    items = value.split(";") if field.type == "list" else [value]
    known = {
        word: category.value
        for category in [*field.categories, *field.item_categories]
        for word in (category.value, category.label, *category.synonyms)
    }
    wrong = [item for item in items if item not in field.allowed_values]
    hint = did_you_mean(known.get(near(item, list(known)) or "") for item in wrong)
    if len(field.allowed_values) <= SHOWN:
        return f"{hint}Allowed: {', '.join(field.allowed_values)}."
    return f"{hint}The codebook has the list: {table}, values of {field.name}."
