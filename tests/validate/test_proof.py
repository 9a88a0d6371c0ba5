"""Every property that a schema states is enforced: broken once, it gives the finding that stands in `breakages.csv`."""

import json
from itertools import chain, zip_longest
from pathlib import Path

import pytest

from breakages import BREAKAGES, EXPECTED, TABLES, WORDS_ONLY
from lanes import fast_first, slow
from packages import ROOT, copy_of_the_sound_package, findings

Place = tuple[str, str, str, str, str]


def expected(name: str) -> Place:
    row = EXPECTED[name]
    return row["table"], row["field"], row["line"], row["column"], row["rule"]


def found_in(package: Path) -> list[Place]:
    return [
        (Path(one.file).stem, str(one.field), str(one.line), str(one.column), one.rule.id)
        for one in findings(package, with_frictionless=False)
    ]


def without(package: Path, table: str, field: str, property_: str) -> None:
    """Take the property out of the schema."""
    path = package / f"schemas/tables/{table}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    (column,) = [one for one in schema["fields"] if one["name"] == field]
    match property_:
        case "foreignKeys" | "circle":
            schema["foreignKeys"] = [key for key in schema["foreignKeys"] if key["fields"] != [field]]
        case "categories":
            del column["ukim:itemCategories" if column["type"] == "list" else "categories"]
            column.pop("ukim:ranking", None)  # it names the categories
        case "edtf":
            column["ukim:checks"] = []  # not_future of a string needs edtf
        case "not_future" | "latin" | "cyrillic":
            column["ukim:checks"].remove(property_)
        case "format":
            del column["format"]
        case _:
            del column["constraints"][property_]
    path.write_text(json.dumps(schema), encoding="utf-8")


def test_every_breakage_has_its_expectation_and_every_expectation_its_breakage() -> None:
    assert BREAKAGES.keys() == EXPECTED.keys()


@slow
@pytest.mark.parametrize("case", BREAKAGES)
def test_a_property_broken_once_gives_exactly_its_finding(tmp_path, case) -> None:
    package = copy_of_the_sound_package(tmp_path / "package")
    BREAKAGES[case].apply(package)
    assert found_in(package) == [expected(case)]


def one_of_each_table() -> list[list[str]]:
    """All breakages in groups of at most one for each table; a broken reference never meets a broken key."""
    groups = []
    for are_references in (False, True):
        names = [name for name, one in BREAKAGES.items() if (one.property == "foreignKeys") is are_references]
        by_table = [[name for name in names if BREAKAGES[name].table == table] for table in TABLES]
        groups += [[name for name in group if name] for group in zip_longest(*by_table)]
    return groups


def test_every_breakage_is_in_one_group() -> None:
    assert sorted(chain.from_iterable(one_of_each_table())) == sorted(BREAKAGES)


@pytest.mark.parametrize("names", one_of_each_table(), ids=lambda names: names[0])
@pytest.mark.every_case
def test_properties_of_several_tables_broken_at_once_give_exactly_their_findings(tmp_path, names) -> None:
    package = copy_of_the_sound_package(tmp_path / "package")
    for name in names:
        BREAKAGES[name].apply(package)
    assert sorted(found_in(package)) == sorted(map(expected, names))


def test_every_property_of_a_field_is_broken_or_only_describes_it() -> None:
    for path in (ROOT / "schemas/tables").glob("*.json"):
        table = path.name.removesuffix(".schema.json")
        schema = json.loads(path.read_text(encoding="utf-8"))
        for column in schema["fields"]:
            broken = {one.property for one in BREAKAGES.values() if (one.table, one.field) == (table, column["name"])}
            stated = {*column, *column.get("constraints", {}), *column.get("ukim:checks", [])}
            stated -= WORDS_ONLY | {"constraints", "ukim:checks"}
            stated |= {"required"} if column["name"] in schema["primaryKey"] else set()
            enforced_as = {"itemType": "items", "delimiter": "items", "ukim:itemCategories": "categories"}
            asked = {enforced_as.get(name, name) for name in stated}
            asked -= {"type"} if column["type"] == "string" else set()  # any text is a string
            assert asked - broken == set(), (table, column["name"])
        keys = {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
        assert all(f"{table}.{name}: foreignKeys" in BREAKAGES for name in keys)
        assert f"{table}.{schema['primaryKey'][0]}: primaryKey" in BREAKAGES


DERIVED = {"type", "items", "placeholder", "mixed script", "e-mail"}
"""Asked of every field of its type or kind, so that no schema can leave it out."""
STATED = [
    name
    for name, one in BREAKAGES.items()
    if one.property not in DERIVED | {"primaryKey"}
    and not (one.property == "required" and one.field in TABLES[one.table].primary_key)
]


def rounds() -> list[list[str]]:
    """The stated properties in groups of one table and at most one property a field, so that each is broken alone."""
    groups: dict[tuple[str, int], list[str]] = {}
    for name in STATED:
        one = BREAKAGES[name]
        earlier = [other for other in STATED[: STATED.index(name)] if other.startswith(f"{one.table}.{one.field}: ")]
        groups.setdefault((one.table, -1 if one.property == "unique" else len(earlier)), []).append(name)
    return list(groups.values())


@pytest.mark.parametrize("names", fast_first(rounds()), ids=lambda names: names[0])
def test_without_its_property_a_breakage_is_not_found(tmp_path, names) -> None:
    package = copy_of_the_sound_package(tmp_path / "package")
    for name in names:
        one = BREAKAGES[name]
        without(package, one.table, one.field, one.property)
        one.apply(package)
    found = found_in(package)
    assert not any(place[-1] == "descriptor" for place in found)
    assert not {expected(name) for name in names} & {*found}


@pytest.mark.parametrize("table", fast_first(TABLES))
def test_a_key_that_stands_twice_is_found_by_no_other_check(tmp_path, monkeypatch, table) -> None:
    from ukim.compile import to_pandera

    package = copy_of_the_sound_package(tmp_path / "package")
    (case,) = [name for name, one in BREAKAGES.items() if (one.table, one.property) == (table, "primaryKey")]
    BREAKAGES[case].apply(package)
    monkeypatch.setattr(to_pandera.pa, "DataFrameSchema", _without_checks_of_rows(to_pandera.pa.DataFrameSchema))
    assert "primary-key" not in [place[-1] for place in found_in(package)]


def _without_checks_of_rows(schema):
    return lambda columns, **properties: schema(columns, **{**properties, "checks": []})


def test_every_free_text_is_asked_for_what_any_text_must_keep() -> None:
    for name, table in TABLES.items():
        for column in table.fields:
            if column.name in {"summary", "detail", "note", "title", "name", "reason", "stated_value", "other_names"}:
                assert column.name in table.free_text, (name, column.name)
