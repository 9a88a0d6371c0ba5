"""The licences of a release: their texts, and which file is under which, as REUSE has it."""

import json

from ukim.files import packaged
from ukim.model import Package

CODE = "MIT"
FILES_WITH_CODE = ("*.duckdb", "metadata.json")
"""What holds queries beside data: definitions of views, canned queries."""


def licences(package: Package) -> dict[str, str]:
    """The files, by path: `REUSE.toml` and the text of each licence that it names."""
    data = " AND ".join(licence.name for licence in package.licenses)
    texts = sorted({*(licence.name for licence in package.licenses), CODE})
    folder = packaged() / "LICENSES"
    return {f"LICENSES/{name}.txt": (folder / f"{name}.txt").read_text(encoding="utf-8") for name in texts} | {
        "REUSE.toml": "version = 1\n"
        + _annotation(package, ["**"], data)
        + _annotation(package, list(FILES_WITH_CODE), f"{data} AND {CODE}")
    }


def _annotation(package: Package, paths: list[str], licence: str) -> str:
    holders = [f"{package.released_on.year} {name}" for name in package.creators]
    return (
        "\n[[annotations]]\n"
        f"path = [{_listed(paths)}]\n"
        f"SPDX-FileCopyrightText = [{_listed(holders)}]\n"
        f'SPDX-License-Identifier = "{licence}"\n'
    )


def _listed(words: list[str]) -> str:
    return ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
