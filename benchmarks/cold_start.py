"""Cold time of the commands against peers, by turns in one run: the medians and their ratio.

`make benchmark` runs it in an environment that has the runtime dependencies alone.
"""

import os
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
RUNS = 21
FRICTIONLESS = ("frictionless validate", [BIN / "frictionless", "validate", "datapackage.json"])
PAIRS = [
    ("ukim validate", [BIN / "ukim", "validate"], *FRICTIONLESS, 1.3),
    ("ukim validate --engine fast", [BIN / "ukim", "validate", "--engine", "fast"], *FRICTIONLESS, 1.2),
    ("ukim --help", [BIN / "ukim", "--help"], "import typer", [sys.executable, "-c", "import typer"], 2.0),
]


def seconds(command: list[str | Path]) -> float:
    """Wall time of one run."""
    begin = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    """Measure each pair by turns, so that noise of the machine hits both alike."""
    print(
        f"{os.cpu_count()} cores, {RUNS} runs each by turns, pandas {'installed' if find_spec('pandas') else 'absent'}"
    )
    for ours, our_command, peer, peer_command, aim in PAIRS:
        seconds(our_command), seconds(peer_command)
        pairs = [(seconds(our_command), seconds(peer_command)) for _ in range(RUNS)]
        mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{ours}: {mine:.2f} s, {peer}: {other:.2f} s, ratio {mine / other:.2f} (aim: at most {aim})")


if __name__ == "__main__":
    main()
