"""What the documents say is so."""

import re
import tomllib

import pytest

from packages import ROOT
from ukim.documents import documents
from ukim.model import Package

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("path", documents(Package.read(ROOT / "datapackage.json")))
def test_a_generated_document_is_up_to_date(path) -> None:
    text = documents(Package.read(ROOT / "datapackage.json"))[path]
    assert (ROOT / path).read_text(encoding="utf-8") == text, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_exists(page) -> None:
    text = page.read_text(encoding="utf-8")
    commands = {path.stem for path in (ROOT / "scripts/ukim/cli").glob("*.py")}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^ +|`)(?:\.venv/bin/)?ukim ([a-z]+)", text, re.MULTILINE)) <= commands
    assert set(re.findall(r"(?:^ +|`)make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_the_code_in_the_readme_runs(release) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    path = re.search(r'path="(dist/[^"]+)"', code)
    assert path is not None
    names: dict[str, object] = {}
    exec(code.replace(path[1], str(release)), names)  # noqa: S102
    assert names["cases"].height > 0


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
