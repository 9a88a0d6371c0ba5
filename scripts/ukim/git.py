"""Git, asked about the repository in which a folder stands."""

import os
import subprocess
from pathlib import Path

from ukim.errors import UkimError

REPOSITORY_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a hook is given to find its repository, which may not be the one that is asked for."""


def output(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None where it fails or is missing."""
    try:
        done = _run(folder, *arguments)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def lines(folder: Path, *arguments: str) -> list[str]:
    """The lines that git prints.

    Raises:
        UkimError: git fails or is missing.

    """
    try:
        done = _run(folder, *arguments)
    except OSError as error:
        message = f"git cannot be run: {error.strerror}."
        raise UkimError(message) from None
    if done.returncode != 0:
        told = " ".join((done.stderr or done.stdout).decode(errors="replace").split())
        message = f"git {arguments[0]} failed: {told or f'exit code {done.returncode}'}"
        raise UkimError(message)
    return done.stdout.decode(errors="replace").splitlines()


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in REPOSITORY_OF_A_HOOK}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False)
