"""Whatever is given, there is an answer: findings or one plain error, no traceback, in bounded memory."""

import contextlib
import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from lanes import examples, fast_first, slow
from packages import ROOT, TODAY, copy_of_the_sound_package, edit_json
from ukim.cli import fmt
from ukim.compile.to_frictionless import package_descriptor
from ukim.errors import UkimError
from ukim.findings import Finding
from ukim.model import Package
from ukim.validate import validate
from ukim.validate.frictionless_only import beyond
from ukim.validate.frictionless_process import errors_of

few, fewer = examples(33), examples(10)

TEXT = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "missingValues": [""]}


def field(name: str, type_: str = "string", **more: object) -> dict[str, Any]:
    return {"name": name, "type": type_, "title": name, "description": name, **more}


TREES = TEXT | {
    "title": "Trees",
    "description": "Invented trees.",
    "ukim:cited": True,
    "fields": [
        field("tree_id", constraints={"pattern": "^t-[0-9]{2}$"}),
        field("name", constraints={"required": True, "unique": True, "minLength": 2, "maxLength": 20}),
        field("kinds", "list", itemType="string", delimiter=";", constraints={"maxLength": 3}),
        field("colour", categories=[{"value": "green", "label": "Green"}, {"value": "red", "label": "Red"}]),
        field("height", "integer", constraints={"minimum": 1, "maximum": 90}),
        field("is_old", "boolean"),
        field("planted", "date", **{"ukim:checks": ["not_future"]}),
        field("felled", **{"ukim:checks": ["edtf", "not_future"]}),
        field("page", format="uri"),
        field("parent_id"),
        field("garden_id"),
    ],
    "primaryKey": ["tree_id"],
    "uniqueKeys": [["colour", "height"]],
    "foreignKeys": [
        {"fields": ["parent_id"], "reference": {"fields": ["tree_id"]}},
        {"fields": ["garden_id"], "reference": {"resource": "gardens", "fields": ["garden_id"]}},
    ],
}
GARDENS = TEXT | {
    "title": "Gardens",
    "description": "Invented gardens.",
    "fields": [field("garden_id"), field("note")],
    "primaryKey": ["garden_id"],
}
TABLES = {
    "trees": (
        "tree_id,name,kinds,colour,height,is_old,planted,felled,page,parent_id,garden_id\n"
        "t-01,Oak,tall;broad,green,30,true,1990-05-01,2021-02~,https://trees.example/1,,north\n"
        't-02,"Elm, the old",,red,20,false,,/2020-01-02,,t-01,south\n'
        "t-03,Ясень,tall,,,,,,,t-01,north\n"
    ),
    "gardens": "garden_id,note\nnorth,A garden.\nsouth,\n",
}
RULE = (
    "-- severity: error\n-- title: t\n-- why: w\n-- fix: f\n-- example: e\n"
    "SELECT 'trees' AS table_name, _line AS line, 'height' AS field, 'too tall' AS message\n"
    "FROM trees WHERE height > 80\n"
)


def resource(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": "schemas/dialect.json",
        "schema": f"schemas/{name}.json",
    }


DESCRIPTOR = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "garden",
    "title": "Garden",
    "description": "Invented.",
    "version": "1.0.0",
    "created": "2026-01-02T00:00:00Z",
    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://licence.example/"}],
    "contributors": [{"title": "Nobody", "roles": ["creator"]}],
    "resources": [resource("gardens"), resource("trees")],
}
DIALECT = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
FILES = {
    "datapackage.json": DESCRIPTOR,
    "schemas/dialect.json": DIALECT,
    "schemas/trees.json": TREES,
    "schemas/gardens.json": GARDENS,
}


