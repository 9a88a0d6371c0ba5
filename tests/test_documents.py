"""What the documents say is so."""

import os
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

import ukim
from drift import ELSEWHERE, broken_links, unknown_names, wrong_commands
from known_names import PACKAGE, commands, names
from packages import ROOT, add_row
from pages import Page
from ukim.documents.generate import documents, main
from ukim.documents.readme import readme
from ukim.errors import UkimError
from ukim.model import Package
from ukim.release.codebook import views

PAGES = [
    Page.read(path)
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/*.md")])
    if path.name != "CHANGELOG.md"  # it tells of the past
]


def test_the_generated_documents_are_up_to_date() -> None:
    generated = documents(PACKAGE)
    assert {path for path, text in generated.items() if (ROOT / path).read_text(encoding="utf-8") != text} == set()


def name_of(page: Page) -> str:
    return str(page.path.relative_to(ROOT))


def page_of(name: str) -> Page:
    return Page.read(ROOT / name)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_option_and_target_of_a_page_exists(page) -> None:
    assert list(wrong_commands(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_name_and_path_of_a_page_exists(page, release) -> None:
    assert list(unknown_names(page, release)) == []


def test_words_that_name_nothing_here_are_used_and_are_no_names() -> None:
    used = set(chain.from_iterable(page.spans for page in PAGES))
    assert set(ELSEWHERE) <= used
    assert not set(ELSEWHERE) & names()


def test_every_command_is_told_of_on_a_page_that_people_wrote() -> None:
    lines = chain.from_iterable(page.command_lines for page in PAGES if page.path.name != "commands.md")
    told = set(re.findall(r"\bukim ([a-z]+)", "\n".join(lines)))
    assert {command for command in commands() if command} <= told


def test_every_option_stands_in_the_help_of_its_command() -> None:
    overview, *chapters = re.split(r"^## ", (ROOT / "docs/commands.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    helps = {"": overview} | {chapter.partition("\n")[0]: chapter for chapter in chapters}
    assert set(helps) == set(commands())
    missing = [(name, one) for name, options in commands().items() for one in options if one not in helps[name]]
    assert missing == []


def test_help_is_what_a_wide_terminal_shows() -> None:
    circumstances = os.environ | {"COLUMNS": "200", "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "ukim", "diff", "--help"]
    shown = subprocess.run(command, env=circumstances, capture_output=True, text=True, check=True).stdout
    shown = shown.replace("python -m ukim", "ukim")
    assert f"## diff\n\n```text\n{shown}```\n" in (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def test_every_table_view_column_and_value_stands_in_the_codebook() -> None:
    told = set(page_of("docs/codebook.md").spans)
    fields = [field for table in PACKAGE.tables.values() for field in table.fields]
    chapters = list(views(ukim.connect(ROOT)))
    assert {field.name for field in fields} <= told
    assert {one.value for field in fields for one in [*(field.categories or []), *field.item_categories]} <= told
    assert {column.name for view in chapters for column in view.columns} <= told
    assert {*PACKAGE.tables, *(view.name for view in chapters)} <= set(page_of("docs/codebook.md").anchors)


def test_every_page_stands_in_the_index_of_pages() -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(page_of("docs/README.md").links)


def test_every_example_stands_in_the_list_of_examples() -> None:
    assert {path.name for path in (ROOT / "examples").glob("*.py")} <= set(page_of("examples/README.md").spans)


INVENTED = {
    "ukim validat": wrong_commands,
    ".venv/bin/ukim validate --strikt": wrong_commands,
    "ukim diff OLD NEW [--format text|pdf]": wrong_commands,
    "ukim validate --format=xml": wrong_commands,
    "--dry-runs": wrong_commands,
    "make biuld": wrong_commands,
    "sentence_days": unknown_names,
    "sentences.days": unknown_names,
    "prosecution": unknown_names,
    "imprisoned_for_life": unknown_names,
    "uncited-rows": unknown_names,
    "ukim.lode()": unknown_names,
    "ukim:sited": unknown_names,
    "scripts/ukim/fromat.py": unknown_names,
    "turnbul.py": unknown_names,
    "dist/X.Y.Z/ukim-X.Y.Z.rar/": unknown_names,
    "ukim-X.Y.Z.duckdb.sum": unknown_names,
    "parket/": unknown_names,
}
"""Code that names what does not exist, and the check that finds it."""


@pytest.mark.parametrize("code", INVENTED)
def test_code_that_names_what_is_not_there_is_found_and_nothing_else_is(code, release) -> None:
    page = Page(ROOT / "examples/README.md", f"Type `{code}`.\n")
    found = {
        wrong_commands: list(wrong_commands(page)),
        unknown_names: list(unknown_names(page, release)),
        broken_links: list(broken_links(page)),
    }
    assert {check for check, what in found.items() if what} == {INVENTED[code]}


@pytest.mark.parametrize("block", ["    {}", "```sh\n{}\n```", "- a list\n\n      $ {}".replace("$ ", "")])
def test_a_wrong_command_in_a_block_of_code_is_found(block) -> None:
    page = Page(ROOT / "README.md", block.format("cd ukim && .venv/bin/ukim chek") + "\n")
    assert [one.rpartition(": ")[2] for one in wrong_commands(page)] == ["ukim has no command chek"]


THERE = (
    "ukim diff v0.1.0 . --format html > diff.html",
    "ukim --version",
    "make benchmark CASES='1000'",
    "-- fix:",
    "---",
    "sentences.term_months",
    "decided_earliest",
    "all_records",
    "dvk-2018",
    "uncited-row",
    "ukim.cite()",
    "turnbull.py",
    "dist/X.Y.Z/ukim-X.Y.Z.zip",
    "csv/",
    "uniqueKeys",
    "ukim:cited",
    "decisions",
    "2021-02-22",
    "Taraz",
)
"""Code that names what exists, or that names nothing."""


@pytest.mark.parametrize("code", THERE)
def test_code_that_names_what_is_there_passes(code, release) -> None:
    page = Page(ROOT / "examples/README.md", f"Type `{code}`.\n")
    assert [*wrong_commands(page), *unknown_names(page, release)] == []


NOWHERE = (
    "[a](docs/nothing.md)",
    "![a](docs/pictures/nothing.svg)",
    "[a](nowhere/)",
    "[a](#no-such-heading)",
    "[a](docs/releasing.md#what-a-release-was)",
    "[a](http://example.org)",
    "[a][b]\n\n[b]: nowhere.md",
)


@pytest.mark.parametrize("link", NOWHERE)
def test_a_link_that_leads_nowhere_is_found(link) -> None:
    assert len(list(broken_links(Page(ROOT / "README.md", f"# Heading\n\n{link}\n")))) == 1


def test_headings_are_told_apart_as_addresses() -> None:
    text = "# What, `why` & how?\n## Twice\n## Twice\n[a](#what-why--how) [b](#twice-1) [c](docs) [d](https://ukim.example)\n"
    page = Page(ROOT / "README.md", text)
    assert page.anchors == ["what-why--how", "twice", "twice-1"]
    assert list(broken_links(page)) == []


def at(release: Path, code: str) -> str:
    """Code that opens a release, opening this one."""
    return code.replace("dist/X.Y.Z/ukim-X.Y.Z", str(release))


@pytest.mark.parametrize("page", [page for page in PAGES if page.blocks("python")], ids=name_of)
def test_the_python_of_a_page_runs(page, release, capsys) -> None:
    for code in page.blocks("python"):
        exec(at(release, code), {})  # noqa: S102
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", [page for page in PAGES if page.blocks("sql")], ids=name_of)
def test_the_sql_of_a_page_finds_rows_in_a_release_and_in_the_tables(page, release) -> None:
    for query in page.blocks("sql"):
        assert ukim.connect(ROOT).sql(query).fetchall()
        assert ukim.connect(release).sql(query).columns


def test_the_readme_fits_a_screen_and_tells_no_version() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 66
    assert max(map(len, lines)) <= 120
    assert not re.search(r"\b\d+\.\d+\.\d+\b", "\n".join(lines))


def test_what_the_readme_counts_is_counted_anew() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    made_up = text.replace("The tables hold", "The tables held").replace("| imprisonment |", "| fine |")
    assert made_up != text
    assert readme(made_up, ukim.connect(ROOT)) == text


def test_a_total_that_the_readme_compares_with_and_that_is_gone_is_told(untouched) -> None:
    with pytest.raises(UkimError, match="which published_counts does not have"):
        readme((ROOT / "README.md").read_text(encoding="utf-8"), ukim.connect(untouched))


def test_of_tables_that_cannot_be_read_no_document_is_written(sound, monkeypatch, capsys) -> None:
    add_row(sound, "people", "p-000001", "Ulgi Mysalbekov")
    (sound / "README.md").write_text("Ours.", encoding="utf-8")
    monkeypatch.setattr("ukim.documents.generate.packaged", lambda: sound)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("ukim: no document is written: The tables in ")
    assert not (sound / "docs").exists()


def test_every_folder_of_hand_made_files_says_what_belongs_in_it() -> None:
    assert all(
        (ROOT / folder / "README.md").is_file()
        for folder in ("data", "schemas", "scripts", "tests", "benchmarks", "examples")
    )


def test_the_version_stands_in_the_descriptor_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert "version:" not in re.sub("cff-version:", "", (ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_changelog_speaks_of_the_version() -> None:
    version = Package.read(ROOT / "datapackage.json").version
    assert f"## {version}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_pinned_requirements_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all(re.match(r"^[a-z0-9-]+==|^    --hash=sha256:", line) for line in lines), path
