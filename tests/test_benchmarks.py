import subprocess
import sys
from pathlib import Path

import pytest

from lanes import fast_first, slow
from packages import ROOT, findings


def synthesize(folder: Path, *arguments: int) -> Path:
    cases, *seed = map(str, arguments)
    subprocess.run([sys.executable, ROOT / "benchmarks" / "synthetic.py", cases, folder, *seed], check=True)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("data/*.csv")}


@pytest.mark.parametrize(("cases", "seed"), fast_first([(7, 2), (1, 1), (400, 3)]))
def test_a_synthetic_package_is_sound(tmp_path, cases, seed) -> None:
    assert findings(synthesize(tmp_path, cases, seed)) == []


@slow
def test_a_seed_gives_the_same_tables_again_and_another_seed_gives_others(tmp_path) -> None:
    first, again, other = (synthesize(tmp_path / name, 30, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert bytes_of(first) == bytes_of(again)
    assert bytes_of(first)["cases.csv"] != bytes_of(other)["cases.csv"]


def test_every_table_of_a_synthetic_package_has_rows(tmp_path) -> None:
    assert all(data.count(b"\n") > 1 for data in bytes_of(synthesize(tmp_path, 30)).values())


@slow
def test_the_benchmark_measures_every_command_and_judges_every_aim(tmp_path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Kept\n", encoding="utf-8")
    script = ROOT / "benchmarks" / "scale.py"
    options = ["--cases", "5", "10", "--runs", "1", "--markdown", page]
    subprocess.run([sys.executable, script, *options], check=True, capture_output=True)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Kept\n")
    _, times, aims = text.split("| --- |\n")
    rows = [[line for line in table.splitlines() if line.startswith("| ")] for table in (times, aims)]
    told = [line for line in rows[1] if line.endswith(("| met |", "| missed |"))]
    assert "ukim validate --engine fast" in rows[0][0]
    assert len(told) == 10
