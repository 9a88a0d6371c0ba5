from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanes import slow
from packages import ROOT, add_row, copy_of_the_sound_package
from told import by_person, emptied, shape, tables_of, told
from ukim.intake import batch
from ukim.intake.batch import Batch, take_in
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import Decision, Entry, Statement


def taken(tables, statements, **choices):
    outcomes = take_in(tables, statements, choices)
    assert [one.refusal for one in outcomes if one.refusal] == []
    return tables


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    package = copy_of_the_sound_package(tmp_path_factory.mktemp("intake") / "package")
    add_row(package, "offences", "kz-cc-2014-405", "cc_2014", "405", "", "The activity of a banned association")
    return package


def items(row):
    """The row with the items of lists in no order."""
    return {column: set(value.split(";")) for column, value in row.items()}


def coarser(date: str):
    return st.sampled_from([date, date[:7], date[:4]])


PEOPLE = {
    "Mysal Ulgiliev": "Мысал Улгилиев",
    "Ulgi Mysalova": "Улги Мысалова",
    "Ornek Qurgaqov": "Орнек Кургаков",
}
STEPS = {"detained": "2021-01-05", "trial_opened": "2021-02-01", "in_force": "2021-04-20"}
PENALTY = {"kind": "activity_ban", "scope": "public_activity", "amount": "36", "unit": "months"}


@st.composite
def entries(draw, name):
    """What one source may tell of a person: always the day of the first judgment, the rest as it happens."""
    person = {"name": name} | draw(st.sampled_from([{}, {"name_ru": PEOPLE[name]}, {"gender": "male"}]))
    case = draw(st.sampled_from([{}, {"region_code": "KZ-75", "settlement": "Ulgi"}, {"plea": "not_guilty"}]))
    steps = draw(st.lists(st.sampled_from(list(STEPS)), unique=True))
    events = [{"kind": kind, "date": draw(coarser(STEPS[kind]))} for kind in steps]
    charges = draw(st.sampled_from([[], [{"offence_id": "kz-cc-2014-405-2"}], [{"offence_id": "kz-cc-2014-405"}]]))
    first = {"instance": "first", "effect": "convicted", "decided": "2021-02-22"}
    first |= draw(
        st.sampled_from([{}, {"court_id": "ulgi-city"}, {"main_penalty": "imprisonment", "term_months": "18"}])
    )
    appeal = {"instance": "appeal", "effect": "reduced", "decided": draw(coarser("2021-04-13")), "term_months": "17"}
    decisions = [Decision(first, draw(st.sampled_from([[], [PENALTY], [{"kind": "activity_ban"}]])))]
    if draw(st.booleans()):
        decisions.append(Decision(appeal))
    return Entry(1, person, case, [{"organization_id": "mysal", "basis": "charge"}], charges, events, decisions)


@st.composite
def sources(draw, number):
    names = draw(st.lists(st.sampled_from(list(PEOPLE)), min_size=1, unique=True))
    about = [draw(entries(name)) for name in names]
    source = {"url": f"https://news.example/{number}", "publisher": "Examples Daily", "language": "en"}
    source |= {"kind": "news", "read": "full", "title": f"Article {number}"}
    return Statement("made", number, source, [], about)


worlds = st.integers(1, 3).flatmap(lambda size: st.tuples(*(sources(number) for number in range(size))))


@given(worlds)
def test_the_order_of_sources_that_agree_does_not_matter(folder, statements) -> None:
    shapes = [shape(taken(emptied(tables_of(folder)), order)) for order in permutations(statements)]
    assert shapes[1:] == shapes[:-1]


@slow
@given(worlds)
def test_what_was_taken_in_once_changes_nothing_the_second_time(folder, statements) -> None:
    tables = taken(emptied(tables_of(folder)), statements)
    once = {name: tables.text(name) for name in tables.package.tables}
    taken(tables, statements)
    assert {name: tables.text(name) for name in tables.package.tables} == once


def refused(numbers):
    return {number: RefusedError(1, "people", "as validation says") for number in numbers}


@slow
@given(worlds, st.lists(st.sets(st.integers(0, 2)), max_size=2))
def test_refusing_statements_afterwards_is_the_same_as_importing_the_others_alone(folder, statements, rounds) -> None:
    tables = emptied(tables_of(folder))
    one = Batch(tables, statements, {})
    one.run()
    left = set(range(len(statements)))
    for numbers in rounds:
        if numbers & left:
            one.refuse(refused(numbers & left))
            left -= numbers
    assert shape(tables) == shape(taken(emptied(tables_of(folder)), [statements[number] for number in sorted(left)]))


