"""What an intake would do, in words and as a diff of rows."""

from collections.abc import Iterator, Mapping

from ukim.intake.batch import Outcome
from ukim.intake.precedence import stated_stands
from ukim.tables.draft import Draft


def words(outcome: Outcome, tables: Draft) -> Iterator[str]:
    """What became of a statement: who was found, where the source differs, what could not be placed."""
    statement = outcome.statement
    place = f"{statement.file}:{statement.line}"
    if outcome.refusal:
        yield f"{statement.file}:{outcome.refusal.line} {outcome.refusal.key}: {outcome.refusal.message}"
        return
    copied = " (a copy: its original is cited)" if outcome.is_copy else ""
    yield f"{place} {outcome.source}{copied}"
    for entry, person, case, found in outcome.placed:
        yield f"  {entry.who}: {person}, case {case} ({found})"
    for one in outcome.differences:
        kept = "kept as what this source says" if one.is_kept else "left out, the row has its own words"
        if one.is_kept and stated_stands(tables, one):
            kept += f"; by the rule it would stand in the row: --replace {one.record}.{one.column}"
        yield f"  {one.record} {one.column}: the row has {one.value}, the source {one.stated} ({kept})"
    for what in outcome.unplaced:
        yield f"  not placed: {what}"


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """File, `-` or `+`, and line of every row that goes or comes, file by file, in order of the rows."""
    for file, text in after.items():
        old, new = before[file].splitlines(), text.splitlines()
        gone, come = set(old).difference(new), set(new).difference(old)
        changed = [(line, "-") for line in gone] + [(line, "+") for line in come]
        yield from ((file, sign, line) for line, sign in sorted(changed, key=lambda one: (one[0], one[1] == "+")))
