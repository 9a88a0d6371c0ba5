import os
import pty
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hostile
from packages import ROOT
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.report.to_text import lines
from ukim.tables.canonical import cell_column, render

TELLING = re.compile(r'^(\S+?)(?::(\d+)(?::(\d+))?)?  (\S+)  (?:("(?:[^"\\]|\\.)*")  )?(.*)$')
"""File, line, column, rule, value, what is wrong."""
WARNING = Rule("doubtful", "rule", "A title", "A why.", "Look again.", "an example", severity="warning")


def told(*findings: Finding) -> list[str]:
    return [line.plain for line in lines(findings)]


def category(text: str, value: str) -> Finding:
    column = text.index(value) + 1
    return Finding(BUILT_IN["category"], "data/people.csv", "not in the list", 2, column, "gender", value, text=text)


def test_a_finding_is_told_in_one_line_then_its_place_and_its_mending() -> None:
    assert told(category("p-1,Ulgi,femal,1980", "femal")) == [
        "data/people.csv: 1 error, 0 warnings",
        'data/people.csv:2:10  category  "femal"  not in the list',
        "    | p-1,Ulgi,femal,1980",
        "    |          ^~~~~",
        "    > Choose from the list, or propose a new value for it in the table's schema.",
        "",
    ]


def test_findings_stand_under_the_name_of_their_file_with_their_number() -> None:
    first, second = Finding(BUILT_IN["order"], "a.csv", "x", 2), Finding(WARNING, "a.csv", "y", 3)
    text = told(first, second, Finding(WARNING, "b.csv", "z"))
    assert [line for line in text if re.match(r"\S+: ", line)] == [
        "a.csv: 1 error, 1 warning",
        "b.csv: 0 errors, 1 warning",
    ]


def test_a_warning_is_marked_as_one() -> None:
    assert "a.csv:2  doubtful  warning: it may be so" in told(Finding(WARNING, "a.csv", "it may be so", 2))
    assert "a.csv:2  order  it is so" in told(Finding(BUILT_IN["order"], "a.csv", "it is so", 2))


def test_a_program_can_read_place_rule_value_and_fault_from_the_line() -> None:
    finding = category('p-1,"a  ""b"", c",x', "x")
    cases = [
        (finding, ("data/people.csv", "2", "19", "category", '"x"', "not in the list")),
        (Finding(BUILT_IN["order"], "a.csv", "unsorted", 7), ("a.csv", "7", None, "order", None, "unsorted")),
        (Finding(BUILT_IN["file-missing"], "a.csv", "gone"), ("a.csv", None, None, "file-missing", None, "gone")),
        (
            Finding(BUILT_IN["type"], "a.csv", "no number", 2, 1, value='1  "2'),
            ("a.csv", "2", "1", "type", '"1  \\"2"', "no number"),
        ),
    ]
    for one, parts in cases:
        match = TELLING.match(told(one)[1])
        assert match is not None
        assert match.groups() == parts


def test_of_many_findings_of_a_rule_in_a_file_ten_are_shown_and_the_others_counted() -> None:
    many = [Finding(BUILT_IN["spaces"], "a.csv", "a space", line) for line in range(2, 15)]
    text = told(*many, Finding(BUILT_IN["order"], "a.csv", "x", 20), Finding(BUILT_IN["spaces"], "b.csv", "a space", 2))
    assert sum("  spaces  " in line for line in text) == 11
    assert "    > 3 more of spaces in this file: --format json lists all." in text
    assert sum(" more of " in line for line in text) == 1
    assert "a.csv:20  order  x" in text
    assert "a.csv: 14 errors, 0 warnings" in text


def test_the_name_of_a_rule_is_counted_in_characters_that_can_be_seen() -> None:
    rule = replace(WARNING, id="\x1b[31m")
    text = told(*(Finding(rule, "a.csv", "wrong", line) for line in range(2, 13)))
    assert "    > 1 more of \\u001b[31m in this file: --format json lists all." in text


def test_ten_findings_of_a_rule_are_all_of_them() -> None:
    text = told(*(Finding(BUILT_IN["spaces"], "a.csv", "a space", line) for line in range(2, 12)))
    assert sum("  spaces  " in line for line in text) == 10
    assert not any(" more of " in line for line in text)


