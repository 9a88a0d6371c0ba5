"""`ukim explain`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ukim.errors import UkimError

if TYPE_CHECKING:
    from ukim.findings import Rule


def run(
    rule: Annotated[
        str | None, typer.Argument(help="Id of the rule; without it, every rule is listed.", show_default=False)
    ] = None,
) -> None:
    """Tell what a rule asks for, why, and how to mend what breaks it.

    Exit code 0: told, 2: there is no such rule.
    """
    from ukim.files import packaged, refuse_unfinished
    from ukim.model.package import find_package
    from ukim.validate.rules import catalogue, rule_named

    try:
        folder = find_package(Path.cwd()).parent
    except UkimError:
        folder = packaged()
    refuse_unfinished(folder)
    rules = catalogue(folder)
    told = _listed(rules) if rule is None else _explained(rule_named(rule, rules))
    typer.echo("\n".join(told))


def _listed(rules: "Mapping[str, Rule]") -> Iterator[str]:
    from ukim.findings import PRECEDENCE
    from ukim.report.words import visible

    width = max(map(len, rules))
    for layer in PRECEDENCE:
        yield f"{layer}:"
        yield from (
            f"  {visible(rule.id):{width}}  {visible(rule.title)}" for rule in rules.values() if rule.layer == layer
        )
        yield ""
    yield "`ukim explain RULE` tells more about one of them."


def _explained(rule: "Rule") -> Iterator[str]:
    from ukim.report.words import visible

    fails = {"error": "error: validation fails", "warning": "warning: validation fails with --strict only"}
    heuristic = "warning: validation never fails, as the rule may be wrong; people judge"
    yield f"{visible(rule.id)}: {visible(rule.title)}"
    yield f"  Severity  {heuristic if rule.is_heuristic else fails[rule.severity]}"
    yield f"  Layer     {rule.layer}"
    yield f"  Why       {visible(rule.why)}"
    yield f"  Mend      {visible(rule.fix)}"
    yield f"  Example   {visible(rule.example)}"
