"""Readers of what describes a release load its tables by it."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from importlib.resources import files

import frictionless
import jsonschema
import mlcroissant
import pandas as pd
import polars as pl
import pytest

from packages import ROOT
from ukim.model import Package

TABLES = Package.read(ROOT / "datapackage.json").tables
PROFILE = json.loads((files("dplib") / "profiles/2.0/datapackage.json").read_text(encoding="utf-8"))


def profile_errors(descriptor: dict) -> list[list[str | int]]:
    """Where the descriptor breaks the profile of Data Package 2.0.

    The profile forgot the type `list` of the standard, as its issue 1089 says; a list is checked as an array, which
    has the same properties but for those of its items.
    """
    descriptor = json.loads(json.dumps(descriptor))
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            field["type"] = field["type"].replace("list", "array")
    validator = jsonschema.Draft7Validator(PROFILE, format_checker=jsonschema.FormatChecker())
    return [list(error.absolute_path) for error in validator.iter_errors(descriptor)]


def test_the_descriptor_is_of_the_profile_that_it_names(described) -> None:
    descriptor = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert profile_errors(descriptor) == []


def test_the_profile_finds_an_example_that_is_no_text_and_an_unknown_type(described) -> None:
    descriptor = json.loads((described / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["fields"][0]["example"] = 1
    descriptor["resources"][1]["schema"]["fields"][2]["type"] = "word"
    assert profile_errors(descriptor) == [
        ["resources", 0, "schema", "fields", 0],
        ["resources", 1, "schema", "fields", 2],
    ]


def test_frictionless_validates_the_release_and_reads_its_rows(described) -> None:
    report = frictionless.validate(str(described / "datapackage.json"))
    assert report.valid
    package = frictionless.Package(str(described / "datapackage.json"))
    for name, table in TABLES.items():
        parquet = pl.read_parquet(described / f"parquet/{name}.parquet").to_dicts()
        resource = package.get_resource(name)
        assert resource.read_rows() == parquet
        assert resource.schema.primary_key == table.primary_key


def plain(value: object) -> object:
    """A value of a record of Croissant as Polars has it: texts are bytes in it, days moments."""
    match value:
        case bytes():
            return value.decode()
        case list():
            return [plain(item) for item in value]
        case pd.Timestamp():
            return value.date()
        case _:
            return value


@pytest.fixture(scope="module")
def croissant(described) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(described / "croissant.json"))


@pytest.mark.parametrize("name", TABLES)
def test_mlcroissant_loads_the_records_of_every_table(described, croissant, name) -> None:
    records = [
        {key.removeprefix(f"{name}/"): plain(value) for key, value in record.items()}
        for record in croissant.records(name)
    ]
    assert records == pl.read_parquet(described / f"parquet/{name}.parquet").to_dicts()


def test_mlcroissant_has_no_error_and_no_warning(croissant, described) -> None:
    assert not croissant.metadata.issues.errors
    assert not croissant.metadata.issues.warnings
    release = Package.read(described / "datapackage.json")
    assert croissant.metadata.version == release.version
    assert croissant.metadata.date_published.date() == release.released_on
    assert isinstance(release.released_on, date)


def test_mlcroissant_loads_the_values_that_a_column_may_take(croissant) -> None:
    values = [record["cases.plea/value"] for record in croissant.records("cases.plea")]
    assert [plain(value) for value in values] == TABLES["cases"].by_name["plea"].allowed_values


def test_mlcroissant_refuses_a_file_with_another_byte(described, tmp_path) -> None:
    shutil.copytree(described, tmp_path / "release")
    with (tmp_path / "release/parquet/cases.parquet").open("ab") as file:
        file.write(b"1")
    changed = mlcroissant.Dataset(jsonld=str(tmp_path / "release/croissant.json"))
    with pytest.raises(Exception, match=r"Download\(parquet/cases\.parquet\)") as caught:
        list(changed.records("cases"))
    assert "not identical" in str(caught.value.__cause__)


def test_hugging_face_loads_every_table_from_the_folder_without_a_network(described, tmp_path) -> None:
    code = (
        "import json, sys, datasets\n"
        "names = datasets.get_dataset_config_names(sys.argv[1])\n"
        "loaded = {name: datasets.load_dataset(sys.argv[1], name, split='train') for name in names}\n"
        "print(json.dumps({name: one.to_list() for name, one in loaded.items()}, default=str))\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, str(described)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    held = {path.stem: path for path in described.rglob("*.parquet")}
    assert held.keys() >= TABLES.keys()
    assert loaded.keys() == held.keys()
    for name, records in loaded.items():
        frame = pl.read_parquet(held[name])
        assert records == json.loads(json.dumps(frame.to_dicts(), default=str))
