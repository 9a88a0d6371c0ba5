"""What Python tells of the dataset."""

import shutil
from datetime import date

import pandera.errors
import polars as pl
import pytest

import ukim
from packages import ROOT, edit_json
from ukim.errors import UkimError
from ukim.model import Package
from ukim.model.released import released

TABLES = Package.read(ROOT / "datapackage.json").tables


@pytest.fixture(scope="module")
def archive(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("zip")
    return shutil.make_archive(str(folder / release.name), "zip", release.parent, release.name)


def test_a_citation_is_a_sentence_and_an_entry_that_tell_the_version(sound) -> None:
    edit_json(sound / "datapackage.json", "version", value="4.5.6")
    citation = ukim.cite(sound)
    assert "(version 4.5.6)" in citation.text
    assert citation.bibtex.startswith("@misc{ukim_4_5_6,")
    assert str(citation) == f"{citation.text}\n\n{citation.bibtex}"


def test_package_release_and_zip_are_cited_alike(untouched, release, archive) -> None:
    assert ukim.cite(untouched) == ukim.cite(release) == ukim.cite(archive)
    assert ukim.cite().text.endswith("[Data set].")


@pytest.mark.parametrize("name", TABLES)
def test_the_schema_of_a_table_passes_what_is_loaded(release, name) -> None:
    frame = ukim.load(name, release)
    assert ukim.schema(name).validate(frame).equals(frame)


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        ("people", pl.lit("mail").alias("gender"), "category"),
        ("people", pl.lit(1700, pl.Int64).alias("birth_year"), "constraint"),
        ("people", pl.lit("p-000001").alias("person_id"), "primary-key"),
        ("sentences", pl.lit("2021-02-30").alias("decided"), "date-form"),
        ("additional_penalties", pl.lit(["meetings"]).alias("scope"), "category"),
        ("sources", pl.lit("http://127.0.0.1/").alias("url"), "web-address"),
    ],
)
def test_the_schema_of_a_table_refuses_what_its_columns_forbid(release, table, change, check) -> None:
    frame = ukim.load(table, release).with_columns(change)
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        ukim.schema(table, release).validate(frame, lazy=True)
    assert check in caught.value.failure_cases["check"].to_list()


def test_the_schema_of_a_table_refuses_another_type_and_a_missing_column(release) -> None:
    frame = ukim.load("sentences", release)
    for broken in (frame.with_columns(pl.lit("soon").alias("decided_latest")), frame.drop("decided_latest")):
        with pytest.raises(pandera.errors.SchemaError):
            ukim.schema("sentences").validate(broken)


def test_the_schema_lets_a_bound_be_empty_and_a_day_lie_ahead(release) -> None:
    frame = ukim.load("sentences", release)
    ahead = frame.with_columns(pl.lit("2099-01-01").alias("ends"), pl.lit(date(2099, 1, 1)).alias("ends_latest"))
    ukim.schema("sentences").validate(ahead)


@pytest.mark.parametrize("name", TABLES)
def test_the_codebook_of_a_table_has_its_columns_in_order_as_the_schema_describes_them(
    untouched, release, name
) -> None:
    book = ukim.codebook(name, release)
    assert book["column"].to_list() == ukim.load(name, release).columns
    for row, field in zip(book.iter_rows(named=True), released(TABLES[name]).fields, strict=True):
        assert (row["title"], row["description"]) == (field.title, field.description)
        assert row["required"] == TABLES[name].requires(field)
        assert [one["value"] for one in row["categories"]] == field.allowed_values
    assert book.equals(ukim.codebook(name, untouched))


def test_the_codebook_knows_keys_references_and_dates_as_precise_as_their_source(release) -> None:
    rows = {row["column"]: row for row in ukim.codebook("sentences", release).iter_rows(named=True)}
    assert rows["sentence_id"]["key"]
    assert rows["acts_on_id"]["references"] == ["sentences"]
    assert rows["court_id"]["references"] == ["courts"]
    assert (rows["decided"]["type"], rows["decided_latest"]["type"]) == ("partial date", "date")
    assert (rows["term_months"]["type"], rows["term_months"]["example"]) == ("integer", "18")


def test_the_codebook_of_a_view_has_its_columns_in_order(untouched, release, archive) -> None:
    book = ukim.codebook("prosecutions", untouched)
    assert book["column"].to_list() == ukim.load("prosecutions", untouched).columns
    assert book["description"].str.len_chars().min() > 3
    assert book.equals(ukim.codebook("prosecutions", release))
    assert book.equals(ukim.codebook("prosecutions", archive))


@pytest.mark.parametrize("function", [ukim.codebook, ukim.schema])
@pytest.mark.parametrize("path", ["untouched", "release", "archive"])
def test_an_unknown_name_is_answered_with_the_tables(request, function, path) -> None:
    with pytest.raises(UkimError, match=r"There is no table 'nothing' .* Tables: additional_penalties, bans"):
        function("nothing", request.getfixturevalue(path))


@pytest.mark.parametrize("function", [ukim.cite, lambda path: ukim.codebook("cases", path)])
@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip", "empty.zip"])
def test_a_path_without_a_dataset_is_one_error(tmp_path, function, name) -> None:
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(UkimError, match=r"holds no dataset|cannot be opened as a zip"):
        function(tmp_path / name)
