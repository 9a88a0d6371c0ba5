"""The files that describe a release say what the descriptor, the schemas and the files of data say."""

import hashlib
import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import polars as pl
import pytest
import yaml

from packages import ROOT, edit_json
from ukim.api.dataset import connect
from ukim.errors import UkimError
from ukim.model import Package
from ukim.model.released import released
from ukim.release.citation import bibtex, cff, text, zenodo
from ukim.release.data_files import data_files
from ukim.release.licences import CODE, licences
from ukim.release.metadata import metadata
from ukim.release.schema_org import dataset

OF_NO_DATA = {"", ".cff", ".duckdb", ".html", ".json", ".jsonld", ".md", ".toml", ".txt"}
"""Endings of folders and of files that describe, and of the database, whose bytes differ from build to build."""
CFF = json.loads((ROOT / "tests/fixtures/cff-1.2.0.schema.json").read_text(encoding="utf-8"))


def read(folder: Path) -> Package:
    return Package.read(folder / "datapackage.json")


@pytest.fixture
def cited(sound) -> Package:
    """A package with an address, a DOI, two creators and somebody who is none."""
    edit_json(sound / "datapackage.json", "id", value="https://doi.org/10.5281/zenodo.12345")
    edit_json(sound / "datapackage.json", "homepage", value="https://ukim.example/data")
    people = [("A. Mysal", "creator"), ("Ulgi & Co", "creator"), ("Nobody", "publisher")]
    contributors = [{"title": name, "roles": [role]} for name, role in people]
    edit_json(sound / "datapackage.json", "contributors", value=contributors)
    edit_json(sound / "datapackage.json", "version", value="2.0.1")
    edit_json(sound / "datapackage.json", "created", value="2031-05-06T00:00:00Z")
    return read(sound)


def checked(text_: str) -> dict:
    """What a CITATION.cff holds, after the schema of its format has passed it."""
    content = yaml.safe_load(text_)
    jsonschema.Draft7Validator(CFF, format_checker=jsonschema.FormatChecker()).validate(content)
    return content


def test_the_citation_file_is_of_its_format_and_tells_version_day_and_licence(described) -> None:
    content = checked((described / "CITATION.cff").read_text(encoding="utf-8"))
    descriptor = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    assert content["version"] == descriptor["version"]
    assert content["date-released"] + "T00:00:00Z" == descriptor["created"]
    assert content["title"] == descriptor["title"]
    assert content["license"] == [licence["name"] for licence in descriptor["licenses"]]
    assert content["authors"] == [{"name": person["title"]} for person in descriptor["contributors"]]
    assert not {"doi", "url"} & content.keys()


def test_the_schema_of_the_format_refuses_a_day_that_is_none(described) -> None:
    broken = (described / "CITATION.cff").read_text(encoding="utf-8").replace("date-released: '2", "date-released: '")
    with pytest.raises(jsonschema.ValidationError):
        checked(broken)


