"""Whatever frictionless reports, our own engines report in the same place; docs/validation.md lists what differs."""

import csv
import io
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanes import examples
from packages import ROOT, TODAY, copy_of_the_sound_package
from ukim.compile.to_frictionless import package_descriptor
from ukim.findings import Finding
from ukim.model import Field, Package
from ukim.validate import validate
from ukim.validate.frictionless_process import errors_of

Error = dict[str, Any]
Rows = list[list[str]]
Breakage = Callable[[Path], None]

SOUND = ROOT / "tests/fixtures/sound/data"
PACKAGE = Package.read(ROOT / "datapackage.json")
DESCRIPTOR = package_descriptor(PACKAGE)
TABLES = list(PACKAGE.tables)
FILES = {resource.name: resource.path for resource in PACKAGE.resources}


# What is compared


@dataclass(frozen=True)
class Case:
    """A broken package: what frictionless says of it and what we say."""

    theirs: list[Error]
    ours: list[Finding]

    def told(self, file: str) -> set[str]:
        """The rules that we find broken in the file."""
        return {one.rule.id for one in self.ours if one.file == file}


UNREADABLE = {
    "file-missing",
    "file-empty",
    "encoding",
    "csv-syntax",
    "cell-line-break",
    "blank-line",
    "row-length",
    "header",
}
OF_ROWS = {"blank-row": "blank-line", "missing-cell": "row-length", "extra-cell": "row-length"}


def is_told(error: Error, case: Case) -> bool:
    """Whether a finding of ours stands at the same file, line and, where frictionless names one, field."""
    table = PACKAGE.tables[error["resource"]]
    fields = [*table.primary_key, None] if error["type"] == "primary-key" else error["fields"][:1]
    here = [one for one in case.ours if (one.file, one.line) == (FILES[error["resource"]], error["line"])]
    return any(not fields or one.field in fields for one in here)


def unread(error: Error, case: Case) -> bool:
    """Our finding is on the table; where we find only such rows as frictionless does, it is on the same row."""
    file = FILES[error["resource"]]
    told = case.told(file) & UNREADABLE
    if told == {OF_ROWS.get(error["type"])}:
        return any((one.file, one.line) == (file, error["line"]) for one in case.ours)
    return bool(told)


def unsound_target(error: Error, case: Case) -> bool:
    """Our finding is on the table that the reference names: it cannot be read, or a key in it is bad."""
    for key in PACKAGE.tables[error["resource"]].foreign_keys:
        target = FILES[key.reference.resource or error["resource"]]
        is_unread = bool(case.told(target) & UNREADABLE)
        if is_unread and error["line"] is None:
            return True
        if error["type"] == "foreign-key" and error["fields"] == key.fields:
            return is_unread or any((one.file, one.field) == (target, key.reference.fields[0]) for one in case.ours)
    return False


DIFFERENCES: dict[str, Callable[[Error, Case], bool]] = {
    "unread": unread,
    "unsound-target": unsound_target,
}


def compare(folder: Path) -> Case:
    ours = validate(folder / "datapackage.json", TODAY, with_frictionless=False).findings
    return Case(errors_of(str(folder), DESCRIPTOR), ours)


def missed(case: Case, differences: dict[str, Callable[[Error, Case], bool]]) -> list[Error]:
    """What frictionless reports and we neither report nor explain."""
    return [
        error
        for error in case.theirs
        if not is_told(error, case) and not any(explains(error, case) for explains in differences.values())
    ]


# Ways to break a table


