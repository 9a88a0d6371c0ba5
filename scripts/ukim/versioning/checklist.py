"""What people do once a release is made: all that needs judgement, or cannot be taken back."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ukim.compile.to_duckdb import locked_connection
from ukim.curation.difference import SchemaChange
from ukim.findings import Finding
from ukim.model import Package
from ukim.model.semantic_version import Level
from ukim.report.layout import Line
from ukim.report.words import counted, visible
from ukim.views.database import checkout_frame, fill

REVIEW = Path(__file__).with_name("review.sql")


class Step(NamedTuple):
    """What is to be done, and to what."""

    text: str
    to: Sequence[str] = ()


def checklist(
    package: Package,
    level: Level,
    entries: Sequence[str],
    doubtful: Sequence[SchemaChange],
    suspected: Sequence[Finding],
) -> Iterator[Line]:
    """The steps, numbered.

    Args:
        package: the release, checked out.
        level: of the version against the one before.
        entries: the names of what was built.
        doubtful: changes of words that may mean something else now.
        suspected: what heuristic rules found.

    """
    yield Line("What people do next")
    is_said = not doubtful or level is Level.major
    steps = [
        READ,
        *([] if is_said else [_meanings(doubtful)]),
        _review(package),
        *([_judgement(suspected)] if suspected else []),
        CHECK,
        DRAW,
        *_publish(package, entries),
    ]
    for number, (text, to) in enumerate(steps, 1):
        yield Line(text, f"{number}.", 1)
        yield from (Line(one, "-", 3) for one in to)


READ = Step("Read `git show` and CHANGES.md of the release as somebody who uses the data would.")
CHECK = Step("`make test`, `make reproduce`, `make clients`.")
DRAW = Step("`make pictures`, look at each picture, commit them.")


def _meanings(doubtful: Sequence[SchemaChange]) -> Step:
    text = "These words changed. Does a value mean something else now? `git reset --hard HEAD~1`, and --level major."
    return Step(text, [f"{one.table}.{one.column}".rstrip(".") for one in doubtful])


def _review(package: Package) -> Step:
    cases = reviewed(package)
    text = (
        f"Look at {counted(len(cases), 'case')} again: did the person go public under the name, does anything speak "
        "against it? `ukim show ID` shows a case, docs/people.md tells how a name is withheld."
    )
    return Step(text, [f"{person}, {case}: {why}" for person, case, why in cases])


def _judgement(suspected: Sequence[Finding]) -> Step:
    text = "Validation suspects these and may be wrong. Is one right? `git reset --hard HEAD~1`, and correct it."
    return Step(text, [f"{one.file}:{one.line} {one.rule.id}: {visible(one.message)}" for one in suspected])


def _publish(package: Package, entries: Sequence[str]) -> Iterator[Step]:
    tag = f"git tag --annotate v{package.version} --message '{package.name} {package.version}'"
    yield Step(f"`{tag}`, `git push --follow-tags`.")
    yield Step(f"Upload from dist/{package.version}/, as they are:", entries)
    if package.id is None:
        yield Step("No DOI is stated: reserve one and write it as `id` into datapackage.json for the next release.")
    else:
        yield Step(f"{package.id} is stated: see that it leads to this version too.")
    if package.homepage is None:
        yield Step("No `homepage` is stated: docs/releasing.md tells what is missing before a first publication.")


def reviewed(package: Package) -> list[tuple[str, str, str]]:
    """Person, case and why, for each case that is looked at again."""
    with locked_connection() as database:
        fill(database, package, partial(checkout_frame, package))
        return database.execute(REVIEW.read_text(encoding="utf-8")).fetchall()
