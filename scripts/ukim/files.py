"""Writing files and folders whole, or not at all."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from ukim.errors import UkimError

STALE = 24 * 60 * 60
"""Seconds after which a folder that a killed run left behind is taken away; a younger one may still be in use."""
WRITING = ".ukim-writing"
"""The journal of files that are written together; by this name, what stands aside for them is of no use any more."""
READY = ".ukim-ready"
"""The journal by the name that commits: what stands aside is to take the place of the files."""
UNDO = ".ukim-undo"
"""The journal by the name that takes this back, since a file could not be put in its place."""


def write(path: Path, data: bytes) -> None:
    """Write the file: aside, then renamed into its place. A link is followed.

    Raises:
        UkimError: the file or its folder cannot be written; the file is as it was.

    """
    place = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.chmod(place.stat().st_mode if place.exists() else 0o644)
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. It is as it was."
        raise UkimError(message) from None


def write_together(folder: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes] | None = None) -> None:
    """Write the files, named by their paths in the folder: all of them or none, even if the process is killed.

    What is new and what was there is put aside, beside each file, and listed in a journal; renaming the journal
    commits; then the new files are moved into their places. What a killed run leaves, `finish` mends. Links are
    followed, permissions kept.

    Raises:
        UkimError: a file cannot be written, or is not what the caller read and `expected`; all files are as they were.

    """
    with _all_or_none(folder):
        _mend(folder)
        try:
            before = _put_aside(folder, files)
            _refuse_changed(folder, [*before.items(), *(expected or {}).items()])
            (folder / WRITING).replace(folder / READY)
            _settle(folder)
        finally:
            _mend(folder)


def finish(folder: Path) -> None:
    """Finish what a killed `write_together` has committed in the folder; take away what it has not.

    Raises:
        UkimError: a file cannot be put in its place.

    """
    if any(os.path.lexists(folder / journal) for journal in (UNDO, READY, WRITING)):
        with _all_or_none(folder):
            _mend(folder)


@contextmanager
def entries_in_place(parent: Path, name: str) -> Iterator[Path]:
    """Yield an empty folder; what is in it when the block ends without an error takes its place in `parent`.

    Files and folders that stand there by the same names stay as they are until then. All are exchanged or none, even
    if the process is killed: what a killed run has committed, the next one of that name or `finish_entries` carries on.

    Args:
        parent: where the entries are to stand; made where it is missing.
        name: the folder among the entries, after which the hidden ones beside it are named.

    Raises:
        UkimError: something cannot be written; what stood in `parent` is as it was.

    """
    with _told_of(parent / name):
        parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(parent):
            _refuse_other_kind(parent / name, is_folder=True)
            _carry_on(parent, name)
            _take_away_stale(parent, name)
        aside = Path(tempfile.mkdtemp(dir=parent, prefix=f".{name}.new-"))
        aside.chmod(0o755)
        try:
            yield aside
            _settle_all(aside)
            with _alone_in(parent):
                _carry_on(parent, name)
                _exchange(aside, parent, name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def finish_entries(parent: Path, name: str) -> None:
    """Finish what a killed `entries_in_place` has committed.

    Raises:
        UkimError: an entry cannot be put in its place.

    """
    if _ready(parent, name).exists():
        with _told_of(parent / name), _alone_in(parent):
            _carry_on(parent, name)


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Say of an error how the target stands."""
    try:
        yield
    except OSError as error:
        is_half = _ready(target.parent, target.name).exists()
        state = (
            "Some of it may be new, some old: mend that and run again." if is_half else "What stood there is as it was."
        )
        message = f"{target} cannot be written: {error.strerror or error}. {state}"
        raise UkimError(message) from None


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process changes what stands in the folder; where the system has no such lock, hope."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _exchange(aside: Path, parent: Path, name: str) -> None:
    """Put the entries of the folder in their places, or leave those that are there: renaming the folder commits."""
    names = sorted(entry.name for entry in aside.iterdir())
    for entry in names:
        _refuse_other_kind(parent / entry, is_folder=(aside / entry).is_dir())
    ready = _ready(parent, name)
    aside.rename(ready)
    try:
        _move_in(parent, name)
    except BaseException:
        _take_back(parent, name, names)
        ready.rename(aside)
        raise
    shutil.rmtree(_old(parent, name), ignore_errors=True)


def _carry_on(parent: Path, name: str) -> None:
    """Finish what a killed run has committed."""
    if _ready(parent, name).exists():
        _move_in(parent, name)
    if _old(parent, name).exists():
        shutil.rmtree(_old(parent, name))


def _move_in(parent: Path, name: str) -> None:
    """Move every entry that is committed into its place, unless that is done."""
    ready, old = _ready(parent, name), _old(parent, name)
    _settle(parent)
    old.mkdir(exist_ok=True)
    for entry in sorted(ready.iterdir()):
        place = parent / entry.name
        if os.path.lexists(place):
            place.rename(old / entry.name)
        entry.rename(place)
    _settle(parent)
    ready.rmdir()


def _take_back(parent: Path, name: str, names: Iterable[str]) -> None:
    """Move the entries out of their places again, and the former ones back."""
    ready, old = _ready(parent, name), _old(parent, name)
    ready.mkdir(exist_ok=True)
    for entry in names:
        if not os.path.lexists(ready / entry):
            (parent / entry).rename(ready / entry)
        if os.path.lexists(old / entry):
            (old / entry).rename(parent / entry)
    if old.exists():
        old.rmdir()