def test_the_citation_file_of_the_repository_has_neither_version_nor_day() -> None:
    content = checked((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert not {"version", "date-released"} & content.keys()
    assert content["title"] == read(ROOT).title


def test_an_address_a_doi_and_all_creators_are_cited(cited) -> None:
    content = checked(cff(cited))
    assert (content["doi"], content["url"]) == ("10.5281/zenodo.12345", "https://ukim.example/data")
    assert [author["name"] for author in content["authors"]] == ["A. Mysal", "Ulgi & Co"]
    assert text(cited) == (
        f"A. Mysal, Ulgi & Co (2031). {cited.title} (version 2.0.1) [Data set]. https://doi.org/10.5281/zenodo.12345"
    )
    entry = bibtex(cited).splitlines()
    assert entry[0] == "@misc{ukim_2_0_1,"
    assert r"  author = {{A. Mysal} and {Ulgi \& Co}}," in entry
    assert "  year = {2031}," in entry
    assert "  doi = {10.5281/zenodo.12345}," in entry


def test_without_an_address_the_sentence_ends_with_the_data_set(untouched) -> None:
    package = read(untouched)
    assert text(package).endswith(f"{package.title} (version {package.version}) [Data set].")
    assert str(package.released_on.year) in text(package)


def test_zenodo_is_told_the_same(described, cited) -> None:
    told = json.loads((described / ".zenodo.json").read_text(encoding="utf-8"))
    package = read(described)
    assert (told["upload_type"], told["access_right"], told["license"]) == ("dataset", "open", "CC-BY-4.0")
    assert (told["title"], told["version"]) == (package.title, package.version)
    assert date.fromisoformat(told["publication_date"]) == package.released_on
    assert zenodo(cited)["creators"] == [{"name": "A. Mysal"}, {"name": "Ulgi & Co"}]


def test_every_file_of_data_is_listed_with_its_size_and_sum(described) -> None:
    told = json.loads((described / "dataset.jsonld").read_text(encoding="utf-8"))
    files = {path.relative_to(described).as_posix() for path in described.rglob("*") if path.suffix not in OF_NO_DATA}
    assert {one["contentUrl"] for one in told["distribution"]} == files
    assert {f"csv/{name}.csv" for name in read(described).tables} <= files
    for one in told["distribution"]:
        data = (described / one["contentUrl"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(data).hexdigest()
        assert one["contentSize"] == f"{len(data)} B"


def test_the_dataset_of_schema_org_names_every_column_of_every_table(described) -> None:
    told = json.loads((described / "dataset.jsonld").read_text(encoding="utf-8"))
    columns = [
        f"{name}.{column}"
        for name in read(described).tables
        for column in pl.read_parquet_schema(described / f"parquet/{name}.parquet")
    ]
    assert [one["name"] for one in told["variableMeasured"]] == columns
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert told["license"] == ["https://creativecommons.org/licenses/by/4.0/"]


def test_the_dataset_of_schema_org_has_the_address_where_there_is_one(cited) -> None:
    told = dataset(cited, [])
    assert (told["url"], told["identifier"]) == ("https://ukim.example/data", "https://doi.org/10.5281/zenodo.12345")
    assert told["datePublished"] == "2031-05-06"


def test_croissant_says_keys_references_and_values_as_the_schemas_do(described) -> None:
    told = json.loads((described / "croissant.json").read_text(encoding="utf-8"))
    sets = {one["@id"]: one for one in told["recordSet"]}
    for name, table in read(described).tables.items():
        fields = {one["name"]: one for one in sets[name]["field"]}
        assert list(fields) == released(table).names
        assert sets[name]["key"] == [{"@id": f"{name}/{column}"} for column in table.primary_key]
        for key in table.foreign_keys:
            target = fields[key.fields[0]]["references"]
            assert target["fileObject"]["@id"] == f"parquet/{key.reference.resource or name}.parquet"
            assert target["extract"] == {"column": key.reference.fields[0]}
        for field in table.fields:
            if field.allowed_values:
                assert fields[field.name]["references"] == {"field": {"@id": f"{name}.{field.name}/value"}}
                values = [one[f"{name}.{field.name}/value"] for one in sets[f"{name}.{field.name}"]["data"]]
                assert values == field.allowed_values


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reuse", "--root", str(folder), "lint"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_file_of_a_release_has_a_licence(described) -> None:
    done = lint(described)
    assert done.returncode == 0, done.stdout


def test_a_licence_whose_text_is_missing_is_found(untouched, tmp_path) -> None:
    for path, text_ in licences(read(untouched)).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text_, encoding="utf-8")
    (tmp_path / "metadata.json").write_text("{}", encoding="utf-8")
    assert lint(tmp_path).returncode == 0
    (tmp_path / "LICENSES/CC-BY-4.0.txt").unlink()
    assert lint(tmp_path).returncode == 1


def test_every_file_of_the_repository_has_a_licence() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_licences_of_the_project_are_those_of_data_and_code() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["license"].split(" AND ")) == {CODE, *(licence.name for licence in read(ROOT).licenses)}


def test_the_holders_of_rights_are_the_creators_in_the_year_of_release(cited) -> None:
    annotations = tomllib.loads(licences(cited)["REUSE.toml"])["annotations"]
    assert {tuple(one["SPDX-FileCopyrightText"]) for one in annotations} == {("2031 A. Mysal", "2031 Ulgi & Co")}


def test_the_header_for_hugging_face_names_every_parquet_file_that_has_rows(described) -> None:
    _, front, card = (described / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    content = yaml.safe_load(front)
    named = {one["config_name"]: one["data_files"] for one in content["configs"]}
    files = {path.stem: path.relative_to(described).as_posix() for path in described.rglob("*.parquet")}
    empty = {name for name, path in files.items() if pl.read_parquet(described / path).is_empty()}
    assert named == {name: path for name, path in files.items() if name not in empty}
    assert empty
    assert content["license"] == ["cc-by-4.0"]
    assert card.lstrip().startswith("# ")


def test_the_same_release_is_described_by_the_same_bytes(untouched, described) -> None:
    again = metadata(read(untouched), connect(untouched), data_files(described))
    assert {path: (described / path).read_text(encoding="utf-8") for path in again} == again


def test_no_path_of_the_machine_stands_in_what_describes_a_release(untouched, described) -> None:
    texts = metadata(read(untouched), connect(untouched), data_files(described))
    for place in (str(ROOT), str(described), str(described.parent), str(untouched)):
        assert not [path for path, text_ in texts.items() if place in text_]


def test_a_first_release_has_no_list_of_changes(described) -> None:
    assert not list(described.glob("CHANGES.*"))


def test_a_list_of_changes_of_another_version_is_refused(sound) -> None:
    side = {"name": "ukim", "version": "0.0.2", "day": "2026-05-04"}
    changes = {"version": 1, "old": side, "new": side, "schema": [], "tables": []}
    (sound / "CHANGES.json").write_text(json.dumps(changes), encoding="utf-8")
    with pytest.raises(UkimError, match=r"CHANGES\.json tells of version 0\.0\.2, datapackage\.json states 0\.0\.1"):
        metadata(read(sound), connect(sound), [])
