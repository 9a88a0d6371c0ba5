"""The codebook of a release, as a page and as Markdown."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from packages import edit_json
from ukim.api.dataset import connect
from ukim.model import Package
from ukim.model.released import released
from ukim.release.codebook import Chapter, Column, chapter, tables, views
from ukim.release.codebook.html_page import html
from ukim.release.codebook.markdown_page import markdown

VOID = {"meta", "br", "hr", "link", "img", "input"}


class Page(HTMLParser):
    """A page that is well formed: its tags with attributes, and the text in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def package(untouched) -> Package:
    return Package.read(untouched / "datapackage.json")


@pytest.fixture(scope="module")
def page(described) -> Page:
    return Page((described / "codebook.html").read_text(encoding="utf-8"))


def test_every_column_of_every_table_of_the_release_has_an_anchor_and_its_description(page, package) -> None:
    anchors = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for name, table in package.tables.items():
        for field in released(table).fields:
            assert f"{name}.{field.name}" in anchors
            assert field.description.replace("`", "") in page.text
            for category in field.categories or field.item_categories:
                assert category.value in page.text
                assert category.description in page.text
    assert {"prosecutions", "prosecutions.last_known_status", "timeline"} <= anchors


def test_the_columns_of_views_have_the_types_that_the_descriptor_tells(untouched, release) -> None:
    told = {
        view.name: [(field.name, field.type) for field in view.table.fields]
        for view in Package.read(release / "datapackage.json").views
    }
    shown = {view.name: [(one.name, one.type) for one in view.columns] for view in views(connect(untouched))}
    assert shown == told


def test_every_link_of_the_page_leads_to_an_anchor_that_stands_once(page) -> None:
    anchors = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(anchors) == len(set(anchors))
    links = {attributes["href"] for attributes in page.of("a")}
    assert {"#people", "#cases.plea"} <= links
    assert {link.removeprefix("#") for link in links} <= set(anchors)
    labels = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    assert labels <= set(anchors)


def test_the_page_needs_nothing_from_elsewhere_and_no_script(page, described) -> None:
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert not any(name == "src" or name.startswith("on") for _, attributes in page.tags for name in attributes)
    text = (described / "codebook.html").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import", text)


def test_the_page_can_be_read_by_ear_and_printed(page, described) -> None:
    assert page.of("html") == [{"lang": "en"}]
    assert len(page.of("main")) == len(page.of("h1")) == len(page.of("title")) == 1
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert len(page.of("table")) == len(page.of("caption")) == len(page.of("thead"))
    assert {attributes["scope"] for attributes in page.of("th")} == {"col", "row"}
    assert "@media print" in (described / "codebook.html").read_text(encoding="utf-8")


def test_words_of_a_schema_are_no_markup(package) -> None:
    column = Column("a", "string", 'Below 3 & above <1> "so", see `b<c`; *once*.', example="<script>")
    text = html(package, [Chapter("odd", "A <table>.", (column,))], [])
    page = Page(text)
    assert 'Below 3 & above <1> "so", see b<c; once.' in page.text
    assert "<em>once</em>" in text
    assert page.of("script") == []


def test_the_page_and_the_text_tell_the_version_and_the_day(sound) -> None:
    edit_json(sound / "datapackage.json", "version", value="3.2.1")
    edit_json(sound / "datapackage.json", "created", value="2031-05-06T00:00:00Z")
    text = html(Package.read(sound / "datapackage.json"), [], [])
    assert "Version 3.2.1, 2031-05-06." in text


def test_the_text_has_a_line_for_every_column_of_the_release(described, package) -> None:
    lines = (described / "codebook.md").read_text(encoding="utf-8").splitlines()
    for name, table in package.tables.items():
        start = lines.index(f"## {name}")
        for field in released(table).fields:
            assert any(line.startswith(f"| `{field.name}`") and field.description in line for line in lines[start:])


def test_a_column_that_names_another_table_or_its_own_says_so(package) -> None:
    text = markdown("", tables(package), [])
    assert "| `court_id` | string → courts |" in text
    assert "| `predecessor_id` | string → this table |" in text
    assert '<a href="#organizations"><code>organizations</code></a>' in html(
        package, [chapter("organizations", package.tables["organizations"])], []
    )
