import pytest
from hypothesis import given
from hypothesis import strategies as st

from packages import ROOT, copy_of_the_sound_package, findings
from told import tables_of
from ukim.tables.agreement import Relation


@pytest.fixture
def tables(tmp_path):
    return tables_of(copy_of_the_sound_package(tmp_path / "package"))


def cited(tables, record):
    return [
        row.removeprefix(f"{record},") for row in tables.text("citations").splitlines() if row.startswith(f"{record},")
    ]


def test_tables_that_nothing_was_stated_of_are_the_files(tables) -> None:
    for resource in tables.package.resources:
        assert tables.text(resource.name) == (tables.package.folder / resource.path).read_text(encoding="utf-8")


def test_a_row_that_was_only_looked_at_keeps_the_form_of_its_citations(tables) -> None:
    before = cited(tables, "s-000001")
    tables.state("sentences", "s-000001", "term_months", "18", "news-1")
    assert cited(tables, "s-000001") == before


def test_a_star_is_written_for_the_sources_that_state_most(tables) -> None:
    for column, value in (("kind", "trial_opened"), ("date", "2021-02-01"), ("court_id", "ulgi-city")):
        tables.state("events", "e-000002", column, value, "radio-1")
    assert cited(tables, "e-000002") == ["*,news-1,,", "*,radio-1,,"]


def test_a_column_that_one_of_them_does_not_state_is_cited_by_name(tables) -> None:
    tables.state("events", "e-000002", "kind", "trial_opened", "radio-1")
    assert cited(tables, "e-000002") == ["*,news-1,,", "kind,news-1,,", "kind,radio-1,,"]


def test_who_said_otherwise_supports_the_value_once_it_is_that(tables) -> None:
    assert tables.state("sentences", "s-000001", "decided", "2021-03", "radio-1") is Relation.different
    tables.replace("sentences", "s-000001", "decided", "2021-03-02", "copy-1")
    assert "decided,radio-1,," in cited(tables, "s-000001")
    assert "decided,news-1,2021-02-22," in cited(tables, "s-000001")


def test_a_court_that_is_known_by_its_place_alone_is_a_less_precise_one(tables) -> None:
    somewhere = {"court_id": "court-in-ulgi", "name_en": "A court in Ulgi", "level": "district", "settlement": "Ulgi"}
    tables.add("courts", somewhere | {"is_placeholder": "true"})
    assert tables.relation("sentences", "court_id", "court-in-ulgi", "ulgi-city") is Relation.coarser
    assert tables.relation("sentences", "court_id", "ulgi-city", "court-in-ulgi") is Relation.finer
    assert tables.relation("sentences", "court_id", "ulgi-regional", "ulgi-city") is Relation.different


def test_fresh_keys_have_the_form_that_the_schema_asks_for(tables) -> None:
    keys = {tables.add("events", {"case_id": "c-000001", "kind": "hearing"}) for _ in range(300)}
    assert len(keys) == 300
    assert all(len(key) == 8 and key.startswith("e-") for key in keys)


def test_what_is_restored_is_as_it_was(tables) -> None:
    before = {name: tables.text(name) for name in tables.package.tables}
    restore = tables.snapshot()
    tables.state("sentences", "s-000001", "term_months", "30", "radio-1")
    tables.complete("sources", "radio-1", {"title": "On air"})
    appeal = tables.add("sentences", {"case_id": "c-000001", "instance": "appeal"})
    tables.assign("sentences", appeal, "acts_on_id", "s-000001")
    restore()
    assert {name: tables.text(name) for name in tables.package.tables} == before
    assert len(tables.of("sentences", "case_id", "c-000001")) == 3


stating = st.lists(
    st.tuples(
        st.sampled_from(["decided", "court_id", "main_penalty", "term_months", "ends"]),
        st.sampled_from(["news-1", "radio-1", "copy-1"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
VALUES = {
    "decided": ("2021-02-22", "2021-02-20"),
    "court_id": ("ulgi-city", "ulgi-regional"),
    "main_penalty": ("restriction_of_freedom", "imprisonment"),
    "term_months": ("18", "20"),
    "ends": ("2022-08-22", "2023"),
}


@given(stating)
def test_citations_put_together_say_what_they_said_apart(tmp_path_factory, stated) -> None:
    folder = copy_of_the_sound_package(tmp_path_factory.mktemp("cited") / "package")
    tables = tables_of(folder)
    for column, source, agrees in stated:
        tables.state("sentences", "s-000001", column, VALUES[column][0 if agrees else 1], source)
    apart = dict(tables.cited["s-000001"])
    (folder / "data/citations.csv").write_text(tables.text("citations"), encoding="utf-8")
    (folder / "data/sentences.csv").write_text(tables.text("sentences"), encoding="utf-8")
    again = tables_of(folder)
    again.state("sentences", "s-000001", "instance", "first", "news-1")
    assert again.cited["s-000001"] == apart
    rules = {one.rule.id for one in findings(folder, with_frictionless=False)}
    assert not rules & {
        "uncited-cell",
        "uncited-row",
        "citation-repeats-value",
        "citation-without-value",
        "stated-value",
    }


def test_the_tables_of_the_dataset_are_rendered_as_they_are() -> None:
    tables = tables_of(ROOT)
    for resource in tables.package.resources:
        assert tables.text(resource.name) == (ROOT / resource.path).read_text(encoding="utf-8")


def test_a_key_that_changes_lists_is_not_drawn_again(tables, monkeypatch) -> None:
    tables.add(
        "changes",
        {"record_id": "e-00000a", "field": "*", "since_version": "1.0.0", "action": "withheld", "reason": "A wish."},
    )
    drawn = iter("00000a" + "000001" + "00000b")
    monkeypatch.setattr("ukim.tables.draft.secrets.choice", lambda _: next(drawn))
    assert tables.add("events", {"case_id": "c-000001", "kind": "hearing"}) == "e-00000b"
