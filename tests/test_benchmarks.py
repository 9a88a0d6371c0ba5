import subprocess
import sys
from pathlib import Path

import pytest

from packages import ROOT, findings


def synthesize(folder: Path, *arguments: int) -> Path:
    cases, *seed = map(str, arguments)
    subprocess.run([sys.executable, ROOT / "benchmarks" / "synthetic.py", cases, folder, *seed], check=True)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("data/*.csv")}


@pytest.mark.parametrize(("cases", "seed"), [(1, 1), (7, 2), (400, 3)])
def test_a_synthetic_package_is_sound(tmp_path, cases, seed) -> None:
    assert findings(synthesize(tmp_path, cases, seed)) == []


def test_a_seed_gives_the_same_tables_again_and_another_seed_gives_others(tmp_path) -> None:
    first, again, other = (synthesize(tmp_path / name, 30, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert bytes_of(first) == bytes_of(again)
    assert bytes_of(first)["cases.csv"] != bytes_of(other)["cases.csv"]


def test_every_table_of_a_synthetic_package_has_rows(tmp_path) -> None:
    assert all(data.count(b"\n") > 1 for data in bytes_of(synthesize(tmp_path, 30)).values())
