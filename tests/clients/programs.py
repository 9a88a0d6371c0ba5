"""Programs that are no part of the environment of Python."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def program(name: str, package: str) -> str:
    """The path of a program; where it is missing, the test fails with what to install."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing. On Debian or Ubuntu: sudo apt install {package}", pytrace=False)
    return found


@contextmanager
def started(command: Sequence[str | Path], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs, what it says in the file `log`. It ends with the block, and what it has started with it."""
    with (
        log.open("wb") as told,
        subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, start_new_session=True) as process,
    ):
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
