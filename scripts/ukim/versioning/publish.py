"""Publish a version: built and verified from what will be committed, then written and committed, or nothing is."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from ukim import git
from ukim.curation.change_list import CHANGE_LIST, as_json
from ukim.curation.difference import Difference
from ukim.curation.redaction import CHANGES
from ukim.errors import UkimError
from ukim.files import write_together
from ukim.findings import Finding
from ukim.model import Package
from ukim.model.package import DESCRIPTOR
from ukim.model.semantic_version import Level, bumped
from ukim.release.in_place import in_place
from ukim.release.verification import verify
from ukim.release.writer import build
from ukim.report.layout import Line
from ukim.validate import validate
from ukim.versioning import release_files
from ukim.versioning.checklist import checklist
from ukim.versioning.missing_reasons import Unexplained, unexplained
from ukim.versioning.previous_release import Comparison, compared, head, refuse_unclean
from ukim.versioning.required_bump import RequiredBump, chosen_level, may_change_meaning, required_bumps


class FindingsError(Exception):
    """The release would not be valid; `findings` tells why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


@dataclass(frozen=True)
class NextRelease:
    """The next version, compared with the last release."""

    folder: Path
    comparison: Comparison
    difference: Difference
    bumps: list[RequiredBump]
    level: Level
    unexplained: list[Unexplained]
    """The changes that need a reason and have none."""

    @property
    def version(self) -> str:
        """The number of the next version."""
        return bumped(self.comparison.old.tables.package.version, self.level)

    def publish(self, reasons: Iterable[tuple[Unexplained, str]], today: date) -> Iterator[Line]:
        """Build, verify and commit the version; return what people do next.

        Raises:
            FindingsError: validation finds something that fails `--strict`.
            UkimError: something cannot be built, written or committed; all is as it was.

        """
        old, new = self.comparison.old.tables, self.comparison.new.tables
        texts = release_files.texts(new.package, self.version, today)
        texts |= release_files.changes(old, new, self.version, reasons)
        target = self.folder / "dist" / self.version
        with TemporaryDirectory() as out:
            texts, suspected = staged(self.comparison, texts, today, Path(out))
            with in_place(target, partial(copytree, Path(out) / self.version, dirs_exist_ok=True)):
                committed(self.folder, texts, self.comparison.commit, f"release: {self.version}")
        package = Package.read(self.comparison.folder / DESCRIPTOR)
        names = sorted(entry.name for entry in target.iterdir())
        doubtful = list(filter(may_change_meaning, self.difference.schema))
        return checklist(package, self.level, names, doubtful, suspected)


@contextmanager
def next_release(folder: Path, since: str | None, level: Level | None) -> Iterator[NextRelease]:
    """Compare what is committed with the last release.

    Args:
        folder: of the package, in a repository without changes that are not committed.
        since: the last release: a folder, zip or revision; by default the newest that is tagged.
        level: what to bump; by default the least that the changes allow.

    Raises:
        UkimError: something is not committed, there is no such release, or the level is too small.

    """
    with compared(folder, since) as comparison:
        old, new, difference = comparison.old.tables, comparison.new.tables, comparison.difference()
        release_files.refuse_forgotten(old, new)
        with_id = [name for name, table in new.package.tables.items() if len(table.primary_key) == 1]
        bumps = required_bumps(difference, with_id)
        chosen = chosen_level(level, bumps, old.package.version)
        yield NextRelease(folder, comparison, difference, bumps, chosen, unexplained(difference, old, new))


def staged(
    comparison: Comparison, texts: Mapping[str, str], today: date, out: Path
) -> tuple[dict[str, str], list[Finding]]:
    """Write the texts into the unpacked version, finish its list of changes, and build and verify it.

    Returns:
        All texts to be written into the package, by path, and the findings of heuristic rules, which people judge.

    Raises:
        FindingsError: validation finds something that fails `--strict`.
        UkimError: what was built is not whole, or cannot be built.

    """
    folder = comparison.folder
    for path, text in texts.items():
        (folder / path).write_bytes(text.encode())
    listed = as_json(_for_readers(comparison.again().difference()))
    (folder / CHANGE_LIST).write_bytes(listed.encode())
    report = validate(folder / DESCRIPTOR, today)
    if report.package is None or any(finding.fails_strict for finding in report.findings):
        raise FindingsError(report.findings)
    if problems := verify(build(report.package, report.frames, out)).problems:
        message = f"what was built is not whole: {problems[0].file}: {problems[0].message}"
        raise UkimError(message)
    return {**texts, CHANGE_LIST: listed}, report.findings


def committed(folder: Path, texts: Mapping[str, str], since: str, message: str) -> None:
    """Write the texts into the package and commit them; if that fails, all is as it was.

    Args:
        folder: of the package.
        texts: what is to be committed, by path.
        since: the commit that they were made of.
        message: of the new one.

    Raises:
        UkimError: they cannot be written or committed, or something has changed in the meantime.

    """
    refuse_unclean(folder)
    if head(folder) != since:
        changed = "something was committed in the meantime; run again."
        raise UkimError(changed)
    before = {path: (folder / path).read_bytes() if (folder / path).exists() else None for path in texts}
    write_together(folder, {path: text.encode() for path, text in texts.items()}, before)
    try:
        git.lines(folder, "add", "--", *texts)
        git.lines(folder, "commit", "--quiet", f"--message={message}")
    except BaseException:
        if git.lines(folder, "log", "-1", "--format=%P%n%s") == [since, message]:  # git can fail after it has committed
            git.lines(folder, "reset", "--quiet", "--soft", since)
        write_together(folder, before)
        git.lines(folder, "reset", "--quiet", "--", *texts)
        raise


def _for_readers(difference: Difference) -> Difference:
    """The difference without the rows of `changes`, whose reasons stand beside what they explain."""
    return replace(difference, tables=tuple(table for table in difference.tables if table.name != CHANGES))
