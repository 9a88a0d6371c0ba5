"""Which engines run for a selection of rules, and that it reports what all of them would have reported."""

import sys
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_built_in import CASES

from lanes import slow
from packages import ROOT, TODAY, copy_of_the_sound_package, set_cell
from ukim.compile.to_frictionless import package_descriptor
from ukim.findings import by_precedence
from ukim.model import DescriptorError, Package
from ukim.validate import Engine, _order_last, _with_its_line, frictionless_only, validate
from ukim.validate.engines import Engines
from ukim.validate.frictionless_process import errors_of
from ukim.validate.rules import catalogue, connect, selects

RULES = sorted(catalogue(ROOT))
HOSTILE = "-- severity: error\n-- title: t\n-- why: w\n-- fix: f\n-- example: e\nSET threads = 2"


class InProcess:
    """Frictionless, here: starting a process for each example would take too long."""

    started = 0

    def __enter__(self):
        InProcess.started += 1
        return self

    def read(self, *task):
        self.task = task

    def errors(self):
        return errors_of(*self.task)

    def __exit__(self, *_):
        pass


@pytest.fixture(autouse=True)
def _in_process(monkeypatch):
    monkeypatch.setattr("ukim.validate.Frictionless", InProcess)


def everything(package, errors=None):
    """All that is found in a package, by all engines."""
    engines = Engines(package, TODAY)
    engines.run(Engine.rules, None)
    if errors is not None:
        engines.findings += frictionless_only.beyond(engines.findings, errors, engines.readings)
    return engines


def filtered(engines, package, only):
    """What of it is reported for these rules; that a SELECT which is not asked for cannot be run is not noticed."""
    with connect() as connection:
        unasked = {one.file for one in selects(package, connection)[0] if one.rule.id not in only}
    asked = [
        one
        for one in engines.findings
        if one.rule.id in only or (one.rule.layer == "descriptor" and one.file not in unasked)
    ]
    private = {(one.file, one.line) for one in engines.findings if one.rule.id == "personal-identifier"}
    return [_with_its_line(one, engines.readings, private) for one in by_precedence(_order_last(asked))]


def broken(folder, cases):
    package = copy_of_the_sound_package(folder)
    for _, breakage, _ in cases:
        with suppress(Exception):  # what one breakage took away another may need
            breakage(package)
    return package


cases = st.lists(st.sampled_from(CASES), min_size=1, max_size=4)
rules = st.sets(st.sampled_from([*RULES, *(name for name, *_ in CASES)]), max_size=6)
few = settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)


@slow
@few
@given(some=cases, others=rules, has_hostile_rule=st.booleans())
def test_a_selection_reports_what_all_engines_would(tmp_path_factory, some, others, has_hostile_rule) -> None:
    only = {*others, some[0][0]}
    folder = broken(tmp_path_factory.mktemp("broken"), some)
    if has_hostile_rule:
        (folder / "schemas/rules/hostile.sql").write_text(HOSTILE, encoding="utf-8")
    descriptor = folder / "datapackage.json"
    try:
        ours = everything(Package.read(descriptor))
    except DescriptorError:
        assume(False)
    for ids in (only, {"hostile"}, set(RULES) - only):
        report = validate(descriptor, TODAY, with_frictionless=False, only=ids)
        assert report.findings == filtered(ours, folder, ids)
        assert report.rows == {name: reading.height for name, reading in ours.readings.items() if reading.is_read}


@slow
@pytest.mark.parametrize("only", [{"frictionless"}, {"type"}, {"constraint", "order"}, {"uncited-row"}])
def test_a_selection_reports_what_frictionless_alone_would_find(sound, monkeypatch, only) -> None:
    """Our own check of types is left out, so that frictionless has something to say."""
    set_cell(sound, "sentences", "s-000001", "term_months", "18x")
    set_cell(sound, "people", "p-000001", "birth_year", "1")
    monkeypatch.setattr("ukim.validate.cells._type_findings", lambda *_: [])
    package = Package.read(sound / "datapackage.json")
    all_ = everything(package, errors_of(str(sound), package_descriptor(package)))
    assert "type" in {one.rule.id for one in all_.findings}
    assert validate(sound / "datapackage.json", TODAY, only=only).findings == filtered(all_, sound, only)


ENGINES = {
    "cells": "ukim.validate.cells.check",
    "references": "ukim.validate.references.check",
    "rules": "ukim.validate.rule_inputs.register_all",
    "frictionless": "ukim.validate.Frictionless",
}


@pytest.mark.parametrize(
    ("only", "needed"),
    [
        ({"encoding", "header"}, set()),
        ({"version-without-changelog", "stray-file"}, set()),
        ({"date-future"}, {"cells"}),
        ({"checksum"}, {"cells"}),
        ({"stated-value"}, {"cells", "references"}),
        ({"uncited-row"}, {"cells", "references", "rules"}),
        ({"uncited-row", "encoding"}, {"cells", "references", "rules"}),
        ({"type"}, {"cells", "references", "rules", "frictionless"}),
        ({"frictionless"}, {"cells", "references", "rules", "frictionless"}),
    ],
)
def test_engines_that_a_selection_does_not_need_do_not_run(sound, monkeypatch, only, needed) -> None:
    (sound / "data/people.csv").write_bytes((sound / "data/people.csv").read_bytes() + b"\xff\n")
    ran = set()
    for name, place in ENGINES.items():
        module, _, function = place.rpartition(".")
        engine = getattr(sys.modules[module], function)
        called = partial(lambda name, engine, *of: ran.add(name) or engine(*of), name, engine)
        monkeypatch.setattr(place.replace("rule_inputs", "engines"), called)
    report = validate(sound / "datapackage.json", TODAY, only=only)
    assert ran == needed
    assert {one.rule.id for one in report.findings} == only & {"encoding"}


def test_one_rule_in_sql_runs_alone(sound, monkeypatch) -> None:
    from ukim.validate import rules

    run = []
    monkeypatch.setattr("ukim.validate.rules._run", lambda _, statement: run.append(statement) or (rules.COLUMNS, []))
    validate(sound / "datapackage.json", TODAY, only={"uncited-row", "order"})
    assert len(run) == 1


def test_a_line_with_a_personal_identifier_is_not_shown_whatever_is_selected(sound) -> None:
    set_cell(sound, "cases", "c-000001", "summary", "Call  +7 701 123 45 67.")
    (spaces,) = validate(sound / "datapackage.json", TODAY, only={"spaces"}).findings
    assert (spaces.value, spaces.text) == (None, None)
