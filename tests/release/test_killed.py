"""A build that is killed at any moment leaves the release that was there, or the new one."""

import hashlib
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lanes import slow
from packages import TODAY, set_cell
from release.test_build import contents, database
from ukim.release.in_place import in_place
from ukim.validate import validate

KILLS = 50
SCRIPT = '''
import os, pickle, signal, sys
from pathlib import Path
import pandas, xlsxwriter
from ukim.release.writer import build

checked, dist = map(Path, sys.argv[1:])
EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}


def watch(limit):
    """Be killed before the system is asked, so often, to change something in the folder."""
    done = 0

    def hook(event, arguments):
        nonlocal done
        if event in EVENTS and str(dist) in str(arguments[0]):
            done += 1
            if done == limit:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: done


for line in sys.stdin:
    if not os.fork():
        asked = watch(int(line))
        build(*pickle.loads(checked.read_bytes()), dist)
        print(asked(), flush=True)
        os._exit(0)
    if os.wait()[1]:
        print("killed", flush=True)
'''


def state(dist: Path) -> dict[str, bytes]:
    """The release without the database, whose bytes differ each time, after comparing these with the sum beside it."""
    files = contents(dist / "0.0.1")
    file = database(dist / "0.0.1/ukim-0.0.1").name
    assert files.pop(f"{file}.sha256").split()[0].decode() == hashlib.sha256(files.pop(file)).hexdigest()
    return files


def repair(dist: Path) -> None:
    """Begin another build that fails: what was left is put back or removed."""

    def fail(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), in_place(dist / "0.0.1", fail):
        pass


@slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs fork and its signals")
def test_a_build_killed_fifty_times_never_leaves_half_a_release(sound, release, tmp_path) -> None:
    former, dist = release.parents[1], tmp_path / "dist"
    set_cell(sound, "people", "p-000001", "name", "Mysal Oulgiliev")
    report = validate(sound / "datapackage.json", TODAY, with_frictionless=False)
    (tmp_path / "checked").write_bytes(pickle.dumps((report.package, report.frames)))
    old, states = state(former), []
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "checked"), str(dist)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as builds:

        def build(limit: int) -> str:
            """Build over the former release, killed at that step; return the answer."""
            shutil.rmtree(dist, ignore_errors=True)
            shutil.copytree(former, dist)
            builds.stdin.write(f"{limit}\n")
            return builds.stdout.readline().strip()

        steps = int(build(0))
        new = state(dist)
        for kill in range(KILLS):
            assert build(steps - kill * steps // KILLS) == "killed"
            repair(dist)
            states.append(state(dist))
            assert [path.name for path in dist.glob(".*")] == []
        builds.stdin.close()
    assert old != new
    assert all(found in (old, new) for found in states)
    assert old in states
    assert new in states
