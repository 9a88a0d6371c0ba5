"""Where other files of a package leak what is withheld."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ukim import git
from ukim.report.words import counted, listed

WITHOUT_GIT = ("README*", "CHANGELOG*", "CONTRIBUTING*", "docs/**/*", "schemas/*.txt")
"""Where no repository says which files belong to the package."""


def left_over(folder: Path, known: set[str], leaks: Callable[[str], bool]) -> Iterator[str]:
    """Yield the files and the numbers of their lines, except those that are `known`; never what the lines say."""
    for path in sorted(_files(folder) - known):
        if leaks(path):
            yield f"A file in {_shown(Path(path).parent, leaks)}, whose own name carries it"
            continue
        try:
            lines = (folder / path).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        if found := [str(number) for number, line in enumerate(lines, 1) if leaks(line)]:
            noun = counted(len(found), "line").partition(" ")[2]
            yield f"{path}, {noun} {listed(found)}"


def _files(folder: Path) -> set[str]:
    tracked = git.output(folder, "ls-files", "-z", "--", ".")
    if tracked:
        return {path for path in tracked.decode(errors="replace").split("\0") if path}
    found = (path for pattern in WITHOUT_GIT for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix() for path in found if path.is_file()}


def _shown(folder: Path, leaks: Callable[[str], bool]) -> str:
    return "a folder" if leaks(folder.as_posix()) else f"{folder.as_posix()}/"
