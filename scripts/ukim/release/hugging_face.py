"""The header by which Hugging Face loads a release from its folder."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from ukim.model import Package
from ukim.release.data_files import DataFile


def header(package: Package, files: Iterable[DataFile]) -> str:
    """The lines that `README.md` begins with: what the release is, and the Parquet file of each table and view."""
    parquet = [file.path for file in files if file.path.endswith(".parquet")]
    content = {
        "pretty_name": package.title,
        "license": [licence.name.lower() for licence in package.licenses],
        "tags": list(package.keywords),
        "configs": [{"config_name": Path(path).stem, "data_files": path} for path in parquet],
    }
    return f"---\n{yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)}---\n"
