import errno
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from typer.testing import CliRunner

from ukim import files
from ukim.cli import app
from ukim.errors import UkimError
from ukim.files import entries_in_place, finish, finish_entries, write_together

NAMES = ["data/cases.csv", "data/people.csv", "notes.txt"]
OLD = {"data/cases.csv": b"old cases\n", "data/people.csv": b"old people\n"}
NEW = {name: f"new {name}\n".encode() * 1000 for name in NAMES}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with two files in a folder below, to be written together with a third that is not there yet."""
    (tmp_path / "package/data").mkdir(parents=True)
    fill(tmp_path / "package", OLD)
    return tmp_path / "package"


def fill(folder: Path, contents: dict[str, bytes]) -> None:
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """All that stands in the folder, hidden or not."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed_at_line(number: int, action: Callable[[], None]) -> bool:
    """Run the action in a process that ends, with no time for anything, at that line of `files`; whether it got there.

    The lines are counted as they are run.
    """
    lines = 0

    def count(frame: FrameType, event: str, _: object) -> Callable | None:
        nonlocal lines
        if frame.f_code.co_filename != files.__file__:
            return None
        lines += event == "line"
        if lines > number:
            os._exit(9)
        return count

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the fork has one thread, and runs no more than the action
        child = os.fork()
    if not child:
        sys.settrace(count)
        try:
            action()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.fixture
