import errno
import inspect
import os
import shutil
from pathlib import Path

import pytest

from killing import killing
from test_files import contents, failing, refusal
from ukim.errors import UkimError
from ukim.files import locked
from ukim.release import in_place as module
from ukim.release.in_place import in_place

OLD = {"1/a.csv": b"old", "1/b/gone.csv": b"old"}
NEW = {"1/a.csv": b"new", "1/c/more.csv": b"new"}
OTHER = {"0/a.csv": b"other"}


def fill(aside: Path) -> None:
    (aside / "c").mkdir()
    (aside / "a.csv").write_bytes(b"new")
    (aside / "c/more.csv").write_bytes(b"new")


def place(dist: Path, divisor: int = 1) -> None:
    """Fill the folder `1`, with a block that fails if it divides by 0."""
    with in_place(Path(dist) / "1", fill):
        assert 1 / divisor


SETUP = f"""
import os
from pathlib import Path
from ukim.release.in_place import in_place
os.fsync = lambda _: None
{inspect.getsource(fill)}
{inspect.getsource(place)}
"""


@pytest.fixture
def dist(tmp_path) -> Path:
    """A folder with an older release, and the former state of the one that is written."""
    put(tmp_path / "dist")
    return tmp_path / "dist"


def put(dist: Path) -> None:
    shutil.rmtree(dist, ignore_errors=True)
    for name, data in (OTHER | OLD).items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_bytes(data)


def test_a_folder_takes_its_place_and_nothing_else_changes(dist) -> None:
    place(dist)
    assert contents(dist) == OTHER | NEW
    assert sorted(path.name for path in dist.iterdir()) == ["0", "1"]


@pytest.mark.parametrize("had_one", [True, False])
def test_if_the_block_fails_what_was_there_is_put_back(dist, had_one) -> None:
    if not had_one:
        shutil.rmtree(dist / "1")
    with pytest.raises(ZeroDivisionError):
        place(dist, 0)
    assert contents(dist) == OTHER | (OLD if had_one else {})
    assert list(dist.glob(".*")) == []


def visible(dist: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(dist).items() if not name.startswith(".")}


@pytest.mark.slow
@pytest.mark.parametrize("divisor", [1, 0], ids=["kept", "taken back"])
def test_killed_at_any_line_the_old_or_the_new_folder_is_there_or_is_put_back(dist, divisor) -> None:
    number, states, was_killed = 0, [], True
    with killing(SETUP, module.__file__) as killed:
        while was_killed:
            put(dist)
            was_killed = killed(f"place({str(dist)!r}, {divisor})", number)
            assert visible(dist) in (OTHER | OLD, OTHER | NEW) or (dist / ".1.old/b/gone.csv").exists()
            for later in range(number % 7, 60, 7) if number % 2 else ():
                killed(f"place({str(dist)!r}, 0)", later)
            with pytest.raises(ZeroDivisionError):
                place(dist, 0)
            states.append(contents(dist))
            number += 1
    assert all(state in (OTHER | OLD, OTHER | NEW) for state in states)
    assert (OTHER | OLD in states, OTHER | NEW in states) == (True, True)


def test_whichever_call_fails_what_was_there_is_unchanged(dist, monkeypatch) -> None:
    number, refused, calls = 0, 0, [""]
    while len(calls) > number - 1:
        put(dist)
        with failing(number, monkeypatch, errno.EACCES) as calls:
            message = refusal(lambda: place(dist))
        assert visible(dist) == OTHER | (OLD if message else NEW)
        if message:
            refused += 1
            assert message == f"{dist}/1 cannot be written: Permission denied. What was there is unchanged."
        number += 1
    assert refused > 10


def test_what_cannot_be_put_back_is_named_and_put_back_later(dist, monkeypatch) -> None:
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "1":
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        said = refusal(lambda: place(dist))
    assert said == f"{dist}/1 cannot be written: Operation not permitted. What was there is in {dist}/.1.old."
    with pytest.raises(ZeroDivisionError):
        place(dist, 0)
    assert contents(dist) == OTHER | OLD


@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("0")], ids=["file", "link"])
def test_what_is_no_folder_is_left_alone(dist, make) -> None:
    shutil.rmtree(dist / "1")
    make(dist / "1")
    with pytest.raises(UkimError, match="1 is not a folder; move it away: the release goes there"):
        place(dist)
    assert sorted(path.name for path in dist.iterdir()) == ["0", "1"]


def test_what_a_killed_process_left_is_removed_and_what_another_uses_is_not(dist) -> None:
    (dist / ".1.new-left").mkdir()
    (dist / ".1.new-used").mkdir()
    with locked(dist / ".1.new-used"):
        place(dist)
    assert sorted(path.name for path in dist.iterdir()) == [".1.new-used", "0", "1"]
    assert contents(dist) == OTHER | NEW


def test_everything_is_on_the_disk_before_the_folder_is_renamed(dist, monkeypatch) -> None:
    synced, rename = [], os.rename
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(Path(f"/proc/self/fd/{handle}").readlink().name))

    def noted(source: Path, target: Path) -> None:
        synced.append(Path(target).name)
        rename(source, target)

    monkeypatch.setattr(os, "rename", noted)
    place(dist)
    renamed = synced.index(".1.old")
    assert {"a.csv", "more.csv", "c"} <= {*synced[:renamed]}
    assert synced[renamed:] == [".1.old", "1", "dist"]