def _refuse_other_kind(place: Path, *, is_folder: bool) -> None:
    if place.exists() and place.is_dir() != is_folder:
        kinds = ("a folder", "a file") if place.is_dir() else ("a file", "a folder")
        message = f"{place} is {kinds[0]}; {kinds[1]} is to stand there."
        raise UkimError(message)


def _take_away_stale(parent: Path, name: str) -> None:
    """Take away what killed runs left that had committed nothing."""
    for left in parent.glob(f".{name}.new-*"):
        if left.stat().st_mtime < time.time() - STALE:
            shutil.rmtree(left, ignore_errors=True)


def _ready(parent: Path, name: str) -> Path:
    """The folder of entries by the name that commits: they are to take their places."""
    return parent / f".{name}.ready"


def _old(parent: Path, name: str) -> Path:
    """The folder of the entries that stood there before."""
    return parent / f".{name}.old"


@contextmanager
def _all_or_none(folder: Path) -> Iterator[None]:
    """Work alone in the folder; say of an error how the files stand."""
    try:
        with _naming(folder), _alone_in(folder):
            yield
    except UkimError as error:
        is_half = any(os.path.lexists(folder / journal) for journal in (UNDO, READY))
        state = "Some files may be new, others old: mend that and run again." if is_half else "All is as it was."
        message = f"{error} {state}"
        raise UkimError(message) from None


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UkimError(message) from None


def _put_aside(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Put what is new and what is there beside the files, after it is listed in the journal; return what is there."""
    before = {name: _content(folder, name) for name in files}
    noted = {name: data is not None for name, data in before.items()}
    _create(folder / WRITING, json.dumps(noted).encode(), 0o644)
    _settle(folder)
    for name, data in files.items():
        place = _place(folder, name)
        with _naming(folder / name):
            old = before[name]
            mode = 0o644 if old is None else place.stat().st_mode
            _create(_new(place), data, mode)
            if old is not None:
                _create(_former(place), old, mode)
    _settle(*{_place(folder, name).parent for name in files})
    return before


def _content(folder: Path, name: str) -> bytes | None:
    """What stands in the file; None if there is none."""
    place = _place(folder, name)
    if not place.is_relative_to(_place(folder, "")):
        message = f"{folder / name} leaves the folder."
        raise UkimError(message)
    with _naming(folder / name):
        if place.is_file():
            return place.read_bytes()
        if place.exists():
            message = f"{folder / name} is no file; a file is to stand there."
            raise UkimError(message)
    return None


def _refuse_changed(folder: Path, known: Iterable[tuple[str, bytes | None]]) -> None:
    for name, data in known:
        if _content(folder, name) != data:
            message = f"{folder / name} was changed meanwhile; run again."
            raise UkimError(message)


def _mend(folder: Path) -> None:
    """Carry on from where the journal says that a run stopped; undo what cannot be carried on."""
    try:
        if os.path.lexists(folder / READY):
            _put_in_place_or_back(folder)
        elif os.path.lexists(folder / UNDO):
            _put_back(folder)
    finally:
        if os.path.lexists(folder / WRITING):
            _clear(folder)


def _put_in_place_or_back(folder: Path) -> None:
    try:
        _put_in_place(folder)
    except (OSError, UkimError):
        (folder / READY).replace(folder / UNDO)
        _settle(folder)
        _put_back(folder)
        raise


def _put_in_place(folder: Path) -> None:
    """Move every new file into its place, unless that is done."""
    noted = _noted(folder, READY)
    for name in noted:
        place = _place(folder, name)
        with _naming(folder / name):
            if os.path.lexists(_new(place)):
                _new(place).replace(place)
    _close(folder, READY, noted)


def _put_back(folder: Path) -> None:
    """Move every former file into its place, unless that is done; take away files that were not there."""
    noted = _noted(folder, UNDO)
    for name, was_there in noted.items():
        place = _place(folder, name)
        with _naming(folder / name):
            if not was_there:
                place.unlink(missing_ok=True)
            elif os.path.lexists(_former(place)):
                _former(place).replace(place)
    _close(folder, UNDO, noted)


def _close(folder: Path, journal: str, noted: Iterable[str]) -> None:
    """Make sure that the files are in their places before the journal says that nothing is left to do."""
    _settle(*{_place(folder, name).parent for name in noted})
    (folder / journal).replace(folder / WRITING)
    _settle(folder)


def _clear(folder: Path) -> None:
    """Take away what stands aside, the journal last; what cannot be taken away does no harm."""
    with suppress(OSError):
        for name in _noted(folder, WRITING):
            place = _place(folder, name)
            for aside in (_new(place), _former(place)):
                if os.path.lexists(aside):
                    aside.unlink()
        (folder / WRITING).unlink()


def _noted(folder: Path, journal: str) -> dict[str, bool]:
    """The files of the folder that the journal lists, and whether each was there; none if it was being written."""
    try:
        noted: dict[str, bool] = dict(json.loads((folder / journal).read_bytes()))
        return {name: was for name, was in noted.items() if _place(folder, name).is_relative_to(_place(folder, ""))}
    except (TypeError, ValueError):
        return {}


def _place(folder: Path, name: str) -> Path:
    """Where the file stands, links followed."""
    return Path(os.path.realpath(folder / name))


def _new(place: Path) -> Path:
    return place.with_name(f".{place.name}.ukim-new")


def _former(place: Path) -> Path:
    return place.with_name(f".{place.name}.ukim-old")


def _create(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is new by that name, down to the disk."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def _settle_all(folder: Path) -> None:
    """Bring all files in the folder, and their names, down to the disk."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
    _settle(folder, *(path for path in folder.rglob("*") if path.is_dir()))


def _settle(*folders: Path) -> None:
    """Bring the names in the folders down to the disk; where the system cannot, hope."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
