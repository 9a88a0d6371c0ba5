import errno
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from killing import killing
from ukim import files
from ukim.errors import UkimError
from ukim.files import finish, refuse_unfinished, write, write_together

NAMES = ["data/cases.csv", "data/people.csv", "notes.txt", "gone.txt"]
OLD = {"data/cases.csv": b"old cases\n", "data/people.csv": b"old people\n", "gone.txt": b"old\n"}
NEW = {name: f"new {name}\n".encode() * 1000 for name in NAMES[:3]}
WRITTEN = NEW | {"gone.txt": None}
"""What is written: two files change, one is new, one is removed."""
SETUP = f"""
import os
from pathlib import Path
from ukim.files import finish, write_together
os.fsync = lambda _: None

def write(folder):
    write_together(Path(folder), {WRITTEN!r})

def repair(folder):
    finish(Path(folder), lambda: {NAMES!r})
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with the old files."""
    (tmp_path / "package/data").mkdir(parents=True)
    fill(tmp_path / "package", OLD)
    return tmp_path / "package"


def fill(folder: Path, contents: dict[str, bytes]) -> None:
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """All files in the folder, hidden or not."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repair(folder: Path) -> None:
    finish(folder, lambda: NAMES)


def refusal(action: Callable[[], None]) -> str:
    """The error that the action raises; empty if it raises none."""
    try:
        action()
    except UkimError as error:
        return str(error)
    return ""


def test_all_files_are_written_and_nothing_else_is_left(folder) -> None:
    write_together(folder, WRITTEN, OLD)
    assert contents(folder) == NEW


@pytest.mark.slow
def test_killed_at_any_line_it_leaves_all_old_or_all_new(folder) -> None:
    outcomes, was_killed = [], True
    with killing(SETUP, files.__file__) as killed:
        while was_killed:
            fill(folder, OLD)
            was_killed = killed(f"write({str(folder)!r})", len(outcomes))
            is_readable = not refusal(lambda: refuse_unfinished(folder))
            visible = {name: data for name, data in contents(folder).items() if not name.startswith(".")}
            repair(folder)
            outcomes.append(contents(folder))
            assert not is_readable or visible == outcomes[-1]
    switch = outcomes.index(NEW)
    assert switch > 100
    assert outcomes == [OLD] * switch + [NEW] * (len(outcomes) - switch)


@pytest.mark.slow
def test_the_repair_may_be_killed_as_well(folder) -> None:
    number, is_new = 0, False
    with killing(SETUP, files.__file__) as killed:
        fill(folder, OLD)
        while killed(f"write({str(folder)!r})", number):
            for later in range(number % 13, 200, 13):
                killed(f"repair({str(folder)!r})", later)
            repair(folder)
            found = contents(folder)
            assert found in ([NEW] if is_new else [OLD, NEW])
            is_new, number = found == NEW, number + 5
            fill(folder, OLD)
    assert is_new


REFUSING = f"""
{SETUP}
replace = os.replace

def refuse(source, target):
    if Path(source).name == "1.new":
        raise PermissionError(1, "Operation not permitted")
    replace(source, target)

