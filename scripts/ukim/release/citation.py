"""How to cite a release: for people, for BibTeX, as CITATION.cff, for Zenodo."""

from typing import Any

import yaml

from ukim.model import Package

MESSAGE = "If you use this dataset, please cite it as below, with the version that you used."
DOI = "https://doi.org/"


def cff(package: Package, *, with_version: bool = True) -> str:
    """CITATION.cff; without the version and the day of the release for what is no release.

    Its licences are those of the data alone: of several, the format takes any one to do.
    """
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "type": "dataset",
        "title": package.title,
        "abstract": package.description,
        "authors": [{"name": name} for name in package.creators],
        "license": [licence.name for licence in package.licenses],
        "keywords": list(package.keywords),
    }
    if with_version:
        content |= {"version": package.version, "date-released": package.released_on.isoformat()}
    if package.id:
        content["doi"] = package.id.removeprefix(DOI)
    if package.homepage:
        content["url"] = package.homepage
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def zenodo(package: Package) -> dict[str, Any]:
    """`.zenodo.json`: what Zenodo is told of a release that is put there."""
    return {
        "upload_type": "dataset",
        "title": package.title,
        "description": package.description,
        "creators": [{"name": name} for name in package.creators],
        "version": package.version,
        "publication_date": package.released_on.isoformat(),
        "access_right": "open",
        "license": package.licenses[0].name,
        "keywords": list(package.keywords),
    }


def text(package: Package) -> str:
    """The citation in one sentence, as DataCite recommends it: who, year, title, version, kind, where."""
    place = package.id or package.homepage
    parts = [
        f"{', '.join(package.creators)} ({package.released_on.year})",
        f"{package.title} (version {package.version}) [Data set]",
        *([place] if place else []),
    ]
    return ". ".join(parts) + ("" if place else ".")


def bibtex(package: Package) -> str:
    """The entry for a bibliography in BibTeX."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in package.creators),
        "title": f"{{{_escaped(package.title)}}}",
        "year": str(package.released_on.year),
        "month": str(package.released_on.month),
        "version": package.version,
        "note": f"Data set, version {package.version}",
    }
    if package.id:
        fields["doi"] = package.id.removeprefix(DOI)
    if package.homepage:
        fields["url"] = package.homepage
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{package.name}_{package.version.replace('.', '_')}{lines}\n}}\n"


def _escaped(words: str) -> str:
    """The words without a character that TeX would take for a command."""
    return "".join(f"\\{character}" if character in "&%$#_" else character for character in words)