@pytest.mark.parametrize(
    ("before", "value", "width"),
    [
        ("p-1,Мысал,", "еркек", 5),
        ("p-1,漢字,", "еркек", 5),
        ("p-1,ａｂ,", "漢字", 4),
        ("p-1,\x1b[31m\u202e,", "x", 1),
        ("p-1,a\u200b,", "\u200bx", 7),
    ],
)
def test_the_mark_stands_under_the_cell_as_long_as_it(before, value, width) -> None:
    _, _, line, mark, *_ = told(category(f"{before}{value},1980", value))
    shown = re.split(r"(?<=,)(?=[^,]*,1980$)", line)
    assert mark == f"    |{' ' * (_columns(shown[0]) - 5)}^{'~' * (width - 1)}"


@given(st.lists(st.text('aЖ漢\u200b\x1b ,"', max_size=2), min_size=2, max_size=4), st.data())
def test_the_mark_stands_under_any_cell(row, data) -> None:
    index = data.draw(st.integers(0, len(row) - 1))
    text = render(row, []).removesuffix("\n")
    column, cell = cell_column(text, index), render([row[index], "x"], []).removesuffix(",x\n")
    finding = Finding(BUILT_IN["type"], "a.csv", "wrong", 2, column, "x", row[index], text=text)
    _, _, line, mark, *_ = told(finding)
    assert line == f"    | {_seen(text)}"
    tail = "~" * (_columns(_seen(cell)) - 1)
    assert mark == f"    | {' ' * _columns(_seen(text[: column - 1]))}^{tail}"


def test_of_a_long_line_the_part_around_the_cell_is_shown() -> None:
    _, _, line, mark, *_ = told(category(f"{'a' * 5000},femal,{'b' * 5000}", "femal"))
    assert re.fullmatch(r"    \| …a+,femal,b+…", line)
    assert len(line) <= 106
    assert line[mark.index("^") : len(mark)] == "femal"


def test_a_long_value_is_shortened_and_so_is_its_mark() -> None:
    _, telling, line, mark, *_ = told(category(f"p-1,{'x' * 5000},1980", "x" * 5000))
    assert len(telling) < 200
    assert len(line) <= 106
    assert len(mark) <= len(line)


def test_a_line_without_a_column_is_shown_without_a_mark_and_only_if_short() -> None:
    short = Finding(BUILT_IN["order"], "a.csv", "unsorted", 2, text="p-1,Ulgi")
    assert told(short)[2:4] == ["    | p-1,Ulgi", f"    > {BUILT_IN['order'].fix}"]
    long = Finding(BUILT_IN["order"], "a.csv", "unsorted", 2, text="x" * 101)
    assert told(long)[2] == f"    > {BUILT_IN['order'].fix}"


def test_a_column_behind_the_line_is_shown_without_a_mark() -> None:
    beyond = Finding(BUILT_IN["type"], "a.csv", "wrong", 2, 99, text="p-1,Ulgi")
    assert told(beyond)[2:4] == ["    | p-1,Ulgi", f"    > {BUILT_IN['type'].fix}"]


@given(st.lists(hostile.findings(), max_size=3))
def test_nothing_of_the_data_reaches_the_terminal_unseen_or_starts_a_command(findings) -> None:
    for line in told(*findings):
        assert line.isprintable()
        assert "##[" not in line
        assert not line.lstrip().startswith("::")


ON_A_TERMINAL = (
    "from ukim.findings import BUILT_IN, Finding; from ukim.report.to_text import show\n"
    "show([Finding(BUILT_IN['category'], 'a.csv', 'wrong', 2, 1, value='[bold]x', text='[bold]x,1')])"
)


def on_a_terminal(**environment: str) -> str:
    ours, theirs = pty.openpty()
    known = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    with os.fdopen(ours, "rb", buffering=0) as output:
        subprocess.run(
            [sys.executable, "-c", ON_A_TERMINAL],
            env={**known, "TERM": "xterm-256color", "COLUMNS": "20", **environment},
            stdout=theirs,
            check=True,
            cwd=ROOT,
        )
        os.close(theirs)
        return output.read(10_000).decode()


def test_a_terminal_gets_colours_unless_it_asks_for_none() -> None:
    plain = on_a_terminal(NO_COLOR="1").replace("\r\n", "\n")
    coloured = on_a_terminal().replace("\r\n", "\n")
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert 'a.csv:2:1  category  "[bold]x"  wrong\n    | [bold]x,1\n    | ^~~~~~~\n' in plain


def test_a_file_gets_no_colours_even_where_they_are_forced() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ON_A_TERMINAL],
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        capture_output=True,
        check=True,
    )
    assert b"\x1b" not in done.stdout


def _columns(text: str) -> int:
    """How wide a terminal shows the text, which holds letters only."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _seen(text: str) -> str:
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)
