"""A release in Croissant, the format that tools of machine learning load data sets by.

Every table is a record set over its Parquet file; the values of a column are a record set of their own, an enumeration.
A column that refers to a table names the column of its file, not the field: mlcroissant cannot load a table that refers
to itself, or to several others, by fields (its issue 904).
"""

from collections.abc import Iterable
from typing import Any

from ukim.model import Field, Package, Table
from ukim.model.released import released
from ukim.release.citation import bibtex
from ukim.release.data_files import DataFile
from ukim.release.schema_org import about

VERSION = "http://mlcommons.org/croissant/1.1"
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "list": "sc:Text",
}
JSON = ("data", "examples")
LANGUAGES = ("description", "name")
TERMS = (  # noqa: SIM905 - a list would take a line a word
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format "
    "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
    "samplingRate separator source subField transform"
).split()
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: {"@id": f"cr:{term}", "@type": "@json"} for term in JSON},
    **{term: {"@container": "@language"} for term in LANGUAGES},
    **{term: f"cr:{term}" for term in TERMS},
}
"""The context that the standard gives; readers warn of another."""


def croissant(package: Package, files: Iterable[DataFile]) -> dict[str, Any]:
    """The JSON-LD: what the release is, its files, and how each column of each table is read from them."""
    tables = {name: released(table) for name, table in package.tables.items()}
    return {
        "@context": CONTEXT,
        **about(package),
        "conformsTo": VERSION,
        "citeAs": bibtex(package),
        "distribution": [_file(file) for file in files],
        "recordSet": [
            *(_table(name, table) for name, table in tables.items()),
            *(
                _values(name, field)
                for name, table in tables.items()
                for field in table.fields
                if field.categories or field.item_categories
            ),
        ],
    }


def _file(file: DataFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _table(name: str, table: Table) -> dict[str, Any]:
    targets = {
        column: _cell(key.reference.resource or name, target)
        for key in table.foreign_keys
        for column, target in zip(key.fields, key.reference.fields, strict=True)
    }
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table.description,
        "key": [{"@id": f"{name}/{column}"} for column in table.primary_key],
        "field": [_field(name, field, targets.get(field.name)) for field in table.fields],
    }


def _field(name: str, field: Field, target: dict[str, Any] | None) -> dict[str, Any]:
    words: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{name}/{field.name}",
        "name": field.name,
        "description": field.description,
        "dataType": TYPES[field.type],
        "source": _cell(name, field.name),
    }
    if field.type == "list":
        words |= {"isArray": True, "arrayShape": "-1"}
    if field.allowed_values:
        target = {"field": {"@id": f"{_values_of(name, field)}/value"}}
    if target:
        words["references"] = target
    return words


def _cell(table: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": f"parquet/{table}.parquet"}, "extract": {"column": column}}


def _values(name: str, field: Field) -> dict[str, Any]:
    """The values that a column may take, as records of a value, its label and its description."""
    own = _values_of(name, field)
    parts = ("value", "label", "description")
    return {
        "@type": "cr:RecordSet",
        "@id": own,
        "name": own,
        "description": f"The values that `{field.name}` of `{name}` may take.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{own}/value"},
        "field": [{"@type": "cr:Field", "@id": f"{own}/{part}", "name": part, "dataType": "sc:Text"} for part in parts],
        "data": [
            {f"{own}/{part}": getattr(category, part) for part in parts}
            for category in field.categories or field.item_categories
        ],
    }


def _values_of(name: str, field: Field) -> str:
    return f"{name}.{field.name}"
