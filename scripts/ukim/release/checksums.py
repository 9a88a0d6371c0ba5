"""`SHA256SUMS`: the sum of every other file of a release, as `sha256sum --check` reads them."""

import hashlib
from pathlib import Path

FILE = "SHA256SUMS"


def write(folder: Path) -> None:
    """Write the file."""
    (folder / FILE).write_text("".join(lines(folder).values()), encoding="utf-8", newline="\n")


def lines(folder: Path) -> dict[str, str]:
    """The line of each file, by its path in the folder."""
    return {file: f"{sha256(folder / file)}  {file}\n" for file in files(folder) if file != FILE}


def files(folder: Path) -> list[str]:
    """The paths of all files in the folder, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def sha256(file: Path) -> str:
    """The SHA-256 of the file in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
