"""Write files whole or not at all, even if the process is killed.

Several files of a package are one transaction. They are staged in a hidden folder, beside a journal of their digests;
renaming that folder commits; then each file is moved into place. The next command that writes completes what a killed
one has committed. Where the system has no `fcntl` (Windows), nothing keeps two writers apart.
"""

import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ukim import git
from ukim.errors import UkimError

STAGED = ".ukim-staged-"
"""How the name of a folder begins that is not committed yet, or whose files are all in place."""
COMMIT, UNDO = ".ukim-commit", ".ukim-undo"
"""The staged folder by the name that commits, and by the name that reverts after a file could not be moved."""
SIDES = {COMMIT: "new", UNDO: "old"}
"""Which of the staged files are to be moved into place, by the name of the folder."""
JOURNAL = "journal.json"

CODE = Path(__file__).parent
"""The folder of the Python package."""

Journal = dict[str, dict[str, str | None]]
"""For each file by its path in the package: the SHA-256 of its `old` and `new` content, None where there is no file."""


def packaged() -> Path:
    """Return the folder of the tables that come with this package: of the installed one, or of the checkout."""
    installed = CODE / "package"
    return installed if installed.is_dir() else CODE.parents[1]


def write(path: Path, data: bytes) -> None:
    """Write one file: aside, then renamed into place. A link is followed.

    Raises:
        UkimError: the file or its folder cannot be written; the file is as it was.

    """
    place = path.resolve()
    aside = place.with_name(f".{place.name}.ukim-new")
    try:
        with locked(place.parent):
            try:
                _create(aside, data, like=place)
                aside.replace(place)
            except BaseException:
                aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. It is as it was."
        raise UkimError(message) from None


def write_together(
    folder: Path, files: Mapping[str, bytes | None], expected: Mapping[str, bytes | None] | None = None
) -> None:
    """Write files of a package, all or none.

    Args:
        folder: of the package.
        files: the new content of each file by its path in the folder; None removes it. Permissions are kept.
        expected: what the caller has read, by path; nothing is written if one of them has changed.

    Raises:
        UkimError: a file cannot be written or has changed, or an earlier write is unfinished. The message says whether
            all is as it was.

    """
    with _reported(folder), locked(folder):
        _refuse_unfinished(folder)
        _remove_staged(folder)
        try:
            before = {path: _content(folder, path) for path in files}
            staged, journal = _stage(folder, before, files)
            for path, data in [*before.items(), *(expected or {}).items()]:
                if _content(folder, path) != data:
                    message = f"{folder / path} has changed in the meantime; run again."
                    raise UkimError(message)
            sync(folder)
            staged.replace(folder / COMMIT)
            _complete(folder, COMMIT, journal)
        finally:
            _remove_staged(folder)


def refuse_unfinished(folder: Path) -> None:
    """Check that no write of the package is unfinished; for commands that only read.

    Raises:
        UkimError: one is. The message says how to finish it.

    """
    if _unfinished(folder):
        with _reported(folder), locked(folder):  # a process that is just writing finishes first
            _refuse_unfinished(folder)


def finish(folder: Path, allowed: Callable[[], Collection[str]]) -> None:
    """Complete what a killed `write_together` has committed in the folder, remove what it has not.

    Args:
        folder: of the package.
        allowed: returns the paths of the files that commands write.

    Raises:
        UkimError: a file cannot be moved into place, or the folder of the commit was not written here.

    """
    if not any(folder.glob(".ukim-*")):
        return
    with _named(folder), locked(folder):
        journals = {name: _journal(folder, name, allowed()) for name in SIDES if os.path.lexists(folder / name)}
        try:
            with _reported(folder):
                for name, journal in journals.items():
                    _complete(folder, name, journal)
        finally:
            _remove_staged(folder)


def _stage(folder: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> tuple[Path, Journal]:
    """Write the old and new content of the files, and the journal, into a new hidden folder, down to the disk."""
    staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder))
    journal = {path: {"old": _sha256(before[path]), "new": _sha256(after[path])} for path in after}
    for number, path in enumerate(after):
        with _named(folder / path):
            for side, data in (("old", before[path]), ("new", after[path])):
                if data is not None:
                    _create(staged / f"{number}.{side}", data, like=folder / path)
    _create(staged / JOURNAL, json.dumps({"folder": _identity(folder), "files": journal}).encode(), like=None)
    sync(staged)
    return staged, journal


def _complete(folder: Path, name: str, journal: Journal) -> None:
    """Move the files into place; if one cannot be moved, move the old ones back."""
    try:
        _move(folder, name, journal)
    except BaseException:
        if (folder / COMMIT).exists():
            (folder / COMMIT).replace(folder / UNDO)
            _move(folder, UNDO, journal)
        raise