@dataclass(frozen=True)
class OnRows:
    """A table rewritten with other rows, the header the first of them."""

    table: str
    how: str
    row: int
    column: int
    text: str
    raw: bool = False

    def __call__(self, folder: Path) -> None:
        path = folder / FILES[self.table]
        if not path.exists():
            return
        data = path.read_bytes()
        try:
            rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        except (UnicodeDecodeError, csv.Error):
            return
        if not rows:
            return
        getattr(self, f"_{self.how}")(rows)
        out = io.StringIO()
        if self.raw:
            out.write("".join(",".join(row) + "\n" for row in rows))
        else:
            csv.writer(out, lineterminator="\n").writerows(rows)
        path.write_bytes(out.getvalue().encode())

    def _at(self, rows: Rows) -> int:
        return min(1 + self.row % max(len(rows) - 1, 1), len(rows) - 1)

    def _cell(self, rows: Rows) -> None:
        row = rows[self._at(rows)]
        if row:
            row[self.column % len(row)] = self.text

    def _slip(self, rows: Rows) -> None:
        row = rows[self._at(rows)]
        if row:
            cell = row[self.column % len(row)]
            place = self.row % (len(cell) + 1)
            row[self.column % len(row)] = cell[:place] + self.text[:1] + cell[place + self.column % 2 :]

    def _key(self, rows: Rows) -> None:
        row = rows[self._at(rows)]
        if row:
            row[0] = self.text

    def _repeat(self, rows: Rows) -> None:
        rows.append(list(rows[self._at(rows)]))

    def _repeat_key(self, rows: Rows) -> None:
        row = list(rows[self._at(rows)])
        row[self.column % len(row) if row else 0 :] = [""] * (len(row) - (self.column % len(row) if row else 0))
        rows.append(row)

    def _drop(self, rows: Rows) -> None:
        del rows[self._at(rows)]

    def _swap(self, rows: Rows) -> None:
        place, other = self._at(rows), 1 + self.column % max(len(rows) - 1, 1)
        if other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]

    def _short(self, rows: Rows) -> None:
        row = rows[self._at(rows)]
        del row[self.column % (len(row) + 1) :]

    def _long(self, rows: Rows) -> None:
        rows[self._at(rows)].extend([self.text] * (1 + self.column % 3))

    def _blank(self, rows: Rows) -> None:
        rows.insert(self._at(rows), [""] * (self.column % 2 * len(rows[0])))

    def _add(self, rows: Rows) -> None:
        rows.append([self.text] * len(rows[0]))

    def _label(self, rows: Rows) -> None:
        rows[0][self.column % len(rows[0])] = self.text

    def _label_missing(self, rows: Rows) -> None:
        del rows[0][self.column % len(rows[0])]

    def _label_extra(self, rows: Rows) -> None:
        rows[0].insert(self.column % (len(rows[0]) + 1), self.text)

    def _label_twice(self, rows: Rows) -> None:
        rows[0][self.column % len(rows[0])] = rows[0][self.row % len(rows[0])]

    def _column_moved(self, rows: Rows) -> None:
        for row in rows:
            if len(row) == len(rows[0]):
                row.append(row.pop(self.column % len(row)))

    def _labels_swapped(self, rows: Rows) -> None:
        place, other = self.column % len(rows[0]), self.row % len(rows[0])
        rows[0][place], rows[0][other] = rows[0][other], rows[0][place]


@dataclass(frozen=True)
class OnBytes:
    """A table whose bytes are others."""

    table: str
    how: str
    place: int
    data: bytes

    def __call__(self, folder: Path) -> None:
        path = folder / FILES[self.table]
        if not path.exists():
            return
        before = path.read_bytes()
        after = getattr(self, f"_{self.how}")(before)
        if after is None:
            path.unlink()
        else:
            path.write_bytes(after)

    def _missing(self, _: bytes) -> None:
        return None

    def _other(self, _: bytes) -> bytes:
        return self.data

    def _cut(self, before: bytes) -> bytes:
        return before[: self.place % (len(before) + 1)]

    def _into(self, before: bytes) -> bytes:
        place = self.place % (len(before) + 1)
        return before[:place] + self.data + before[place:]

    def _mark(self, before: bytes) -> bytes:
        return b"\xef\xbb\xbf" + before

    def _crlf(self, before: bytes) -> bytes:
        return before.replace(b"\n", b"\r\n")

    def _cr(self, before: bytes) -> bytes:
        return before.replace(b"\n", b"\r")

    def _encoded(self, before: bytes) -> bytes:
        encoding = ("cp1251", "utf-16", "utf-16-be", "utf-8-sig", "koi8-r")[self.place % 5]
        return before.decode("utf-8", "replace").encode(encoding, "replace")

    def _separated(self, before: bytes) -> bytes:
        return before.replace(b",", (b";", b"\t", b"|", b", ")[self.place % 4])


