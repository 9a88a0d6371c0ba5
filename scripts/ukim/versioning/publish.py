"""Making the release: built and verified from what will be committed, then written and committed, or nothing is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ukim import git
from ukim.curation.change_list import CHANGE_LIST, as_json
from ukim.curation.difference import Difference
from ukim.curation.redaction import CHANGES
from ukim.errors import UkimError
from ukim.files import write_together
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
