"""The last release and the next, as the repository has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ukim import git
from ukim.curation.difference import Difference
from ukim.curation.redaction import Redaction, protected
from ukim.diff.compare import compare
from ukim.diff.opened_versions import Version, opened
from ukim.diff.view_changes import view_changes
from ukim.errors import UkimError
from ukim.model.package import DESCRIPTOR
from ukim.model.semantic_version import parts


@dataclass(frozen=True)
class Comparison:
    """Both versions, unpacked into folders that go again; the new one may be written into."""

    old: Version
    new: Version
    commit: str
    """What the new one is."""

    @property
    def folder(self) -> Path:
        """The new version, unpacked."""
        return self.new.tables.package.folder

    def difference(self) -> Difference:
        """What differs, views included, named as the folders of the releases are."""
        both = self.old.tables, self.new.tables
        listed = protected(both[0]) | protected(both[1])
        found = compare(self.old, self.new, Redaction(both, listed))
        return replace(
            found,
            old=replace(found.old, name=self._name(self.old)),
            new=replace(found.new, name=self._name(self.new)),
            schema=(*found.schema, *view_changes(self.old, self.new)),
        )

    def again(self) -> "Comparison":
        """The same after the new version was written into."""
        with opened(str(self.folder)) as new:
            return replace(self, new=new)

    def _name(self, version: Version) -> str:
        return f"{self.new.tables.package.name}-{version.side.version}"


@contextmanager
def compared(folder: Path, since: str | None) -> Iterator[Comparison]:
    """Unpack the last release and what is committed now.

    Args:
        folder: of the package, in a repository without changes that are not committed.
        since: the last release: a folder, zip or revision; by default the newest that is tagged.

    Raises:
        UkimError: something is not committed, there is no such release, or what is committed is no successor of it.

    """
    refuse_unclean(folder)
    commit = head(folder)
    with opened(since or last_tag(folder), folder) as old, opened(commit, folder) as new:
        if (made := old.side.version) != (states := new.side.version):
            message = (
                f"{DESCRIPTOR} states version {states}, the last release is {made}. `ukim release` sets the version: "
                f"if {states} was released, tag it or name it with --since; else set it back to {made} and commit that."
            )
            raise UkimError(message)
        yield Comparison(old, new, commit)


def head(folder: Path) -> str:
    """The commit that the work tree stands on."""
    return git.lines(folder, "rev-parse", "HEAD")[0]


def refuse_unclean(folder: Path) -> None:
    """See that all is committed.

    Raises:
        UkimError: something is not, or the folder is in no repository.

    """
    if changed := git.lines(folder, "status", "--porcelain", "--untracked-files=all"):
        first, more = changed[0][3:], len(changed) - 1
        others = f" and {more} more" if more else ""
        message = f"the work tree has changes that are not committed: {first}{others}. Commit or stash them first."
        raise UkimError(message)


def last_tag(folder: Path) -> str:
    """The newest version that is tagged as `v` and its number among the ancestors of what is committed.

    Raises:
        UkimError: there is none.

    """
    tags = git.lines(folder, "tag", "--merged", "HEAD", "--list", "v[0-9]*")
    versions = {tag: _numbers(tag) for tag in tags}
    known = [tag for tag, numbers in versions.items() if numbers]
    if not known:
        message = (
            "no release is tagged here (v0.1.0, say). Fetch the tags (`git fetch --tags`), or name the last release "
            "with --since: its folder, zip or revision."
        )
        raise UkimError(message)
    return max(known, key=lambda tag: versions[tag])


def _numbers(tag: str) -> tuple[int, ...]:
    try:
        return parts(tag.removeprefix("v"))
    except ValueError:
        return ()