os.replace = refuse
"""


@pytest.mark.slow
def test_killed_while_it_moves_files_back_they_are_moved_back_later(folder) -> None:
    number = 0
    with killing(REFUSING, files.__file__) as killed:
        while killed(f"write({str(folder)!r})", number):
            assert not killed(f"repair({str(folder)!r})", 10_000)
            assert contents(folder) == OLD
            number += 1
    assert contents(folder) == OLD
    assert number > 100


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
        for module, name in [(os, "replace"), (os, "unlink"), (os, "chmod"), (os, "mkdir"), (os, "open"), (io, "open")]:
            patch.setattr(module, name, counted(name, getattr(module, name)))
        patch.setattr(os, "fsync", counted("fsync", lambda _: None))
        yield calls


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_whichever_call_to_the_system_fails_all_is_as_it_was_or_new(folder, monkeypatch, error) -> None:
    number, refused, calls = 0, 0, [""]
    while len(calls) > number - 1:
        fill(folder, OLD)
        with failing(number, monkeypatch, error) as calls:
            message = refusal(lambda: write_together(folder, WRITTEN))
        repair(folder)
        assert contents(folder) == (OLD if message else NEW)
        if message:
            refused += 1
            assert message.startswith(str(folder))
            assert message.endswith(f" cannot be written: {os.strerror(error)}. All is as it was.")
        number += 1
    assert refused > 20


def test_files_that_can_be_moved_neither_in_nor_back_are_reported_and_repaired_later(folder, monkeypatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        if Path(source).name in ("1.new", "0.old"):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        replace(source, target)

    replace = os.replace
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        for attempt in (lambda: write_together(folder, WRITTEN), lambda: repair(folder)):
            said = refusal(attempt)
            assert said.startswith(f"{folder}/data/cases.csv cannot be written: Operation not permitted.")
            assert said.endswith("Some files may be new, others old: run `ukim fmt` to finish.")
    assert f" is in {folder}/.ukim-undo." in refusal(lambda: write_together(folder, WRITTEN))
    repair(folder)
    assert contents(folder) == OLD


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
        repair(folder)
        assert is_one_turn(folder)


def test_processes_that_write_or_read_at_once_wait_for_each_other(folder) -> None:
    with writing(folder, "a") as one, writing(folder, "b") as other:
        for _ in range(15):
            one.stdout.readline()
            other.stdout.readline()
            refuse_unfinished(folder)
        one.kill()
        other.kill()
        errors = one.stderr.read() + other.stderr.read()
    repair(folder)
    assert is_one_turn(folder)
    assert errors == b""


def test_everything_is_on_the_disk_before_the_next_step_counts_on_it(folder, monkeypatch) -> None:
    steps: list[tuple[str, str]] = []
    replace, fsync = os.replace, os.fsync

    def noted_replace(source: Path, target: Path) -> None:
        steps.append(("replace", Path(target).name))
        replace(source, target)

    def noted_fsync(handle: int) -> None:
        steps.append(("sync", Path(f"/proc/self/fd/{handle}").readlink().name))
        fsync(handle)

    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    write_together(folder, WRITTEN)
    committed = steps.index(("replace", ".ukim-commit"))
    staged = {"0.old", "0.new", "1.old", "1.new", "2.new", "3.old", "journal.json"}
    assert {name for _, name in steps[: committed - 2]} == staged
    assert steps[committed - 2][1].startswith(".ukim-staged-")
    moved = [("replace", "cases.csv"), ("replace", "people.csv"), ("replace", "notes.txt")]
    assert steps[committed - 1 : committed + 5] == [
        ("sync", "package"), ("replace", ".ukim-commit"), ("sync", "package"), *moved,
    ]  # fmt: skip
    assert sorted(steps[committed + 5 : -2]) == [("sync", "data"), ("sync", "package")]
    assert steps[-2][1].startswith(".ukim-staged-")


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
        ("data", "data is not a file. All is as it was."),
        ("pipe", "pipe is not a file. All is as it was."),
        ("missing/x.csv", "missing/x.csv cannot be written: No such file or directory. All is as it was."),
        ("gone.txt/x.csv", "gone.txt/x.csv cannot be written: Not a directory. All is as it was."),
        ("../x.csv", "../x.csv is a link or not in the folder; put the file itself there. All is as it was."),
        ("/x.csv", "/x.csv is a link or not in the folder; put the file itself there. All is as it was."),
        ("link.csv", "link.csv is a link or not in the folder; put the file itself there. All is as it was."),
        ("linked/x.csv", "linked/x.csv is a link or not in the folder; put the file itself there. All is as it was."),
        ("x" * 300, "cannot be written: File name too long. All is as it was."),
    ],
)
def test_a_file_that_cannot_be_written_is_named_and_none_is(folder, name, message) -> None:
    (folder / "link.csv").symlink_to("notes.txt")
    (folder / "linked").symlink_to("data")
    os.mkfifo(folder / "pipe")
    with pytest.raises(UkimError) as caught:
        write_together(folder, {**NEW, name: b"new"})
    assert str(caught.value).endswith(message)
    assert "\n" not in str(caught.value)
    assert contents(folder) == OLD
    assert sorted(path.name for path in folder.parent.iterdir()) == ["package"]


def test_a_folder_that_does_not_exist_is_named(tmp_path) -> None:
    with pytest.raises(UkimError, match=r"nowhere cannot be written: No such file or directory\. All is as it was\.$"):
        write_together(tmp_path / "nowhere", NEW)


def test_permissions_are_kept_and_those_of_a_new_file_are_usual(folder) -> None:
    (folder / "data/people.csv").chmod(0o640)
    write_together(folder, NEW)
    assert [(folder / name).stat().st_mode & 0o777 for name in NEW] == [0o644, 0o640, 0o644]


@pytest.mark.parametrize("written", [["data/cases.csv", "data/people.csv"], ["data/cases.csv"]], ids=["both", "other"])
@pytest.mark.parametrize("edited", [b"changed by hand\n", None])
def test_nothing_is_written_if_a_file_that_was_read_has_changed(folder, written, edited) -> None:
    by_hand = folder / "data/people.csv"
    by_hand.write_bytes(edited) if edited else by_hand.unlink()
    before = contents(folder)
    with pytest.raises(UkimError, match=r"people\.csv has changed in the meantime; run again\. All is as it was\.$"):
        write_together(folder, dict.fromkeys(written, b"new"), OLD)
    assert contents(folder) == before


def test_a_change_while_the_files_are_staged_is_kept(folder, monkeypatch) -> None:
    create = files._create

    def change(*arguments: object, **options: object) -> None:
        create(*arguments, **options)
        (folder / "data/cases.csv").write_bytes(b"changed by hand\n")

    monkeypatch.setattr(files, "_create", change)
    with pytest.raises(UkimError, match=r"cases\.csv has changed in the meantime"):
        write_together(folder, NEW, OLD)
    assert contents(folder) == {**OLD, "data/cases.csv": b"changed by hand\n"}


@pytest.mark.parametrize("step", ["_create", "_move"])
def test_an_interrupt_leaves_nothing_behind(folder, monkeypatch, step) -> None:
    done = getattr(files, step)

    def interrupted(*arguments: object, **options: object) -> None:
        monkeypatch.setattr(files, step, done)
        done(*arguments, **options) if step == "_create" else (folder / ".ukim-commit/0.new").replace(folder / NAMES[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(files, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_together(folder, NEW)
    assert contents(folder) == OLD


def test_with_nothing_to_finish_nothing_is_opened(folder, monkeypatch) -> None:
    with failing(0, monkeypatch) as calls:
        repair(folder)
        refuse_unfinished(folder)
    assert calls == []


def test_one_file_is_written_through_a_link_and_what_was_left_aside_goes(folder) -> None:
    (folder / "link.csv").symlink_to("data/cases.csv")
    (folder / "data/.cases.csv.ukim-new").write_bytes(b"half")
    write(folder / "link.csv", b"new")
    assert (folder / "link.csv").is_symlink()
    assert contents(folder) == {**OLD, "data/cases.csv": b"new", "link.csv": b"new"}


def test_whichever_call_fails_one_file_is_as_it_was(folder, monkeypatch) -> None:
    number, refused, calls = 0, 0, [""]
    while len(calls) > number - 1:
        fill(folder, OLD)
        with failing(number, monkeypatch, errno.EACCES) as calls:
            message = refusal(lambda: write(folder / "data/cases.csv", b"new"))
        is_old = (folder / "data/cases.csv").read_bytes() == OLD["data/cases.csv"]
        assert (message, is_old) in [("", False), (f"{folder}/data/cases.csv {DENIED}", True)]
        refused, number = refused + is_old, number + 1
    assert refused >= 5


DENIED = "cannot be written: Permission denied. It is as it was."
