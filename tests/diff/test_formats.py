import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import hostile
from lanes import examples
from ukim.curation.change_list import as_json
from ukim.curation.difference import Cell, Difference, Row, SchemaChange, Side, TableDifference
from ukim.diff.as_csv import COLUMNS, FORMULA, as_csv
from ukim.diff.as_html import as_html
from ukim.diff.as_markdown import as_markdown
from ukim.diff.as_text import as_text
from ukim.report.to_github import GAP
from ukim.report.words import visible

LINKS = MarkdownIt("js-default", {"html": True})
SIDES = Side("v0.1.0", "0.1.0", "2026-05-04"), Side("v0.2.0", "0.2.0", "2026-06-01")
VOID = {"meta", "br"}


def with_a(cell: Cell, *, key: str = "s-000001", about: str = "Mysal Ulgiliev", reason: str = "") -> Difference:
    """One corrected cell."""
    row = Row(key, about, (cell,), reason)
    table = TableDifference("sentences", "Sentences", (), (), (row,))
    return Difference(*SIDES, (), (table,))


TERM = Cell("term_months", "Term in months", "18", "24", "18 months", "24 months", "Corrected: Misread.")
EMPTY = Difference(*SIDES, (), ())


@st.composite
def differences(draw: st.DrawFn) -> Difference:
    """A difference whose every word is somebody's who wants it to be more than text."""
    text = hostile.text
    cells = st.builds(Cell, text, text, text, text, text, text, text)
    rows = st.lists(st.builds(Row, text, text, st.lists(cells, max_size=2).map(tuple), text), max_size=1).map(tuple)
    tables = st.lists(st.builds(TableDifference, text, text, rows, rows, rows), max_size=1).map(tuple)
    schema = st.lists(st.builds(SchemaChange, text, text, text, text, text), max_size=1).map(tuple)
    sides = st.builds(Side, text, text, text)
    return draw(st.builds(Difference, sides, sides, schema, tables))


@pytest.mark.parametrize("form", [as_text, as_markdown, as_html])
def test_only_where_something_is_withheld_it_is_said_how_that_is_shown(form) -> None:
    words = SchemaChange("sources", "url", "description", "Its address.", "Its address; empty where it is withheld.")
    shown = "What is withheld to protect a person is shown as"
    assert shown not in form(Difference(*SIDES, (words,), with_a(TERM).tables))
    assert shown in form(with_a(Cell("note", "Note", "withheld", "withheld", "withheld", "withheld")))


def test_a_key_in_markdown_can_be_copied_and_a_date_is_no_key() -> None:
    court = Cell("court_id", "Court", "court-1", "rferl-31308475", "A court (court-1)", "Another (rferl-31308475)")
    assert "| Court | A court (`court-1`) | Another (`rferl-31308475`) |" in as_markdown(with_a(court))
    assert "(`ch-pd89kb/*/rferl-31308475`)" in as_markdown(with_a(TERM, key="ch-pd89kb/*/rferl-31308475"))
    day = Cell("decided", "Date", "2021-02-22", "/2020-09-08", "2021-02-22", "/2020-09-08")
    assert "`" not in as_markdown(with_a(day)).replace("`s-000001`", "")


def test_the_text_tells_who_what_and_why(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert as_text(with_a(TERM)) == (
        "What changed from v0.1.0 (version 0.1.0, 2026-05-04) to v0.2.0 (version 0.2.0, 2026-06-01)\n"
        "0 rows added, 0 withdrawn, 1 corrected, 0 changes of the schemas.\n"
        "\n"
        "Sentences: corrected\n"
        "  -  Mysal Ulgiliev (s-000001)\n"
        "      Term in months  18 months → 24 months\n"
        "                      Corrected: Misread.\n"
    )


def test_markdown_has_a_table_of_what_stood_and_stands() -> None:
    tokens = LINKS.parse(as_markdown(with_a(TERM)))
    words = [token.content for token in tokens if token.type == "inline"]
    assert words[-8:] == [
        *("column", "before", "after", "reason"),
        *("Term in months", "18 months", "24 months", "Corrected: Misread."),
    ]


@pytest.mark.parametrize("written", [as_text, as_markdown, as_html])
def test_where_nothing_differs_readers_are_told_so(written) -> None:
    assert "Nothing differs." in written(EMPTY)


def test_the_csv_of_no_difference_is_its_header() -> None:
    assert list(csv.reader(io.StringIO(as_csv(EMPTY)))) == [list(COLUMNS)]


def test_json_has_every_field_of_the_result() -> None:
    content = json.loads(as_json(with_a(TERM)))
    assert content["version"] == 1
    assert content["tables"][0]["corrected"][0]["cells"][0] == {
        "column": "term_months",
        "title": "Term in months",
        "old": "18",
        "new": "24",
        "old_words": "18 months",
        "new_words": "24 months",
        "reason": "Corrected: Misread.",
    }


@examples(60)
@given(differences())
def test_no_value_steers_a_terminal(found) -> None:
    for written in (as_text, as_markdown, as_csv, as_json, as_html):
        text = written(found)
        lines = text.replace(GAP, "") if written is as_markdown else text
        assert all(line == visible(line) for line in lines.splitlines())
        assert text.encode()


@examples(60)
@given(differences())
def test_no_line_of_the_csv_begins_a_formula_and_each_is_whole(found) -> None:
    header, *lines = csv.reader(io.StringIO(as_csv(found)), strict=True)
    assert header == list(COLUMNS)
    assert all(len(line) == len(COLUMNS) for line in lines)
    assert not [cell for line in lines for cell in line if cell.lstrip().startswith(FORMULA)]


@pytest.mark.parametrize("formula", ['=HYPERLINK("https://b.example")', "+1", "-1", "@SUM(A1)", " =1", "＝1"])
def test_a_formula_stands_in_csv_as_text(formula) -> None:
    cell = Cell("note", "Note", "", formula, "", formula)
    (line,) = list(csv.DictReader(io.StringIO(as_csv(with_a(cell)))))
    assert line["new"] == f"'{formula}"


@examples(60)
@given(differences())
def test_nothing_in_markdown_is_live(found) -> None:
    for token in LINKS.parse(as_markdown(found)):
        assert token.type not in {"html_block", "fence", "code_block", "blockquote_open", "hr", "ordered_list_open"}
        kinds = {child.type for child in token.children or []}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
        told = "".join(child.content for child in token.children or [])
        assert not re.search(r"https?://\S|@[a-z0-9]|#\d", told)


class Page(HTMLParser):
    """The elements and words of a page; fails where an element is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.words = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes |= set(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.words += data

    def handle_comment(self, data) -> None:
        raise AssertionError(data)


@examples(60)
@given(differences())
def test_no_value_adds_an_element_or_attribute_to_the_page(found) -> None:
    plain = Page(as_html(EMPTY))
    page = Page(as_html(found))
    of_values = {
        "ul",
        "li",
        "h2",
        "h3",
        "section",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "del",
        "ins",
        "br",
        "code",
        "p",
    }
    assert page.tags <= plain.tags | of_values
    assert page.attributes <= plain.attributes | {("scope", "col"), ("scope", "row")}


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = Page(as_html(with_a(TERM)))
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert not {name for name, _ in page.attributes} & {"src", "href", "style", "onload"}
    assert "24 months" in page.words
