import json
import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from lanes import fast_first, slow
from packages import copy_of_the_sound_package, findings, rows_of, set_cell
from ukim.cli import app

SOURCE = {
    "url": "https://news.example/31117777.html",
    "publisher": "Mysal News",
    "title": "Appeal heard",
    "language": "en",
    "published": "2021-04-14",
    "kind": "news",
    "read": "full",
}
APPEAL = {"instance": "appeal", "effect": "upheld", "decided": "2021-04-13", "court_id": "ulgi-regional"}
KNOWN = {"name": "Mysal Ulgiliev", "settlement": "Ulgi", "region_code": "KZ-10", "decisions": [APPEAL]}
DOUBTFUL = {"name": "Mysal Ulgiliev", "organizations": [{"organization_id": "mysal", "basis": "source"}]}


@pytest.fixture
def package(tmp_path):
    return copy_of_the_sound_package(tmp_path / "package")


def write(package, *documents):
    file = package.parent / "report.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents), encoding="utf-8")
    return file


def document(number=7, **about):
    url = f"https://news.example/{number}{number}{number}{number}{number}.html"
    return {"source": SOURCE | {"url": url, "title": f"Article {number}"}, "people": [about]}


def intake(package, *documents, options=("--yes",), answers=None):
    file = write(package, *documents)
    return CliRunner().invoke(app, ["intake", str(file), "--package", str(package), *options], input=answers)


def tables(package):
    return {path.name: path.read_bytes() for path in sorted((package / "data").iterdir())}


def test_an_intake_writes_rows_and_citations_that_validate(package) -> None:
    done = intake(package, document(**KNOWN))
    assert done.exit_code == 0, done.output
    assert "Written: data/citations.csv, data/sentences.csv, data/sources.csv." in done.output
    assert findings(package) == []
    _, sentences = rows_of(package, "sentences")
    assert [row[2] for row in sentences if row[0] == "s-000002"] == ["2021-04-13"]


@slow
def test_the_second_time_nothing_is_left_to_write(package) -> None:
    intake(package, document(**KNOWN))
    before = tables(package)
    done = intake(package, document(**KNOWN))
    assert (done.exit_code, tables(package)) == (0, before)
    assert "Nothing to write: the tables have all this already." in done.output


def test_a_dry_run_shows_the_rows_and_writes_nothing(package) -> None:
    before = tables(package)
    done = intake(package, document(**KNOWN), options=["--dry-run"])
    assert "- s-000002,c-000001,2021-04,ulgi-regional,appeal,upheld" in done.output
    assert "+ s-000002,c-000001,2021-04-13,ulgi-regional,appeal,upheld" in done.output
    assert (done.exit_code, tables(package)) == (0, before)


@slow
def test_without_a_terminal_and_without_yes_nothing_is_written(package) -> None:
    before, file = tables(package), write(package, document(**KNOWN))
    command = [sys.executable, "-m", "ukim", "intake", str(file), "--package", str(package)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, tables(package)) == (2, before)
    assert "Run again with --yes, or with --dry-run." in done.stderr


@slow
def test_a_doubtful_person_is_refused_with_candidates_and_the_flag_and_others_go_through(package) -> None:
    done = intake(package, document(8, **DOUBTFUL), document(7, **KNOWN))
    assert done.exit_code == 1
    assert "report.jsonl:1 people[0].person_id: Mysal Ulgiliev may be one of these" in done.output
    assert "--person 'Mysal Ulgiliev=p-000001'" in done.output
    assert "1 source imported, 1 refused." in done.output
    assert [row for row in rows_of(package, "sources")[1] if "77777" in row[1]]


@slow
def test_the_flag_decides(package) -> None:
    done = intake(package, document(8, **DOUBTFUL), options=["--yes", "--person", "Mysal Ulgiliev=p-000001"])
    assert done.exit_code == 0, done.output
    assert len(rows_of(package, "people")[1]) == 2


@slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no terminal to open")
@pytest.mark.parametrize(("answers", "sources"), fast_first([(b"p-000001\ny\n", 4), (b"p-000001\nn\n", 3), (b"\n", 3)]))
def test_on_a_terminal_who_is_doubtful_and_whether_to_write_is_asked(package, answers, sources) -> None:
    import pty

    ours, theirs = pty.openpty()
    file = write(package, document(8, **DOUBTFUL))
    command = [sys.executable, "-m", "ukim", "intake", str(file), "--package", str(package)]
    process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, text=True)
    os.write(ours, answers)
    shown, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert "p-000001 Mysal Ulgiliev (the same name; group mysal)" in shown
    assert "Which? An id, new if none of them" in shown
    assert len(rows_of(package, "sources")[1]) == sources


