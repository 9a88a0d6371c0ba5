"""The files of a package against its descriptor: none stray, none changed, and a changelog that tells the version."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ukim.findings import BUILT_IN, Finding
from ukim.model import Package, Resource
from ukim.model.package import DESCRIPTOR

CHANGELOG = "CHANGELOG.md"
BESIDE = {"README.md"}
"""What may stand beside the tables."""


def check(package: Package, found: Iterable[Finding]) -> Iterator[Finding]:
    """What of the files disagrees with the descriptor; a file that something was `found` wrong with is told already."""
    yield from _stray(package)
    told = {finding.file for finding in found}
    for resource in package.resources:
        path = package.folder / resource.path
        if resource.path not in told and path.is_file() and (resource.bytes is not None or resource.hash is not None):
            yield from _changed(resource, path)
    changelog = package.folder / CHANGELOG
    if changelog.is_file():
        yield from _untold(package.version, changelog.read_bytes().decode("utf-8", "replace"))


def _stray(package: Package) -> Iterator[Finding]:
    listed = {resource.path for resource in package.resources}
    for folder in sorted({(package.folder / path).parent for path in listed} - {package.folder}):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(package.folder).as_posix()
            is_known = name in listed or path.name in BESIDE or path.name.startswith(".")
            if not is_known and not path.is_dir():
                yield Finding(BUILT_IN["stray-file"], name, f"no resource of {DESCRIPTOR} has this file")


def _changed(resource: Resource, path: Path) -> Iterator[Finding]:
    data = path.read_bytes()
    if resource.bytes is not None and len(data) != resource.bytes:
        message = f"the file has {len(data)} bytes, the descriptor says {resource.bytes}"
    elif resource.hash is not None and resource.hash != f"sha256:{hashlib.sha256(data).hexdigest()}":
        message = "the file has another hash than the descriptor says"
    else:
        return
    yield Finding(BUILT_IN["checksum"], resource.path, message)


def _untold(version: str, changelog: str) -> Iterator[Finding]:
    if not re.search(rf"^## \[?{re.escape(version)}\b", changelog, re.MULTILINE):
        message = f"no section tells of version {version}, which {DESCRIPTOR} names"
        yield Finding(BUILT_IN["version-without-changelog"], CHANGELOG, message, value=version)
