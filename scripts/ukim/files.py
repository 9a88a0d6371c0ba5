"""Writing files and folders whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ukim.errors import UkimError


def write(path: Path, data: bytes) -> None:
    """Write the file: aside, then renamed into its place.

    Raises:
        UkimError: the file or its folder cannot be written; the file is as it was.

    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. It is as it was."
        raise UkimError(message) from None


@contextmanager
def folder_in_place(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `target` when the block ends without an error.

    Whatever stands at `target` stays as it is until then; what a killed run left behind is tidied by the next.

    Raises:
        UkimError: the folder cannot be written; `target` is as it was.

    """
    aside, old = (target.with_name(f".{target.name}.{suffix}") for suffix in ("new", "old"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            yield aside
            shutil.rmtree(old, ignore_errors=True)
            if target.exists():
                target.rename(old)
            aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}. What stood there is as it was."
        raise UkimError(message) from None
