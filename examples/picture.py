"""What the pictures share: how they look, what stands below them, how they are asked for and written."""

import argparse
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ukim
from ukim.errors import UkimError

try:
    import matplotlib as mpl
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed. Install what the pictures need: pip install 'ukim[examples]'")

__all__ = ["COLOURS", "INK", "Figure", "bars", "figure", "main", "np", "write"]

# Colours that the colour-blind can tell apart: M. Okabe and K. Ito, Color Universal Design, 2008.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
UNKNOWN = "#B0B0B0"
INK = "#333333"
WIDTH = 150
"""Letters of the note that stand in a line."""

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on every machine
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "savefig.dpi": 200,
    "svg.hashsalt": "ukim",  # else the ids in the file are drawn at random
}
mpl.rcParams.update(STYLE)


def figure(title: str, note: str, path: Path | None, *, height: float) -> Figure:
    """An empty figure, 7.5 inches wide: what is counted above it; a note, source and version below it."""
    drawn = Figure(figsize=(7.5, height), layout="constrained")
    drawn.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    below = [*textwrap.wrap(note, WIDTH), *textwrap.wrap(f"Data: {ukim.cite(path).text}", WIDTH)]
    drawn.supxlabel("\n".join(below), x=0.01, ha="left", fontsize=7, color=INK)
    return drawn


def bars(
    axes: Axes,
    places: Sequence[Any],
    series: Mapping[str, Sequence[int]],
    *,
    lying: bool = False,
    numbered: bool = False,
    width: float = 0.8,
) -> None:
    """Stacked bars, one stack a place and one colour a series; a series named "Unknown" is grey."""
    ground = [0] * len(places)
    colours = iter(COLOURS)
    for name, counts in series.items():
        colour = UNKNOWN if name == "Unknown" else next(colours)
        if lying:
            drawn = axes.barh(places, counts, width, left=ground, label=name, color=colour)
        else:
            drawn = axes.bar(places, counts, width, bottom=ground, label=name, color=colour, align="edge")
        ground = [below + count for below, count in zip(ground, counts, strict=True)]
        if numbered:
            numbers = [str(count or "") for count in counts]
            axes.bar_label(drawn, numbers, label_type="center", color="white" if colour == COLOURS[0] else "black")
    room = 1.05 * max(ground, default=0) or 1
    if lying:
        axes.set_xlim(right=room)
    else:
        axes.set_ylim(top=room)


def main(draw: Callable[[Path | None], Figure]) -> None:
    """Draw what the command line asks for: the picture to write, and the release or checkout to read."""
    parser = argparse.ArgumentParser(description=draw.__doc__)
    parser.add_argument("picture", type=Path, help="the file to write: .svg or .png")
    parser.add_argument("data", type=Path, nargs="?", help="a release (folder or zip) or a checkout")
    asked = parser.parse_args()
    if asked.picture.suffix not in {".svg", ".png"}:
        parser.error(f"{asked.picture} is neither .svg nor .png")
    try:
        write(draw(asked.data), asked.picture)
    except (UkimError, OSError) as error:
        parser.error(str(error))


def write(drawn: Figure, file: Path) -> None:
    """Write the figure as SVG or PNG, without the day, the clock and the name of what wrote it."""
    nameless = {"Date": None, "Creator": None} if file.suffix == ".svg" else {"Software": None}
    drawn.savefig(file, metadata=nameless)