@slow
def test_a_value_stands_by_an_explicit_choice_alone(package) -> None:
    harsher = KNOWN | {"decisions": [APPEAL | {"term_months": 20}]}
    first = intake(package, document(**harsher))
    assert "s-000002 term_months: the row has 18, the source 20 (kept as what this source says" in first.output
    assert "18" in rows_of(package, "sentences")[1][1]
    intake(package, document(**harsher | {"decisions": [APPEAL | {"effect": "increased", "term_months": 20}]}))
    done = intake(
        package,
        document(**harsher | {"decisions": [APPEAL | {"effect": "increased", "term_months": 20}]}),
        options=["--yes", "--replace", "s-000002.term_months", "--replace", "s-000002.effect"],
    )
    assert done.exit_code == 0, done.output
    assert rows_of(package, "sentences")[1][1][8] == "20"


@pytest.mark.parametrize("option", ["s-000002", ".term_months", "s-000099.term_months"])
def test_a_choice_of_nothing_is_wrong_use(package, option) -> None:
    command = [
        sys.executable,
        "-m",
        "ukim",
        "intake",
        str(write(package, document(**KNOWN))),
        "--package",
        str(package),
    ]
    done = subprocess.run([*command, "--yes", "--replace", option], check=False, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert f"--replace {option}" in done.stderr


@slow
def test_what_validation_would_blame_is_refused_with_its_words_and_others_go_through(package) -> None:
    wrong = document(
        9,
        name="Ornek Qurgaqov",
        organizations=DOUBTFUL["organizations"],
        decisions=[{"instance": "first", "effect": "acquitted", "main_penalty": "fine"}],
    )
    done = intake(package, wrong, document(7, **KNOWN))
    assert done.exit_code == 1
    assert "penalty-without-conviction" in done.output
    assert "Ornek" not in (package / "data/people.csv").read_text(encoding="utf-8")
    assert findings(package) == []


@slow
def test_a_bad_document_is_one_line_and_the_others_go_through(package) -> None:
    bad = document(9, name="Ornek Qurgaqov", gendre="male")
    done = intake(package, bad, document(7, **KNOWN))
    assert done.exit_code == 1
    assert "report.jsonl:1" in done.output
    assert "gendre" in done.output
    assert findings(package) == []


@slow
def test_a_source_whose_text_names_a_third_party_is_refused_and_the_others_are_taken(package) -> None:
    named = document(8, **KNOWN | {"decisions": [APPEAL | {"note": "His lawyer Ornek Qurgaqov was not heard."}]})
    done = intake(package, named, document(**KNOWN))
    assert done.exit_code == 1
    assert "note seems to name somebody who is in no table: Ornek Qurgaqov. Leave the name out" in done.output
    assert "1 source imported, 1 refused" in done.output
    assert findings(package) == []
    assert b"Ornek" not in b"".join(tables(package).values())


@slow
def test_a_name_that_was_allowed_or_that_the_tables_had_before_refuses_no_source(package) -> None:
    set_cell(package, "sentences", "s-000002", "note", "Heard by Ornek Qurgaqov.")
    named = {"decisions": [APPEAL], "events": [{"kind": "charged", "date": "2021-01", "detail": "Said Jana Ulgenova."}]}
    (package / "schemas/allowed_names.txt").write_text("Jana Ulgenova\n", encoding="utf-8")
    done = intake(package, document(**KNOWN | named))
    assert done.exit_code == 0, done.output
    assert [one.value for one in findings(package)] == ["Heard by Ornek Qurgaqov."]


@slow
def test_free_text_with_a_personal_identifier_is_refused_and_not_repeated(package) -> None:
    done = intake(package, document(**KNOWN | {"summary": "Write to mysal@ulgi.example about it."}))
    assert done.exit_code == 1
    assert "mysal@ulgi" not in done.output


@slow
def test_tables_with_errors_must_be_fixed_first(package) -> None:
    set_cell(package, "people", "p-000001", "gender", "unknown")
    done = intake(package, document(**KNOWN))
    assert "the tables have errors; fix them first" in str(done.exception)


@slow
def test_tables_that_change_meanwhile_are_not_overwritten(package, monkeypatch) -> None:
    from ukim.intake.run import Intake

    plan = Intake.plan

    def slow_plan(self, progress):
        result = plan(self, progress)
        set_cell(package, "sentences", "s-000004", "note", "Written by somebody else meanwhile.")
        return result

    monkeypatch.setattr(Intake, "plan", slow_plan)
    done = intake(package, document(**KNOWN))
    assert "changed" in str(done.exception)
    assert "meanwhile" in (package / "data/sentences.csv").read_text(encoding="utf-8")


@slow
def test_a_killed_intake_leaves_all_old_or_all_new(package) -> None:
    old = tables(package)
    file = write(package, *(document(number, **KNOWN) for number in range(2, 9)))
    command = [sys.executable, "-m", "ukim", "intake", str(file), "--package", str(package), "--yes"]
    outcomes = set()
    for wait in (0.2, 1.2, 1.6, 1.8, 2.0, 2.2, 2.4, 3.0):
        for name, content in old.items():
            (package / "data" / name).write_bytes(content)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert CliRunner().invoke(app, ["validate", str(package), "--engine", "fast"]).exit_code == 0
        outcomes.add(len(rows_of(package, "sources")[1]))
    assert outcomes <= {3, 10}
