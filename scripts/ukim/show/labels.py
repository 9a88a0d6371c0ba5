"""Values of the tables in words: labels of the schemas, names of the rows that are referred to, dates, amounts."""

import re

from ukim.model import Field
from ukim.tables.store import Row, Tables

NAMES = ("name", "name_en", "title_en")
"""The columns that hold what a row is called."""
YEAR = re.compile(r"\d{4}")
ANSWERS = {"true": "yes", "false": "no"}
DOUBT = {"~": "about ", "?": "perhaps "}


def in_words(tables: Tables, table: str, column: str, value: str) -> str:
    """The value of a column: labels for categories, the name for a reference, the unit with a number."""
    field = tables.package.tables[table].by_name[column]
    target = tables.target(table, column)
    if target is not None:
        return named(tables, target, value)
    if field.is_partial_date:
        return date(value)
    if field.type == "list":
        return ", ".join(label(field, item) for item in value.split(";"))
    if field.type == "boolean":
        return ANSWERS.get(value, value)
    if field.type == "integer":
        return amount(value, unit_of(field))
    return label(field, value)


def title(field: Field) -> str:
    """The title of a column, without the unit that its values are shown with."""
    return field.title.removesuffix(f" in {unit_of(field)}")


def unit_of(field: Field) -> str:
    """The unit that the title of a column of numbers names; empty where it names none."""
    return field.title.partition(" in ")[2] if field.type == "integer" else ""


def amount(number: str, unit: str) -> str:
    """A number and its unit, in the singular where it is one: 18 months, 1 month, 100 hours a year."""
    noun, space, rest = unit.partition(" ")
    shown = f"{int(number):,}" if unit and re.fullmatch(r"[0-9]{1,15}", number) else number
    return f"{shown} {noun.removesuffix('s') if number == '1' else noun}{space}{rest}".strip()


def date(value: str) -> str:
    """A date of reduced precision in words: about 2020-10, perhaps 2021, by 2021-02-22."""
    by = "by " if value.startswith("/") else ""
    return f"{DOUBT.get(value[-1:], '')}{by}{value.strip('/~?')}"


def labels(field: Field) -> dict[str, str]:
    """The labels of the categories of a column or of its items."""
    return {category.value: category.label for category in (*field.categories, *field.item_categories)}


def label(field: Field, value: str) -> str:
    """The label of a category within a sentence; any other value as it is."""
    known = labels(field)
    return lowered(known[value]) if value in known else value


def description(field: Field, value: str) -> str:
    """The words that explain a category, within a sentence; the value itself where there are none."""
    words = {category.value: lowered(category.description).removesuffix(".") for category in field.categories}
    return words.get(value) or value


def lowered(words: str) -> str:
    """The words within a sentence; with capitals behind the first letter, as in NGO, they stay as they are."""
    return words if words[1:] != words[1:].lower() else words.lower()


def named(tables: Tables, table: str, key: str) -> str:
    """What a row is called; its key where it has no name, or where there is no such row."""
    row = tables.row(table, key)
    if table == "offences" and row:
        return offence(tables, row)
    if table == "sentences" and row:
        return f"the decision of {date(row['decided'])}" if "decided" in row else "an undated decision"
    return next((row[column] for column in NAMES if column in row), key)


def place_and_years(tables: Tables, case: str) -> str:
    """Where and when a case was: Taraz, 2020-2021."""
    row = tables.row("cases", case)
    place = row.get("settlement") or named(tables, "regions", row["region_code"]) or "place unknown"
    dates = [step.row["date"] for step in tables.of("events", "case_id", case)]
    dates += [step.row["decided"] for step in tables.of("sentences", "case_id", case)]
    years = sorted(YEAR.findall(" ".join(dates)))
    span = "-".join(dict.fromkeys((years[0], years[-1]))) if years else "year unknown"
    return f"{place}, {span}"


def court(tables: Tables, key: str) -> str:
    """The name of a court within a sentence."""
    name = named(tables, "courts", key)
    return f"a {name.removeprefix('A ')}" if name.startswith("A ") else name


def offence(tables: Tables, row: Row) -> str:
    """Article, part and code of an offence, and what it is about."""
    part = f", part {row['part']}" if "part" in row else ""
    code = labels(tables.package.tables["offences"].by_name["code"]).get(row["code"], "code")
    return f"article {row.get('article', '')}{part} of the {code}: {row.get('title_en', '')}"


def penalty(tables: Tables, row: Row) -> str:
    """The main penalty of a decision with its term; empty where none is known."""

    def told(column: str) -> str:
        return in_words(tables, "sentences", column, row[column]) if column in row else ""

    term = " and ".join(filter(None, (told("term_months"), told("term_days"))))
    begin, end = told("counted_from"), told("ends")
    parts = [told("main_penalty"), term, told("fine_kzt"), told("prison_regime")]
    return ", ".join(filter(None, [*parts, begin and f"counted from {begin}", end and f"until {end}"]))


def order(tables: Tables, row: Row) -> str:
    """What a decision orders beside the main penalty: its kind, what it covers, how long or how much."""
    fields = tables.package.tables["additional_penalties"].by_name
    kind = labels(fields["kind"]).get(row["kind"], row["kind"])
    scope = in_words(tables, "additional_penalties", "scope", row["scope"])
    unit = label(fields["unit"], row["unit"])
    size = amount(row["amount"], unit) if "amount" in row else unit
    return ", ".join(filter(None, [f"{kind} ({scope})" if scope else kind, size]))