def names_of(owner: type) -> list[str]:
    return [name[1:] for name in vars(owner) if re.match("_[a-z]", name) and name != "_at"]


@cache
def known_cells() -> list[str]:
    cells = {""}
    for path in sorted(SOUND.glob("*.csv")):
        cells.update(cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))) for cell in row)
    return sorted(cells)


NEAR = (
    *("0", "00", "-0", "+1", "-1", " 18", "18 ", "018", "18.0", "1e2", "1_000", "١٨", "18x", "½", "NaN", "inf"),
    *("9223372036854775807", "9223372036854775808", "1" * 5000, "9" * 40, "-9223372036854775809"),
    *("2021-02-30", "2021-2-3", "2021-02-03 ", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2021"),
    *("٢٠٢١-٠٢-٠٣", "2021-02-03T00:00", "22.02.2021", "2021-02", "-2021-02-03", "2021-13-01", "0000-00-00"),
    *("True", "TRUE", "1", "0", "yes", "False", "true ", "true", "false", "None", "null", "NA"),
    *("p-000001", "p-000009", "c-000009", "P-000001", "p-00000i", "KZ-99", "news-1", "nothing", "mysal", "*"),
    *("a;b", ";", "a;;b", "a; b", "male;female", "jail", "male", "Male", "fine;fine"),
    *("https://", "http://a", "https://a b", "https://[::1]/", "https://[::1", "https://a:99999/", "https://a:x/"),
    *(
        "https://news.example/1",
        "HTTPS://A",
        "ftp://a.example/",
        "https://é.example/",
        "https://a.example/%",
        "https:///a",
    ),
    *(
        "https://a@b@c/",
        "https://a.example/\\",
        "https://a..example",
        "https://256.256.256.256/",
        "https://-a-/",
        "mailto:a",
    ),
    *("Q0", "Q1", "Q01", "q1", "en", "EN", "eng", "0.1.0", "1", "405", "0405"),
    *(
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        '"',
        '""',
        "'",
        "\\",
        ",",
        ",,",
        "=1",
        "#",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
    ),
    *("a\nb", 'a"b', '"a"', "\u200b", "\u00a0", "\u0301", "\ufeff", "\x1b[0m", "\u202e", "{}", "[]", "a" * 3000),
)
address = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "https:", "//", "HTTPS://"]),
    st.text("ab.-_:@[]%1é ?#/\\", max_size=8),
    st.sampled_from(["", ":80", ":", ":0", ":65536", ":a"]),
    st.text("/ab?#%&=[]{}|<>^`é\u00a0\x1c\x7f\\", max_size=8),
)
texts = st.one_of(
    st.sampled_from(NEAR),
    st.sampled_from(known_cells()),
    address,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"),
    st.integers().map(str),
)
tables = st.sampled_from(TABLES)
numbers = st.integers(0, 1000)
on_cells = st.builds(OnRows, tables, st.sampled_from(["cell", "cell", "slip", "key"]), numbers, numbers, texts)
on_rows = st.builds(OnRows, tables, st.sampled_from(names_of(OnRows)), numbers, numbers, texts, raw=st.booleans())
on_bytes = st.builds(OnBytes, tables, st.sampled_from(names_of(OnBytes)), st.integers(0, 5000), st.binary(max_size=6))
breakages = st.one_of(
    st.lists(on_cells, min_size=1, max_size=8),
    st.lists(st.one_of(on_cells, on_rows), min_size=1, max_size=6),
    st.lists(st.one_of(on_cells, on_rows, on_bytes), min_size=1, max_size=5),
)


