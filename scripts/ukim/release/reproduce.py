"""Compare the bytes of releases built in different circumstances and by different Pythons: `make reproduce`."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns

from ukim.files import packaged
from ukim.release.checksums import files, sha256

CIRCUMSTANCES = {
    "here": {
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "1",
        "POLARS_MAX_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    },
    "over there/пакет": {
        "LC_ALL": "kk_KZ.UTF-8",
        "TZ": "America/Anchorage",
        "PYTHONHASHSEED": "2",
        "POLARS_MAX_THREADS": "7",
        "OMP_NUM_THREADS": "7",
    },
}
"""Folders, and the environment in which the copy of the package in each is built; the first build has one processor."""
PRIVATE_MASK, OPEN_MASK = 0o077, 0o002
OF_ONE_BUILD = (".duckdb", ".duckdb.sha256")
"""Endings of the files whose bytes may differ; the logical digest beside them may not."""


def differences(package: Path, folder: Path, pythons: Sequence[str] = ()) -> list[str]:
    """Build copies of the package below the folder in different circumstances and by other Pythons that have `ukim`.

    Returns:
        The files whose bytes differ between any two builds.

    """
    sums = [_built(package, folder / place, environment) for place, environment in CIRCUMSTANCES.items()]
    sums += [_built(package, folder / f"python {number}", {}, python) for number, python in enumerate(pythons)]
    return sorted(file for file in set().union(*sums) if len({one.get(file) for one in sums}) > 1)


def _built(package: Path, place: Path, environment: dict[str, str], python: str = sys.executable) -> dict[str, str]:
    """Build a copy of the package; return the sum of each file."""
    copytree(package, place / "package", ignore=ignore_patterns(".*", "dist", "__pycache__"))
    is_single = environment.get("OMP_NUM_THREADS") == "1"
    command = [python, "-m", "ukim", "build", str(place / "package"), "--out", str(place / "dist")]
    mask, processors = os.umask(PRIVATE_MASK if is_single else OPEN_MASK), _processors()
    try:
        if is_single and processors:
            os.sched_setaffinity(0, {min(processors)})
        subprocess.run(command, cwd=place, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    finally:
        os.umask(mask)
        if processors:
            os.sched_setaffinity(0, processors)
    dist = place / "dist"
    return {file: sha256(dist / file) for file in files(dist) if not file.endswith(OF_ONE_BUILD)}


def _processors() -> set[int]:
    """The processors that this process may use; none where the system does not say."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def main() -> None:
    """Build twice, and by each Python given, and report what differs. Exit code 0: nothing does, 1: something does."""
    pythons = [str(Path(python).absolute()) for python in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        try:
            differing = differences(packaged(), Path(folder), pythons)
        except subprocess.CalledProcessError as error:
            sys.exit(error.returncode)
    for file in differing:
        sys.stdout.write(f"{file}: its bytes differ between builds\n")
    if differing:
        sys.exit(1)
    versions = [subprocess.check_output([one, "--version"], text=True).strip() for one in [sys.executable, *pythons]]
    sys.stdout.write(
        f"Built {len(CIRCUMSTANCES) + len(pythons)} times, in different folders, locales, time zones and numbers of "
        f"threads, by {', '.join(versions)}: all bytes are equal.\n"
    )
    if not pythons:
        sys.stdout.write('No other Python was tried; name some with: make reproduce PYTHONS="python3.12 python3.13"\n')


if __name__ == "__main__":
    main()
