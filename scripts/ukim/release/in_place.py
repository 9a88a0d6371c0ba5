"""A release appears in its place by one rename, and can be taken back."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ukim.errors import UkimError
from ukim.files import locked, sync


@contextmanager
def in_place(target: Path, fill: Callable[[Path], object]) -> Iterator[None]:
    """Fill an empty folder aside and rename it to `target`; if the block fails, put back what was there.

    Until the block ends, what was there is the hidden folder `.NAME.old` beside it. If the process is killed between
    the two renames, the next call puts it back.

    Raises:
        UkimError: the folder cannot be written, or something else is in its place. What was there is unchanged.

    """
    with _reported(target), _aside(target) as aside:
        fill(aside)
        _sync_all(aside)
        with locked(target.parent):
            _exchange(aside, target)
    try:
        yield
    except BaseException:
        with _reported(target), locked(target.parent):
            target.rename(aside)
            _restore(target)
            shutil.rmtree(aside, ignore_errors=True)
        raise
    with suppress(OSError), locked(target.parent):
        shutil.rmtree(_old(target))


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside the target, locked while it is in use, after removing what killed processes left."""
    with ExitStack() as in_use:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):
            _restore(target)
            _refuse_other_kind(target)
            for left in target.parent.glob(f".{target.name}.new-*"):
                with locked(left, waits=False) as is_left:
                    if is_left:
                        shutil.rmtree(left, ignore_errors=True)
            aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
            in_use.enter_context(locked(aside))
        try:
            aside.chmod(0o755)
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    """Bring all files in the folder, and their names, down to the disk."""
    folders = [folder]
    for path in folder.rglob("*"):
        if path.is_dir():
            folders.append(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    sync(*folders)


def _exchange(aside: Path, target: Path) -> None:
    """Rename the target to its hidden name, and the folder to the target."""
    _restore(target)
    _refuse_other_kind(target)
    try:
        if target.exists():
            target.rename(_old(target))
        aside.rename(target)
    except BaseException:
        _restore(target)
        raise
    sync(target.parent)


def _restore(target: Path) -> None:
    """Put back what a killed process has moved away, or remove it if something is in its place already."""
    if _old(target).exists():
        if target.exists():
            shutil.rmtree(_old(target))
        else:
            _old(target).rename(target)


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _refuse_other_kind(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        message = f"{target} is not a folder; move it away: the release goes there."
        raise UkimError(message)


@contextmanager
def _reported(target: Path) -> Iterator[None]:
    """Add to an error of the system whether the target was changed."""
    try:
        yield
    except OSError as error:
        is_away = _old(target).exists() and not target.exists()
        state = f"What was there is in {_old(target)}." if is_away else "What was there is unchanged."
        reason = error.args[0][0][-1] if isinstance(error, shutil.Error) else error.strerror or error
        message = f"{target} cannot be written: {reason}. {state}"
        raise UkimError(message) from None
