"""What is generated: pages of documentation, passages of the README, and the schema of intake files."""

import json
import sys

import typer

from ukim.api.dataset import connect
from ukim.cli import app
from ukim.cli.arguments import descriptor_of
from ukim.documents.readme import readme
from ukim.errors import UkimError
from ukim.files import packaged, write
from ukim.findings import LAYERS, PRECEDENCE
from ukim.intake.form import json_schema
from ukim.model import Package
from ukim.release.citation import cff
from ukim.release.codebook import tables, views
from ukim.release.codebook.markdown_page import markdown
from ukim.report.words import one_line
from ukim.validate.rules import catalogue

ABOUT_THE_CODEBOOK = "Generated from the Table Schemas and the comments of the views by `make docs`."

ABOUT_COMMANDS = (
    "Generated from the command line by `make docs`: what `--help` prints on a terminal of 80 columns or more. Where",
    "nothing is installed but by `make build`, a command is called `.venv/bin/ukim`.",
)
WIDTH = 78
"""Of a help page, in characters: where the terminal is wide enough, it is no wider."""

ABOUT_RULES = (
    "Generated from the catalogue of rules by `make docs`; `ukim explain RULE` prints the same of one of them.",
    "",
    "Of several findings on one cell the one of the earliest layer is reported. What breaks a rule marked *(warning)*",
    "lets validation pass, unless `--strict` is given. A rule marked *(heuristic warning)* may be wrong about a",
    "correct value: people judge what it finds, and validation passes even with `--strict`.",
)


def documents(package: Package) -> dict[str, str]:
    """The generated documents, by path inside the repository."""
    return {
        "README.md": readme((package.folder / "README.md").read_text(encoding="utf-8"), connect(package.folder)),
        "CITATION.cff": cff(package, with_version=False),
        "data/README.md": _tables(package),
        "docs/codebook.md": _codebook(package),
        "docs/commands.md": _commands(),
        "docs/rules.md": _rules(package),
        "schemas/intake.schema.json": json.dumps(json_schema(package), indent=2, ensure_ascii=False) + "\n",
    }


def _tables(package: Package) -> str:
    lines = [f"- `{name}.csv`: {table.description}" for name, table in package.tables.items()]
    return "\n".join(["# The tables", "", "Hand-kept; `../schemas/tables` describes each column.", "", *lines, ""])


def _codebook(package: Package) -> str:
    return markdown(ABOUT_THE_CODEBOOK, tables(package), views(connect(package.folder)))


def _commands() -> str:
    """The help of the command line and of each of its commands, whatever the terminal and the environment."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)  # noqa: S101 - an app of several commands
    with group.make_context("ukim", [], terminal_width=WIDTH, resilient_parsing=True) as ukim:
        lines = ["# Commands", "", *ABOUT_COMMANDS, "", "```text", group.get_help(ukim), "```", ""]
        for name, command in group.commands.items():
            with command.make_context(name, [], parent=ukim, terminal_width=WIDTH, resilient_parsing=True) as context:
                lines += [f"## {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)


def _rules(package: Package) -> str:
    """Every rule, layer by layer in the order of precedence, in the words that `ukim explain` prints."""
    lines = ["# Rules", "", *ABOUT_RULES, ""]
    rules = catalogue(package.folder)
    for layer in PRECEDENCE:
        lines += [f"## {layer}", "", LAYERS[layer], ""]
        for rule in rules.values():
            if rule.layer == layer:
                heuristic = "heuristic " if rule.is_heuristic else ""
                mark = "" if rule.severity == "error" else f" ({heuristic}{rule.severity})"
                lines += [f"### {rule.id}{mark}", "", f"{rule.title}. {rule.why}", ""]
                lines += [f"- Mend: {rule.fix}", f"- Example: {rule.example}", ""]
    return "\n".join(lines)


def main() -> None:
    """Write the documents into the checkout. Exit code 2: its tables cannot be read."""
    folder = packaged()
    try:
        texts = documents(Package.read(descriptor_of(folder, writes=True)))
    except UkimError as error:
        typer.echo(f"ukim: no document is written: {one_line(str(error))}", err=True)
        sys.exit(2)
    for path, text in texts.items():
        write(folder / path, text.encode())


if __name__ == "__main__":
    main()