def _move(folder: Path, name: str, journal: Journal) -> None:
    """Move the files of one side into place, except those that are there already."""
    sync(folder)
    for number, (path, digests) in enumerate(journal.items()):
        source, place = folder / name / f"{number}.{SIDES[name]}", folder / path
        with _named(place):
            if source.exists():
                source.replace(place)
            elif digests[SIDES[name]] is None and place.exists():
                place.unlink()
    sync(*{(folder / path).parent for path in journal})
    (folder / name).replace(folder / f"{STAGED}{secrets.token_hex(4)}")
    sync(folder)


def _journal(folder: Path, name: str, allowed: Collection[str]) -> Journal:
    """Return the journal of a committed folder.

    Raises:
        UkimError: the folder was not written here, or the files have changed since: a pull request or a copy of the
            package may contain one, and must not decide what is written.

    """
    try:
        return _checked(folder, name, allowed)
    except UkimError as error:
        why = str(error)
    except (AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError):
        why = "its journal cannot be read"
    message = (
        f"{folder / name} does not belong to a write of this package: {why}. Nothing was changed. Delete that folder "
        "(if it was committed: `git rm -r`), then look at what `git status` shows."
    )
    raise UkimError(message)


def _checked(folder: Path, name: str, allowed: Collection[str]) -> Journal:
    """Return the journal after checking everything that `_stage` and `_move` ensure."""
    committed, side = folder / name, SIDES[name]
    _require(stat.S_ISDIR(committed.lstat().st_mode), "it is not a folder")
    _require(not git.output(folder, "ls-files", "--", f":(icase){name}"), "git tracks it")
    journal = json.loads(_content(committed, JOURNAL) or b"")
    _require(journal["folder"] == _identity(folder), "it was written in another folder")
    files: Journal = journal["files"]
    _require(files.keys() <= {*allowed}, "it names a file that no command writes")
    staged = {
        f"{number}.{one}": digests[one] for number, digests in enumerate(files.values()) for one in SIDES.values()
    }
    found = {entry.name for entry in committed.iterdir()} - {JOURNAL}
    _require(found <= staged.keys(), "it contains a file that the journal does not name")
    for entry in found:
        _require(_sha256(_content(committed, entry)) == staged[entry], f"{entry} is not as it was staged")
    for number, (path, digests) in enumerate(files.items()):
        present = _sha256(_content(folder, path))
        _require(present in (digests["old"], digests["new"]), f"{path} was changed afterwards")
        is_moved = digests[side] in (present, None)
        _require(is_moved or f"{number}.{side}" in found, f"the content of {path} is missing")
    return files


def _require(condition: bool, why: str) -> None:
    if not condition:
        raise UkimError(why)


def _unfinished(folder: Path) -> Path | None:
    """Return the folder of a commit whose files are not all in place."""
    return next((folder / name for name in SIDES if os.path.lexists(folder / name)), None)


def _refuse_unfinished(folder: Path) -> None:
    if left := _unfinished(folder):
        when = datetime.fromtimestamp(left.lstat().st_mtime).astimezone()
        message = f"an unfinished write of {when:%Y-%m-%d %H:%M} is in {left}."
        raise UkimError(message)


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Add to an error whether the files are as they were."""
    try:
        with _named(folder):
            yield
    except UkimError as error:
        is_half = "Some files may be new, others old: run `ukim fmt` to finish."
        message = f"{error} {is_half if _unfinished(folder) else 'All is as it was.'}"
        raise UkimError(message) from None


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Name the path in errors of the system."""
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UkimError(message) from None


def _remove_staged(folder: Path) -> None:
    for left in folder.glob(f"{STAGED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _content(folder: Path, path: str) -> bytes | None:
    """Return the content of a file in the folder; None if there is no such file."""
    place = folder / path
    if Path(os.path.realpath(place)) != Path(os.path.realpath(folder), *path.split("/")):
        message = f"{place} is a link or not in the folder; put the file itself there."
        raise UkimError(message)
    if not os.path.lexists(place):
        return None
    if not place.is_file():
        message = f"{place} is not a file."
        raise UkimError(message)
    with _named(place):
        return place.read_bytes()


def _identity(folder: Path) -> list[object]:
    """Return what tells the folder from a copy or a checkout of it."""
    found = folder.stat()
    return [os.path.realpath(folder), found.st_dev, found.st_ino]


def _sha256(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _create(path: Path, data: bytes, like: Path | None) -> None:
    """Write a new file down to the disk, with the permissions of another or else the usual ones."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(stat.S_IMODE(like.stat().st_mode) if like and like.exists() else 0o644)


@contextmanager
def locked(folder: Path, *, waits: bool = True) -> Iterator[bool]:
    """Hold the lock of the folder; yield whether it was free, which without `fcntl` is known only after waiting."""
    try:
        import fcntl
    except ImportError:
        yield waits
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            waits = True
        yield waits
    finally:
        os.close(handle)


def sync(*folders: Path) -> None:
    """Bring the names in the folders down to the disk, where the system can."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
