"""Making the release: built and verified from what will be committed, then written and committed, or nothing is."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from ukim import git
from ukim.curation.change_list import CHANGE_LIST, as_json
from ukim.curation.difference import Difference
from ukim.curation.redaction import CHANGES
from ukim.errors import UkimError
from ukim.files import entries_in_place, write_together
from ukim.findings import Finding
from ukim.model.package import DESCRIPTOR
from ukim.release.verification import verify
from ukim.release.writer import build
from ukim.validate import validate
from ukim.versioning.previous_release import Comparison, head, refuse_unclean


class FindingsError(Exception):
    """The release would not be valid; `findings` tells why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


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
        UkimError: they cannot be written or committed, or something changed meanwhile.

    """
    refuse_unclean(folder)
    if head(folder) != since:
        told = "something was committed meanwhile; run again."
        raise UkimError(told)
    before = {path: (folder / path).read_bytes() if (folder / path).exists() else None for path in texts}
    write_together(folder, {path: text.encode() for path, text in texts.items()})
    try:
        git.lines(folder, "add", "--", *texts)
        git.lines(folder, "commit", "--quiet", f"--message={message}")
    except BaseException:
        write_together(folder, {path: data for path, data in before.items() if data is not None})
        for path, data in before.items():
            if data is None:
                (folder / path).unlink(missing_ok=True)
        git.lines(folder, "reset", "--quiet", "--", *texts)
        raise


@contextmanager
def in_place(built: Path, dist: Path, name: str) -> Iterator[list[str]]:
    """Yield the names of what was built; it takes its place when the block ends without an error.

    Raises:
        UkimError: it cannot be written there.

    """
    with entries_in_place(dist, name) as entries:
        names = sorted(entry.name for entry in built.iterdir() if not entry.name.startswith("."))
        for entry in names:
            shutil.move(built / entry, entries / entry)
        yield names


def _for_readers(difference: Difference) -> Difference:
    """The difference without the rows of `changes`, whose reasons stand beside what they explain."""
    return replace(difference, tables=tuple(table for table in difference.tables if table.name != CHANGES))