def garden(folder: Path) -> Path:
    """A small sound package with a column of every type, made anew in that folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content), encoding="utf-8")
    (folder / "data").mkdir()
    for name, text in TABLES.items():
        (folder / f"data/{name}.csv").write_bytes(text.encode())
    (folder / "schemas/rules").mkdir()
    (folder / "schemas/rules/too-tall.sql").write_text(RULE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "package"


def answer(package: Path, *, with_theirs: bool = True) -> list[Finding]:
    """What our engines find, or nothing after a plain error; frictionless and `ukim fmt` must give an answer too."""
    try:
        report = validate(package / "datapackage.json", TODAY, with_frictionless=False)
    except UkimError:
        return []
    assert sorted(finding.file for finding in report.findings) == [finding.file for finding in report.findings]
    json.dumps([finding.as_dict() for finding in report.findings])
    if report.package is not None and with_theirs:
        errors_of(str(package), json.loads(json.dumps(package_descriptor(report.package))))
    tidy(package)
    return report.findings


def tidy(package: Path) -> None:
    """Bring the tables in canonical form, if the package allows it; what is canonical stays as it is."""
    with contextlib.suppress(UkimError):
        with pytest.raises(typer.Exit) as first:
            fmt.run(package)
        with pytest.raises(typer.Exit) as again:
            fmt.run(package, check=True)
        assert first.value.exit_code == again.value.exit_code


def test_the_small_package_is_sound_and_its_faults_are_found(place) -> None:
    assert answer(garden(place)) == []
    path = place / "data/trees.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",30,", ",85,"), encoding="utf-8")
    assert [(one.rule.id, one.line, one.field) for one in answer(place)] == [("too-tall", 2, "height")]


# Tables

pieces = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b",", b'"', b'""', b"\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xd0", b"t-01", b";", b"  "]
    ),
    st.sampled_from(
        [b"\xed\xa0\x80", "\u2028".encode(), "\u202e".encode(), b"=1", b"9" * 5000, b"0000-01-01", b"," * 99]
    ),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
names = st.sampled_from(sorted(TABLES))


@few
@given(name=names, data=st.lists(pieces, max_size=12).map(b"".join), header=st.booleans())
def test_any_bytes_as_a_table_get_an_answer(place, name, data, header) -> None:
    garden(place)
    first = TABLES[name].split("\n", 1)[0].encode() + b"\n"
    (place / f"data/{name}.csv").write_bytes((first if header else b"") + data)
    answer(place)


@slow
@few
@given(
    name=names,
    cuts=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 5), pieces), min_size=1, max_size=4),
    flips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 7)), max_size=6),
    end=st.one_of(st.none(), st.integers(0, 400)),
)
def test_tables_with_bytes_changed_lost_and_added_get_an_answer(place, name, cuts, flips, end) -> None:
    garden(place)
    data = bytearray(TABLES[name].encode())
    for start, length, piece in cuts:
        data[start % len(data) : start % len(data) + length] = piece
    for at, bit in flips:
        if data:
            data[at % len(data)] ^= 1 << bit
    (place / f"data/{name}.csv").write_bytes(bytes(data[:end]))
    answer(place)


@slow
@fewer
@given(
    table=st.sampled_from(sorted(path.stem for path in (ROOT / "data").glob("*.csv"))),
    flips=st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 7)), max_size=12),
    end=st.one_of(st.none(), st.integers(0, 3000)),
)
def test_the_tables_of_the_repository_with_bits_turned_get_an_answer(place, table, flips, end) -> None:
    if not (place.parent / "whole").exists():
        copy_of_the_sound_package(place.parent / "whole")
    shutil.copytree(ROOT / "data", place.parent / "whole/data", dirs_exist_ok=True)
    path = place.parent / f"whole/data/{table}.csv"
    data = bytearray(path.read_bytes())
    for at, bit in flips:
        data[at % len(data)] ^= 1 << bit
    path.write_bytes(bytes(data[:end]))
    answer(place.parent / "whole", with_theirs=False)


# Descriptor and schemas

words = st.one_of(
    st.sampled_from(
        ["", "a", "é", "\ud800", "\0", "string", "integer", "boolean", "date", "list", "uri", "edtf", ";", "1.0.0"]
    ),
    st.sampled_from(["trees", "gardens", "tree_id", "garden_id", "name", "line", "record_id", "table_name", "message"]),
    st.sampled_from(["field", "value", "row", "rowid", "select", 'a"b', "a'b", "felled_latest", "records", "cells"]),
    st.sampled_from(
        ["data/trees.csv", "data", "schemas/trees.json", "../a", "/a", "a" * 300, "a/" * 3000, "loop/a", "~"]
    ),
    st.sampled_from(["^$", "^a|b$", "^[$", "^(a+)+$", "^a{2,1}$", "^a{99999999999999999999}$", "^\\Z$", "^[a&&b]$"]),
    st.sampled_from(
        ["^[[a]]$", "^(?i:a)$", "^\\p{L}$", "^(a{1000}){1000}$", "^\ud800$", "^\\u0061$", "^a{,3}$", "^{$"]
    ),
    st.sampled_from(
        ["^" + "(" * 3000 + ")" * 3000 + "$", "^" + "a?" * 3000 + "$", "^[\\w-z]$", "^.$", "^\\<$", "^\\d$"]
    ),
    st.text(max_size=6),
)
numbers = st.one_of(
    st.integers(-3, 99), st.sampled_from([2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30, 10**400, -(10**30)])
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, st.floats(), words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=5,
)
PROPERTIES = {
    "datapackage.json": ["bytes", "hash", "ukim:rows", "path", "schema", "name", "title", "dialect", "data"],
    "schemas": ["constraints", "type", "format", "example", "categories", "ukim:itemCategories", "ukim:checks", "name"],
}
CONSTRAINTS = {
    "string": ["required", "unique", "pattern", "minLength", "maxLength", "enum"],
    "integer": ["required", "unique", "minimum", "maximum"],
    "boolean": ["required"],
    "date": ["required", "unique"],
    "list": ["required", "minLength", "maxLength"],
}


def spots(content: Any) -> list[tuple[Any, Any]]:
    """Every place in the content that can be set: its container and its key."""
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    found = []
    for key, value in items:
        found += [(content, key), *spots(value)]
    return found


@st.composite
def changed_files(draw) -> dict[str, Any]:
    """Some of the descriptor and the schemas, each with some of its properties set to anything."""
    files = {}
    for path in draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=2, unique=True)):
        content = files[path] = copy.deepcopy(FILES[path])
        for _ in range(draw(st.integers(1, 2))):
            objects = content.get("fields", content.get("resources", [content]))
            chosen = draw(st.sampled_from(objects)) if isinstance(objects, list) and objects else None
            change = draw(st.sampled_from([anywhere, gone, any_property, another_name, limit, limit, limit]))
            change(draw, content, chosen)
    return files


def anywhere(draw, content, _) -> None:
    at, key = draw(st.sampled_from(spots(content)))
    at[key] = draw(values)


def gone(draw, content, _) -> None:
    at, key = draw(st.sampled_from(spots(content)))
    del at[key]


def any_property(draw, content, chosen) -> None:
    names = PROPERTIES["schemas" if "fields" in content else "datapackage.json"]
    if isinstance(chosen, dict):
        chosen[draw(st.sampled_from(names))] = draw(values)


def another_name(draw, _, chosen) -> None:
    if isinstance(chosen, dict):
        chosen["name"] = draw(words)


def limit(draw, _, chosen) -> None:
    """A constraint that the type of the field knows, of the type that the constraint asks for."""
    if not isinstance(chosen, dict) or str(chosen.get("type")) not in CONSTRAINTS:
        return
    name = draw(st.sampled_from(CONSTRAINTS[chosen["type"]]))
    kinds = {"required": st.booleans(), "unique": st.booleans(), "pattern": words, "enum": st.lists(words)}
    limits = chosen.setdefault("constraints", {})
    if isinstance(limits, dict):
        limits[name] = draw(kinds.get(name, numbers))


def with_header(package: Path, schema: Any) -> None:
    """Give the table of trees the header that the schema asks for, where it asks for one."""
    with contextlib.suppress(TypeError, KeyError, UnicodeEncodeError):
        header = ",".join(field["name"] for field in schema["fields"]).encode()
        path = package / "data/trees.csv"
        path.write_bytes(header + b"\n" + path.read_bytes().split(b"\n", 1)[1])


@slow
@few
@given(files=changed_files(), follows=st.booleans())
def test_any_property_of_descriptor_and_schemas_gets_an_answer(place, files, follows) -> None:
    garden(place)
    (place / "loop").symlink_to(place / "loop")
    for path, content in files.items():
        (place / path).write_text(json.dumps(content), encoding="utf-8")
    if follows:
        with_header(place, files.get("schemas/trees.json", TREES))
    answer(place)


@slow
@pytest.mark.parametrize("name", ["line", "row", "field", "value", "message", "table_name", "record_id", "select"])
@pytest.mark.parametrize("at", [1, 7, 10], ids=["text", "partial date", "reference"])
def test_a_column_may_have_a_name_that_the_checks_use_for_their_own(place, name, at) -> None:
    trees = copy.deepcopy(TREES)
    before, trees["fields"][at]["name"] = trees["fields"][at]["name"], name
    trees["foreignKeys"][1]["fields"] = [name if before == "garden_id" else "garden_id"]
    (garden(place) / "schemas/trees.json").write_text(json.dumps(trees), encoding="utf-8")
    with_header(place, trees)
    assert answer(place) == []


@slow
@pytest.mark.parametrize(("at", "type_"), [(0, "list"), (0, "integer"), (9, "integer"), (9, "list"), (10, "boolean")])
def test_a_key_that_cannot_be_compared_with_what_it_refers_to_is_refused(place, at, type_) -> None:
    trees = copy.deepcopy(TREES)
    trees["fields"][at] = field(trees["fields"][at]["name"], type_, **({"delimiter": ";"} if type_ == "list" else {}))
    (garden(place) / "schemas/trees.json").write_text(json.dumps(trees), encoding="utf-8")
    (found,) = answer(place)
    assert (found.file, found.rule.id) == ("datapackage.json", "descriptor")


NAMED_IN_CODE = [
    *(("people", name) for name in ("name_kk", "other_names")),
    *(("citations", name) for name in ("record_id", "field", "stated_value")),
    *(("cases", "settlement"), ("courts", "settlement"), ("sources", "url")),
]


@slow
@pytest.mark.parametrize("how", ["renamed", "integer", "list"])
def test_a_column_that_checks_rely_on_may_be_renamed_or_have_another_type(sound, how) -> None:
    for table, name in NAMED_IN_CODE:
        schema, path = sound / f"schemas/tables/{table}.schema.json", sound / f"data/{table}.csv"
        before = schema.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
        content = json.loads(before[0].replace(f'"{name}"', '"renamed"') if how == "renamed" else before[0])
        if how == "renamed":
            header, rest = before[1].split("\n", 1)
            path.write_text(
                ",".join("renamed" if one == name else one for one in header.split(",")) + f"\n{rest}", "utf-8"
            )
        else:
            (at,) = [index for index, one in enumerate(content["fields"]) if one["name"] == name]
            content["fields"][at] = field(name, how, **({"delimiter": ";"} if how == "list" else {}))
        schema.write_text(json.dumps(content), encoding="utf-8")
        answer(sound, with_theirs=False)
        schema.write_text(before[0], encoding="utf-8")
        path.write_text(before[1], encoding="utf-8")


@slow
@few
@given(
    path=st.sampled_from([*sorted(FILES), "schemas/rules/too-tall.sql"]),
    start=st.integers(0, 3000),
    length=st.integers(0, 30),
    piece=st.one_of(
        pieces, st.sampled_from([b"[" * 200, b'{"a":' * 200, b"1e999", b"\\ud800", b"NaN", b"'", b"--", b";"])
    ),
)
def test_descriptor_schemas_and_rules_with_other_bytes_get_an_answer(place, path, start, length, piece) -> None:
    garden(place)
    data = (place / path).read_bytes()
    start %= len(data)
    (place / path).write_bytes(data[:start] + piece + data[start + length :])
    answer(place)


@pytest.mark.parametrize("path", sorted(FILES))
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ('{"a": ' + "[" * 900 + "]" * 900 + "}", ""),
        ('{"a": ' + "1" * 5000 + "}", "Exceeds the limit"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": [-Infinity]}', "-Infinity is no number"),
        ('{"a": 1, "a": 1}', "'a' stands twice"),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "'b' stands twice"),
        ('{"a": "\\ud800"}', "is half of a character"),
        ('{"\\udfff": 1}', "is half of a character"),
        ("", "not valid JSON"),
        ("\ufeff{}", "BOM"),
        ("{} {}", "not valid JSON"),
        ("null", "must hold a JSON object"),
        ('{"a": ' + "1" * 4000 + "}", ""),
        ("{" + ",".join(f'"{number}": 1' for number in range(20_000)) + "}", ""),
    ],
)
def test_odd_json_is_told_at_its_file(place, path, text, message) -> None:
    garden(place)
    (place / path).write_text(text, encoding="utf-8")
    found = answer(place)
    assert {one.file for one in found} == {path}
    assert {one.rule.id for one in found} == {"descriptor"}
    assert any(message in one.message for one in found)


ODD_PATHS = [
    *(
        "",
        ".",
        "..",
        "/",
        "//",
        "\\",
        "data",
        "data/",
        "data/.",
        "./data/trees.csv",
        "data//trees.csv",
        "data/trees.csv/",
    ),
    *(
        "data/trees.csv/a",
        "~/a",
        "$HOME",
        "%2e%2e/a",
        "CON",
        "a\nb",
        "a\0b",
        "\ud800",
        "é" * 200,
        "a" * 256,
        "a/" * 5000,
    ),
    *(
        "loop",
        "loop/a",
        "far/a",
        "pipe",
        "http:a",
        "file:///a",
        "data/*.csv",
        "data/trees.csv?x",
        "data/trees.csv#x",
        "🌳",
    ),
    *("datapackage.json", "schemas/trees.json", "schemas", "data/trees.csv.gz", "data/trees.zip", "-", "\u202ecsv"),
]


@slow
@pytest.mark.parametrize("property_", ["path", "schema"])
def test_odd_paths_are_told(place, property_) -> None:
    for path in ODD_PATHS:
        garden(place)
        (place / "loop").symlink_to(place / "loop")
        (place / "far").symlink_to(place.parent)
        os.mkfifo(place / "pipe")
        edit_json(place / "datapackage.json", "resources", 1, property_, value=path)
        found = answer(place, with_theirs=path != "pipe")
        assert bool(found) is ((property_, path) != ("schema", "schemas/trees.json")), path


@slow
@pytest.mark.parametrize("folder", ["data", "schemas", "schemas/rules", "."])
def test_odd_names_of_files_get_an_answer(place, folder) -> None:
    garden(place)
    (place / "far").symlink_to(place)
    for name in [b"\xff\xfe", b"a\nb", "\u202e".encode(), b"*", b"\x1b[2J", b"a" * 240, b"-x", b" "]:
        for ending in (b".csv", b".sql", b".json", b""):
            with open(os.path.join(os.fsencode(place / folder), name + ending), "wb") as file:  # noqa: PTH118, PTH123
                file.write(b"\xff")
    (place / folder / "circle.sql").symlink_to(place / folder / "circle.sql")
    (place / folder / "folder.sql").mkdir()
    os.mkfifo(place / folder / "pipe.csv")
    found = answer(place)
    assert bool(found) is (folder in {"data", "schemas/rules"})


@slow
@pytest.mark.parametrize("path", ["schemas/rules/pipe.sql", "schemas/trees.json", "datapackage.json", "CHANGELOG.md"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(place, path) -> None:
    garden(place)
    (place / path).unlink(missing_ok=True)
    os.mkfifo(place / path)
    done = ukim("validate", place, seconds=30)
    assert done.code == (2 if path == "datapackage.json" else 0 if path == "CHANGELOG.md" else 1)


# Rules

clauses = st.lists(
    st.one_of(
        st.sampled_from(
            ["SELECT", "FROM", "trees", "gardens", "records", "cells", "WHERE", "_line", "NULL", "''", "*", ","]
        ),
        st.sampled_from(
            [";", "(", ")", "AS table_name", "AS line", "AS field", "AS message", "'trees'", "2", "'height'"]
        ),
        st.sampled_from(
            ["UNION ALL", "JOIN", "1/0", "range(9)", "CAST('x' AS INT)", "DATE 'x'", "[1]", "{'a': 1}", "--"]
        ),
        st.sampled_from(
            ["DROP TABLE", "CREATE TABLE x AS", "SET", "PRAGMA", "ATTACH ':memory:' AS y", "EXPLAIN", "/*"]
        ),
        st.text(max_size=5),
    ),
    max_size=14,
).map(" ".join)
numbers_in_sql = [
    "2",
    "-2",
    "2.5",
    "9e99",
    "'nan'::DOUBLE",
    "2::HUGEINT",
    "10::DECIMAL(9, 2)",
    "99999999999",
    "_line",
    "true",
]
others_in_sql = ["NULL", "''", "'trees'", "'x'", "'2'", "'height'", "[2]", "{'a': 2}", "'a'::BLOB", "UUID()"]
days_in_sql = ["DATE '2020-01-01'", "INTERVAL 1 DAY"]
cells = st.sampled_from([*numbers_in_sql, *others_in_sql, *days_in_sql])
rows = st.tuples(cells, cells, cells, cells).map(
    lambda four: "SELECT {} AS table_name, {} AS line, {} AS field, {} AS message FROM trees".format(*four)
)
messages = cells.map(
    lambda cell: f"SELECT 'trees' AS table_name, 2 AS line, 'height' AS field, {cell} AS message FROM trees"
)


@slow
@few
@given(rules=st.lists(st.one_of(clauses, rows, messages), min_size=1, max_size=3))
def test_any_rule_gets_an_answer(place, rules) -> None:
    garden(place)
    header = RULE.partition("SELECT")[0]
    for number, sql in enumerate(rules):
        (place / f"schemas/rules/r{number}.sql").write_text(header + sql, encoding="utf-8")
    answer(place, with_theirs=False)


@slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'trees' AS table_name, sum(range) AS line, NULL AS field, '' AS message FROM range(100000000000)",
        "SELECT 'trees' AS table_name, 2 AS line, NULL AS field, '' AS message FROM range(100000000000)",
        "WITH RECURSIVE t(line) AS (SELECT 1 UNION ALL SELECT line FROM t) SELECT max(line) AS line FROM t",
    ],
)
def test_a_rule_that_never_ends_is_one_finding_and_the_others_run_on(place, monkeypatch, sql) -> None:
    garden(place)
    monkeypatch.setattr("ukim.validate.rules.SECONDS", 0.5)
    (place / "schemas/rules/endless.sql").write_text(RULE.partition("SELECT")[0] + sql, encoding="utf-8")
    path = place / "data/trees.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",30,", ",85,"), encoding="utf-8")
    tall, endless = answer(place, with_theirs=False)
    assert tall.rule.id == "too-tall"
    assert (endless.file, endless.rule.id) == ("schemas/rules/endless.sql", "rule-file")


# Frictionless


@slow
def test_a_descriptor_that_frictionless_refuses_is_one_finding_in_its_words(place) -> None:
    descriptor = package_descriptor(Package.read(garden(place) / "datapackage.json"))
    descriptor["resources"][1]["schema"]["fields"][4]["example"] = "high"
    (refusal,) = errors_of(str(place), descriptor)
    (found,) = beyond([], [refusal], {})
    assert (found.file, found.rule.id) == ("datapackage.json", "frictionless")
    assert 'example value "high" for field "height" is not valid' in found.message


@slow
@pytest.mark.parametrize(
    ("code", "seconds", "note"),
    [
        ("raise SystemError('no room')", 60.0, "it stopped with code 1: SystemError: no room"),
        ("import os; os.abort()", 60.0, "it stopped with code -6"),
        ("import time; time.sleep(600)", 0.5, "it did not end within 0 seconds"),
    ],
)
@pytest.mark.usefixtures("frictionless_process")
def test_frictionless_that_stops_or_never_ends_is_one_finding(place, monkeypatch, code, seconds, note) -> None:
    start = subprocess.Popen
    monkeypatch.setattr("ukim.validate.frictionless.SECONDS", seconds)
    monkeypatch.setattr("subprocess.Popen", lambda _, **pipes: start([sys.executable, "-c", code], **pipes))
    (found,) = validate(garden(place) / "datapackage.json", TODAY).findings
    assert (found.file, found.rule.id) == ("datapackage.json", "frictionless")
    assert note in found.message


# Size


class Done:
    """A command that ended: its exit code, what it wrote and the most memory that it held, in bytes."""

    def __init__(self, command: list[str], seconds: float) -> None:
        started = (
            "import resource, subprocess, sys\n"
            "done = subprocess.run(sys.argv[2:], capture_output=True, timeout=float(sys.argv[1]))\n"
            "sys.stdout.buffer.write(done.stdout + done.stderr)\n"
            "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", started, str(seconds), *command], capture_output=True, text=True, check=True
        )
        self.output = done.stdout
        self.code, self.memory = map(int, done.stderr.split())
        assert "Traceback" not in self.output, self.output[-3000:]


def ukim(command: str, package: Path, *options: str, seconds: float = 300) -> Done:
    return Done([sys.executable, "-m", "ukim", command, str(package), *options], seconds)


SIZE = min(40_000 * settings.default.max_examples, 50_000_000)
"""Bytes of what is big: 4 MB, and 50 MB where many examples are asked for."""
BIG = {
    "a cell": (lambda size: b"t-04," + b"a" * size + b",,,,,,,,,\n", "cell-length"),
    "a cell of digits": (lambda size: b"t-04," + b"7" * (size // 4) + b",,,,,,,,,\n", "cell-length"),
    "a quoted cell": (lambda size: b't-04,"' + b"a" * size + b'",,,,,,,,,\n', "cell-length quoting"),
    "quotes": (lambda size: b'"' * size, "row-length"),
    "quotes in a cell": (lambda size: b't-04,"' + b'""' * (size // 2) + b'",,,,,,,,,\n', "cell-length"),
    "a line of commas": (lambda size: b"," * size + b"\n", "blank-line"),
    "short rows": (lambda size: b"t-04\n" * (size // 50), "row-length"),
    "blank lines": (lambda size: b"\n" * (size // 100), "blank-line"),
    "null bytes": (lambda size: b"\0" * size, "encoding"),
    "invisible characters": (
        lambda size: b"t-04," + "\u200b".encode() * (size // 200) + b",,,,,,,,,\n",
        "constraint control-character",
    ),
    "rows": (lambda size: b"".join(b"t-%d,Tree %d,,,,,,,,,\n" % (row, row) for row in range(size // 50)), "constraint"),
    "items of a list": (lambda size: b"t-04,Tree," + b"a;" * (size // 2) + b",,,,,,,,\n", "cell-length"),
}
"""What is big: its bytes, and the rules that it breaks."""


@pytest.fixture(scope="module")
def at_rest(place) -> int:
    """The memory that the command holds when there is next to nothing to read."""
    return ukim("validate", garden(place), "--engine", "fast").memory


@slow
@pytest.mark.parametrize("what", fast_first(BIG))
def test_a_big_table_is_answered_in_memory_that_its_size_bounds(place, at_rest, what) -> None:
    make, rules = BIG[what]
    data = make(SIZE)
    with (garden(place) / "data/trees.csv").open("ab") as file:
        file.write(data)
    done = ukim("validate", place, "--engine", "fast", seconds=600)
    assert done.code == 1
    assert {*re.findall(r"^data/trees\.csv\S* +([a-z-]+) ", done.output, re.MULTILINE)} == {*rules.split()}
    places, items = data.count(b"\n") + data.count("\u200b".encode()), data.count(b";")  # each place may be a finding
    assert done.memory < at_rest + 50_000_000 + 40 * len(data) + 800 * places + 100 * items
