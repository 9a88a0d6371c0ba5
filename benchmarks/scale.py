"""Validation, release and loading of synthetic packages of growing size, against peers in the same run.

`python benchmarks/scale.py [--cases N ...] [--runs N ...] [--markdown FILE]`. Each measured command is a process of its
own; the commands of a group run by turns, so that noise of the machine hits all alike. Told are medians, ratios with
their aims, the most memory that a process held, and growth: the exponent of the time over the number of cases.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
SLOW_UP_TO = 10_000
"""So many cases the slow commands are given: frictionless, and validation with it."""
LARGE = 100_000
GIB = 2**30
MEASURED = "<!-- What follows is written by benchmarks/scale.py. -->"
"""In a page of Markdown, what stands before this line is kept."""
RUN_SQL = "import duckdb, pathlib, sys; duckdb.connect().execute(pathlib.Path(sys.argv[1]).read_text())"
LOAD = "import sys, ukim; ukim.load('citations', sys.argv[1])"
READ_PARQUET = "import sys, polars; polars.read_parquet(sys.argv[1])"

FAST, DEFAULT, FRICTIONLESS = "ukim validate --engine fast", "ukim validate", "frictionless validate"
STRICT_READ = "DuckDB, strict read"
TABLES, DATABASE, COPY = "CSV and Parquet", "CSV, Parquet and keyed database", "DuckDB, bare COPY"
OURS, POLARS = "ukim.load", "polars.read_parquet"


@dataclass(frozen=True)
class Aim:
    """How the median times of two commands should compare: at most, or at least, so many times."""

    over: str
    under: str
    ratio: float
    is_at_least: bool = False

    def is_met(self, ratio: float) -> bool:
        """Whether a measured ratio keeps the aim."""
        return ratio >= self.ratio if self.is_at_least else ratio <= self.ratio

    def __str__(self) -> str:
        """As it is told."""
        return f"at {'least' if self.is_at_least else 'most'} {self.ratio:g}"


AIMS = [
    Aim(FRICTIONLESS, FAST, 12, is_at_least=True),
    Aim(FAST, STRICT_READ, 8),
    Aim(TABLES, COPY, 1.5),
    Aim(DATABASE, COPY, 4),
    Aim(OURS, POLARS, 1.2),
]
MOST_MEMORY = {FAST: 2 * GIB}
"""Bytes that a command should stay under at the largest size."""


@dataclass
class Measured:
    """The runs of a command on one package: seconds, and the most bytes that any of them held."""

    seconds: list[float] = field(default_factory=list)
    memory: int = 0

    @property
    def median(self) -> float:
        """Seconds of the median run."""
        return statistics.median(self.seconds)


Results = dict[tuple[str, int], Measured]
"""By command and number of cases."""


def groups(package: Path, cases: int) -> list[dict[str, list[str]]]:
    """The commands that are compared, by name; OUT stands for a folder that is new in each run."""
    validation = {FAST: [str(BIN / "ukim"), "validate", "--engine", "fast", str(package)]}
    if cases <= SLOW_UP_TO:
        validation[DEFAULT] = [str(BIN / "ukim"), "validate", str(package)]
        validation[FRICTIONLESS] = [str(BIN / "frictionless"), "validate", str(package / "datapackage.json")]
    validation[STRICT_READ] = [PYTHON, "-c", RUN_SQL, str(package / "strict_read.sql")]
    build = [PYTHON, str(HERE / "build_tables.py"), str(package), "OUT"]
    release = {TABLES: build, DATABASE: [*build, "database"]}
    release[COPY] = [PYTHON, "-c", RUN_SQL, str(package / "copy.sql")]
    loading = {OURS: [PYTHON, "-c", LOAD, str(package / "release")]}
    loading[POLARS] = [PYTHON, "-c", READ_PARQUET, str(package / "release/parquet/citations.parquet")]
    return [validation, release, loading]


def prepare(package: Path, cases: int) -> None:
    """Write the package, the scripts of the peers, and a release to load from; in processes of their own.

    This process must stay small: the kernel counts what it holds when it starts another as memory of that one.
    """
    for script, *arguments in (
        ("synthetic.py", str(cases), str(package)),
        ("peers.py", str(package)),
        ("build_tables.py", str(package), str(package / "release")),
    ):
        (package / "release").mkdir(parents=True, exist_ok=True)
        subprocess.run([PYTHON, str(HERE / script), *arguments], check=True)


def run(command: list[str]) -> tuple[float, int]:
    """Seconds of wall time, and bytes of the most memory held, of one run."""
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryFile() as complaint:
        argv = [out if part == "OUT" else part for part in command]
        begin = time.perf_counter()
        process = subprocess.Popen(argv, cwd=out, stdout=subprocess.DEVNULL, stderr=complaint)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            complaint.seek(0)
            sys.exit(f"{' '.join(argv)}\nended with code {process.returncode}: {complaint.read().decode()}")
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(cases: int, runs: int) -> Results:
    """Every command on a package of so many cases, those of a group by turns."""
    results: Results = {}
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder)
        prepare(package, cases)
        for group in groups(package, cases):
            for _ in range(runs):
                for name, command in group.items():
                    seconds, memory = run(command)
                    measured = results.setdefault((name, cases), Measured())
                    measured.seconds.append(seconds)
                    measured.memory = max(measured.memory, memory)
                    print(f"{cases} cases, {name}: {seconds:.2f} s, {memory / 2**20:.0f} MiB", file=sys.stderr)
    return results


def growth(results: Results, name: str) -> float | None:
    """The exponent by which the time grows with the cases: the slope of its logarithm; None of a single size."""
    points = [(log(cases), log(one.median)) for (other, cases), one in results.items() if other == name]
    return statistics.linear_regression(*zip(*points, strict=True)).slope if len(points) > 1 else None


def table_of_times(results: Results, sizes: list[int]) -> Iterator[list[str]]:
    """Each command: median and memory by size, and growth."""
    yield ["", *(f"{cases:,} cases" for cases in sizes), "growth"]
    for name in dict.fromkeys(name for name, _ in results):
        found = [results.get((name, cases)) for cases in sizes]
        exponent = growth(results, name)
        yield [
            name,
            *(f"{one.median:.2f} s, {one.memory / 2**20:.0f} MiB" if one else "" for one in found),
            "" if exponent is None else f"{exponent:.2f}",
        ]


def table_of_aims(results: Results, sizes: list[int]) -> Iterator[list[str]]:
    """Each aim: what was measured, and whether that meets it."""
    yield ["", "cases", "aim", "measured", ""]
    for aim in AIMS:
        for cases in sizes:
            over, under = results.get((aim.over, cases)), results.get((aim.under, cases))
            if over and under:
                ratio = over.median / under.median
                told = "met" if aim.is_met(ratio) else "missed"
                yield [f"{aim.over} / {aim.under}", f"{cases:,}", str(aim), f"{ratio:.2f}", told]
    for name, most in MOST_MEMORY.items():
        if measured := results.get((name, LARGE)):
            told = "met" if measured.memory < most else "missed"
            held = f"{measured.memory / GIB:.2f} GiB"
            yield [f"memory of {name}", f"{LARGE:,}", f"under {most / GIB:g} GiB", held, told]


def markdown(rows: Iterator[list[str]]) -> str:
    """The rows as a table of Markdown, the first as its header."""
    header, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *body]) + "\n"


def main() -> None:
    """Measure, and print both tables; write them too, where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, nargs="+", default=[5], help="for each size, or for all")
    parser.add_argument("--markdown", type=Path)
    chosen = parser.parse_args()
    results: Results = {}
    runs = chosen.runs if len(chosen.runs) > 1 else chosen.runs * len(chosen.cases)
    for cases, times in zip(chosen.cases, runs, strict=True):
        results |= measure(cases, times)
    told = ", ".join(map(str, runs))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, medians of {told} runs by turns."
    tables = [markdown(table(results, chosen.cases)) for table in (table_of_times, table_of_aims)]
    text = "\n".join([machine + "\n", *tables])
    print(text)
    if chosen.markdown:
        page = chosen.markdown.read_text(encoding="utf-8") if chosen.markdown.exists() else ""
        chosen.markdown.write_text(f"{page.partition(MEASURED)[0]}{MEASURED}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
