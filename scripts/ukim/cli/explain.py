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
    from ukim.api.dataset import packaged
    from ukim.files import refuse_unfinished
    from ukim.model.package import find_package
    from ukim.validate.rules import catalogue

    try:
        folder = find_package(Path.cwd()).parent
    except UkimError:
        folder = packaged()
    refuse_unfinished(folder)
    rules = catalogue(folder)
    told = _listed(rules) if rule is None else _explained(rule_of(rule, rules))
    typer.echo("\n".join(told))


def rule_of(name: str, rules: "Mapping[str, Rule]") -> "Rule":
    """The rule with that id.

    Raises:
        UkimError: there is none.

    """
    from ukim.report.words import visible
    from ukim.validate.suggestions import near

    if name in rules:
        return rules[name]
    meant = near(name, list(rules))
    hint = f" Did you mean {meant}?" if meant else ""
    message = f"There is no rule {visible(name)!r}.{hint} `ukim explain` lists the rules."
    raise UkimError(message)


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
    yield f"{visible(rule.id)}: {visible(rule.title)}"
    yield f"  Severity  {fails[rule.severity]}"
    yield f"  Layer     {rule.layer}"
    yield f"  Why       {visible(rule.why)}"
    yield f"  Mend      {visible(rule.fix)}"
    yield f"  Example   {visible(rule.example)}"