def broken(folder: Path, *ways: Breakage) -> Path:
    """The sound package in that folder, its tables anew, and broken in these ways."""
    if not folder.exists():
        copy_of_the_sound_package(folder)
    shutil.rmtree(folder / "data")
    shutil.copytree(SOUND, folder / "data")
    for way in ways:
        way(folder)
    return folder


# Tables full of random cells

LETTERS = "abzAZ019 ,;\"'-_.:/@%éҚя\u0301\u200b\u00a0\u2028\x01\x0b\x1c\x7f\x85٣½😀"


def some_text(chance: random.Random, good: list[str]) -> str:
    """A cell: right, right but for a letter, near, of another column, or any."""
    how = chance.random()
    if how < 0.4:
        return chance.choice(good)
    if how < 0.6:
        cell = chance.choice(good)
        at = chance.randrange(len(cell) + 1)
        return cell[:at] + chance.choice([*LETTERS, ""]) + cell[at + chance.randrange(2) :]
    if how < 0.7:
        return chance.choice(known_cells())
    if how < 0.9:
        return chance.choice([cell for cell in NEAR if not set(cell) & {"\n", "\r"}])
    return "".join(chance.choices(LETTERS, k=chance.randrange(8)))


def of_type(chance: random.Random, field: Field) -> str:
    """A cell that is nearly of the type of the field."""
    if field.type == "integer":
        return str(chance.choice([chance.randint(-5, 600), chance.randint(-(10**20), 10**20)]))
    if field.type == "date":
        year, month, day = (
            chance.choice([0, 1, 1899, 1900, 2021, 2099, 2100, 9999]),
            chance.randrange(14),
            chance.randrange(33),
        )
        return f"{year:04}-{month:02}-{day:02}"
    if field.format == "uri":
        host, rest = ("".join(chance.choices(letters, k=5)) for letters in ("ab.-_:@[]%1é", "/ab?#%&=[]{}|<>^`é\\\x7f"))
        return (
            chance.choice(["https://", "http://", "https:/", "HTTPS://"])
            + host
            + chance.choice(["", ":80", ":x", ":99999"])
            + rest
        )
    return chance.choice(["true", "false", "True", "1", "no"])


def filled(folder: Path, seed: int) -> Path:
    """The sound package with many random rows in each table; most of them have a key of their own."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    broken(folder)
    for name, table in PACKAGE.tables.items():
        header, *rows = csv.reader(io.StringIO((folder / FILES[name]).read_text(encoding="utf-8")))
        columns = [
            sorted({"", *field.allowed_values, *(row[at] for row in rows)}) for at, field in enumerate(table.fields)
        ]
        for number in range(20):
            row = [
                of_type(chance, field)
                if (field.type not in {"string", "list"} or field.format) and chance.random() < 0.6
                else some_text(chance, good)
                for field, good in zip(table.fields, columns, strict=True)
            ]
            if chance.random() < 0.9:
                prefix = re.match(r"\^(\w+-)\[0-9a-h", table.fields[0].constraints.pattern or "")
                row[0] = (
                    f"{prefix[1]}{number:06}" if prefix else f"KZ-{number:02}" if name == "regions" else f"x-{number}"
                )
            if any(row):
                rows.append(row)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
        (folder / FILES[name]).write_bytes(out.getvalue().encode())
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("parity") / "package"


@pytest.fixture(scope="module", autouse=True)
def _without_rules():
    """No error of frictionless may be told by a rule in SQL alone; without them it is faster too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ukim.validate.rules.files", lambda _: [])
        yield


few, fewer = examples(20), examples(8)


