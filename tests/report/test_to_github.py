import re
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import hostile
from lanes import examples
from ukim.findings import BUILT_IN, Finding, Rule
from ukim.report.to_github import GAP, as_annotations, inert
from ukim.report.words import in_a_sentence, one_line, visible

GITHUB = MarkdownIt("js-default", {"html": True})
COMMONMARK = MarkdownIt("commonmark", {"html": True})
LIVE = re.compile(
    r"(?:https?|ftp)://|(?:mailto|xmpp):[^\s\u200b]|www\.|@[a-z0-9]|#\d|\bGH-\d|:[a-z0-9_+-]+:|\$[^\s\u200b]"
    r"|(?<![0-9a-f])[0-9a-f]{7,40}(?![0-9a-f])",
    re.IGNORECASE,
)
"""What GitHub makes a link, a mention, a reference, a picture or a formula of, in text that is no Markdown."""
WARNING = Rule("doubtful", "rule", "A title", "A why.", "Look again.", "an example", severity="warning")


@dataclass
class Command:
    name: str
    properties: dict[str, str]
    data: str


def read_as_the_runner(line: str) -> Command:
    """A line of a log as the runner takes it for a command."""
    line = line.lstrip()
    assert line.startswith("::")
    command, data = line[2:].split("::", 1)
    name, _, properties = command.partition(" ")
    pairs = [pair.split("=", 1) for pair in properties.split(",")]
    marks = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def unescaped(text: str, known: list[str]) -> str:
        for mark in known:
            text = text.replace(mark, marks[mark])
        return text

    return Command(
        name,
        {key: unescaped(value, ["%0D", "%0A", "%3A", "%2C", "%25"]) for key, value in pairs},
        unescaped(data, ["%0D", "%0A", "%25"]),
    )


def rendered(text: str, markdown: MarkdownIt) -> str:
    """The words of Markdown that holds one paragraph of nothing else."""
    tokens = markdown.parse(text)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@examples(500)
@given(hostile.text)
@example("1. one")
@example("12) one")
@example("-")
@example("a__b _c_ __d__ д_е_")
@example("@@someone ##1 :::")
@example("\\@someone \\<b> \\\\*x*")
def test_text_is_shown_as_it_stands_and_nothing_in_it_is_live(text) -> None:
    shown = visible(text)
    for markdown in (GITHUB, COMMONMARK):
        words = rendered(inert(shown), markdown)
        assert words.replace(GAP, "") == shown.strip()
        assert not LIVE.search(words)


@examples(300)
@given(hostile.findings())
def test_a_value_never_starts_a_second_command(finding) -> None:
    output = as_annotations([finding])
    assert output.endswith("\n")
    (line,) = output.splitlines()
    assert line.replace(GAP, "").isprintable()
    assert "##[" not in line
    command = read_as_the_runner(line)
    assert command.name == finding.rule.severity
    assert command.properties.keys() <= {"file", "line", "col", "title"}
    assert command.properties["file"] == visible(finding.file)
    assert command.properties.get("line") == (None if finding.line is None else str(finding.line))
    assert command.properties.get("col") == (None if finding.column is None else str(finding.column))
    title = one_line(f"{finding.rule.title} ({finding.rule.id})")
    for said, meant in ((command.data, in_a_sentence(finding)), (command.properties["title"], title)):
        assert said.isprintable() or GAP in said
        words = rendered(said, GITHUB)
        assert words.replace(GAP, "") == meant.strip()
        assert not LIVE.search(words)


def test_an_annotation_tells_place_rule_value_fault_and_mending() -> None:
    finding = Finding(
        BUILT_IN["category"], "data/people.csv", "gender is wrong", 2, 9, "gender", "100%", fix="Empty it."
    )
    assert as_annotations([finding]) == (
        "::error file=data/people.csv,line=2,col=9,title=A value is in the list of its column (category)::"
        '"100%25": gender is wrong. Empty it.\n'
    )


def test_an_annotation_without_a_line_names_the_file_alone() -> None:
    command = read_as_the_runner(as_annotations([Finding(BUILT_IN["file-missing"], "data/a,b:c.csv", "gone")]))
    assert command.properties == {"file": "data/a,b:c.csv", "title": "Every table has its file (file-missing)"}


def test_names_of_columns_stay_as_they_are() -> None:
    assert inert("main_penalty is 2021-02 (see main_penalty)") == "main_penalty is 2021-02 (see main_penalty)"


def of_rule(rule: Rule, number: int) -> list[Finding]:
    return [Finding(rule, "a.csv", "wrong", line) for line in range(2, number + 2)]


def test_ten_annotations_of_a_level_are_all_that_is_shown() -> None:
    commands = [
        read_as_the_runner(line)
        for line in as_annotations([*of_rule(BUILT_IN["spaces"], 13), *of_rule(WARNING, 11)]).splitlines()
    ]
    assert [command.name for command in commands] == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert commands[-1].data == ("3 more errors and 1 more warning not shown here. Run ukim validate to see all.")


@pytest.mark.parametrize("number", [0, 1, 10])
def test_up_to_ten_need_no_notice(number) -> None:
    lines = as_annotations(of_rule(BUILT_IN["spaces"], number)).splitlines()
    assert [read_as_the_runner(line).name for line in lines] == ["error"] * number


def test_many_findings_of_one_rule_do_not_hide_the_only_one_of_another() -> None:
    findings = [*of_rule(BUILT_IN["spaces"], 40), Finding(BUILT_IN["foreign-key"], "b.csv", "no such row", 2)]
    commands = [read_as_the_runner(line) for line in as_annotations(findings).splitlines()]
    assert [command.properties.get("file") for command in commands] == ["a.csv"] * 9 + ["b.csv", None]


@given(st.lists(hostile.findings(), max_size=25))
def test_every_line_is_one_command(findings) -> None:
    lines = as_annotations(findings).splitlines()
    names = [read_as_the_runner(line).name for line in lines]
    shown = {level: min(10, sum(one.rule.severity == level for one in findings)) for level in ("error", "warning")}
    assert {level: names.count(level) for level in shown} == shown
    assert names.count("notice") == (sum(shown.values()) < len(findings))