@slow
@pytest.mark.parametrize("with_ids", [True, False])
def test_refusing_sources_of_the_dataset_is_the_same_as_importing_the_others_alone(with_ids) -> None:
    """Some are refused at first and imported at the second attempt, because later ones decide who is meant."""
    statements = told(tables_of(ROOT), with_ids=with_ids)
    tables, others = emptied(tables_of(ROOT)), emptied(tables_of(ROOT))
    one = Batch(tables, statements, {})
    imported = [number for number, outcome in enumerate(one.run()) if not outcome.refusal]
    blamed = imported[10::40]
    one.refuse(refused(blamed[2:]))
    outcomes = one.refuse(refused(blamed[:2]))
    alone = take_in(others, [one for number, one in enumerate(statements) if number not in blamed], {})
    kept = [outcome for number, outcome in enumerate(outcomes) if number not in blamed]
    assert [outcome.refusal is None for outcome in kept] == [outcome.refusal is None for outcome in alone]
    assert shape(tables) == shape(others)
    assert [outcomes[number].refusal.message for number in blamed] == ["as validation says"] * len(blamed)
    if with_ids:
        assert all(tables.text(name) == others.text(name) for name in tables.package.tables)


def test_what_comes_well_before_a_refused_statement_is_not_imported_again(monkeypatch) -> None:
    statements = told(tables_of(ROOT), with_ids=True)
    one = Batch(emptied(tables_of(ROOT)), statements, {})
    one.run()
    again = []
    source_of = batch.source_of
    monkeypatch.setattr(batch, "source_of", lambda *of: again.append(of) or source_of(*of))
    one.refuse(refused([len(statements) - 1]))
    assert 0 < len(again) < len(statements) / 2


@slow
@pytest.mark.parametrize("package", ["fixture", "dataset"])
def test_sources_that_name_their_rows_give_the_same_rows_again(folder, package) -> None:
    """All but the rows on which sources differ, and what a later decision tells of the first."""
    place = folder if package == "fixture" else ROOT
    before = tables_of(place)
    after = emptied(tables_of(place))
    taken(after, by_person(told(before, with_ids=True)))
    for name in ("people", "cases", "case_organizations", "charges", "events", "sentences", "additional_penalties"):
        disputed = {record for record, cited in before.cited.items() if any(said.instead for said in cited.values())}
        for record, row in before.rows(name).items():
            if record not in disputed:
                assert items(after.rows(name)[record]) == items(row)
        assert after.rows(name).keys() == before.rows(name).keys()


@slow
def test_sources_that_name_nothing_give_the_same_rows_up_to_ids(folder) -> None:
    """Once who is doubtful was chosen; but for rows on which sources differ, and what acts on nobody knows which."""
    before, after = tables_of(folder), emptied(tables_of(folder))
    names = {person: row["name"] for person, row in before.rows("people").items()}
    left = list(zip(told(before), told(before, with_ids=True), strict=True))
    while left and (outcomes := take_in(after, [bare for bare, _ in left], {})):
        pairs = [(one, full) for one, (_, full) in zip(outcomes, left, strict=True) if one.refusal]
        left = [(chosen(after, one, full, names), full) for one, full in pairs]
        if not any(one.refusal.options for one, _ in pairs):
            break
    assert all("say on which: acts_on_id" in one.refusal.message for one, _ in pairs)
    open_ = {full.source["source_id"] for _, full in left}
    unsure = {record for record, cited in before.cited.items() if any(said.instead for said in cited.values())} | {
        record for record in before.cited if before.sources_of(record) & open_
    }
    for name in ("people", "cases", "charges", "events", "sentences", "additional_penalties"):
        again = [values(row) for row in after.rows(name).values()]
        assert [
            row for record, row in before.rows(name).items() if record not in unsure and values(row) not in again
        ] == []


@slow
def test_without_ids_no_two_people_of_the_dataset_become_one_nor_one_two() -> None:
    """A source that leaves a doubt is refused; the others, most of them, are placed with the right person."""
    before, after = tables_of(ROOT), emptied(tables_of(ROOT))
    outcomes = take_in(after, told(before), {})
    pairs = {
        (found, entry.person["person_id"])
        for outcome, full in zip(outcomes, told(before, with_ids=True), strict=True)
        for (_, found, _, _), entry in zip(outcome.placed, full.entries, strict=False)
    }
    assert sum(outcome.refusal is None for outcome in outcomes) > len(outcomes) / 2
    assert len(pairs) == len({found for found, _ in pairs}) == len({meant for _, meant in pairs})


def chosen(tables, outcome, full, names):
    """The statement with the person chosen whom it doubts; as it is where another source may decide."""
    doubted, options = outcome.refusal.entry, outcome.refusal.options
    if not options:
        return outcome.statement
    place = outcome.statement.entries.index(doubted)
    meant = names[full.entries[place].person["person_id"]]
    (person,) = [one for one in options if tables.rows("people")[one]["name"] == meant]
    entries = list(outcome.statement.entries)
    entries[place] = replace(doubted, person=doubted.person | {"person_id": person})
    return replace(outcome.statement, entries=entries)


def values(row):
    """The row without ids; of a person, the names in whatever column they stand."""
    names = {
        name for column in ("name", "name_kk", "name_ru", "other_names") for name in row.get(column, "").split(";")
    }
    rest = {
        column: set(value.split(";"))
        for column, value in row.items()
        if not column.endswith("_id") and "name" not in column
    }
    return names, rest