@few
@given(ways=breakages)
def test_what_frictionless_reports_of_broken_tables_we_report_in_the_same_place(place, ways) -> None:
    assert missed(compare(broken(place, *ways)), DIFFERENCES) == []


@fewer
@given(seed=st.integers(0, 2**32))
def test_what_frictionless_reports_of_random_cells_we_report_in_the_same_place(place, seed) -> None:
    case = compare(filled(place, seed))
    assert len(case.theirs) > 300
    assert missed(case, DIFFERENCES) == []


KINDS = [
    ("type-error", OnRows("sentences", "cell", 0, 8, "18x")),
    ("type-error", OnRows("regions", "cell", 0, 5, "2022-06-31")),
    ("type-error", OnRows("bans", "cell", 0, 9, "maybe")),
    ("type-error", OnRows("sources", "cell", 0, 1, "news.example/1")),
    ("constraint-error", OnRows("people", "cell", 0, 1, "")),
    ("constraint-error", OnRows("people", "cell", 0, 5, "mail")),
    ("constraint-error", OnRows("people", "cell", 0, 7, "42")),
    ("constraint-error", OnRows("sentences", "cell", 0, 8, "481")),
    ("unique-error", OnRows("sources", "cell", 0, 1, "https://news.example/1")),
    ("primary-key", OnRows("citations", "repeat", 0, 0, "")),
    ("primary-key", OnRows("distinct_people", "repeat_key", 0, 0, "")),
    ("foreign-key", OnRows("cases", "cell", 0, 1, "p-999999")),
    ("foreign-key", OnRows("sentences", "cell", 1, 6, "s-999999")),
    ("blank-row", OnRows("regions", "blank", 0, 1, "")),
    ("missing-cell", OnRows("regions", "short", 0, 3, "")),
    ("extra-cell", OnRows("regions", "long", 0, 0, "x")),
    ("missing-label", OnRows("regions", "label_missing", 0, 2, "")),
    ("extra-label", OnRows("regions", "label_extra", 0, 7, "more")),
    ("incorrect-label", OnRows("regions", "label", 0, 2, "name")),
    ("duplicate-label", OnRows("regions", "label_twice", 0, 1, "")),
    ("blank-label", OnRows("regions", "label", 0, 2, "")),
    ("encoding-error", OnBytes("people", "into", 5, b"\xff")),
    ("source-error", OnBytes("people", "other", 0, b"")),
    ("scheme-error", OnBytes("people", "missing", 0, b"")),
]


@pytest.mark.parametrize(("kind", "way"), KINDS)
def test_every_kind_of_error_is_told_and_its_loss_would_be_noticed(place, kind, way) -> None:
    case = compare(broken(place, way))
    assert kind in {error["type"] for error in case.theirs}
    assert missed(case, DIFFERENCES) == []
    assert missed(replace(case, ours=[]), DIFFERENCES) == case.theirs


@pytest.mark.parametrize("text", ["x;'Mysal';y", 'says "a";"b";"c"', "a|'b'|c", "it's 'no', 'yes' and 'no'"])
def test_quotes_between_other_signs_do_not_make_frictionless_guess_another_separator(place, text) -> None:
    assert compare(broken(place, OnRows("people", "cell", 0, 8, text))).theirs == []


# What differs, and why

EXAMPLES = {
    "unread": OnRows("regions", "label", 0, 1, "name"),
    "unsound-target": OnRows("people", "cell", 0, 0, "P-1"),
}


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_every_difference_occurs(place, difference) -> None:
    case = compare(broken(place, EXAMPLES[difference]))
    others = {name: explains for name, explains in DIFFERENCES.items() if name != difference}
    assert missed(case, others)
    assert missed(case, DIFFERENCES) == []


def test_the_documentation_explains_these_differences_and_no_others() -> None:
    text = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
    assert re.findall(r"^- `([a-z-]+)`: ", text, re.MULTILINE) == list(DIFFERENCES)
