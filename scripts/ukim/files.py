"""Writing files and folders whole, or not at all."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ukim.errors import UkimError

STALE = 24 * 60 * 60
"""Seconds after which a folder that a killed run left behind is taken away; a younger one may still be in use."""


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


@contextmanager
def folder_in_place(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `target` when the block ends without an error.

    Whatever stands at `target` stays as it is until then.

    Raises:
        UkimError: the folder cannot be written; `target` is as it was.

    """
    try:
        if target.exists() and not target.is_dir():
            message = f"{target} is a file; a folder is to stand there."
            raise UkimError(message)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(target.parent):
            _tidy(target)
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
        aside.chmod(0o755)
        try:
            yield aside
            with _alone_in(target.parent):
                _exchange(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}. What stood there is as it was."
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


def _exchange(aside: Path, target: Path) -> None:
    """Put the folder in place of the target, or leave the target as it was."""
    old = _old(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        aside.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _tidy(target: Path) -> None:
    """Mend what a killed run left: put the old folder back, take stale new ones away."""
    if not target.exists() and _old(target).exists():
        _old(target).rename(target)
    for left in target.parent.glob(f".{target.name}.new-*"):
        if left.stat().st_mtime < time.time() - STALE:
            shutil.rmtree(left, ignore_errors=True)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
