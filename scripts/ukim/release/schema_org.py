"""A release as a `Dataset` of schema.org, which search engines of data sets read."""

from collections.abc import Iterable
from typing import Any

from ukim.model import Package
from ukim.model.released import released
from ukim.release.data_files import DataFile

CONTEXT = "https://schema.org/"


def dataset(package: Package, files: Iterable[DataFile]) -> dict[str, Any]:
    """The JSON-LD: what the release is, its columns and its files."""
    columns = [
        {"@type": "PropertyValue", "name": f"{name}.{field.name}", "description": field.description}
        for name, table in package.tables.items()
        for field in released(table).fields
    ]
    downloads = [
        {
            "@type": "DataDownload",
            "name": file.path,
            "contentUrl": file.path,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        }
        for file in files
    ]
    return {"@context": CONTEXT} | about(package) | {"distribution": downloads, "variableMeasured": columns}


def about(package: Package) -> dict[str, Any]:
    """What the release is, in the terms of schema.org."""
    words: dict[str, Any] = {
        "@type": "Dataset",
        "name": package.title,
        "alternateName": package.name,
        "description": package.description,
        "version": package.version,
        "datePublished": package.released_on.isoformat(),
        "creator": [{"@type": "Organization", "name": name} for name in package.creators],
        "license": [licence.path for licence in package.licenses],
        "keywords": list(package.keywords),
        "isAccessibleForFree": True,
    }
    if package.id:
        words["identifier"] = package.id
    if package.homepage:
        words["url"] = package.homepage
    return words