def _fast(monkeypatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


def test_all_files_are_written_and_nothing_else_is_left(folder) -> None:
    write_together(folder, NEW, OLD)
    assert contents(folder) == NEW


@pytest.mark.usefixtures("_fast")
def test_killed_at_any_line_it_leaves_all_old_or_all_new(folder) -> None:
    outcomes = []
    for number in range(1_000_000):
        fill(folder, OLD)
        was_killed = killed_at_line(number, lambda: write_together(folder, NEW))
        finish(folder)
        outcomes.append(contents(folder))
        if not was_killed:
            break
    switch = outcomes.index(NEW)
    assert switch > 50
    assert outcomes == [OLD] * switch + [NEW] * (len(outcomes) - switch)


@pytest.mark.usefixtures("_fast")
def test_what_mends_may_be_killed_as_well(folder) -> None:
    is_new = False
    for number in range(0, 1_000_000, 5):
        fill(folder, OLD)
        if not killed_at_line(number, lambda: write_together(folder, NEW)):
            break
        for later in range(number % 13, 100, 13):
            killed_at_line(later, lambda: finish(folder))
        finish(folder)
        found = contents(folder)
        assert found in ([NEW] if is_new else [OLD, NEW])
        is_new = found == NEW
    assert is_new


def refusal(action: Callable[[], None]) -> str:
    """The error that the action raises; empty if it raises none."""
    try:
        action()
    except UkimError as error:
        return str(error)
    return ""


@contextmanager
def failing(call: int, monkeypatch: pytest.MonkeyPatch, error: int = errno.ENOSPC) -> Iterator[list[str]]:
    """Let one of the calls to the system fail, counted from 0; yields their names."""
    calls: list[str] = []

    def counted(name: str, function: Callable) -> Callable:
        def instead(*arguments: object, **options: object) -> object:
            calls.append(name)
            if len(calls) == call + 1:
                raise OSError(error, os.strerror(error))
            return function(*arguments, **options)

        return instead

    with monkeypatch.context() as patch:
        for module, name in [(os, "replace"), (os, "unlink"), (os, "chmod"), (os, "open"), (io, "open")]:
            patch.setattr(module, name, counted(name, getattr(module, name)))
        patch.setattr(os, "fsync", counted("fsync", lambda _: None))
        yield calls


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_whichever_call_to_the_system_fails_all_is_as_it_was_or_new(folder, monkeypatch, error) -> None:
    refused = 0
    for number in range(1_000_000):
        fill(folder, OLD)
        with failing(number, monkeypatch, error) as calls:
            message = refusal(lambda: write_together(folder, NEW))
        finish(folder)
        assert contents(folder) == (OLD if message else NEW)
        if message:
            refused += 1
            assert message.startswith(str(folder))
            assert message.endswith(f" cannot be written: {os.strerror(error)}. All is as it was.")
        if len(calls) <= number:
            break
    assert refused > 20


def test_killed_while_it_takes_back_it_is_taken_back_later(folder, monkeypatch) -> None:
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(source).name == ".people.csv.ukim-new":
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for number in range(1_000_000):
        fill(folder, OLD)
        was_killed = killed_at_line(number, lambda: write_together(folder, NEW))
        message = refusal(lambda: finish(folder))
        assert message.partition("data/")[2] in (
            "",
            "people.csv cannot be written: Operation not permitted. All is as it was.",
        )
        assert contents(folder) == OLD
        if not was_killed:
            break
    assert number > 50


def test_what_can_be_put_neither_in_place_nor_back_is_said_and_mended_later(folder, monkeypatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        if "ukim-ready" in str(target):
            replace(source, target)
        else:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    replace = os.replace
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(UkimError, match=r"Some files may be new, others old: mend that and run again\.$"):
            write_together(folder, NEW)
    finish(folder)
    assert contents(folder) == NEW


WRITER = """
import sys
from pathlib import Path
from ukim.files import write_together
turn = 0
while True:
    turn += 1
    write_together(Path(sys.argv[1]), {name: f"{sys.argv[2]} {turn}\\n".encode() * 5000 for name in sys.argv[3:]})
    print(turn, flush=True)
"""


def writing(folder: Path, label: str) -> subprocess.Popen:
    """A process that writes the files over and over."""
    command = [sys.executable, "-c", WRITER, str(folder), label, *NAMES]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def is_one_turn(folder: Path) -> bool:
    found = contents(folder)
    return found.keys() == set(NAMES) and len(set(found.values())) == 1


def test_killed_at_random_moments_it_leaves_all_files_of_one_turn(folder) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(12):
        with writing(folder, "a") as process:
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            process.send_signal(signal.SIGKILL)
        finish(folder)
        assert is_one_turn(folder)


def test_processes_that_write_at_once_do_not_mix(folder) -> None:
    with writing(folder, "a") as one, writing(folder, "b") as other:
        for _ in range(15):
            one.stdout.readline()
            other.stdout.readline()
            finish(folder)
        one.kill()
        other.kill()
        errors = one.stderr.read() + other.stderr.read()
    finish(folder)
    assert is_one_turn(folder)
    assert errors == b""


def test_everything_is_on_the_disk_before_the_next_step_counts_on_it(folder, monkeypatch) -> None:
    steps: list[tuple[str, str]] = []
    replace, fsync = os.replace, os.fsync

    def noted_replace(source: Path, target: Path) -> None:
        steps.append(("replace", Path(target).name))
        replace(source, target)

    def noted_fsync(handle: int) -> None:
        seen = os.fstat(handle)
        (path,) = [path for path in (folder, *folder.rglob("*")) if os.path.samestat(seen, path.lstat())]
        steps.append(("sync", path.name))
        fsync(handle)

    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    write_together(folder, NEW)
    commit, done = steps.index(("replace", ".ukim-ready")), steps.index(("replace", ".ukim-writing"))
    asides = [f".{Path(name).name}.ukim-new" for name in NAMES] + [f".{Path(name).name}.ukim-old" for name in OLD]
    assert steps[:2] == [("sync", ".ukim-writing"), ("sync", "package")]
    assert {step for step in steps[2:commit] if step[0] == "sync"} == {
        ("sync", name) for name in [*asides, "data", "package"]
    }
    assert steps[commit + 1] == ("sync", "package")
    assert steps[commit + 2 : commit + 5] == [("replace", Path(name).name) for name in NAMES]
    assert sorted(steps[commit + 5 : done]) == [("sync", "data"), ("sync", "package")]


def test_a_disk_that_is_full_leaves_all_as_it_was(folder) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(UkimError, match=r"data/people\.csv cannot be written: File too large\. All is as it was\."):
            write_together(folder, {"data/cases.csv": b"fits", "data/people.csv": b"x" * 2000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert contents(folder) == OLD


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("data", "data is no file; a file is to stand there. All is as it was."),
        ("missing/x.csv", "missing/x.csv cannot be written: No such file or directory. All is as it was."),
        ("notes.csv/x.csv", "notes.csv/x.csv cannot be written: Not a directory. All is as it was."),
        ("../x.csv", "../x.csv leaves the folder. All is as it was."),
        ("link.csv", "link.csv leaves the folder. All is as it was."),
        ("pipe", "pipe is no file; a file is to stand there. All is as it was."),
        ("x" * 250, "cannot be written: File name too long. All is as it was."),
    ],
)
def test_a_file_that_cannot_be_written_is_named_and_none_is(folder, name, message) -> None:
    (folder / "notes.csv").write_bytes(b"")
    (folder / "link.csv").symlink_to("../outside.csv")
    os.mkfifo(folder / "pipe")
    before = contents(folder)
    with pytest.raises(UkimError) as caught:
        write_together(folder, {**NEW, name: b"new"})
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)
    assert contents(folder) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["package"]


def test_a_folder_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(UkimError, match=r"nowhere cannot be written: No such file or directory\. All is as it was\.$"):
        write_together(tmp_path / "nowhere", NEW)


def test_a_link_is_followed_and_stays_a_link(folder) -> None:
    (folder / "kept").mkdir()
    (folder / "data/cases.csv").rename(folder / "kept/cases.csv")
    (folder / "data/cases.csv").symlink_to("../kept/cases.csv")
    write_together(folder, NEW)
    assert (folder / "data/cases.csv").is_symlink()
    assert (folder / "kept/cases.csv").read_bytes() == NEW["data/cases.csv"]
    assert contents(folder).keys() == {*NAMES, "kept/cases.csv"}


def test_permissions_are_kept_and_those_of_a_new_file_are_usual(folder) -> None:
    (folder / "data/people.csv").chmod(0o640)
    write_together(folder, NEW)
    assert [(folder / name).stat().st_mode & 0o777 for name in NAMES] == [0o644, 0o640, 0o644]


def test_a_file_that_was_changed_since_it_was_read_is_kept(folder) -> None:
    (folder / "data/people.csv").write_bytes(b"changed by hand\n")
    with pytest.raises(UkimError, match=r"people\.csv was changed meanwhile; run again\. All is as it was\.$"):
        write_together(folder, NEW, OLD)
    assert contents(folder) == {**OLD, "data/people.csv": b"changed by hand\n"}


def test_a_file_that_is_only_read_must_not_have_changed_either(folder) -> None:
    (folder / "data/people.csv").unlink()
    with pytest.raises(UkimError, match=r"people\.csv was changed meanwhile"):
        write_together(folder, {"data/cases.csv": b"new"}, OLD)
    assert contents(folder) == {"data/cases.csv": OLD["data/cases.csv"]}


def test_a_change_while_the_files_are_put_aside_is_kept(folder, monkeypatch) -> None:
    create = files._create

    def change(path: Path, data: bytes, mode: int) -> None:
        create(path, data, mode)
        (folder / "data/cases.csv").write_bytes(b"changed by hand\n")

    monkeypatch.setattr(files, "_create", change)
    with pytest.raises(UkimError, match=r"cases\.csv was changed meanwhile"):
        write_together(folder, NEW, OLD)
    assert contents(folder) == {**OLD, "data/cases.csv": b"changed by hand\n"}


def test_an_interrupt_leaves_nothing_behind(folder, monkeypatch) -> None:
    create = files._create

    def interrupted(path: Path, data: bytes, mode: int) -> None:
        create(path, data, mode)
        if "people" in path.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(files, "_create", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together(folder, NEW)
    assert contents(folder) == OLD


@pytest.mark.parametrize("journal", [".ukim-writing", ".ukim-ready", ".ukim-undo"])
@pytest.mark.parametrize(
    "text", ["", "{", "[]", "5", "[1]", '{"../outside.csv": false}', '{"link.csv": false}', '{"\\u0000": true}']
)
def test_a_journal_that_is_torn_or_forged_does_no_harm(folder, journal, text) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_bytes(b"mine")
    (folder / "link.csv").symlink_to(outside)
    (folder / journal).write_text(text, encoding="utf-8")
    finish(folder)
    (folder / "link.csv").unlink()
    assert contents(folder) == OLD
    assert outside.read_bytes() == b"mine"


def test_a_link_where_a_file_is_to_be_put_aside_is_not_followed(folder) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_bytes(b"mine")
    for name in (".ukim-writing", "data/.cases.csv.ukim-new", "data/.cases.csv.ukim-old"):
        (folder / name).symlink_to(outside)
    write_together(folder, NEW)
    assert contents(folder) == NEW
    assert outside.read_bytes() == b"mine"


def test_with_nothing_to_mend_nothing_is_opened(folder, monkeypatch) -> None:
    with failing(0, monkeypatch) as calls:
        finish(folder)
    assert calls == []


@pytest.mark.parametrize("command", [["validate", "--engine", "fast"], ["fmt", "--check"], ["build"]])
def test_every_command_finishes_what_a_killed_one_has_committed(sound, tmp_path, monkeypatch, command) -> None:
    people = sound / "data/people.csv"
    new = people.read_bytes()
    people.write_bytes(b"old\n")
    (sound / "data/.people.csv.ukim-new").write_bytes(new)
    (sound / ".ukim-ready").write_text(json.dumps({"data/people.csv": True}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, [*command, str(sound)])
    assert result.exit_code == 0, result.output
    assert people.read_bytes() == new
    assert [path.name for path in sound.rglob(".*")] == []


FORMER = {"ukim-1/a.csv": b"old", "ukim-1/gone.csv": b"old", "ukim-1.zip": b"old"}
LATER = {"ukim-1/a.csv": b"new", "ukim-1.zip": b"new", "ukim-1.sum": b"new"}
OTHER = {"ukim-0/a.csv": b"other", "ukim-0.zip": b"other"}


@pytest.fixture
def releases(tmp_path) -> Path:
    """A folder with an older release, and the former state of the one that is written."""
    put(tmp_path / "dist", OTHER | FORMER)
    return tmp_path / "dist"


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def put_in_place(folder: Path) -> None:
    with entries_in_place(folder, "ukim-1") as aside:
        put(aside, LATER)


def without_stale(folder: Path) -> dict[str, bytes]:
    """All that stands in the folder but what was put aside and never committed, which waits for a day."""
    return {name: data for name, data in contents(folder).items() if ".new-" not in name}


def test_entries_take_their_places_and_nothing_else_changes(releases) -> None:
    put_in_place(releases)
    assert contents(releases) == OTHER | LATER


@pytest.mark.usefixtures("_fast")
def test_killed_at_any_line_entries_are_all_old_or_all_new(releases) -> None:
    outcomes = []
    for number in range(1_000_000):
        shutil.rmtree(releases)
        put(releases, OTHER | FORMER)
        was_killed = killed_at_line(number, lambda: put_in_place(releases))
        finish_entries(releases, "ukim-1")
        outcomes.append({name: data for name, data in without_stale(releases).items() if ".old" not in name})
        if not was_killed:
            break
    switch = outcomes.index(OTHER | LATER)
    assert switch > 20
    assert outcomes == [OTHER | FORMER] * switch + [OTHER | LATER] * (len(outcomes) - switch)


@pytest.mark.usefixtures("_fast")
def test_what_finishes_entries_may_be_killed_as_well(releases) -> None:
    is_new = False
    for number in range(0, 1_000_000, 3):
        shutil.rmtree(releases)
        put(releases, OTHER | FORMER)
        if not killed_at_line(number, lambda: put_in_place(releases)):
            break
        for later in range(number % 5, 40, 5):
            killed_at_line(later, lambda: finish_entries(releases, "ukim-1"))
        finish_entries(releases, "ukim-1")
        found = {name: data for name, data in without_stale(releases).items() if ".old" not in name}
        assert found in ([OTHER | LATER] if is_new else [OTHER | FORMER, OTHER | LATER])
        is_new = found == OTHER | LATER
    assert is_new


@pytest.mark.usefixtures("_fast")
@pytest.mark.parametrize("failing", range(1, 8))
def test_whichever_rename_fails_the_entries_are_as_they_were(releases, monkeypatch, failing) -> None:
    rename, calls = Path.rename, iter(range(1, 100))

    def refuse(path: Path, target: Path) -> Path:
        if next(calls) == failing:
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    if failing == 7:
        put_in_place(releases)  # one commits, two exchange each entry that is there, one puts the one that is not
        assert next(calls) == failing
        return
    said = refusal(lambda: put_in_place(releases))
    assert said.endswith("ukim-1 cannot be written: Permission denied. What stood there is as it was.")
    assert contents(releases) == OTHER | FORMER
    assert list(releases.glob(".*")) == []


@pytest.mark.usefixtures("_fast")
def test_entries_that_can_be_put_neither_in_place_nor_back_are_told_and_finished_later(releases, monkeypatch) -> None:
    rename, calls = Path.rename, iter(range(1, 100))

    def refuse(path: Path, target: Path) -> Path:
        if next(calls) >= 4:
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    said = refusal(lambda: put_in_place(releases))
    assert said.endswith("Permission denied. Some of it may be new, some old: mend that and run again.")
    monkeypatch.setattr(Path, "rename", rename)
    finish_entries(releases, "ukim-1")
    assert contents(releases) == OTHER | LATER


def test_an_error_while_entries_are_made_leaves_nothing_behind(releases) -> None:
    def interrupted() -> None:
        with entries_in_place(releases, "ukim-1") as aside:
            put(aside, LATER)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert contents(releases) == OTHER | FORMER
    assert list(releases.glob(".*")) == []


def test_an_entry_of_another_kind_is_left_alone(releases) -> None:
    (releases / "ukim-1.sum").mkdir()
    assert refusal(lambda: put_in_place(releases)).endswith("ukim-1.sum is a folder; a file is to stand there.")
    assert contents(releases) == OTHER | FORMER


def test_entries_are_on_the_disk_before_they_are_committed(releases, monkeypatch) -> None:
    synced, rename = [], Path.rename
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").readlink().name))

    def commit(path: Path, target: Path) -> Path:
        if target.suffix == ".ready":
            assert {"a.csv", "ukim-1", "ukim-1.zip", "ukim-1.sum"} <= set(synced)
            synced.append("committed")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", commit)
    put_in_place(releases)
    assert synced[synced.index("committed") :] == ["committed", "dist", "dist"]
